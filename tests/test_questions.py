"""Questions on students' own code: true keys, nothing hidden, and no way to choose or to cost."""

from __future__ import annotations

import json
import random
import re
import subprocess
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nbgrader.api import Gradebook

from grader.diagnosis.misconception_runs import Library
from grader.errors import ProtocolError
from grader.plugin import Course
from grader.questions import driver, literals, making, records, running
from grader.questions.allowed import NotAsked
from grader.questions.builders import BUILDERS
from grader.questions.choosing import candidates, choose, narrowed
from grader.questions.closure import Text, answer_of, pieces_of
from grader.questions.edits import edits_of
from grader.questions.exercises import functions_of
from grader.questions.inputs import Asked, Call
from grader.questions.question import LETTERS, Choice, Material, Question, code
from grader.questions.recorded import Step
from grader.questions.records import Kept
from grader.questions.values import apart, value_of
from grader.questions.wording import numbered
from grader.sandbox.host_process import Host
from tests import courses, own_course

SOLUTION = """\
def mean(values, start=0.0):
    ### BEGIN SOLUTION
    total, count = start, 0
    for value in values:
        if value < 0:
            value = -value
        total += value
        count += 1
    return total / count
    ### END SOLUTION"""

TESTS = """\
from grader.lesson import run_tests


def test_of_few():
    assert mean([1.0, 3.0]) == 2
    assert mean([1.0, 3.0, 5.0]) == 3
    assert mean([-1.0, 4.0, 4.0, 3.0]) == 3
    assert mean([2.0, 2.0], start=4.0) == 4


### BEGIN HIDDEN TESTS
def test_of_a_secret():
    assert mean([8675309.0, 8675311.0]) == 8675310
### END HIDDEN TESTS


run_tests(points=4)"""

RIGHT = """\
def mean(values, start=0.0):
    \"\"\"Return the mean of sizes.\"\"\"
    total, count = start, 0
    for value in values:
        if value < 0:
            value = -value
        total += value
        count += 1
    return total / count"""

WRONG = """\
def mean(values, start=0.0):
    total = start
    largest = 0.0
    for value in values:
        total += value
        largest = max(largest, value)
    return total * largest"""

MARK = "c.Questions.points = 2"


def make(folder: Path, line: str = "", *, tests: str = TESTS) -> Path:
    """A course whose function has a loop and a branch, generated."""
    config = f"{own_course.CONFIGURED}{line}\n"
    course = own_course.make(folder, solution=SOLUTION, tests=tests, config=config)
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    return course


def asked_of(course: Path) -> dict[str, list[Kept]]:
    """The questions in a course's gradebook, by student."""
    with Course(course).gradebook() as gradebook:
        return records.questions_of(gradebook, "hw1")


def worksheet(course: Path, student: str) -> str:
    """The notebook that a student gets, as text."""
    return (course / f"questions/{student}/hw1/questions.ipynb").read_text(encoding="utf-8")


def answer(course: Path, student: str, letters: list[str]) -> None:
    """Hand in a student's notebook with these letters."""
    nb = json.loads(worksheet(course, student))
    cells = [cell for cell in nb["cells"] if cell["cell_type"] == "code"]
    for cell, letter in zip(cells, letters, strict=True):
        cell["source"] = "".join(cell["source"]).replace('""', f'"{letter}"')
    hand_in(course, student, json.dumps(nb))


