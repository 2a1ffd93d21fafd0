"""What a host is given: a part of this package, the paths that it may read, its environment.

The package is the guest and what it imports. Each host gets a copy of these files in a folder of
its own, first on its import path. Where the package itself lies inside a folder that the sandbox
must show (site-packages, say), the copy covers it in bubblewrap, and sandlock denies it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from grader.errors import SandboxError

PACKAGE: Final = Path(__file__).parent.parent

READABLE: Final = (
    "__init__.py",
    "checks.py",
    "errors.py",
    "limits.py",
    "tables.py",
    "guest",
    "protocol",
)
"""Modules and packages that the guest imports, relative to this package."""

SYSTEM_PATHS: Final = (
    *("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec"),
    *("/usr/include", "/usr/local/lib", "/lib", "/lib64", "/bin", "/sbin"),
    *("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig"),
    *("/usr/share/zoneinfo", "/usr/share/locale", "/usr/share/misc"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts", "/etc/alternatives"),
    "/dev/urandom",  # and not /dev/zero, which is memory when it is mapped
)

GRANTED: Final = "c.Sandbox.readable"

OF_THE_SYSTEM: Final = ("/proc", "/sys", "/dev", "/run", "/etc", "/root", "/boot")
"""What no course may grant: it tells of the machine, and of other people's secrets."""

PREFIX_PATHS: Final = ("bin", "lib", "lib64", "pyvenv.cfg")
"""What a host needs of an installation of Python, or of a virtual environment."""

STUDENT: Final = "student"
"""The name of the user, as `getpass.getuser()` tells it."""

CAP_DAC_OVERRIDE: Final = 1
"""The capability's number."""

INHERITED: Final = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Variables that correct OpenBLAS's detection of the processor."""


def create_library(folder: Path) -> None:
    """Copy the readable modules into `folder`, with their byte-code: a host writes none."""
    for source in readable_files():
        for file in (source, Path(importlib.util.cache_from_source(str(source)))):
            if file.exists():
                target = folder / PACKAGE.name / file.relative_to(PACKAGE)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, target)


def readable_files() -> Iterator[Path]:
    """Yield the source files of the readable modules."""
    for name in READABLE:
        path = PACKAGE / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def exposed_packages(readable: Iterable[str]) -> list[str]:
    """Return the paths by which this package could be read inside the readable folders."""
    real = os.path.realpath(PACKAGE)
    found = set()
    for path in readable:
        above = os.path.realpath(path)
        if os.path.commonpath([above, real]) == above:
            found.add(os.path.join(path, os.path.relpath(real, above)))
    return sorted(found)


def readable_paths() -> list[str]:
    """Return the paths of the interpreter, its packages and the system's libraries.

    Each as it is named, and with links resolved. Folders that may hold anything else are not among
    them, such as that of a virtual environment, in which a course may lie.
    """
    paths = sysconfig.get_paths()
    python = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    for prefix in (sys.prefix, sys.base_prefix, sys.base_exec_prefix):
        python += [os.path.join(prefix, name) for name in PREFIX_PATHS]
    python += _links(sys.executable)
    resolved = [os.path.realpath(path) for path in (*python, *SYSTEM_PATHS)]
    found = {path for path in (*python, *resolved) if os.path.exists(path)}
    return sorted(path for path in found if found.isdisjoint(map(str, Path(path).parents)))


def _links(path: str) -> list[str]:
    """Return a path and those to which its links lead, one after the other."""
    found = []
    while path not in found:
        found.append(path)
        if os.path.islink(path):
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
    return found


def refuse_exposed(readable: Iterable[str], private: Iterable[Path]) -> None:
    """Raise a SandboxError if students' code could read something private, or a folder above it."""
    bound = {os.path.realpath(path): path for path in readable}
    for path in _private_folders(private):
        real = os.path.realpath(path)
        for folder, name in bound.items():
            if _lies_in(real, folder):
                raise SandboxError(
                    f"{path} lies within {name}, which students' code can read, as Python or the"
                    " system has its libraries there. Move it elsewhere, then grade again"
                )


def _private_folders(private: Iterable[Path]) -> list[Path]:
    """Return private folders with those that are private on any machine."""
    return [*private, Path.home(), Path(tempfile.gettempdir())]


def _lies_in(path: str, folder: str) -> bool:
    return os.path.commonpath([folder, path]) == folder


def granted_paths(readable: Iterable[str], private: Iterable[Path]) -> list[str]:
    """Return the paths that a course grants, as they are named and with links resolved.

    Raise a SandboxError for one that is not there, that tells of the machine, or that shows
    something private. Folders within the home folder and the one for temporary files may be
    granted, and nothing within other private folders.
    """
    found: list[str] = []
    for path in readable:
        real = os.path.realpath(path)
        if fault := _fault_of_grant(real, private):
            raise SandboxError(f"{GRANTED} names {path}, {fault}")
        found += dict.fromkeys((path, real))
    return found


def _fault_of_grant(real: str, private: Iterable[Path]) -> str:
    """Return why a path can't be granted, or an empty string."""
    if not os.path.exists(real):
        return "which is not on this machine. Put the data there, or remove it from the list"
    if real == "/" or any(_lies_in(real, top) for top in OF_THE_SYSTEM):
        return "which shows what is not for students. Name a folder of data alone"
    for folder in private:
        if _lies_in(real, os.path.realpath(folder)):
            return (
                f"which lies within {folder}. Data of an assignment belong in its folder in"
                " source/, other data outside of the course"
            )
    for folder in _private_folders(private):
        if _lies_in(os.path.realpath(folder), real):
            return f"within which {folder} lies. Name a folder of data alone"
    return ""


def host_environment(library: Path, home: Path) -> dict[str, str]:
    """Return the host's whole environment.

    Only the variables that linear algebra needs are inherited.
    """
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "USER": STUDENT,
        "LOGNAME": STUDENT,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "MALLOC_ARENA_MAX": "2",  # else each thread takes 64 MB of the address space
        "OPENBLAS_NUM_THREADS": "1",
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "OMP_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(home),
        "IPYTHONDIR": str(home),
        "NBGRADER_EXECUTION": "autograde",
    }


def writes_anywhere() -> bool:
    """Return whether this process may write where only others may: in students' folders, as root.

    A container may keep that from root.
    """
    found = re.search(r"^CapEff:\s*(\w+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return found is None or bool(int(found[1], 16) >> CAP_DAC_OVERRIDE & 1)
