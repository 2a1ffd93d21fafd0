"""Zip files whose bytes depend on nothing but what is in them, and the wheel, which is one."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.metadata
import io
import re
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

import grader
from grader import __version__
from grader.errors import CourseError

MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""Timestamp of every file in the zip."""

DISTRIBUTION: Final = "math-notebook-grader"
WHEEL: Final = f"math_notebook_grader-{__version__}-py3-none-any.whl"
"""Name of the file. No package index has it."""

OF_WHEEL: Final = ("METADATA", "WHEEL", "entry_points.txt")
"""What a wheel tells of its distribution, beside its license; the rest is an installer's."""

LICENSE: Final = re.compile(r"/(licenses/|AUTHORS|COPYING|LICEN[CS]E|NOTICE)")
"""Where a distribution keeps the terms on which it may be passed on."""


def zipped(entries: dict[str, bytes], programs: Collection[str] = ()) -> bytes:
    """Return a zip whose bytes depend only on names and contents; `programs` can be run."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, MOMENT)
            mode = 0o100755 if name in programs else 0o100644
            info.create_system, info.external_attr = 3, mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, entries[name])
    return written.getvalue()


def made_wheel() -> bytes:
    """Return the wheel that students install: the package as it runs, and nothing else."""
    package = Path(grader.__file__).parent
    files = {f"grader/{p.relative_to(package).as_posix()}": p for p in package.rglob("*")}
    entries = {
        name: path.read_bytes()
        for name, path in files.items()
        if path.is_file() and not re.search(r"/(\.|__pycache__/)", name)  # of tools
    }
    metadata = {}
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for file in importlib.metadata.files(DISTRIBUTION) or []:
            if file.parts[0].endswith(".dist-info") and (
                file.name in OF_WHEEL or "licenses" in file.parts
            ):
                metadata[file.as_posix()] = Path(str(file.locate())).read_bytes()
    folder = f"{WHEEL.partition('-py3')[0]}.dist-info"
    if f"{folder}/METADATA" not in metadata:
        raise CourseError(
            f"The wheel of grader, which students install, can't be made: grader {__version__} is"
            " not installed here. Install it, or pack without the wheel by --no-wheel."
        )
    return _as_wheel(entries | metadata, folder)


def installed_wheel(found: importlib.metadata.Distribution) -> bytes:
    """Return a distribution of pure Python as a wheel again, as it is installed here.

    Its own tests are left out.
    """
    files = [file for file in found.files or [] if _travels(file)]
    entries = {file.as_posix(): Path(str(file.locate())).read_bytes() for file in files}
    info = next(file.parts[0] for file in files if file.name == "WHEEL")
    if b"Root-Is-Purelib: true" not in entries[f"{info}/WHEEL"]:
        raise CourseError(f"{found.name} is not of Python alone, so no browser can run it.")
    return _as_wheel(entries, info)


def wheel_name(found: importlib.metadata.Distribution) -> str:
    """Return the name of the file in which a distribution of pure Python travels."""
    return f"{re.sub(r'[-_.]+', '_', found.name).lower()}-{found.version}-py3-none-any.whl"


def _travels(file: importlib.metadata.PackagePath) -> bool:
    """Return whether a file is neither an installer's nor one of tests."""
    if file.parts[0].endswith(".dist-info"):
        return file.name in OF_WHEEL or bool(LICENSE.search(file.as_posix()))
    return file.suffix != ".pyc" and not {"..", "tests"} & {*file.parts}


def _as_wheel(entries: dict[str, bytes], info: str) -> bytes:
    """Return files as a wheel, with the list of them."""
    rows = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(entries.items())]
    record = f"{info}/RECORD"
    text = "\n".join([*rows, f"{record},,", ""])
    return zipped(entries | {record: text.encode()})


def _digest(data: bytes) -> str:
    """Return a digest as the list of a wheel's files has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
