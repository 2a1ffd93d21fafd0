"""A submission in, a verdict out.

read ─▶ restore the instructor's cells ─▶ run cell after cell in the student's process
                                          │  at a grade cell: a checkpoint
                                          ▼
                               when all cells have run: the tests, in three passes over all grade
                               cells; the rest once more in a new process if they lost theirs
                                          │
                                          ▼
                               tests that failed for a wrong helper, with a right one in its place
                                          │
                                          ▼
                               verdict, and the notebook as it ran

Hidden tests begin only when the notebook has shown all that it ever will.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from grader import verdict
from grader.errors import Unreadable
from grader.grading.jobs import GradedNotebook, invalid_notebook
from grader.grading.passes import CellTests, make_verdict, run_passes
from grader.grading.plain_asserts import plain_assert_score
from grader.grading.right_helpers import trace_failures
from grader.grading.scratch import Files, Scratch, fill_scratch
from grader.grading.session import Checkpoint, Session
from grader.grading.used_libraries import mentioned_modules
from grader.limits import Limits
from grader.notebooks import hidden_files
from grader.notebooks.ipynb import Cell, Key, assemble, read_submission, restore
from grader.render import card
from grader.sandbox.host_process import Host, HostLost
from grader.testing import grade_cell
from grader.verdict import CellVerdict, NotebookVerdict

HOSTS: Final = 4
"""Hosts that may be lost over one notebook."""

RETESTS: Final = 2
"""Times that a notebook runs again for tests that lost their process, beyond one a grade cell."""

Verdicts: TypeAlias = dict[str, CellVerdict]
"""The verdicts of a notebook so far, by the name of their cell."""

read_exercise = functools.lru_cache(maxsize=512)(grade_cell.parse_grade_cell)


def grade_file(data: bytes, key: Key, host: Host, files: Files) -> GradedNotebook:
    """Grade a submitted file, whatever it is."""
    try:
        cells = read_submission(data)
    except Unreadable as error:
        return invalid_notebook(key, f"{key.notebook}.ipynb: {error}")
    return grade_cells(cells, key, host, files)


def grade_cells(cells: list[Cell], key: Key, host: Host, files: Files) -> GradedNotebook:
    """Run a submission's cells and judge them, with a new host each time that one is lost.

    Nobody can tell whether the student's code ended the host, so it gets more than one chance.
    """
    cells = restore(cells, key)
    for _ in range(HOSTS):
        try:
            return _grade_once(cells, key, host, files)
        except HostLost:
            host.restart()
    return invalid_notebook(
        key, f"{key.notebook}.ipynb: it brought down its host, and those that followed"
    )


def _grade_once(cells: list[Cell], key: Key, host: Host, files: Files) -> GradedNotebook:
    started = time.monotonic()
    found: Verdicts = {}
    with open_session(host, files, cells) as session:
        places = run_cells(cells, session, found)
        to_test = read_tests(cells, key, host.limits, files)
        test_at(places, to_test, session)
        if all(tests.finished for _, tests in to_test):
            trace_failures(to_test, untested(cells), session, places)
    sessions = [session, *retest(to_test, cells, host, files)]
    if len(sessions) > 1:
        trace_failures(to_test, untested(cells))
    for cell, tests in to_test:
        assert cell.key is not None  # noqa: S101 - only cells of the instructor's have tests
        record_verdict(make_verdict(cell.key, tests), cell, found)
    missing = record_missing(key, found)
    judged = NotebookVerdict(
        notebook=key.notebook,
        cells=[found[cell.name] for cell in key.autograded()],
        reason=session.lost or "; ".join(missing),
        cut=session.cut,
        sandbox=host.name,
        seconds=round(time.monotonic() - started, 3),
        cpu_seconds=round(sum(one.used[0] for one in sessions), 3),
        memory_mb=round(max(one.used[1] for one in sessions), 1),
    )
    return GradedNotebook(verdict=judged, notebook=assemble(cells, key.kernelspec))


@contextlib.contextmanager
def open_session(host: Host, files: Files, cells: list[Cell]) -> Iterator[Session]:
    """Open a process for a notebook, in a folder of its own that holds the files."""
    with host.folder() as folder, host.folder() as beside:
        fill_scratch(folder, files)
        child = host.spawn(folder, mentioned_modules(map(executed, cells)))
        session = Session(child, host.limits, Scratch(folder, beside))
        try:
            yield session
        finally:
            session.end()


def untested(cells: list[Cell]) -> list[Cell]:
    """Return the code cells that are no grade cells."""
    return [c for c in cells if c.cell_type == "code" and not (c.key and c.key.autograded)]


# Cells --------------------------------------------------------------------------------------


def run_cells(cells: list[Cell], session: Session, found: Verdicts) -> list[Checkpoint | None]:
    """Run the code cells; return the checkpoints at those with test functions."""
    places = []
    for cell in cells:
        if has_test_functions(cell):
            places.append(session.checkpoint())
        elif cell.cell_type == "code":
            run_cell(cell, session, found)
    return places


def executed(cell: Cell) -> str:
    """Return what runs of a cell: the instructor's source of a grade cell."""
    if cell.cell_type != "code":
        return ""
    return cell.key.source if cell.key and cell.key.autograded else cell.source


