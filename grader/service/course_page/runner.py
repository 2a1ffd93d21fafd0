"""Commands that are run from the page: one at a time, each a process as from a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from grader.cli.common import without_controls
from grader.service.web.refused import RefusedError

MAX_OUTPUT: Final = 50_000
"""Characters that are kept of what a command printed: the last ones."""

LAST_SECONDS: Final = 1.0
"""Time for what is left in the pipe when a command has ended."""


class Run(msgspec.Struct, kw_only=True):
    """A command that runs or ran."""

    what: str
    """The command as it would be typed."""
    said: str = "It runs."
    """How it stands, in a sentence."""
    output: str = ""
    running: bool = True


class Runner:
    """Runs commands on a course."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self.run: Run | None = None
        """The command that runs, or that ran last."""

    async def start(self, program: str, arguments: Sequence[str]) -> Run:
        """Start a command of `grader` or `nbgrader`; raise a RefusedError while another runs."""
        if self.run and self.run.running:
            raise RefusedError(f"Wait until {self.run.what} has ended, or stop it.")
        self.run = run = Run(what=" ".join([program, *arguments]))
        try:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-m", program, *arguments),
                cwd=self._root,
                env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,  # Ctrl+C ends the service, which ends the command
            )
        except OSError as error:
            run.running, run.said = False, f"It can't be started: {error.strerror or error}."
            return run
        self._task = asyncio.create_task(self._follow(self._process, run))
        return run

    async def _follow(self, process: asyncio.subprocess.Process, run: Run) -> None:
        reading = asyncio.create_task(_read(process, run))
        status = await process.wait()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reading, LAST_SECONDS)
        run.said = {0: "Done.", -signal.SIGTERM: "Stopped."}.get(
            status, f"Something could not be done: read what it said (exit status {status})."
        )
        run.running = False

    def stop(self) -> None:
        """Ask the command to end, as Ctrl+C does; it loses nothing."""
        if self._process and self._process.returncode is None:
            self._process.terminate()

    async def close(self) -> None:
        """End the command, and wait for it."""
        self.stop()
        if self._task:
            await self._task


async def _read(process: asyncio.subprocess.Process, run: Run) -> None:
    while data := await process.stdout.read(1 << 16):  # type: ignore[union-attr]
        text = data.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
        run.output = (run.output + without_controls(text))[-MAX_OUTPUT:]