def hand_in(course: Path, student: str, text: str) -> None:
    """Hand in a file as answers."""
    path = course / f"submitted/{student}/hw1-questions/questions.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def keys(kept: list[Kept]) -> list[str]:
    """The right letters."""
    return [LETTERS[one.question.key] for one in kept]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of three that was asked: two with the same right code, one with a wrong one."""
    made = make(tmp_path_factory.mktemp("questions") / "course", MARK)
    for student, text in (("ada", RIGHT), ("bo", RIGHT), ("cy", WRONG)):
        own_course.hand_in(made, student, text)
    status, said = own_course.run(made, "questions", "hw1")
    assert (status, "questions for 3 students written" in said) == (0, True), said
    return made


def test_each_student_is_asked_about_their_own_code(course: Path) -> None:
    for student, kept in asked_of(course).items():
        assert len(kept) == 4
        code = {one.question.code for one in kept}
        assert len(code) == 1
        assert ("largest" in code.pop()) == (student == "cy")
        assert len({one.question.kind for one in kept}) >= 3
        for one in kept:
            texts = [choice.text for choice in one.question.choices]
            assert len({*texts}) == 4
            assert all(choice.why for choice in one.question.choices)


def test_two_students_with_the_same_code_get_different_questions(course: Path) -> None:
    found = asked_of(course)
    ada, bo = ([(q.question.asks, q.question.call) for q in found[who]] for who in ("ada", "bo"))
    assert ada != bo


def test_the_notebook_has_the_questions_and_no_key(course: Path) -> None:
    text = worksheet(course, "ada")
    for one in asked_of(course)["ada"]:
        assert json.dumps(one.question.asks)[1:-1] in text
        assert not [choice.why for choice in one.question.choices if choice.why in text]
    assert "Return the mean of sizes" not in text  # docstrings are left out


def test_nothing_of_a_hidden_test_is_in_a_question(course: Path) -> None:
    assert "86753" not in "".join(worksheet(course, student) for student in ("ada", "bo", "cy"))


def test_asking_again_keeps_the_questions_unless_forced(course: Path) -> None:
    before = worksheet(course, "cy")
    (course / "questions/cy/hw1/questions.ipynb").unlink()
    status, said = own_course.run(course, "questions", "hw1", "--student", "cy")
    assert (status, "1 student had questions before" in said) == (0, True), said
    assert worksheet(course, "cy") == before
    assert own_course.run(course, "questions", "hw1", "--student", "cy", "--force")[0] == 0
    assert worksheet(course, "cy") != before


def test_answers_are_marked_shown_and_graded_once(course: Path) -> None:
    found = asked_of(course)
    answer(course, "ada", keys(found["ada"]))
    answer(course, "bo", [LETTERS[LETTERS.index(key) - 1] for key in keys(found["bo"])])
    status, said = own_course.run(course, "questions", "hw1", "--mark")
    assert (status, "hw1: 4 of 8 answers of 2 students right" in said) == (0, True), said
    page = (course / "feedback/ada/hw1-questions/questions.html").read_text(encoding="utf-8")
    assert "4 of 4 answers are right" in page
    about = (course / "report/hw1/questions.html").read_text(encoding="utf-8")
    assert "whose answers are marked: 2" in about
    answer(course, "bo", keys(found["bo"]))  # after the keys were shown
    assert own_course.run(course, "questions", "hw1", "--mark")[0] == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions("hw1-questions")}
    assert scores == {"ada": 2.0, "bo": 0.0}
    for arguments in (["export", "--format", "csv"], ["report"], ["status"]):
        status, said = own_course.run(course, *arguments)
        assert status == 0, said


def test_answers_are_collected_from_a_download_for_whom_the_platform_names(
    course: Path, tmp_path: Path
) -> None:
    """A classmate's notebook is not answered in their place, and not counted as one's own."""
    assert own_course.run(course, "questions", "hw1", "--student", "cy", "--force")[0] == 0
    answer(course, "cy", keys(asked_of(course)["cy"]))
    answered = course / "submitted/cy/hw1-questions/questions.ipynb"
    download = tmp_path / "download"
    for name in ("ada", "cy"):
        (download / name).mkdir(parents=True)
        (download / name / "questions (2).ipynb").write_bytes(answered.read_bytes())
    answered.unlink()
    roster = tmp_path / "students.csv"
    roster.write_text("id\nada\nbo\ncy\n", encoding="utf-8")
    options = ("--assignment", "hw1-questions", "--roster", str(roster), "--force")
    status, said = own_course.run(course, "collect", str(download), *options)
    assert (status, "hw1-questions, submissions: 2 collected" in said) == (0, True), said
    before = asked_of(course)["ada"]
    status, said = own_course.run(course, "questions", "hw1", "--mark", "--student", "cy")
    assert status == 0, said
    assert all(one.is_right for one in asked_of(course)["cy"])
    assert asked_of(course)["ada"] == before


def test_a_notebook_with_a_classmates_questions_is_refused(tmp_path: Path) -> None:
    course = make(tmp_path)
    for student in ("ada", "bo"):
        own_course.hand_in(course, student, RIGHT)
    assert own_course.run(course, "questions")[0] == 0
    answer(course, "bo", keys(asked_of(course)["bo"]))
    (course / "submitted/bo/hw1-questions").rename(course / "submitted/ada/hw1-questions")
    status, said = own_course.run(course, "questions", "--mark")
    assert (status, "it answers other questions than those that were asked" in said) == (1, True)
    assert all(one.answer is None for kept in asked_of(course).values() for one in kept)


def test_two_who_ask_at_once_leave_one_set_of_questions(tmp_path: Path) -> None:
    course = make(tmp_path)
    own_course.hand_in(course, "ada", RIGHT)
    command = [str(courses.BIN / "grader"), "-C", str(course), "questions", "--force"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert f"(set {asked_of(course)['ada'][0].mark})" in worksheet(course, "ada")


def test_a_fault_over_one_student_leaves_the_others_their_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make(tmp_path)
    for student, text in (("ada", RIGHT), ("bo", WRONG), ("cy", RIGHT)):
        own_course.hand_in(course, student, text)
    study = running.study

    def failing(host: Host, answer: Any, *others: Any) -> Material:
        if "largest" in answer.shown:
            raise IndexError("list index out of range")
        return study(host, answer, *others)

    monkeypatch.setattr(running, "study", failing)
    status, said = own_course.run(course, "questions")
    assert (status, "questions for 2 students written" in said) == (1, True), said
    assert "bo gets no questions, our fault: IndexError" in said


def test_who_takes_too_long_to_read_is_asked_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make(tmp_path)
    own_course.hand_in(course, "ada", RIGHT)
    monkeypatch.setattr(making, "MOST_SECONDS", -1.0)
    status, said = own_course.run(course, "questions")
    assert (status, "what was read before it took too long" in said) == (0, True), said


def test_a_course_of_hidden_tests_is_told_why_nothing_is_asked(tmp_path: Path) -> None:
    visible, end = TESTS.index("def test_of_few"), TESTS.index("### BEGIN HIDDEN")
    course = make(tmp_path, tests=TESTS[:visible] + TESTS[end:])
    own_course.hand_in(course, "ada", RIGHT)
    status, said = own_course.run(course, "questions")
    assert (status, "No visible test of hw1 calls what could be asked about" in said) == (
        1,
        True,
    ), said


def test_without_a_setting_answers_are_practice(tmp_path: Path) -> None:
    course = make(tmp_path, 'c.Questions.kinds = ["flow", "edit"]\nc.Questions.count = 2')
    own_course.hand_in(course, "ada", RIGHT)
    assert own_course.run(course, "questions")[0] == 0
    kept = asked_of(course)["ada"]
    assert {one.question.kind for one in kept} == {"flow", "edit"}
    answer(course, "ada", keys(kept))
    assert own_course.run(course, "questions", "--mark")[0] == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == ["hw1"]


def test_a_kind_that_is_not_there_is_refused(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, config='c = get_config()\nc.Questions.kinds = ["riddle"]\n')
    status, said = own_course.run(course, "questions")
    assert (status, "riddle" in said) == (2, True), said


def test_a_course_of_plain_asserts_is_asked_about_too(tmp_path: Path) -> None:
    plain = "assert mean([1.0, 3.0]) == 2\nassert mean([1.0, 3.0, 8.0]) == 4"
    course = make(tmp_path, tests=plain)
    own_course.hand_in(course, "ada", RIGHT)
    assert own_course.run(course, "questions")[0] == 0
    assert len(asked_of(course)["ada"]) == 4


# Answers as strangers write them ------------------------------------------------------------

JUNK = {
    "no notebook": "{",
    "another set": '{"nbformat": 4, "cells": [{"cell_type": "code", "source":'
    ' "answer_1 = \\"a\\"  # (set 0000000000000000)"}]}',
    "code": '{"nbformat": 4, "cells": [{"cell_type": "code", "source":'
    " \"answer_1 = __import__('os').system('touch /tmp/run')\"}]}",
    "a line of spaces": '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "answer_1 ='
    f'{" " * 300_000}x"}}]}}',
    "numbers and letters that are not there": '{"nbformat": 4, "cells": [{"cell_type": "code",'
    ' "source": "answer_99 = \\"a\\"\\nanswer_1 = \\"z\\"\\nanswer_2 = \\"ab\\""}]}',
}


@pytest.mark.parametrize("text", JUNK.values(), ids=JUNK.keys())
def test_a_file_with_junk_earns_nothing_and_stops_nobody(course: Path, text: str) -> None:
    own_course.run(course, "questions", "hw1", "--student", "cy", "--force")
    hand_in(course, "cy", text)
    status, said = own_course.run(course, "questions", "hw1", "--mark", "--student", "cy")
    assert "Traceback" not in said
    if text in (JUNK["no notebook"], JUNK["another set"]):
        assert (status, "the answers of cy can't be read" in said) == (1, True), said
    else:
        assert (status, "0 of 4 answers of 1 student right" in said) == (0, True), said


# Code as strangers write it -----------------------------------------------------------------

CALLS = [
    f"total([{', '.join(map(str, numbers))}])" for numbers in ([3, 1], [2, 2, 5], [4], [1, 2, 9, 3])
]
ASKED = Asked("total", "nb", [Call("", call) for call in CALLS], [value_of(["n", "0"])] * 4, {})

HONEST = """\
def total(values):
    found = 0
    for value in values:
        found += 2 * value
    return found"""

LIES = {
    "looks for the tracer": "import sys\ndef total(v): return 7 if sys.gettrace() else 8",
    "reaches for frames": "def total(v):\n    return (x for x in v).gi_frame",
    "special attributes": "def total(v):\n    return v.__class__.__base__.__subclasses__()",
    "special names in a text": "def total(v):\n    return '{0.__globals__}'.format(total)",
    "format": "def total(v):\n    return '{0.x}'.format(v)",
    "evaluates": "def total(v):\n    return eval('1')",
    "reads a file": "def total(v):\n    return open('/etc/passwd').read()",
    "a library that reads files": "import numpy as np\ndef total(v): return np.fromfile('x')",
    "a library's own modules": "import numpy as np\ndef total(v): return np.lib.npyio.os.getcwd()",
    "a module as a value": "import numpy as np\nm = np\ndef total(v): return m.sum(v)",
    "changes a module": "import numpy as np\ndef total(v):\n    np.sum = 3\n    return 1",
    "keeps a state": "import numpy as np\ndef total(v): return np.random.rand()",
    "another file's names": "import functools as f\nimport numpy as np\ndef total(v):\n"
    "    f.update_wrapper(total, np.median, updated=['_' + '_globals__'])\n    return 1",
    "attributes in a pattern": "def total(v):\n    match v:\n        case object(real=x): return x",
    "other built-in functions": "def total(v):\n    global __builtins__\n"
    "    import statistics as __builtins__\n    return 1",
    "underscores as other signs": "def total(v): return v.\uff3f\uff3fclass\uff3f\uff3f",
    "memory": "from numpy.lib.stride_tricks import as_strided\ndef total(v): return as_strided(v)",
    "the time": "import time\ndef total(v): return time.time()",
    "text for SymPy": "import sympy\ndef total(v): return sympy.simplify('open(1)')",
    "attributes by name": "from operator import attrgetter as a\ndef total(v): return a('x')(v)",
    "makes a function": "from types import FunctionType as F\ndef total(v): return F(total)",
    "evaluates by another name": "from math import sin as exec\ndef total(v): return exec('1')",
    "code of a generator": "def total(v): return (x for x in v).gi_code.replace(co_names=())",
    "code of a coroutine": "def total(v): return v.cr_code",
    "code of an asynchronous generator": "def total(v): return v.ag_code",
    "a function made of code": "def total(v): return type(lambda: 0)(v, {})",
    "a class that makes functions": "def total(v):\n    f = type(lambda: 0)\n    return f(v, {})",
    "`type` by another name": "def total(v):\n    made = type\n    return made(v)",
    "a type told to an object": "class C:\n    def __eq__(self, o): return o('D', (), {})\n"
    "def total(v): return C() == type(type(v))",
    "a function that makes classes": "from numbers import ABCMeta\ndef total(v): return ABCMeta",
    "a class made of text": "def total(v): return type('C', (), {'_' + '_call_' + '_': 1}).mro()",
    "a class made of a list": "def total(v): return type(*v).mro()",
    "a line that looks like IPython's": "def total(v):\n    x = (7\n% v.__class__.size\n    )\n"
    "    return x",
    "a text that looks like IPython's": "def total(v):\n    x = '''7\n%s\n'''\n    return x",
    "two things of one name": "import numpy as m\ndef other():\n    from math import pi as m\n"
    "    return m\ndef total(v): return other() + m.sum(v)",
    "a name of the notebook's": "def total(v):\n    try: display\n    except NameError: return 1",
    "a text that questions leave out": "def total(v):\n    'Return 1.'\n    return total.__doc__",
}
"""Code that nothing is asked about."""


def study(host: Host, source: str, seed: str = "x", asked: Asked = ASKED) -> Material:
    """Run an answer as a student's."""
    answer = answer_of(pieces_of([Text(source, given=False)]), "total")
    return running.study(host, answer, asked, random.Random(seed))


