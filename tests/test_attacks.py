"""The attacks themselves: what they attack is there, and they say what shows that they ran.

What watches over them sees what it is there to see.
"""

from __future__ import annotations

import ast
import os
import pkgutil
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import hostile_class
from tests.hostile_class import Attack
from tests.hostile_names import names
from tests.hostile_trial import EXERCISE

ATTACKS = hostile_class.attacks()
THEMES = {"escaping", "exhausting", "leaving", "output", "patching", "reading", "returning"}
PLAIN = ("return 7.0", "return np.dot(vec1, vec2) / np.linalg.norm(vec1) / np.linalg.norm(vec2)")
"""Functions that attack nothing: the plain wrong answer, and the right one."""


def cells(attack: Attack) -> list[str]:
    """Return all code of an attack."""
    beside = [text for name, text in attack.beside.items() if name.endswith(".py")]
    return [attack.source, *attack.later, *beside]


def test_there_are_attacks_of_every_theme() -> None:
    assert len(ATTACKS) >= 180
    count = Counter(attack.theme for attack in ATTACKS)
    assert set(count) == THEMES
    assert min(count.values()) >= 10


def test_what_an_attack_names_of_the_grader_is_there() -> None:
    missing = []
    for attack in ATTACKS:
        for cell in cells(attack):
            for name in names(cell):
                try:
                    pkgutil.resolve_name(name)
                except (ImportError, AttributeError) as error:
                    missing.append(f"{attack}: {error}")
    assert missing == []


def test_many_attacks_name_something_of_the_grader() -> None:
    named = {name for attack in ATTACKS for cell in cells(attack) for name in names(cell)}
    assert len(named) > 20
    assert sum(any(map(names, cells(attack))) for attack in ATTACKS) > 20


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("import os, grader.wire", {"grader", "grader.wire"}),
        (
            "import grader.wire as w\nw.Channel.send = w.Ran(1)",
            {"grader.wire", "grader.wire.Channel", "grader.wire.Channel.send", "grader.wire.Ran"},
        ),
        ("from grader import wire\nwire.Ran", {"grader.wire", "grader.wire.Ran"}),
        ("from grader.wire import Ran as R\nR.seen", {"grader.wire.Ran", "grader.wire.Ran.seen"}),
        ("def f():\n    import grader.wire", {"grader", "grader.wire"}),
        (
            "sys.modules['grader.wire'], __import__('grader.limits')",
            {"grader.wire", "grader.limits"},
        ),
        ("%cat x\nx.startswith(('solutions', 'grader.wire'))\n!ls", {"grader.wire"}),
        ("import numpy\nnumpy.grader = 1", set()),
    ],
)
def test_names_of_the_grader_are_found_however_they_are_written(cell: str, found: set[str]) -> None:
    assert names(cell) == found


@pytest.mark.parametrize(
    "name", ["grader.kernell", "grader.wire.Chanel", "grader.wire.Channel.sent", "grader.no.wire"]
)
def test_a_misspelt_name_is_not_there(name: str) -> None:
    with pytest.raises((ImportError, AttributeError)):
        pkgutil.resolve_name(name)


def by_its_function(attack: Attack) -> bool:
    """Return whether an attack's function does more than give an answer."""
    source = re.sub(r"^[!%].*$", "", attack.source, flags=re.MULTILINE)
    return any(
        isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.name == EXERCISE
        and ast.unparse(node.body[0]) not in PLAIN
        for node in ast.parse(source).body
    )


def test_every_attack_by_its_function_says_what_it_shows() -> None:
    attacks = [attack for attack in ATTACKS if by_its_function(attack)]
    assert len(attacks) > 50
    silent = [a for a in attacks if all("reached the end of cell" in line for line in a.shows)]
    assert silent == []


def test_every_cell_of_an_attack_says_what_it_shows() -> None:
    assert [a for a in ATTACKS if len(a.shows) < 1 + len(a.later)] == []
    forms = [form for a in ATTACKS for line in a.shows for form in line.split(" | ")]
    assert all(form.strip() for form in forms)


@pytest.mark.parametrize(
    ("cell", "told", "lacking"),
    [
        ("x = 1", "reached the end of cell 0\n", []),
        ("x = 1", "", ["reached the end of cell 0"]),
        ("x = 1", "reached the end of cell 0 NameError: x", ["NameError"]),
        ("x = 1", "ModuleNotFoundError", ["reached the end of cell 0", "ModuleNotFoundError"]),
        ("# shows: SIGKILL | SIGSEGV\nx = 1", "it ended with SIGSEGV", []),
        ("# shows: SIGKILL | SIGSEGV\nx = 1", "it ended", ["SIGKILL | SIGSEGV"]),
        ("# shows: a\n# shows: b\nx = 1", "a", ["b"]),
        ("# shows: ImportError: numpy\nx = 1", "ImportError: numpy", []),
        ("# shows: ImportError: numpy\nx = 1", "ImportError: grader", ["ImportError: numpy"]),
    ],
)
def test_an_attack_that_did_not_run_is_noticed(cell: str, told: str, lacking: list[str]) -> None:
    source, shows = hostile_class.proving(cell, 0)
    assert "shows" not in source
    attack = Attack("leaving", 1, "nothing", "made up", source, shows=shows)
    assert hostile_class.unproved(attack, told) == lacking


def test_the_line_that_is_added_is_not_what_it_prints() -> None:
    source, (printed,) = hostile_class.proving("x = 1", 3)
    assert printed not in source
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{printed}\n"


# What watches over them -----------------------------------------------------------------------


def test_every_call_is_heard(tmp_path: Path) -> None:
    with hostile_class.listening(tmp_path) as listener:
        assert listener.calls() == []
        with socket.create_connection(("127.0.0.1", listener.tcp)):
            assert len(listener.calls()) == 1
        for address in (listener.unix, f"\0{listener.abstract}"):
            with socket.socket(socket.AF_UNIX) as caller:
                caller.connect(address)
                assert len(listener.calls()) == 1
        for family, place in (
            (socket.AF_INET, ("127.0.0.1", listener.udp)),
            (socket.AF_UNIX, f"{listener.unix}d"),
            (socket.AF_UNIX, f"\0{listener.abstract}d"),
        ):
            with socket.socket(family, socket.SOCK_DGRAM) as caller:
                caller.sendto(b"x", place)
                assert len(listener.calls()) == 1


@pytest.mark.parametrize("where", ["command", "environment", "folder"])
def test_a_process_that_survives_is_seen(tmp_path: Path, where: str) -> None:
    mark = str(tmp_path)
    code = "print(flush=True); import time; time.sleep(100)"
    with subprocess.Popen(
        [sys.executable, "-c", code, mark if where == "command" else ""],
        env={"WHERE": mark} if where == "environment" else {},
        cwd=mark if where == "folder" else "/",
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        found = hostile_class.processes_with(mark)
        process.kill()
    assert found == [str(process.pid)]
    assert hostile_class.processes_with(mark) == []


def test_every_change_of_a_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    seen = [hostile_class.snapshot(tmp_path)]
    changes: list[Callable[[], object]] = [
        lambda: (tmp_path / "file").chmod(0o600),
        lambda: (tmp_path / "file").write_text("y"),
        lambda: os.utime(tmp_path / "file", (1, 1)),
        (tmp_path / "new").mkdir,
        lambda: (tmp_path / "link").symlink_to("file"),
        (tmp_path / "file").unlink,
    ]
    for change in changes:
        change()
        seen.append(hostile_class.snapshot(tmp_path))
        assert seen[-1] != seen[-2]
