"""A Jupyter server of the tests' own: its home, settings and kernels are in a temporary folder."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.courses import BIN

START_SECONDS = 60
QUIET = (
    "--no-browser",
    "--allow-root",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    "--ServerApp.terminals_enabled=False",
    "--KernelManager.shutdown_wait_time=1",
    "--MappingKernelManager.cull_idle_timeout=900",
    "--MappingKernelManager.cull_connected=True",
    "--ServerApp.shutdown_no_activity_timeout=900",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
"""Nothing opens a browser, and nothing asks for news or newer versions. Whose tests are killed ends
by itself."""

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
}
"""JupyterLab asks nobody about news, and saves when it is told to."""


class Server(NamedTuple):
    """A server that runs."""

    url: str
    token: str
    root: Path

    @property
    def lab(self) -> str:
        """The address of JupyterLab with nothing open."""
        return f"{self.url}lab?reset&token={self.token}"


@contextlib.contextmanager
def running(root: Path, home: Path) -> Iterator[Server]:
    """JupyterLab on a folder; it ends with all its kernels."""
    env = environment(home)
    write_settings(Path(env["JUPYTER_CONFIG_DIR"]))
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [BIN / "jupyter", "lab", *QUIET], cwd=root, env=env, stdout=log, stderr=log
        )
        try:
            yield found(process, Path(env["JUPYTER_RUNTIME_DIR"]), root, home / "server.log")
        finally:
            end(process)


def environment(home: Path) -> dict[str, str]:
    """This process's environment, with everything that Jupyter keeps in a home of its own."""
    private = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "MPLCONFIGDIR": home / "matplotlib",
    }
    mine = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG_", "PYTEST"))}
    return mine | {name: str(path) for name, path in private.items()}


def write_settings(config: Path) -> None:
    """JupyterLab's settings of its user."""
    for name, values in SETTINGS.items():
        path = config / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")


def found(process: subprocess.Popen[bytes], runtime: Path, root: Path, log: Path) -> Server:
    """Wait until the server tells its address, which it does in its runtime folder."""
    told = runtime / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(FileNotFoundError, json.JSONDecodeError):
            info = json.loads(told.read_text(encoding="utf-8"))
            return Server(info["url"], info["token"], root)
        time.sleep(0.05)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the server; what it started ends with it, whatever it does."""
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for child in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(started, timeout=20)