def asked_for(*calls: Call) -> Asked:
    """Calls to ask about, without misconceptions."""
    return ASKED._replace(calls=[*calls], right=[value_of(["n", "0"])] * len(calls))


@pytest.mark.parametrize("source", LIES.values(), ids=LIES.keys())
def test_nothing_is_asked_about_code_that_could_look_at_the_tracer(source: str) -> None:
    with pytest.raises(NotAsked):
        answer_of(pieces_of([Text(source, given=False)]), "total")


def test_types_may_be_compared_and_told() -> None:
    source = "def total(v): return type(v) is list, type(v).__name__, f'{type(v)}'"
    assert answer_of(pieces_of([Text(source, given=False)]), "total").shown == source


@pytest.fixture(scope="module")
def host() -> Any:
    """A host under tight limits."""
    from grader.limits import Limits

    with Host(Limits(cell_seconds=2.0)) as found:
        yield found


UNSTEADY = {
    "never ends": "def total(v):\n    while True: pass",
    "never ends in a library": "import math\ndef total(v): return sum(1 for _ in iter(int, 1))",
    "takes all memory": "def total(v): return [0] * 10 ** 11 and len([0] * 10 ** 11)",
    "another value each time": "from numpy import random as r\ndef total(v):\n"
    "    return r.default_rng().random()",
    "code that is no function": "total = 3 .real",
    "catches what stops it": "def total(v):\n    while True:\n        try: 1\n        except: pass",
}


