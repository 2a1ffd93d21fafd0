"""`grader check --variants --mutants` reports which wrong answers the tests miss."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from grader.author.course_check import mutants, variants
from grader.errors import GraderError
from tests import courses, own_course
from tests.simulated import ROOT, graded_name, read

SOLUTION = '''def linear_layer(x, W, b):
    """Weigh and shift."""
    nothing = 0 * 3
    return x @ W + b + nothing
'''
TESTS = """import numpy as np
from grader.checks import close
from grader.lesson import run_tests


def test_one_row():
    close(linear_layer(np.array([[1.0, 0.0]]), np.eye(2), np.zeros(2)), [[1.0, 0.0]])


### BEGIN HIDDEN TESTS
def test_bias():
    got = linear_layer(np.array([[1.0, 0.0]]), np.eye(2), np.array([0.0, 5.0]))
    if np.shape(got) == (1, 2) and got[0][1] == 6.0:
        raise ImportError("a fault of this test")
    close(linear_layer(np.array([[1.0, 0.0]]), np.eye(2), np.array([0.0, 5.0])), [[1.0, 5.0]])
### END HIDDEN TESTS

run_tests(points=4)
"""
ANSWERS = """# %% right: one line
def linear_layer(x, W, b):
    return x @ W + b

# %% right: in another place
def linear_layer(x, W, b):
    return b + 1.0 + x @ W

# %% wrong: no bias
def linear_layer(x, W, b):
    return x @ W

# %% wrong: the weights turned round
def linear_layer(x, W, b):
    return x @ W.T + b
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a course of one notebook, with gaps in its tests and in its kept answers."""
    folder = tmp_path_factory.mktemp("proof") / "course"
    source = folder / "source" / "algebra" / "02_matrices.ipynb"
    source.parent.mkdir(parents=True)
    nb = read(ROOT / "source" / "01_linear_algebra" / "02_matrices.ipynb")
    for cell in nb["cells"]:
        if graded_name(cell) == "linear_layer":
            cell["source"] = f"### BEGIN SOLUTION\n{SOLUTION}### END SOLUTION"
        elif graded_name(cell) == "test_linear_layer":
            cell["source"] = TESTS
    source.write_text(json.dumps(nb), encoding="utf-8")
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    (folder / "tests" / "variants").mkdir(parents=True)
    (folder / "tests" / "variants" / "linear_layer.py").write_text(ANSWERS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said(course: Path) -> str:
    """Run the command and return its output on one line."""
    explained = "[[linear_layer]]\nline = 'nothing = 0 * 3'\nbecomes = '{}'\nwhy = 'still 0'\n"
    entries = explained.format("nothing = 0 * 4") + explained.format("nothing = 0 * 5")
    (course / mutants.EXPLAINED).write_text(entries, encoding="utf-8")
    done = courses.here(course, "check", "--jobs", "1", "--variants", "--mutants")
    assert done.exit_code == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.output.split())


def test_kept_answers_that_are_judged_wrongly_are_named(said: str) -> None:
    assert "1 of 2 right answers accepted, 1 of 2 wrong ones caught." in said
    assert "in `linear_layer` a right answer loses points (in another place): one row:" in said
    assert "in `linear_layer` a wrong answer gets full marks (the weights turned round)" in said


def test_wrong_answers_that_no_visible_test_catches_are_counted_and_one_is_named(said: str) -> None:
    count = re.search(r"(\d+) of (\d+) wrong answers pass all visible tests and fail hidden", said)
    assert count
    assert 1 <= int(count[1]) < int(count[2])
    assert f"in `linear_layer` {count[0]} ones, more than 2%: no bias, for example" in said


def test_a_test_that_falls_over_an_answer_is_named(said: str) -> None:
    assert (
        "in `linear_layer` a test cannot be run on an answer (in another place): bias: ImportError"
        in said
    )


def test_mutants_with_full_marks_are_explained_or_named(said: str) -> None:
    assert "15 of 18 mutants caught, 1 explained." in said  # all cheats and lies among them
    assert "a mutant gets full marks: `nothing = 0 * 3` → `nothing = 0 / 3`. Add a test" in said
    assert "`return x @ W + b + nothing` → `return x @ W + b - nothing`" in said
    assert "`nothing = 0 * 4`" not in said
    assert "no such mutant with full marks: `nothing = 0 * 3` → `nothing = 0 * 5`; remove" in said


HELPED = """\
def mean(values):
    ### BEGIN SOLUTION
    return sum(values) / size(values)
    ### END SOLUTION"""

