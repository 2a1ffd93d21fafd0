"""The service itself: one thread that decides and records, others that grade and write pages.

    submitted/ ── events ──▶ landings ──▶ turns ──▶ claim ──▶ grade ──▶ record ──▶ pages
                             (settled)    (fair)    (lock)   (threads)            (a thread)

Other threads put what they have to say into an inbox, as a function to be called here.
"""

from __future__ import annotations

import contextlib
import functools
import queue
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import msgspec

from grader.errors import GraderError
from grader.grading import batch
from grader.grading.jobs import Job, JobResult
from grader.grading.warm_workers import WarmWorkers
from grader.plugin import Course
from grader.workflows import autograding, feedback_pages
from grader.workflows.feedback_pages import WarmWriter
from grader.workflows.locks import SubmissionLocks
from grader.workflows.watch import events, notes, state
from grader.workflows.watch.claims import Busy, Claims
from grader.workflows.watch.landings import Landings, Place
from grader.workflows.watch.metrics import Metrics
from grader.workflows.watch.state import StateLine
from grader.workflows.watch.turns import Turns, Waiting

BUSY_SECONDS: Final = 1.0
"""Time after which a submission is tried again that another grader has in hand."""

FIRST_LOOK: Final = 1.0
"""Time after the start when all is looked at again: by then the system tells of changes."""

WITHOUT_EVENTS: Final = 2.0
"""Time between two looks at everything where the system tells nothing."""

STATE_SECONDS: Final = 1.0
"""Time between two writings of the state."""

SLOW_WRITING: Final = 60.0
"""Time after which a submission that still changes counts as stuck."""

UNCLEAN: Final = "the service's own fault: {}: {}"


class WatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Options of the command."""

    workers: int = 1
    sandbox: str = "auto"
    feedback: bool = False
    polling: bool = False
    port: int | None = None


class Hand(msgspec.Struct, kw_only=True):
    """A submission in hand."""

    one: Waiting
    grading: bool = True
    """Whether it is still graded; if not, its pages are written."""
    said: str = ""
    """What came of grading."""


def run_service(
    course: Course, assignments: list[str], options: WatchOptions, say: Callable[[str], None]
) -> None:
    """Watch a course and grade what lands, until SIGTERM or Ctrl-C."""
    from grader.plugin import scoring  # noqa: F401 - slow to import: not for the first submission

    course.submitted.mkdir(parents=True, exist_ok=True)
    metrics = Metrics(options.port)
    workers = WarmWorkers(
        course.root,
        course.limits,
        options.sandbox,
        options.workers,
        [course.submitted, *autograding.gradebook_file(course)],
    )
    with (
        SubmissionLocks(course.root) as locks,
        course.gradebook() as gradebook,
        batch.without_leftovers(),
        contextlib.ExitStack() as after,
    ):
        state.be_the_only_one(course.root, locks)
        service = Service(course, assignments, options, say, workers, metrics)
        after.callback(service.end)
        workers.start()
        service.claims = Claims(course, gradebook, locks, service.try_jobs, service.say_once)
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
        workers: WarmWorkers,
        metrics: Metrics,
    ) -> None:
        self._course, self._assignments, self._options, self._say = (
            *(course, assignments, options, say),
        )
        self._workers, self._metrics = workers, metrics
        self._settings = course.watch_settings
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._landings = Landings(course, assignments)
        self._state = state.fresh_state(time.time())
        used = state.read_state(course.root).used
        self._turns = Turns(self._settings.submissions_an_hour, used, time.time)
        self._hands: dict[Place, Hand] = {}
        self._found: set[Place] = set()
        self._told: set[str] = set()
        self._stop = threading.Event()
        self._look_again = self._settings.look_again_seconds
        self._next_look = self._state_due = 0.0
        self._written = b""
        self._graders = ThreadPoolExecutor(workers.count, thread_name_prefix="submission")
        self._pages = ThreadPoolExecutor(1, thread_name_prefix="pages")
        self._writer = WarmWriter(course.root)

    # Running ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Grade what is there and what lands, until a signal; finish what is in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._inbox.put(self._stop.set))
        if self._options.feedback:
            self._pages.submit(self._writer.start)
        polling = self._options.polling or events.is_silent(self._course.submitted)
        events.start_listening(
            self._course.submitted, self._changed, self._deaf, self._stop, polling=polling
        )
        self._find_what_is_there()
        how = f"every {events.POLL_MS} ms" if polling else "by events"
        self._say(
            f"Watching {self._course.folders.submitted_directory}/ {how};"
            f" {len(self._found)} submissions to grade."
        )
        while self._hands or not self._stop.is_set():
            self._take_landed()
            self._begin_next()
            self._tell_state()
            self._wait()
        self._say(f"Ended; {self._state.graded} submissions graded since the start.")

    def end(self) -> None:
        """End all threads and processes, and write the state for the next start."""
        self._stop.set()
        self._graders.shutdown(cancel_futures=True)
        self._pages.submit(self._writer.stop)
        self._pages.shutdown()
        self._workers.stop()
        self._state_due = 0.0
        self._tell_state()

    def say_once(self, sentence: str) -> None:
        """Say a sentence if it was not said since the start."""
        if sentence not in self._told:
            self._told.add(sentence)
            self._say(sentence)

    def try_jobs(self, jobs: Iterable[Job]) -> Generator[JobResult, None, None]:
        """Grade the trial of tests, with all workers."""
        yield from self._graders.map(self._workers.grade, jobs)

    def _wait(self) -> None:
        """Wait for something to do, and do it."""
        now = time.time()
        seconds = min(
            self._landings.seconds_left(now),
            self._turns.seconds_left(),
            max(0.0, self._next_look - now),
            max(0.0, self._state_due - now) or STATE_SECONDS,
        )
        with contextlib.suppress(queue.Empty):
            self._inbox.get(timeout=seconds)()

    def _in_thread(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[..., Any],
        *arguments: Any,
        then: Callable[[Future[Any]], None],
    ) -> None:
        """Do some work in another thread, then something with what came of it in this one."""
        future = pool.submit(work, *arguments)
        future.add_done_callback(lambda done: self._inbox.put(functools.partial(then, done)))

    # Landing ----------------------------------------------------------------------------------

    def _find_what_is_there(self) -> None:
        """Let all wait that is not graded, or has no page yet."""
        now = time.time()
        self._landings.scan(now)
        plan = autograding.plan_autograding(self._course, self._assignments, (), force=False)
        for problem in plan.problems:
            self.say_once(problem)
        self._found = {(job.student, job.assignment) for job in plan.jobs}
        for place in self._landings.changing():
            if place not in self._found:
                self._landings.call_known(place)
        if self._options.feedback:
            problems: list[str] = []
            for assignment, student in feedback_pages.plan_feedback(
                self._course, self._assignments, (), problems, force=False
            ):
                if (student, assignment) not in self._found:
                    place = (student, assignment)
                    self._turns.offer(Waiting(place=place, since=now, again=True, counts=False))
        self._next_look = now + FIRST_LOOK

    def _changed(self, places: set[Place], students: set[str]) -> None:
        """In the thread of events: have submissions looked at."""
        found = places | {(who, name) for who in students for name in self._assignments}

        def look() -> None:
            for place in found:
                self._landings.look(place, time.time())

        self._inbox.put(look)

    def _deaf(self, reason: str) -> None:
        """In the thread of events: have everything looked at often from now on."""

        def look_often() -> None:
            self._look_again, self._next_look = WITHOUT_EVENTS, 0.0
            self._say(
                f"The system no longer tells of changes ({reason}): all is looked at every"
                f" {WITHOUT_EVENTS:g} s."
            )

        self._inbox.put(look_often)

    def _take_landed(self) -> None:
        """Let the submissions wait for their turn that are written to their end."""
        now = time.time()
        if now >= self._next_look:
            self._landings.scan(now)
            self._next_look = now + self._look_again
        for place, first in self._landings.landed(now):
            graded = self._course.folder(self._course.folders.autograded_directory, *place)
            counts = place not in self._found
            self._found.discard(place)
            one = Waiting(place=place, since=first, again=graded.is_dir(), counts=counts)
            if self._turns.offer(one):
                self._say_of(one, "a newer one takes its place in the queue")
        for one in self._turns.held():
            until = time.strftime("%H:%M", time.localtime(one.not_before))
            self._say_of(one, f"waits until {until}: {one.why}")
            if self._options.feedback:
                notes.write_note(self._course, one.place, self._settings.submissions_an_hour, until)

    # Grading ----------------------------------------------------------------------------------

    def _begin_next(self) -> None:
        """Take submissions in hand while workers are free."""
        while not self._stop.is_set() and self._grading() < self._workers.count:
            if len(self._hands) > 2 * self._workers.count:
                return  # pages take longer than grading: what is done waits for them
            one = self._turns.take(self._hands)
            if one is None:
                return
            try:
                job = self.claims.claim(one.place)
            except Busy as busy:
                self._turns.put_off(one, BUSY_SECONDS, str(busy))
            except GraderError as error:
                self._fail(one, str(error))
            else:
                self._begin(one, job)

    def _begin(self, one: Waiting, job: Job | None) -> None:
        """Have a submission graded, or only its pages written where it is graded already."""
        hand = Hand(one=one, grading=job is not None)
        if job is not None:
            self._hands[one.place] = hand
            others = self._grading() + self._turns.ready()
            most = max(1, self._workers.count // max(1, others))
            then = functools.partial(self._graded, hand, job)
            self._in_thread(self._graders, self._workers.grade, job, most, then=then)
        elif self._options.feedback and feedback_pages.is_stale(self._course, *one.place):
            self._hands[one.place] = hand
            hand.said = "graded already"
            self._write_pages(hand)

    def _grading(self) -> int:
        return sum(hand.grading for hand in self._hands.values())

    def _graded(self, hand: Hand, job: Job, future: Future[JobResult]) -> None:
        """Record what came of grading, and have the pages written."""
        hand.grading = False
        error = future.exception()
        result = JobResult(job=job, graded=[], problem=_sentence(error)) if error else None
        try:
            done = self.claims.record(result or future.result())
        except GraderError as problem:
            self._fail(hand.one, str(problem))
            return
        if done.problem:
            self._fail(hand.one, done.problem)
            return
        self._state.graded += 1
        self._turns.count(hand.one)
        hand.said = _points(done)
        if self._options.feedback:
            self._write_pages(hand)
        else:
            self._finish(hand)

    def _write_pages(self, hand: Hand) -> None:
        student, assignment = hand.one.place
        then = functools.partial(self._paged, hand)
        self._in_thread(self._pages, self._writer.write, (assignment, student), then=then)

    def _paged(self, hand: Hand, future: Future[tuple[int, str]]) -> None:
        """Finish a submission whose pages are written."""
        error = future.exception()
        pages, problem = (0, _sentence(error)) if error else future.result()
        if problem:
            self._fail(hand.one, problem)
            return
        hand.said += f", {pages} pages"
        notes.remove_note(self._course, hand.one.place)
        self._finish(hand)

    def _finish(self, hand: Hand) -> None:
        """Say that a submission is done."""
        seconds = time.time() - hand.one.since
        self._hands.pop(hand.one.place, None)
        self._metrics.count("elsewhere" if hand.said.startswith("graded already") else "graded")
        self._metrics.time(seconds)
        when = f"{seconds:.2f} s after it was noticed"
        self._say_of(hand.one, f"{hand.said}, {when}")

    def _fail(self, one: Waiting, problem: str) -> None:
        """Say that a submission could not be done, and try it again later."""
        self._hands.pop(one.place, None)
        self._metrics.count("not_graded")
        self._turns.put_off(one, self._settings.retry_seconds, problem)
        minutes = self._settings.retry_seconds / 60
        self._say_of(one, f"not done, and tried again in {minutes:.3g} min: {problem}")

    # Telling ----------------------------------------------------------------------------------

    def _say_of(self, one: Waiting, sentence: str) -> None:
        student, assignment = one.place
        self._say(f"{state.shown(student)}, {state.shown(assignment)}: {sentence}")

    def _tell_state(self) -> None:
        """Write the state if it has changed, but not all the time."""
        now = time.time()
        if now < self._state_due:
            return
        self._state_due = now + STATE_SECONDS
        self._state.in_hand = [*self._lines_in_hand()]
        held = [one for one in self._turns.waiting() if one.why and one.not_before > now]
        rest = [one for one in self._turns.waiting() if one not in held]
        self._state.waiting = [_line(one.place, one.since) for one in rest]
        self._state.stuck = [_line(one.place, one.since, one.why) for one in held]
        for place, since in self._landings.changing().items():
            if now - since > SLOW_WRITING:
                self._state.stuck.append(_line(place, since, "it is still being written"))
        self._state.used = self._turns.used()
        self._metrics.tell(self._state)
        if (data := msgspec.json.encode(self._state)) != self._written:
            self._written = data
            with contextlib.suppress(OSError):  # a full disk is told of by what is graded
                state.write_state(self._course.root, self._state)

    def _lines_in_hand(self) -> Iterator[StateLine]:
        for hand in self._hands.values():
            what = "graded" if hand.grading else "its pages are written"
            yield _line(hand.one.place, hand.one.since, what)


def _line(place: Place, since: float, what: str = "") -> StateLine:
    return StateLine(student=place[0], assignment=place[1], since=since, what=what)


def _points(done: JobResult) -> str:
    verdicts = [one.verdict for one in done.graded]
    score, most = sum(v.score for v in verdicts), sum(v.max_score for v in verdicts)
    broken = sum(cell.broken for verdict in verdicts for cell in verdict.cells)
    wait = f", {broken} cells need a look by hand" if broken else ""
    return f"{score:g} of {most:g} points{wait}"


def _sentence(error: BaseException) -> str:
    if isinstance(error, GraderError):
        return str(error)
    return UNCLEAN.format(type(error).__name__, error)
