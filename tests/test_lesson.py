"""What a notebook calls works in a real kernel process, from top to bottom."""

import ast
import base64
import io
import json
import linecache
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import output_from_msg
from nbgrader.utils import determine_grade
from PIL import Image

from grader import addons, lesson
from grader.guest.lesson_functions import WITHHELD
from grader.report.predictions import predictions_in
from grader.testing.source_text import without_magics
from tests.simulated import ROOT, read

Run = Callable[..., list[Any]]

CELL = """
from grader.lesson import run_tests
import pytest

@pytest.mark.points(3)
def test_two():
    '''Two and two'''
    assert add(2, 2) == 4

def test_zero():
    assert add(0, 0) == 1, "nothing is not one"

run_tests(points=8)
"""


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    """A real kernel, and the client that speaks to it."""
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(kernel: BlockingKernelClient) -> Run:
    """Runs cells one after the other; gives the outputs of the last."""

    def run(*cells: str) -> list[Any]:
        for cell in cells:
            messages: list[dict[str, Any]] = []
            kernel.execute_interactive(cell, timeout=600, output_hook=messages.append)
        return [output_from_msg(message) for message in messages if shows(message)]

    run("%reset -f")
    assert run("from grader import lesson; lesson._root_causes.cache_clear(); del lesson") == []
    return run


def shows(message: dict[str, Any]) -> bool:
    """Whether a message of the kernel's shows something."""
    return message["msg_type"] in ("display_data", "execute_result", "stream", "error")


def test_a_grade_cell_shows_a_card_and_returns_its_points(notebook: Run) -> None:
    shown, value = notebook("def add(a, b):\n    print('adding')\n    return a + b", CELL)
    text = shown["data"]["text/plain"]
    assert text.startswith("1 of 2 tests passed.\n✓ Two and two\n✗ zero\n    nothing is not one")
    assert "<strong>1 of 2 tests passed.</strong>" in value["data"]["text/html"]
    assert value["data"]["text/plain"] == "6.0"


def test_a_grade_cell_of_what_is_not_written_does_not_stop_the_notebook(
    notebook: Run,
) -> None:
    outputs = notebook("def add(a, b):\n    raise NotImplementedError", CELL)
    assert [o["output_type"] for o in outputs] == ["display_data", "execute_result"]
    assert outputs[0]["data"]["text/plain"].startswith("Not written yet.")
    assert outputs[1]["data"]["text/plain"] == "0.0"


def test_the_points_are_the_cells_result_and_stand_under_no_card(notebook: Run) -> None:
    worded, value = notebook("def add(a, b):\n    return a + b", CELL)
    assert worded["data"]["text/html"] == ""  # one card is enough
    assert value["output_type"] == "execute_result"
    assert value["data"].keys() == {"text/plain", "text/html"}
    assert value["data"]["text/html"].startswith("<div")
    cell = nbformat.v4.new_code_cell(CELL, outputs=[value])
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "points": 8, "grade_id": "x"}
    assert determine_grade(cell) == (6.0, 8.0)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise NotImplementedError()", "Nothing is written yet.\n"),
        ("return a * b", "1 of 2 tests passed.\n✓ Two and two\n✗ zero\n"),
        ("return a + b + (a == 0)", ""),
    ],
)
def test_validation_is_told_what_the_card_says(notebook: Run, body: str, told: str) -> None:
    validating = "import os; os.environ['NBGRADER_VALIDATING'] = '1'"
    outputs = notebook(f"def add(a, b):\n    {body}", validating, CELL)
    notebook("del os.environ['NBGRADER_VALIDATING']")
    said = "".join(o["text"] for o in outputs if o["output_type"] == "stream")
    assert said[: len(told)] == told
    assert bool(said) == bool(told)


def test_a_grade_cell_of_what_is_missing_names_it(notebook: Run) -> None:
    outputs = notebook(CELL)
    assert "`add` is not defined when this test runs." in outputs[0]["data"]["text/plain"]


def test_a_grade_cell_can_be_run_again_after_a_change(notebook: Run) -> None:
    outputs = notebook("def add(a, b): return 0", CELL, "def add(a, b): return 4", CELL)
    assert "✓ Two and two" in outputs[0]["data"]["text/plain"]


HELPERS = """
import math as pytest

def test_two():
    return 2

def run_tests():
    return "mine"

def add(a, b):
    assert (test_two(), run_tests(), pytest.floor(2.5)) == (2, "mine", 2)
    return a + b
"""