def has_test_functions(cell: Cell) -> bool:
    """True for a grade cell whose test functions the grader runs."""
    key = cell.key
    return bool(cell.cell_type == "code" and key and key.autograded and key.is_suite)


def run_cell(cell: Cell, session: Session, found: Verdicts) -> None:
    """Run a code cell; if it is a grade cell of plain asserts, record its score."""
    cell.outputs, cell.count = session.run(executed(cell))
    key = cell.key
    if key and key.autograded:
        ignored = session.limits.ignored
        found[key.name] = plain_assert_score(key, cell.outputs, session.lost, cell.count, ignored)


# Tests --------------------------------------------------------------------------------------


def read_tests(
    cells: list[Cell], key: Key, limits: Limits, files: Files
) -> list[tuple[Cell, CellTests]]:
    """Return the cells with test functions, each with its tests."""
    found = []
    known = key.misconceptions, [cell.source for cell in key.cells], hidden_files.among(files)
    for cell in filter(has_test_functions, cells):
        assert cell.key is not None  # noqa: S101 - only cells of the instructor's have tests
        exercise = read_exercise(cell.key.name, cell.key.source)
        found.append((cell, CellTests(exercise.with_known(*known), limits)))
    return found


def test_at(
    places: Sequence[Checkpoint | None],
    to_test: Sequence[tuple[Cell, CellTests]],
    session: Session,
) -> None:
    """Run the passes that are left at the checkpoints of a session, as far as they get."""
    session.keep_folder()
    pairs = []
    for place, (_, tests) in zip(places, to_test, strict=False):
        if place is None:
            tests.give_up(session.lost)
        else:
            pairs.append((tests, place))
    run_passes(pairs, session)


def retest(
    to_test: Sequence[tuple[Cell, CellTests]],
    cells: list[Cell],
    host: Host,
    files: Files,
) -> Iterator[Session]:
    """Run the notebook again for the tests that are left; yield the session of each time."""
    for _ in range(RETESTS + len(to_test)):
        left = [number for number, (_, tests) in enumerate(to_test) if not tests.finished]
        if not left:
            return
        last = to_test[left[-1]][0]
        before = [*map(copy.copy, cells[: cells.index(last) + 1])]  # their outputs are known
        with open_session(host, files, before) as session:
            test_at(run_cells(before, session, {}), to_test, session)
        yield session
    for _, tests in to_test:
        tests.give_up(
            "its process ended before its tests, or what it started left none for them (limit"
            " processes)"
        )


# Verdicts -----------------------------------------------------------------------------------


def record_verdict(judged: CellVerdict, cell: Cell, found: Verdicts) -> None:
    """Record a cell's verdict, and show it under the cell."""
    found[judged.grade_id] = judged
    cell.outputs = verdict_outputs(judged)


def record_missing(key: Key, found: Verdicts) -> list[str]:
    """Record a zero for each grade cell that was not handed in, and return the reasons."""
    reasons = []
    for cell in key.autograded():
        if cell.name not in found:
            reason = f"the test cell `{cell.name}` is missing from the notebook that was handed in"
            found[cell.name] = verdict.zero(cell.name, cell.points, reason)
            reasons.append(reason)
    return reasons


def verdict_outputs(judged: CellVerdict) -> list[dict[str, object]]:
    """Return a verdict as the outputs of its cell: as text, a card, then the points as a number.

    A page shows the card in the place of the number.
    """
    text = card.as_text(judged.tests, depends_on=judged.depends_on)
    html = card.as_html(judged.tests, points=judged.max_score, depends_on=judged.depends_on)
    worded = {"text/plain": text, "text/html": "" if judged.score is not None else html}
    outputs: list[dict[str, Any]] = [
        {"output_type": "display_data", "data": worded, "metadata": {}}
    ]
    if judged.score is not None:
        outputs.append(
            {
                "output_type": "execute_result",
                "execution_count": None,
                "data": {"text/plain": repr(judged.score), "text/html": html},
                "metadata": {},
            }
        )
    return outputs
