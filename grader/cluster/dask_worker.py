"""In a Dask worker: what Dask calls by name. It keeps the courses' archives and minds the stations.
It grades nothing itself, so that nothing which happens to a station reaches Dask.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from typing import Final

import msgspec

from grader.cluster import messages
from grader.cluster.messages import (
    CourseBrief,
    CourseReady,
    CourseRefused,
    CourseWanted,
    GradingOrder,
    GradingProcessEnded,
    Setting,
)
from grader.errors import GraderError, SandboxError
from grader.grading.engine import ENGINE
from grader.sandbox import backends

COURSES: Final = 4
"""Archives that a worker keeps; an older one is sent again when it is wanted."""

END_SECONDS: Final = 10.0
"""Time for a station to clean up and end."""

_archives: dict[str, bytes] = {}
_lock: Final = threading.Lock()


async def bring(data: bytes) -> bytes:
    """Take a course in. It is not done on the loop by which Dask hears of its scheduler."""
    return await asyncio.to_thread(_bring, data)


def _bring(data: bytes) -> bytes:
    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    brief = msgspec.msgpack.decode(data, type=CourseBrief)
    if messages.archive_digest(brief.archive) != brief.setting.course:
        return messages.encode(CourseRefused(messages.OTHER_COURSE))
    try:
        backends.choose_backend(brief.setting.sandbox)
    except SandboxError as error:
        return messages.encode(CourseRefused(str(error)))
    with _lock:
        _archives.pop(brief.setting.course, None)
        _archives[brief.setting.course] = brief.archive
        for old in list(_archives)[:-COURSES]:
            del _archives[old]
    return messages.encode(CourseReady())


def grade_archive(data: bytes) -> bytes:
    """Have a submission graded at a station of its course's; the answer is that one's own bytes."""
    from distributed import get_worker

    if refused := messages.version_mismatch(data):
        return messages.encode(refused)
    order = msgspec.msgpack.decode(data, type=GradingOrder)
    archive = _archives.get(order.setting.course)
    worker = get_worker()
    if archive is None:
        return messages.encode(CourseWanted(worker.address))
    brief = CourseBrief(engine=ENGINE, setting=order.setting, archive=archive)
    try:
        while True:
            with stations.one(brief, most=worker.state.nthreads + 1) as station:
                if answered := station.grade(order.parcel):
                    return answered
    except (GraderError, OSError) as error:
        return messages.encode(CourseRefused(str(error)))


class Unbegun(GraderError):
    """A station ended before it could take anything."""


class GradingProcess:
    """A grading process, and our end of its door."""

    def __init__(self, brief: CourseBrief) -> None:
        self.setting = brief.setting
        self._door, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                # -P: no module comes out of the folder in which the worker happened to be started
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "grader.cluster.grading_process",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # the worker's Ctrl-C is not the station's
            )
        try:
            self._door.send_bytes(messages.encode(brief))
            answer = messages.decode_reply(self._door.recv_bytes())
        except (EOFError, OSError) as error:
            status = self.close()
            reason = f"its process that grades ends before it begins (exit status {status})"
            raise Unbegun(reason) from error
        if isinstance(answer, CourseRefused):
            self.close()
            raise GraderError(answer.reason)

    @property
    def closed(self) -> bool:
        """Whether nothing can be graded here any more."""
        return self._door.closed

    def grade(self, packed: bytes) -> bytes:
        """A submission's answer; none where the station had left before it came."""
        try:
            self._door.send_bytes(packed)
            return self._door.recv_bytes()
        except (EOFError, OSError):
            status = self.close()
            return messages.encode(GradingProcessEnded(status)) if status else b""

    def close(self) -> int:
        """End the process; its exit status."""
        self._door.close()
        try:
            return self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def open_stations(brief: CourseBrief) -> GradingProcess:
    """A station that has begun. Once, a machine may be short of something."""
    try:
        return GradingProcess(brief)
    except Unbegun:
        return GradingProcess(brief)


class GradingProcesses:
    """The stations of this worker."""

    def __init__(self) -> None:
        self._idle: list[GradingProcess] = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def one(self, brief: CourseBrief, *, most: int) -> Iterator[GradingProcess]:
        """A station for a setting, for one submission; `most` are kept for the next ones."""
        station = self._take(brief.setting) or open_stations(brief)
        try:
            yield station
        except BaseException:
            station.close()
            raise
        finally:
            if not station.closed:
                self._give_back(station, most)

    def _take(self, setting: Setting) -> GradingProcess | None:
        with self._lock:
            station = next((station for station in self._idle if station.setting == setting), None)
            if station is not None:
                self._idle.remove(station)
            return station

    def _give_back(self, station: GradingProcess, most: int) -> None:
        with self._lock:
            self._idle.append(station)
            superfluous = self._idle[:-most]
            del self._idle[:-most]
        for old in superfluous:
            old.close()


stations: Final = GradingProcesses()
