"""Compares difficulty and discrimination of the same exercises in several terms.

Earlier terms are read from the `report.json` of their reports. A difference is remarked on only
where chance alone would hardly make it: at a level of one in a hundred, in two classes that are
large enough for item statistics.

- Difficulty: Welch's t-test on the shares of points. B. L. Welch, "The generalization of
  'Student's' problem when several different population variances are involved", Biometrika 34
  (1947).
- Discrimination: the difference of two correlations after Fisher's z-transformation. R. A. Fisher,
  "On the 'probable error' of a coefficient of correlation", Metron 1 (1921).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

import msgspec

from grader.errors import CourseError
from grader.report import items
from grader.report.items import Spread

VERSIONS: Final = (1,)
"""Versions of `report.json` that can be compared."""

LEVEL: Final = 0.01
"""How often chance alone may bring a remark about an exercise that did not change."""


class Item(Protocol):
    """An exercise in one term."""

    @property
    def notebook(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def max_score(self) -> float: ...
    @property
    def judged(self) -> int: ...
    @property
    def difficulty(self) -> float | None: ...
    @property
    def deviation(self) -> float | None: ...
    @property
    def discrimination(self) -> float | None: ...


class EarlierExercise(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise of an earlier report."""

    notebook: str
    name: str
    max_score: float
    judged: int
    difficulty: float | None
    discrimination: float | None
    deviation: float | None = None


class EarlierReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison needs of an earlier report."""

    course: str
    assignment: str
    made: datetime
    max_score: float
    scores: Spread
    whole: int
    exercises: list[EarlierExercise]


class _File(msgspec.Struct):
    version: int
    report: EarlierReport


class _Version(msgspec.Struct):
    version: int


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A class that was graded in the assignment."""

    course: str
    made: datetime
    """When its report was written."""
    graded: int
    mean_share: float | None
    """Mean score as a share of all points."""


