"""A wrong helper costs its own points: what calls it is tried with a right one in its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest

from grader.grading import pipeline
from grader.notebooks.ipynb import Cell, Key, KeyCell, dumps
from grader.render import card
from grader.sandbox.host_process import Host
from grader.verdict import CellVerdict
from tests import courses, own_course, simulated
from tests.simulated import ROOT

REFERENCE = """
import functools

def mean(values):
    return sum(values) / len(values)

def spread(values):
    return sum((one - mean(values)) ** 2 for one in values) / len(values)

def score(values, at):
    return (at - mean(values)) / spread(values) ** 0.5

class Counter:
    def count(self):
        return 1

def drawn(rng):
    return rng.normal()

def calculate(text):
    try:
        return eval(text)
    except Exception:
        return 3

@functools.cache
def written(number, unit):
    return f"{number} {unit}"

def applied(function, values):
    return [function(value) for value in values]

def lines_of(path):
    with open(path) as file:
        yield from file
"""
TESTS = {
    "mean": """
        def test_two():
            assert mean([1, 3]) == 2

        def test_three():
            assert mean([1, 2, 6]) == 3

        ### BEGIN HIDDEN TESTS
        from statistics_reference import mean as reference

        def test_mean_as_the_reference():
            assert mean([4, 5, 9]) == reference([4, 5, 9])
        ### END HIDDEN TESTS

        run_tests(points=3)
        """,
    "spread": """
        import pytest
        from grader.checks import close

        def test_of_two():
            close(spread([1, 3]), 1.0)

        def test_of_none():
            with pytest.raises(ValueError):
                spread([])

        ### BEGIN HIDDEN TESTS
        from statistics_reference import spread as reference

        def test_spread_as_the_reference():
            close(spread([4, 5, 9]), reference([4, 5, 9]))
        ### END HIDDEN TESTS

        run_tests(points=3)
        """,
    "score": """
        from grader.checks import close

        ### BEGIN HIDDEN TESTS
        from statistics_reference import score as reference

        def test_score_as_the_reference():
            close(score([4, 5, 9], 6), reference([4, 5, 9], 6))
        ### END HIDDEN TESTS

        run_tests(points=2)
        """,
}
STUB = "def {}(*arguments):\n    raise NotImplementedError"

NONE: dict[str, str] = {}

MEAN = "def mean(values):\n    return sum(values) / len(values)"
WRONG_MEAN = "def mean(values):\n    return sum(values) / (len(values) + 1)"
SPREAD = """\
def spread(values):
    if not values:
        raise ValueError("of nothing")
    return mean([(one - mean(values)) ** 2 for one in values])"""
WRONG_SPREAD = SPREAD.replace("** 2", "** 3")
SCORE = "def score(values, at):\n    return (at - mean(values)) / spread(values) ** 0.5"


def suite(name: str, source: str) -> KeyCell:
    """A grade cell of three points."""
    return KeyCell(
        name=f"test_{name}",
        cell_type="code",
        source=dedent(source),
        locked=True,
        grade=True,
        points=3,
    )


def key_of(tests: dict[str, str], stubs: dict[str, str] = NONE) -> Key:
    """A notebook with an exercise and its tests for each name."""
    cells = []
    for name, source in tests.items():
        stub = stubs.get(name, STUB.format(name))
        cells.append(KeyCell(name=name, cell_type="code", source=stub, solution=True))
        cells.append(suite(name, source))
    return Key(notebook="one", cells=cells)


@pytest.fixture(autouse=True)
def reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The course's reference, importable as it is in a worker."""
    (tmp_path / "statistics_reference.py").write_text(REFERENCE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("statistics_reference", None)


def grade(host: Host, *, tests: dict[str, str] = TESTS, **answers: str) -> dict[str, CellVerdict]:
    """Grade a notebook with these answers, each in its cell; the others are right."""
    given = {"mean": MEAN, "spread": SPREAD, "score": SCORE} | answers
    cells = []
    for name in tests:
        cells.append(Cell(id=name, cell_type="code", source=given[name], name=name))
        cells.append(Cell(id=f"{name}-tests", cell_type="code", source="", name=f"test_{name}"))
    verdict = pipeline.grade_cells(cells, key_of(tests), host, {}).verdict
    return {cell.grade_id.removeprefix("test_"): cell for cell in verdict.cells}


def scores(found: dict[str, CellVerdict]) -> list[float | None]:
    return [cell.score for cell in found.values()]


def helpers(cell: CellVerdict) -> list[tuple[str, ...]]:
    """In place of which functions right ones stood, test by test."""
    return [test.right_helpers for test in cell.tests]


def test_where_all_is_right_nothing_is_replaced(host: Host) -> None:
    found = grade(host)
    assert scores(found) == [3.0, 3.0, 3.0]
    assert not any(any(helpers(cell)) for cell in found.values())


def test_a_wrong_helper_costs_its_own_points_alone(host: Host) -> None:
    found = grade(host, mean=WRONG_MEAN)
    assert scores(found) == [0.0, 3.0, 3.0]
    assert helpers(found["spread"]) == [("mean",), (), ("mean",)]
    assert helpers(found["score"]) == [("mean",)]
    assert found["spread"].depends_on == found["score"].depends_on == ()
    text = card.as_text(found["spread"].tests, depends_on=found["spread"].depends_on)
    assert text.splitlines()[:3] == [
        "3 of 3 tests passed.",
        "Your `mean` is not right yet; tests that failed here were tried with a right one.",
        "✓ of two, with a right `mean`",
    ]


def test_a_helper_that_is_not_written_costs_no_more(host: Host) -> None:
    assert scores(grade(host, mean=STUB.format("mean"))) == [0.0, 3.0, 3.0]


def test_two_wrong_helpers_cost_their_own_points(host: Host) -> None:
    found = grade(host, mean=WRONG_MEAN, spread=WRONG_SPREAD)
    assert scores(found) == [0.0, 1.0, 3.0]
    assert found["spread"].depends_on == ("mean",)
    assert helpers(found["score"]) == [("mean", "spread")]


def test_a_fault_of_its_own_is_told_as_it_is_with_a_right_helper(host: Host) -> None:
    unchecked = "def spread(values):\n    return mean([(v - mean(values)) ** 2 for v in values])"
    found = grade(host, mean=WRONG_MEAN, spread=unchecked)
    assert scores(found) == [0.0, 2.0, 3.0]
    text = card.as_text(found["spread"].tests, depends_on=found["spread"].depends_on)
    assert "Depends on" not in text
    assert "✗ of none, with a right `mean`\n    Your code stopped with an error" in text
    assert helpers(found["score"]) == [("mean", "spread")]


def test_functions_that_were_changed_together_count_as_they_are(host: Host) -> None:
    found = grade(
        host,
        mean="def mean(values):\n    return sum(values), len(values)",
        spread="def spread(values):\n"
        "    if not values:\n        raise ValueError\n"
        "    def middle(numbers):\n        total, n = mean(numbers)\n        return total / n\n"
        "    return middle([(v - middle(values)) ** 2 for v in values])",
        score="def score(values, at):\n    total, n = mean(values)\n"
        "    return (at - total / n) / spread(values) ** 0.5",
    )
    assert scores(found) == [0.0, 3.0, 3.0]
    assert not any(helpers(found["spread"]))


def test_what_is_not_written_earns_nothing_by_a_right_helper(host: Host) -> None:
    mean, spread, score = (STUB.format(name) for name in TESTS)
    assert scores(grade(host, mean=mean, spread=spread, score=score)) == [0.0, 0.0, 0.0]
    assert scores(grade(host, mean=mean, score=score)) == [0.0, 3.0, 0.0]


def test_what_was_handed_out_ready_earns_nothing_by_a_right_helper(host: Host) -> None:
    stubs = {name: STUB.format(name) for name in TESTS} | {"spread": SPREAD}
    key = key_of(TESTS, stubs)
    cells = [Cell(id=c.name, cell_type="code", source=c.source, name=c.name) for c in key.cells]
    verdict = pipeline.grade_cells(cells, key, host, {}).verdict
    assert [cell.score for cell in verdict.cells] == [0.0, 1.0, 0.0]  # nothing is needed for []


AGAIN = """
    def test_mean_again():
        assert mean([2, 4]) == 3

    def test_spread():
        assert spread([1, mean([3, 3])]) == 1

    run_tests(points=3)
    """


def test_a_helper_is_not_tested_by_its_reference(host: Host) -> None:
    found = grade(host, tests=TESTS | {"spread": AGAIN}, mean=WRONG_MEAN)
    assert scores(found) == [0.0, 1.5, 3.0]
    assert helpers(found["spread"]) == [(), ("mean",)]


BOTH = """
    import pytest

    @pytest.fixture
    def middle():
        return mean([1, 3])

    def test_mean():
        assert mean([1, 3]) == 2

    def test_spread():
        assert spread([1, 3]) == 1

    def test_both():
        assert spread([1, 3]) == mean([1, 1])

    def test_by_a_fixture(middle):
        assert spread([1, 3]) == middle / 2

    ### BEGIN HIDDEN TESTS
    from statistics_reference import mean as right_mean
    from statistics_reference import spread as right_spread
    ### END HIDDEN TESTS

    run_tests(points=4)
    """


def test_two_functions_of_one_cell_cost_the_points_of_their_own_tests(host: Host) -> None:
    both = {"mean": BOTH}
    found = grade(host, tests=both, mean=f"{WRONG_MEAN}\n{SPREAD}")["mean"]
    assert [test.outcome for test in found.tests] == ["failed", "passed", "failed", "failed"]
    assert helpers(found) == [(), ("mean",), (), ()]


def test_what_may_not_be_called_is_not_called_by_a_right_helper(host: Host) -> None:
    mark = "import pytest\n\n        pytestmark = pytest.mark.forbids('math.fsum')\n        "
    forbidding = TESTS["score"].replace("from grader", f"{mark}from grader", 1)
    found = grade(host, tests=TESTS | {"score": forbidding}, mean=WRONG_MEAN)
    assert scores(found) == [0.0, 3.0, 0.0]
    assert found["score"].depends_on == ("mean",)


def test_an_object_of_a_wrong_class_has_no_reference(host: Host) -> None:
    tests = {
        "mean": """
            from statistics_reference import Counter as reference

            def test_counter():
                assert Counter().count() == 1

            run_tests(points=3)
            """,
        "spread": "def test_twice():\n    assert twice() == 2\nrun_tests(points=3)",
    }
    counter = "class Counter:\n    def count(self):\n        return 2"
    twice = "def twice():\n    return 2 * Counter().count()"
    found = grade(host, tests=tests, mean=counter, spread=twice)
    assert scores(found) == [0.0, 0.0]
    assert found["spread"].depends_on == ("Counter",)


def test_what_a_helper_leaves_in_its_arguments_does_not_cross(host: Host) -> None:
    tests = {
        "mean": """
            import numpy as np
            from statistics_reference import drawn as reference

            def test_drawn():
                rng = np.random.default_rng(0)
                assert drawn(rng) == reference(np.random.default_rng(0))

            run_tests(points=3)
            """,
        "spread": """
            import numpy as np
            import pytest

            def test_two():
                one, other = two(np.random.default_rng(0))
                assert one != other

            def test_none():
                with pytest.raises(ValueError):
                    two(None)

            run_tests(points=4)
            """,
    }
    drawn = "def drawn(rng):\n    return 4"
    two = "def two(rng):\n    return drawn(rng), drawn(rng)"
    found = grade(host, tests=tests, mean=drawn, spread=two)
    assert scores(found) == [0.0, 0.0]
    assert [test.outcome for test in found["spread"].tests] == ["failed", "failed"]
    assert found["spread"].depends_on == ("drawn",)


# The commands ---------------------------------------------------------------------------------

TWICE = """
from grader.lesson import run_tests


def test_twice():
    assert twice([1, 3]) == 4


run_tests(points=2)"""


def test_both_commands_give_the_same_points(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    solution = "def twice(values):\n    ### BEGIN SOLUTION\n    return 2 * mean(values)\n"
    more = [
        own_course.cell("twice", f"{solution}    ### END SOLUTION", solution=True),
        own_course.cell("test_twice", TWICE, grade=True, locked=True, points=2),
    ]
    own_course.write(own_course.source_of(course), own_course.notebook() + more)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.WRONG)
    path = course / "submitted/ada/hw1/stats.ipynb"
    answer = "def twice(values):\n    return 2 * mean(values)"
    nb = simulated.fill(simulated.read(path), {"twice": answer})
    path.write_text(dumps(nb), encoding="utf-8")
    assert own_course.run(course, "autograde")[0] == 0
    ours = courses.scores(course, "hw1")
    assert (ours["ada", "stats", "test_mean"].auto, ours["ada", "stats", "test_twice"].auto) == (
        *(0.0, 2.0),
    )
    assert courses.nbgrader_ended(course, "autograde", "hw1", "--force").returncode == 0
    assert courses.scores(course, "hw1") == ours
    assert own_course.run(course, "feedback")[0] == 0
    page = (course / "feedback/ada/hw1/stats.html").read_text(encoding="utf-8")
    assert "Your <code>mean</code> is not right yet" in page


# Hostile answers ------------------------------------------------------------------------------

SHARED = """
import mmap, os
open("shared", "wb").write(bytes(4096))
file = open("shared", "r+b")
told = mmap.mmap(file.fileno(), 4096)  # all copies of the process have it
os.unlink("shared")  # and no folder that is put in order again
"""


def test_what_a_right_helper_tells_comes_too_late_for_its_own_tests(host: Host) -> None:
    mean = SHARED + (
        "def mean(values):\n"
        "    said = dict(line.split(':') for line in told[:].decode().strip('\\0').split())\n"
        "    return float(said.get(str(sum(values)), -1))"
    )
    spread = SPREAD.replace(
        "    if",
        "    told.write(''.join(f'{3 * n}:{mean([n, n, n])} ' for n in range(9)).encode())\n    if",
    )
    found = grade(host, mean=mean, spread=spread)
    assert helpers(found["spread"]) == [("mean",), (), ("mean",)]
    assert scores(found) == [0.0, 3.0, 3.0]


def test_a_right_helper_can_be_called_and_shows_nothing_else(host: Host) -> None:
    spread = (
        "def spread(values):\n"
        "    if not values:\n        raise ValueError\n"
        "    if mean([1, 3]) == 2:\n"
        "        import inspect\n"
        "        for name in ('code', 'globals', 'closure', 'wrapped', 'self', 'func'):\n"
        "            assert not hasattr(mean, f'__{name}__')\n"
        "        try:\n            inspect.getsource(mean)\n"
        "        except TypeError:\n            pass\n"
        "        else:\n            return None\n"
        "    return mean([(one - mean(values)) ** 2 for one in values])"
    )
    assert scores(grade(host, mean=WRONG_MEAN, spread=spread)) == [0.0, 3.0, 3.0]


def test_hidden_arguments_are_told_by_no_test_that_runs_again(host: Host) -> None:
    canary = 41719021
    hidden = TESTS["spread"].replace("4, 5, 9", f"{canary}, 5, 9")
    tests = {"mean": TESTS["mean"], "spread": hidden}
    spread = SHARED + (
        "def spread(values):\n"
        "    if mean([1, 3]) != 2:\n"
        "        told.write(str(values).encode())\n"
        "        return 0.0\n"
        "    if len(values) == 2:\n"
        "        raise ValueError(told[:].decode())\n"
        "    return mean([(one - mean(values)) ** 2 for one in values])"
    )
    found = grade(host, tests=tests, mean=WRONG_MEAN, spread=spread)["spread"]
    assert helpers(found) == [("mean",)] * 3  # what is told is what came of it with the right one
    assert [test.outcome for test in found.tests] == ["raised", "raised", "passed"]
    shown = [replace(test, log="") for test in found.tests]
    assert str(canary) in found.tests[0].log
    assert str(canary) not in msgspec.json.encode(shown).decode()


# What arguments do to the reference ----------------------------------------------------------

CALCULATING = {
    "calculate": """
        from grader.lesson import run_tests

        ### BEGIN HIDDEN TESTS
        from statistics_reference import calculate as reference

        def test_calculate():
            assert calculate("1+2+4") == reference("1+2+4")
        ### END HIDDEN TESTS

        run_tests(points=4)
        """,
    "total": """
        from grader.lesson import run_tests

        def test_total():
            assert total(["1+2", "3+4"]) == 10

        run_tests(points=4)
        """,
}
CALCULATE = "def calculate(text):\n    return sum(map(int, text.split('+')))"
TOTAL = "def total(lines):\n    return sum(map(calculate, lines))"


def test_a_reference_that_evaluates_what_it_gets_runs_no_code_of_a_student(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    (course / "reference.py").rename(course / "unused.py")
    (course / "statistics_reference.py").write_text(REFERENCE)
    cells = []
    for name, answer in {"calculate": CALCULATE, "total": TOTAL}.items():
        solution = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        cells.append(own_course.cell(name, solution, solution=True))
        tests = dedent(CALCULATING[name])
        cells.append(own_course.cell(f"test_{name}", tests, grade=True, locked=True, points=4))
    own_course.write(own_course.source_of(course), cells)
    assert own_course.run(course, "generate")[0] == 0
    touched = tmp_path / "touched"
    command = f"__import__('os').system('touch {touched}')"
    answers = {
        "calculate": "def calculate(text):\n    return -1",
        "total": TOTAL.replace(":\n", f':\n    calculate("{command}")\n'),
    }
    nb = json.loads((course / "release/hw1/stats.ipynb").read_text())
    for cell in nb["cells"]:
        cell["source"] = answers.get(cell["metadata"]["nbgrader"]["grade_id"], cell["source"])
    submitted = course / "submitted/eve/hw1/stats.ipynb"
    submitted.parent.mkdir(parents=True)
    submitted.write_text(dumps(nb))
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert not touched.exists()
    assert own_course.scores(course) == {("eve", "stats"): (0.0, False)}


def test_what_a_reference_may_not_do_counts_for_nothing_even_if_it_goes_on(host: Host) -> None:
    found = grade(
        host, tests=CALCULATING, calculate="def calculate(text):\n    return -1", total=TOTAL
    )
    assert scores(found) == [0.0, 0.0]
    assert helpers(found["total"]) == [()]


def test_what_comes_back_of_a_reference_may_do_no_more_than_it(host: Host) -> None:
    tests = {
        "lines_of": """
            from statistics_reference import lines_of as reference

            def test_lines_of():
                assert list(lines_of("/dev/null")) == list(reference("/dev/null"))

            run_tests(points=3)
            """,
        "count": "def test_it():\n    assert count() == 0\nrun_tests(points=3)",
    }
    count = "def count():\n    return len(list(lines_of('/dev/null')))"
    wrong = "def lines_of(path):\n    return [path]"
    found = grade(host, tests=tests, lines_of=wrong, count=count)
    assert scores(found) == [0.0, 0.0]


def test_nothing_is_left_in_a_reference_that_remembers_its_calls(host: Host) -> None:
    tests = {
        "written": """
            from statistics_reference import written as reference

            def test_written():
                assert written(4, "m") == reference(4, "m")

            run_tests(points=3)
            """,
        "row": "def test_row():\n    assert row([1, 2]) == ['1 s', '2 s']\nrun_tests(points=3)",
    }
    row = "def row(values):\n    return [written(value, 's') for value in values]"
    spoiling = row.replace(":\n", ":\n    written(4.0, 'm')\n", 1)
    wrong = "def written(number, unit):\n    raise ValueError"
    right = "def written(number, unit):\n    return f'{number} {unit}'"
    assert scores(grade(host, tests=tests, written=wrong, row=spoiling)) == [0.0, 3.0]
    assert scores(grade(host, tests=tests, written=right, row=row)) == [3.0, 3.0]


def test_a_right_helper_calls_the_function_that_it_is_given(host: Host) -> None:
    tests = {
        "applied": """
            from statistics_reference import applied as reference

            def test_applied():
                assert applied(abs, [-1]) == reference(abs, [-1])

            run_tests(points=3)
            """,
        "squares": "def test_it():\n    assert squares([2, 3]) == [4, 9]\nrun_tests(points=3)",
    }
    squares = "def squares(values):\n    return applied(lambda value: value**2, values)"
    wrong = "def applied(function, values):\n    return values"
    found = grade(host, tests=tests, applied=wrong, squares=squares)
    assert scores(found) == [0.0, 3.0]
    assert helpers(found["squares"]) == [("applied",)]


# The course ----------------------------------------------------------------------------------

COURSE = {
    "08_attention/02_heads": (
        {"attention_head": "no scaling"},
        {"attention_head": 1.176471, "multi_head_attention": 4.0},
    ),
    "09_capstone/02_gpt": (
        {"layer_norm": "RMS norm"},
        {
            "layer_norm": 0.235294,
            "transformer_block": 4.0,
            "network_gradients": 2.0,
            "heads_gradients": 2.0,
            "layer_norm_gradients": 2.0,
            "block_gradients": 2.0,
            "generate": 4.0,
            "write_greedily": 2.0,
        },
    ),
}
"""Notebooks, the kept answers that are wrong in them, and what their exercises earn."""


@pytest.mark.parametrize("name", COURSE)
def test_a_wrong_helper_of_the_course_costs_its_own_points(
    host: Host, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    wrong, earned = COURSE[name]
    nb = simulated.read(ROOT / "source" / f"{name}.ipynb")
    found = {
        exercise: next(one.source for one in simulated.variants(exercise) if one.name == kept)
        for exercise, kept in wrong.items()
    }
    key: list[KeyCell] = []
    cells: list[Cell] = []
    for cell in nb["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        grade_id, source = simulated.graded_name(cell), cell["source"]
        if cell["cell_type"] != "code" or not (grade_id or "from_earlier(" in source):
            continue
        answer = found.get(grade_id, source)
        cells.append(Cell(id=f"c{len(cells)}", cell_type="code", source=answer, name=grade_id))
        if grade_id:
            what = {word: marks[word] for word in ("grade", "locked", "solution")}
            kept = "" if marks["solution"] else source
            most = float(marks.get("points", 0))
            key.append(KeyCell(name=grade_id, cell_type="code", source=kept, points=most, **what))
    given = {"given.py": (ROOT / "source" / f"{name}.ipynb").parent / "given.py"}
    files = {file: path for file, path in given.items() if path.exists()}
    verdict = pipeline.grade_cells(cells, Key(notebook="one", cells=key), host, files).verdict
    points = {cell.grade_id.removeprefix("test_"): cell.score for cell in verdict.cells}
    assert points == earned
