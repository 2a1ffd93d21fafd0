"""The service itself, a loop: what changed → plan → submit → record → show.

    submitted/ ──▶ ChangeDetector ──▶ FairQueue ──▶ plan, lock, grade, record, write pages
                   (is it complete?)  (whose turn?)  (one coroutine a submission)

The loop and all coroutines run in one thread, which alone writes the gradebook; grading, pages and
the exchange are awaited. Whatever fails over a submission is said of it, and costs that submission
alone: only a signal ends the loop.

What waits is timed by the monotonic clock, which no setting of the system's clock changes.

Long because all that one thread decides stands in one class.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec

from grader.errors import GraderError
from grader.grading.jobs import Job, JobResult
from grader.grading.pool import JobPool, grade_all
from grader.plugin import Course
from grader.service.watch import status
from grader.service.watch.changes import ChangeDetector
from grader.service.watch.claims import Claims, LockedElsewhere
from grader.service.watch.exchange import WatchedExchange
from grader.service.watch.fair_queue import FairQueue, Place, Waiting, watch_settings_of
from grader.service.watch.status import StatusReporter, failure_sentence
from grader.workflows import autograding, feedback_pages, misplaced
from grader.workflows.feedback_pages import PageWriters
from grader.workflows.local_graders import local_pool, modules_used
from grader.workflows.locks import SubmissionLocks

LOOK_SHARE: Final = 0.05
"""Share of the time that is spent on looking for changes: the larger a class, the longer a
submission may lie there before it is seen."""

LOOK_SECONDS: Final = 0.2
"""Shortest time between two looks."""

EXCHANGE_SECONDS: Final = 0.5
"""Time between two looks at the exchange."""

LOCKED_SECONDS: Final = 1.0
"""Time after which a submission is tried again that another grader has locked."""

RETRY_SECONDS: Final = 2.0
LONGEST_RETRY_SECONDS: Final = 3600.0
"""Time after which a submission that could not be done is tried again, twice as long each time: a
scheduler that was started anew is soon back, a mended test may take a day."""

FAULT_SECONDS: Final = 1.0
"""Time to the next look after one that failed."""


class WatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of the command."""

    workers: int = 1
    sandbox: str = "auto"
    feedback: bool = False
    exchange: bool = False
    metrics: Path | None = None


def run_service(
    course: Course,
    assignments: list[str],
    options: WatchOptions,
    say: Callable[[str], None],
    pool: JobPool | None = None,
) -> None:
    """Watch a course and grade what lands, until SIGTERM or Ctrl-C.

    Without a `pool` this machine grades, with as many workers as the options say.
    """
    from grader.plugin import scoring  # noqa: F401 - slow to import: not for the first submission

    # until the loop hears of signals, both raise; then nothing is in progress
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    course.submitted.mkdir(parents=True, exist_ok=True)
    if pool is None:
        modules = modules_used(course, assignments)
        pool = local_pool(course, options.workers, options.sandbox, modules)
    ended_early = contextlib.suppress(KeyboardInterrupt)
    with ended_early, SubmissionLocks(course.root) as locks, course.gradebook() as gradebook:
        status.refuse_second_service(course.root, locks)
        service = Service(course, assignments, options, say, pool)
        try:
            pool.start()
            try_tests = functools.partial(grade_all, pool)
            claims = Claims(course, gradebook, locks, try_tests, service.say_once)
            asyncio.run(service.run(claims))
        finally:
            service.close()