HELPED_ANSWERS = """# %% right: by the helper of the solution
def mean(values):
    return sum(values) / size(values)

# %% right: by a function that only the lecture uses
def mean(values):
    return total(values) / len(values)

# %% right: by neither
def mean(values):
    return sum(values) / len(values)

# %% wrong: the sum
def mean(values):
    return total(values)
"""


def check_helped(folder: Path, lecture: str) -> str:
    """Check a course whose answers use a cell without marks; return what is printed."""
    course = own_course.make(folder)
    cell = {"cell_type": "code", "id": "lecture", "metadata": {}, "source": lecture}
    own_course.write(own_course.source_of(course), [cell, *own_course.notebook(HELPED)])
    kept = course / variants.FOLDER / "mean.py"
    kept.parent.mkdir(parents=True)
    kept.write_text(HELPED_ANSWERS, encoding="utf-8")
    return own_course.run(course, "check", "--jobs", "1", "--variants", "--mutants")[1]


def test_answers_find_what_a_cell_without_marks_defines(tmp_path: Path) -> None:
    lecture = "from math import fsum\n\ndef total(x):\n    return fsum(x)\n\nsize = len"
    said = check_helped(tmp_path, lecture)
    assert "3 of 3 right answers accepted, 1 of 1 wrong ones caught." in said
    assert "the solution itself" not in said


def test_a_solution_that_fails_where_its_mutants_are_tried_is_named(tmp_path: Path) -> None:
    lecture = 'total = sum\nglobals()["size"] = len'
    said = check_helped(tmp_path, lecture)
    assert "in `mean` the solution itself loses points where its mutants are tried" in said
    assert "name 'size' is not defined" in said


BELIEVING = """\
import numpy as np

from grader.lesson import run_tests


def test_of_two():
    assert np.allclose(mean([1, 3]), 2)


run_tests(points=4)"""


def test_lies_that_a_test_believes_are_named(tmp_path: Path) -> None:
    course = own_course.make(tmp_path, tests=BELIEVING)
    said = own_course.run(course, "check", "--jobs", "1", "--mutants")[1]
    named = [
        lie for lie in mutants.LIES if f"gets full marks: `def mean` → `returns {lie}`" in said
    ]
    assert named == [
        "an empty column of pandas",
        "the right values in an array with one more axis",
        "an empty list",
    ]


SEVERAL = """\
def ends(values):
    def inner():
        return 1, 2, 3

    if not values:
        return None
    return values[0], values[-1]


def first(values):
    return values[0]
"""


def test_each_value_that_a_function_returns_is_lied_about() -> None:
    changes = [str(m) for m in mutants.cheats(SEVERAL) if "NaN" in m.becomes]
    assert changes == [
        "`def ends` → `returns NaN as value 1 of 2`",
        "`def ends` → `returns NaN as value 2 of 2`",
        "`def first` → `returns NaN`",
    ]


def test_each_mutant_is_one_change_of_what_is_graded() -> None:
    found = list(mutants.mutate(SOLUTION))
    assert len({m.source for m in found}) == len(found)
    assert "`nothing = 0 * 3` → `nothing = None`" in map(str, found)
    assert not [m for m in found if "Weigh" in m.line]


def test_what_an_error_says_is_not_mutated() -> None:
    source = 'def half(x):\n    if x < 0:\n        raise ValueError("negative")\n    return x / 2\n'
    changed = [str(m) for m in mutants.mutate(source)]
    assert changed == [
        "`if x < 0:` → `if x <= 0:`",
        "`if x < 0:` → `if x < 1:`",
        "`return x / 2` → `return x * 2`",
        "`return x / 2` → `return x / 3`",
    ]


def test_a_list_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / mutants.EXPLAINED
    path.parent.mkdir()
    path.write_text("[[softmax]]\nline = 'x'\n", encoding="utf-8")
    with pytest.raises(GraderError, match=r"equivalent_mutants\.toml is not valid"):
        mutants.read_explanations(tmp_path)


def test_what_is_true_of_an_answer_is_no_part_of_it(tmp_path: Path) -> None:
    kept = tmp_path / variants.FOLDER / "entropy.py"
    kept.parent.mkdir(parents=True)
    kept.write_text(
        "# %% right: plain\ndef entropy(p):\n    return 1\n\n"
        "# %% wrong: in nats\n# true: nats for bits; a wrong base\ndef entropy(p):\n    return 0\n"
    )
    plain, wrong = variants.read_variants(tmp_path, "entropy")
    assert plain.source == "def entropy(p):\n    return 1"
    assert wrong.source == "def entropy(p):\n    return 0"
    assert wrong.true_names == {"nats for bits", "a wrong base"}
