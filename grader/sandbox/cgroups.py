"""Limits of the kernel on all processes of a notebook together, where a cgroup is delegated.

    delegated             the cgroup in which the grader was started
    ├── grader            the processes that were in it: one that holds processes can't have
    │                     controllers for others below it
    └── grader-host-…     a host and its notebook: the processes of one notebook at a time

A cgroup counts what is taken in it, not what a process brings along: the libraries that a host had
imported when it came here belong to nobody's notebook. What the host itself takes later is added to
the next limit. A process that moves between cgroups waits several milliseconds for all processors.
So a host is moved once, when it is warm, and its children begin where it is.

The folder of a host's cgroup is locked while its grader runs. One without a lock was left by a
killed grader, and the next removes it.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import functools
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import SandboxError
from grader.limits import MB, Limits

CONTROLLERS: Final = ("cpu", "memory", "pids")
"""What we use, where it is to be had."""

OURS: Final = "grader"
"""Name of the cgroup for the processes that were in the delegated one."""

PREFIX: Final = "grader-host-"
"""Start of the names of hosts' cgroups."""

WEIGHT: Final = 100
"""A host's share of the processors beside others that want them; graders have as much for each
processor of the machine."""

SYSTEMD: Final = Path("/run/systemd/system")
"""Is there where systemd runs, which manages all cgroups but those that it marks."""

MARKS: Final = ("user.delegate", "trusted.delegate")

TRIES: Final = 20
"""Times that processes are moved which go on to start others, and that a cgroup is removed."""

REMOVAL_SECONDS: Final = 0.05
"""Time between two tries to remove a cgroup."""

USE: Final = "docs/batch.md tells how to delegate one"


class Delegated(msgspec.Struct, frozen=True):
    """A cgroup below which ours may be made."""

    folder: Path
    controllers: tuple[str, ...]


@functools.cache
def delegated() -> Delegated | str:
    """Return the cgroup that is delegated to this process, made ready, or why there is none."""
    try:
        folder = own_cgroup(_contents_of("/proc/self/cgroup"), _contents_of("/proc/self/mountinfo"))
        if folder is None:
            return "this system has no cgroups of version 2"
        return make_ready(folder.parent if folder.name == OURS else folder)
    except OSError as error:
        return f"the cgroup of the grader can't be used ({error.strerror}: {error.filename})"


def sentence(limits: Limits) -> str:
    """Say which limits cgroups keep, or why none."""
    if not limits.cgroups:
        return "No cgroup limits it, as the setting c.Limits.cgroups asks"
    found = delegated()
    if isinstance(found, str):
        return f"No cgroup limits it: {found}"
    return f"Its cgroup limits {', '.join(found.controllers)}"


def own_cgroup(memberships: str, mounts: str) -> Path | None:
    """Return the folder of this process's cgroup, from its lists of cgroups and of mounts."""
    own = next((line[3:] for line in memberships.splitlines() if line.startswith("0::/")), "")
    for line in mounts.splitlines():
        fields, _, kind = line.partition(" - ")
        if own and kind.startswith("cgroup2 "):
            root, place = (_unescaped(field) for field in fields.split()[3:5])
            below = os.path.relpath(own, root)
            if ".." not in (*own.split("/"), *below.split("/")):  # within what we see
                return Path(place, below)
    return None


def _unescaped(field: str) -> str:
    """Return a path as it is: in the list of mounts, a blank is `\\040`."""
    return (
        field.encode("latin-1").decode("unicode-escape").encode("latin-1").decode(errors="replace")
    )


def make_ready(folder: Path) -> Delegated | str:
    """Have a cgroup give its controllers to those below it, if we may; return why not."""
    given = folder / "cgroup.subtree_control"
    writable = all(os.access(path, os.W_OK) for path in (folder, given, folder / "cgroup.procs"))
    if not writable or (SYSTEMD.exists() and not _is_marked(folder)):
        return f"none is delegated to the grader ({USE})"
    wanted = {*_contents_of(folder / "cgroup.controllers").split()} & {*CONTROLLERS}
    if not wanted:
        return f"the delegated one has none of the controllers {', '.join(CONTROLLERS)} ({USE})"
    with _locked(folder):
        remove_stale_cgroups(folder)
        if missing := wanted - {*_contents_of(given).split()}:
            if (folder / "cgroup.type").exists():  # all but the root of all cgroups
                _move_processes(folder, folder / OURS)
            for name in sorted(missing):
                with contextlib.suppress(OSError):  # as what is returned tells
                    _write(given, f"+{name}")
            with contextlib.suppress(FileNotFoundError):  # no controller, or the root of all
                _write(folder / OURS / "cpu.weight", WEIGHT * (os.cpu_count() or 1))
    found = tuple(sorted(wanted & {*_contents_of(given).split()}))
    return Delegated(folder, found) if found else f"other processes are in {folder} ({USE})"


