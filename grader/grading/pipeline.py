"""A submission in, a verdict out.

read ─▶ restore the instructor's cells ─▶ run cell after cell in the student's process
                                          │  at a grade cell: a checkpoint
                                          ▼
                               when all cells have run: each grade cell's tests, at its checkpoint,
                               the last first; once more in a new process if they lost it
                                          │
                                          ▼
                               verdict, and the notebook as it ran

Hidden tests begin only when the notebook has shown all that it ever will.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import msgspec

from grader import verdict
from grader.errors import GraderError
from grader.grading.jobs import GradedNotebook, invalid_notebook
from grader.grading.plain_asserts import plain_assert_score
from grader.grading.session import Checkpoint, Session, killed_result
from grader.notebooks.files import Unreadable, copy_regular
from grader.notebooks.ipynb import Cell, Key, KeyCell, assemble, read_submission, restore
from grader.render import card
from grader.sandbox.host_process import Host, HostLost
from grader.testing import dependencies, grade_cell
from grader.testing.grade_cell import GradeCell
from grader.verdict import CellVerdict, NotebookVerdict, TestResult

HOSTS: Final = 4
"""Hosts that may be lost over one notebook."""

Verdicts: TypeAlias = dict[str, CellVerdict]
"""The verdicts of a notebook so far, by the name of their cell."""

read_exercise = functools.lru_cache(maxsize=512)(grade_cell.parse_grade_cell)


def grade_file(path: Path, key: Key, host: Host, files: Mapping[str, Path]) -> GradedNotebook:
    """Grade a submitted file, whatever it is."""
    if not path.exists() and not path.is_symlink():
        return invalid_notebook(key, f"{path.name} was not handed in")
    try:
        most = host.limits
        cells = read_submission(
            path, most.submission_mb, most_cells=most.cells, most_lines=most.lines
        )
    except Unreadable as error:
        return invalid_notebook(key, f"{path.name}: {error}")
    return grade_cells(cells, key, host, files)


def grade_cells(
    cells: list[Cell], key: Key, host: Host, files: Mapping[str, Path]
) -> GradedNotebook:
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


def _grade_once(
    cells: list[Cell], key: Key, host: Host, files: Mapping[str, Path]
) -> GradedNotebook:
    started = time.monotonic()
    found: Verdicts = {}
    with open_session(host, files, cells) as session:
        to_test = run_cells(cells, session, found)
        unfinished = judge_in_reverse(to_test, session, found)
    used = [session.used]
    used += [retest_in_new_process(cell, cells, host, files, found) for cell in unfinished]
    mark_dependents(cells, found)
    missing = record_missing(key, found)
    judged = NotebookVerdict(
        notebook=key.notebook,
        cells=[found[cell.name] for cell in key.autograded()],
        reason=session.lost or "; ".join(missing),
        sandbox=host.name,
        seconds=round(time.monotonic() - started, 3),
        cpu_seconds=round(sum(seconds for seconds, _ in used), 3),
        memory_mb=round(max(mb for _, mb in used), 1),
    )
    notebook = assemble(cells, key.kernelspec)
    return GradedNotebook(verdict=judged, notebook=notebook, late=session.late)


@contextlib.contextmanager
def open_session(host: Host, files: Mapping[str, Path], cells: list[Cell]) -> Iterator[Session]:
    """Open a process for a notebook, in a folder of its own that holds the files."""
    with host.folder() as folder:
        copy_files(files, folder)
        session = Session(host.spawn(folder, untested_sources(cells)), host.limits)
        try:
            yield session
        finally:
            session.end()


def copy_files(files: Mapping[str, Path], folder: Path) -> None:
    """Copy files to their places, the instructor's first, which are the last of the mapping.

    A student's file whose place is taken stays out.
    """
    for name, file in reversed([*files.items()]):
        with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy_regular(file, folder / name)


def untested_sources(cells: list[Cell]) -> list[str]:
    """Return the sources of the code cells that are no grade cells."""
    return [c.source for c in cells if c.cell_type == "code" and not (c.key and c.key.autograded)]


# Cells --------------------------------------------------------------------------------------


def run_cells(
    cells: list[Cell], session: Session, found: Verdicts
) -> list[tuple[Cell, Checkpoint | None]]:
    """Run the code cells; return those with test functions, each with its checkpoint."""
    to_test = []
    for cell in cells:
        if has_test_functions(cell):
            to_test.append((cell, session.checkpoint()))
        elif cell.cell_type == "code":
            run_cell(cell, session, found)
    return to_test


def has_test_functions(cell: Cell) -> bool:
    """True for a grade cell whose test functions the grader runs."""
    key = cell.key
    return bool(
        cell.cell_type == "code" and key and key.autograded and grade_cell.is_suite(key.source)
    )


def run_cell(cell: Cell, session: Session, found: Verdicts) -> None:
    """Run a code cell; if it is a grade cell of plain asserts, record its score."""
    key = cell.key
    if key is None or not key.autograded:
        cell.outputs, cell.count = session.run(cell.source)
        return
    cell.outputs, cell.count = session.run(key.source)
    found[key.name] = plain_assert_score(key, cell.outputs, session.lost)


# Tests --------------------------------------------------------------------------------------


def judge_in_reverse(
    to_test: Sequence[tuple[Cell, Checkpoint | None]], session: Session, found: Verdicts
) -> list[Cell]:
    """Run the tests of grade cells at their checkpoints; return the cells left unfinished."""
    return [
        cell
        for cell, checkpoint in reversed(to_test)
        if not restore_and_test(cell, checkpoint, session, found)
    ]


def restore_and_test(
    cell: Cell, checkpoint: Checkpoint | None, session: Session, found: Verdicts
) -> bool:
    """Run a cell's tests at its checkpoint; return False if that is gone or they lose it."""
    assert cell.key is not None, "only cells of the instructor's have tests"  # noqa: S101 - narrows the type; only such cells are passed
    judged: CellVerdict | None = None
    if checkpoint is None:
        judged = killed_verdict(cell.key, session.lost)
    elif session.restore(checkpoint):
        judged = run_suite(cell.key, session.run_tests)
    if judged is not None:
        record_verdict(judged, cell, found)
    return judged is not None


