"""What a machine has for grading, as findings that `grader doctor` prints.

What confines students' code is asked of `backends`, as grading itself asks it.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
import psutil

from grader import __version__
from grader.limits import MB, Limits
from grader.sandbox import backends
from grader.sandbox.backends import Backend, Lacking

GB: Final = 1024 * MB

DISTRIBUTION: Final = "math-notebook-grader"

SWITCHES: Final = (
    ("user.max_user_namespaces", 0, "set it to 10000"),
    ("kernel.unprivileged_userns_clone", 0, "set it to 1"),
    ("kernel.apparmor_restrict_unprivileged_userns", 1, "set it to 0, or give bwrap a profile"),
)
"""Settings of the kernel that keep user namespaces from ordinary users, by the value that does."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked for: what was found, what it means, and what to do if it lacks."""

    what: str
    found: str
    meaning: str
    advice: str = ""
    """Empty if all is well."""


def findings(limits: Limits) -> Iterator[Finding]:
    """Look at this machine, as grading with these limits would find it."""
    yield _versions()
    yield _system()
    yield _user()
    if os.geteuid() != 0:
        yield _user_namespaces()
    for name, look_for in backends.KNOWN.items():
        yield _walls(name, look_for())
    yield _temporary_folder(limits)
    yield _memory(limits)
    yield Finding(
        what="browser", found="not looked for", meaning="grading needs none, not even Chromium"
    )


def _versions() -> Finding:
    nbgrader = importlib.metadata.version("nbgrader")
    needs = " ".join(importlib.metadata.requires(DISTRIBUTION) or ())
    wanted = re.search(r"\bnbgrader==([\w.]+)", needs)
    fits = wanted is None or wanted[1] == nbgrader
    return Finding(
        what="versions",
        found=f"grader {__version__}, nbgrader {nbgrader}, Python {platform.python_version()}",
        meaning="they belong together" if fits else "grader was not tried with this nbgrader",
        advice="" if fits or wanted is None else f"pip install nbgrader=={wanted[1]}",
    )


def _system() -> Finding:
    linux = platform.system() == "Linux"
    return Finding(
        what="system",
        found=f"{platform.system()} {platform.release()}, {platform.machine()}",
        meaning="students' code is confined by what Linux has",
        advice="" if linux else "grade in WSL 2, a virtual machine or a container with Linux",
    )


def _user() -> Finding:
    if os.geteuid() == 0:
        return Finding(
            what="user",
            found="root",
            meaning="bubblewrap needs no user namespaces, and students' processes are not root",
        )
    return Finding(
        what="user", found="an ordinary user", meaning="bubblewrap needs user namespaces"
    )


def _user_namespaces() -> Finding:
    for name, value, remedy in SWITCHES:
        if _switch(name) == value:
            return Finding(
                what="user namespaces",
                found=f"{name} = {value}",
                meaning="an ordinary user may make none",
                advice=f"as root, by sysctl -w: {remedy}",
            )
    return Finding(
        what="user namespaces",
        found="not switched off in the kernel",
        meaning="a container's own filter may refuse them all the same",
    )


def _switch(name: str) -> int | None:
    try:
        return int(Path("/proc/sys", *name.split(".")).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # a kernel without this setting
        return None


def _walls(name: str, found: Backend | Lacking) -> Finding:
    if isinstance(found, Backend):
        return Finding(what=name, found="works", meaning="students' code can run in it")
    return Finding(
        what=name,
        found=found.reason,
        meaning="students' code can't run in it; one sandbox is enough",
        advice=found.advice,
    )


def _temporary_folder(limits: Limits) -> Finding:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    enough = 2 * limits.folder_mb * MB * (os.cpu_count() or 1)
    return Finding(
        what="temporary folder",
        found=f"{folder}, {free / GB:.1f} GB free",
        meaning=f"a worker may fill {2 * limits.folder_mb} MB (c.Limits.folder_mb, twice)",
        advice="" if free >= enough else "make room, set TMPDIR to another folder, or use --jobs",
    )


def _memory(limits: Limits) -> Finding:
    total = min(psutil.virtual_memory().total, _memory_of_cgroup())
    workers = os.cpu_count() or 1
    enough = 2 * limits.memory_mb * MB
    return Finding(
        what="memory",
        found=f"{total / GB:.1f} GB for {workers} processors; the grader makes no cgroups",
        meaning=f"a notebook may use {enough / GB:.1f} GB (c.Limits.memory_mb, twice)",
        advice="" if total >= enough else "lower c.Limits.memory_mb, or use --jobs 1",
    )


def _memory_of_cgroup() -> float:
    """Return how much memory the cgroup of a container or service allows."""
    try:
        text = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return float("inf")
    return float(text) if text.isdigit() else float("inf")
