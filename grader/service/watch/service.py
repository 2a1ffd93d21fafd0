"""The service itself: one thread that decides and records, others that grade and write pages.

    submitted/ ── events ──▶ landings ──▶ turns ──▶ claim ──▶ grade ──▶ record ──▶ pages
                             (settled)    (fair)    (lock)   (threads)            (a thread)

What waits is timed by the monotonic clock, which no setting of the system's clock changes.
Other threads put what they have to say into an inbox, as a function to be called here. Whatever
fails over a submission is said of it, and costs that submission alone: only a signal ends the loop.

Long because all that one thread decides stands in one class.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

import msgspec

from grader.grading.jobs import Job, JobResult
from grader.grading.pool import JobPool, grade_all
from grader.plugin import Course
from grader.service.watch import notes, state
from grader.service.watch.claims import Busy, Claims
from grader.service.watch.exchanging import Exchanging
from grader.service.watch.intake import Intake
from grader.service.watch.landings import Place
from grader.service.watch.metrics import Metrics
from grader.service.watch.settings import watch_settings_of
from grader.service.watch.telling import Hand, Teller, failure_sentence, points_sentence
from grader.service.watch.turns import Turns, Waiting
from grader.workflows import feedback_pages
from grader.workflows.feedback_pages import PageWriters
from grader.workflows.local_graders import local_pool, modules_used
from grader.workflows.locks import SubmissionLocks

BUSY_SECONDS: Final = 1.0
"""Time after which a submission is tried again that another grader has in hand."""

LONGEST_WAIT: Final = 3600.0
"""Time up to which each failure of a submission doubles the wait for the next try."""

FAULT_SECONDS: Final = 1.0
"""Time to the next look after one that failed."""

T = TypeVar("T")


class WatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of the command."""

    workers: int = 1
    sandbox: str = "auto"
    feedback: bool = False
    exchange: bool = False
    polling: bool = False
    metrics: bool = False
    port: int | None = None


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

    course.submitted.mkdir(parents=True, exist_ok=True)
    if pool is None:
        modules = modules_used(course, assignments)
        pool = local_pool(course, options.workers, options.sandbox, modules)
    with (
        SubmissionLocks(course.root) as locks,
        course.gradebook() as gradebook,
        contextlib.ExitStack() as after,
    ):
        state.be_the_only_one(course.root, locks)
        metrics = Metrics(course.root, served=options.metrics, port=options.port)
        after.callback(metrics.stop)
        service = Service(course, assignments, options, say, pool, metrics)
        after.callback(service.end)
        pool.start()
        try_tests = functools.partial(grade_all, pool)
        service.claims = Claims(course, gradebook, locks, try_tests, service.say_once)
        service.run()


