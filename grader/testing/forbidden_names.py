"""Names that an exercise forbids, so that the answer is the student's own and not a library's.

The source of the cells that define what is graded is searched (`find_forbidden`), and the calls
made while it runs are watched (`Watch`), where an alias, `getattr` or `importlib` hides nothing. A
function written in C is seen at run time only if it is a built-in of Python's; NumPy's universal
functions are found in the source alone. This deters but does not confine: the watch runs in the
student's own process.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import sys
import sysconfig
import threading
from collections.abc import Iterable, Iterator, Sequence
from types import CodeType, FrameType
from typing import Any, Final

from grader.testing.source_text import bounded, parse_tree

# In the source ------------------------------------------------------------------------------

DOTTED: Final = 20
"""Parts of a dotted name; no library has a name of more."""


def find_forbidden(cells: Sequence[str], wanted: Iterable[str], forbidden: Iterable[str]) -> str:
    """Return a forbidden name used in a cell that defines a wanted one, or the empty string.

    Names that other cells import are resolved.
    """
    wanted, names = set(wanted), set(forbidden)
    if not names:
        return ""
    trees = [tree for cell in bounded(cells) if (tree := parse_tree(cell))]
    bound, starred = _imports(trees)
    for tree in trees:
        if wanted & _defined(tree):
            for node in ast.walk(tree):
                if found := names & set(_meanings(node, bound, starred)):
                    return min(found)
    return ""


def _imports(trees: Iterable[ast.Module]) -> tuple[dict[str, str], list[str]]:
    """Map imported names to what they stand for, and list the modules imported by `*`."""
    bound, starred = {}, []
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                bound[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if alias.name == "*":
                    starred.append(node.module)
                else:
                    bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return bound, starred


def _defined(tree: ast.Module) -> set[str]:
    """Return the names that a cell defines, imports or assigns."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and _stored(n)}
    return found


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _meanings(node: ast.AST, bound: dict[str, str], starred: list[str]) -> Iterator[str]:
    """Yield the full names that a node may refer to."""
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Attribute | ast.Name | ast.Call):
        name = _path(node)
        first, _, rest = name.partition(".")
        if first in bound:
            yield f"{bound[first]}.{rest}" if rest else bound[first]
        elif name:
            yield f"builtins.{name}"
            yield from (f"{module}.{name}" for module in starred)


def _path(node: ast.AST, parts: int = DOTTED) -> str:
    """Return a node's dotted name, through `getattr` too; empty if none or too long."""
    match node:
        case _ if not parts:
            return ""
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{base}.{name}" if (base := _path(value, parts - 1)) else ""
        case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
            return f"{base}.{name}" if (base := _path(value, parts - 1)) else ""
    return ""


# At run time --------------------------------------------------------------------------------

LIBRARIES: Final = (
    "<frozen ",
    *{sysconfig.get_paths()[kind] for kind in ("stdlib", "platstdlib", "purelib", "platlib")},
)

Place = tuple[str, str, int]


class Watch:
    """Notes calls of forbidden functions by code that is no library's, while it is on."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places: dict[Place, str] = {}
        self._objects: dict[int, str] = {}
        self.seen = ""
        for name in names:
            found = _found(name)
            made = ("__init__", "__new__") if isinstance(found, type) else ()
            for function in [getattr(found, method) for method in made] or [found]:
                code = getattr(_inner(function), "__code__", None)
                if isinstance(code, CodeType):
                    self._places[_code_place(code)] = name
                elif inspect.isbuiltin(function):
                    self._objects[id(function)] = name

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Watch what is called meanwhile. Who puts another watch in its place has been seen too."""
        if not self._places and not self._objects:
            yield
            return
        self.seen, note = "", self._note
        threading.setprofile(note)
        sys.setprofile(note)
        try:
            yield
        finally:
            if sys.getprofile() is not note:
                self.seen = self.seen or "sys.setprofile"
            sys.setprofile(None)
            threading.setprofile(None)

    def _note(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            name, caller = self._places.get(_code_place(frame.f_code)), frame.f_back
        elif event == "c_call":
            name, caller = self._objects.get(id(arg)), frame
        else:
            return
        if name and caller and not _is_own_use(caller, name):
            self.seen = name


def _found(name: str) -> Any:
    """What a full name stands for; None where there is no such thing."""
    parts = name.split(".")
    for split in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(ImportError, AttributeError):
            found: Any = importlib.import_module(".".join(parts[:split]))
            for part in parts[split:]:
                found = getattr(found, part)
            return found
    return None


def _inner(function: Any) -> Any:
    """The function within those that were wrapped around it."""
    with contextlib.suppress(ValueError, AttributeError):
        return inspect.unwrap(function)
    return function


def _code_place(code: CodeType) -> Place:
    """Where a function's code stands: a module that is loaded anew has the same places."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _is_own_use(caller: FrameType, name: str) -> bool:
    """Whether a library calls the function of itself, as its code names it; it may also be called
    by a library that it was handed to."""
    is_library = caller.f_code.co_filename.startswith(LIBRARIES)
    return is_library and name.rpartition(".")[2] in caller.f_code.co_names
