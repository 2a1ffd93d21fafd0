"""A student's function with what it needs, as text: helpers, imports, constants.

Nothing is asked about code outside a list of what mathematics needs: such code could look at the
tracer, or remember earlier calls, and so choose what is taken for its result.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple, TypeAlias

from grader.testing.source_text import UNREADABLE, global_names, parse_tree, symbol_table

_ALLOWED: Final = tomllib.loads(
    Path(__file__).with_name("allowed.toml").read_text(encoding="utf-8")
)
MODULES, SUBMODULES, FUNCTIONS, RANDOM, TYPES, SPECIAL, ATTRIBUTES, MEMBERS, TEXT_MAKERS = (
    frozenset(words.split()) for words in _ALLOWED.values()
)

BUILTINS: Final = FUNCTIONS | {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, Warning)
}
"""Python's functions and exceptions that an answer may use."""

UNDERSCORES: Final = re.compile(r"\b__\w*")

TEXT_OF_SYMPY: Final = re.compile(r"[\w ,:]*")
"""Text that SymPy may be given."""

MOST_CHARS: Final = 20_000
"""Characters of a cell that is read."""

Statement: TypeAlias = ast.stmt


class NotAsked(Exception):
    """Nothing is asked about a function; the sentence says why."""


class Text(NamedTuple):
    """Code at the top of a notebook: a cell, or a file of the course's that is given with it."""

    source: str
    given: bool
    """Whether the instructor wrote it: that is not checked."""


class Piece(NamedTuple):
    """A statement at the top of a cell, and the names that it binds."""

    node: Statement
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
    """The function, and what stands in its cell for it: the text that questions number."""

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
    for number, (source, given) in enumerate(texts):
        tree = parse_tree(source) if len(source) <= MOST_CHARS else None
        for node in tree.body if tree else ():
            names = frozenset(_bound(node))
            if earlier := earlier_names(node):
                found += filter(None, [_earlier_piece(found, *pair) for pair in earlier.items()])
            elif names:
                with contextlib.suppress(*UNREADABLE):  # it nests too deep
                    found.append(Piece(node, _text(node, source), number, names, given))
    return found


def earlier_names(node: Statement) -> dict[str, str]:
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


def _bound(node: Statement) -> Iterator[str]:
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


def _text(node: Statement, cell: str) -> str:
    """Return a statement as the student wrote it, without docstrings."""
    lines = cell.split("\n")
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    dropped: set[int] = set()
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(one) is not None:
            if len(one.body) == 1:
                continue
            dropped |= {*range(one.body[0].lineno, (one.body[0].end_lineno or 0) + 1)}
            del one.body[0]
    kept = [n for n in range(first, (node.end_lineno or 0) + 1) if n not in dropped]
    text = "\n".join(lines[n - 1].rstrip() for n in kept if lines[n - 1].strip())
    written = parse_tree(text)
    unparsed = ast.unparse(node)
    same = written is not None and ast.unparse(written) == unparsed
    return text if same else "\n".join(filter(str.strip, unparsed.split("\n")))


def answer_of(pieces: Sequence[Piece], name: str, others: Iterable[str] = ()) -> Answer:
    """Return a function with what it and calls need; raise a `NotAsked` that says why not."""
    needed = _needed(pieces, [name, *others])
    main = next((piece for piece in needed if name in piece.names), None)
    if main is None:
        raise NotAsked("it is not defined")
    if not isinstance(main.node, ast.FunctionDef | ast.ClassDef | ast.Assign):
        raise NotAsked("it is imported")
    imports = _imports(needed)
    for piece in needed:
        if not piece.given:
            check(piece.node, imports)
    shown = [p for p in needed if p.cell == main.cell and not _is_import(p.node)]
    before = [p for p in needed if p not in shown]
    text = "\n".join(piece.text for piece in shown)
    return Answer(name, "\n".join(piece.text for piece in before), text)