def test_a_students_helpers_may_be_called_as_anything_in_a_test_cell(notebook: Run) -> None:
    shown, _ = notebook(HELPERS, CELL)
    assert "✓ Two and two" in shown["data"]["text/plain"]
    (result,) = notebook("(test_two(), run_tests(), pytest.__name__, 'test_zero' in globals())")
    assert result["data"]["text/plain"] == "(2, 'mine', 'math', False)"


def test_a_test_cell_that_stops_leaves_the_names_as_well(notebook: Run) -> None:
    broken = CELL.replace("import pytest", "import pytest\nimport no_such_module")
    (error,) = notebook(HELPERS, broken)
    assert error["ename"] == "ModuleNotFoundError"
    (result,) = notebook("(run_tests(), pytest.__name__)")
    assert result["data"]["text/plain"] == "('mine', 'math')"


def test_an_import_of_a_test_cell_does_not_stand_in_for_a_missing_one(notebook: Run) -> None:
    cell = CELL.replace("import pytest", "import pytest\nimport fractions")
    notebook("def add(a, b): return fractions.Fraction(a) + b", cell)
    shown, _ = notebook(cell)
    assert "name 'fractions' is not defined" in shown["data"]["text/plain"]


def test_points_are_a_float_also_in_a_plain_interpreter(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name, cell = "<plain>", CELL.replace("@pytest.mark.points(3)", "")
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    namespace = {"add": lambda a, b: a + b}
    *body, last = cell.strip().split("\n")
    exec(compile("\n".join(body), name, "exec"), namespace)
    points = eval(compile(last, name, "eval"), namespace)
    assert points == 4.0
    assert repr(points) == "4.0"
    assert "1 of 2 tests passed." in capsys.readouterr().out


def stop(error: Exception) -> None:
    raise error


def test_a_figure_waits_until_its_function_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with lesson.when_written("add"):
        stop(NotImplementedError())
    assert capsys.readouterr().out == "This appears when `add` is written.\n"
    with lesson.when_written("add"):
        stop(TypeError("bad operand"))
    assert capsys.readouterr().out == (
        "This needs a working `add`; with yours it stopped: TypeError: bad operand\n"
    )
    with lesson.when_written("add"):
        pass
    assert capsys.readouterr().out == ""


def test_a_figure_of_something_that_is_not_defined_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with lesson.when_written("add"):
        add(1, 2)  # type: ignore[name-defined]  # noqa: F821 - this is what is tested
    assert "name 'add' is not defined" in capsys.readouterr().out


def test_a_figure_that_needs_a_cell_above_does_not_blame_the_students_function(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with lesson.when_written("add"):
        print([counts[i] for i in range(2)])  # type: ignore[name-defined]  # noqa: F821
    assert capsys.readouterr().out == (
        "This appears when `add` is written and the cells above have run.\n"
    )


def test_a_name_that_is_missing_in_the_students_function_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    own: dict[str, Any] = {}
    exec(compile("def add(a, b): return a + c", "cell of the student", "exec"), own)
    with lesson.when_written("add"):
        own["add"](1, 2)
    assert "with yours it stopped: NameError: name 'c' is not defined" in capsys.readouterr().out


def test_an_interrupt_by_the_person_stops_the_cell() -> None:
    with pytest.raises(KeyboardInterrupt), lesson.when_written("add"):
        raise KeyboardInterrupt


# Questions ------------------------------------------------------------------------------------

SHARES = """
def shares(values):
    total = 0.0
    for value in values:
        total += value
    return [value / total for value in values]
"""
TESTS_OF_SHARES = """
from grader.lesson import run_tests

def test_shares():
    assert shares([1.0, 3.0]) == [0.25, 0.75]
    assert shares([1.0, 1.0, 2.0]) == [0.25, 0.25, 0.5]

run_tests(points=1)
"""
ASKS = "from grader.lesson import questions\nquestions(shares)"


def test_questions_are_on_the_students_own_code_with_folded_answers(notebook: Run) -> None:
    (shown,) = notebook(SHARES, TESTS_OF_SHARES, ASKS)
    text = shown["data"]["text/markdown"]
    assert "total += value" in text
    assert text.count("## Question") == text.count("<details>") == text.count("</details>") == 4


def test_without_the_add_on_a_sentence_stands_in_the_place_of_questions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(addons, "find", lambda *_: None)
    lesson.questions(test_questions_are_on_the_students_own_code_with_folded_answers)
    assert "without its questions" in capsys.readouterr().out


# Figures with a slider ------------------------------------------------------------------------

MOVES = """\
# Alternative text: A point that
# moves to the right.
import matplotlib.pyplot as plt
from grader.lesson import slider, when_written

drawn = []

def draw(x):
    drawn.append(x)
    _, ax = plt.subplots(figsize=(2, 1))
    ax.plot([double(x)], [0], "o")
    ax.set_xlim(0, 9)

with when_written("double"):
    slider(draw, [1, 2.5, 4], "x < 5", start=2.5)
"""
DOUBLES = "def double(x): return 2 * x"


def test_a_slider_shows_a_frame_for_each_value_and_a_still(notebook: Run) -> None:
    (shown,) = notebook(DOUBLES, MOVES)
    page = BeautifulSoup(shown["data"]["text/html"], "html.parser")
    assert page.label is not None
    assert page.label.get_text().strip() == "x < 5"
    assert page.label.input is not None
    handle, figure = page.label.input.attrs, page.find_all("img")
    assert [handle[key] for key in ("type", "min", "max", "value")] == ["range", "0", "2", "1"]
    assert handle["aria-valuetext"] == "2.5"
    names, frames = zip(*json.loads(str(handle["data-frames"])), strict=True)
    assert names == ("1", "2.5", "4")
    assert len({*frames}) == len(frames)
    sizes = {Image.open(io.BytesIO(base64.b64decode(frame))).size for frame in frames}
    assert sizes == {(200, 100)}
    assert shown["data"]["image/png"] == frames[1]
    assert [one["src"] for one in figure] == [f"data:image/png;base64,{frames[1]}"]
    assert figure[0]["alt"] == shown["data"]["text/plain"] == "A point that moves to the right."
    (value,) = notebook("drawn, plt.get_fignums()")
    assert value["data"]["text/plain"] == "([1, 2.5, 4], [])"


def test_only_the_still_is_drawn_while_a_notebook_is_graded(notebook: Run) -> None:
    grading = "import os; os.environ['NBGRADER_EXECUTION'] = 'autograde'"
    (shown,) = notebook(DOUBLES, grading, MOVES)
    (value,) = notebook("del os.environ['NBGRADER_EXECUTION']", "drawn")
    assert shown["data"].keys() == {"image/png", "text/plain"}
    assert value["data"]["text/plain"] == "[2.5]"


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("raise NotImplementedError", "This appears when `double` is written."),
        ("return x / 0", "with yours it stopped: ZeroDivisionError: division by zero"),
        ("return x / 0 if x == 4 else x", "it stopped: ZeroDivisionError: division by zero"),
        ("return x * float('nan')", "for 1, there is nothing to draw but NaN or infinity"),
    ],
)
def test_a_wrong_function_gives_one_line_in_place_of_a_figure_that_moves(
    notebook: Run, function: str, said: str
) -> None:
    (shown,) = notebook(f"def double(x): {function}", MOVES)
    assert shown["output_type"] == "stream"
    assert shown["text"].rstrip().endswith(said)
    assert shown["text"].count("\n") == 1