@pytest.mark.parametrize("source", UNSTEADY.values(), ids=UNSTEADY.keys())
def test_code_that_costs_time_or_is_unsteady_gets_no_key(host: Host, source: str) -> None:
    try:
        material = study(host, source)
    except NotAsked:
        return
    assert all(ran.value.error for ran in material.ran)


def test_what_code_prints_is_not_read(host: Host) -> None:
    forged = json.dumps({"ran": [], "edited": []})
    material = study(host, f"def total(v):\n    print({forged!r})\n    return len(v)")
    assert sorted(ran.value.text for ran in material.ran) == ["1", "2", "3", "4"]


def test_a_reply_of_another_size_is_refused(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = running.DRIVER.replace('"edited": edited', '"edited": []')
    monkeypatch.setattr(running, "DRIVER", forged)
    with pytest.raises(NotAsked):
        study(host, HONEST)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("def total(v): return repr(print)", "'<built-in function print>'"),
        ("class C: pass\ndef total(v): return repr(C)", "\"<class '__main__.C'>\""),
    ],
)
def test_code_has_the_names_that_it_has_in_a_notebook(host: Host, source: str, text: str) -> None:
    assert {ran.value.text for ran in study(host, source).ran} == {text}


def test_lines_may_end_as_on_other_systems(host: Host) -> None:
    for ending in ("\r", "\r\n"):
        assert study(host, HONEST.replace("\n", ending)).shown == HONEST


def test_a_statement_behind_a_condition_or_a_loop_is_not_asked_about(host: Host) -> None:
    source = """\
def total(values):
    found = 1
    for value in values: found += value
    for value in values:
        if value < 0: value = 0
        if (value ==
            1): value = 2
        try: found += 1
        except ValueError: found = 2
        found += value
    return found"""
    assert [one.line for one in study(host, source).statements] == [2, 10, 11]


