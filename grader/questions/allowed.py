"""What mathematics needs, as `allowed.toml` has it: other code could see that it is watched."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

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


class NotAsked(Exception):
    """Nothing is asked about a function; the sentence says why."""


def imports_of(trees: Iterable[ast.AST]) -> dict[str, object]:
    """Return what the imports bind; raise a `NotAsked` over a module that is not on the list."""
    found: dict[str, object] = {}
    for name, value in (pair for tree in trees for part in ast.walk(tree) for pair in _bound(part)):
        if found.setdefault(name, value) is not value:
            raise NotAsked(f"it imports two things as `{name}`")
    return found


def _bound(node: ast.AST) -> Iterator[tuple[str, object]]:
    """Yield the names that an import binds, and to what."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            module, root = _module(alias.name), alias.name.partition(".")[0]
            yield (alias.asname, module) if alias.asname else (root, _module(root))
    elif isinstance(node, ast.ImportFrom):
        if node.level or node.module is None:
            raise NotAsked("it imports from a file beside it")
        for alias in node.names:
            yield alias.asname or alias.name, _member(_module(node.module), alias.name)


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


def check(node: ast.AST, imports: dict[str, object]) -> None:
    """Raise a `NotAsked` if some code is outside of what mathematics needs."""
    for word in UNDERSCORES.findall(ast.unparse(node)):  # its names are as Python reads them
        if word not in SPECIAL:
            raise NotAsked(f"it has `{word}`")
    of_sympy = any("sympy" in str(getattr(one, "__module__", one)) for one in imports.values())
    bases = {id(n.value) for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    types = _types_told(node)
    for part in ast.walk(node):
        match part:
            case ast.Attribute():
                _check_attribute(part, imports)
            case ast.Name(id="type") if id(part) not in types:
                raise NotAsked("it uses `type` for more than to tell a type")
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


def _types_told(node: ast.AST) -> set[int]:
    """Return the names `type` whose result is told, or compared by `is`: it can make anything."""
    held: list[ast.expr] = []
    for part in ast.walk(node):
        match part:
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                held += [part.left, *part.comparators]
            case ast.Attribute(attr="__name__") | ast.FormattedValue():
                held.append(part.value)
    calls = [one for one in held if isinstance(one, ast.Call) and len(one.args) == 1]
    return {id(one.func) for one in calls if not isinstance(one.args[0], ast.Starred)}


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
