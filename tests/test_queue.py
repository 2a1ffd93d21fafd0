"""Graders on several machines share a queue in PostgreSQL: killed ones lose nothing, nothing is
recorded twice, and a verdict is the same as that of one machine.

Each grader here is a process that knows the database's address and nothing of the course.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbgrader.api import Gradebook

from grader.cluster.messages import SubmissionGraded, encode
from grader.grading.course_folder import inside_course
from grader.grading.jobs import WorkerReply
from tests import courses, own_course, postgres
from tests.courses import BIN
from tests.simulated import ROOT

pytestmark = pytest.mark.skipif(bool(postgres.lacking()), reason=postgres.lacking())

SECONDS = 120
CLASS_SIZE = 500 if os.environ.get("GRADER_PROOF") else 24
SLOW = f"import time\n\ntime.sleep(0.4)\n{own_course.RIGHT}"
SETTINGS = """
c.CourseDirectory.course_id = "queue"
c.Watch.lease_seconds = 3
c.Watch.retry_seconds = 1
c.Watch.look_again_seconds = 1
c.Limits.test_seconds = 1
c.Limits.grace_seconds = 0.2
"""


class Taught(NamedTuple):
    """A course, and where its gradebook is."""

    course: Path
    url: str
    server: postgres.Server

    def ask(self, statement: str, *values: Any, user: str = "grader") -> list[Any]:
        """The rows of a statement."""
        import psycopg

        database = self.url.rpartition("/")[2]
        address = f"host=127.0.0.1 port={self.server.port} user={user} dbname={database}"
        with psycopg.connect(f"{address} password={postgres.PASSWORD}", autocommit=True) as link:
            done = link.execute(statement, values or None)
            return done.fetchall() if done.description else []


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """One server for all."""
    with postgres.running() as started:
        yield started


@pytest.fixture(scope="module")
def template(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Taught:
    """A small course, generated on the server."""
    url = server.new("template_of_queue")
    config = f"{own_course.CONFIGURED}c.CourseDirectory.db_url = {url!r}\n{SETTINGS}"
    course = own_course.make(tmp_path_factory.mktemp("queue") / "course", config=config)
    courses.generate(course)
    return Taught(course, url, server)


@pytest.fixture
def taught(template: Taught, tmp_path: Path, request: pytest.FixtureRequest) -> Taught:
    """A copy of the course and of its database."""
    course = Path(shutil.copytree(template.course, tmp_path / "course"))
    name = f"queue_{abs(hash(request.node.name))}"
    url = template.server.copy("template_of_queue", name)
    config = course / "nbgrader_config.py"
    config.write_text(config.read_text().replace(template.url, url), encoding="utf-8")
    return Taught(course, url, template.server)


class Program:
    """A process of ours, and what it prints."""

    def __init__(self, log: Path, *command: str | Path, **variables: str) -> None:
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [BIN / "grader", *command],
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, **variables},
            )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextlib.contextmanager
def service(taught: Taught, *options: str) -> Iterator[Program]:
    """`grader watch --queue`; it is killed in the end."""
    log = taught.course.parent / "service.log"
    started = Program(log, "-C", taught.course, "watch", "--queue", *options)
    try:
        wait_for(lambda: "Watching submitted/" in started.said(), started.said)
        yield started
    finally:
        started.end(signal.SIGKILL)


@contextlib.contextmanager
def graders(taught: Taught, count: int = 1, url: str = "") -> Iterator[list[Program]]:
    """Graders of one slot each; they are killed in the end."""
    folder = taught.course.parent
    started = [
        Program(folder / f"{n}.log", "work", "--jobs", "1", GRADER_DATABASE=url or taught.url)
        for n in range(count)
    ]
    try:
        for one in started:
            wait_for(lambda: "Grading from the queue" in one.said(), one.said)  # noqa: B023
        yield started
    finally:
        for one in started:
            one.end(signal.SIGKILL)


def wait_for(condition: Callable[[], object], said: Callable[[], object] = str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, said()
        time.sleep(0.05)


def hand_in(taught: Taught, answers: dict[str, str]) -> None:
    """Hand in answers, each moved to its place as a collector does."""
    for student, answer in answers.items():
        own_course.hand_in(taught.course, f".{student}", answer)
        (taught.course / f"submitted/.{student}").rename(taught.course / f"submitted/{student}")


def gradings(taught: Taught) -> Counter[str]:
    """How often each student was graded."""
    found: Counter[str] = Counter()
    for path in taught.course.glob("logs/*/hw1.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found[path.parent.name] += json.loads(line)["outcome"] == "graded"
    return found


def scores(taught: Taught) -> dict[str, float | None]:
    """Each student's score in the gradebook."""
    with inside_course(taught.course), Gradebook(taught.url) as gradebook:
        return {
            submission.student.id: book.grades[0].auto_score
            for submission in gradebook.find_assignment("hw1").submissions
            for book in submission.notebooks
        }


