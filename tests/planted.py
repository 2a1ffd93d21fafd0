"""Faults that are planted in a copy of the repository, each with a test that must then fail.

    python -m tests.planted            all of them, about two minutes
    python -m tests.planted keyctl     those whose name holds this word

A test that is rewritten, or moved to another place, still has to see them. Only tests that run in
their own process are here: a command would be that of this repository, not of the copy.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

LITTER = shutil.ignore_patterns(".*", "__pycache__", "demo", "dist", "images", "_build")

ROOMS = "test_repository.py::test_a_room_imports_from_the_rooms_below_it_and_no_other"
CIRCLE = "test_repository.py::test_no_circle_between_files"


class Fault(NamedTuple):
    """A text that is replaced in a module, or added at its end, and what must see that."""

    name: str
    module: str
    old: str
    new: str
    test: str


FAULTS = (
    Fault(
        "the guest is imported by name",
        "workflows/status.py",
        "",
        "import importlib\nimportlib.import_module('grader.guest.host')",
        f"{ROOMS}[workflows]",
    ),
    Fault(
        "a circle inside a room, in a function",
        "plugin/defaults.py",
        "",
        "def late():\n    from grader.plugin.course import Course\n    return Course",
        CIRCLE,
    ),
    Fault(
        "a circle inside a room, for types alone",
        "plugin/defaults.py",
        "",
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from grader.plugin.course import Course",
        CIRCLE,
    ),
    Fault(
        "an add-on is imported by the core",
        "workflows/status.py",
        "",
        "from grader.report import items",
        f"{ROOMS}[workflows]",
    ),
    Fault(
        "keyctl is let through",
        "guest/seccomp.py",
        '    "keyctl": SystemCall(250, 219),\n',
        "",
        "test_seccomp.py::test_each_call_is_answered_as_the_list_says",
    ),
    Fault(
        "submissions are read through links",
        "notebooks/door.py",
        "os.O_PATH | os.O_NOFOLLOW",
        "os.O_PATH",
        "test_door.py::test_nothing_is_read_through_a_link_or_a_way_out",
    ),
    Fault(
        "a card shows text as HTML",
        "render/card.py",
        r'return TICKED.sub(r"<code>\1</code>", escape(text))',
        r'return TICKED.sub(r"<code>\1</code>", text)',
        "test_card.py::test_every_text_is_escaped",
    ),
    Fault(
        "hidden tests show their values",
        "diagnosis/diagnosers.py",
        "if ended.shows_values else None",
        "if ended else None",
        "test_suite.py::"
        "test_a_hidden_test_shows_a_counterexample_where_the_instructor_allows_it[shown]",
    ),
    Fault(
        "numbers are close that are not",
        "checks.py",
        "isclose(got, want, rtol=rtol,",
        "isclose(got, want, rtol=2 * rtol,",
        "test_checks.py::test_a_number_is_close_exactly_within_the_tolerance",
    ),
    Fault(
        "hidden tests are released",
        "notebooks/regions.py",
        "in HIDDEN.lines(source) if not within)",
        "in HIDDEN.lines(source))",
        "test_regions.py::test_lines_between_the_markers_are_hidden_and_the_others_visible",
    ),
    Fault(
        "an empty array is right",
        "testing/truth.py",
        "raise ValueError(NOTHING_THERE)",
        "pass",
        "test_comparisons.py::test_a_student_reads_that_an_empty_array_came_back[shown]",
    ),
    Fault(
        "an empty array has an axis without measure",
        "protocol/records.py",
        "        or around > max(entries, MAX_AROUND_EMPTY)\n",
        "",
        "test_values.py::test_an_empty_array_is_not_large_in_disguise",
    ),
    Fault(
        "a test that failed earns points",
        "verdict.py",
        "if self.outcome is Outcome.PASSED else self.part",
        "if self.outcome is not Outcome.RAISED else self.part",
        "test_verdict.py::test_only_what_passed_earns",
    ),
    Fault(
        "a broken test is a score",
        "verdict.py",
        "if any(test.outcome is Outcome.BROKEN for test in tests) or not tests:",
        "if not tests:",
        "test_verdict.py::test_a_broken_test_or_no_test_leaves_the_cell_unscored",
    ),
    Fault(
        "a spreadsheet runs a student's text",
        "plugin/sheet.py",
        r"[=+\-@＝",
        r"[+\-@＝",
        "test_exports.py::test_no_cell_of_a_guarded_text_is_run_and_the_text_comes_back",
    ),
    Fault(
        "the watch for forbidden calls can be turned off",
        "guest/call_watch.py",
        'self.seen = self.seen or "sys.setprofile"',
        "pass",
        "test_forbidden.py::test_who_turns_the_watch_off_fails[shown]",
    ),
)


def main(words: list[str]) -> int:
    """Plant each fault and run its test; return the exit status: 1 if one was not seen."""
    chosen = [fault for fault in FAULTS if all(word in fault.name for word in words)]
    unseen = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=LITTER))
        for fault in chosen:
            seen = is_seen(fault, copy)
            unseen += not seen
            print("seen  " if seen else "UNSEEN", fault.name, flush=True)
    return int(unseen > 0 or not chosen)


def is_seen(fault: Fault, copy: Path) -> bool:
    """Return whether the test of a fault fails with it."""
    path = copy / "grader" / fault.module
    before = path.read_text(encoding="utf-8")
    if fault.old not in before:
        raise SystemExit(f"{fault.name}: grader/{fault.module} no longer holds {fault.old!r}")
    with_it = before.replace(fault.old, fault.new) if fault.old else f"{before}\n\n{fault.new}\n"
    path.write_text(with_it, encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [*command, f"tests/{fault.test}"], cwd=copy, capture_output=True, text=True, check=False
        )
    finally:
        path.write_text(before, encoding="utf-8")
    if done.returncode not in (0, 1):  # the tests could not be run
        raise SystemExit(f"{fault.name}: {done.stdout}{done.stderr}")
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
