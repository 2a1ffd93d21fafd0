"""A submission in, a verdict out.

read ─▶ restore the instructor's cells ─▶ run cell after cell in the student's process
                                          │  at a grade cell: it is kept as it is then
                                          ▼
                               when all is shown: run each grade cell's tests here, against what
                               was kept for it; once more, apart, where that was lost over them
                                          │
                                          ▼
                               verdict, and the notebook as it ran

Hidden tests begin only when the notebook has shown all that it ever will.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from grader import verdict
from grader.errors import GraderError
from grader.grading.jobs import GradedNotebook, invalid_notebook
from grader.grading.session import Session, killed_result
from grader.notebooks.files import Unreadable
from grader.notebooks.ipynb import Cell, Key, KeyCell, assemble, read_submission, restore
from grader.render import card
from grader.sandbox.host_process import Host, HostLost
from grader.testing import dependencies, suite
from grader.verdict import CellVerdict, NotebookVerdict, TestResult

HOSTS: Final = 4
"""Hosts that may be lost over one notebook."""


read_exercise = functools.lru_cache(maxsize=512)(suite.parse_grade_cell)


def grade_file(path: Path, key: Key, host: Host, files: Mapping[str, Path]) -> GradedNotebook:
    """Grade a submitted file, whatever it is."""
    if not path.exists() and not path.is_symlink():
        return invalid_notebook(key, f"{path.name} was not handed in")
    try:
        cells = read_submission(path, host.limits.submission_mb)
    except Unreadable as error:
        return invalid_notebook(key, f"{path.name}: {error}")
    return grade_cells(cells, key, host, files)


def grade_cells(
    cells: list[Cell], key: Key, host: Host, files: Mapping[str, Path]
) -> GradedNotebook:
    """Run the cells of a submission and judge them. A host that is lost gets successors: who ended
    it is not known, and no student can."""
    cells = restore(cells, key)
    for _ in range(HOSTS):
        try:
            return _grade_once(cells, key, host, files)
        except HostLost:
            host.restart()
    return invalid_notebook(
        key, f"{key.notebook}.ipynb: it brought down its host, and those that followed"
    )


def _grade_once(
    cells: list[Cell], key: Key, host: Host, files: Mapping[str, Path]
) -> GradedNotebook:
    started = time.monotonic()
    found: dict[str, CellVerdict] = {}
    with open_session(host, files, cells) as session:
        places = [(cell, place) for cell in cells if (place := run_cell(cell, session, found)) >= 0]
        torn = [
            cell
            for cell, place in reversed(places)
            if not restore_and_test(cell, place, session, found)
        ]
    used = [
        session.used,
        *(retest_in_new_process(cell, cells, host, files, found) for cell in torn),
    ]
    mark_dependents(cells, found)
    missing = [cell for cell in key.autograded() if cell.name not in found]
    for absent in missing:
        reason = f"the test cell `{absent.name}` is missing from the notebook that was handed in"
        found[absent.name] = verdict.zero(absent.name, absent.points, reason)
    judged = NotebookVerdict(
        notebook=key.notebook,
        cells=[found[cell.name] for cell in key.autograded()],
        reason=session.lost or "; ".join(found[absent.name].reason for absent in missing),
        sandbox=host.name,
        seconds=round(time.monotonic() - started, 3),
        cpu_seconds=round(sum(seconds for seconds, _ in used), 3),
        memory_mb=round(max(mb for _, mb in used), 1),
    )
    return GradedNotebook(verdict=judged, notebook=assemble(cells, key.kernelspec))


@contextlib.contextmanager
def open_session(host: Host, files: Mapping[str, Path], cells: list[Cell]) -> Iterator[Session]:
    """A process for a notebook, in a folder of its own with the files."""
    with host.folder() as folder:
        copy_files(files, folder)
        session = Session(host.spawn(folder, untested_sources(cells)), host.limits)
        try:
            yield session
        finally:
            session.end()


def untested_sources(cells: list[Cell]) -> list[str]:
    """The texts of the code cells that are no tests."""
    return [c.source for c in cells if c.cell_type == "code" and not (c.key and c.key.autograded)]


def copy_files(files: Mapping[str, Path], folder: Path) -> None:
    """Copy files to their places. The later ones are the instructor's: they come first, and what
    does not fit beside them stays out."""
    for name, file in reversed([*files.items()]):
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, folder / name)


def run_cell(cell: Cell, session: Session, found: dict[str, CellVerdict]) -> int:
    """Run a code cell. One of tests is only given its place among the processes kept for tests;
    for others there is none, -1."""
    if cell.cell_type != "code":
        return -1
    key = cell.key
    if key is None or not key.autograded:
        cell.outputs, cell.count = session.run(cell.source)
        return -1
    if suite.is_suite(key.source):
        return session.keep()
    cell.outputs, cell.count = session.run(key.source)
    found[key.name] = plain_assert_score(key, cell.outputs, session.lost)
    return -1


def restore_and_test(
    cell: Cell, place: int, session: Session, found: dict[str, CellVerdict]
) -> bool:
    """Run a cell's tests in the process that was kept for it, unless that was torn down or is lost
    over them."""
    assert cell.key is not None, "only cells of the instructor's have tests"
    judged: CellVerdict | None = None
    if not place:
        judged = killed_verdict(cell.key, session.lost)
    elif session.back(place):
        judged = run_suite(cell.key, session.attempt)
    if judged is not None:
        record(judged, cell, found)
    return judged is not None


def record(judged: CellVerdict, cell: Cell, found: dict[str, CellVerdict]) -> None:
    """Write down a cell's verdict, and show it under the cell."""
    found[judged.grade_id] = judged
    cell.outputs = verdict_outputs(judged)