def holders(taught: Taught) -> set[int]:
    """The processes that hold a row now."""
    rows = taught.ask("SELECT grader FROM grader_queue WHERE taken_until > now() AND reply IS NULL")
    return {int(name.split(":")[1]) for (name,) in rows}


def test_two_of_three_graders_are_killed_and_nothing_is_lost_or_graded_twice(
    taught: Taught,
) -> None:
    answers = {
        f"s{number:03}": own_course.WRONG if number % 3 == 0 else SLOW
        for number in range(CLASS_SIZE)
    }
    with service(taught) as watching, graders(taught, 3) as three:
        hand_in(taught, answers)
        for one in three[:2]:
            wait_for(lambda: one.process.pid in holders(taught), watching.said)  # noqa: B023
            one.end(signal.SIGKILL)
        wait_for(lambda: gradings(taught).total() >= CLASS_SIZE, watching.said)
        assert watching.end() == 0, watching.said()
    assert gradings(taught) == Counter(dict.fromkeys(answers, 1))
    assert scores(taught) == {
        student: 0.0 if answer == own_course.WRONG else 4.0 for student, answer in answers.items()
    }
    assert taught.ask("SELECT count(*) FROM grader_queue") == [(0,)]


def test_a_service_that_is_killed_finds_what_was_graded_meanwhile(taught: Taught) -> None:
    with service(taught):
        hand_in(taught, dict.fromkeys(("ada", "bo", "cy"), own_course.RIGHT))
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(3,)])
    with graders(taught) as (grader,):
        replied = "SELECT count(*) FROM grader_queue WHERE reply IS NOT NULL"
        wait_for(lambda: taught.ask(replied) == [(3,)], grader.said)
        assert grader.end() == 0
        assert "Ended; 3 submissions graded since the start." in grader.said()
    with service(taught) as watching:  # no grader is there any more
        wait_for(lambda: gradings(taught).total() == 3, watching.said)
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(0,)])
    assert scores(taught) == dict.fromkeys(("ada", "bo", "cy"), 4.0)


def test_scores_and_the_end_of_the_queues_row_are_one_transaction(taught: Taught) -> None:
    with service(taught) as watching:
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(0,)])
        taught.ask(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'not now'; END $$"
        )
        taught.ask(
            "CREATE TRIGGER refused BEFORE DELETE ON grader_queue FOR EACH ROW"
            " WHEN (OLD.reply IS NOT NULL) EXECUTE FUNCTION refuse()"
        )
        with graders(taught):
            hand_in(taught, {"ada": own_course.RIGHT})
            wait_for(lambda: "not now" in watching.said(), watching.said)
            assert scores(taught) == {}
            taught.ask("DROP TRIGGER refused ON grader_queue")
            wait_for(lambda: scores(taught) == {"ada": 4.0}, watching.said)
    assert gradings(taught) == {"ada": 1}
    assert taught.ask("SELECT count(*) FROM grader_queue") == [(0,)]


def test_new_tests_are_tried_by_the_graders_and_leave_no_row(taught: Taught) -> None:
    (taught.course / ".grader.tried.json").unlink()
    with service(taught) as watching, graders(taught):
        hand_in(taught, {"ada": own_course.RIGHT})
        wait_for(lambda: scores(taught) == {"ada": 4.0}, watching.said)
        assert "its tests are new and are tried first" in watching.said()
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(0,)], watching.said)


def test_a_problem_of_a_grader_is_tried_again_and_not_kept(taught: Taught) -> None:
    reply = encode(SubmissionGraded(encode(WorkerReply(problem="its disk is full"))))
    with service(taught) as watching:
        hand_in(taught, {"ada": own_course.RIGHT})
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(1,)], watching.said)
        taught.ask("UPDATE grader_queue SET reply = %s", reply)
        wait_for(lambda: "its disk is full" in watching.said(), watching.said)
        with graders(taught):
            wait_for(lambda: scores(taught) == {"ada": 4.0}, watching.said)


