"""A class of hostile students: `tests/hostile/`, handed in, and watch over what is not theirs.

A block of a theme's file is one student's solution cell, headed by what it may earn and what it
tries. `# -- later cell` begins a cell at the end of the notebook, `# -- prose` one of Markdown (`N
times` the same), `# -- beside NAME` a file beside it.

    # %% nothing: …     earns no more than the plain wrong answer 7.0
    # %% less: …        earns less than full marks
    # %% harmless: …    may earn what it likes, and hurts nobody else

Each cell of an attack proves that it ran. A cell that ends well prints so in its last line, which
is added here. One that does not, or whose attack is its function, says what grading shows once it
ran: every line must be found, each in one of its forms.

    # shows: SIGKILL | limit test_seconds
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.workflows import course_copy
from tests.simulated import ROOT

HOSTILE = ROOT / "tests" / "hostile"
_BLOCK = re.compile(r"^# %% (nothing|less|harmless): (.+)$", re.MULTILINE)
_SHOWS = re.compile(r"^# shows: (.+)\n", re.MULTILINE)
_PART = re.compile(r"^# -- (later cell|prose(?: \d+ times)?|beside \S+)$", re.MULTILINE)
_MISTAKES = re.compile(
    r"\b(?:Import|ModuleNotFound|Attribute|Name|UnboundLocal|Syntax|Indentation)Error\b"
)
"""Errors that a renamed module, a misspelt name or a changed class ends in."""

LIMITS = {
    "test_seconds": 0.8,
    "cell_seconds": 2.0,
    "notebook_seconds": 20.0,
    "wall_factor": 1.5,
    "memory_mb": 384,
    "processes": 16,
    "file_mb": 16,
    "folder_mb": 64,
    "output_kb": 128,
    "value_mb": 1,
}
"""Tight ones, since many attacks wait for them."""


@dataclass(frozen=True)
class Attack:
    """One hostile student."""

    theme: str
    number: int
    earns: str
    name: str
    source: str
    later: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    shows: list[str] = field(default_factory=list)
    """What is told of it once it ran; see `unproved`."""

    @property
    def student(self) -> str:
        """The name under which it is handed in."""
        return f"{self.theme}_{self.number:02}"

    def __str__(self) -> str:
        return f"{self.student}: {self.name}"


def attacks() -> list[Attack]:
    """All attacks of all themes."""
    return [attack for path in sorted(HOSTILE.glob("*.py")) for attack in _theme(path)]


def _theme(path: Path) -> Iterator[Attack]:
    parts = _BLOCK.split(path.read_text(encoding="utf-8"))[1:]
    blocks = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    for number, (earns, name, body) in enumerate(blocks, 1):
        source, *more = _PART.split(body)
        extra = list(zip(more[::2], more[1::2], strict=True))
        cells = [source, *(text for kind, text in extra if kind == "later cell")]
        (source, *later), shows = zip(*map(proving, cells, itertools.count()), strict=True)
        yield Attack(
            path.stem,
            number,
            earns,
            name.strip(),
            source,
            later,
            [_often(kind) * text.strip() for kind, text in extra if kind.startswith("prose")],
            {kind.split()[1]: text for kind, text in extra if kind.startswith("beside")},
            list(itertools.chain(*shows)),
        )


def proving(cell: str, number: int) -> tuple[str, list[str]]:
    """Return a cell as it is handed in, and what shows that it ran."""
    if shows := _SHOWS.findall(cell):
        return _SHOWS.sub("", cell).strip(), shows
    # What is printed is nowhere in the source: an attack may print that.
    return f'{cell.strip()}\nprint("reached the end of cell", {number})', [
        f"reached the end of cell {number}"
    ]


def unproved(attack: Attack, told: str) -> list[str]:
    """Return what an attack that ran shows and is not told, and errors that show it did not run."""
    told = told.replace(f"wall_factor: {LIMITS['wall_factor']:g} times ", "")
    missing = [line for line in attack.shows if not any(form in told for form in line.split(" | "))]
    named = {name for line in attack.shows for name in _MISTAKES.findall(line)}
    return missing + sorted(set(_MISTAKES.findall(told)) - named)


def _often(kind: str) -> int:
    return int(kind.split()[1]) if " " in kind else 1


def make_course(
    course: Path, *, notebooks: Mapping[str, str], limits: Mapping[str, float] = LIMITS
) -> None:
    """A copy of this course with some of its notebooks, under these names, and tight limits."""
    folder = Path("source/01_linear_algebra")
    (course / folder).mkdir(parents=True)
    for name, origin in notebooks.items():
        shutil.copy(ROOT / folder / f"{origin}.ipynb", course / folder / f"{name}.ipynb")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "solutions", course / "solutions", ignore=ignored)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    config += "".join(f"\nc.Limits.{name} = {most}" for name, most in limits.items())
    (course / "nbgrader_config.py").write_text(config, encoding="utf-8")
    course_copy.answer_mark(course / "gradebook.db")


@dataclass(frozen=True)
class Listener:
    """Sockets of every kind that wait to be called from within the walls."""

    tcp: int
    udp: int
    unix: str
    abstract: str
    sockets: list[socket.socket]

    def calls(self) -> list[str]:
        """What came."""
        return [call for sock in self.sockets for call in _calls(sock)]


def _calls(sock: socket.socket) -> Iterator[str]:
    with contextlib.suppress(BlockingIOError):
        if sock.type == socket.SOCK_STREAM:
            sock.accept()[0].close()
        else:
            sock.recv(100)
        yield str(sock.getsockname())


@contextlib.contextmanager
def listening(folder: Path) -> Iterator[Listener]:
    """Listen by TCP, UDP, in the file system and at abstract addresses."""
    unix, abstract = str(folder / "socket"), f"hostile-{os.getpid()}"
    places: list[tuple[int, int, str | tuple[str, int]]] = [
        (socket.AF_INET6, socket.SOCK_STREAM, ("::", 0)),
        (socket.AF_INET6, socket.SOCK_DGRAM, ("::", 0)),
        (socket.AF_UNIX, socket.SOCK_STREAM, unix),
        (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{abstract}"),
        (socket.AF_UNIX, socket.SOCK_DGRAM, f"{unix}d"),
        (socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{abstract}d"),
    ]
    with contextlib.ExitStack() as stack:
        sockets = []
        for family, kind, address in places:
            sock = stack.enter_context(socket.socket(family, kind))
            sock.bind(address)
            if kind == socket.SOCK_STREAM:
                sock.listen()
            sock.setblocking(False)
            sockets.append(sock)
        tcp, udp = (sock.getsockname()[1] for sock in sockets[:2])
        yield Listener(tcp, udp, unix, abstract, sockets)


def snapshot(*folders: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Mode, owner, time and bytes of every file in folders."""
    found = {}
    for folder in folders:
        for path in [folder, *sorted(folder.rglob("*"))]:
            state = path.lstat()
            data = path.read_bytes() if path.is_file() else b""
            when = state.st_mtime_ns if path.is_file() else 0
            found[str(path)] = (state.st_mode, state.st_uid, when, data)
    return found


def processes_with(text: str) -> list[str]:
    """The processes whose command line, environment or working folder holds a text."""
    return [name for name in os.listdir("/proc") if name.isdigit() and _holds(name, text)]


def _holds(number: str, text: str) -> bool:
    found = b""
    for name in ("cmdline", "environ"):
        with contextlib.suppress(OSError):
            found += (Path("/proc") / number / name).read_bytes()
    with contextlib.suppress(OSError):
        found += os.readlink(f"/proc/{number}/cwd").encode()
    return text.encode() in found