def test_a_comprehension_is_one_run_of_its_line(host: Host) -> None:
    """Since Python 3.12 it is no frame of its own."""
    source = """\
def total(values):
    found = 0
    for value in values:
        part = [value * other for other in values if other > 1]
        found += sum(part)
    return found"""
    material = study(host, source)
    for call, ran in zip(material.calls, material.ran, strict=True):
        values = json.loads(call.asked.removeprefix("total(").removesuffix(")"))
        assert ran.counts[4] == len(values)
        parts = [[value * other for other in values if other > 1] for value in values]
        assert [value.text for value in ran.values.get((4, "part"), [])] == [*map(str, parts)]


def test_no_value_is_asked_of_a_line_that_an_error_left(host: Host) -> None:
    source = """\
def total(values):
    found = ratio = 0
    for value in values:
        try:
            ratio = 6 / (value - 2)
            found += ratio
        except ZeroDivisionError:
            found += 1
    return found"""
    material = study(host, source)
    for call, ran in zip(material.calls, material.ran, strict=True):
        assert ((5, "ratio") in ran.values) == ("2" not in call.asked)
        assert ran.values.get((6, "found")) or "2" in call.asked


def test_edits_of_much_code_cost_little() -> None:
    for ones in (22, 4):  # too long to be shown, and all the same
        line = f"    x = [{'1/1, ' * ones}1]"
        source = "\n".join(["def total(v):", *[line] * 48, "    return 2 * len(v)"])
        begun = time.process_time()
        edits_of(source, random.Random(1))
        assert time.process_time() - begun < 4


def test_notebooks_of_many_lines_cost_little() -> None:
    begun = time.process_time()
    pieces_of([Text("a=1\n" * 4900, given=False) for _ in range(100)])
    assert time.process_time() - begun < 20


def test_a_trace_tells_what_a_plain_count_tells(host: Host) -> None:
    material = study(host, HONEST)
    for call, ran in zip(material.calls, material.ran, strict=True):
        values = json.loads(call.asked.removeprefix("total(").removesuffix(")"))
        assert ran.counts[4] == len(values)
        sums = [str(2 * sum(values[: n + 1])) for n in range(len(values))]
        assert [value.text for value in ran.values[4, "found"]] == sums
        assert ran.value.text == str(2 * sum(values))


def test_a_line_with_a_comprehension_or_a_loop_runs_once(host: Host) -> None:
    source = "def total(v):\n    a = [2 * n for n in v]\n    for n in a: b = n\n    return sum(a)"
    material = study(host, source)
    assert {ran.counts[2] for ran in material.ran} == {1}
    assert [one.line for one in material.statements] == [2, 4]


def test_keys_are_true_when_the_code_is_run_here(host: Host) -> None:
    """An oracle without sandbox, trace or choices: the code itself, and `exec`."""
    checked = 0
    for seed in range(8):
        for question in candidates(study(host, HONEST, str(seed)), BUILDERS):
            checked += holds(narrowed(question, random.Random(seed)))
    assert checked >= 20


def holds(question: Question) -> bool:
    """Check a question's key where a few lines can; return whether they can."""
    names: dict[str, Any] = {}
    exec(question.code, names)
    texts = [choice.text for choice in question.choices]
    if question.asks == "What does this call return?":
        assert str(eval(question.call, names)) == texts[question.key]
    elif found := re.fullmatch(
        r"For which of these calls does your code return `(.+)`\?", question.asks
    ):
        given = [str(eval(text, names)) for text in texts]
        assert [text == found[1] for text in given] == [n == question.key for n in range(4)]
    elif question.asks.endswith("Which of these edits leaves that as it is?"):
        now = eval(question.call, names)
        assert [after(question, text) == now for text in texts] == [
            n == question.key for n in range(4)
        ]
    else:
        return False
    return True


def after(question: Question, text: str) -> object:
    """What a call gives after an edit."""
    number, _, line = text.removeprefix("line ").removesuffix("`").partition(" becomes `")
    lines = question.code.split("\n")
    old = lines[int(number) - 1]
    lines[int(number) - 1] = old[: len(old) - len(old.lstrip())] + line
    names: dict[str, Any] = {}
    try:
        exec("\n".join(lines), names)
        return eval(question.call, names)
    except Exception as error:  # noqa: BLE001 - whatever an edit raises
        return type(error).__name__


HELPER = "def ran(lines, values):\n    exec(lines, {}, values)\n    return total(values)"


def test_a_helper_of_the_tests_runs_the_lines_of_its_call_and_no_others(host: Host) -> None:
    """The student's code may call the helper, too: it gets neither other text nor functions run."""
    asked = asked_for(Call(HELPER, "ran('b = a + 1', {'a': 2})"))
    honest = study(host, "def total(v):\n    return v['b'] if v else 0", asked=asked)
    assert honest.ran[0].value.text == "3"
    for lie in ("ran('v[0] = 7', v)", "ran('b', v) or [w for w in v]", "exec('b')"):
        try:
            found = study(host, f"def total(v):\n    return {lie}", asked=asked).ran[0].value
        except NotAsked:
            continue
        assert found.error, lie


