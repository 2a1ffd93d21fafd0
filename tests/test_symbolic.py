"""SymPy trees cross by a closed list of heads, and none of them costs more than its size."""

import time
from typing import Any

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grader.protocol import sympy_nodes, sympy_trees, values
from grader.protocol.sympy_nodes import Node
from grader.protocol.values import Raw, Typed

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

x, y = sp.symbols("x y")
t = sp.Symbol("t", positive=True)
n = sp.Symbol("n", integer=True, nonnegative=True)

EXPRESSIONS = [
    x,
    t,
    n,
    sp.Integer(-3),
    sp.Rational(22, 7),
    sp.Integer(10) ** 1500,
    sp.Float(0.1),
    sp.Float("1.25", 50),
    sp.Float("1e-400"),
    sp.Float("inf"),
    x**2 + 3 * x - sp.Rational(7, 3),
    sp.exp(x) - x,
    sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi),
    1 / (1 + sp.exp(-x)),
    sp.diff(sp.exp(-(x**2)) * sp.sin(x) / x, x),
    sp.sqrt(2) * x ** sp.sqrt(3),
    x**y,
    x**1000,
    sp.exp(sp.exp(x)),
    sp.log(t) * sp.Abs(x) * sp.sign(y),
    sp.Max(x, y, 0),
    sp.Piecewise((x, x > 0), (0, True)),
    sp.Heaviside(x),
    sp.I * sp.pi * sp.E,
    sp.oo,
    -sp.oo,
    sp.zoo,
    sp.nan,
    sp.true,
    sp.Eq(x, y),
    sp.And(x > 0, y <= 1),
    sp.FiniteSet(1, x),
    sp.S.EmptySet,
    sp.Tuple(x, y),
    sp.Matrix([[x, 1], [y, x * y]]),
    sp.zeros(0, 3),
]


def there_and_back(expression: Any) -> Any:
    data = sympy_trees.dump_tree(expression)
    assert data is not None
    return sympy_trees.load_tree(data)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda e: str(e)[:30])
def test_an_expression_comes_back_as_it_was(expression: Any) -> None:
    back = there_and_back(expression)
    assert back == expression or (back is sp.nan and expression is sp.nan)


def test_assumptions_come_back() -> None:
    back = there_and_back(t + n)
    assert back.free_symbols == {t, n}
    assert all(not symbol.is_negative for symbol in back.free_symbols)
    assert sp.Symbol("t") not in back.free_symbols


polynomials = st.recursive(
    st.sampled_from([x, y, t])
    | st.integers(-9, 9).map(sp.Integer)
    | st.fractions().map(sp.Rational),
    lambda inner: (
        st.tuples(inner, inner).map(lambda ab: ab[0] + ab[1])
        | st.tuples(inner, inner).map(lambda ab: ab[0] * ab[1])
        | st.tuples(inner, st.integers(0, 4)).map(lambda ab: ab[0] ** ab[1])
        | inner.map(sp.sin)
    ),
    max_leaves=8,
)


@STEADY
@given(polynomials)
def test_any_expression_of_the_course_has_the_same_derivative_after_the_way(
    expression: sp.Expr,
) -> None:
    data = sympy_trees.dump_tree(expression)
    assume(data is not None)  # nested powers may be too large to cross
    assert data is not None
    assert sp.diff(sympy_trees.load_tree(data), x) == sp.diff(expression, x)


def test_an_exact_root_crosses_as_its_value() -> None:
    for index in range(5):
        root = sp.CRootOf(x**5 - x + 1, index)
        back = there_and_back(root)
        assert abs(complex(back) - complex(root)) < 1e-14


