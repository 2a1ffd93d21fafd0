"""Kernels that notebooks name: none is started, and students' code runs on our own Python."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from grader.notebooks.ipynb import Key


def foreign_kernel(key: Key) -> str:
    """Return how the kernel of a notebook differs from where it is graded, or an empty string."""
    name = key.kernelspec.get("name", "python3")
    if name in ("python3", "python"):
        return ""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # takes a while

    here = f"Python {platform.python_version()} and the packages of {sys.prefix}"
    try:
        command = KernelSpecManager().get_kernel_spec(name).argv
    except NoSuchKernel:
        return f"its kernel `{name}` is not installed; it is graded with {here}"
    program = Path(command[0]) if command else Path()
    if program.is_absolute() and program.parent != Path(sys.executable).parent:
        return f"its kernel `{name}` runs {program}, but it is graded with {here}"
    return ""
