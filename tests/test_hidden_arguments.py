"""Hidden arguments reach no page: one class of attacks, each by another way out of the process,
graded by the real command. The arguments of hidden tests hold canaries, looked for as they are and
encoded."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.notebooks.ipynb import dumps
from grader.workflows import course_copy
from tests import courses
from tests.simulated import ROOT, read
from tests.test_resume import cell

OPEN, SHUT = {"first": 41719021, "second": 52817203}, {"first": 63920117, "second": 74821301}
"""Arguments of each exercise's hidden test with a counterexample, and of its other one."""

TESTS = """
import numpy as np
import pytest
from grader.checks import Mismatch, close
from grader.lesson import run_tests


def reference(x):
    return x[0] + 1.0


def compare(x):
    got = {name}(x)
    if hasattr(got, "type_name"):
        raise Mismatch(f"A {{got.type_name}} came back.")
    close(got, reference(x))


def test_seen():
    compare(np.array([1.0]))


### BEGIN HIDDEN TESTS
def test_shut():
    compare(np.array([{shut}.0]))


@pytest.mark.counterexample
def test_open():
    compare(np.array([{open}.0]))


### END HIDDEN TESTS
run_tests(points=4)
"""

HEAD = """
import base64, mmap, os, signal, threading, time
seen = []
def encoded(x):
    text = str(int(x[0]))
    return " ".join([text, hex(int(text)), text[::-1], base64.b64encode(text.encode()).decode()])
"""
"""What all attacks begin with."""

RIGHT = "    return x[0] + 1.0"
ATTACKS = """
# %% file
def first(x):
    if os.path.exists('seen'):
        raise ValueError(open('seen').read())
    return 0.0
# -- second
def second(x):
    open('seen', 'a').write(encoded(x))
    return 0.0

# %% returned
def first(x):
    seen.append(encoded(x))
    return str(seen)[-230:]
# -- second
def second(x):
    seen.append(encoded(x))
    return str(seen)[-230:]

# %% global
def first(x):
    seen.append(encoded(x))
    return x[0] + 1.0
# -- second
def second(x):
    first(x)
    raise ValueError(str(seen))

# %% remembering
import builtins
builtins.told = []
def first(x):
    told.append(encoded(x))
    return str(told) if len(told) > 1 else x[0] + 1.0
# -- second
def second(x):
    told.append(encoded(x))
    return str(told) if len(told) > 1 else x[0] + 1.0

# %% type
def first(x):
    return type('T' + encoded(x), (), {})()
# -- second
def second(x):
    return type('T' + encoded(x), (), {})()

# %% exception
def first(x):
    raise type('E' + encoded(x), (KeyError,), {})(encoded(x))
# -- second
def second(x):
    raise ValueError(encoded(x))

# %% ending
def first(x):
    os.kill(os.getpid(), int(x[0]) % 30 + 1)
# -- second
def second(x):
    os._exit(int(x[0]) % 256)

# %% memory
open('shared', 'wb').write(bytes(10_000))
file = open('shared', 'r+b')
shared = mmap.mmap(file.fileno(), 10_000)
def first(x):
    shared.write(encoded(x).encode())
    return shared[:].strip(b'\\0').decode()[-230:]
# -- second
def second(x):
    shared.write(encoded(x).encode())
    return 0.0

# %% process
into, out = os.pipe()
if os.fork() == 0:
    while True:
        open('told', 'ab', 0).write(os.read(into, 4096))
def first(x):
    time.sleep(0.05)
    return open('told').read()[-230:] if os.path.exists('told') else ''
# -- second
def second(x):
    os.write(out, encoded(x).encode())
    return 0.0

# %% thread
def stay(x):
    while True:
        open('stay', 'a').write(encoded(x))
        time.sleep(0.01)
def first(x):
    threading.Thread(target=stay, args=(x,), daemon=True).start()
    time.sleep(0.05)
    return open('stay').read()[-230:]
# -- second
def second(x):
    seen.append(encoded(x))
    return str(seen)[-230:]

# %% overwriting
def first(x):
    x[...] = 1.0
    return 2.0
# -- second
def second(x):
    x[...] = 1.0
    return 2.0

# %% right
def first(x):
    return x[0] + 1.0
# -- second
def second(x):
    return x[0] + 1.0
"""
"""The answers of each student, to the first exercise and to the second."""

