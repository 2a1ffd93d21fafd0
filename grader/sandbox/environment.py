"""What a host is given: the paths that it may read, and its environment variables."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Final

SYSTEM_PATHS: Final = (
    *("/usr", "/lib", "/lib64", "/bin", "/sbin"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"),
    *("/dev/zero", "/dev/urandom"),
)

INHERITED: Final = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""Variables that correct OpenBLAS's detection of the processor."""


def readable_paths() -> list[str]:
    """Return the paths of the interpreter, its packages and the system's libraries.

    Each as it is named, and with links resolved.
    """
    paths = sysconfig.get_paths()
    python = [sys.prefix, sys.base_prefix, paths["stdlib"], paths["purelib"]]
    resolved = [os.path.realpath(path) for path in (*python, *SYSTEM_PATHS)]
    return sorted({path for path in (*python, *resolved) if os.path.exists(path)})


def host_environment(library: Path, home: Path) -> dict[str, str]:
    """Return the host's whole environment.

    Only the variables that linear algebra needs are inherited.
    """
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(library),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",
        **{name: os.environ[name] for name in INHERITED if name in os.environ},
        "OMP_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",
        "MPLCONFIGDIR": str(home),
        "IPYTHONDIR": str(home),
        "NBGRADER_EXECUTION": "autograde",
    }
