"""Grading on a Dask cluster: a real scheduler and two real workers with encrypted connections. They
start in a folder of their own and have no access to the course."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from grader.__main__ import main
from grader.cluster import dask_pool, dask_worker
from grader.cluster.dask_pool import DaskPool
from grader.errors import CourseError, GraderError, UsageError
from grader.grading import pool
from grader.grading.jobs import Job, JobResult
from grader.limits import Limits
from grader.verdict import NotebookVerdict
from tests import courses, dask_cluster, small
from tests.simulated import ROOT, hand_in, variants
from tests.small import FATAL, FINE

LIMITS = Limits(test_seconds=1.0, grace_seconds=0.25, judge_seconds=0.5)
TESTS = """
import os
import reference
from grader.checks import close
from grader.lesson import run_tests

def test_it():
    value = answer()
    if value == 4.0:
        os.abort()
    close(value, reference.VALUE)

run_tests(points=4)
"""

CONFIGURATION = """
distributed:
  comm:
    require-encryption: true
    default-scheme: tls
    tls:
      ca-file: {folder}/cluster.crt
      scheduler: {{cert: {folder}/cluster.crt, key: {folder}/cluster.key}}
      worker: {{cert: {folder}/cluster.crt, key: {folder}/cluster.key}}
      client: {{cert: {folder}/cluster.crt, key: {folder}/cluster.key}}