def test_of_random_numbers_only_shapes_and_what_does_not_depend_on_them_is_known(
    host: Host,
) -> None:
    source = (
        "def total(v, rng):\n    number = len(v)\n    drawn = rng.random(number)\n"
        "    large = drawn[drawn > 0.5]\n    return drawn"
    )
    asked = asked_for(Call("", "total([3, 1], np.random.default_rng(1))"))
    asked = asked._replace(calls=[Call("import numpy as np", asked.calls[0].asked)])
    (ran,) = study(host, source, asked=asked).ran
    assert ran.values[2, "number"][0].text == "2"
    for value in (ran.value, ran.values[3, "drawn"][0]):
        assert (value.known, value.shape) == (False, (2,))
    (large,) = ran.values[4, "large"]
    assert (large.known, large.shape) == (False, None)


def test_what_comes_of_a_seed_in_the_code_is_not_known(host: Host) -> None:
    source = (
        "import numpy as np\ndef total(v):\n    rng = np.random.default_rng(7)\n"
        "    drawn = rng.random()\n    return len(v)"
    )
    for ran in study(host, source).ran:
        assert (ran.value.known, ran.values[3, "drawn"][0].known) == (True, False)


def test_a_mistake_whose_result_is_left_to_chance_is_no_choice(host: Host) -> None:
    chance = value_of(["?", "random"])
    known = {f"mistake {n}": [value_of(["n", f"{n}"])] * 4 for n in range(20, 24)}
    right = [value_of(["n", text]) for text in ("8", "18", "8", "30")]
    asked = ASKED._replace(right=right, known={**known, "chance": [chance] * 4})
    found = candidates(study(host, HONEST, asked=asked), ["mathematics"])
    assert found
    assert not [q for q in found if "chance" in {choice.text for choice in q.choices}]


def test_of_long_code_what_a_call_runs_is_shown_with_its_own_line_numbers(host: Host) -> None:
    unused = "".join(f"    def unused_{n}(self):\n        pass\n" for n in range(40))
    lines = HONEST.replace("total", "sum_of").replace("(values)", "(self, values)").split("\n")
    method = "\n".join(f"    {line}" for line in lines)
    source = f"class total:\n{unused}{method}\n{unused.replace('unused', 'other')}"
    asked = asked_for(*(Call("made = total()", f"made.sum_of([{n}, 4])") for n in range(1, 7)))
    found = [q for seed in "ab" for q in candidates(study(host, source, seed, asked), BUILDERS)]
    assert len({question.kind for question in found}) >= 3
    for question in found:
        shown = [n for n, line in enumerate(question.code.split("\n"), 1) if line]
        assert shown == [1, *range(82, 87)]
        assert numbered(question.code).split("\n")[1:3] == [
            "…",
            " 82      def sum_of(self, values):",
        ]
        for number in re.findall(r"line (\d+)", question.asks):
            assert int(number) in shown


def test_arrays_too_large_to_be_told_are_not_taken_for_the_same(host: Host) -> None:
    """Of a pair, as of an array itself: an edit that changes one leaves nothing as it is."""
    source = "import numpy as np\ndef total(v):\n    return np.arange(99) * len(v), len(v)"
    material = study(host, source)
    assert not [ran for ran in material.ran if ran.value.known]
    for question in candidates(material, ["edit"]):
        assert "result[1]" in question.asks


def test_an_earlier_function_under_another_name_is_the_given_one() -> None:
    given = Text("def total(v):\n    return sum(v)", given=True)
    cell = "add = from_earlier('nb', 'total')\ndef total(v):\n    return add(v) + 1"
    names: dict[str, Any] = {}
    exec(answer_of(pieces_of([given, Text(cell, given=False)]), "total").source(), names)
    assert names["total"]([1, 2]) == 4


HELPED = """\
from grader.lesson import run_tests


class Doubling:
    \"\"\"Doubles what it is given.\"\"\"

    def of(self, value):
        return two() * value


def two():
    return 2.0


def scaled(factor):
    return lambda value: factor * value, lambda value: value / factor


def test_of_few():
    assert applied(Doubling(), lambda value: value + 1, [1.0, 3.0]) == [3.0, 7.0]
    assert applied(Doubling(), scaled(4.0)[1], [2.0, 3.0]) == [1.0, 1.5]


run_tests(points=4)"""


def test_a_call_has_the_helpers_of_the_tests_before_it_and_what_functions_hold_in_it() -> None:
    solution = (
        "def applied(doubling, function, values):\n    ### BEGIN SOLUTION\n"
        "    return [function(doubling.of(value)) for value in values]\n    ### END SOLUTION"
    )
    (found,) = functions_of("nb", own_course.notebook(solution, HELPED), Library())
    assert all("class Doubling:" in call.before for call in found.calls)
    assert all("def two():" in call.before for call in found.calls)
    assert not [call for call in found.calls if "Doubles what" in call.before]
    assert "applied(Doubling(), lambda value: value / 4.0, [2.0, 3.0])" in {
        call.asked for call in found.calls
    }


# What sentences and calls may say -----------------------------------------------------------


