"""What notebooks import from `grader.lesson`, where they are graded: all of it but the tests.

A student may copy the imports of a test cell into a cell of their own, and then the right answer
must not fail. All but `run_tests` and `questions` are the same in a student's own notebook.
"""

from __future__ import annotations

import ast
import contextlib
import json
import math
import numbers
import os
import runpy
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import grader
from grader.errors import exception_line

GIVEN: Final = "given.py"
_DEFINITIONS: Final = (ast.FunctionDef, ast.ClassDef)
_IMPORTS: Final = (ast.Import, ast.ImportFrom)


@contextlib.contextmanager
def when_written(name: str) -> Iterator[None]:
    """Draw what needs the exercise `name`, or say in one line why it can't be drawn yet."""
    try:
        yield
    except NotImplementedError:
        print(f"This appears when `{name}` is written.")
    except Exception as error:  # noqa: BLE001 - the student's code raises anything
        if _waits_for_a_cell_above(error, name):
            print(f"This appears when `{name}` is written and the cells above have run.")
            return
        print(
            f"This needs a working `{name}`; with yours it stopped: {type(error).__name__}: {error}"
        )


def _waits_for_a_cell_above(error: Exception, name: str) -> bool:
    """Return whether the cell itself uses a variable, not the exercise, that is not there."""
    if not isinstance(error, NameError) or error.name == name:
        return False
    _, *within = traceback.walk_tb(error.__traceback__)  # the first one is `when_written`
    frames = [frame for frame, _ in within if not _is_ours(frame.f_globals)]  # a slider's are
    return len({frame.f_code.co_filename for frame in frames}) == 1  # another cell is the student's


def _is_ours(namespace: Mapping[str, object]) -> bool:
    return str(namespace.get("__name__")).startswith("grader.")


def run_no_tests(*, points: float) -> float:
    """Say that the tests run elsewhere; return no points."""
    print("The tests run when the notebook is graded.")
    return 0.0


def ask_nothing(function: object) -> None:
    """Ask no questions: they are for practice, in the student's own notebook."""


def draw_start(draw: Callable[[Any], object], values: object, label: str, *, start: object) -> None:
    """Draw what a slider shows first: nobody moves it while the notebook is graded."""
    draw(start)


def stand_in_for_lesson() -> None:
    """Let `import grader.lesson` find a module with the names of the real one."""
    stand_in = ModuleType("grader.lesson", __doc__)
    vars(stand_in).update(
        from_earlier=from_earlier,
        predict=predict,
        questions=ask_nothing,
        reveal=reveal,
        run_tests=run_no_tests,
        slider=draw_start,
        when_written=when_written,
    )
    sys.modules["grader.lesson"] = stand_in
    grader.lesson = stand_in  # type: ignore[attr-defined]


# Guesses --------------------------------------------------------------------------------------

SHOW_RESULTS: Final = ("NBGRADER_EXECUTION", "GRADER_SITE")
"""Variables of the environment where nobody guesses: in grading, and for pages of the site."""

WITHHELD: Final = (
    "Write your guess in place of the dots above, and run that cell: it then shows the result."
)

_guesses: dict[str, object] = {}
_withheld: dict[str, str] = {}
"""Results that wait for a guess, by question."""


def predict(question: str, guess: object = None, *choices: str) -> None:
    """Write down a guess, before the cell that shows the result runs.

    Students write it in the place of `...`: a number, a few words, or one of the `choices`. It is
    not graded. `reveal` shows it beside the result, and `grader report` shows the class's guesses,
    as they stand in the cells: the question is a text, and so are the choices. If the cell with the
    result has run already, `predict` shows the result.
    """
    known = not choices or _is_missing(guess) or str(guess) in choices
    _guesses[question] = guess if known else ...
    if not known:
        print("Write one of these:", ", ".join(map(repr, choices)))
    elif question in _withheld and not _is_missing(guess):
        _show(guess, _withheld.pop(question))


def reveal(question: str, result: object) -> None:
    """Show a result beside the guess that `predict` wrote down for the same question.

    Without a guess, the result waits for it: a sentence says so, and `predict` shows it as soon as
    there is one. While a notebook is graded, and on pages of `grader site`, it is always shown.
    """
    guess, shown = _guesses.get(question), _brief(result)
    if _is_missing(guess) and not any(map(os.environ.get, SHOW_RESULTS)):
        _withheld[question] = shown
        print(WITHHELD)
    else:
        _withheld.pop(question, None)
        _show(guess, shown)


def _show(guess: object, result: str) -> None:
    print("Your guess:", "none yet" if _is_missing(guess) else _brief(guess))
    print("The result:", result)


def _is_missing(guess: object) -> bool:
    return guess is None or guess is ...


def _brief(value: object) -> str:
    """Return a number with four significant digits, anything else as one line that may be cut."""
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        return f"{float(value):.4g}"
    return textwrap.shorten(str(value), 200)


