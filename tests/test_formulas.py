"""Where answers are judged, SymPy reads formulas and evaluates no other text of a student's."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from sympy.parsing import sympy_parser

from grader.protocol import sympy_nodes, sympy_trees, values
from grader.testing import guards
from tests.conftest import Grade
from tests.simulated import ROOT

x = sp.Symbol("x")


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process, with SymPy as it is where answers are judged, and then as it was."""
    lambdify = sys.modules["sympy.utilities.lambdify"]
    monkeypatch.setattr(sympy_parser, "stringify_expr", sympy_parser.stringify_expr)
    monkeypatch.setattr(lambdify, "_recursive_to_string", lambdify._recursive_to_string)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    guards.guard_libraries()


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    """Another process, which SymPy was not changed in."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )


USES: dict[str, Callable[[str], Any]] = {
    "equals": (x**2).equals,
    "subs": lambda text: x.subs(x, text),
    "simplify": sp.simplify,
    "diff": lambda text: sp.diff(text, x),
    "Matrix": lambda text: sp.Matrix([[text]]),
    "Max": lambda text: sp.Max(x, text),
    "N": sp.N,
    "solve": lambda text: sp.solve(text, x),
    "Tuple": sp.Tuple,
    "lambdify": lambda text: sp.lambdify(x, text)(1),
    "lambdify a list": lambda text: sp.lambdify(x, [x, [text]])(1),
    "unevaluated": lambda text: sp.sympify(text, evaluate=False),
}
"""What a test may do with an answer that it takes for an expression."""


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    "attack",
    [
        "open({!r}, 'w')",
        "__import__('pathlib').Path({!r}).touch()",
        "Symbol('x').__class__.__base__.__subclasses__() or open({!r}, 'w')",
        "lambdify((), 'open({!r}, chr(119))')()",
        "[open(i, 'w') for i in [{!r}]]",
        "sympify(\"open({!r}, 'w')\")",
    ],
)
def test_a_text_does_nothing_whatever_a_test_does_with_it(
    use: str, attack: str, tmp_path: Path
) -> None:
    trace = tmp_path / "was-here"
    with contextlib.suppress(Exception):
        USES[use](attack.format(str(trace)))
    assert not trace.exists()


def test_without_the_guard_it_would() -> None:
    program = "import sympy; x = sympy.Symbol('x'); x.subs(x, \"print('evaluated')\")"
    assert run_python(program).stdout == "evaluated\n"


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x**2 + 2*x - 7/3", x**2 + 2 * x - sp.Rational(7, 3)),
        ("exp(-x)/sqrt(2*pi)", sp.exp(-x) / sp.sqrt(2 * sp.pi)),
        ("0.5*x", 0.5 * x),
        ("E**x", sp.exp(x)),
        ("x < 3", x < 3),
        ("[x, 1]", [x, 1]),
        ("oo", sp.oo),
        ("-I", -sp.I),
    ],
)
def test_a_formula_is_read_as_ever(text: str, meant: Any) -> None:
    assert sp.sympify(text) == meant
    assert sp.parse_expr(text) == meant


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize(
    "text", ["9**9**9", "2**(999*999*999)", "((9**900)**900)**900", "x" * 20_000, "(" * 150 + ")"]
)
def test_a_text_that_grows_without_measure_is_refused(text: str) -> None:
    with pytest.raises(sp.SympifyError):
        sp.sympify(text)


def test_a_symbol_whose_name_is_code_does_not_cross() -> None:
    for name in ("__import__('os')", "f(x)", "x.y", "x[0]", "a:b", "x\ny", "9", "", "x**9"):
        tree = sympy_trees.encoded(sympy_nodes.Node("Symbol", name))
        packed = values.Typed("sympy", [values.Raw(tree)])
        with pytest.raises(values.NotSerializable):
            values.unpack(packed, lambda handle: handle)
        assert sympy_trees.dump_tree(sp.Symbol(name)) is None
    for name in ("x", "x_{t+1}", "\\alpha", "θ", "x^*", "x'", "sigma_1", "two words"):
        assert sympy_trees.load_tree(sympy_trees.dump_tree(sp.Symbol(name)) or b"") == sp.Symbol(
            name
        )


def test_a_text_of_a_students_is_not_evaluated_by_a_test(graded: Grade, tmp_path: Path) -> None:
    trace = tmp_path / "was-here"
    code = f"def f(x):\n    return \"open({str(trace)!r}, 'w').close() or 4\""
    tests = """
        import sympy as sp

        def test_value():
            assert sp.Symbol("x").subs(sp.Symbol("x"), f(2)) == 4

        def test_equal():
            assert sp.Integer(4).equals(f(2))
    """
    assert [result.outcome for result in graded(code, tests)] == ["failed", "failed"]
    assert not trace.exists()


def test_the_guard_waits_for_sympy() -> None:
    program = (
        "import sys; from grader.testing import guards;"
        "guards.guard_libraries(); guards.guard_libraries();"
        "assert 'sympy' not in sys.modules; import sympy;"
        "assert sympy.sympify('x + 1') == sympy.Symbol('x') + 1;"
        "sympy.sympify(\"print('evaluated')\")"
    )
    done = run_python(program)
    assert "SympifyError" in done.stderr
    assert done.stdout == ""
