"""The reference solutions of the course: pure, documented mathematics, one module a subject.

Every exercise's function is importable from here: `from solutions import cosine_similarity`.
"""

from solutions.linear_algebra import (
    cosine_similarity,
    eigendecomposition,
    linear_layer,
    pca,
    simple_attention,
)

__all__ = [
    "cosine_similarity",
    "eigendecomposition",
    "linear_layer",
    "pca",
    "simple_attention",
]
