"""Walls around what a test does: it computes, and opens, changes or runs nothing on this machine.

A test may hand what came back to a library that opens, runs or evaluates it: `pd.read_csv(got)`,
`open(got)`, `people.query(got)`, `os.remove(got)`, `connection.execute(got)`. Tests run with the
rights of whoever grades, so what Python reports to an audit hook is refused where a test's code has
led to it, but for importing modules, for reading what students' code may read, and the course's
data, and for temporary files that the test itself makes. What a library does in C is not reported;
SQL that opens another database is refused beside that.

A file, a program or a server is named by a text. As long as none has come from the student's
process, nor bytes or numbers that are easily made one, libraries do what they like: they count
processors, start threads and processes, and read models.

These walls help against a slip of who writes tests. They do not hold where a test runs what a
student wrote (`eval`, `str.format`, a template): that code is then a part of the test.
"""

from __future__ import annotations

import functools
import os
import sys
import tempfile
import threading
import types
from collections.abc import Sequence
from typing import Any, Final

from _pytest import tmpdir

from grader.protocol.records import Array, Extended, Raw, Typed, Value
from grader.testing.open_places import places
from grader.testing.pickled_data import is_data
from grader.testing.source_text import TEST_MODULE

CHANGES: Final = frozenset(
    {
        *("os.chdir", "os.chflags", "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove"),
        *("os.removexattr", "os.rename", "os.rmdir", "os.setxattr", "os.symlink", "os.truncate"),
        *("os.utime", "shutil.chown", "shutil.rmtree"),
    }
)
"""What changes files, or what their names mean: the first arguments are their paths."""

READS: Final = frozenset({"ctypes.dlopen", "os.listdir", "os.scandir", "glob.glob", "glob.glob/2"})

RUNS: Final = frozenset(
    {
        *("os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.spawn"),
        *("os.startfile", "os.system", "pty.spawn", "subprocess.Popen", "signal.pthread_kill"),
        *("resource.setrlimit", "sys.addaudithook"),
        *("socket.bind", "socket.connect", "socket.getaddrinfo", "socket.gethostbyaddr"),
        *("socket.gethostbyname", "socket.getnameinfo", "socket.sendmsg", "socket.sendto"),
        *("sqlite3.enable_load_extension", "sqlite3.load_extension"),
    }
)
"""What no path makes harmless: programs, other processes, the network."""

BY_NUMBER: Final = frozenset({"os.kill", "os.killpg", "resource.setrlimit", "signal.pthread_kill"})
"""What is done by numbers alone."""

OPENS: Final = frozenset({"open", "sqlite3.connect", "import"})
"""The last one loads a module that is written in C, and names its file."""

MAKES: Final = frozenset({"tempfile.mkdtemp", "tempfile.mkstemp"})
UNPICKLES: Final = "pickle.find_class"
ALL: Final = CHANGES | READS | RUNS | OPENS | MAKES | {UNPICKLES}

LOADERS: Final = ("importlib._bootstrap", "importlib._bootstrap_external", "zipimport")
"""Modules whose frames say that something is imported, which a test does by names of its own."""

READERS: Final = ("linecache", "tempfile", "tokenize")
"""Modules that open files in their own way: sources for tracebacks, temporary files."""

BYTES: Final = ("i1", "u1")
SHORTEST_NAME: Final = 4
"""Arrays of these types are bytes, and so many small numbers may be the characters of a name."""

MEMORY: Final = ("", ":memory:")
"""Databases of SQLite that are no files."""

ATTACH: Final = 24
"""SQLite's number of what attaches a database, or writes one elsewhere."""


class RefusedError(PermissionError):
    """A test would open, change or run something of this machine."""


@functools.cache
def stand_around_tests() -> None:
    """Put the walls up in this process, for good."""
    sys.addaudithook(_watch)


def expect_a_student() -> None:
    """Begin with a student of whom nothing has come yet, nor anything made by their tests."""
    global _text_came
    _text_came = False
    places.made.clear()


def look_for_text(value: Value) -> None:
    """Note whether what came from a student's process holds a text."""
    global _text_came
    _text_came = _text_came or _holds_text(value)


def _holds_text(value: Value) -> bool:
    match value:
        case str() | Raw():
            return True
        case Array(dtype):
            kind = dtype.lstrip("<>|=")
            return kind[:1] in "OSUV" or kind in BYTES
        case Typed(_, parts):
            return any(map(_holds_text, parts)) or _are_characters(parts)
        case Extended(plain, _):
            return _holds_text(plain)
    return False


def _are_characters(parts: Sequence[Value]) -> bool:
    """Return whether these are numbers of characters or bytes, and enough for a short name."""
    return len(parts) >= SHORTEST_NAME and all(
        type(part) is int and 0 <= part <= sys.maxunicode for part in parts
    )


