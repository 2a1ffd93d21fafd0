"""Check that the visible tests catch and name the course's known misconceptions.

Each is put in place of the right function, and the tests run in this process: first the visible
ones alone, then all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from grader.diagnosis import misconception_runs, traces
from grader.diagnosis.diagnosers import tell_cause
from grader.diagnosis.misconception_runs import Library, TestedCell
from grader.notebooks import hidden_files, ipynb
from grader.plugin import Course
from grader.testing.grade_cell import Pass
from grader.verdict import Outcome, TestResult


class NamedCard(msgspec.Struct, frozen=True):
    """What a card says of a student with one misconception."""

    failed: bool
    names: frozenset[str]


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """A misconception, and what the tests say of it."""

    where: str
    function: str
    name: str
    visible: NamedCard
    """After the visible tests alone."""
    all: NamedCard
    rivals: tuple[str, ...]
    """Other names that fit its failures in visible tests, those written by hand among them."""

    @property
    def caught(self) -> bool:
        """Whether a visible test fails."""
        return self.visible.failed

    @property
    def named(self) -> bool:
        """Whether the card of the visible tests names it and nothing else."""
        return self.visible.names == {self.name}

    @property
    def false_names(self) -> set[str]:
        """Names on one of its cards that are not its own."""
        return (set(self.visible.names) | self.all.names) - {self.name}


def examine_course(course: Course, assignments: list[str]) -> list[Examined]:
    """Run all misconceptions of some assignments."""
    found: list[Examined] = []
    library = misconception_runs.open_library(course.root)
    for assignment in assignments:
        for path in course.notebooks(assignment):
            cells = ipynb.read_source(path)["cells"]
            hidden = hidden_files.among(hidden_files.beside(path.parent))
            where = str(path.relative_to(course.root))
            names: dict[str, Any] = {}
            for cell in misconception_runs.tested_cells(cells, library):
                if cell.functions:
                    names = names or misconception_runs.solved_names(cells, library)
                    found += examine_cell(where, cell, names, library, hidden)
    return found


def examine_cell(
    where: str,
    cell: TestedCell,
    names: dict[str, object],
    library: Library,
    hidden: Mapping[str, Path],
) -> Iterator[Examined]:
    """Run the misconceptions of a cell's functions, named as in the released notebook."""
    known = misconception_runs.record_known(cell, names, library)
    exercise = cell.exercise.with_known(misconception_runs.as_lines(known).decode(), (), hidden)
    for function, wrong_ones in cell.functions.items():
        for name, wrong in wrong_ones.items():
            visible, everything = (
                misconception_runs.run_with(exercise, names, function, wrong, which).results
                for which in (Pass.VISIBLE, None)
            )
            yield Examined(
                where=where,
                function=function,
                name=name,
                visible=_named_card(visible),
                all=_named_card(everything),
                rivals=_rivals(name, visible),
            )


def _rivals(name: str, results: list[TestResult]) -> tuple[str, ...]:
    """Return the other names that fit some results and contradict none."""
    suspicions = [result.suspicion for result in results if result.suspicion]
    fits = {key for one in suspicions for key in one.fits}
    fits -= {key for one in suspicions for key in one.against}
    return tuple(sorted({traces.name_of(key) for key in fits} - {name}))


def _named_card(results: list[TestResult]) -> NamedCard:
    named = tell_cause(results)
    return NamedCard(
        failed=any(result.outcome is not Outcome.PASSED for result in named),
        names=frozenset(result.misconception for result in named if result.misconception),
    )


# Results ------------------------------------------------------------------------------------


def sentences(examined: list[Examined]) -> list[str]:
    """Return a sentence for each misconception that a card does not tell rightly."""
    return [sentence for one in examined if (sentence := _sentence(one))]


def _sentence(one: Examined) -> str:
    start = f"{one.where}: `{one.function}`: “{one.name}”"
    if not one.all.failed:
        return f"{start} passes all tests."
    if not one.caught:
        hidden = "; hidden tests name it" if one.name in one.all.names else ""
        return f"{start} passes all visible tests{hidden}."
    if one.false_names:
        listed = " and ".join(f"“{name}”" for name in sorted(one.false_names))
        return f"{start} is taken for {listed}."
    if not one.named:
        hidden = "; hidden tests name it" if one.name in one.all.names else ""
        fit = "".join(f"; “{name}” fits, too" for name in one.rivals)
        return f"{start} fails visible tests, but is not named there{hidden}{fit}."
    if one.all.names != {one.name}:
        return f"{start} is named by the visible tests, but not when hidden ones run too."
    return ""


def summary(examined: list[Examined]) -> str:
    """Return how many misconceptions are caught and named."""
    counts = Counter(
        caught=sum(one.caught for one in examined),
        named=sum(one.named for one in examined),
        graded=sum(one.all.names == {one.name} for one in examined),
        false=sum(len(one.false_names) for one in examined),
    )
    return (
        f"{counts['caught']} of {len(examined)} misconceptions caught by visible tests,"
        f" {counts['named']} named rightly there, {counts['graded']} by all tests;"
        f" {counts['false']} false names."
    )
