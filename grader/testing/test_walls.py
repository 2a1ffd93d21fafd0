"""Walls around what a test does: it computes, and opens, changes or runs nothing on this machine.

A test may hand what came back to a library that opens, runs or evaluates it: `pd.read_csv(got)`,
`open(got)`, `people.query(got)`, `os.remove(got)`, `connection.execute(got)`. Tests run with the
rights of whoever grades, so what Python reports to an audit hook is refused where a test's code has
led to it, but for imports, for reading what students' code may read, and the course's own modules
and data, and for temporary files that the test itself makes. What a library does in C is not
reported; SQL that opens another database is refused beside that.

A file, a program or a server is named by a text. As long as none has come from the student's
process, as where functions return numbers and arrays, libraries do what they like: they count
processors, start threads and processes, and read models.
"""

from __future__ import annotations

import functools
import os
import sys
import types
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from _pytest import tmpdir

from grader.protocol.records import Array, Extended, Raw, Typed, Value
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

OPENS: Final = frozenset({"open", "sqlite3.connect"})
MAKES: Final = frozenset({"tempfile.mkdtemp", "tempfile.mkstemp"})
UNPICKLES: Final = "pickle.find_class"
ALL: Final = CHANGES | READS | RUNS | OPENS | MAKES | {UNPICKLES}

LOADERS: Final = ("importlib._bootstrap", "importlib._bootstrap_external", "zipimport")
"""Modules whose frames say that something is imported, which a test does by names of its own."""

READERS: Final = ("linecache", "tempfile", "tokenize")
"""Modules that open files in their own way: sources for tracebacks, temporary files."""

MEMORY: Final = ("", ":memory:")
"""Databases of SQLite that are no files."""

ATTACH: Final = 24
"""SQLite's number of what attaches a database, or writes one elsewhere."""

HARMLESS: Final = (
    *("/dev/null", "/dev/urandom", "/etc/mime.types"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system", "/sys/fs/cgroup"),
    *("/proc/self/cgroup", "/proc/self/maps", "/proc/self/mountinfo", "/proc/self/status"),
)
"""What libraries read, beside what a student's code may: how large the machine is, and which
libraries are loaded."""

PRIVATE: Final = (
    *("source", "release", "submitted", "autograded", "feedback", "questions", "report", "logs"),
    *("nbgrader_config.py",),
)
"""What a course's folder has that no test needs. Files of other names may be read, but for
notebooks, databases and what begins with a dot."""


class RefusedError(PermissionError):
    """A test would open, change or run something of this machine."""


def stand_around_tests(root: str, readable: Collection[str]) -> None:
    """Put the walls up in this process, for good.

    `root` is the course's folder, `readable` what students' code may read.
    """
    global _root, _readable
    _root, _readable = os.path.realpath(root), tuple(map(os.path.realpath, readable))
    _begin_to_watch()


def expect_a_student() -> None:
    """Begin with a student of whom nothing has come yet."""
    global _text_came
    _text_came = False


def look_for_text(value: Value) -> None:
    """Note whether what came from a student's process holds a text."""
    global _text_came
    _text_came = _text_came or _holds_text(value)


def _holds_text(value: Value) -> bool:
    match value:
        case str() | Raw():
            return True
        case Array(dtype):
            return dtype.lstrip("<>|=")[:1] in "OSUV"
        case Typed(_, parts):
            return any(map(_holds_text, parts))
        case Extended(plain, _):
            return _holds_text(plain)
    return False


_root = ""
_readable: tuple[str, ...] = ()
_text_came = False


@functools.cache
def _begin_to_watch() -> None:
    sys.addaudithook(_watch)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in ALL:
        return
    frame = sys._getframe(1)
    if event in MAKES:
        if leads_from_a_test(frame):
            _made.add(os.path.realpath(arguments[0]))
    elif event == "os.mkdir" and _is_of_a_fixture(frame):
        _made.add(os.path.realpath(arguments[0]))
    elif _is_judged(event, arguments, frame) and leads_from_a_test(frame):
        _judge(event, arguments)


def _is_judged(event: str, arguments: tuple[Any, ...], frame: types.FrameType) -> bool:
    """Return whether something of the student's may have led to this, in one way or another."""
    name = str(frame.f_globals.get("__name__"))
    by_number = event in BY_NUMBER or (
        event == "open" and isinstance(arguments[0], int) and name.startswith(TEST_MODULE)
    )
    return name not in READERS and (_text_came or by_number)


def leads_from_a_test(frame: types.FrameType | None) -> bool:
    """Return whether the code of a test has led here, unless by an import or code of ours."""
    while frame is not None:
        name = str(frame.f_globals.get("__name__"))
        if name.startswith(TEST_MODULE):
            return True
        if name in LOADERS or name.startswith("grader."):
            return False
        frame = frame.f_back
    return False


def _is_of_a_fixture(frame: types.FrameType | None) -> bool:
    """Return whether pytest's fixture `tmp_path` makes its folder."""
    while frame is not None and frame.f_globals.get("__name__") in ("pathlib", "_pytest.pathlib"):
        frame = frame.f_back
    code = frame.f_code if frame else None
    return bool(code and code.co_filename == tmpdir.__file__ and code.co_name != "getbasetemp")


_made: Final[set[str]] = set()
"""Temporary files and folders that tests of this process have made."""


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
        _root,
    ):
        return
    if event not in RUNS and all(path and _is_temporary(path) for path in paths):
        return
    reads = event in READS or (event == "open" and not _writes(*arguments[1:3]))
    if not (reads and paths[0] and _may_be_read(paths[0])):
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


def _is_temporary(path: str) -> bool:
    return _is_below(os.path.realpath(path), _made)


def _may_be_read(path: str) -> bool:
    """Return whether this is one of the course's, or what students' code may read; never a pipe."""
    real = os.path.realpath(path)
    if path in HARMLESS or _is_below(real, HARMLESS):
        return True
    if os.path.exists(real) and not (os.path.isfile(real) or os.path.isdir(real)):
        return False
    return _is_open(real) or _is_below(real, _readable)


def _is_below(real: str, places: Collection[str]) -> bool:
    return any(real == place or real.startswith(f"{place}/") for place in places)


def _is_open(real: str) -> bool:
    """Return whether this is in the course's folder, and not private."""
    if not real.startswith(f"{_root}/"):
        return False
    parts = Path(real[len(_root) + 1 :]).parts
    private = parts[0] in PRIVATE or any(part.startswith(".") for part in parts)
    return not private and not real.endswith((".ipynb", ".db"))


def open_one_database(sqlite3: Any) -> None:
    """Patch `connect` to refuse `ATTACH` and `VACUUM INTO` where a test's code leads there."""
    connect = sqlite3.connect
    if hasattr(connect, "__wrapped__"):
        return

    def judge(action: int, *_: object) -> int:
        refused = action == ATTACH and leads_from_a_test(sys._getframe(1))
        return int(sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK)

    @functools.wraps(connect)
    def connect_to_one(*arguments: Any, **options: Any) -> Any:
        connection = connect(*arguments, **options)
        connection.set_authorizer(judge)
        return connection

    sqlite3.connect = connect_to_one