_text_came = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ALL:
        return
    frame = sys._getframe(1)
    if event == "os.mkdir" and _is_of_a_fixture(frame):
        places.made.add(os.path.realpath(arguments[0]))
    elif event in MAKES or _is_judged(event, arguments, frame):
        origin = _origin_of(frame)
        if event == "import" or (event == "open" and origin == IMPORT):
            _judge_import(arguments[0] if event == "open" else arguments[1], origin)
        elif origin == TEST and event in MAKES:
            _judge_making(os.path.realpath(arguments[0]))
        elif origin == TEST:
            _judge(event, arguments)


def _is_judged(event: str, arguments: tuple[Any, ...], frame: types.FrameType) -> bool:
    """Return whether something of the student's may have led to this, in one way or another."""
    name = str(frame.f_globals.get("__name__"))
    by_number = event in BY_NUMBER or (
        event == "open" and isinstance(arguments[0], int) and name.startswith(TEST_MODULE)
    )
    return name not in READERS and (_text_came or by_number)


TEST: Final = "test"
IMPORT: Final = "import"


def leads_from_a_test() -> bool:
    """Return whether the code of a test has led here, unless by an import or code of ours."""
    return _origin_of(sys._getframe(1)) == TEST


def _origin_of(frame: types.FrameType | None) -> str:
    """Return `TEST` if the code of a test has led here, `IMPORT` if what it imports, or nothing.

    A thread is asked for what the main one does: tests run there.
    """
    found = ""
    while frame is not None:
        name = str(frame.f_globals.get("__name__"))
        if name.startswith(TEST_MODULE):
            return found or TEST
        if name in LOADERS:
            found = IMPORT
        elif name.startswith("grader.") and name != __name__:
            return ""
        frame = frame.f_back
    main = threading.main_thread().ident
    if main is None or threading.get_ident() == main:
        return ""
    return _origin_of(sys._current_frames().get(main)) and (found or TEST)


def _is_of_a_fixture(frame: types.FrameType | None) -> bool:
    """Return whether pytest's fixture `tmp_path` makes its folder."""
    while frame is not None and frame.f_globals.get("__name__") in ("pathlib", "_pytest.pathlib"):
        frame = frame.f_back
    code = frame.f_code if frame else None
    return bool(code and code.co_filename == tmpdir.__file__ and code.co_name != "getbasetemp")


def _judge_import(path: object, origin: str) -> None:
    """Raise a RefusedError for a module that is neither the course's nor a library's."""
    if origin and (named := _path(path)) and not places.may_be_imported(named):
        raise RefusedError(f"importing {named!r:.200} is refused in a test")


def _judge_making(path: str) -> None:
    """Note a temporary file that a test makes; raise a RefusedError for one anywhere else."""
    folder = os.path.dirname(path)
    usual = folder == os.path.realpath(tempfile.gettempdir()) or places.is_temporary(folder)
    if _text_came and not usual:
        raise RefusedError(f"making a file in {folder!r:.200} is refused in a test")
    places.made.add(path)


def _judge(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise a RefusedError for what a test may not do."""
    if event == UNPICKLES:
        if not is_data(*arguments):
            raise RefusedError(
                f"a pickle that names {'.'.join(arguments):.200} is not read in a test"
            )
        return
    paths = _paths(event, arguments)
    if (event == "sqlite3.connect" and paths[0] in MEMORY) or (event, *paths) == (
        "os.chdir",
        places.root,
    ):
        return
    if event not in RUNS and all(path and places.is_temporary(path) for path in paths):
        return
    reads = event in READS or (event == "open" and not _writes(*arguments[1:3]))
    if not (reads and paths[0] and places.may_be_read(paths[0])):
        what = f" of {paths[0]!r:.200}" if paths[0] else ""
        raise RefusedError(
            f"{event}{what} is refused in a test, which has the rights of whoever grades: compare"
            " what a function returns, not a file that it names"
        )


def _paths(event: str, arguments: tuple[Any, ...]) -> list[str]:
    """Return the paths that an event is about; empty texts for what is none."""
    match event, arguments:
        case "os.rename" | "os.link", (before, after, place, other, *_):
            return [_path(before, place), _path(after, other)]
        case ("os.mkdir", (path, _, place)) | ("os.remove" | "os.rmdir", (path, place)):
            return [_path(path, place)]
    return [_path(arguments[0])]


def _path(given: object, place: int = -1) -> str:
    """Return a path, which may be below an open folder; an empty text for an open file."""
    if isinstance(given, int):
        folder = os.path.realpath(f"/proc/self/fd/{given}")
        return folder if os.path.isdir(folder) else ""
    path = os.fsdecode(given) if isinstance(given, str | bytes) else ""
    return os.path.join(os.path.realpath(f"/proc/self/fd/{place}"), path) if place >= 0 else path


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str) and {*mode} & {*"wax+"}:
        return True
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def open_one_database(sqlite3: Any) -> None:
    """Patch `connect` to refuse `ATTACH` and `VACUUM INTO` where a test's code leads there."""
    connect = sqlite3.connect
    if hasattr(connect, "__wrapped__"):
        return

    def judge(action: int, *_: object) -> int:
        refused = action == ATTACH and leads_from_a_test()
        return int(sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK)

    @functools.wraps(connect)
    def connect_to_one(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_authorizer(judge)
        return connection

    sqlite3.connect = connect_to_one