def test_a_verdict_is_that_of_one_machine(taught: Taught) -> None:
    answers = {
        "right": own_course.RIGHT,
        "wrong": own_course.WRONG,
        "raises": "def mean(values):\n    raise ValueError('no')",
        "forever": "def mean(values):\n    while True:\n        pass",
        "leaves": "def mean(values):\n    import os\n    os._exit(3)",
        "empty": "",
    }
    hand_in(taught, answers)
    (taught.course / "submitted/broken/hw1").mkdir(parents=True)
    (taught.course / "submitted/broken/hw1/stats.ipynb").write_text("no notebook")
    with service(taught) as watching, graders(taught):
        wait_for(lambda: gradings(taught).total() == len(answers) + 1, watching.said)
    queued = scores(taught)
    status, said = own_course.run(taught.course, "autograde", "--force")
    assert status == 0, said
    assert scores(taught) == queued
    assert (queued["right"], queued["forever"], queued["broken"]) == (4.0, 0.0, 0.0)


def test_a_service_ends_although_no_grader_is_there(taught: Taught) -> None:
    hand_in(taught, {"ada": own_course.RIGHT})
    with service(taught) as watching:
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(1,)], watching.said)
        assert watching.end() == 0
        assert "the service ended before a grader took it from the queue" in watching.said()
    assert taught.ask("SELECT count(*) FROM grader_queue") == [(0,)]


def test_a_grader_leaves_rows_of_another_version_and_says_so(taught: Taught) -> None:
    hand_in(taught, {"ada": own_course.RIGHT})
    with service(taught) as watching:
        wait_for(lambda: taught.ask("SELECT count(*) FROM grader_queue") == [(1,)], watching.said)
        taught.ask("UPDATE grader_queue SET engine = 'grader 0.0 (other)'")
        with graders(taught) as (grader,):
            wait_for(lambda: "graders of another version: grader 0.0 (other)" in grader.said())
            assert grader.end() == 0
    assert taught.ask("SELECT attempts FROM grader_queue") == [(0,)]


def test_a_grader_needs_no_right_to_the_gradebook(taught: Taught) -> None:
    """The rights are those of docs/batch.md."""
    guide = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    granted = re.findall(r"^(?:CREATE ROLE|GRANT) [^;]*;", guide, re.MULTILINE)
    assert len(granted) == 3
    with service(taught) as watching:
        for statement in granted:
            taught.ask(statement.replace("'choose-one'", f"'{postgres.PASSWORD}'"))
        url = taught.url.replace("grader:", "grading:", 1)
        from psycopg.errors import InsufficientPrivilege

        with pytest.raises(InsufficientPrivilege):
            taught.ask("SELECT * FROM grade", user="grading")
        with graders(taught, url=url) as (grader,):
            hand_in(taught, {"ada": own_course.RIGHT})
            wait_for(lambda: scores(taught) == {"ada": 4.0}, watching.said)
            assert grader.end() == 0
    taught.ask("DROP OWNED BY grading")
    taught.ask("DROP ROLE grading")


def test_a_grader_waits_for_a_service_that_makes_the_queue(taught: Taught) -> None:
    hand_in(taught, {"ada": own_course.RIGHT})
    with graders(taught) as (grader,):
        wait_for(lambda: "The database has no queue yet" in grader.said(), grader.said)
        with service(taught) as watching:
            wait_for(lambda: scores(taught) == {"ada": 4.0}, watching.said)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("", 2, "GRADER_DATABASE is not set"),
        ("sqlite:///gradebook.db", 2, "The queue needs PostgreSQL"),
        ("somewhere", 2, "The queue's address is none"),
        ("postgresql+psycopg://me:s3cret@127.0.0.1:1/no", 1, "The queue's database fails"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence(
    tmp_path: Path, address: str, status: int, said: str
) -> None:
    grader = Program(tmp_path / "log", "work", GRADER_DATABASE=address)
    assert grader.process.wait(SECONDS) == status
    assert said in " ".join(grader.said().split())
    assert "Traceback" not in grader.said()
    assert "s3cret" not in grader.said()


def test_a_gradebook_on_a_server_wants_a_name_of_the_course(
    server: postgres.Server, tmp_path: Path
) -> None:
    config = f"{own_course.CONFIGURED}c.CourseDirectory.db_url = {server.new('nameless')!r}\n"
    status, said = own_course.run(own_course.make(tmp_path / "course", config=config), "generate")
    assert status == 2
    assert "sets no c.CourseDirectory.course_id" in said


def test_a_gradebook_in_a_file_has_no_queue(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    status, said = own_course.run(course, "watch", "--queue")
    assert status == 2
    assert re.search("queue needs PostgreSQL.*sqlite", said)
