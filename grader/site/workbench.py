"""The workbench: each notebook in JupyterLite, which runs Python in the reader's browser.

JupyterLite keeps what a reader writes in the browser's storage, by the address of the site. Until
then it shows the released notebook. Beside a notebook lie the data files of its assignment, under
the paths that they have in a release.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from grader.errors import CourseError
from grader.site import pyodide
from grader.workflows import archives

LITE: Final = "lite"
"""The folder of JupyterLite in the site. Its builder removes what is not its own."""

PYODIDE: Final = "pyodide"
"""The folder of Pyodide in the site."""

_EXTENSIONS: Final = (
    "@jupyterlite/pyodide-kernel-extension",
    "@jupyter-widgets/jupyterlab-manager",
)
"""The kernel, and the sliders of ipywidgets where that is installed."""

_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    # The page around the notebook saves after each change. This saves where that page fails.
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},  # light or dark as the page
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
}


_QUIET: Final = "ignore::DeprecationWarning:pyodide_kernel.kernel"
"""What the kernel has to say of itself is no output of a student's cell."""


def build_workbench(
    folder: Path, site: Path, contents: Mapping[str, Mapping[str, bytes]], title: str
) -> None:
    """Build JupyterLite in `site`, with the files of each assignment; Pyodide is not copied.

    `folder` keeps what the next build need not do again.
    """
    _write_contents(folder / "contents", contents)
    _write(folder / "jupyter-lite.json", {"jupyter-config-data": _page_settings(title)})
    _write(folder / "overrides.json", _SETTINGS)
    share = Path(sys.prefix, "share/jupyter/labextensions")
    extensions = [str(share / name) for name in _EXTENSIONS if (share / name).is_dir()]
    _write(folder / "jupyter_lite_config.json", {"LiteBuildConfig": _build_settings(extensions)})
    _run(folder, site / LITE)


def _page_settings(title: str) -> dict[str, Any]:
    """Return what the page of a notebook is told: where Python is, and to ask no other server."""
    return {
        "appName": title,
        "disabledExtensions": [  # of files in a browser's storage they tell nothing
            "@jupyter-notebook/notebook-extension:checkpoints",
            "@jupyter-notebook/notebook-extension:trusted",
        ],
        "exposeAppInBrowser": True,  # the page around it saves and hands in
        "litePluginSettings": {
            "@jupyterlite/pyodide-kernel-extension:kernel": {
                "pyodideUrl": f"./../{PYODIDE}/pyodide.js",
                "disablePyPIFallback": True,
                "loadPyodideOptions": {
                    "env": {"HOME": "/home/pyodide", "PYTHONWARNINGS": _QUIET},
                    "packages": [*pyodide.KERNEL, "comm", archives.DISTRIBUTION],
                },
            }
        },
    }


def _build_settings(extensions: list[str]) -> dict[str, Any]:
    return {
        "apps": ["notebooks"],
        "contents": ["contents"],
        "federated_extensions": extensions,
        "ignore_sys_prefix": ["federated_extensions"],
        "no_libarchive": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "settings_overrides": ["overrides.json"],
        "source_date_epoch": 315532800,  # the same build gives the same files
    }


def _write_contents(folder: Path, contents: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the files of each assignment, and remove those that are no longer there."""
    wanted = {
        folder / assignment / name: data
        for assignment, files in contents.items()
        for name, data in files.items()
    }
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path not in wanted:
            path.unlink()
    for path, data in wanted.items():
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _run(folder: Path, target: Path) -> None:
    """Have JupyterLite built, by its command: it works in the current folder."""
    shutil.rmtree(target / "files", ignore_errors=True)  # what is no longer released goes
    shutil.rmtree(target / "api", ignore_errors=True)
    program = Path(sys.executable).parent / "jupyter-lite"
    done = subprocess.run(  # noqa: S603 - our own command; no shell
        [program, "build", "--lite-dir", folder, "--output-dir", target],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        last = [line.strip() for line in done.stdout.splitlines() if line.strip()][-1:]
        raise CourseError(f"JupyterLite can't be built: {''.join(last) or 'it says nothing'}.")