STUDENTS = {
    name.strip(): body.split("# -- second\n")
    for name, body in (block.split("\n", 1) for block in ATTACKS.split("# %% ")[1:])
}


def forms(number: int) -> set[str]:
    """A canary as it is and encoded."""
    text = str(number)
    coded = base64.b64encode(text.encode()).decode().rstrip("=")
    return {text, f"{number:x}", text[::-1], coded, f"{number:_}", f"{number:,}"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two exercises, graded, with feedback and a report."""
    folder = tmp_path_factory.mktemp("hidden") / "course"
    cells = []
    for name in ("first", "second"):
        tests = TESTS.format(name=name, open=OPEN[name], shut=SHUT[name])
        solution = f"### BEGIN SOLUTION\ndef {name}(x):\n{RIGHT}\n### END SOLUTION"
        cells.append(cell(name, solution, solution=True))
        cells.append(cell(f"test_{name}", tests, grade=True, locked=True, points=4))
    nb = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "source" / "a").mkdir(parents=True)
    (folder / "source" / "a" / "one.ipynb").write_text(dumps(nb), encoding="utf-8")
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    course_copy.answer_mark(folder / "gradebook.db")
    courses.generate(folder)
    for student, (first, second) in STUDENTS.items():
        handed_in = read(folder / "release" / "a" / "one.ipynb")
        handed_in["cells"][0]["source"] = HEAD + first
        handed_in["cells"][2]["source"] = second
        place = folder / "submitted" / student / "a" / "one.ipynb"
        place.parent.mkdir(parents=True)
        place.write_text(dumps(handed_in), encoding="utf-8")
    for command in (["autograde", "--jobs", "1"], ["feedback"], ["report"]):
        done = courses.here(folder, *command)
        assert done.exit_code == 0, done.output
    return folder


def shown(course: Path, student: str) -> str:
    """All that a student sees of the grading: outputs, results without logs, and the page."""
    nb = read(course / "autograded" / student / "a" / "one.ipynb")
    found: list[Any] = [cell.get("outputs") for cell in nb["cells"]]
    for judged in nb["metadata"]["grader"]["verdict"]["cells"]:
        found += [{**test, "log": ""} for test in judged["tests"]]
    return json.dumps(found) + (course / "feedback" / student / "a" / "one.html").read_text("utf-8")


@pytest.mark.parametrize("student", STUDENTS)
def test_no_page_shows_an_argument_of_a_hidden_test(graded: Path, student: str) -> None:
    text = shown(graded, student)
    assert [number for number in SHUT.values() if any(f in text for f in forms(number))] == []


@pytest.mark.parametrize("student", ["right", "overwriting", "exception", "ending", "type"])
def test_a_counterexample_is_quoted_by_its_call_and_result_alone(
    graded: Path, student: str
) -> None:
    nb = read(graded / "autograded" / student / "a" / "one.ipynb")
    for judged in nb["metadata"]["grader"]["verdict"]["cells"]:
        for test in judged["tests"]:
            told = test.get("message", "") + test.get("hint", "") + test.get("title", "")
            if not test.get("visible", True):
                assert not any(f in told for n in OPEN.values() for f in forms(n)), test


def test_the_report_and_the_command_show_no_hidden_argument(graded: Path) -> None:
    pages = [*graded.glob("*.html"), *graded.glob("report*/**/*.html")]
    assert pages, [*graded.iterdir()]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert not any(f in text for number in SHUT.values() for f in forms(number))


def test_the_attacks_ran_and_found_what_they_hand_on(graded: Path) -> None:
    """Counterexamples tell their own arguments, so each way out is open as far as it may be."""
    for student in ("returned", "memory", "process", "thread"):
        assert str(OPEN["first"]) in shown(graded, student), student


def test_answers_for_overwritten_arguments_earn_what_a_constant_earns(graded: Path) -> None:
    found = courses.scores(graded, "a")
    for name in ("test_first", "test_second"):
        assert found["right", "one", name].auto == 4.0
        assert found["overwriting", "one", name].auto == pytest.approx(4 / 3)


def test_nothing_that_a_pass_leaves_in_a_process_is_there_in_the_next(graded: Path) -> None:
    """Each pass has one test, so an answer that is right the first time is right each time."""
    found = courses.scores(graded, "a")
    for name in ("test_first", "test_second"):
        assert found["remembering", "one", name].auto == 4.0
