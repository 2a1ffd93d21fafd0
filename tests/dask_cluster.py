"""A Dask cluster on this machine, whose workers do not see the course."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

START_SECONDS: Final = 600.0
QUIET: Final = {
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__SCHEDULER__WORK_STEALING_INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}
"""Dask settings from docs/cluster.md: no profiler and slow timers. By default they tick up to a
hundred times a second, which suits tasks far shorter than grading a submission."""


@contextlib.contextmanager
def running(workers: int, port: int = 0) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler, at any port by default, and single-threaded workers without the course.

    Yields the scheduler's address and the processes, the scheduler first. TLS keys are those of
    Dask's configuration.
    """
    with tempfile.TemporaryDirectory(prefix="grader-cluster-") as name:
        folder = Path(name)
        where = folder / "scheduler.json"
        at = ["--scheduler-file", str(where), "--no-dashboard"]
        local = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        alone = ["--nthreads", "1", "--no-nanny", "--local-directory", name]
        processes = [_start_process(folder, "dask_scheduler", *at, *local, f"--port={port}")]
        processes += [_start_process(folder, "dask_worker", *at, *alone) for _ in range(workers)]
        try:
            yield _address(where, processes), processes
        finally:
            for process in processes:
                process.kill()  # grading processes end by themselves
                process.wait()


def _start_process(folder: Path, program: str, *arguments: str) -> subprocess.Popen[bytes]:
    with open(folder / f"{program}.log", "ab") as log:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", f"distributed.cli.{program}", *arguments],
            cwd=folder,
            env=os.environ | QUIET,
            stdout=log,
            stderr=log,
        )


def _address(where: Path, processes: list[subprocess.Popen[bytes]]) -> str:
    """Wait for the scheduler to write its address, and return it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and processes[0].poll() is None:
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode(where.read_bytes(), type=_SchedulerFile).address
        time.sleep(0.05)
    log = (where.parent / "dask_scheduler.log").read_text(errors="replace").strip()
    raise RuntimeError(f"A Dask scheduler cannot be started here: {log[-300:]}")


class _SchedulerFile(msgspec.Struct):
    address: str