class Service:
    """All that a running service knows."""

    _claims: Claims

    def __init__(
        self,
        course: Course,
        assignments: list[str],
        options: WatchOptions,
        say: Callable[[str], None],
        pool: JobPool,
    ) -> None:
        self._course, self._assignments, self._options = course, assignments, options
        self._known = {*course.assignments()}
        self._say, self._pool, self._said_once = say, pool, set[str]()
        limit = watch_settings_of(course.config).submissions_an_hour
        self._queue = FairQueue(limit, status.used_before(course.root), time.monotonic)
        self._detector = ChangeDetector(course, assignments)
        self._reporter = StatusReporter(course.root, options.metrics)
        self._in_progress: dict[Place, Waiting] = {}
        self._from_before: set[Place] = set()
        """What was there at the start, which no student hands in now."""
        self._next_look = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._something, self._stopping = asyncio.Event(), False
        # pages take half as long as grading
        self._writers = PageWriters(course.root, max(1, options.workers // 2))
        self._exchange_thread = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._exchange: WatchedExchange | None = None
        if options.exchange:
            self._exchange = WatchedExchange(course, assignments, say)

    # The loop ---------------------------------------------------------------------------------

    async def run(self, claims: Claims) -> None:
        """Grade what is there and what lands, until a signal; finish what is in progress."""
        self._claims = claims
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop)
        if self._options.feedback:
            self._writers.start()
        self._find_what_is_there()
        if self._exchange:
            self._start(self._collect(self._exchange))
        while self._in_progress or not self._stopping:
            self._something.clear()
            await self._look()
            self._begin_next()
            self._report()
            await self._wait()
        self._say(f"Ended; {self._reporter.state.done['graded']} submissions graded.")

    def close(self) -> None:
        """End all processes and threads, and write the state for the next start."""
        self._pool.close()
        self._writers.close()
        self._exchange_thread.shutdown()
        self._report(last=True)

    def say_once(self, sentence: str) -> None:
        """Say a sentence if it was not said since the start."""
        if sentence not in self._said_once:
            self._said_once.add(sentence)
            self._say(sentence)

    def _stop(self) -> None:
        self._stopping = True
        self._something.set()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)  # asyncio keeps no reference
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.say_once(failure_sentence(error))

    async def _wait(self) -> None:
        """Wait for something to do."""
        now = time.monotonic()
        seconds = min(
            max(0.0, self._next_look - now),
            self._detector.seconds_left(now),
            self._queue.seconds_left(),
            self._reporter.seconds_left(now),
        )
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._something.wait(), seconds)

    def _report(self, *, last: bool = False) -> None:
        refused = self._exchange.refused if self._exchange else []
        self._reporter.report(self._in_progress.values(), self._queue, refused, last=last)

    # What changed -----------------------------------------------------------------------------

    async def _collect(self, exchange: WatchedExchange) -> None:
        """Collect what is new in the exchange; it lands in `submitted/` and is found there."""
        while not self._stopping:
            await self._in_exchange_thread(exchange.collect)
            await asyncio.sleep(EXCHANGE_SECONDS)

    async def _in_exchange_thread(self, do: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._exchange_thread, do)

    def _find_what_is_there(self) -> None:
        """Let all wait that is not graded, or has no page yet."""
        now = time.monotonic()
        self._detector.look_everywhere(now)
        plan = autograding.plan_autograding(self._course, self._assignments, (), force=False)
        self._from_before = {(job.student, job.assignment) for job in plan.jobs}
        for place in self._detector.changing():
            if place not in self._from_before:
                self._detector.mark_known(place)
        for place in self._from_before - {*self._detector.changing()}:  # of others in a group
            self._queue.offer(Waiting(place=place, since=now, counts=False))
        for place in self._without_pages():
            if place not in self._from_before:
                self._queue.offer(Waiting(place=place, since=now, again=True, counts=False))
        self._say(
            f"Watching {self._course.folders.submitted_directory}/;"
            f" {len(self._from_before)} to grade from before."
        )
        for problem in plan.problems:
            self.say_once(problem)

    def _without_pages(self) -> Iterator[Place]:
        """Yield what is graded and may need pages."""
        if self._options.feedback:
            for assignment, student in feedback_pages.plan_feedback(
                self._course, self._assignments, (), [], force=False
            ):
                yield student, assignment
        for assignment in self._assignments if self._exchange else ():
            for student in feedback_pages.graded_students(self._course, assignment):
                if self._exchange and self._exchange.is_to_be_released(student, assignment):
                    yield student, assignment

    async def _look(self) -> None:
        """Look for what has landed, and let it wait for its turn."""
        try:
            now = time.monotonic()
            if now >= self._next_look:
                self._detector.look_everywhere(now)
                for sentence in misplaced.not_of_students(self._course):
                    self.say_once(sentence)
                for name in {*self._course.assignments()} - self._known:
                    self.say_once(f"{name} is new, and is watched when the service starts again.")
                took = time.monotonic() - now
                self._next_look = now + max(LOOK_SECONDS, took / LOOK_SHARE)
            for place, first in self._detector.complete(now):
                for one in self._claims.places_of(place):
                    self._offer(one, first, counts=one == place)
            for held in self._queue.newly_held():
                self._hold(held)
        except Exception as error:  # noqa: BLE001 - whatever lies there, the others are graded
            self.say_once(failure_sentence(error))
            await asyncio.sleep(FAULT_SECONDS)

    def _offer(self, place: Place, since: float, *, counts: bool) -> None:
        graded = self._course.folder(self._course.folders.autograded_directory, *place)
        counts = counts and place not in self._from_before
        self._from_before.discard(place)
        one = Waiting(place=place, since=since, again=graded.is_dir(), counts=counts)
        if self._queue.offer(one):
            self._say(f"{one}: takes the place of an older one in the queue")

    def _hold(self, one: Waiting) -> None:
        """Say that a submission waits for the limit of an hour."""
        until = time.strftime("%H:%M", time.localtime(status.on_wall_clock(one.not_before)))
        self._say(f"{one}: waits until {until}: {one.why}")

    # Plan, submit, record, show ---------------------------------------------------------------

    def _begin_next(self) -> None:
        """Take submissions from the queue while workers are free."""
        while not self._stopping and self._grading() < self._pool.size:
            if len(self._in_progress) > 2 * self._pool.size:
                return  # pages take longer than grading: what is done waits for them
            if (one := self._queue.take(self._in_progress)) is None:
                return
            one.grading, self._in_progress[one.place] = True, one
            self._start(self._process(one))

    def _grading(self) -> int:
        return sum(one.grading for one in self._in_progress.values())

    async def _process(self, one: Waiting) -> None:
        """Grade a submission and show it, or say why not and try it again later."""
        try:
            outcome, sentence = "elsewhere", "graded already"
            if job := self._claims.claim(one.place):
                outcome, sentence = "graded", await self._grade(job)
                self._queue.count(one)
            one.grading = False
            self._something.set()
            if (shown := await self._show(one.place, fresh=job is not None)) or job:
                seconds = time.monotonic() - one.since
                self._reporter.state.done[outcome] += 1
                self._reporter.state.seconds += seconds
                self._say(f"{one}: {sentence}{shown}, {seconds:.2f} s after it landed")
        except LockedElsewhere as error:
            self._queue.put_off(one, LOCKED_SECONDS, str(error))
        except Exception as error:  # noqa: BLE001 - it costs this submission alone
            self._try_again_later(one, failure_sentence(error))
        finally:
            del self._in_progress[one.place]
            self._something.set()

    async def _grade(self, job: Job) -> str:
        """Have a submission graded and record it; return what came of it."""
        try:
            result = await asyncio.wrap_future(self._pool.submit(job))
        except Exception as error:  # noqa: BLE001 - recording unlocks it
            result = JobResult(job=job, graded=[], problem=failure_sentence(error))
        verdicts = [graded.verdict for graded in self._claims.record(result).graded]
        score, most = sum(v.score for v in verdicts), sum(v.max_score for v in verdicts)
        broken = sum(cell.broken for verdict in verdicts for cell in verdict.cells)
        wait = f", {broken} cells need a look by hand" if broken else ""
        return f"{score:g} of {most:g} points{wait}"

    async def _show(self, place: Place, *, fresh: bool) -> str:
        """Write and release the pages of a submission, if they are outdated; return what was done.

        Those of a submission that was just graded are.
        """
        done, (student, assignment) = "", place
        if self._options.feedback and (
            fresh or feedback_pages.is_stale(self._course, student, assignment)
        ):
            pages, problem = await asyncio.wrap_future(self._writers.write((assignment, student)))
            if problem:
                raise GraderError(problem)
            done = f", {pages} pages"
        if self._exchange and self._exchange.is_to_be_released(student, assignment):
            release = functools.partial(self._exchange.release, student, assignment)
            await self._in_exchange_thread(release)
            done += ", released"
        return done

    def _try_again_later(self, one: Waiting, problem: str) -> None:
        """Say that a submission could not be done, and try it again, each time later."""
        self._reporter.state.done["not_graded"] += 1
        seconds = min(RETRY_SECONDS * 2 ** min(one.failures, 12), LONGEST_RETRY_SECONDS)
        one.failures += 1
        self._queue.put_off(one, seconds, problem)
        self._say(f"{one}: not done, and tried again in {seconds / 60:.3g} min: {problem}")
