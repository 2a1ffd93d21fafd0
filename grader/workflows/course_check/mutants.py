"""Mutants of the instructors' solutions: one small change each, by the operators of mutmut.

A mutant that gets full marks shows a gap in the tests, unless it is as right as the solution; then
it is listed with the reason in `tests/equivalent_mutants.toml`:

    [[softmax]]
    line = "exps = np.exp(shifted)"
    becomes = "exps = np.exp(shifted + 0)"
    why = "adding 0 changes nothing"

`occurrence = 2` means the second mutant of which this is true. `within = "AdamOptimizer"` alone
speaks of every mutant of that function or class.
"""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from grader.errors import GraderError

EXPLAINED = Path("tests") / "equivalent_mutants.toml"
"""Where a course lists them."""


class Mutant(msgspec.Struct, frozen=True):
    """A solution with one change."""

    line: str
    """What was changed, as Python prints it: without comments, in its own layout."""
    becomes: str
    occurrence: int
    """Its number among the mutants with the same two lines."""
    within: str
    """The function or class at the top of the cell in which it is."""
    source: str

    def __str__(self) -> str:
        again = f" ({self.occurrence})" if self.occurrence > 1 else ""
        return f"`{self.line}` → `{self.becomes}`{again}"


def mutate(source: str) -> Iterator[Mutant]:
    """All mutants of a solution cell that are Python."""
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
    for within, node in _places(module):
        for kind, operator in mutation_operators:
            for changed in operator(node) if isinstance(node, kind) else ():
                mutated = module.deep_replace(node, changed)
                text = mutated.code
                plain = _normalized(text)
                if plain not in known:
                    known.add(plain)
                    lines = _changed_lines(original, plain)
                    counts[lines] += 1
                    yield Mutant(*lines, counts[lines], within, text)


def _places(module: Any) -> Iterator[tuple[str, Any]]:
    """The nodes of a module, each with the name of the definition that it is in."""
    import libcst

    for statement in module.body:
        named = isinstance(statement, libcst.FunctionDef | libcst.ClassDef)
        for node in _worth_changing(statement):
            yield (statement.name.value if named else "", node)


def _worth_changing(node: Any) -> Iterator[Any]:
    """A node and those in it, but not what an error says, nor a type, an import or prose."""
    import libcst

    prose = isinstance(node, libcst.Expr) and isinstance(node.value, libcst.SimpleString)
    if prose or isinstance(node, libcst.Raise | libcst.Annotation | libcst.Import):
        return
    yield node
    for child in node.children:
        yield from _worth_changing(child)


def _normalized(source: str) -> str:
    """Code without comments, in Python's own layout; nothing where it is no Python."""
    try:
        return ast.unparse(ast.parse(source))
    except SyntaxError:
        return ""


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, in one line each."""
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone, come = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return gone, come


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a mutant gets full marks by right."""

    why: str
    line: str = ""
    becomes: str = ""
    occurrence: int = 1
    within: str = ""

    def fits(self, mutant: Mutant) -> bool:
        """Whether it speaks of this mutant."""
        if self.within:
            return self.within == mutant.within
        told = self.line, self.becomes, self.occurrence
        return told == (mutant.line, mutant.becomes, mutant.occurrence)

    def __str__(self) -> str:
        return f"`{self.within or self.line}`" + (f" → `{self.becomes}`" if self.line else "")


def read_explanations(root: Path) -> dict[str, list[Explanation]]:
    """A course's list of equivalent mutants, by exercise."""
    path = root / EXPLAINED
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        return msgspec.convert(tomllib.loads(text), dict[str, list[Explanation]])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise GraderError(f"{EXPLAINED} is not as it should be: {error}") from error