@pytest.mark.parametrize(
    "value",
    [
        3,
        "x + 1",
        sp.Derivative(sp.Function("f")(x), x),
        sp.Integral(x, x),
        sp.Function("f")(x),
        sp.Lambda(x, x),
        sp.Matrix([sp.besselj(0, x)]),
        sp.Pow(9, sp.Pow(9, 9, evaluate=False), evaluate=False),
        sp.Tuple(*[x] * sympy_nodes.NODES),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_on_the_list_is_not_described(value: Any) -> None:
    assert sympy_trees.dump_tree(value) is None


def test_trees_that_grow_by_sharing_are_given_up_early() -> None:
    tree = x
    for _ in range(60):
        tree = sp.Add(tree, sp.sin(tree), evaluate=False)
    assert sympy_trees.dump_tree(tree) is None  # written out, it would have no end


def number(p: int, q: int = 1) -> Node:
    return Node("Rational", f"{p}/{q}")


SYMBOL = Node("Symbol", "x")


def power(base: Node, exponent: Node) -> Node:
    return Node("Pow", "", [base, exponent])


def wrapped(head: str, times: int, inner: Node = SYMBOL) -> Node:
    for _ in range(times):
        inner = Node(head, "", [inner])
    return inner


@pytest.mark.parametrize(
    "node",
    [
        Node("eval", "__import__('os')"),
        Node("Symbol", "x", [Node("mischief")]),
        Node("Symbol", "x", [Node("positive"), Node("negative")]),
        Node("Symbol", "x" * 5000),
        Node("Rational", "1/x"),
        Node("Rational", "1" * 5000 + "/1"),
        Node("Float", "1e999999999,53"),
        Node("Float", "1,999999999"),
        Node("Float", "0x1,53"),
        Node("Float", "1"),
        Node("Matrix", "2,2", [SYMBOL]),
        Node("Matrix", "-1,-1", [SYMBOL]),
        Node("Matrix", "1000000000,0"),
        Node("Matrix", "", []),
        Node("ExprCondPair", "", [SYMBOL]),
        Node("sin", "", []),
        Node("exp", "", []),
        Node("Pow", "", [SYMBOL]),
        Node("Add", "", [SYMBOL] * sympy_nodes.NODES),
        wrapped("sin", sympy_nodes.MAX_TREE_DEPTH + 1),
        wrapped("exp", 3),
        power(number(9), power(number(9), number(9))),
        power(number(9), power(number(9), power(number(9), number(9)))),
        power(SYMBOL, number(10**9)),
        power(power(power(SYMBOL, number(900)), number(900)), number(900)),
        power(number(10**1999), number(999)),
        power(number(2), Node("Add", "", [number(999), number(999)])),
        power(number(2), Node("Float", "1e9,53")),
        power(number(2), Node("floor", "", [number(9)])),
        Node("exp", "", [number(10**1000)]),
        Node("exp", "", [Node("exp", "", [Node("Mul", "", [SYMBOL, number(10**9)])])]),
    ],
    ids=lambda node: f"{node.head} {node.text[:12]}",
)
def test_a_forged_tree_is_refused_at_once(node: Node) -> None:
    started = time.process_time()
    packed = Typed("sympy", [Raw(sympy_trees.encoded(node))])
    with pytest.raises(values.NotSerializable):
        values.unpack(packed, lambda handle: handle)
    assert time.process_time() - started < 2


def test_a_tree_deeper_than_the_stack_is_refused() -> None:
    data = b'["sin","",[' * 30_000
    with pytest.raises(values.NotSerializable):
        values.unpack(Typed("sympy", [Raw(data)]), lambda handle: handle)
    with pytest.raises(ValueError, match="bytes"):
        sympy_trees.load_tree(b"[" * (sympy_nodes.BYTES + 1))


heads = st.sampled_from(
    [*sorted(sympy_nodes.FUNCTIONS), *sympy_nodes.CONSTANTS, "Matrix", "Poly", ""]
)
leaves = st.sampled_from(
    [SYMBOL, number(2), number(-1, 2), number(0), number(1, 0), Node("Float", "0.5,53")]
)
trees = st.recursive(
    leaves,
    lambda inner: st.builds(
        Node, heads, st.sampled_from(["", "1,1", "x"]), st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(STEADY, max_examples=200)
@given(trees)
def test_random_trees_are_refused_or_built(tree: Node) -> None:
    packed = Typed("sympy", [Raw(sympy_trees.encoded(tree))])
    try:
        built = values.unpack(packed, lambda handle: handle)
    except values.NotSerializable:
        return
    assert isinstance(built, sp.Basic | sp.MatrixBase)


def test_polynomials_and_arrays_cross_as_what_they_stand_for() -> None:
    for value, meant in (
        (sp.Poly(x**2 + 1, x).diff(), 2 * x),
        (sp.Array([x, 2 * x]), sp.Matrix([x, 2 * x])),
        (sp.derive_by_array([x, x**2], [x]), sp.Matrix([[1, 2 * x]])),
    ):
        tree = sympy_trees.tree_of(value)
        assert tree is not None
        assert sp.simplify(sympy_trees.build_expression(tree) - meant) == 0 * meant
