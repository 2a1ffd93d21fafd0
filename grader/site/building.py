"""A course as a folder of static files: the book, the workbench, and Python for it.

What a release refuses, the site refuses: pages and workbench are made of the files of `release/`,
after the look at them with which `grader pack` begins. All is made in the course's `.grader/site/`,
where the next run finds what did not change, and copied when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from grader import __version__
from grader.errors import CourseError, UsageError
from grader.notebooks.files import KEPT, write_whole
from grader.plugin import Course
from grader.site import book, pyodide, workbench
from grader.site.executed import kept_json, modules_digest, run_lessons
from grader.site.heads import spoken
from grader.site.lessons import Lesson, read_lessons
from grader.workflows import archives, generating, handout, requirements
from grader.workflows.locks import SubmissionLocks

LIST: Final = "site-files.json"
"""The list of the files of a site: what the next run need not keep."""

Files = dict[str, bytes]


def build_site(
    course: Course, assignments: Sequence[str], target: Path, *, origin: str, title: str
) -> tuple[list[Lesson], list[str]]:
    """Write the site of assignments; return its notebooks, and sentences of what is not in it.

    Another run in the same course waits for this one.
    """
    with SubmissionLocks(course.root) as locks:
        locks.acquire("site")
        return _build(course, assignments, target, origin=origin, title=title)


def _build(
    course: Course, assignments: Sequence[str], target: Path, *, origin: str, title: str
) -> tuple[list[Lesson], list[str]]:
    _check_target(course, target)
    for name in {*assignments} & {*book.OTHERS}:
        raise CourseError(f"{name} can't be in a site, which has a folder of its own called so.")
    kept = course.root / KEPT / "site"
    wheel = hashlib.sha256(archives.made_wheel()).hexdigest()
    released, problems = _released(course, assignments, kept / "fresh.json", wheel)
    lessons = [one for name in released for one in read_lessons(course, name, released[name])]
    if not lessons:
        return [], problems or ["There is no notebook to show."]
    problems += run_lessons(course, lessons, released, kept / "outputs")
    if problems:
        return [], problems
    site = kept / "site"
    _build_pyodide(kept, site, origin, wheel, released)
    workbench.build_workbench(kept / "lite", site, released, title)
    book.build_book(kept / "book", site, lessons, released, title)
    shutil.copyfile(Path(__file__).parent / "work.html", site / "work.html")
    _publish(site, target)
    return lessons, []


def _released(
    course: Course, assignments: Sequence[str], mark: Path, wheel: str
) -> tuple[dict[str, Files], list[str]]:
    """Return the files of each release that may be handed out, and why others may not.

    To look takes long, and is not done again where nothing changed that it depends on.
    """
    known = kept_json(mark) or {}
    digests = {name: _digest(course, name, wheel) for name in assignments}
    looked = [name for name in assignments if known.get(name) != digests[name]]
    problems = [found for _, found in handout.fresh(course, looked) if isinstance(found, str)]
    fresh = {name: digests[name] for name in assignments} if not problems else {}
    write_whole(mark, json.dumps({**known, **fresh}))
    if problems:
        return {}, problems
    released = {name: _files_in(_release(course, name)) for name in assignments}
    return released, []


def _digest(course: Course, assignment: str, wheel: str) -> str:
    """Return a digest of all that an assignment's release is made of, and of the release."""
    told = hashlib.sha256(wheel.encode() + modules_digest(course))
    for folder in (course.source / assignment, _release(course, assignment)):
        for name, data in _files_in(folder).items():
            told.update(f"{folder.name}/{name}\n{len(data)}\n".encode() + data)
    return told.hexdigest()


def _release(course: Course, assignment: str) -> Path:
    return course.folder(course.folders.release_directory, ".", assignment)


def _files_in(folder: Path) -> Files:
    found = generating.released_files(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _build_pyodide(
    kept: Path, site: Path, origin: str, wheel: str, released: Mapping[str, Files]
) -> None:
    """Write Pyodide, unless the same is there already."""
    notebooks = [
        data
        for files in released.values()
        for name, data in files.items()
        if name.endswith(".ipynb")
    ]
    imports = sorted(requirements.imports_of(notebooks))
    mark, folder = kept / "pyodide.json", site / workbench.PYODIDE
    wanted = json.dumps([__version__, origin, imports, wheel])
    if folder.is_dir() and mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    fresh = kept / "pyodide.new"
    shutil.rmtree(fresh, ignore_errors=True)
    pyodide.write_pyodide(fresh, origin, imports)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(folder)
    write_whole(mark, wanted)


def _check_target(course: Course, target: Path) -> None:
    folders: Any = course.folders
    steps = ("source", "release", "submitted", "autograded", "feedback")
    for place in [KEPT, *(getattr(folders, f"{step}_directory") for step in steps)]:
        if target.resolve().is_relative_to((course.root / place).resolve()):
            raise UsageError(f"{target} lies in {place}/, which is for other files. Name another.")
    if target.is_dir() and any(target.iterdir()) and not (target / LIST).is_file():
        raise UsageError(
            f"{target} has files that are no site's. Name a new or an empty folder with -o."
        )
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is not a folder. Name a new or an empty folder with -o.")


def _publish(site: Path, target: Path) -> None:
    """Copy what changed, and remove what an earlier run wrote and this one did not."""
    files = {path.relative_to(site).as_posix(): path for path in _files_of(site)}
    listed = target / LIST
    before = kept_json(listed) or []
    write_whole(listed, json.dumps(sorted({*before, *files}), indent=0))
    for name, path in files.items():
        if not _same(path, target / name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target / name)
    for name in {*before} - {*files}:
        gone = target / name
        if gone.resolve().is_relative_to(target.resolve()):
            gone.unlink(missing_ok=True)
    write_whole(listed, json.dumps(sorted(files), indent=0))


def _files_of(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file() and path.name != ".buildinfo")


def _same(path: Path, other: Path) -> bool:
    if not other.is_file():
        return False
    one, two = path.stat(), other.stat()
    if one.st_size != two.st_size:
        return False
    return one.st_mtime_ns == two.st_mtime_ns or path.read_bytes() == other.read_bytes()


def title_of_course(course: Course) -> str:
    """Return the course's name, as its configuration or its folder has it."""
    name = str(course.folders.course_id) or course.root.name
    if not name.strip():
        raise CourseError("The course has no name; give the site's title by --title.")
    return spoken(name)
