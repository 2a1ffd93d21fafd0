"""A course as nbgrader configures it: its folders, its gradebook, its limits."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import msgspec
from nbgrader.api import Gradebook, Notebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import ignore_patterns

from grader.errors import CourseError, UsageError
from grader.grading import course_folder
from grader.notebooks import hidden_files, misconceptions, regions
from grader.notebooks.door import Door, HandInPlace
from grader.notebooks.ipynb import Key, KeyCell
from grader.notebooks.regions import Region
from grader.plugin import defaults, settings
from grader.plugin.grade_records import assignment_row, open_gradebook
from grader.plugin.gradebook_address import checks_courses, gradebook_errors
from grader.plugin.names import by_number, did_you_mean, id_problem
from grader.plugin.settings import CONFIG_FILE


class Course:
    """The course in a folder.

    Making one changes nothing in the process. nbgrader's paths are relative to the current folder,
    and a course's tests import modules of the course: call `enter` before you run nbgrader's
    converters, open a gradebook with a relative address, or load tests.
    """

    needs_file: ClassVar[bool] = True
    """Whether the folder must have a configuration file."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        if self.needs_file and not (self.root / CONFIG_FILE).is_file():
            raise UsageError(
                f"{self.root} is not a course: it has no {CONFIG_FILE}. Go to the course's folder,"
                " name it with -C DIR, or start a course: grader init DIR"
            )
        self.config = settings.load_config(self.root)
        settings.check_sections(self.config)
        settings.check_late_policy(self.config)
        self.configured = defaults.is_configured(self.config)
        """Whether nbgrader's own commands use our engine, too."""
        self.own_steps = defaults.has_own_steps(self.config)
        """Whether the course lists the steps of grading itself; calling `configure` keeps them."""
        defaults.fill(self.config)
        with settings.kept_log():
            self.folders = CourseDirectory(config=self.config)
        self.folders.root = str(self.root)
        if not self.folders.course_id and checks_courses(self.folders.db_url):
            raise UsageError(
                f"{CONFIG_FILE} sets no c.CourseDirectory.course_id, which a gradebook on a server"
                " needs. Name the course there."
            )
        self.limits = settings.limits_of(self.config)
        self.cluster_files = settings.only_setting(self.config, "Cluster", "files", list[str])
        self.house_rules = settings.only_setting(self.config, "Check", "house_rules", bool)
        self.regions = settings.regions_of(self.config)
        self.hidden_region = settings.hidden_region_of(self.config)
        if not self.source.is_dir():
            raise UsageError(
                f"{self.root} has no {self.source.name}/ folder: a course keeps its notebooks in"
                f" {self.source.name}/<assignment>/<notebook>.ipynb."
            )

    def enter(self) -> None:
        """Make this course's folder the process's current one, and its modules importable."""
        course_folder.enter(self.root)
        find_programs()

    # Folders ----------------------------------------------------------------------------

    @property
    def source(self) -> Path:
        """Return the folder of the instructor's notebooks."""
        return self.root / str(self.folders.source_directory)

    @property
    def submitted(self) -> Path:
        """Return the folder of the students' notebooks."""
        return self.root / str(self.folders.submitted_directory)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Return the folder of a student's assignment in one of nbgrader's steps."""
        return self.root / str(self.folders.format_path(step, student, assignment))

    def assignments(self) -> list[str]:
        """Return the names of all assignments: the folders in `source/`."""
        found = (path.name for path in self.source.iterdir() if path.is_dir())
        return sorted((name for name in found if not name.startswith(".")), key=by_number)

    def find_assignment(self, name: str) -> str:
        """Return the assignment of this name, which may leave out the number in front.

        `linear_algebra` finds `01_linear_algebra`. Raises a UsageError that lists the assignments
        where none or several fit.
        """
        known = self.assignments()
        found = [name] if name in known else [k for k in known if _unnumbered(k) == name]
        if len(found) != 1:
            raise UsageError(
                f"There is no assignment {name!r} in {self.folders.source_directory}/"
                f"{did_you_mean(name, known)} There is: {', '.join(known) or 'none'}."
            )
        return found[0]

    def select_assignments(self, names: Sequence[str], problems: list[str]) -> list[str]:
        """Return the named assignments, or all if none is named; unknown names become problems."""
        selected = []
        for name in names or self.assignments():
            try:
                selected.append(self.find_assignment(name))
            except UsageError as error:
                problems.append(str(error))
        return selected

    def notebooks(self, assignment: str) -> list[Path]:
        """Return the instructor's notebooks of an assignment."""
        return sorted((self.source / assignment).glob("*.ipynb"), key=lambda p: by_number(p.name))

    def data_files(self, assignment: str) -> dict[str, Path]:
        """Return the data files beside an assignment's notebooks, by path within the assignment."""
        return data_files_in(self.source / assignment, self.folders)

    def graded_files(self, assignment: str) -> dict[str, str]:
        """Return the data files and the hidden files, by path within the assignment."""
        return graded_files_in(self.source / assignment, self.folders)

    def students_with(self, assignment: str) -> list[str]:
        """Return the students who submitted an assignment."""
        structure = str(self.folders.directory_structure)
        if structure.find("{assignment_id}") < structure.find("{student_id}"):
            raise CourseError(
                f"c.CourseDirectory.directory_structure is {structure}: {{student_id}} must come"
                " before {assignment_id}, as each student has one folder for all assignments."
            )
        with self.door() as door:
            return [
                name
                for name in door.names()
                if not name.startswith(".") and door.find(self.hand_in(name, assignment).folder)
            ]

    def known_students(self) -> list[str]:
        """Return the ids of the students in the gradebook, and of those who handed in anything."""
        with self.door() as door:
            names = door.names()
        with self.gradebook() as gradebook:
            known = {student.id for student in gradebook.students}
        return sorted(known | {name for name in names if not id_problem(name)})

    def meant_student(self, student: str) -> str:
        """Return the end of a sentence about a student who is not known."""
        return did_you_mean(student, self.known_students())

    def door(self) -> Door:
        """Open the door to what students handed in."""
        return Door(self.submitted)

    def hand_in(self, student: str, assignment: str) -> HandInPlace:
        """Return the place of a student's submission."""
        return hand_in(self.folders, student, assignment)

    # Gradebook --------------------------------------------------------------------------

    @contextlib.contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Open the course's gradebook, and turn database errors into one sentence."""
        with gradebook_errors(self.folders.db_url):
            opened = open_gradebook(self.folders.db_url, self.folders.course_id)
            try:
                yield opened
            finally:
                opened.close()

    def gradebook_file(self) -> list[Path]:
        """Return the file of the gradebook; none if a server holds it."""
        return _gradebook_file(self.folders, self.root)

    def keys(self, gradebook: Gradebook, assignment: str) -> dict[str, Key]:
        """Return the keys with which an assignment was released, by notebook."""
        found = assignment_row(gradebook, assignment)
        release = self.folder(self.folders.release_directory, ".", assignment)
        return {
            book.name: released_key(book, release, self.hidden_region) for book in found.notebooks
        }


