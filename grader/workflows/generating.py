"""Generating an assignment, unless students would see what is not for them, or tests can't run.

The sources are looked at before nbgrader runs. Then nbgrader runs once without the gradebook and
beside the release, and what it made is looked at. Only then it runs in earnest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.notebooks import ipynb, source_checks
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course, run_converters
from grader.plugin.course import is_litter


class Refused(CourseError):
    """An assignment that is not generated, with a sentence for each reason."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def generate(course: Course, assignment: str) -> list[Path]:
    """Write the students' version of an assignment, and its key to the gradebook; or raise."""
    if found := reasons_to_refuse(course, assignment):
        raise Refused(found)
    return run_converters.generate_assignment(course, assignment)


def reasons_to_refuse(course: Course, assignment: str) -> list[str]:
    """Return why an assignment must not be generated; nothing is written to find out."""
    if found := list(source_faults(course, assignment)):
        return found
    try:
        with run_converters.generated_aside(course, assignment) as folder:
            return list(release_leaks(course, assignment, folder))
    except CourseError:
        if found := list(_unmarked_regions(course, assignment)):  # nbgrader names no cell
            return found
        raise


def source_faults(course: Course, assignment: str) -> Iterator[str]:
    """Yield what is wrong with metadata, markers and tests of an assignment's sources."""
    for path in course.notebooks(assignment):
        faults = notebook_faults(course, ipynb.read_source(path))
        yield from (f"{path.relative_to(course.root)}: {fault}" for fault in faults)


def notebook_faults(course: Course, nb: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with metadata, markers and tests of one source."""
    yield from run_converters.metadata_fault(nb)
    yield from map(str, source_checks.marker_faults(nb["cells"], course.regions))
    yield from map(str, _test_faults(nb))


def _unmarked_regions(course: Course, assignment: str) -> Iterator[str]:
    for path in course.notebooks(assignment):
        cells = ipynb.read_source(path)["cells"]
        for fault in source_checks.unmarked_regions(cells, course.regions):
            yield f"{path.relative_to(course.root)}: {fault}"


def _test_faults(nb: dict[str, Any]) -> Iterator[source_checks.Fault]:
    """Yield the faults of the grade cells of a notebook in Python."""
    language = nb.get("metadata", {}).get("kernelspec", {}).get("language", "python")
    if str(language).lower() != "python":
        return
    cells = [cell for cell in map(SourceCell, nb["cells"]) if cell.is_code]
    for cell in cells:
        if cell.is_tests:
            others = [other.source for other in cells if other is not cell]
            yield from source_checks.cell_faults(cell.name, cell.source, others)


def release_leaks(course: Course, assignment: str, folder: Path) -> Iterator[str]:
    """Yield what a generated assignment holds that is not for students."""
    given = _given_modules(course, assignment)
    reference = own_modules(course) - given
    stubs = run_converters.stubs(course)
    for path in course.notebooks(assignment):
        source, made = ipynb.read_source(path)["cells"], folder / path.name
        released = ipynb.read_source(made)["cells"] if made.exists() else []
        for fault in source_checks.leaks(released, source, reference, course.regions, stubs):
            yield f"{path.relative_to(course.root)}: {fault}"
    for path in filter(Path.is_file, sorted(folder.rglob("*"))):
        source = course.source / assignment / path.relative_to(folder)
        yield from marked_file(course, path, source)


def marked_file(course: Course, path: Path, source: Path) -> Iterator[str]:
    """Yield the marker of a solution or a hidden test in a file that is no notebook."""
    text = path.read_text(encoding="utf-8", errors="replace")
    marker = next((r.begin for r in course.regions if r.begin in text), "")
    if marker and path.suffix != ".ipynb":
        yield (
            f"{source.relative_to(course.root)}: holds the marker `{marker}`, and students would"
            " get this file. Move it elsewhere, or remove what it marks."
        )


def new_data_files(course: Course, assignment: str) -> list[str]:
    """Return the data files that an earlier release of the assignment does not hold."""
    folder = course.folder(course.folders.release_directory, ".", assignment)
    before = {path.relative_to(folder).as_posix() for path in released_files(folder)}
    return sorted(course.data_files(assignment).keys() - before) if before else []


def outdated(course: Course, trial: Course, assignment: str) -> str:
    """Return how `release/` differs from what was just generated in a copy, or an empty string."""
    step = course.folders.release_directory
    if not (course.house_rules or course.folder(step, ".", assignment).exists()):
        return ""  # not generated yet
    now, kept = (_contents(c.folder(step, ".", assignment)) for c in (trial, course))
    names = now.keys() | kept.keys()
    differing = sorted(name for name in names if now.get(name) != kept.get(name))
    if not differing:
        return ""
    return f"out of date with the sources ({', '.join(differing)}); run `grader generate`."


def released_files(folder: Path) -> list[Path]:
    """List the files of a released assignment."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not is_litter(path.relative_to(folder)))


def _contents(folder: Path) -> dict[str, bytes]:
    files = released_files(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def own_modules(course: Course) -> set[str]:
    """Return the names of the modules at the top of a course, but for the grader's own."""
    names = {path.stem for path in course.root.glob("*.py")}
    names |= {path.parent.name for path in course.root.glob("*/*.py")}
    return names - {"grader", "nbgrader_config"}


def _given_modules(course: Course, assignment: str) -> set[str]:
    """Return the names of the modules among an assignment's files, in whatever folder they are."""
    files = map(Path, course.data_files(assignment))
    return {part for path in files if path.suffix == ".py" for part in (*path.parts, path.stem)}