def test_a_variable_is_not_said_to_be_what_a_mistake_returns(host: Host) -> None:
    mistakes = {f"mistake {n}": [value_of(["n", f"{n}"])] * 4 for n in range(20, 26)}
    found = candidates(study(host, HONEST, asked=ASKED._replace(known=mistakes)), ["value"])
    asked = [q for q in found if q.asks.startswith("What is `found`")]
    assert asked
    assert not [choice for q in asked for choice in q.choices if choice.mistake]


OF_CALL = re.compile(r"That is what it would be for `total\((.+)\)`\.")


def test_what_a_variable_would_be_for_another_call_is_of_the_same_round(host: Host) -> None:
    checked = 0
    for seed in range(30):
        for question in candidates(study(host, HONEST, str(seed)), ["value"]):
            number = re.search(r"`found` right after line 4 has run the (\d)", question.asks)
            for choice in question.choices if number else ():
                if number and (other := OF_CALL.fullmatch(choice.why)):
                    values = json.loads(other[1])[: int(number[1])]
                    assert choice.text == str(2 * sum(values))
                    checked += 1
    assert checked


def test_no_sentence_names_a_call_that_stands_after_other_lines(host: Host) -> None:
    calls = [Call(f"more = {n}", f"total([{n}, more, 4])") for n in range(2, 8)]
    found = candidates(study(host, HONEST, asked=asked_for(*calls)), ["value"])
    assert found
    assert not [one.why for q in found for one in q.choices if "for `total(" in one.why]


def test_a_mistake_that_fails_for_a_call_is_no_choice(host: Host) -> None:
    known = {f"mistake {n}": [value_of(["n", f"{n}"])] * 4 for n in range(20, 24)}
    known["failing"] = [value_of(["e", "TypeError"])] * 4
    right = [value_of(["n", text]) for text in ("8", "18", "8", "30")]
    asked = ASKED._replace(right=right, known=known)
    found = candidates(study(host, HONEST, asked=asked), ["mathematics"])
    assert found
    assert not [q for q in found if "failing" in {choice.text for choice in q.choices}]


def test_a_constant_of_another_cell_is_shown() -> None:
    cells = ["factor = 2.5", "def total(v):\n    return factor * sum(v)"]
    answer = answer_of(pieces_of(Text(one, given=False) for one in cells), "total")
    assert answer.shown == "\n".join(cells)


def test_nothing_is_asked_of_code_whose_data_a_question_cannot_show() -> None:
    cells = ["def twice(v): return 2 * v", "parts = {'a': twice}"]
    cells.append("def total(v):\n    return sum(part(v) for part in parts.values())")
    with pytest.raises(NotAsked, match="cannot show what `parts` is"):
        answer_of(pieces_of(Text(one, given=True) for one in cells), "total")


def test_markers_of_solutions_are_not_shown() -> None:
    assert "###" not in answer_of(pieces_of([Text(SOLUTION, given=False)]), "mean").shown


def test_no_value_too_long_to_show_is_in_a_sentence(host: Host) -> None:
    calls = [Call("", f"total({n})") for n in (1, 2, 3, 50, 60, 70)]
    source = "def total(v):\n    return [n for n in range(v)]"
    for seed in "abc":
        material = study(host, source, seed, asked_for(*calls))
        for question in candidates(material, ["input"]):
            assert not [one.why for one in question.choices if "an object" in one.why]


def test_sentences_are_plain(host: Host) -> None:
    source = (
        "import numpy as np\ndef total(v):\n    a = np.array([v])\n    n = len(v) + 5\n"
        "    b = a.T\n    c = n + 1\n    d = c + n\n    for one in v[:2]:\n        d = d + one\n"
        "    return d"
    )
    asked = asked_for(*(Call("", f"total([3, {n}, 9])") for n in range(6)))
    material = study(host, source, asked=asked)
    found = [one.why for q in candidates(material, BUILDERS) for one in q.choices]
    assert {"This is its shape.", "Its `c` is not an array.", "Line 9 runs twice."} & {*found}
    assert not [why for why in found if re.search(r"run\w* 2 times|no array|look at", why)]


# Values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (np.float64(3.0), "3"),
        (np.array([[1, 2.5], [1e-17, -3]]), "[[1, 2.5], [0, -3]]"),
        ((1, [True, None], "a"), "(1, [True, None], 'a')"),
        (np.linalg.slogdet(np.eye(2)), "(1, 0)"),
        (np.longdouble(1.5), "1.5"),
        (Fraction(1, 4), "0.25"),
        (np.ma.masked_less([1.0, 2.0], 2), "[None, 2]"),
        ({"a": 1.25}, "{'a': 1.25}"),
        (complex(1, -2), "1 - 2i"),
        (10**20, "an object (int)"),
        (np.zeros(0), "[]"),
        (np.zeros((10**6, 0)), "an array of shape (1000000, 0)"),
    ],
)
def test_a_value_is_written_for_a_reader(value: object, text: str) -> None:
    assert value_of(driver.told(value)).text == text


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_is_told_as_an_array() -> None:
    assert value_of(driver.told(np.asmatrix([[1.0, 2.0]]))).text == "[[1, 2]]"


def test_junk_that_nests_is_refused_at_once() -> None:
    tree: Any = ["n", "1"]
    for _ in range(60):
        tree = ["l", [["a", [1], [tree]]]]
    with pytest.raises(ProtocolError):
        value_of(tree)


