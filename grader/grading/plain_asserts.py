"""The score of a grade cell of plain asserts, by nbgrader's rule, and what its student is told.

The cell runs in the student's process, which may show anything. So of a hidden test only those
words are told that stand in its source; the rest is quoted where no hidden test has run before.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any, Final

from grader import verdict
from grader.diagnosis.error_texts import sandbox_refusal
from grader.notebooks import regions
from grader.notebooks.ipynb import KeyCell
from grader.notebooks.source_cells import is_made_up
from grader.verdict import UNNAMED, CellVerdict

Output = dict[str, Any]

HIDDEN: Final = "A hidden test of this cell does not hold."
NOT_HELD: Final = "An assertion does not hold."
ON_STDERR: Final = "Something was written to stderr, which counts as an error:"

MAX_QUOTED: Final = 2000
"""Characters quoted of what was printed, and of an error."""

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")


def plain_assert_score(
    key: KeyCell, outputs: list[Output], lost: str, count: int | None = None, ignored: str = ""
) -> CellVerdict:
    """Score a cell: an error is 0, a number is that many points, anything else is full marks.

    Where nbgrader fails open, this fails closed: a lost process earns nothing, and neither does a
    number outside the cell's points. `count` is the number with which the cell ran. Text on stderr
    that the regular expression `ignored` finds something in is no error.
    """
    if lost:
        return verdict.zero(key.name, key.points, f"the process ended before this cell: {lost}")
    decides = _deciding(outputs, ignored)
    score = _earned_points(decides, key.points)
    passed = score == key.points
    test = verdict.TestResult(
        name=key.name,
        title=UNNAMED if is_made_up(key.name) else key.name.replace("_", " "),
        outcome=verdict.Outcome.PASSED if passed else verdict.Outcome.FAILED,
        part=0.0 if passed else score / key.points,
        message="" if passed else _message(key, outputs, decides, count),
    )
    return CellVerdict(grade_id=key.name, max_score=key.points, score=score, tests=[test])


# The score ----------------------------------------------------------------------------------


def _deciding(outputs: Sequence[Output], ignored: str) -> Output | None:
    """Return the first output that decides about the points."""
    for output in outputs:
        kind = output["output_type"]
        if kind in ("error", "execute_result") or _is_complaint(output, ignored):
            return output
    return None


def _is_complaint(output: Output, ignored: str) -> bool:
    """Return whether an output is text on stderr other than a progress bar or what is ignored."""
    if output["output_type"] != "stream" or output["name"] != "stderr":
        return False
    if ignored and re.search(ignored, output["text"]):
        return False
    return any(line.strip() and "\r" not in line for line in output["text"].split("\n"))


def _earned_points(decides: Output | None, most: float) -> float:
    if decides is None:
        return most
    if decides["output_type"] != "execute_result":
        return 0.0
    number = _number(decides)
    if number is None:
        return most
    return number if 0 <= number <= most else 0.0


def _number(result: Output) -> float | None:
    """Return a cell's value if it is a number."""
    try:
        return float(result["data"].get("text/plain", ""))
    except ValueError:
        return None


# What is told -------------------------------------------------------------------------------


def _message(
    key: KeyCell, outputs: Sequence[Output], decides: Output | None, count: int | None
) -> str:
    """Say why a cell does not get its points: a sentence, then what is quoted."""
    hidden = regions.hidden_lines(key.source)
    if decides is None or decides["output_type"] != "error":
        quotable = not hidden
        sentence, line = _value_sentence(decides, key.points, quotable=quotable), None
    else:
        line = _failed_line(decides, count)
        quotable = not hidden or (line is not None and line < min(hidden))
        if hidden and (line is None or line in hidden):
            return _own_words(key.source, decides) or HIDDEN
        sentence = _error_sentence(decides)
    quoted = [_line(key.source, line) if line else ""]
    if quotable and (printed := _printed(outputs)):
        quoted.append(f"Printed:\n{printed}")
    return "\n".join([sentence, *filter(None, quoted)])


def _value_sentence(decides: Output | None, most: float, *, quotable: bool) -> str:
    """Say what a cell's value, or its text on stderr, made of its points."""
    if decides is None or decides["output_type"] != "execute_result":
        text = decides["text"].strip()[:MAX_QUOTED] if decides and quotable else ""
        return f"{ON_STDERR}\n{text}".rstrip(":\n") + ("" if text else ".")
    number = _number(decides)
    if number is not None and 0 <= number <= most:
        return f"This cell gives {number:g} of {most:g} points."
    return f"The value of this cell is {number:g}, which is no number of points from 0 to {most:g}."


def _error_sentence(error: Output) -> str:
    name, text = error["ename"], error["evalue"].strip()[:MAX_QUOTED]
    if name == "AssertionError":
        return text or NOT_HELD
    if name == "TimeLimitReached":
        return f"This took too long: {text}."
    article = "an" if name[:1] in "AEIOU" else "a"
    refusal = sandbox_refusal(name, text, "\n".join(error["traceback"]))
    told = f"This stopped with {article} {name}{f': {text}' if text else '.'}"
    return f"{told}\n{refusal}" if refusal else told


def _failed_line(error: Output, count: int | None) -> int | None:
    """Return the number of the cell's line at which an error left it, as its traceback says."""
    if count is None:
        return None
    text = _COLOUR.sub("", "\n".join(error["traceback"]))
    found = re.findall(rf"Cell In\s?\[{count}\], line (\d+)", text)
    return int(found[0]) if found else None


def _line(source: str, number: int) -> str:
    """Return a line of the source, unless it is hidden."""
    lines = source.split("\n")
    shown = 0 < number <= len(lines) and number not in regions.hidden_lines(source)
    return lines[number - 1].strip() if shown else ""


def _own_words(source: str, error: Output) -> str:
    """Return the words of a hidden assert if they stand in its source as the error tells them."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    words = {
        str(node.msg.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert) and isinstance(node.msg, ast.Constant)
    }
    told = error["ename"] == "AssertionError" and error["evalue"] in words
    return f"{HIDDEN} {error['evalue']}" if told else ""


def _printed(outputs: Sequence[Output]) -> str:
    texts = [
        output["text"]
        for output in outputs
        if output["output_type"] == "stream" and output["name"] == "stdout"
    ]
    text = _COLOUR.sub("", "".join(texts)).strip("\n")
    return text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}\n…"