def test_a_slider_that_needs_a_cell_above_does_not_blame_the_students_function(
    notebook: Run,
) -> None:
    (shown,) = notebook(DOUBLES, MOVES.replace("(0, 9)", "(0, width)"))
    assert shown["text"] == "This appears when `double` is written and the cells above have run.\n"


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("start=2.5", "start=3", "`start` is 3, which is none of the slider's values"),
        ("ax.set_xlim(0, 9)", "plt.show()", "must leave its figure open, without show()"),
    ],
)
def test_what_is_wrong_with_a_slider_is_told_to_its_author(
    notebook: Run, written: str, instead: str, said: str
) -> None:
    *_, told = notebook(DOUBLES, MOVES.replace(written, instead))
    assert said in told["text"]


# Guesses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guess", "result", "shown"),
    [
        (0.5, 0.7310585, "Your guess: 0.5\nThe result: 0.7311\n"),
        (3, np.float32(2.25), "Your guess: 3\nThe result: 2.25\n"),
        ("it rises", "it falls", "Your guess: it rises\nThe result: it falls\n"),
        ([1, 2], np.eye(2), "Your guess: [1, 2]\nThe result: [[1. 0.] [0. 1.]]\n"),
        (True, "a " * 500, f"Your guess: True\nThe result: {'a ' * 97}[...]\n"),
    ],
)
def test_a_guess_stands_beside_the_result(
    guess: object, result: object, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson.predict("what comes out", guess)
    assert capsys.readouterr().out == ""
    lesson.reveal("what comes out", result)
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("stub", [[...], [None], [], [..., "rises", "falls"]])
def test_a_result_waits_for_a_guess_and_is_shown_as_soon_as_there_is_one(
    stub: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    lesson.predict(f"the curve {stub}", *stub)
    for question in (f"the curve {stub}", f"a question whose cell did not run {stub}"):
        lesson.reveal(question, "falls")
        assert capsys.readouterr().out == WITHHELD + "\n"
        lesson.predict(question, *stub)
        assert capsys.readouterr().out == ""
        lesson.predict(question, "rises", *stub[1:])
        assert capsys.readouterr().out == "Your guess: rises\nThe result: falls\n"
        lesson.predict(question, "falls")  # shown once: the cell with the result shows it again
        assert capsys.readouterr().out == ""


@pytest.mark.parametrize("variable", ["NBGRADER_EXECUTION", "GRADER_SITE"])
def test_where_nobody_guesses_the_result_is_shown(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(variable, "1")
    lesson.predict("the line", ...)
    lesson.reveal("the line", "falls")
    assert capsys.readouterr().out == "Your guess: none yet\nThe result: falls\n"


def test_a_guess_is_one_of_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    for guess in ("rises", 3, np.ones(2)):
        lesson.predict("the slope", guess, "rises", "3")
    assert capsys.readouterr().out == "Write one of these: 'rises', '3'\n"
    lesson.reveal("the slope", "rises")
    assert capsys.readouterr().out == WITHHELD + "\n"


def test_each_notebook_of_the_course_asks_for_a_guess_and_reveals_the_result() -> None:
    """The report finds the questions, and nobody's guess is handed out."""
    notebooks = sorted((ROOT / "source").glob("*/*.ipynb"))
    assert notebooks
    for path in notebooks:
        cells = [cell["source"] for cell in read(path)["cells"] if cell["cell_type"] == "code"]
        calls = [
            node
            for cell in cells
            for node in ast.walk(ast.parse(without_magics(cell)))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "reveal"
        ]
        asked = [*predictions_in(cells)]
        assert asked, path
        assert [ast.literal_eval(call.args[0]) for call in calls] == [p.question for p in asked]
        assert not [p for p in asked if p.guess], path


FIRST = """
from grader.checks import close
from grader.lesson import run_tests

def test_three():
    close(add(1, 2), 3)

run_tests(points=1)
"""
SECOND = FIRST.replace("add(1, 2)", "total([1, 2])").replace("test_three", "test_total")
TOTAL = "def plus(a, b):\n    return add(a, b)\ndef total(xs):\n    return plus(*xs)"


def test_an_exercise_that_fails_because_of_another_names_it(notebook: Run) -> None:
    wrong, right = "def add(a, b): return a - b", "def add(a, b): return a + b"
    shown, _ = notebook(wrong, TOTAL, FIRST, SECOND)
    text = shown["data"]["text/plain"]
    assert text.startswith("0 of 1 tests passed.\nDepends on `add`, which is not right yet.")
    assert "where 3 is expected" not in text
    shown, _ = notebook(right, SECOND)  # mended, though its tests were not run again
    assert shown["data"]["text/plain"].startswith("1 of 1 tests passed.")


def test_an_exercise_with_a_fault_of_its_own_shows_it(notebook: Run) -> None:
    own = "def total(add):\n    return add[0]"  # a parameter of that name is not the function
    shown, _ = notebook("def add(a, b): return a - b", own, FIRST, SECOND)
    text = shown["data"]["text/plain"]
    assert "Depends" not in text
    assert "where 3 is expected" in text


PAIR = """
from grader.checks import close
from grader.lesson import run_tests

def test_add():
    close(add(1, 2), 3)

def test_double():
    close(double(2), 4)

def test_both():
    close(double(add(1, 2)), 6)

run_tests(points=1)
"""
USES_BOTH = "def total(xs):\n    return double(add(*xs)) - add(*xs)"
ADD, DOUBLE = "def add(a, b): return a + b", "def double(a): return 2 * a"
ADD_WRONG, DOUBLE_WRONG = "def add(a, b): return a - b", "def double(a): return 3 * a"
CALLS_ADD = "def double(a): return add(a, a)"
IN_PART = "def double(a): return 2 * a if a == 2 else a"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ((ADD_WRONG, DOUBLE), "Depends on `add`, which is not right yet."),
        ((ADD, DOUBLE_WRONG), "Depends on `double`, which is not right yet."),
        ((ADD_WRONG, DOUBLE_WRONG), "Depends on `add` and `double`, which are not right yet."),
        ((ADD_WRONG, CALLS_ADD), "Depends on `add`, which is not right yet."),
        ((ADD, IN_PART), ""),  # either may be wrong
    ],
)
def test_only_what_is_itself_wrong_is_named(notebook: Run, code: Any, said: str) -> None:
    shown, _ = notebook(*code, USES_BOTH, PAIR, SECOND)
    text = shown["data"]["text/plain"]
    assert text.startswith("0 of 1 tests passed.")
    assert ("Depends" in text) == bool(said)
    assert said in text
