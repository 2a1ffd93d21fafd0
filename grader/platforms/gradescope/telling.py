"""What is told beside the results of tests: to the student in results.json, or where it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from grader.grading.submission import NOT_HANDED_IN
from grader.platforms.gradescope.receiving import Refusal
from grader.plugin.names import in_one_line, shown_path

MOST_LINES: Final = 20
"""Files that are listed for a student."""


def tell_refusals(results: dict[str, Any], refusals: Sequence[Refusal]) -> None:
    """Add to results why files were not graded, above all where no other one was.

    A notebook that was refused was handed in: the reason takes the place of the remark that it was
    not.
    """
    lines = results["output"].split("\n")
    told: list[str] = []
    for refusal in sorted(refusals, key=_is_likely_other):
        name, reason = shown_path(refusal.file), in_one_line(refusal.reason)
        stem = refusal.notebook.removesuffix(".ipynb")
        missing = f"{stem}: {NOT_HANDED_IN.format(refusal.notebook)}"
        if refusal.notebook and missing in lines:
            lines[lines.index(missing)] = f"{stem}: {name}: {reason}"
        else:
            told.append(f"{name} was not graded: {reason}")
    if more := len(told) - MOST_LINES:
        told[MOST_LINES:] = [f"{more} more files were not graded."] if more > 0 else []
    results["output"] = "\n".join([*lines, *told])


def _is_likely_other(refusal: Refusal) -> bool:
    """Return whether a file is likely none of the assignment: neither by its name nor a zip."""
    return not refusal.notebook and not refusal.file.lower().endswith(".zip")


def print_file(path: str, said: str) -> None:
    """Print a line about a file, for the instructor; the terminal may be one of any encoding."""
    line = f"{shown_path(path)}: {in_one_line(said)}"
    print(line.encode("ascii", "backslashreplace").decode())