"""


@pytest.fixture(scope="module", autouse=True)
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Configure Dask with TLS keys, as in docs/cluster.md."""
    import dask
    from distributed.security import Security

    folder = tmp_path_factory.mktemp("keys")
    made = Security.temporary()
    (folder / "cluster.crt").write_text(made.tls_ca_file)
    (folder / "cluster.key").write_text(made.tls_client_key)
    (folder / "cluster.yaml").write_text(CONFIGURATION.format(folder=folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_CONFIG", str(folder))
        dask.config.refresh(paths=[str(folder)])
        yield
    dask.config.refresh()


class Running(msgspec.Struct):
    """A running cluster."""

    address: str
    processes: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def running(encrypted: None) -> Iterator[Running]:
    """Start a scheduler and two workers."""
    with dask_cluster.running(2) as (address, processes):
        assert address.startswith("tls://")
        yield Running(address, processes)


# A class, as an instructor grades it ----------------------------------------------------------


@pytest.fixture(scope="module")
def course(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grade a class on this machine: right, wrong and unreadable submissions."""
    course = courses.make(tmp_path_factory.mktemp("here") / "course", notebooks={"01_vectors"})
    (course / "source" / "01_linear_algebra" / "number.txt").write_text("1.0")
    answers = variants("cosine_similarity")
    right = next(answer.source for answer in answers if answer.right)
    wrong = next(answer.source for answer in answers if not answer.right)

    def handed_in(student: str, source: str) -> Path:
        return hand_in(course, student, {"cosine_similarity": source}, only={"cosine_similarity"})

    handed_in("right", right)
    handed_in("wrong", wrong)
    handed_in("untouched", "raise NotImplementedError()")
    brings = handed_in(
        "brings", f"{right}\nimport mine\nassert float(open('number.txt').read()) == mine.ONE"
    )
    (brings / "mine.py").write_text("ONE = 1.0")
    (brings / "link.py").symlink_to("/etc/hostname")
    Path(os.fsdecode(bytes(brings) + b"/odd\xff.txt")).write_text("odd")
    (handed_in("text", right) / "01_vectors.ipynb").write_text("my homework")
    linked = handed_in("linked", right) / "01_vectors.ipynb"
    linked.rename(linked.with_name("elsewhere"))
    linked.symlink_to(linked.with_name("elsewhere"))
    (handed_in("nothing", right) / "01_vectors.ipynb").unlink()
    shutil.rmtree(handed_in("file", right))
    (course / "submitted" / "file" / "01_linear_algebra").write_text("no folder")
    shutil.copytree(course, course.parent.parent / "there", symlinks=True)
    done = courses.here(course, "autograde", "--jobs", "1")
    assert done.exit_code == 0, done.output
    return course


@pytest.fixture(scope="module")
def there(course: Path, running: Running) -> Path:
    """Grade the same class on the cluster."""
    there = course.parent.parent / "there"
    done = courses.grader(there, "autograde", "--cluster", running.address)
    assert done.returncode == 0, done.stderr
    return there


def verdicts(course: Path) -> dict[str, NotebookVerdict]:
    """Read the verdict of each student, without time and memory."""
    found = {}
    for path in (course / "autograded").glob("*/*/*.ipynb"):
        kept = msgspec.json.decode(path.read_bytes())["metadata"]["grader"]["verdict"]
        verdict = msgspec.convert(kept, NotebookVerdict)
        found[path.parts[-3]] = replace(verdict, seconds=0.0, cpu_seconds=0.0, memory_mb=0.0)
    return found


def test_a_cluster_gives_the_grades_and_the_reasons_of_a_local_grading(
    course: Path, there: Path
) -> None:
    assert courses.scores(there) == courses.scores(course)
    assert verdicts(there) == verdicts(course)
    scores = {student: verdict.score for student, verdict in verdicts(there).items()}
    assert scores["right"] == scores["brings"] == 4.0
    assert scores["wrong"] < 4.0
    assert len(scores) == 8


def test_what_a_cluster_graded_is_graded(there: Path) -> None:
    done = courses.here(there, "autograde")
    assert "8 submissions are graded and unchanged" in done.stdout


def test_workers_of_another_version_are_refused_in_one_sentence(
    there: Path, running: Running, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "grader", tmp_path / "grader")
    with open(tmp_path / "grader" / "checks.py", "a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    command = [sys.executable, "-P", "-m", "grader"]
    done = subprocess.run(
        [*command, "-C", there, "autograde", "--force", "--cluster", running.address],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 1
    (said,) = [line for line in done.stderr.splitlines() if "✗" in line]
    assert "install the same on both" in said
    assert "Traceback" not in done.stderr


# Workers --------------------------------------------------------------------------------------


def job(root: Path, student: str, code: str = FINE) -> Job:
    """Make a submission of one cell, for a course with the reference value 1.0."""
    (root / "reference.py").touch()
    return small.job(root / "submitted", student, code, TESTS)


def graded(root: Path, jobs: list[Job], running: Running) -> Iterator[JobResult]:
    """Grade jobs on the cluster."""
    with DaskPool(root, LIMITS, "auto", running.address) as workers:
        yield from workers.choose(jobs)(jobs)


def test_two_versions_of_a_course_on_the_same_workers_do_not_mix(
    running: Running, tmp_path: Path
) -> None:
    scores: list[float] = []
    for value in ("1.0", "2.0", "1.0"):
        root = tmp_path / str(len(scores))
        root.mkdir()
        jobs = [job(root, "ada")]
        (root / "reference.py").write_text(f"from deeper import VALUE\nassert VALUE == {value}")
        (root / "deeper.py").write_text(f"VALUE = {value}")
        (done,) = graded(root, jobs, running)
        scores.append(done.graded[0].verdict.score)
    assert scores == [4.0, 0.0, 4.0]


def test_a_worker_that_is_killed_loses_no_submission(running: Running, tmp_path: Path) -> None:
    names = [f"fine{number}" for number in range(8)]
    jobs = [job(tmp_path, "fatal", FATAL), *(job(tmp_path, name) for name in names)]
    (tmp_path / "reference.py").write_text("VALUE = 1.0")
    found: dict[str, NotebookVerdict] = {}
    for done in graded(tmp_path, jobs, running):
        if not found:
            running.processes[-1].kill()
        assert done.problem == ""
        found[done.job.student] = done.graded[0].verdict
    assert sorted(found) == sorted(["fatal", *names])
    assert {found[name].score for name in names} == {4.0}
    assert found["fatal"].score == 0.0
    assert found["fatal"].reason == pool.ENDED


HANGING = """
from grader.checks import close
from grader.lesson import run_tests

def test_hangs():
    if answer() == 5.0:
        sum(range(10**15))

def test_number():
    close(answer() % 2.0, 1.0)

run_tests(points=4)
"""


def test_an_answer_that_hangs_a_test_costs_that_test_on_a_cluster_too(
    running: Running, tmp_path: Path
) -> None:
    stuck = "def answer():\n    return 5.0"
    jobs = [
        small.job(tmp_path / "submitted", name, code, HANGING)
        for name, code in (("stuck", stuck), ("fine", FINE))
    ]
    found = {done.job.student: done for done in graded(tmp_path, jobs, running)}
    (cell,) = found["stuck"].graded[0].verdict.cells
    assert [test.outcome for test in cell.tests] == ["timed out", "passed"]
    assert "within 0.5 s of CPU time (limit judge_seconds)" in cell.tests[0].message
    assert cell.score == 2.0
    assert found["fine"].graded[0].verdict.score == 4.0


def test_a_lost_scheduler_is_one_sentence_and_what_was_graded_stays(
    running: Running, tmp_path: Path
) -> None:
    jobs = [job(tmp_path, f"fine{number}") for number in range(8)]
    (tmp_path / "reference.py").write_text("VALUE = 1.0")
    results = graded(tmp_path, jobs, running)
    assert next(results).graded[0].verdict.score == 4.0
    running.processes[0].kill()
    with pytest.raises(GraderError, match=r"was lost .* What was graded is saved"):
        list(results)


# Addresses ------------------------------------------------------------------------------------


def test_where_no_scheduler_is_nothing_is_graded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(dask_pool, "CONNECT_SECONDS", 0.5)
    nowhere = Running("tls://127.0.0.1:1", [])
    with pytest.raises(GraderError, match=r"No Dask scheduler .* at tls://127\.0\.0\.1:1"):
        list(graded(tmp_path, [job(tmp_path, "ada")], nowhere))


def test_a_connection_in_the_clear_is_refused_where_keys_are_required(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="encryption required"):
        list(graded(tmp_path, [job(tmp_path, "ada")], Running("tcp://127.0.0.1:1", [])))


@pytest.mark.parametrize("address", ["grading", "127.0.0.1", "http://127.0.0.1:8787/status"])
def test_what_is_no_address_is_bad_usage(address: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the address of a Dask scheduler"):
        list(graded(tmp_path, [job(tmp_path, "ada")], Running(address, [])))


def test_a_number_of_local_workers_is_no_use_beside_a_cluster() -> None:
    done = CliRunner().invoke(main, ["autograde", "--cluster", "tls://127.0.0.1:1", "--jobs", "2"])
    assert done.exit_code == 2
    assert "--jobs is for this machine" in done.output


# Archives -------------------------------------------------------------------------------------


def test_what_tests_import_travels_and_nothing_else(tmp_path: Path) -> None:
    jobs = [job(tmp_path, "ada")]
    data = tmp_path / "numbers.csv"
    jobs[0].data_files["deep/numbers.csv"] = str(data)
    for name in ("numbers.csv", "nbgrader_config.py", "gradebook.db", "unused.py", "more/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "reference.py").write_text("import numpy, package.part")
    for name in ("__init__.py", "part.py", "table.json", "__pycache__/part.pyc"):
        (tmp_path / "package" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "package" / name).write_text("")
    travels = {name.decode() for name, _ in dask_pool.course_files(tmp_path, jobs, ["more/*"])}
    package = {"package/__init__.py", "package/part.py", "package/table.json"}
    assert travels == {"reference.py", "source/a/deep/numbers.csv", "more/a.txt"} | package


def test_a_file_that_is_named_to_travel_and_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"c\.Cluster\.files: 'absent\*'"):
        dask_pool.course_files(tmp_path, [job(tmp_path, "ada")], ["absent*"])


@pytest.mark.parametrize("name", [b"../out", b"/tmp/out", b"in/../../out", b"", b"nul\0"])
def test_no_file_is_written_outside_of_its_folder(name: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.parent.mkdir()
    with pytest.raises(GraderError, match="outside its folder"):
        dask_worker.write_files([(name, b"")], folder)
    assert list(tmp_path.rglob("*")) == [tmp_path / "a", folder]
