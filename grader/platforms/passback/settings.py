"""The settings of `grader passback`, as a course makes them in `c.Passback`."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from traitlets.config import Config

from grader.errors import CourseError, UsageError
from grader.plugin.settings import CONFIG_FILE, record_of


class PassbackSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How grades reach a learning platform by LTI 1.3. Set as `c.Passback.<name>`."""

    token_url: str = ""
    """Where the platform gives out access tokens."""
    client_id: str = ""
    """The number or name by which the platform knows this tool."""
    key_file: str = ""
    """The tool's private key (RSA, as PEM), outside the course and readable by you alone."""
    key_id: str = ""
    """The key's id (`kid`) at the platform; where it is empty, a digest of the key."""
    audience: str = ""
    """Whom the request for a token is for; where it is empty, token_url."""
    deployment_id: str = ""
    """The tool's deployment, for platforms that ask for it."""
    line_items: dict[str, str] = {}
    """The address of each assignment's column in the platform's gradebook (its line item)."""


NEEDED = ("token_url", "client_id", "key_file")

LOCAL = ("localhost", "127.0.0.1", "::1")


def passback_settings_of(config: Config) -> PassbackSettings:
    """Return the settings of `c.Passback`; raise a UsageError for one that is not there."""
    found = record_of(config, "Passback", PassbackSettings)
    places = {f"line_items[{name!r}]": url for name, url in found.line_items.items()}
    for name, url in {"token_url": found.token_url, **places}.items():
        if url and (why := why_no_address(url)):
            raise UsageError(f"{CONFIG_FILE}: c.Passback.{name} {why}.")
    return found


def why_no_address(url: str) -> str:
    """Return why no request is sent to an address, or nothing; a password in it is not repeated."""
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").encode("idna"), parts.port
    except ValueError:
        host = b""
    if "@" in url.partition("//")[2].partition("/")[0]:
        return "holds a user or a password. Remove all between // and @; the key takes their place"
    if not (url.isascii() and url.isprintable() and " " not in url and host):
        return "is not an address. Write it as the platform shows it, from https:// on"
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        return "does not begin with https://"
    return ""


def require_settings(settings: PassbackSettings, names: tuple[str, ...] = NEEDED) -> None:
    """Raise a UsageError if a setting that is needed is empty."""
    for name in names:
        if not getattr(settings, name):
            raise UsageError(
                f"{CONFIG_FILE} does not set c.Passback.{name}; docs/exports.md tells where your"
                " platform shows it."
            )


def read_key(settings: PassbackSettings, root: Path) -> bytes:
    """Read the private key; refuse one that lies in the course or that others may read."""
    require_settings(settings, ("key_file",))
    try:
        path = (root / Path(settings.key_file).expanduser()).resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise CourseError(
            f"{CONFIG_FILE}: c.Passback.key_file leads to no file: {settings.key_file!r}. Write the"
            " key's whole path, from / on."
        ) from error
    if path.is_relative_to(root.resolve()):
        raise CourseError(
            f"The key {path} lies in the course, where it may be committed or handed out. Move it"
            " out, such as to ~/.config/grader/, and name it in c.Passback.key_file."
        )
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_IMODE(mode) & 0o077:
                raise CourseError(
                    f"The key {path} can be read or changed by others (mode"
                    f" {stat.S_IMODE(mode):o}). Say chmod 600 {path}; if others have an account"
                    " here, make a new key."
                )
            return file.read(1 << 16)
    except OSError as error:
        raise CourseError(f"The key {path} can't be read: {error.strerror or error}.") from error
