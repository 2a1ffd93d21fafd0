"""Lint of a course: complete exercises, tests that tell right from wrong, a fresh release.

Each finding is one sentence: where, what is wrong, and what to do.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from grader.author.course_check import variants
from grader.author.course_check.exercises import exercises_in, test_cells
from grader.author.course_check.vacuous import vacuous_comparisons
from grader.diagnosis.static_analysis import unread_arguments
from grader.errors import GraderError
from grader.grading import pool, trial
from grader.grading.trial import Candidate
from grader.notebooks import ipynb, regions
from grader.notebooks.files import write_whole
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course, run_converters
from grader.testing import grade_cell
from grader.testing.source_text import bound_names, parse_tree
from grader.workflows import generating
from grader.workflows.course_copy import temporary_copy

MISSING = ("This appears when", "This needs a working")
"""Beginnings of the messages that `lesson.when_written` prints instead of a figure."""


class LintReport(msgspec.Struct):
    """What is to be mended, and the number of notebooks and exercises checked."""

    notebooks: int = 0
    exercises: int = 0
    findings: list[str] = []


def tidy_notebooks(path: Path) -> bool:
    """Rewrite an instructor's notebook in canonical form; return True if that changed it."""
    text = ipynb.dumps(ipynb.canonical(ipynb.read_source(path)))
    if text == path.read_text(encoding="utf-8"):
        return False
    write_whole(path, text)
    return True


def lint_course(course: Course, assignments: list[str], workers: int) -> LintReport:
    """Check the assignments and their release."""
    report = LintReport()
    for assignment in assignments:
        sources = {path: ipynb.read_source(path) for path in course.notebooks(assignment)}
        report.notebooks += len(sources)
        for path, read in sources.items():
            nb = _with_usual_markers(course, read)
            report.exercises += sum(cell.is_exercise for cell in map(SourceCell, nb["cells"]))
            faults = [*run_converters.metadata_fault(nb), *_lint_exercises(nb)]
            if course.house_rules:
                names = answers_names(course.root, nb)
                faults += [*form_faults(path), *teaching_faults(nb), *name_faults(nb, names)]
            report.findings += [f"{path.relative_to(course.root)}: {fault}" for fault in faults]
        if course.house_rules and not any(map(has_written_question, sources.values())):
            report.findings.append(
                f"source/{assignment}: no question is graded by hand; add one with a marking"
                " scheme."
            )
    with temporary_copy(course) as copy:
        made = _lint_generated(course, copy, assignments, workers)
        report.findings += [finding for finding in made if finding not in report.findings]
    return report


# The form of a notebook ---------------------------------------------------------------------


def _with_usual_markers(course: Course, nb: dict[str, Any]) -> dict[str, Any]:
    cells = [
        {**cell, "source": regions.with_usual_markers(cell["source"], course.hidden_region)}
        for cell in nb["cells"]
    ]
    return {**nb, "cells": cells}


def _lint_exercises(nb: dict[str, Any]) -> Iterator[str]:
    """Check the names and points of the tests, and that what they compare can differ."""
    for cell, exercise, tests in test_cells(nb):
        if len(set(tests)) < len(tests):
            yield (
                f"`{exercise.name}` has two tests of one name, of which only the last runs; rename"
                " one."
            )
        worth = float(cell.marks["points"])
        if (points := _points(cell.source)) != worth:
            yield (
                f"`{exercise.name}` ends in run_tests(points={points:g}), but is worth {worth:g}."
            )
    cells = [cell for cell in map(SourceCell, nb["cells"]) if cell.is_code]
    others = [cell.source for cell in cells if not cell.is_tests]
    for cell in cells:
        if cell.is_tests:
            wanted = grade_cell.wanted(cell.source) if cell.is_suite else None
            for fault in vacuous_comparisons(cell.source, others, wanted):
                yield f"`{cell.name}`: {fault}"


def _points(source: str) -> float:
    """Return the points in the call of `run_tests` that ends a grade cell."""
    call = ast.parse(source).body[-1].value  # type: ignore[attr-defined]
    value = next((k.value for k in call.keywords if k.arg == "points"), None)
    points = value.value if isinstance(value, ast.Constant) else None
    return float(points) if isinstance(points, int | float) else float("nan")


# The house rules of a course that asks for them ----------------------------------------------


def form_faults(path: Path) -> Iterator[str]:
    nb = ipynb.read_source(path)
    ids = [cell.get("id") for cell in nb["cells"]]
    if None in ids or len(set(ids)) < len(ids):
        yield "a cell has no id, or two cells have the same; run `grader tidy`."
    elif path.read_text(encoding="utf-8") != ipynb.dumps(ipynb.canonical(nb)):
        yield "not in canonical form (outputs, counts, metadata or layout); run `grader tidy`."


