"""A batch that is interrupted at any moment and run again gives the results of an undisturbed one.

Runs the real command on a small course with SQLite: killed, run in parallel, and on a full disk.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.grading.jobs import JobResult, invalid_notebook
from grader.grading.trial import RECORD
from grader.notebooks.ipynb import dumps
from grader.plugin import Course
from grader.sandbox import backends
from grader.workflows import autograding, course_copy
from grader.workflows.locks import LOCK_FILE, SubmissionLocks
from tests import courses, own_course, walls
from tests.courses import BIN
from tests.simulated import ROOT, WHOLE, read

KILLS = 30 if WHOLE else 6
"""Number of kills at random moments."""

KILLED_EARLY = 3 if WHOLE else 1
"""Number of kills while hosts begin, in each kind of walls."""

EACH_STEP = 1 if WHOLE else 3
"""One step of recording in so many is the last before a kill."""

KINDS = {
    "right": "def answer():\n    return 1.0",
    "half": "def answer():\n    return 2.0",
    "raises": "def answer():\n    return 1 / 0",
    "leaves": "import os\nos._exit(3)",
}
"""Answers by kind; a student's name begins with the kind."""

TESTS = """
from grader.lesson import run_tests

### BEGIN HIDDEN TESTS
from reference import RIGHT

def test_it():
    assert answer() == RIGHT

def test_again():
    assert answer() >= 1.0
### END HIDDEN TESTS
run_tests(points=4)
"""

CONFIG = """
c.CourseDirectory.db_url = f"sqlite:///{__import__('os').getcwd()}/gradebook.db?timeout=1"
"""


def cell(name: str, source: str, **marks: Any) -> dict[str, Any]:
    """Make a cell of the instructor's notebook."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False}
    meta = {"grade_id": name, "schema_version": 3, **plain, **marks}
    common: dict[str, Any] = {
        "cell_type": "code",
        "id": name,
        "outputs": [],
        "execution_count": None,
    }
    return {**common, "source": source, "metadata": {"nbgrader": meta}}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a course of two small notebooks, without submissions."""
    course = tmp_path_factory.mktemp("resume") / "course"
    (course / "source" / "a").mkdir(parents=True)
    solution = f"### BEGIN SOLUTION\n{KINDS['right']}\n### END SOLUTION"
    for name in ("one", "two"):
        cells = [
            cell("answer", solution, solution=True),
            cell("tests", TESTS, grade=True, locked=True, points=4),
        ]
        nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (course / "source" / "a" / f"{name}.ipynb").write_text(dumps(nb), encoding="utf-8")
    (course / "reference.py").write_text("RIGHT = 1.0\n", encoding="utf-8")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (course / "nbgrader_config.py").write_text(config + CONFIG, encoding="utf-8")
    course_copy.answer_mark(course / "gradebook.db")
    return courses.generate(course)


@pytest.fixture(scope="module")
def expected(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Grade an undisturbed batch and return what it writes, by kind."""
    course = copied(template, tmp_path_factory.mktemp("undisturbed") / "course")
    hand_in(course, [f"{kind}-0" for kind in KINDS])
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    found = written(course)
    assert {kind: found[f"{kind}-0"]["scores"][0][3] for kind in KINDS} == {
        "right": 4.0,
        "half": 2.0,
        "raises": 0.0,
        "leaves": 0.0,
    }
    return {kind: found[f"{kind}-0"] for kind in KINDS}


@pytest.fixture
def course(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copy the course; afterwards check that graders left no process and no file."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)  # what this process read before
    yield copied(template, tmp_path / "course")
    try:
        wait_until(lambda: not graders(temporary), "a killed grader's processes end by themselves")
        assert list(temporary.iterdir()) == []
    finally:
        for process in graders(temporary):
            process.kill()


def copied(template: Path, course: Path) -> Path:
    shutil.copytree(template, course)
    return course


def class_of(count: int) -> list[str]:
    """Name this many students, of all kinds in turn."""
    kinds = [*KINDS]
    return [f"{kinds[number % len(kinds)]}-{number}" for number in range(count)]


def hand_in(course: Path, students: list[str], version: int = 0) -> None:
    """Submit answers of the kinds in the students' names; versions differ in a comment."""
    for student in students:
        answer = f"{KINDS[student.split('-')[0]]}\n# version {version}"
        for path in (course / "release" / "a").glob("*.ipynb"):
            nb = read(path)
            nb["cells"][0]["source"] = answer
            place = course / "submitted" / student / "a" / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dumps(nb), encoding="utf-8")
        late = f"2026-01-0{1 + version} 10:00:00 UTC"
        (place.parent / "timestamp.txt").write_text(late, encoding="utf-8")


