"""The folder /tmp as a notebook finds it: its own, since it may not write to the machine's.

Courses write `open("/tmp/x", "w")`, which works wherever a notebook runs. Functions of Python that
take a path look for what is in /tmp below the notebook's folder instead. Programs and libraries in
C do not: for them /tmp is refused, as the walls say.
"""

from __future__ import annotations

import builtins
import bz2
import functools
import io
import os
import tarfile
from collections.abc import Callable, Iterable
from typing import Any, Final

from IPython.core import interactiveshell

TMP: Final = "/tmp"  # noqa: S108 - what notebooks write
OWN: Final = ".tmp"
"""What takes its place in the notebook's folder."""

ONE_PATH: Final = (
    *("access", "chdir", "getxattr", "listdir", "listxattr", "lstat", "mkdir", "mkfifo", "open"),
    *("readlink", "remove", "rmdir", "scandir", "stat", "statvfs", "truncate", "unlink"),
)
TWO_PATHS: Final = ("link", "rename", "replace", "symlink")
"""Functions of `os`, by how many paths they begin with."""

NAMED: Final = ("dst", "file", "path", "src")
"""What they call these paths."""

KEPT: Final = ((bz2, "_builtin_open"), (tarfile, "bltn_open"))
"""Modules that keep Python's `open` under a name of their own."""


class _Place:
    """The notebook's folder, once there is one, and what must be found where it is."""

    folder = ""
    shown: frozenset[str] = frozenset()


def begin(folder: str, readable: Iterable[str]) -> None:
    """Let what is in /tmp be in a notebook's folder, but for what it may read there."""
    parts = (path.split("/") for path in (folder, *readable))
    _Place.folder = folder
    _Place.shown = frozenset(part[2] for part in parts if part[1:2] == ["tmp"] and part[2:3])


def redirect() -> None:
    """Have Python's functions ask this module where a path leads, once `begin` was called."""
    builtins.open = io.open = _redirected(io.open, 1)
    vars(interactiveshell)["io_open"] = io.open  # what cells call `open`
    for module, kept in KEPT:
        vars(module)[kept] = io.open
    for names, paths in ((ONE_PATH, 1), (TWO_PATHS, 2)):
        for name in names:
            before = getattr(os, name)
            after = _listing(before) if name == "listdir" else _redirected(before, paths)
            setattr(os, name, after)
            for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
                if before in able:
                    able.add(after)


def _redirected(function: Callable[..., Any], paths: int) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if _Place.folder:
            args = (*map(_own, args[:paths]), *args[paths:])
            kwargs |= {name: _own(kwargs[name]) for name in NAMED if name in kwargs}
        return function(*args, **kwargs)

    return call


def _listing(function: Callable[..., Any]) -> Callable[..., Any]:
    """List in the folder above a notebook's only that: others' are beside it."""
    listed = _redirected(function, 1)

    @functools.wraps(function)
    def call(path: Any = ".") -> Any:
        above, name = os.path.split(_Place.folder)
        if name and isinstance(path, str | os.PathLike) and os.path.abspath(path) == above:
            return [name]
        return listed(path)

    return call


def _own(path: Any) -> Any:
    """Return where a path leads."""
    if not isinstance(path, str | bytes | os.PathLike):
        return path
    text = os.fsdecode(path)
    if text.startswith(".."):
        text = os.path.abspath(text)
    text = f"/{text.lstrip('/')}" if text.startswith("//") else text
    if not (text == TMP or text.startswith(f"{TMP}/")):
        return path
    parts = os.path.normpath(text).split("/")
    if parts[1:2] != ["tmp"] or (parts[2:3] and parts[2] in _Place.shown):
        return path
    own = f"{_Place.folder}/{OWN}"
    if not _exists(own):
        _make(own)
    found = "/".join([own, *parts[2:]])
    return os.fsencode(found) if isinstance(path, bytes) else found


_exists, _make = os.path.exists, os.mkdir