def teaching_faults(nb: dict[str, Any]) -> Iterator[str]:
    """Check that each exercise has tests and a hint, and each cell of tests both kinds of them."""
    graded_by_hand = {cell.name for cell in map(SourceCell, nb["cells"]) if cell.grade}
    for solution, following in exercises_in(nb):
        tested = any(cell.is_code and cell.grade for cell in following)
        if not tested and solution.name not in graded_by_hand:
            yield f"the exercise `{solution.name}` has no grade cell after it; add one."
        if not any("<details" in cell.source for cell in following if cell.is_markdown):
            yield (
                f"the exercise `{solution.name}` has no folded hint (<details>) after it; add one."
            )
        sources = [cell.source for cell in following if cell.is_code and cell.grade]
        yield from _lint_arguments(solution.source, sources)
    for _, exercise, tests in test_cells(nb):
        if not set(tests) - exercise.hidden:
            yield f"`{exercise.name}` has no visible test; add one that teaches."
        if not exercise.hidden & set(tests):
            marker = f"### {regions.BEGIN_HIDDEN}"
            yield f"`{exercise.name}` has no hidden test; add one between {marker} and its end."


def _lint_arguments(solution: str, tests: list[str]) -> Iterator[str]:
    """Check that tests say which arguments a right answer need not read."""
    tree = parse_tree(solution)
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] if tree else []
    calls = (node for source in tests for node in _calls(source))
    allowed = {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "may_ignore"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    for found in unread_arguments([solution], names, allowed):
        yield (
            f"the solution does not read the argument `{found.argument}` of `{found.function}`, and"
            " wrong answers that do not either are told so; mark the tests"
            f' `pytest.mark.may_ignore("{found.argument}")`.'
        )


def _calls(source: str) -> Iterator[ast.Call]:
    tree = parse_tree(source)
    return (node for node in ast.walk(tree or ast.Module([], [])) if isinstance(node, ast.Call))


def answers_names(root: Path, nb: dict[str, Any]) -> dict[str, set[str]]:
    """Return the names that right answers to each exercise define beside the exercise's own."""
    exercises = [cell.name for cell in map(SourceCell, nb["cells"]) if cell.is_exercise]
    return {
        exercise: set().union(
            *(bound_names(v.source) for v in variants.read_variants(root, exercise) if v.right)
        )
        - {exercise}
        for exercise in exercises
    }


def name_faults(nb: dict[str, Any], names: dict[str, set[str]]) -> Iterator[str]:
    """Check that no given cell after an exercise defines anew what its answers may have defined."""
    before: dict[str, str] = {}
    for cell in map(SourceCell, nb["cells"]):
        if cell.is_exercise:
            before |= dict.fromkeys(names[cell.name], cell.name)
        elif cell.is_code and not cell.marks:
            for name in sorted(bound_names(cell.source) & before.keys()):
                yield (
                    f"a given cell after `{before[name]}` defines `{name}`, as a right answer to it"
                    " in tests/variants does, which then no longer works; give it another name."
                )


def has_written_question(nb: dict[str, Any]) -> bool:
    cells = map(SourceCell, nb["cells"])
    return any(cell.task or (cell.is_markdown and cell.grade) for cell in cells)


# Release and grades -------------------------------------------------------------------------


def _lint_generated(
    course: Course, copy: Course, assignments: list[str], workers: int
) -> Iterator[str]:
    """Generate the assignments in a copy of the course, compare the release, and grade."""
    candidates: list[Candidate] = []
    for assignment in assignments:
        refused: list[str] = []
        try:
            refused = generating.reasons_to_refuse(copy, assignment)
            yield from refused
            run_converters.generate_assignment(copy, assignment)  # for what else there is to find
        except GraderError as error:
            if not refused:
                yield f"source/{assignment}: {error}".replace(f"{copy.root}/", "")
            continue
        if sentence := generating.outdated(course, copy, assignment):
            yield f"{course.folders.release_directory}/{assignment}: {sentence}"
        candidates += _candidates(course, copy, assignment)
    yield from _lint_grades(course, candidates, workers)


def _candidates(course: Course, copy: Course, assignment: str) -> Iterator[Candidate]:
    """Yield the notebooks of an assignment, as they were generated in the copy."""
    with copy.gradebook() as gradebook:
        keys = copy.keys(gradebook, assignment)
    data_files = course.graded_files(assignment)
    for path in course.notebooks(assignment):
        yield Candidate(
            assignment=assignment, key=keys[path.stem], source=path, data_files=data_files
        )


def _lint_grades(course: Course, candidates: list[Candidate], workers: int) -> Iterator[str]:
    """Check for full marks on the instructor's notebooks and zero on the untouched ones."""
    grade = functools.partial(
        pool.grade_batch,
        root=course.root,
        limits=course.limits,
        sandbox="auto",
        workers=workers,
    )
    for one, solution, untouched in trial.grade_both(candidates, grade):
        found = [_missing_figure(solution.notebook)]
        for graded, check in ((solution, trial.not_full), (untouched, trial.not_zero)):
            found += [check(cell) for cell in graded.verdict.cells]
        where = str(one.source.relative_to(course.root))
        yield from (f"{where}: {problem}" for problem in found if problem)


def _missing_figure(nb: dict[str, Any]) -> str:
    """Return a finding if a figure is not drawn although the notebook is solved."""
    outputs = [output for cell in nb["cells"] for output in cell.get("outputs", [])]
    printed = "".join(output.get("text", "") for output in outputs)
    line = next((text for text in printed.split("\n") if text.startswith(MISSING)), "")
    return f"a figure is not drawn with the solution: {line}" if line else ""
