"""What of a course travels to the workers: what its tests import, and the assignments' own files.

Nothing else does: no gradebook, no configuration (which may hold the database's password), no
student's work. Files that are found in other ways are named by `c.Cluster.files`.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from grader.batch import Job
from grader.cluster.parcel import File
from grader.errors import CourseError
from grader.plugin.course import is_litter


def course(root: Path, jobs: Sequence[Job], more: Iterable[str]) -> list[File]:
    """The files which a desk needs to grade the jobs, by their places in its own folder."""
    keys = {id(job.keys): job.keys for job in jobs}.values()  # a class shares its tests
    tests = [cell.source for shared in keys for key in shared for cell in key.autograded()]
    wanted = {str(path.relative_to(root)): path for path in imported(root, tests)}
    wanted |= {str(path.relative_to(root)): path for path in named(root, more)}
    for job in jobs:
        wanted |= {place(job, name): Path(path) for name, path in job.data_files.items()}
    try:
        return [(os.fsencode(name), path.read_bytes()) for name, path in wanted.items()]
    except OSError as error:
        raise CourseError(
            f"The course can't be sent to the cluster: {error.filename}: {error.strerror}."
        ) from error


def place(job: Job, name: str) -> str:
    """Where one of an assignment's own files is at a desk."""
    return str(PurePath("source", job.assignment, name))


def imported(root: Path, sources: Iterable[str]) -> Iterator[Path]:
    """The files of all modules of the course that the sources import, and that those import."""
    seen = {"grader"}  # the workers have their own, which is compared
    waiting = list(sources)
    while waiting:
        for name in _names(waiting.pop()) - seen:
            seen.add(name)
            for path in _files(root, name):
                yield path
                if path.suffix == ".py":
                    waiting.append(path.read_text(encoding="utf-8", errors="replace"))


def _names(source: str) -> set[str]:
    """The first parts of what a source imports."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return set()
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    ]
    return {name.split(".")[0] for name in names}


def _files(root: Path, name: str) -> list[Path]:
    """The files of a module at the top of the course, or of a package with all that is in it."""
    module, package = root / f"{name}.py", root / name
    inside = package.rglob("*") if package.is_dir() else []
    return [
        path
        for path in [module, *inside]
        if path.is_file() and not is_litter(path.relative_to(root))
    ]


def named(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    """The files that the course's configuration names."""
    for pattern in patterns:
        found = [path for path in root.glob(pattern) if path.is_file()]
        if not found:
            raise CourseError(f"c.Cluster.files: {pattern!r} is no file of {root}.")
        yield from found