def _is_import(node: Statement) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _needed(pieces: Sequence[Piece], waiting: list[str]) -> list[Piece]:
    """Return the pieces that names need, in their order: the last one that binds a name."""
    last = {bound: piece for piece in pieces for bound in piece.names}
    needed: list[Piece] = []
    while waiting:
        piece = last.get(waiting.pop())
        if piece is not None and piece not in needed:
            needed.append(piece)
            table = symbol_table(piece.text)
            waiting += global_names(table) if table else ()
    return [piece for piece in pieces if piece in needed]


# What may be asked about --------------------------------------------------------------------


def _imports(pieces: Iterable[Piece]) -> dict[str, object]:
    """Return what the imports bind; raise a `NotAsked` over a module that is not on the list."""
    found: dict[str, object] = {}
    for node in (part for piece in pieces for part in ast.walk(piece.node)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                module = _module(alias.name)
                root = _module(alias.name.partition(".")[0])
                found[alias.asname or alias.name.partition(".")[0]] = (
                    module if alias.asname else root
                )
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise NotAsked("it imports from a file beside it")
            for alias in node.names:
                found[alias.asname or alias.name] = _member(_module(node.module), alias.name)
    return found


def _module(name: str) -> ModuleType:
    first, *others = name.split(".")
    if first not in MODULES or not SUBMODULES.issuperset(others):
        raise NotAsked(f"it imports `{name}`")
    try:
        return importlib.import_module(name)
    except ImportError:
        raise NotAsked(f"`{name}` is not installed here") from None


def _member(owner: object, name: str) -> object:
    """Return what an attribute of a module is; raise a `NotAsked` if it may not be used."""
    only = {"numpy.random": RANDOM, "types": TYPES}.get(getattr(owner, "__name__", ""))
    if name.startswith("_") or name in MEMBERS or (only and name not in only):
        raise NotAsked(f"it uses `{name}`")
    found = getattr(owner, name, None)
    if isinstance(found, ModuleType):
        parts = found.__name__.split(".")
        if parts[0] not in MODULES or name not in SUBMODULES | MODULES:
            raise NotAsked(f"it uses the module `{name}`")
    return found


def check(node: Statement, imports: dict[str, object]) -> None:
    """Raise a `NotAsked` if some code is outside of what mathematics needs."""
    for word in UNDERSCORES.findall(ast.unparse(node)):  # its names are as Python reads them
        if word not in SPECIAL:
            raise NotAsked(f"it has `{word}`")
    of_sympy = any("sympy" in str(getattr(one, "__module__", one)) for one in imports.values())
    bases = {id(n.value) for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    for part in ast.walk(node):
        match part:
            case ast.Attribute():
                _check_attribute(part, imports)
            case ast.Name(id=name):
                _check_name(name, imports, is_base=id(part) in bases)
                if of_sympy and name in TEXT_MAKERS:
                    raise NotAsked("it could give SymPy text to evaluate")
            case ast.Constant(value=str() as text):
                if of_sympy and not TEXT_OF_SYMPY.fullmatch(text):
                    raise NotAsked("it gives SymPy text to evaluate")
            case ast.MatchClass():
                raise NotAsked("it has a pattern that reads attributes")
            case ast.Await() | ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith():
                raise NotAsked("it is asynchronous")


def _check_attribute(node: ast.Attribute, imports: dict[str, object]) -> None:
    if node.attr in ATTRIBUTES:
        raise NotAsked(f"it uses `{node.attr}`")
    owner = _resolved(node.value, imports)
    if isinstance(owner, ModuleType):
        if isinstance(node.ctx, ast.Store | ast.Del):
            raise NotAsked("it changes a module")
        _member(owner, node.attr)


def _resolved(node: ast.AST, imports: dict[str, object]) -> object:
    """Return the module that a name or a chain of attributes stands for; None if none."""
    if isinstance(node, ast.Name):
        return imports.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolved(node.value, imports)
        return _member(owner, node.attr) if isinstance(owner, ModuleType) else None
    return None


def _check_name(name: str, imports: dict[str, object], *, is_base: bool) -> None:
    if isinstance(imports.get(name), ModuleType) and not is_base:
        raise NotAsked(f"it hands on the module `{name}`")
    if hasattr(builtins, name) and name not in BUILTINS and name != "print":
        raise NotAsked(f"it uses `{name}`")