def retest_in_new_process(
    cell: Cell, cells: list[Cell], host: Host, files: Mapping[str, Path], found: Verdicts
) -> tuple[float, float]:
    """Rerun the notebook up to a cell, run its tests in forks, and return `Session.used`.

    This is the fallback for a cell whose checkpoint was lost.
    """
    assert cell.key is not None, "only cells of the instructor's have tests"  # noqa: S101 - narrows the type; only such cells are passed
    before = [c for c in cells[: cells.index(cell)] if c.cell_type == "code"]
    with open_session(host, files, before) as session:
        for earlier in before:
            if not (earlier.key and grade_cell.is_suite(earlier.key.source)):
                session.run(earlier.source)
        judged = None if session.lost else run_suite(cell.key, session.run_tests_forked)
    record_verdict(
        judged or killed_verdict(cell.key, "its process ended before its tests"), cell, found
    )
    return session.used


def run_suite(
    key: KeyCell, run_tests: Callable[[GradeCell], list[TestResult] | None]
) -> CellVerdict | None:
    """Judge a cell of test functions; return None if they had no process to the end."""
    try:
        results = run_tests(read_exercise(key.name, key.source))
    except (GraderError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - tests raise anything; a person grades the cell
        reason = f"the tests of `{key.name}` could not be run ({type(error).__name__}: {error})"
        return verdict.unjudged(key.name, key.points, reason)
    return None if results is None else verdict.scored(key.name, key.points, results)


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


def mark_dependents(cells: list[Cell], found: Verdicts) -> None:
    """Note on each failed exercise which earlier failed exercises it depends on."""
    sources = untested_sources(cells)
    causes = dependencies.RootCauses()
    for cell in cells:
        key = cell.key
        judged = found.get(key.name) if key and grade_cell.is_suite(key.source) else None
        if key is None or judged is None or judged.broken:
            continue
        wanted = read_exercise(key.name, key.source).wanted
        if roots := causes.add(wanted, key.source, judged.tests, sources, {}):
            record_verdict(msgspec.structs.replace(judged, depends_on=roots), cell, found)


def killed_verdict(key: KeyCell, reason: str) -> CellVerdict:
    """Make the verdict of a cell whose tests have no process to run against."""
    return verdict.scored(key.name, key.points, [killed_result(key.name, reason)])


def verdict_outputs(judged: CellVerdict) -> list[dict[str, Any]]:
    """Return a verdict as the outputs of its cell: a card, then the points as a plain number."""
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
