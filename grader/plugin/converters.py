"""Extensions of nbgrader's converters."""

from __future__ import annotations

import contextlib
import fnmatch
import mimetypes
import os
import re
import shutil
from collections.abc import Iterator
from glob import has_magic
from pathlib import Path
from typing import Final

import nbformat
import nbgrader.converters.autograde
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import parse_utc

from grader.errors import in_one_line
from grader.grading import submission
from grader.notebooks import ipynb
from grader.notebooks.door import Door
from grader.notebooks.files import as_utf8, write_whole
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin.course import data_files_in, hand_in
from grader.plugin.defaults import is_ours
from grader.plugin.names import id_problem
from grader.plugin.settings import limits_of
from grader.plugin.times import TIMESTAMP, moment_in
from grader.plugin.verdict_metadata import verdict_of

EMPTY: Final = ipynb.dumps(ipynb.assemble([], {})).encode()
"""What nbgrader sanitizes in the place of a notebook; our `Execute` reads what was handed in."""


class Autograde(nbgrader.converters.autograde.Autograde):
    """Autograding that continues after an unreadable file or a failure of the grader.

    After a failure of ours the submission is flagged for a person, and the command fails in the
    end.

    nbgrader follows links, so it works on copies of what came through the door, one submission at
    a time; of the others it finds empty files.
    """

    def start(self) -> None:
        self.broken: list[str] = []
        self._copy: Path | None
        with temporary_folder() as copies:
            self._copies, self._copy = copies, None
            super().start()
        for name in self.broken:
            self.log.error("%s could not be graded and has no score; please grade it by hand", name)
        if self.broken:
            raise NbGraderException("; ".join(self.broken))

    def _format_source(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        """Return the place of a submission: among the copies until it is sanitized."""
        if not self._sanitizing:
            return str(super()._format_source(assignment_id, student_id, escape=escape))
        if not escape:
            folder = hand_in(self.coursedir, student_id, assignment_id).folder
            return os.path.join(self._copies, folder.lstrip(os.sep))
        student, assignment = "\1", "\2"  # in the place of nbgrader's patterns
        folder = hand_in(self.coursedir, student, assignment).folder.lstrip(os.sep)
        pattern = re.escape(os.path.join(self._copies, folder))
        return pattern.replace(student, student_id).replace(assignment, assignment_id)

    def init_notebooks(self) -> None:
        """Let nbgrader find which notebooks of which students there are."""
        asked = hand_in(self.coursedir, self.coursedir.student_id, self.coursedir.assignment_id)
        wanted = [f"{name}.ipynb" for name in self._released(self.coursedir.assignment_id)]
        with Door(asked.base) as door:
            for folder in _matching_folders(door, asked.folder):
                if problem := _problem(folder, asked.folder):
                    self.log.warning("%s is not graded: %s", in_one_line(folder), problem)
                    continue
                found = [name for name in wanted if door.find(f"{folder}/{name}")]
                others = door.names(folder, most=submission.ENTRIES)
                for name in found or [name for name in others if name.endswith(".ipynb")]:
                    write_whole(self._copies / folder / name, b"")
        super().init_notebooks()

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Copy what a student handed in, if that is to be graded."""
        if self._copy is not None:
            shutil.rmtree(self._copy)
        self._copy = Path(self._format_source(assignment_id, student_id))
        place = hand_in(self.coursedir, student_id, assignment_id)
        names = self._released(assignment_id)
        source = self.coursedir.format_path(self.coursedir.source_directory, ".", assignment_id)
        ours = data_files_in(Path(source), self.coursedir)  # nbgrader copies them over a student's
        self._read = submission.read_hand_in(*place, names, limits_of(self.config).submission_mb)
        for name, data in self._read.files.items():
            if any(map(runs_in_browser, name.split("/"))):
                continue  # formgrader would serve it, and feedback/ get it
            if any(name.startswith(f"{one}/") or one.startswith(f"{name}/") for one in ours):
                continue  # a folder where the course has a file, or the other way round
            text = _our_time(data) if name == TIMESTAMP else data
            with contextlib.suppress(FileExistsError, NotADirectoryError):  # a folder's file
                write_whole(self._copy / name, text)
        return bool(super().init_destination(assignment_id, student_id))

    def _released(self, assignment_id: str) -> list[str]:
        """Return the names of an assignment's notebooks; none where nbgrader will refuse it."""
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return [book.name for book in gradebook.find_assignment(assignment_id).notebooks]
            except MissingEntry:
                return []

    def _shown(self, path: Path) -> str:
        """Return the path of a copy as that of what was copied."""
        base = hand_in(self.coursedir, "", "").base
        place = os.path.join(base, path.relative_to(self._copies))
        return os.path.relpath(place, self.coursedir.root)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        path = Path(notebook_filename)
        ours = any(is_ours(step, "Execute") for step in self.autograde_preprocessors)
        if ours and self.config.Execute.get("enabled") is not False:  # as --no-execute sets it
            path.write_bytes(EMPTY)
        else:
            path.write_bytes(as_utf8(path.read_bytes()))
        super().convert_single_notebook(notebook_filename)
        written = Path(self.writer.build_directory) / path.name
        verdict = verdict_of(nbformat.read(written, as_version=ipynb.FORMAT))
        if verdict and verdict.reason:
            reason = verdict.reason.removeprefix(f"{path.name}: ")
            self.log.warning("%s: %s", self._shown(path), reason)
        cells = verdict.cells if verdict else []
        self.broken += [
            f"{self._shown(path)}: {cell.grade_id} ({'; '.join(cell.faults) or cell.reason})"
            for cell in cells
            if cell.broken
        ]


def _our_time(data: bytes) -> bytes:
    """Return a `timestamp.txt` that nbgrader reads as we do; nothing where it holds no time.

    nbgrader would end at what is no time, and open the file that a time zone may name.
    """
    moment = moment_in(data)
    text = data.decode(errors="replace").strip()
    with contextlib.suppress(Exception):  # dateutil raises errors of many kinds
        is_path = re.search(r"(?:^|[\s:])/|\.\.", text)
        if moment and not is_path and parse_utc(text) == moment:
            return data
    return f"{moment.isoformat(sep=' ')} UTC".encode() if moment else b""


def runs_in_browser(name: str) -> bool:
    """Return whether a browser may run what is in a file, by the type that Jupyter serves it as."""
    return bool(_RUNS.search(mimetypes.guess_type(f"/{name}")[0] or ""))


_RUNS: Final = re.compile(r"[/+]x?html|[/+]xml|[/+]xsl|javascript|ecmascript|multipart|message")
"""Types of pages, of what can hold a script, and of scripts."""


def _matching_folders(door: Door, pattern: str) -> Iterator[str]:
    """Yield the folders whose paths match a pattern, part by part, as in a shell."""
    found = [""]
    for part in pattern.split("/"):
        found = [
            f"{folder}/{name}".lstrip("/")
            for folder in found
            for name in (fnmatch.filter(door.names(folder), part) if has_magic(part) else [part])
            if part.startswith(".") or not name.startswith(".")
        ]
    yield from found


def _problem(folder: str, pattern: str) -> str:
    """Return why a folder that matches a pattern is no student's, or "" if it is."""
    pairs = zip(folder.split("/"), pattern.split("/"), strict=False)
    return next(filter(None, (id_problem(name) for name, part in pairs if has_magic(part))), "")
