"""The key by which a learning platform knows this tool."""

from __future__ import annotations

import hashlib

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from grader.errors import CourseError


class PrivateKey:
    """The tool's private key, from a PEM file; its id is a digest of its public part."""

    def __init__(self, pem: bytes) -> None:
        try:
            key = serialization.load_pem_private_key(pem, password=None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, RSAPrivateKey):
            raise CourseError(
                "c.Passback.key_file holds no RSA key as PEM without a password. Make one: openssl"
                " genrsa -out KEY 2048"
            )
        public = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self._key, self._id = key, hashlib.sha256(public).hexdigest()[:32]

    def sign(self, claims: dict[str, object]) -> str:
        """Return claims as a signed assertion."""
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": self._id})

    def public_jwk(self) -> dict[str, object]:
        """Return the public key as the platform wants it."""
        found = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        kept = {name: found[name] for name in ("kty", "n", "e")}
        return {**kept, "alg": "RS256", "use": "sig", "kid": self._id}
