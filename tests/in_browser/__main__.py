"""`make proof-browser`; see the package."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.in_browser import __doc__ as about
from tests.in_browser import proof


def main() -> int:
    """Run what is asked for; return the exit status."""
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("assignments", nargs="*")
    parser.add_argument("--answers", type=int, help="so many, spread over all; no notebooks")
    parser.add_argument("--notebooks", action="store_true", help="the notebooks, and no answers")
    given = parser.parse_args()
    paths = proof.notebooks(given.assignments)
    with tempfile.TemporaryDirectory(prefix="grader-in-browser-") as temporary:
        folder = Path(temporary)
        root = proof.lay_out(folder)
        dist = proof.make_pyodide(folder / "pyodide", proof.notebooks())
        size = sum(path.stat().st_size for path in dist.iterdir()) / 1e6
        print(f"Pyodide with what the course needs: {size:.1f} MB", flush=True)
        failed = False
        if given.answers is None:
            failed |= whole(paths, root, folder, dist)
        if not given.notebooks:
            failed |= compared(paths, given.answers, root, folder, dist)
    return int(failed)


def whole(paths: list[Path], root: Path, folder: Path, dist: Path) -> bool:
    """Run notebooks with the instructor's answers; return whether any lacks marks."""
    tasks = [*proof.whole_notebooks(paths)]
    found = proof.in_pyodide(tasks, root, folder, dist)
    short = proof.short_of_full_marks(tasks, found)
    print(*short, sep="\n")
    slowest = max(found.values(), key=lambda one: one.get("seconds", 0.0))
    print(
        f"{len(tasks) - len(short)} of {len(tasks)} notebooks with the instructor's answers have"
        f" full marks; {slowest['id']} takes longest, {slowest.get('seconds', 0):.0f} s.",
        flush=True,
    )
    return bool(short)


def compared(paths: list[Path], count: int | None, root: Path, folder: Path, dist: Path) -> bool:
    """Compare answers assignment by assignment; return whether any differs."""
    failed = False
    groups = sorted({path.parent.name for path in paths}) if count is None else [""]
    for group in groups:
        tasks = proof.answers([path for path in paths if group in ("", path.parent.name)], count)
        began = time.perf_counter()
        done = proof.compare(tasks, root, folder, dist)
        print(*done.differences, sep="\n")
        print(
            f"{group or 'A sample'}: {done.answers} answers, {len(done.differences)} differences;"
            f" {len(done.cards)} cards have other words; {len(done.skipped)} take too long and are"
            f" left out. CPython {done.ours:.0f} s, Pyodide {done.theirs:.0f} s, all"
            f" {time.perf_counter() - began:.0f} s.",
            flush=True,
        )
        failed |= bool(done.differences)
    return failed


if __name__ == "__main__":
    sys.exit(main())
