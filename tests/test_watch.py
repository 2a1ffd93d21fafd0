"""The service that grades submissions as they land: real processes, killed and started again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from grader.grading.pool import JobPool, Pool
from grader.limits import Limits
from grader.notebooks.ipynb import dumps
from grader.plugin import Course, pages
from grader.service.watch import changes, status
from grader.service.watch.fair_queue import FairQueue, Waiting
from grader.service.watch.service import WatchOptions, run_service
from grader.workflows import course_copy
from grader.workflows.locks import SubmissionLocks
from tests import courses
from tests.courses import BIN
from tests.simulated import ROOT, read
from tests.small import FATAL, FINE, job

SECONDS = 60.0
"""Time after which a test gives up waiting, on a machine that does other things, too."""

TESTS = """
from grader.lesson import run_tests

def test_it():
    assert answer() == 1.0

run_tests(points=4)
"""

RIGHT = "def answer():\n    return 1.0"
WRONG = "def answer():\n    return 2.0"

CONFIG = """
c.CourseDirectory.db_url = f"sqlite:///{__import__('os').getcwd()}/gradebook.db?timeout=10"
"""


def cell(name: str, source: str, **marks: Any) -> dict[str, Any]:
    """A cell of the instructor's notebook."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    meta = {"grade_id": name, "schema_version": 3, **plain, **marks}
    code: dict[str, Any] = {"cell_type": "code", "outputs": [], "execution_count": None}
    return {**code, "id": name, "source": source, "metadata": {"nbgrader": meta}}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two assignments with a small notebook each, generated."""
    course = tmp_path_factory.mktemp("watch") / "course"
    solution = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    cells = [
        cell("answer", solution, solution=True),
        cell("tests", TESTS, grade=True, locked=True, points=4),
    ]
    for assignment in ("a", "b"):
        place = course / "source" / assignment / "one.ipynb"
        place.parent.mkdir(parents=True)
        nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        place.write_text(dumps(nb), encoding="utf-8")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(config + CONFIG, encoding="utf-8")
    course_copy.answer_mark(course / "gradebook.db")
    return courses.generate(course)


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A copy of the course, without submissions."""
    return Path(shutil.copytree(template, tmp_path / "course"))


