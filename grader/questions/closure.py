"""A student's function with what it needs, as text: helpers, imports, constants."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from grader.notebooks.regions import is_marker
from grader.questions.allowed import BUILTINS, NotAsked, check, imports_of
from grader.testing.source_text import (
    MAX_NOTEBOOK_CHARS,
    UNREADABLE,
    global_names,
    parse_tree,
    symbol_table,
    without_magics,
)

GIVEN: Final = "given.py"
"""The file beside a notebook in which `from_earlier` finds functions."""

MOST_CHARS: Final = 20_000
"""Characters of a cell that is read."""


MOST_SHOWN: Final = 90
"""Characters of a constant of another cell that is shown with a function."""


class Text(NamedTuple):
    """Code at the top of a notebook: a cell, or a file of the course's that is given with it."""

    source: str
    given: bool
    """Whether the instructor wrote it: that is not checked."""


def given_text(folder: Path) -> list[Text]:
    """Return the functions that an assignment gives in the place of those of earlier notebooks."""
    path = folder / GIVEN
    return [Text(path.read_text(encoding="utf-8"), given=True)] if path.is_file() else []


class Piece(NamedTuple):
    """A statement at the top of a cell, and the names that it binds."""

    node: ast.stmt
    text: str
    cell: int
    names: frozenset[str]
    given: bool


class Answer(NamedTuple):
    """A student's function with what it needs."""

    name: str
    before: str
    """What it needs of other cells, and all imports."""
    shown: str
    """The function, what stands in its cell for it, and constants: what questions number."""

    def source(self, shown: str = "") -> str:
        """Return the text that runs, with other lines in the place of those shown."""
        return f"{self.before}\n{shown or self.shown}"

    @property
    def offset(self) -> int:
        """How many lines stand before the first that is shown."""
        return self.before.count("\n") + 1


def pieces_of(texts: Iterable[Text]) -> list[Piece]:
    """Return what the cells of a notebook define at their top.

    What is asked for by `from_earlier` is the given one: a graded notebook has no earlier ones.
    """
    found: list[Piece] = []
    left = MAX_NOTEBOOK_CHARS
    for number, (text, given) in enumerate(texts):
        source = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python reads it
        tree = parse_tree(source) if len(source) <= min(MOST_CHARS, left) else None
        left -= len(source) if tree else 0
        lines = source.split("\n")
        for node in tree.body if tree else ():
            names = frozenset(_bound(node))
            if earlier := earlier_names(node):
                found += filter(None, [_earlier_piece(found, *pair) for pair in earlier.items()])
            elif names:
                with contextlib.suppress(*UNREADABLE):  # it nests too deep
                    found.append(Piece(node, _text(node, lines), number, names, given))
    return found


def earlier_names(node: ast.stmt) -> dict[str, str]:
    """Return the names that a statement gives to functions of earlier notebooks, and theirs."""
    match node:
        case ast.Assign(
            targets=[target], value=ast.Call(func=ast.Name(id="from_earlier"), args=[_, *asked])
        ):
            new = [part.id for part in ast.walk(target) if isinstance(part, ast.Name)]
            return dict(zip(new, (str(getattr(one, "value", "")) for one in asked), strict=False))
    return {}


def _earlier_piece(pieces: Sequence[Piece], new: str, old: str) -> Piece | None:
    """Return what defines a given function under a new name; the old one may be bound anew."""
    given = [piece for piece in pieces if piece.given and old in piece.names]
    if not given or new == old:
        return None
    return given[-1]._replace(text=f"{given[-1].text}\n{new} = {old}", names=frozenset({new}))


def _bound(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.Assign(targets=targets):
            parts = [part for target in targets for part in ast.walk(target)]
            yield from (part.id for part in parts if isinstance(part, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            yield name


def _text(node: ast.stmt, lines: Sequence[str]) -> str:
    """Return a statement as the student wrote it, without docstrings."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    dropped: set[int] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(one) is not None:
            if len(one.body) == 1:
                continue
            dropped |= {*range(one.body[0].lineno, (one.body[0].end_lineno or 0) + 1)}
            del one.body[0]
    kept = [lines[n - 1] for n in range(first, (node.end_lineno or 0) + 1) if n not in dropped]
    text = "\n".join(
        line.rstrip()
        for line in kept
        if line.strip() and not (line.lstrip().startswith("#") and is_marker(line))
    )
    written = parse_tree(text)
    unparsed = ast.unparse(node)
    same = written is not None and ast.unparse(written) == unparsed
    if same or text != without_magics(text):
        return text
    return "\n".join(filter(str.strip, unparsed.split("\n")))


def answer_of(pieces: Sequence[Piece], name: str, others: Iterable[str] = ()) -> Answer:
    """Return a function with what it and calls need; raise a `NotAsked` that says why not."""
    needed = _needed(pieces, [name, *others])
    main = next((piece for piece in needed if name in piece.names), None)
    if main is None:
        raise NotAsked("it is not defined")
    if not isinstance(main.node, ast.FunctionDef | ast.ClassDef | ast.Assign):
        raise NotAsked("it is imported")
    if any(piece.text != without_magics(piece.text) for piece in needed):
        raise NotAsked("one of its lines begins as a command of IPython's does")  # Python runs it
    trees = [ast.parse(piece.text) for piece in needed]
    imports = imports_of(trees)
    known = BUILTINS.union({"print", "__name__"}, *(piece.names for piece in pieces))
    for piece, tree in zip(needed, trees, strict=True):
        if not piece.given:
            check(tree, imports)
            if unknown := {*_read(piece)} - known:
                raise NotAsked(f"no cell says what `{min(unknown)}` is")
    imported = ast.Import | ast.ImportFrom
    here = [p for p in needed if p.cell == main.cell and not isinstance(p.node, imported)]
    read = {name for piece in here for name in _read(piece)}
    shown = [p for p in needed if p in here or (p.names & read and _is_constant(p))]
    before = [p for p in needed if p not in here]
    hidden = [p for p in before if p not in shown and _value(p)]
    if unseen := read.intersection(n for p in hidden for n in p.names):
        raise NotAsked(f"a question cannot show what `{min(unseen)}` is")
    text = "\n".join(piece.text for piece in shown)
    return Answer(name, "\n".join(piece.text for piece in before), text)


def _value(piece: Piece) -> ast.expr | None:
    """Return what a piece sets a variable to, other than a function."""
    value: ast.expr | None = getattr(piece.node, "value", None)
    return None if isinstance(value, ast.Lambda) else value


def _is_constant(piece: Piece) -> bool:
    """Return whether a piece is a line that tells all of a value."""
    value = _value(piece)
    is_plain = value and not any(isinstance(node, ast.Name) for node in ast.walk(value))
    return bool(is_plain and len(piece.text) <= MOST_SHOWN and "\n" not in piece.text)


def _needed(pieces: Sequence[Piece], waiting: list[str]) -> list[Piece]:
    """Return the pieces that names need, in their order: the last one that binds a name."""
    last = {bound: piece for piece in pieces for bound in piece.names}
    needed: list[Piece] = []
    while waiting:
        piece = last.get(waiting.pop())
        if piece is not None and piece not in needed:
            needed.append(piece)
            waiting += _read(piece)
    return [piece for piece in pieces if piece in needed]


def _read(piece: Piece) -> Iterable[str]:
    """Return the global names that a piece reads."""
    table = symbol_table(piece.text)
    return global_names(table) if table else ()
