"""Keeps SymPy from evaluating a student's strings as Python in the grading process.

`want.equals(got)`, `f.subs(x, got)`, `simplify(got)`, `Max(1, got)` and `Matrix(got)` evaluate
`got` if a student's function returned a string, and `lambdify(x, got)` compiles it. The author of
a test need not think of that. So SymPy reads only formulas here: numbers, symbols, operators and
the functions listed below, of bounded growth. Any other string raises the error of a syntax
mistake. Nor does it round what a test expects to the digits of what came back. In the student's own
process SymPy is unchanged.
"""

from __future__ import annotations

import ast
from typing import Any, Final

from grader.protocol import sympy_nodes
from grader.protocol.sympy_nodes import Node

FORMULA_FUNCTIONS: Final = sympy_nodes.FUNCTIONS | frozenset(
    (
        *("sqrt", "cbrt", "root", "ln", "abs", "max", "min", "Matrix", "Mod"),
        *("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "Rational", "Integer", "Float"),
    )
)
FORMULA_CONSTANTS: Final = {"pi": "Pi", "E": "Exp1", "I": "ImaginaryUnit"}
"""Constants that count as numbers in an exponent, with the names of their nodes."""

FORMULA_NAMES: Final = frozenset({"oo", "zoo", "nan", "true", "false"})

MAX_FORMULA_CHARS: Final = 10_000
"""Characters of a formula; a longer string is refused."""

FULL_PRECISION: Final = 53
"""Bits of Python's own floating-point numbers."""

_MINUS_ONE: Final = Node("Rational", "-1/1")


def read_formulas(parser: Any) -> None:
    """Patch SymPy's parser to check the code that it makes of a string before evaluating it."""
    write = parser.stringify_expr
    if write.__module__ == __name__:
        return

    def stringify_expr(text: str, *rest: object) -> str:
        if len(text) > MAX_FORMULA_CHARS:
            raise SyntaxError("a text that is too long for a formula")
        code: str = write(text, *rest)
        check_formula(code)
        return code

    parser.stringify_expr = stringify_expr


def write_expressions(lambdify: Any) -> None:
    """Patch `lambdify` to refuse strings."""
    write = lambdify._recursive_to_string
    if write.__module__ == __name__:
        return

    def _recursive_to_string(doprint: object, arg: object) -> str:
        if isinstance(arg, str):
            raise TypeError("lambdify takes no text here; make an expression of it first")
        made: str = write(doprint, arg)
        return made

    lambdify._recursive_to_string = _recursive_to_string


def compare_in_full_precision(numbers: Any) -> None:
    """Patch SymPy's exact numbers to stay exact beside a number of few digits.

    It would round 9 to 8 beside `Float(8, precision=1)`, and take the two for equal.
    """

    def _as_mpf_op(number: Any, precision: int) -> tuple[object, int]:
        return number._as_mpf_val(max(precision, FULL_PRECISION)), precision

    numbers.Rational._as_mpf_op = _as_mpf_op


# What a formula is --------------------------------------------------------------------------


def check_formula(code: str) -> None:
    """Raise a SyntaxError if the Python code that SymPy made of a string is no formula."""
    try:
        sympy_nodes.tame(_node(ast.parse(code.strip(), mode="eval").body))
    except (ValueError, RecursionError, MemoryError) as error:
        raise SyntaxError(f"a text that is no formula: {error}") from error


def _node(part: ast.AST) -> Node:
    """Return the tree of a formula, from which its growth is measured."""
    match part:
        case ast.Constant(value=bool() | None):
            return Node("Boolean")
        case ast.Constant(value=int(number)):
            return Node("Rational", f"{number}/1")
        case ast.Name(id=name) if name in FORMULA_CONSTANTS:
            return Node(FORMULA_CONSTANTS[name])
        case ast.Name(id=name) if name in FORMULA_NAMES:
            return Node(name)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _call(name, args)
        case ast.BinOp(left=left, op=op, right=right):
            return _operation(op, _node(left), _node(right))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return Node("Mul", "", [_MINUS_ONE, _node(inner)])
        case ast.UnaryOp(operand=inner):
            return Node("unary", "", [_node(inner)])
        case ast.Compare(left=left, comparators=others):
            return Node("relation", "", [_node(left), *map(_node, others)])
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return Node("Tuple", "", [*map(_node, items)])
    raise ValueError(f"it holds a {type(part).__name__}")


def _call(name: str, args: list[ast.expr]) -> Node:
    """Return the node of a function, or of a name or number, which SymPy writes as a call."""
    match name, args:
        case "Symbol", [ast.Constant(value=str(text))] if sympy_nodes.is_name(text):
            return Node("Symbol", text)
        case "Float" | "Rational", [ast.Constant(value=str(text))] if text.isascii():
            return Node("Float", f"{float(text)},53")
        case "Integer", [ast.Constant(value=int(number))]:
            return Node("Rational", f"{number}/1")
    if name not in FORMULA_FUNCTIONS:
        raise ValueError(f"it calls {name!r}")
    return Node(name, "", [_node(arg) for arg in args])


def _operation(op: ast.operator, left: Node, right: Node) -> Node:
    match op:
        case ast.Add():
            return Node("Add", "", [left, right])
        case ast.Sub():
            return Node("Add", "", [left, Node("Mul", "", [_MINUS_ONE, right])])
        case ast.Mult():
            return Node("Mul", "", [left, right])
        case ast.Div():
            return Node("Mul", "", [left, Node("Pow", "", [right, _MINUS_ONE])])
        case ast.Pow():
            return Node("Pow", "", [left, right])
    return Node(type(op).__name__, "", [left, right])