def find_programs() -> None:
    """Let nbgrader find `alembic`, which it runs from PATH when it makes a gradebook."""
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])


def hand_in(folders: CourseDirectory, student: str, assignment: str) -> HandInPlace:
    """Return the place of a student's submission, below the folder of all of them.

    Where nbgrader's directory_structure lays it elsewhere, it is below the course's folder.
    """
    step = str(folders.submitted_directory)
    path = folders.format_path(step, student, assignment)
    submitted = os.path.join(folders.root, step)
    base = submitted if path.startswith(f"{submitted}{os.sep}") else str(folders.root)
    return HandInPlace(base, path.removeprefix(f"{base}{os.sep}"))


def private_paths(folders: CourseDirectory, root: Path) -> list[Path]:
    """Return what neither students' code nor their answers in a test may read, wherever it lies."""
    steps = ("source", "release", "submitted", "autograded", "feedback")
    return [
        *(root / str(getattr(folders, f"{step}_directory")) for step in steps),
        *_gradebook_file(folders, root),
    ]


def _gradebook_file(folders: CourseDirectory, root: Path) -> list[Path]:
    kind, _, path = str(folders.db_url).partition(":///")
    return [root / path] if kind.startswith("sqlite") and path else []


def data_files_in(folder: Path, folders: CourseDirectory | None = None) -> dict[str, Path]:
    """Return the data files beside notebooks that nbgrader would copy, by path within their folder.

    nbgrader leaves out what `c.CourseDirectory.ignore`, `include` and `max_file_size` say.
    """
    folders = folders or CourseDirectory()
    ignored_names = [*folders.ignore, hidden_files.FOLDER]
    left_out = ignore_patterns(ignored_names, folders.include, folders.max_file_size)
    found = []
    for base, inner, names in os.walk(folder):
        ignored = {*left_out(base, [*inner, *names])}
        inner[:] = [name for name in inner if name not in ignored]
        found += [Path(base) / name for name in names if name not in ignored]
    return {
        str(path.relative_to(folder)): path
        for path in sorted(found)
        if path.is_file() and path.suffix != ".ipynb" and not is_litter(path.relative_to(folder))
    }


def graded_files_in(folder: Path, folders: CourseDirectory | None = None) -> dict[str, str]:
    """Return the data files beside notebooks and their hidden files, by path within the folder."""
    found = data_files_in(folder, folders) | hidden_files.beside(folder)
    return {name: str(path) for name, path in found.items()}


def is_litter(path: Path) -> bool:
    """Return whether a file is a tool's leftover."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def released_key(notebook: Notebook, release: Path, hidden: Region) -> Key:
    """Return a notebook's key from the gradebook, with the misconceptions released in a folder.

    `hidden` is how the course delimits hidden tests; in the key they have nbgrader's delimiters.
    Raise a CourseError if the notebook is not for Python.
    """
    spec = msgspec.json.decode(notebook.kernelspec or "{}")
    language = str(spec.get("language", "python"))
    if language.lower() != "python":
        raise CourseError(
            f"{notebook.assignment.name}/{notebook.name} was released for the kernel"
            f" {spec.get('name', '')!r} ({language}); only Python can be graded. Choose a"
            " Python kernel in the instructor's notebook, and generate it again."
        )
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in notebook.task_cells}
    solutions = {cell.name for cell in notebook.solution_cells}
    cells = [
        KeyCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=regions.with_usual_markers(cell.source, hidden),
            locked=bool(cell.locked),
            grade=cell.name in points,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name, tasks.get(cell.name, 0.0)),
            checksum=cell.checksum or "",
        )
        for cell in notebook.source_cells
    ]
    known = misconceptions.released_text(release / misconceptions.file_of(notebook.name))
    return Key(notebook=notebook.name, cells=cells, kernelspec=spec, misconceptions=known)


def _unnumbered(name: str) -> str:
    """Return a name without the number in front: `01_linear_algebra` is `linear_algebra`."""
    return re.sub(r"^\d+[ _-]+", "", name)