class TermItem(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise's statistics in one term."""

    max_score: float
    judged: int
    difficulty: float | None
    discrimination: float | None


class ComparisonRow(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise over the terms."""

    notebook: str
    name: str
    terms: list[TermItem | None]
    """In the order of the terms; None where it was not asked. The last is this term."""
    change: float | None
    """Difficulty now, less that of the latest earlier term that has one."""
    remark: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """An assignment over the terms, the earliest first and this one last."""

    terms: list[Term]
    rows: list[ComparisonRow]


def read_earlier(path: Path) -> list[EarlierReport]:
    """Read a `report.json`, or all of those in the folders of a report."""
    if not path.is_dir():
        return [_read_file(path)]
    found = [*path.glob("report.json"), *sorted(path.glob("*/report.json"))]
    if not found:
        raise CourseError(
            f"{path} holds no report.json to compare with. Name the folder that an earlier"
            " grader report wrote, or a report.json in it."
        )
    return [_read_file(one) for one in found]


def _read_file(path: Path) -> EarlierReport:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(
            f"{path} can't be read to compare with: {error.strerror or error}."
        ) from error
    try:
        version = msgspec.json.decode(content, type=_Version).version
        if version not in VERSIONS:
            raise CourseError(
                f"{path} has version {version} of a report's format, and this grader compares"
                f" version {VERSIONS[-1]}. Install the newer grader."
            )
        return msgspec.json.decode(content, type=_File).report
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(
            f"{path} is no report.json of grader report, so nothing can be compared with it:"
            f" {error}."
        ) from error


def compare(
    now: Term, exercises: Sequence[Item], whole: int, earlier: Sequence[EarlierReport]
) -> Comparison:
    """Compare an assignment's exercises with those of earlier terms.

    `whole` is the number of submissions that this term's discrimination is computed from.
    """
    before = sorted(earlier, key=lambda report: report.made)
    asked = [{(e.notebook, e.name): e for e in report.exercises} for report in before]
    rows = []
    for exercise in exercises:
        place = (exercise.notebook, exercise.name)
        past = [found.get(place) for found in asked]
        known = [(e, r.whole) for e, r in zip(past, before, strict=True) if e is not None]
        latest = known[-1] if known else None
        rows.append(
            ComparisonRow(
                notebook=exercise.notebook,
                name=exercise.name,
                terms=[_term_item(one) if one else None for one in [*past, exercise]],
                change=_change_of(latest[0].difficulty, exercise.difficulty) if latest else None,
                remark=_remark(latest[0], latest[1], exercise, whole) if latest else "New.",
            )
        )
    present = {(exercise.notebook, exercise.name) for exercise in exercises}
    gone = dict.fromkeys(place for found in asked for place in found if place not in present)
    for place in gone:
        past = [found.get(place) for found in asked]
        terms = [*(_term_item(one) if one else None for one in past), None]
        rows.append(
            ComparisonRow(
                notebook=place[0], name=place[1], terms=terms, change=None, remark="Not asked now."
            )
        )
    return Comparison(terms=[*map(_term_of, before), now], rows=rows)


def _term_of(report: EarlierReport) -> Term:
    return Term(
        course=report.course,
        made=report.made,
        graded=report.scores.count,
        mean_share=items.difficulty([report.scores.mean], report.max_score)
        if report.scores.count
        else None,
    )


def _term_item(item: Item) -> TermItem:
    return TermItem(
        max_score=item.max_score,
        judged=item.judged,
        difficulty=item.difficulty,
        discrimination=item.discrimination,
    )


def _change_of(before: float | None, now: float | None) -> float | None:
    return None if before is None or now is None else now - before


def _remark(before: Item, whole_before: int, now: Item, whole: int) -> str:
    """Return what changed by more than chance would change it."""
    told = []
    if before.max_score != now.max_score:
        told.append(f"Worth {before.max_score:g} points before, {now.max_score:g} now.")
    if differs_in_difficulty(before, now):
        easier = (now.difficulty or 0.0) > (before.difficulty or 0.0)
        told.append("Easier than before." if easier else "Harder than before.")
    if differs_in_correlation(before.discrimination, whole_before, now.discrimination, whole):
        more = (now.discrimination or 0.0) > (before.discrimination or 0.0)
        told.append(f"Discriminates {'better' if more else 'less'} than before.")
    return " ".join(told)


def differs_in_difficulty(before: Item, now: Item) -> bool:
    """Whether the shares of points in two classes differ by more than chance."""
    if before.difficulty is None or before.deviation is None or before.judged < items.ENOUGH:
        return False
    if now.difficulty is None or now.deviation is None or now.judged < items.ENOUGH:
        return False
    if before.deviation == now.deviation == 0:
        return abs(before.difficulty - now.difficulty) > 1e-9
    from scipy.stats import ttest_ind_from_stats

    tested = ttest_ind_from_stats(
        before.difficulty,
        _estimated(before.deviation, before.judged),
        before.judged,
        now.difficulty,
        _estimated(now.deviation, now.judged),
        now.judged,
        equal_var=False,
    )
    return bool(tested.pvalue < LEVEL)


def _estimated(deviation: float, count: int) -> float:
    """Return the estimate of a population's standard deviation from that of a sample itself."""
    return deviation * math.sqrt(count / (count - 1))


def differs_in_correlation(
    before: float | None, count_before: int, now: float | None, count: int
) -> bool:
    """Whether two correlations, of so many students each, differ by more than chance."""
    if before is None or now is None or min(count_before, count) < items.ENOUGH:
        return False
    from scipy.stats import norm

    bound = 1 - 1e-9
    distance = math.atanh(max(-bound, min(bound, now))) - math.atanh(
        max(-bound, min(bound, before))
    )
    error = math.sqrt(1 / (count_before - 3) + 1 / (count - 3))
    return bool(2 * norm.sf(abs(distance) / error) < LEVEL)