class Service:
    """A running `grader watch`, and what it has printed."""

    def __init__(self, course: Path, *options: str) -> None:
        self.course = course
        self.process = subprocess.Popen(
            [BIN / "grader", "-C", course, "watch", "--jobs", "1", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip())

    def until(self, pattern: str) -> str:
        """The next line with this in it."""
        end = time.monotonic() + SECONDS
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {pattern!r} in {self.said}") from None
            self.said.append(line)
            if re.search(pattern, line):
                return line

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the service with a signal; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def rest(self) -> list[str]:
        """All that it printed; it has ended."""
        self._reader.join()
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return self.said

    def hang_up(self) -> None:
        """Let nobody read what it prints, as when `grader watch | tee` loses its reader."""
        assert self.process.stdout is not None
        os.dup2(os.open(os.devnull, os.O_RDONLY), self.process.stdout.fileno())

    def kill(self) -> None:
        """End it whatever it does."""
        self.process.kill()
        self.process.wait()
        self._reader.join()


@contextlib.contextmanager
def watching(course: Path, *options: str) -> Iterator[Service]:
    """A service that has begun; it is killed in the end if it still runs."""
    service = Service(course, *options)
    try:
        service.until("Watching submitted/")
        yield service
    finally:
        service.kill()


def answered(course: Path, assignment: str, answer: str) -> str:
    """The text of a student's notebook."""
    nb = read(course / "release" / assignment / "one.ipynb")
    nb["cells"][0]["source"] = answer
    return dumps(nb)


def land(course: Path, student: str, assignment: str = "a", answer: str = RIGHT) -> None:
    """Hand a submission in as a collector does: written beside, and moved to its place."""
    place = course / "submitted" / student / assignment
    new = place.with_name(f".{assignment}.new")
    new.mkdir(parents=True)
    (new / "one.ipynb").write_text(answered(course, assignment, answer), encoding="utf-8")
    if place.exists():
        shutil.rmtree(place)
    new.rename(place)


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def gradings(course: Path) -> dict[tuple[str, str], list[float]]:
    """The scores of all gradings of each submission, in their order."""
    return {
        (path.parent.name, path.stem): [
            json.loads(line)["score"] for line in path.read_text().splitlines()
        ]
        for path in sorted((course / "logs").glob("*/*.jsonl"))
    }


def is_locked(course: Path, student: str, assignment: str) -> bool:
    """Whether a grader has locked a submission."""
    with SubmissionLocks(course) as locks:
        return not locks.try_acquire(f"{student}/{assignment}")


def cpu_seconds() -> float:
    """CPU time of the processes that this one has started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


SLOW = f"import time\ntime.sleep(1.5)\n{RIGHT}"


def test_what_is_no_hand_in_ends_no_service_and_is_told_of(course: Path) -> None:
    submitted = course / "submitted"
    (submitted / "cyd").mkdir(parents=True)
    (submitted / "early.txt").write_text("a file")
    (submitted / "early_loop").symlink_to("early_loop")
    (submitted / "cyd/a").symlink_to("a")
    with watching(course) as service:
        service.until(r"cyd, a: 0 of 4 points")
        assert any("submitted/early.txt is not graded: it is a file" in one for one in service.said)
        assert any("submitted/early_loop is not graded: it is a link" in o for o in service.said)
        (submitted / "late.txt").write_text("a file")
        (submitted / "late_loop").symlink_to("late_loop")
        (submitted / "dan").mkdir()
        (submitted / "dan/a").write_text("a file")
        service.until(r"dan, a: 0 of 4 points")
        Path(os.fsdecode(bytes(submitted) + b"/od\xffd/a")).mkdir(parents=True)
        service.until("od.d, a: not done, .* its name cannot be a student's id")
        land(course, "ada")
        service.until(r"ada, a: 4 of 4 points")
        assert service.end() == 0


def test_what_lands_is_graded_told_of_and_counted_and_sigterm_ends_it_in_good_order(
    course: Path,
) -> None:
    land(course, "early")
    metrics = course.parent / "metrics/grader.prom"
    with watching(course, "--feedback", "--metrics", str(metrics)) as service:
        assert "1 to grade from before" in service.said[-1]
        line = service.until("early, a: ")
        assert re.search(r"Z early, a: 4 of 4 points, 1 pages, [\d.]+ s after it landed$", line)
        land(course, "ada", answer=WRONG)
        assert "ada, a: 0 of 4 points, 1 pages" in service.until("ada, a: ")
        assert (course / "feedback/ada/a/one.html").exists()
        assert courses.scores(course, "a")["ada", "one", "tests"].auto == 0.0

        # a copy that is written slowly is waited for; it is not half of a submission
        place = course / "submitted/bo/a/one.ipynb"
        place.parent.mkdir(parents=True)
        text = answered(course, "a", RIGHT)
        with place.open("w") as file:
            file.write(text[:200])
            file.flush()
            begun = time.monotonic()
            land(course, "cy")
            service.until("cy, a: 4 of 4")
            beside = time.monotonic() - begun < changes.SETTLE_SECONDS
            file.write(text[200:])
        service.until("bo, a: 4 of 4")
        halves = len(gradings(course)["bo", "a"]) - 1
        assert halves == 0 or not beside  # else this machine had no time, and the half was old

        # a second one is refused; the status tells of the first one
        other = courses.grader(course, "watch", "--jobs", "1")
        assert other.returncode == 1
        assert f"A `grader watch` runs on this course already (process {service.process.pid}" in (
            other.stderr
        )
        told = courses.here(course, "status").output
        assert f"grader watch (process {service.process.pid} on " in told
        graded = f'\ngrader_submissions_total{{outcome="graded"}} {4 + halves}\n'
        wait_for(lambda: graded in metrics.read_text(), "the numbers are written")
        numbers = metrics.read_text()
        assert f"\ngrader_latency_seconds_count {4 + halves}\n" in numbers
        assert "\ngrader_waiting 0\n" in numbers

        # what is in hand is finished, what waits is left for the next start
        land(course, "slow", answer=SLOW)
        wait_for(lambda: is_locked(course, "slow", "a"), "it is being graded")
        land(course, "late")
        assert service.end() == 0
        service.until("slow, a: 4 of 4 points, 1 pages")
        service.until(f"Ended; {5 + halves} submissions graded")
    assert not metrics.exists()
    assert ("late", "a") not in gradings(course)
    assert "grader watch" not in courses.here(course, "status").output


PLANTED = """
def plant(module, name, student):
    import importlib

    module = importlib.import_module(module)
    real = getattr(module, name)

    def broken(*arguments, **options):
        if student in str(arguments):
            raise RuntimeError(f"planted in {name}")
        return real(*arguments, **options)

    setattr(module, name, broken)

plant("grader.workflows.autograding", "plan_autograding", "'eve'")
plant("grader.workflows.autograding", "digest_of", "student='fay'")
plant("grader.workflows.recording", "record_result", "student='gus'")
plant("grader.plugin.run_converters", "generate_feedback", "'hal'")
plant("grader.grading.pool", "grade_job", "student='ian'")
plant("grader.workflows.feedback_pages", "_ask_writer", "'jan'")
"""
"""Faults of the grader's own, each over one student."""


def test_a_fault_over_one_submission_is_said_of_it_and_the_service_goes_on(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(PLANTED)
    with watching(course, "--feedback") as service:
        for student in ("eve", "fay", "gus", "hal", "ian", "jan"):
            land(course, student)
            line = service.until(f"{student}, a: not done, .* min: ")
            assert "RuntimeError: planted in " in line
        waits = [
            float(re.findall("in ([0-9.e-]+) min", service.until("eve, a: not done"))[0])
            for _ in range(2)
        ]
        assert waits[1] == pytest.approx(2 * waits[0], rel=0.1)
        land(course, "ada")
        service.until("ada, a: 4 of 4 points, 1 pages")
        assert service.end() == 0
    assert not any("Traceback" in line for line in service.said)


def test_a_log_that_nobody_reads_any_more_ends_no_service(course: Path) -> None:
    with watching(course) as service:
        service.hang_up()
        (course / "submitted/a_file").write_text("told of, and no hand-in", encoding="utf-8")
        land(course, "ada")
        wait_for(lambda: gradings(course), "nothing was graded")
        (course / "submitted/another").write_text("", encoding="utf-8")
        land(course, "bob")
        wait_for(lambda: ("bob", "a") in gradings(course), "only the first was graded")
        assert service.process.poll() is None


def test_pages_that_take_long_to_format_are_written_and_hold_up_nobody(course: Path) -> None:
    nb = json.loads(answered(course, "a", RIGHT))
    hostile = {"cell_type": "markdown", "metadata": {}, "source": "*a **a " * 14_000}
    nb["cells"] += [{**hostile, "id": f"own{number}"} for number in range(60)]
    began = cpu_seconds()
    with watching(course, "--feedback") as service:
        place = course / "submitted/eve/a/one.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(nb), encoding="utf-8")
        land(course, "ada")
        for _ in range(2):
            service.until("(ada|eve), a: 4 of 4 points, 1 pages")
        assert service.end() == 0
    assert cpu_seconds() - began < pages.PAGE_SECONDS + 20
    page = (course / "feedback/eve/a/one.html").read_text(encoding="utf-8")
    assert 0 < page.count(pages.TOO_SLOW) < 60


def test_a_killed_service_loses_nothing_and_nothing_is_graded_twice_with_autograde_beside(
    course: Path,
) -> None:
    everybody = [f"s{number}" for number in range(6)]
    with watching(course, "--feedback") as service:
        for student in everybody[:4]:
            land(course, student)
        service.until("s1, a: 4 of 4")
        land(course, "slow", answer=SLOW)
        wait_for(lambda: is_locked(course, "slow", "a"), "it is being graded")
        service.end(signal.SIGKILL)
    assert "slow" not in {student for student, _ in gradings(course)}
    for student in everybody[4:]:
        land(course, student)
    beside = subprocess.Popen(
        [BIN / "grader", "-C", course, "autograde", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    pages = [course / f"feedback/{student}/a/one.html" for student in (*everybody, "slow")]
    with watching(course, "--feedback") as service:
        wait_for(lambda: all(page.exists() for page in pages), "everybody has a page")
        printed, _ = beside.communicate(timeout=SECONDS)
        assert beside.returncode == 0, printed
        assert service.end() == 0
    assert gradings(course) == {(student, "a"): [4.0] for student in (*everybody, "slow")}


def edit_tests(course: Path, assignment: str, before: str, after: str) -> None:
    """Let the instructor's tests be others, and generate the assignment."""
    path = course / "source" / assignment / "one.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    done = courses.here(course, "generate", assignment)
    assert done.exit_code == 0, done.output


def test_who_hands_in_too_often_waits_and_the_log_says_so(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.Watch.submissions_an_hour = 1\n")
    edit_tests(course, "b", "answer() == 1.0", "answer() == 3.0")
    with watching(course, "--feedback") as service:
        land(course, "ada", "a", WRONG)
        service.until("ada, a: 0 of 4")
        land(course, "ada", "a", RIGHT)
        line = service.until("ada, a: waits until ..:..: 1 submissions? of this student")
        assert "(limit c.Watch.submissions_an_hour)" in line
        land(course, "bo", "b")
        line = service.until("bo, b: not done, and tried again in ")
        assert "source/b/one.ipynb: the solution does not get full marks" in line
        edit_tests(course, "b", "answer() == 3.0", "answer() == 1.0")
        service.until("bo, b: 4 of 4")  # it was tried again
        wait_for(lambda: status.read_state(course).stuck, "the state tells of it")
        told = courses.here(course, "status").output
        assert re.search(r"stuck for \d+ s: ada, a: 1 submissions? of this student", told)
        assert service.end() == 0
    assert gradings(course)["ada", "a"] == [0.0]
    assert len(status.read_state(course).used["ada"]) == 1  # the next start goes on from that


def test_what_one_of_a_group_hands_in_is_graded_for_all_of_it(course: Path) -> None:
    roster = course.parent / "roster.csv"
    roster.write_text("id,group\nada,1\nbo,1\ncy,1\n", encoding="utf-8")
    assert courses.here(course, "roster", str(roster)).exit_code == 0
    land(course, "ada")
    with watching(course, "--feedback") as service:
        for _ in "ada", "bo", "cy":
            service.until(r"(ada|bo|cy), a: 4 of 4 points")
        land(course, "bo", answer=WRONG)
        for _ in "ada", "bo", "cy":
            service.until(r"(ada|bo|cy), a: 0 of 4 points")
    assert (course / "feedback/cy/a/one.html").is_file()


def test_sigterm_while_the_service_starts_ends_it_and_its_workers(course: Path) -> None:
    closed = []

    class StartingPool:
        size = 1

        def start(self) -> None:
            signal.raise_signal(signal.SIGTERM)
            raise AssertionError("the signal was not heard")

        def close(self) -> None:
            closed.append(True)

    before = signal.getsignal(signal.SIGTERM)
    try:
        options = WatchOptions()
        run_service(Course(course), ["a"], options, print, cast(JobPool, StartingPool()))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert closed == [True]


def test_what_is_submitted_to_the_exchange_is_collected_and_its_feedback_released(
    course: Path,
) -> None:
    root, student = course.parent / "exchange", course.parent / "student"
    for folder in (root, student):
        folder.mkdir()
    root.chmod(0o777)
    shared = f"c.Exchange.root = {str(root)!r}\n"
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(shared)
    (student / "nbgrader_config.py").write_text(
        f"c = get_config()\n{shared}c.CourseDirectory.course_id = {courses.COURSE_ID!r}\n"
        f"c.Exchange.cache = {str(course.parent / 'cache')!r}\n"
    )
    courses.nbgrader_here(course, "release_assignment", "a")
    courses.nbgrader_here(student, "fetch_assignment", "a")
    (student / "a/one.ipynb").write_text(answered(course, "a", RIGHT), encoding="utf-8")
    with watching(course, "--feedback", "--exchange") as service:
        courses.nbgrader_here(student, "submit", "a")
        line = service.until(", a: ")
        assert ", a: 4 of 4 points, 1 pages, released, " in line
        courses.nbgrader_here(student, "fetch_feedback", "a")
        (page,) = (student / "a/feedback").glob("*/one.html")
        assert "Score: 4 / 4" in page.read_text(encoding="utf-8")
        assert service.end() == 0
    for path in (root / courses.COURSE_ID / "feedback").glob("*.html"):
        path.unlink()  # as if it had been killed before
    with watching(course, "--feedback", "--exchange") as service:
        service.until(", a: graded already, released, ")


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("c.Watch.submissions_an_hours = 1", "did you mean submissions_an_hour?"),
        ("c.Watch.submissions_an_hour = -1", "a setting of c.Watch is wrong"),
        ("c.Watchs.submissions_an_hour = 1", "did you mean c.Watch?"),
    ],
)
def test_a_setting_that_is_wrong_is_told_of(course: Path, setting: str, told: str) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"{setting}\n")
    done = courses.here(course, "watch")
    assert done.exit_code == 2
    assert told in done.output


# Whose turn it is --------------------------------------------------------------------------


class Clock:
    """A time that tests set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def taken(queue: FairQueue, busy: Sequence[tuple[str, str]] = ()) -> Iterator[str]:
    """What is taken, one after another."""
    while (one := queue.take(busy)) is not None:
        yield "/".join(one.place)


def test_students_take_turns_and_what_was_graded_before_waits_behind_what_is_new() -> None:
    queue = FairQueue(0, {}, Clock())
    queue.offer(Waiting(place=("eve", "z"), since=0.0, again=True))
    for number in range(3):
        queue.offer(Waiting(place=("ada", str(number)), since=float(number)))
    queue.offer(Waiting(place=("bo", "0"), since=5.0))
    assert [*taken(queue)] == ["ada/0", "bo/0", "ada/1", "ada/2", "eve/z"]


def test_of_a_students_submissions_the_newest_counts_once() -> None:
    queue = FairQueue(0, {}, Clock())
    assert not queue.offer(Waiting(place=("ada", "a"), since=1.0))
    assert queue.offer(Waiting(place=("ada", "a"), since=2.0))
    assert [*taken(queue)] == ["ada/a"]


def test_what_is_in_progress_counts_for_the_limit_of_an_hour() -> None:
    waiting = FairQueue(1, {}, Clock())
    for assignment in "ab":
        waiting.offer(Waiting(place=("ada", assignment), since=0.0))
    first = waiting.take([])
    assert first is not None
    assert waiting.take([first.place]) is None


def test_what_is_in_progress_is_not_taken_a_second_time() -> None:
    queue = FairQueue(0, {}, Clock())
    queue.offer(Waiting(place=("ada", "a"), since=1.0))
    assert [*taken(queue, busy=[("ada", "a")])] == []
    assert [*taken(queue)] == ["ada/a"]


def test_the_limit_holds_a_student_until_an_hour_has_passed_and_nobody_else() -> None:
    clock = Clock()
    queue = FairQueue(2, {"ada": [clock.now - 3000, clock.now - 10]}, clock)
    queue.offer(Waiting(place=("ada", "a"), since=1.0))
    queue.offer(Waiting(place=("bo", "a"), since=2.0))
    assert [*taken(queue)] == ["bo/a"]
    assert [one.not_before - clock.now for one in queue.newly_held()] == [600.0]
    assert [*queue.newly_held()] == []  # told once
    clock.now += 600.0
    assert [*taken(queue)] == ["ada/a"]


# Workers ------------------------------------------------------------------------------------

ABORTS = """
import os
from grader.lesson import run_tests

def test_it():
    if answer() == 4.0:
        os.abort()
    assert answer() == 1.0

run_tests(points=4)
"""


def test_a_notebook_that_is_fatal_to_its_worker_costs_no_other_of_the_submission(
    tmp_path: Path,
) -> None:
    with Pool(tmp_path, Limits(test_seconds=1.0), "auto", 2) as pool:
        pool.start()
        for student, code, scores in (("bo", FATAL, [0.0, 4.0]), ("ada", FINE, [4.0, 4.0])):
            one, two = (
                job(tmp_path, f"{student}/{n}", c, ABORTS) for n, c in enumerate((code, FINE))
            )
            (tmp_path / student / "1/one.ipynb").rename(tmp_path / student / "0/two.ipynb")
            keys = [*one.keys, msgspec.structs.replace(two.keys[0], notebook="two")]
            done = pool.submit(msgspec.structs.replace(one, keys=keys)).result()
            verdicts = [graded.verdict for graded in done.graded]
            assert [verdict.notebook for verdict in verdicts] == ["one", "two"]
            assert [verdict.score for verdict in verdicts] == scores