QUERIES = {
    "scores": """
        select s.student_id, n.name, c.name, g.auto_score, g.manual_score, g.needs_manual_grade,
               g.extra_credit, b.late_submission_penalty
        from submitted_assignment s
        join submitted_notebook b on b.assignment_id = s.id
        join notebook n on n.id = b.notebook_id
        join grade g on g.notebook_id = b.id
        join base_cell c on c.id = g.cell_id order by n.name, c.name""",
    "comments": """
        select s.student_id, n.name, c.name, k.auto_comment, k.manual_comment
        from submitted_assignment s
        join submitted_notebook b on b.assignment_id = s.id
        join notebook n on n.id = b.notebook_id
        join comment k on k.notebook_id = b.id
        join base_cell c on c.id = k.cell_id order by n.name, c.name""",
}


def rows(course: Path, query: str) -> list[tuple[Any, ...]]:
    """Query the gradebook."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db", timeout=30)) as gradebook:
        return gradebook.execute(query).fetchall()


def written(course: Path) -> dict[str, Any]:
    """Read all that grading wrote for each student, without times and memory."""
    found: dict[str, Any] = {}
    for what, query in QUERIES.items():
        for student, *rest in rows(course, query):
            kept = found.setdefault(student, {name: [] for name in (*QUERIES, "notebooks")})
            kept[what].append(("", *rest))
    for student, kept in found.items():
        for path in sorted((course / "autograded" / student / "a").glob("*.ipynb")):
            nb = read(path)
            del nb["metadata"]["grader"]["digest"]
            for measured in ("seconds", "cpu_seconds", "memory_mb"):
                del nb["metadata"]["grader"]["verdict"][measured]
            nb["cells"][0]["source"] = nb["cells"][0]["source"].split("\n# version")[0]
            kept["notebooks"].append(nb)
    return found


def finished(course: Path, version: int = 0) -> dict[str, tuple[int, int]]:
    """Find the notebooks of completely graded submissions; inode and time reveal regrading."""
    query = """select student_id, digest from grader_submission g
               join submitted_assignment s on s.id = g.submission_id"""
    tables = rows(course, "select name from sqlite_master where name = 'grader_submission'")
    digests = dict(rows(course, query)) if tables else {}
    found: dict[str, tuple[int, int]] = {}
    for student, digest in digests.items():
        paths = sorted((course / "autograded" / student / "a").glob("*.ipynb"))
        notebooks = [read(path) for path in paths]  # each whole
        kept = {nb["metadata"]["grader"]["digest"] for nb in notebooks}
        if kept == {digest} and f"# version {version}" in notebooks[0]["cells"][0]["source"]:
            for path in paths:
                found[str(path)] = (path.stat().st_ino, path.stat().st_mtime_ns)
    return found


def assert_as_undisturbed(course: Path, students: list[str], expected: dict[str, Any]) -> None:
    found = written(course)
    assert set(found) == set(students)
    for student, kept in found.items():
        assert kept == expected[student.split("-")[0]], student


def logged(course: Path) -> list[dict[str, Any]]:
    """Read all lines of all logs."""
    paths = (course / "logs").glob("*/a.jsonl")
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


# Processes ------------------------------------------------------------------------------------


def start(course: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command without waiting. It receives Ctrl-C even if the suite ignores it."""
    hearing = ["env", "--default-signal=INT"]
    command: list[str | Path] = [*hearing, BIN / "grader", "-C", course, "autograde", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def ended(process: subprocess.Popen[str]) -> str:
    """Wait for a command to end; return its standard error."""
    _, said = process.communicate(timeout=600)
    assert "Traceback" not in said
    return said


def wait_until(true: Callable[[], object], claim: str) -> None:
    deadline = time.monotonic() + 600
    while not true():
        assert time.monotonic() < deadline, claim
        time.sleep(0.02)


def graders(temporary: Path) -> list[psutil.Process]:
    """Find the processes whose temporary folder is this one or below it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get("TMPDIR", "").startswith(str(temporary)):
                found.append(process)
    return found


def kill(process: subprocess.Popen[str], what: str, chance: random.Random) -> bool:
    """Kill the command, one of its workers, or a host; return whether there was one."""
    with contextlib.suppress(psutil.Error, IndexError):
        victim = psutil.Process(process.pid)
        if what != "supervisor":
            workers = [p for p in victim.children() if "worker_process" in " ".join(p.cmdline())]
            victim = chance.choice(workers)
        if what == "host":  # the sandbox, or a process in it
            victim = chance.choice(victim.children(recursive=True)[:3])
        os.kill(victim.pid, signal.SIGKILL)
        return True
    return False


def wait_for_more(course: Path, process: subprocess.Popen[str], count: int) -> None:
    """Wait until this many more submissions are graded, or the command has ended."""
    wanted = len(logged(course)) + count
    wait_until(lambda: len(logged(course)) >= wanted or process.poll() is not None, "it goes on")


# The tests ------------------------------------------------------------------------------------


def test_kills_at_any_moment_lose_nothing(course: Path, expected: dict[str, Any]) -> None:
    chance = random.Random(20)
    students = class_of(12)
    hand_in(course, students)
    (course / RECORD).unlink()  # so that the trial of the tests is among what is killed
    version = kills = 0
    before: dict[str, tuple[int, int]] = {}
    while kills < KILLS:
        process = start(course, "--jobs", "2")
        while process.poll() is None and kills < KILLS:
            if chance.random() < 0.7:  # otherwise at once, mostly during start-up
                wait_for_more(course, process, 1)
            for _ in range(chance.randint(1, 5)):
                time.sleep(chance.uniform(0, 0.2))
                what = chance.choice(["supervisor", "worker", "worker", "host", "host", "host"])
                kills += kill(process, what, chance)
                now = finished(course, version)
                assert before.items() <= now.items(), "graded twice"
                before = now
        ended(process)
        if len(finished(course, version)) == 2 * len(students):
            version += 1
            hand_in(course, students, version)
            before = {}
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    assert before.items() <= finished(course, version).items()
    assert_as_undisturbed(course, students, expected)
    assert sum(line["outcome"] == "graded" for line in logged(course)) == (version + 1) * len(
        students
    )
    assert not list((course / "autograded").rglob(".*"))


@pytest.mark.parametrize("sandbox", walls.WORKING)
def test_a_grader_that_is_killed_as_its_hosts_begin_leaves_no_process_and_no_open_pipe(
    course: Path, sandbox: str
) -> None:
    chance = random.Random(sandbox)
    hand_in(course, class_of(4))
    for _ in range(KILLED_EARLY):
        process = start(course, "--jobs", "2", "--sandbox", sandbox)
        victims = wait_for_hosts(process)
        time.sleep(chance.uniform(0, 0.05))
        for victim in victims:
            with contextlib.suppress(psutil.Error):
                victim.kill()
        ended(process)
        wait_until_gone({process.pid, *(victim.pid for victim in victims)})
    assert courses.here(course, "autograde", "--sandbox", sandbox).exit_code == 0


def wait_for_hosts(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Wait until a worker has started a host; return the grader with its workers."""
    grader = psutil.Process(process.pid)
    while process.poll() is None:
        workers = grader.children()
        with contextlib.suppress(psutil.Error):
            if any(worker.children() for worker in workers):
                return [grader, *workers]
    raise AssertionError(f"it ended without a host: {ended(process)}")


def wait_until_gone(sessions: set[int]) -> None:
    """Wait until sessions have no process."""

    def found() -> Iterator[int]:
        for pid in psutil.pids():
            with contextlib.suppress(ProcessLookupError):
                if os.getsid(pid) in sessions:
                    yield pid

    wait_until(lambda: not [*found()], "what a killed grader started ends by itself")


RECORDED, DONE_BEFORE, KILLED = 0, 1, 9


def record(course: Path, killed_at: int = 10**9) -> int:
    """Record a submission in a child process, which is killed at the given step.

    Each time that a file is created, written, moved or removed counts as one step.
    """
    with warnings.catch_warnings():
        # From Python 3.12, a fork in a process with threads warns.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    steps = itertools.count()

    def step(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        changes = event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir")
        if (writes or changes) and str(course) in str(arguments) and next(steps) == killed_at:
            os._exit(KILLED)

    try:
        here = Course(course)
        here.enter()
        (job,) = autograding.plan_autograding(here, [], [], force=False).jobs or os._exit(
            DONE_BEFORE
        )
        with here.gradebook() as gradebook, SubmissionLocks(course) as locks:
            queue = autograding.JobQueue(here, gradebook, locks)
            (job,) = list(queue.claim_next([job], [])) or os._exit(DONE_BEFORE)
            sys.addaudithook(step)
            graded = [invalid_notebook(key, "no notebook") for key in job.keys]
            queue.record(JobResult(job=job, graded=graded))
        os._exit(RECORDED)
    except BaseException:  # noqa: BLE001 - a fork may not return into pytest
        traceback.print_exc()
    finally:
        os._exit(2)


def test_a_kill_between_any_two_steps_of_recording_is_made_good(
    template: Path, tmp_path: Path
) -> None:
    whole = "select count(*) from grade where auto_score = 0.0"
    ends = set()
    for step in itertools.count(0, EACH_STEP):
        course = copied(template, tmp_path / str(step))
        hand_in(course, ["right-0"])
        if record(course, killed_at=step) == RECORDED:
            break
        ((graded,),) = rows(course, whole)
        assert graded in (0, 2), "half a submission"
        assert record(course) == (DONE_BEFORE if graded else RECORDED)
        ends.add(graded)
        assert rows(course, whole) == [(2,)]
        assert len(list((course / "autograded").glob("right-0/a/*.ipynb"))) == 2
        assert len(logged(course)) == 1
        assert not list((course / "autograded").rglob(".*"))
    assert record(course) == DONE_BEFORE
    assert ends == {0, 2}, "both sides of the transaction were tried"


def test_a_regrade_of_all_that_is_killed_goes_on_where_it_was(
    course: Path, expected: dict[str, Any]
) -> None:
    students = class_of(12)
    hand_in(course, students)
    ended(start(course, "--jobs", "1"))
    before = len(logged(course))
    forced = start(course, "--jobs", "1", "--force")
    wait_for_more(course, forced, 4)
    forced.kill()
    ended(forced)
    ended(start(course, "--jobs", "1"))
    assert_as_undisturbed(course, students, expected)
    assert len(logged(course)) - before == len(students), "some were graded twice, or not again"


def test_graders_started_at_once_share_the_work_of_one_that_is_killed(
    course: Path, expected: dict[str, Any]
) -> None:
    students = class_of(12)
    hand_in(course, students)
    first, second = start(course, "--jobs", "1"), start(course, "--jobs", "1")
    wait_for_more(course, first, 4)
    first.kill()
    ended(first)
    ended(second)
    assert second.returncode == 0
    assert_as_undisturbed(course, students, expected)
    assert len(logged(course)) == len(students)


def test_what_stops_a_batch_is_told_in_a_sentence_and_costs_nothing(
    course: Path, expected: dict[str, Any]
) -> None:
    """Stop the command in several ways, each time after one more submission is graded."""
    students = class_of(8)
    hand_in(course, students)

    def stopped(stop: Callable[[subprocess.Popen[str]], object], said: str) -> None:
        before = finished(course)
        process = start(course, "--jobs", "1")
        wait_for_more(course, process, 1)
        stop(process)
        problem = ended(process)
        other.rollback()
        assert said in problem
        assert process.returncode == 1
        assert before.items() <= finished(course).items()

    with contextlib.closing(sqlite3.connect(course / "gradebook.db", timeout=30)) as other:
        # Ctrl-C, which a terminal sends to all processes; then SIGTERM, which ends a cron job.
        again = "run the same command again to continue"
        stopped(lambda process: os.killpg(process.pid, signal.SIGINT), again)
        stopped(lambda process: process.terminate(), again)
        stopped(lambda _: other.execute("begin exclusive"), "another program has locked it")

    kept = course.parent / "kept.db"
    process = start(course, "--jobs", "1")
    wait_for_more(course, process, 1)
    (course / "gradebook.db").rename(kept)
    told = ended(process)  # by whoever opens it first
    assert (
        "its file was moved or deleted meanwhile" in told or "no assignment in the gradeb" in told
    )
    assert process.returncode == 1

    # What the gradebook lost is graded again, regardless of `autograded/`.
    assert courses.here(course, "generate").exit_code == 0
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    assert f"{len(students)} submissions graded" in done.stdout
    assert_as_undisturbed(course, students, expected)


def test_a_full_disk_is_told_in_a_sentence_and_costs_nothing(
    course: Path, expected: dict[str, Any]
) -> None:
    students = class_of(8)
    hand_in(course, students)
    small = course.parent / "small"
    small.mkdir()
    size = sum(path.stat().st_blocks * 512 for path in course.rglob("*.*")) + 200_000
    script = f"""
        cp -a {course}/. {small} || exit 9
        {BIN}/grader -C {small} autograde --jobs 1; status=$?
        cp -a {small}/. {course}; exit $status"""
    walled = [*sandbox_command(), "--dev-bind", "/", "/", "--size", str(size), "--tmpfs", small]
    full = subprocess.run(
        [*walled, "--", "sh", "-c", script],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert full.returncode == 1, full.stderr
    assert "No space left on device" in full.stderr or "the disk is full" in full.stderr
    assert "Traceback" not in full.stderr
    assert 0 < len(finished(course)) < 2 * len(students)
    done = courses.here(course, "autograde")
    assert done.exit_code == 0, done.output
    assert_as_undisturbed(course, students, expected)
    assert len(logged(course)) == len(students)


def sandbox_command() -> list[str | Path]:
    """bubblewrap, as a means to have a small disk."""
    rights = ["--cap-add", "ALL"] if os.geteuid() == 0 else []
    return [backends._bubblewrap_program() or pytest.skip("needs bubblewrap"), *rights]


def test_what_is_unchanged_is_skipped_and_what_a_verdict_depends_on_is_not(course: Path) -> None:
    hand_in(course, ["right-0"])
    assert record(course) == RECORDED
    assert record(course) == DONE_BEFORE
    shutil.copyfile(course / "gradebook.db", course / "backup.db")
    beside = course / "submitted" / "right-0" / "a" / "helper.py"
    changes: dict[str, Callable[[], object]] = {
        "the notebook": lambda: hand_in(course, ["right-0"], version=1),
        "a file of the student's": lambda: beside.write_text("A = 1"),
        "its name": lambda: beside.rename(beside.with_name("helpers.py")),
        "a file of the assignment's": lambda: (course / "source" / "a" / "d.csv").write_text("1"),
        "the reference": lambda: (course / "reference.py").write_text("RIGHT = 2.0"),
        "a limit": lambda: add_to(course / "nbgrader_config.py", "c.Limits.cell_seconds = 7"),
        "the gradebook, put back": lambda: shutil.copyfile(
            course / "backup.db", course / "gradebook.db"
        ),
        "an autograded notebook": (course / "autograded" / "right-0" / "a" / "one.ipynb").unlink,
    }
    for what, change in changes.items():
        change()
        assert record(course) == RECORDED, what
        assert record(course) == DONE_BEFORE, what


def add_to(path: Path, line: str) -> None:
    path.write_text(f"{path.read_text()}\n{line}\n")


LEAVES = """
import ctypes, os, time
from decimal import Decimal

if os.fork() == 0:
    if os.fork():
        os._exit(0)
    ctypes.CDLL(None).prctl(15, b"left-behind")
    for file in range(3, 100):
        try:
            os.close(file)
        except OSError:
            pass
    while True:
        time.sleep(0.2)


def mean(values):
    return Decimal("1e99999999")
"""
"""Leaves a process, and an answer over which `round` ends the worker."""


@pytest.mark.parametrize("sandbox", walls.NAMES)
def test_what_a_notebook_leaves_ends_with_the_worker_that_it_brings_down(
    sandbox: str, tmp_path: Path
) -> None:
    course = own_course.make(
        tmp_path / "course",
        tests=own_course.TESTS.replace("mean([1, 3]) == 2", "round(mean([1, 3])) == 2"),
        config=f"{own_course.CONFIGURED}c.Limits.test_seconds = 0.5\n",
    )
    courses.generate(course)
    own_course.hand_in(course, "eve", LEAVES)
    status, said = own_course.run(course, "autograde", "--jobs", "1", "--sandbox", sandbox)
    assert status == 0, said
    assert not [path for path in Path("/proc").glob("[0-9]*/comm") if is_left_behind(path)]


def is_left_behind(comm: Path) -> bool:
    """Whether a process is called as the one above."""
    try:
        return comm.read_text() == "left-behind\n"
    except OSError:
        return False


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o600), (0o002, 0o660)])
def test_no_other_user_can_keep_the_locks_of_graders(tmp_path: Path, umask: int, mode: int) -> None:
    for found in (None, 0o644 if umask == 0o022 else 0o664):
        before = os.umask(umask)
        try:
            if found:
                (tmp_path / LOCK_FILE).chmod(found)
            with SubmissionLocks(tmp_path) as locks:
                assert locks.try_acquire("ada/a")
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / LOCK_FILE).stat().st_mode) == mode
