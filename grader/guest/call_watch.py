"""A watch on calls of forbidden functions while the student's code runs.

It sees through an alias, `getattr` or `importlib`. Of functions written in C it sees Python's own
built-ins only. It deters and is no wall: it stands in the student's own process.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import sys
import sysconfig
import threading
from collections.abc import Iterable, Iterator
from types import CodeType, FrameType
from typing import Any, Final

LIBRARIES: Final = (
    "<frozen ",
    *{sysconfig.get_paths()[kind] for kind in ("stdlib", "platstdlib", "purelib", "platlib")},
)

Place = tuple[str, str, int]
"""Where a function's code stands: file, qualified name, first line."""


class Watch:
    """Records calls of forbidden functions by code outside the libraries, while it is on."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places: dict[Place, str] = {}
        self._objects: dict[int, str] = {}
        self.seen = ""
        self._watching = False
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
        """Record forbidden calls made inside the block. Replacing the profiler counts as one.

        A recursion that never ends removes the profiler too, when that can't be called any more.
        Inside another block, as where a test's function calls the student's, it changes nothing.
        """
        if self._watching or not (self._places or self._objects):
            yield
            return
        self._watching = True
        self.seen, note, endless = "", self._note, False
        threading.setprofile(note)
        sys.setprofile(note)
        try:
            yield
        except RecursionError:
            endless = True
            raise
        finally:
            self._watching = False
            if sys.getprofile() is not note and not endless:
                self.seen = self.seen or "sys.setprofile"
            sys.setprofile(None)
            threading.setprofile(None)

    def _note(self, frame: FrameType, event: str, arg: object) -> None:
        if event == "call":
            name, caller = self._places.get(_code_place(frame.f_code)), frame.f_back
        elif event == "c_call":
            name, caller = self._objects.get(id(arg)), frame
        else:
            return
        if name and caller and not _is_own_use(caller, name):
            self.seen = name


def _found(name: str) -> object:
    """Return what a full name stands for, or None."""
    parts = name.split(".")
    for split in range(len(parts) - 1, 0, -1):
        with contextlib.suppress(ImportError, AttributeError):
            found: Any = importlib.import_module(".".join(parts[:split]))
            for part in parts[split:]:
                found = getattr(found, part)
            return found
    return None


def _inner(function: Any) -> Any:
    """Return the innermost function of a chain of wrappers."""
    with contextlib.suppress(ValueError, AttributeError):
        return inspect.unwrap(function)
    return function


def _code_place(code: CodeType) -> Place:
    """Return where a function's code stands; a module that is reloaded has the same places."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _is_own_use(caller: FrameType, name: str) -> bool:
    """Return whether a library calls the function on its own account: its code names it.

    A library may also call a function that the student's code handed to it.
    """
    is_library = caller.f_code.co_filename.startswith(LIBRARIES)
    return is_library and name.rpartition(".")[2] in caller.f_code.co_names