def _is_marked(folder: Path) -> bool:
    """Return whether systemd has delegated a cgroup."""
    for name in MARKS:
        with contextlib.suppress(OSError):
            if os.getxattr(folder, name) == b"1":
                return True
    return False


def _move_processes(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for _ in range(TRIES):
        pids = {*_contents_of(source / "cgroup.procs").split()} - {
            "0"
        }  # processes that we do not see
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):  # ended meanwhile
                _write(target / "cgroup.procs", pid)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


class Cgroup:
    """The cgroup of a host and its notebook."""

    def __init__(self, above: Delegated) -> None:
        self.controllers = above.controllers
        self.folder, self._lock = _create(above.folder)
        if "cpu" in self.controllers:
            _write(self.folder / "cpu.weight", WEIGHT)
        with contextlib.suppress(FileNotFoundError):  # a kernel that does not count what it swaps
            _write(self.folder / "memory.swap.max", 0)

    def add(self, pid: int) -> None:
        """Move a process here."""
        _write(self.folder / "cgroup.procs", pid)

    def lift(self) -> None:
        """Set no limit, for what the host does before it forks a child."""
        for name in {"memory", "pids"} & {*self.controllers}:
            _write(self.folder / f"{name}.max", "max")

    def limit(self, limits: Limits) -> None:
        """Set the limits of a notebook, beyond what the host and its first process have by now."""
        if "memory" in self.controllers:
            _write(self.folder / "memory.max", self._taken() + 2 * limits.memory_mb * MB)
        if "pids" in self.controllers:
            others = int(_contents_of(self.folder / "pids.current")) - 1
            _write(self.folder / "pids.max", others + limits.processes)

    def _taken(self) -> int:
        """Return the bytes that can't be taken back: all but what files in memory hold."""
        found = dict(
            line.split() for line in _contents_of(self.folder / "memory.stat").splitlines()
        )
        files = int(found["file"]) - int(found["shmem"])
        return int(_contents_of(self.folder / "memory.current")) - files

    def open_events(self) -> int | None:
        """Open the file that tells of processes which were killed to stay within the memory."""
        if "memory" not in self.controllers:
            return None
        return os.open(self.folder / "memory.events", os.O_RDONLY)

    def remove(self) -> None:
        """Kill all processes that are left here, and remove the cgroup."""
        _remove(self.folder)
        os.close(self._lock)


def create_cgroup(limits: Limits) -> Cgroup | None:
    """Create a cgroup for a host, if one is delegated to us and the settings want it."""
    above = delegated() if limits.cgroups else ""
    if isinstance(above, str):
        return None
    with explained():
        return Cgroup(above)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Raise a failure of the block as a SandboxError: what was delegated once is needed."""
    try:
        yield
    except OSError as error:
        raise SandboxError(
            f"the students' processes can't be limited by a cgroup ({error.strerror}:"
            f" {error.filename}); to do without, set c.Limits.cgroups = False"
        ) from error


def _create(above: Path) -> tuple[Path, int]:
    """Create a cgroup with a lock; return it with the descriptor that holds the lock."""
    while True:
        folder = above / f"{PREFIX}{secrets.token_hex(4)}"
        folder.mkdir()
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:  # another grader took it for one that was left
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():  # not removed before it was locked
            return folder, lock
        os.close(lock)


def remove_stale_cgroups(above: Path) -> None:
    """Remove the cgroups that no running grader has locked."""
    for folder in above.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # removed meanwhile, or another user's
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
            except BlockingIOError:  # in use
                pass
            finally:
                os.close(lock)


def _remove(folder: Path) -> None:
    """Kill what is in a cgroup and remove it; what can't be removed is left to the next grader."""
    with contextlib.suppress(OSError):  # before Linux 5.14, or removed by somebody
        _write(folder / "cgroup.kill", 1)
    for _ in range(TRIES):
        try:
            return folder.rmdir()
        except OSError as error:
            if error.errno != errno.EBUSY:
                return None
            time.sleep(REMOVAL_SECONDS)  # processes take a moment to end
    return None


def _contents_of(path: str | Path) -> str:
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _write(path: Path, value: object) -> None:
    """Write to a file of a cgroup, whose name is in the error if that fails."""
    file = os.open(path, os.O_WRONLY)
    try:
        os.write(file, str(value).encode())
    except OSError as error:
        error.filename = str(path)
        raise
    finally:
        os.close(file)