def mark_dependents(cells: list[Cell], found: dict[str, CellVerdict]) -> None:
    """Where an exercise fails because of one before it, say so in the place of failing again."""
    sources = untested_sources(cells)
    standing = dependencies.RootCauses()
    for cell in cells:
        key = cell.key
        judged = found.get(key.name) if key and suite.is_suite(key.source) else None
        if key is None or judged is None or judged.broken:
            continue
        wanted = read_exercise(key.name, key.source).wanted
        if roots := standing.add(wanted, key.source, judged.tests, sources, {}):
            record(msgspec.structs.replace(judged, depends_on=roots), cell, found)


def killed_verdict(key: KeyCell, reason: str) -> CellVerdict:
    """The verdict of tests that have no process to run against."""
    return verdict.scored(key.name, key.points, [killed_result(key.name, reason)])


def retest_in_new_process(
    cell: Cell,
    cells: list[Cell],
    host: Host,
    files: Mapping[str, Path],
    found: dict[str, CellVerdict],
) -> tuple[float, float]:
    """The process that was kept for a cell's tests was torn down by what came later, or lost over
    them: they get a new one, which runs the notebook up to there, and work on copies of it. What
    that took, as `Session.used` tells it."""
    assert cell.key is not None, "only cells of the instructor's have tests"
    before = [c for c in cells[: cells.index(cell)] if c.cell_type == "code"]
    with open_session(host, files, before) as session:
        for earlier in before:
            if not (earlier.key and suite.is_suite(earlier.key.source)):
                session.run(earlier.source)
        judged = None if session.lost else run_suite(cell.key, session.test)
    record(judged or killed_verdict(cell.key, "its process ended before its tests"), cell, found)
    return session.used


def run_suite(
    key: KeyCell, test: Callable[[suite.GradeCell], list[TestResult] | None]
) -> CellVerdict | None:
    """The verdict of a cell of test functions; none where they had no process to the end."""
    try:
        results = test(read_exercise(key.name, key.source))
    except GraderError:
        raise
    except Exception as error:
        reason = f"the tests of `{key.name}` could not be run ({type(error).__name__}: {error})"
        return verdict.unjudged(key.name, key.points, reason)
    return None if results is None else verdict.scored(key.name, key.points, results)


def verdict_outputs(judged: CellVerdict) -> list[dict[str, Any]]:
    """The results as the output of their cell: a card, then the points as a plain number."""
    data = {
        "text/plain": card.as_text(judged.tests, depends_on=judged.depends_on),
        "text/html": card.as_html(
            judged.tests, points=judged.max_score, depends_on=judged.depends_on
        ),
    }
    outputs: list[dict[str, Any]] = [{"output_type": "display_data", "data": data, "metadata": {}}]
    if judged.score is not None:
        points = {"text/plain": repr(judged.score)}
        outputs.append(
            {
                "output_type": "execute_result",
                "execution_count": None,
                "data": points,
                "metadata": {},
            }
        )
    return outputs


def plain_assert_score(key: KeyCell, outputs: list[dict[str, Any]], lost: str) -> CellVerdict:
    """nbgrader's rule for a cell of plain asserts: an error is 0, a number is that many points,
    anything else is full marks. What nbgrader leaves open fails here: a lost process earns nothing,
    and a number outside of the cell's points is no number."""
    score = key.points
    if lost:
        return verdict.zero(key.name, key.points, f"the process ended before this cell: {lost}")
    for output in outputs:
        kind = output["output_type"]
        if kind == "error" or (kind == "stream" and output["name"] == "stderr"):
            score = 0.0
            break
        if kind == "execute_result":
            score = points_in_range(output["data"].get("text/plain", ""), key.points)
            break
    outcome = verdict.Outcome.PASSED if score == key.points else verdict.Outcome.FAILED
    test = verdict.TestResult(name=key.name, title=key.name.replace("_", " "), outcome=outcome)
    return CellVerdict(grade_id=key.name, max_score=key.points, score=score, tests=[test])


def points_in_range(text: str, points: float) -> float:
    """A cell's value as points, where it is a number between none and all of them."""
    try:
        number = float(text)
    except ValueError:
        return points
    return number if 0 <= number <= points else 0.0
