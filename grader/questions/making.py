"""The questions of an assignment: of each student, from what was handed in."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from grader.diagnosis import misconception_runs
from grader.errors import CourseError, SandboxError, Unreadable, exception_line
from grader.grading.submission import read_hand_in
from grader.notebooks import ipynb
from grader.notebooks.door import HandInPlace
from grader.notebooks.files import write_whole
from grader.notebooks.ipynb import Key
from grader.plugin import Course, group_work
from grader.plugin.hand_ins import ANSWERS, WORKSHEET
from grader.plugin.names import id_problem
from grader.questions import records, running
from grader.questions.allowed import NotAsked
from grader.questions.choosing import candidates, choose
from grader.questions.closure import Piece, Text, answer_of, given_text, pieces_of
from grader.questions.exercises import functions_of
from grader.questions.inputs import Asked
from grader.questions.question import Material, Question
from grader.questions.records import Kept
from grader.questions.settings import question_settings_of
from grader.questions.worksheet import worksheet_text
from grader.sandbox.host_process import Host, HostLost
from grader.testing.source_text import UNREADABLE
from grader.workflows.locks import SubmissionLocks

FOLDER: Final = "questions"
"""The folder of a course that holds what students are asked."""

MOST_SECONDS: Final = 60.0
"""CPU time of this process after which no other function of a student is begun."""


class Made(NamedTuple):
    """A student's questions, and why nothing is asked about some functions."""

    student: str
    questions: list[Question]
    not_asked: dict[str, str]
    kept: bool = False
    """Whether there were questions before, which stay."""


def make_all(
    course: Course,
    assignment: str,
    students: Sequence[str],
    sandbox: str,
    problems: list[str],
    *,
    force: bool,
) -> Iterator[Made]:
    """Make questions for students without any, and write them; what can't be done is a problem."""
    settings = question_settings_of(course.config)
    with course.gradebook() as gradebook, SubmissionLocks(course.root) as locks:
        locks.acquire(f"{assignment}{ANSWERS}")  # until the end: a set is written in two places
        keys = [*course.keys(gradebook, assignment).values()]
        present = group_work.submitters_of(course, gradebook, assignment)
        known = {} if force else records.questions_of(gradebook, assignment)
        unknown = [student for student in students if student not in present]
        problems += [f"{student} handed in nothing for {assignment}." for student in unknown]
        chosen = [student for student in students or present if student in present]
        yield from (_again(course, assignment, s, known[s]) for s in chosen if s in known)
        waiting = [
            student for student in chosen if student not in known and not id_problem(student)
        ]
        if not waiting:
            return
        with Host(running.limits_of(course.limits), sandbox=sandbox) as host:
            maker = Maker(course, assignment, keys, host, settings.kinds)
            if not maker.asked:
                problems.append(f"No visible test of {assignment} calls what could be asked about.")
                return
            for student in waiting:
                place = course.hand_in(present[student], assignment)
                made = maker.try_to_make(student, place, settings.count, problems)
                if made is None:
                    continue
                mark = secrets.token_hex(8)
                records.write_questions(gradebook, assignment, student, mark, made.questions)
                if made.questions:
                    text = worksheet_text(assignment, made.questions, mark)
                    _write(course, assignment, student, text)
                yield made


def _again(course: Course, assignment: str, student: str, kept: Sequence[Kept]) -> Made:
    """Write questions again that the gradebook has."""
    text = worksheet_text(assignment, [one.question for one in kept], kept[0].mark)
    _write(course, assignment, student, text)
    return Made(student, [], {}, kept=True)


def _write(course: Course, assignment: str, student: str, text: str) -> None:
    write_whole(course.folder(FOLDER, student, assignment) / f"{WORKSHEET}.ipynb", text)


class Maker:
    """Makes the questions of an assignment, one student at a time, with one warm host."""

    def __init__(
        self, course: Course, assignment: str, keys: Sequence[Key], host: Host, kinds: Iterable[str]
    ) -> None:
        self._keys = {key.notebook: key for key in keys}
        self._host, self._kinds = host, tuple(kinds)
        self._limit_mb = course.limits.submission_mb
        self._given = given_text(course.source / assignment)
        self.asked = [*_asked(course.root, course.notebooks(assignment), self._keys)]

    def try_to_make(
        self, student: str, place: HandInPlace, count: int, problems: list[str]
    ) -> Made | None:
        """Make a student's questions; a fault of ours over them is a problem, and not the end."""
        try:
            return self.make(student, place.base, place.folder, count)
        except (CourseError, SandboxError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the others get their questions
            problems.append(f"{student} gets no questions, our fault: {exception_line(error)}")
            return None

    def make(self, student: str, base: str, folder: str, count: int) -> Made:
        """Make a student's questions from a submission's folder below a trusted one."""
        hand_in = read_hand_in(base, folder, self._keys, self._limit_mb)
        made = Made(student, [], {})
        until = time.process_time() + MOST_SECONDS
        found: list[Question] = []
        for notebook, key in self._keys.items():
            asked = [one for one in self.asked if one.notebook == notebook]
            try:
                cells = ipynb.restore(ipynb.read_submission(hand_in.notebook(notebook)), key)
            except Unreadable as error:
                made.not_asked.update({one.name: str(error) for one in asked})
                continue
            texts = [
                Text(cell.source, given=bool(cell.key and cell.key.locked))
                for cell in cells
                if cell.cell_type == "code" and not (cell.key and cell.key.autograded)
            ]
            pieces = pieces_of([*self._given, *texts])
            found += [q for one in asked for q in self._of_function(pieces, one, made, until)]
        made.questions.extend(choose(found, count, random.Random(secrets.token_bytes(16))))  # noqa: S311
        return made

    def _of_function(
        self, pieces: Sequence[Piece], asked: Asked, made: Made, until: float
    ) -> list[Question]:
        try:
            if time.process_time() > until:
                raise NotAsked("what was read before it took too long")
            material = self.study(pieces, asked, secrets.token_hex(16))
        except NotAsked as reason:
            made.not_asked[asked.name] = str(reason)
            return []
        except UNREADABLE:
            made.not_asked[asked.name] = "its code nests too deep to be read"
            return []
        found = candidates(material, self._kinds)
        if not found:
            made.not_asked[asked.name] = (
                "no question with one right and three wrong choices was found"
            )
        return found

    def study(self, pieces: Sequence[Piece], asked: Asked, seed: str) -> Material:
        """Run a student's function; raise a `NotAsked` if nothing can be asked about it."""
        draw = random.Random(seed)  # noqa: S311 - see `make`
        answer = answer_of(pieces, asked.name, asked.needs)
        try:
            return running.study(self._host, answer, asked, draw)
        except HostLost:
            self._host.restart()
            raise NotAsked("it brought down the process that runs it") from None


def _asked(root: Path, notebooks: Iterable[Path], keys: Iterable[str]) -> Iterator[Asked]:
    """Yield the functions of an assignment that can be asked about."""
    library = misconception_runs.open_library(root)
    for path in notebooks:
        if path.stem in keys:
            yield from functions_of(path.stem, ipynb.read_source(path)["cells"], library)