# Functions of earlier notebooks ---------------------------------------------------------------


def from_earlier(notebook: str, *names: str) -> Any:
    """Return the student's functions of an earlier notebook, or the given ones in their place.

    The course goes on with what students wrote themselves. Where a notebook is not at hand (it
    never is when a notebook is graded), or its function is not written or not right, the function
    of the same name in the assignment's `given.py` takes its place. One line tells which it is.
    `given.py` defines the functions and, in `TRIES`, how each is tried: a function that calls the
    one it is given on a small example and returns numbers.

    `notebook` is its path in the course, such as "02_probability/02_bigrams". With one name the
    function is returned, with several a tuple of them.
    """
    if not Path(GIVEN).is_file():
        raise FileNotFoundError(
            f"{GIVEN} is not beside this notebook: put the files that came with the notebook into"
            " its folder, and run it from the top."
        )
    return _chosen(Path(), notebook, names, print, ())


def _chosen(
    folder: Path,
    notebook: str,
    names: Sequence[str],
    tell: Callable[[str], object],
    within: tuple[Path, ...],
) -> Any:
    """Choose between a student's functions and those given in a folder.

    `within` are the notebooks that are being read for this, from the first to the last.
    """
    given = runpy.run_path(str(folder / GIVEN))
    path = folder / ".." / f"{notebook}.ipynb"
    written = _written_in(path, within)
    chosen = []
    for name in names:
        trouble = _trouble(path, written.get(name), given[name], given["TRIES"].get(name))
        if trouble:
            tell(f"{name}: the one of {GIVEN}; {trouble}.")
        else:
            tell(f"{name}: yours, from {notebook}.")
        chosen.append(given[name] if trouble else written[name])
    return chosen[0] if len(chosen) == 1 else tuple(chosen)


def _trouble(
    path: Path, own: object, given: object, attempt: Callable[[object], object] | None
) -> str:
    """Return why a student's function can't be used, or nothing."""
    if not path.is_file():
        return f"{path} is not here"
    if own is None:
        return f"{path} has none yet"
    if attempt is None:
        return ""
    try:
        same = _same(attempt(own), attempt(given))
    except Exception as error:  # noqa: BLE001 - the student's code raises anything
        return f"yours stopped with {exception_line(error)}"
    return "" if same else "yours gives something else on a small example"


def _written_in(path: Path, within: tuple[Path, ...]) -> dict[str, object]:
    """Run the imports, constants, functions and classes of a notebook, and return them by name.

    So are those that it takes from a notebook before it. What else it does (drawing, training,
    testing) is left out.
    """
    namespace: dict[str, Any] = {"__name__": path.stem}
    if path.resolve() in within:
        return namespace
    within = (*within, path.resolve())

    def from_before(notebook: str, *names: str) -> Any:
        return _chosen(path.parent, notebook, names, lambda _: None, within)

    for statement in _statements(path):
        if _is_from_earlier(statement):
            namespace[from_earlier.__name__] = from_before
        code = compile(ast.Module([statement], []), str(path), "exec")
        try:
            exec(code, namespace)  # noqa: S102 - the student's own code, on the student's machine
        except Exception:  # noqa: BLE001, S112 - one that fails defines nothing
            continue
    return namespace


def _statements(path: Path) -> Iterator[ast.stmt]:
    if not path.is_file():
        return
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        return
    for cell in cells:
        if cell["cell_type"] != "code" or cell["metadata"].get("nbgrader", {}).get("grade"):
            continue
        lines = "".join(cell["source"]).splitlines()
        code = "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!")))
        try:
            body = ast.parse(code).body
        except SyntaxError:
            continue
        yield from (statement for statement in body if _defines(statement))


def _defines(statement: ast.stmt) -> bool:
    """Return whether a statement only names something, and what it names is written."""
    if isinstance(statement, _DEFINITIONS):
        return not any(_says_unwritten(node) for node in ast.walk(statement))
    if _is_from_earlier(statement):
        return True
    if isinstance(statement, ast.Assign):
        try:
            ast.literal_eval(statement.value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
        return True
    return isinstance(statement, _IMPORTS)


def _is_from_earlier(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Assign) else None
    return isinstance(value, ast.Call) and ast.unparse(value.func) == from_earlier.__name__


def _says_unwritten(node: ast.AST) -> bool:
    """Return whether this is the `raise NotImplementedError` of an exercise that is not written."""
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _same(own: Any, given: Any) -> bool:
    """Compare numbers, arrays and lists of them to six digits."""
    if isinstance(given, dict):
        return own.keys() == given.keys() and all(_same(own[key], given[key]) for key in given)
    if getattr(given, "ndim", 0) or isinstance(given, (list, tuple)):
        return len(own) == len(given) and all(map(_same, own, given))
    return math.isclose(float(own), float(given), rel_tol=1e-6, abs_tol=1e-8)
