"""Mutants of the instructor's solutions: one small change each, made by mutmut's operators.

Each function is also wrapped in cheats (`CHEATS`): answers which are right for something else than
what was asked. And each value that it returns is replaced by lies (`LIES`): values that a careless
comparison believes.

A mutant that gets full marks shows a gap in the tests, unless it is equivalent to the solution.
Equivalent mutants are listed with the reason in `tests/equivalent_mutants.toml`:

    [[softmax]]
    line = "exps = np.exp(shifted)"
    becomes = "exps = np.exp(shifted + 0)"
    why = "adding 0 changes nothing"

`occurrence = 2` means the second mutant with these two lines.
"""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from grader.errors import GraderError

if TYPE_CHECKING:
    from libcst import CSTNode

EXPLAINED = Path("tests") / "equivalent_mutants.toml"
"""File in which a course lists equivalent mutants."""


class Mutant(msgspec.Struct, frozen=True):
    """A solution with one change."""

    line: str
    """The original line, normalized by `ast.unparse`."""
    becomes: str
    occurrence: int
    """Number of this mutant among those with the same two lines."""
    source: str

    def __str__(self) -> str:
        again = f" ({self.occurrence})" if self.occurrence > 1 else ""
        return f"`{self.line}` → `{self.becomes}`{again}"


def the_solution(source: str) -> Mutant:
    """Return the solution itself."""
    return Mutant("", "", 1, source)


def mutate(source: str) -> Iterator[Mutant]:
    """Yield all distinct mutants of a solution cell that are valid Python."""
    try:
        import libcst
        from mutmut.mutation.mutators import mutation_operators
    except ImportError as error:
        raise GraderError(
            f"Mutants need {error.name}, which is not installed: pip install mutmut"
        ) from error
    module = libcst.parse_module(source)
    original = _normalized(source)
    known = {original, ""}
    counts: Counter[tuple[str, str]] = Counter()
    for node in _worth_changing(module):
        for kind, operator in mutation_operators:
            for changed in operator(node) if isinstance(node, kind) else ():
                mutated = module.deep_replace(node, changed)
                text = mutated.code
                plain = _normalized(text)
                if plain not in known:
                    known.add(plain)
                    lines = _changed_lines(original, plain)
                    counts[lines] += 1
                    yield Mutant(*lines, counts[lines], text)


def _worth_changing(node: CSTNode) -> Iterator[CSTNode]:
    """Yield a node and its descendants, without raises, annotations, imports and docstrings."""
    import libcst

    prose = isinstance(node, libcst.Expr) and isinstance(node.value, libcst.SimpleString)
    if prose or isinstance(node, libcst.Raise | libcst.Annotation | libcst.Import):
        return
    yield node
    for child in node.children:
        yield from _worth_changing(child)


def _normalized(source: str) -> str:
    """Normalize code with `ast.unparse`; return an empty string if it is not valid Python."""
    try:
        return ast.unparse(ast.parse(source))
    except SyntaxError:
        return ""


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    """Return the removed and the added text, each joined into one line."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    removed, added = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return removed, added


CHEATS: Final = {
    "returns its first argument": """
    return next(iter((*args, *kwargs.values())), None)
""",
    "answers rightly only the first time": """
    kept.append(1)
    return solution(*args, **kwargs) if len(kept) == 1 else None
""",
}
"""Bodies of functions that are handed in in the place of a solution, which they may ask."""

LIES: Final = {
    "an array of pandas without values": "pandas().array([None] * right.size, dtype='Float64')",
    "a column of pandas without values": "pandas().Series([numpy.nan] * right.size)",
    "an empty column of pandas": "pandas().Series([], dtype=float)",
    "NaN": "numpy.full(right.shape, numpy.nan)[()]",
    "the right values in an array with one more axis": "right[None]",
    "a zero in an array": "numpy.zeros(1)",
    "an empty list": "[]",
    "a number that says it is equal to any other": "Equal(0)",
    "the right values as text": "str(right)",
    "True": "True",
}
"""Values that are returned in the place of a right number or array of numbers."""

_LIE: Final = """
    import numpy

    class Equal(float):
        __eq__ = __le__ = __ge__ = lambda *_: True
        __sub__ = __rsub__ = __abs__ = lambda *_: 0.0
        __hash__ = float.__hash__

    def pandas():
        import pandas

        return pandas

    def lie(answer):
        if isinstance(answer, dict):
            return {{key: lie(one) for key, one in answer.items()}}
        if isinstance(answer, (list, tuple)) and any(numpy.ndim(one) for one in answer):
            return type(answer)(map(lie, answer))
        right = numpy.asarray(answer)
        return {value} if right.size and right.dtype.kind in "biufc" else None

    answer = solution(*args, **kwargs)
    place = {place}
    if place is None or not isinstance(answer, tuple):
        return lie(answer)
    return (*answer[:place], lie(answer[place]), *answer[place + 1:])
"""

_CHEAT: Final = """


def _cheat(solution, kept):
    import functools

    @functools.wraps(solution)
    def cheat(*args, **kwargs):{body}
    return cheat


{name} = _cheat({name}, [])
"""


def cheats(source: str) -> Iterator[Mutant]:
    """Yield the solution with each public function wrapped in each of the cheats and lies.

    Methods only lie: objects may keep and change what they are given.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield from _cheating(source, node.name, node, CHEATS)
        elif isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
            for method in methods:
                yield from _cheating(source, f"{node.name}.{method.name}", method, {})


def _cheating(
    source: str, name: str, function: ast.FunctionDef, bodies: dict[str, str]
) -> Iterator[Mutant]:
    if function.name.startswith("_") or not (function.args.args or function.args.vararg):
        return
    for becomes, body in {**bodies, **_lies(function)}.items():
        code = _CHEAT.format(name=name, body=body.replace("\n", "\n    "))
        yield Mutant(f"def {name}", becomes, 1, source + code)


def _lies(function: ast.FunctionDef) -> dict[str, str]:
    """Return bodies that lie about one of the values that a function returns."""
    tuples = [node.value for node in _returns(function) if isinstance(node.value, ast.Tuple)]
    count = max([len(node.elts) for node in tuples], default=0)
    places: dict[str, int | None] = {f" as value {n + 1} of {count}": n for n in range(count)} or {
        "": None
    }
    return {
        f"returns {description}{where}": _LIE.format(value=value, place=place)
        for description, value in LIES.items()
        for where, place in places.items()
    }


def _returns(node: ast.AST) -> Iterator[ast.Return]:
    """Yield the return statements of a function, without those of functions in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Return):
            yield child
        elif not isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield from _returns(child)


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason why a mutant deserves full marks."""

    why: str
    line: str
    becomes: str
    occurrence: int = 1

    def fits(self, mutant: Mutant) -> bool:
        """Check whether this explanation covers a mutant."""
        listed = self.line, self.becomes, self.occurrence
        return listed == (mutant.line, mutant.becomes, mutant.occurrence)

    def __str__(self) -> str:
        return f"`{self.line}` → `{self.becomes}`"


def read_explanations(root: Path) -> dict[str, list[Explanation]]:
    """Read a course's list of equivalent mutants, by exercise."""
    path = root / EXPLAINED
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        return msgspec.convert(tomllib.loads(text), dict[str, list[Explanation]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise GraderError(f"{EXPLAINED} is not valid: {error}") from error