@pytest.mark.parametrize(
    ("text", "written"),
    [("x", "`x`"), ("a ` b", "`` a ` b ``"), ("``<b>``", "``` ``<b>`` ```")],
)
def test_no_text_ends_the_code_in_which_it_stands(text: str, written: str) -> None:
    assert code(text) == written


def test_values_that_print_alike_are_not_told_apart() -> None:
    def differ(one: object, other: object) -> bool:
        return apart(value_of(driver.told(one)), value_of(driver.told(other)))

    assert not differ(1.0, 1.00001)
    assert not differ([1, 2], (1.0, 2.0))
    assert differ(1.0, 1.5)
    assert differ([1, 2], [2, 1])
    assert differ(float("nan"), 1.0)
    assert not differ(float("nan"), float("nan"))


def test_a_long_call_is_shown_on_several_lines_that_mean_the_same() -> None:
    arguments = ", ".join(f"name_{n}=('a = {n}; b', (4, {n}))" for n in range(30))
    call = Call("import numpy as np", f"dict({arguments})")
    assert call.is_single
    assert all(len(line) <= 100 for line in call.shown.split("\n"))
    assert eval(call.shown) == eval(call.asked)


def test_a_table_of_probabilities_stays_one() -> None:
    table = np.array([[0.125, 0.25], [0.0, 0.625]])
    for seed in range(20):
        assert np.isclose(literals.varied(table, random.Random(seed)).sum(), 1)


VARIED = {
    "labels": [1, 0, 0, 2],
    "labels in an array": np.array([[1, 0], [0, 1]]),
    "a few of one kind": np.array([1, 1, 0]),
    "probabilities of five": np.array([0.1, 0.4, 0.1, 0.1, 0.3]),
    "probabilities of one": np.array([[1.0], [1.0], [1.0]]),
    "chances": np.array([0.9, 0.5, 0.2, 0.9]),
    "numbers": np.array([-2.0, 0.0, 3.0, 1.0, 5.0]),
    "one number": 1.0,
}


@pytest.mark.parametrize("value", VARIED.values(), ids=VARIED.keys())
def test_varied_arguments_keep_what_calls_rely_on(value: Any) -> None:
    now = np.array(value)
    for seed in range(40):
        varied = np.array(literals.varied(value, random.Random(seed)))
        assert now.min() <= varied.min() <= varied.max() <= now.max() or now.ndim == 0
        assert varied.max() <= 1 or now.max() > 1
        if now.dtype.kind == "i":
            assert sorted(varied.flat) == sorted(now.flat)
        elif now.ndim and np.allclose(now.sum(axis=-1), 1):
            assert np.allclose(varied.sum(axis=-1), 1)


def test_a_number_that_divides_a_size_still_does() -> None:
    step = Step("heads", (np.ones((3, 4)), 2), {}, "")
    for seed in range(40):
        assert 4 % step.varied(random.Random(seed)).args[1] == 0


def test_signed_zeros_look_alike() -> None:
    texts = {value_of(driver.told(complex(1, zero))).text for zero in (0.0, -0.0, -1e-17)}
    assert texts == {"1 + 0i"}


def test_no_truth_values_stand_among_numbers(host: Host) -> None:
    source = "def total(v):\n    few = len(v) < 3\n    double = 2 * sum(v)\n    return double"
    found = [q for n in range(9) for q in candidates(study(host, source, str(n)), ["value"])]
    assert found
    assert not [q for q in found if "True" in {choice.text for choice in q.choices}]


def test_no_two_questions_ask_the_same_and_have_one_answer(host: Host) -> None:
    source = "def total(v):\n    return sum(v) / len(v)"
    calls = [Call("", f"total({order})") for order in ("[3, 1]", "[1, 3]", "[3, 2]", "[2, 3]")]
    for seed in range(9):
        found = candidates(study(host, source, str(seed), asked_for(*calls)), ["value"])
        asked = [(question.asks, question.choices[question.key].text) for question in found]
        assert len({*asked}) == len(asked) > 0


def test_a_large_array_is_varied_at_once() -> None:
    began = time.process_time()
    literals.varied(np.linspace(-9.0, 9.0, 20_000).reshape(100, 200), random.Random(1))
    assert time.process_time() - began < 1


def test_questions_are_of_many_kinds_and_on_many_functions() -> None:
    found = [
        Question(
            kind=kind,
            notebook="nb",
            function=name,
            code="",
            call="",
            asks="",
            choices=[Choice(str(n), "") for n in range(5)],
            key=0,
        )
        for kind in ("value", "value", "value", "edit", "flow")
        for name in ("f", "g")
    ]
    chosen = choose(found, 3, random.Random(1))
    assert {question.kind for question in chosen} == {"value", "edit", "flow"}
    assert {question.function for question in chosen} == {"f", "g"}


def test_calls_are_varied_and_taken_by_the_solution() -> None:
    cells = own_course.notebook(SOLUTION, TESTS)
    (found,) = functions_of("stats", cells, Library())
    assert len({call.asked for call in found.calls}) == len(found.calls) > 20
    assert not [call for call in found.calls if "8675" in call.asked]
