"""What must not happen while hostile bytes are read, and what reading them may cost."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import sys
import time
import tracemalloc  # noqa: F401 - pytest's hook imports it for an error in what others left behind
from collections.abc import Iterator
from typing import Any, Final

from grader.testing.source_text import TESTS_OF

SECONDS: Final = 2.0
"""Processor time that one input may take."""

MEGABYTES: Final = 300
"""Memory by which one input may raise the most that was ever in use."""

LIBRARIES: Final = (
    "sympy",
    "mpmath",
    "numpy",
    "_pytest",
    "pytest",
    "nbformat",
    "encodings",
)
"""What may be imported meanwhile: by these modules themselves, when they are first used."""

WRITERS: Final = ("sympy/polys/monomials.py", "_pytest/_code/source.py")
"""Files which compile what they have made of numbers, or read from a module's file."""

PARSERS: Final = (("ast.py", "parse"), ("symtable.py", "symtable"))
"""Functions of Python's library that read code, and make nothing of it that could run."""

LIVELY: Final = re.compile(
    r"__|\b(eval|exec|open|input|lambda|import|getattr|type|print|lambdify)\b"
    r"|[:;{}]|\w *\. *[A-Za-z_]"
)
"""What stands in no formula, the names of its symbols aside."""

SYMBOLS: Final = re.compile(r"Symbol *\( *'\w+' *\)")

NEVER: Final = (
    *("pickle.find_class", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"),
    *("subprocess.Popen", "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.link"),
    *("os.symlink", "os.truncate", "shutil.rmtree", "shutil.move", "socket.connect"),
    *("socket.bind", "ctypes.dlopen", "marshal.loads", "webbrowser.open"),
)


class Forbidden(BaseException):
    """Something happened that hostile bytes must never bring about."""


class Slow(BaseException):
    """One input took more than its share of time or memory."""


_on = False
_parses = False
_installed = False
_seen: list[str] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if _on and (said := _fault(event, args)):
        _seen.append(said)
        raise Forbidden(said)


def _fault(event: str, args: tuple[Any, ...]) -> str:
    match event:
        case "marshal.loads" if _is_code(sys._getframe(2), ""):
            return ""
        case "import":
            package = str(args[0]).split(".", maxsplit=1)[0]
            return "" if package in LIBRARIES else f"import of {args[0]}"
        case "exec":
            place = getattr(args[0], "co_filename", "")
            ours = place.startswith(TESTS_OF) or _is_library(place)
            return "" if ours or _is_code(sys._getframe(2), "") else f"exec of {place}"
        case "compile" if _parses:
            return ""
        case "compile":
            text = args[0].decode() if isinstance(args[0], bytes) else str(args[0])
            return "" if _is_code(sys._getframe(2), text) else f"compile of {text[:80]!r}"
        case "open":
            writes = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return f"open of {args[0]} for writing" if writes else ""
        case _ if event in NEVER:
            return event
    return ""


def _is_library(place: str) -> bool:
    """Whether code comes from a file of a package, which an import runs."""
    return place.endswith(".py") and "site-packages" in place


def _is_code(frame: Any, text: str) -> bool:
    """Whether what is compiled is a module that is imported, or text that a library wrote itself;
    or a formula, which SymPy evaluates."""
    while frame is not None:
        place = frame.f_code.co_filename
        if place.startswith("<frozen importlib") or place.endswith(WRITERS):
            return True
        if (os.path.basename(place), frame.f_code.co_name) in PARSERS:
            return True
        if place.endswith("sympy/parsing/sympy_parser.py"):
            return text == "from sympy import *" or not LIVELY.search(SYMBOLS.sub("", text))
        frame = frame.f_back
    return False


@contextlib.contextmanager
def watched(seconds: float = SECONDS, *, parses: bool = False) -> Iterator[None]:
    """Whatever runs in it neither evaluates nor imports nor writes, and costs little. It may parse
    Python where it `parses`, which the interpreter's own hook does not tell from compiling."""
    global _on, _parses, _installed
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True
    _seen.clear()
    before = signal.signal(signal.SIGVTALRM, _ring)
    started, most = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * seconds)
    _on, _parses = True, parses
    try:
        yield
    finally:
        _on = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if _seen:  # somebody caught it
        raise Forbidden(_seen[0])
    took = time.process_time() - started
    if took > seconds:
        raise Slow(f"{took:.1f} s of processor time")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) / 1024
    if grown > MEGABYTES:
        raise Slow(f"{grown:.0f} MB of memory")


def _ring(*_: Any) -> None:
    raise Slow("it did not end in twice the time that it may take")