class Service:
    """All that a running service knows. Its methods run in one thread."""

    claims: Claims

    def __init__(
        self,
        course: Course,
        assignments: list[str],
        options: WatchOptions,
        say: Callable[[str], None],
        pool: JobPool,
        metrics: Metrics,
    ) -> None:
        self._course, self._options, self._say = course, options, say
        self._pool, self._teller = pool, Teller(course.root, metrics)
        self._settings = watch_settings_of(course.config)
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        used = state.on_monotonic_clock(state.read_state(course.root).used)
        self._turns = Turns(self._settings.submissions_an_hour, used, time.monotonic)
        self._hands: dict[Place, Hand] = {}
        self._told: set[str] = set()
        self._exchange = (
            Exchanging(course, assignments, say, feedback=options.feedback)
            if options.exchange
            else None
        )
        self._intake = Intake(
            *(course, assignments, self._turns, say),
            feedback=options.feedback,
            exchange=self._exchange,
        )
        self._stop = threading.Event()
        # pages take half as long as grading
        self._writers = PageWriters(course.root, max(1, options.workers // 2))

    # Running ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Grade what is there and what lands, until a signal; finish what is in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._inbox.put(self._stop.set))
        if self._options.feedback:
            self._writers.start()
        self._intake.listen(self._inbox.put, self._stop, polling=self._options.polling)
        for problem in self._intake.find_what_is_there():
            self.say_once(problem)
        while self._hands or not self._stop.is_set():
            self._look()
            self._begin_next()
            self._tell()
            self._wait()
        self._say(f"Ended; {self._teller.graded} submissions graded since the start.")

    def end(self) -> None:
        """End all threads and processes, and write the state for the next start."""
        self._stop.set()
        self._pool.close()
        self._writers.close()
        if self._exchange is not None:
            self._exchange.stop()
        self._tell(last=True)

    def say_once(self, sentence: str) -> None:
        """Say a sentence if it was not said since the start."""
        if sentence not in self._told:
            self._told.add(sentence)
            self._say(sentence)

    def _look(self) -> None:
        """Look for what has landed."""
        try:
            if self._exchange is not None:
                self._exchange.look(time.monotonic())
            self._intake.take_landed()
        except Exception as error:  # noqa: BLE001 - whatever lies there, the others are graded
            self.say_once(failure_sentence(error))
            time.sleep(FAULT_SECONDS)

    def _wait(self) -> None:
        """Wait for something to do, and do it."""
        now = time.monotonic()
        seconds = min(
            self._intake.seconds_left(now),
            self._turns.seconds_left(),
            self._teller.seconds_left(now),
            self._exchange.seconds_left(now) if self._exchange else float("inf"),
        )
        try:
            self._inbox.get(timeout=seconds)()
        except queue.Empty:
            pass
        except Exception as error:  # noqa: BLE001 - as in `_look`
            self.say_once(failure_sentence(error))

    def _when_done(
        self,
        hand: Hand,
        future: Future[T],
        then: Callable[[Hand, T], None],
        failed: Callable[[Exception], T] | None = None,
    ) -> None:
        """Go on with a submission in this thread when another one is done with it.

        `failed` says what an error of the other thread's comes to, if not to an end here.
        """

        def go_on() -> None:
            try:
                error = future.exception()
                if failed is not None and isinstance(error, Exception):
                    then(hand, failed(error))
                else:
                    then(hand, future.result())
            except Exception as error:  # noqa: BLE001 - it costs this submission alone
                self._fail(hand.one, failure_sentence(error))

        future.add_done_callback(lambda _: self._inbox.put(go_on))

    # Grading ----------------------------------------------------------------------------------

    def _begin_next(self) -> None:
        """Take submissions in hand while workers are free."""
        while not self._stop.is_set() and self._grading() < self._pool.size:
            if len(self._hands) > 2 * self._pool.size:
                return  # pages take longer than grading: what is done waits for them
            one = self._turns.take(self._hands)
            if one is None:
                return
            try:
                self._begin(one)
            except Busy as busy:
                self._turns.put_off(one, BUSY_SECONDS, str(busy))
            except Exception as error:  # noqa: BLE001 - it costs this submission alone
                self._fail(one, failure_sentence(error))

    def _begin(self, one: Waiting) -> None:
        """Have a submission graded, or only its pages written where it is graded already."""
        job = self.claims.claim(one.place)
        hand = Hand(one=one, grading=job is not None)
        if job is not None:
            self._hands[one.place] = hand
            failed = functools.partial(_ungraded, job)
            self._when_done(hand, self._pool.submit(job), self._graded, failed)
            return
        hand.outcome, hand.said = "elsewhere", "graded already"
        stale = self._options.feedback and feedback_pages.is_stale(self._course, *one.place)
        if stale or self._is_to_be_released(one.place):
            self._hands[one.place] = hand
            (self._write_pages if stale else self._release)(hand)

    def _grading(self) -> int:
        return sum(hand.grading for hand in self._hands.values())

    def _graded(self, hand: Hand, result: JobResult) -> None:
        """Record what came of grading, and have the pages written."""
        hand.grading = False
        done = self.claims.record(result)
        if done.problem:
            self._fail(hand.one, done.problem)
            return
        self._turns.count(hand.one)
        hand.said = points_sentence(done)
        if self._options.feedback:
            self._write_pages(hand)
        else:
            self._finish(hand)

    def _write_pages(self, hand: Hand) -> None:
        student, assignment = hand.one.place
        future = self._writers.write((assignment, student))
        self._when_done(hand, future, self._paged)

    def _paged(self, hand: Hand, written: tuple[int, str]) -> None:
        """Finish a submission whose pages are written, or release them first."""
        pages, problem = written
        if problem:
            self._fail(hand.one, problem)
            return
        hand.said += f", {pages} pages"
        notes.remove_note(self._course, hand.one.place)
        if self._is_to_be_released(hand.one.place):
            self._release(hand)
        else:
            self._finish(hand)

    def _is_to_be_released(self, place: Place) -> bool:
        return self._exchange is not None and self._exchange.is_to_be_released(place)

    def _release(self, hand: Hand) -> None:
        assert self._exchange is not None  # noqa: S101 - asked before
        self._when_done(hand, self._exchange.release(hand.one.place), self._released)

    def _released(self, hand: Hand, _: None) -> None:
        """Finish a submission whose pages are in the exchange."""
        hand.said += ", released"
        self._finish(hand)

    def _finish(self, hand: Hand) -> None:
        """Say that a submission is done."""
        seconds = time.monotonic() - hand.one.since
        self._hands.pop(hand.one.place, None)
        self._teller.count(hand.outcome)
        self._teller.time(seconds)
        self._say(f"{hand.one}: {hand.said}, {seconds:.2f} s after it landed")

    def _fail(self, one: Waiting, problem: str) -> None:
        """Say that a submission could not be done, and try it again later, each time later."""
        self._hands.pop(one.place, None)
        self._teller.count("not_graded")
        first = self._settings.retry_seconds
        seconds = max(first, min(first * 2**one.failures, LONGEST_WAIT))
        one.failures += 1
        self._turns.put_off(one, seconds, problem)
        self._say(f"{one}: not done, and tried again in {seconds / 60:.3g} min: {problem}")

    def _tell(self, *, last: bool = False) -> None:
        changing = self._intake.changing()
        refused = self._exchange.stuck if self._exchange else []
        self._teller.tell(self._hands.values(), self._turns, changing, refused, last=last)


def _ungraded(job: Job, error: Exception) -> JobResult:
    """Return an error of grading as what came of a submission."""
    return JobResult(job=job, graded=[], problem=failure_sentence(error))
