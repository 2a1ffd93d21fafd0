"""The repository itself: the arrows between modules, canonical notebooks, an up-to-date release."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.courses import BIN, _run, grader
from tests.simulated import ROOT

MODULES = sorted((ROOT / "grader").rglob("*.py"))

ROOMS: dict[str, set[str]] = {
    "__main__": {"cli"},
    "cli": {"cluster", "errors", "grading", "plugin", "report", "sandbox", "workflows"},
    "report": {"errors", "notebooks", "plugin", "render", "verdict", "workflows"},
    "cluster": {
        *("errors", "grading", "guest", "limits", "notebooks", "plugin", "sandbox", "workflows"),
    },
    "workflows": {
        *("cluster", "errors", "grading", "limits", "notebooks", "plugin", "sandbox", "testing"),
        "verdict",
    },
    "plugin": {"errors", "grading", "limits", "notebooks", "render", "sandbox", "verdict"},
    "grading": {
        *("errors", "limits", "notebooks", "protocol", "render", "sandbox", "testing", "verdict"),
    },
    "sandbox": {"errors", "guest", "limits", "protocol"},
    "guest": {"errors", "lesson", "limits", "protocol", "testing"},
    "lesson": {"render", "testing", "verdict"},
    "testing": {"checks", "errors", "limits", "protocol", "render", "verdict"},
    "protocol": {"errors", "limits"},
    "notebooks": {"errors"},
    "render": {"verdict"},
    "checks": set(),
    "errors": set(),
    "limits": set(),
    "verdict": set(),
}
"""Each room of the package, and the rooms that it imports from: all of them, and no other."""


def room_of(path: Path) -> str:
    """The room that a module of ours stands in: a package, or a module at the top."""
    return path.relative_to(ROOT / "grader").with_suffix("").parts[0]


def imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it, without the package's name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    ours = {name.removeprefix("grader.") for name in found if name.startswith("grader.")}
    return ours - {"__version__"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_the_rooms_below_it_and_no_other(room: str) -> None:
    arrows = {
        (imported.split(".")[0], f"{path.relative_to(ROOT)} imports grader.{imported}")
        for path in MODULES
        if room_of(path) == room
        for imported in imports_of(path)
    }
    found = {target for target, _ in arrows} - {room}
    broken = sorted(told for target, told in arrows if target in found - ROOMS[room])
    assert not broken, f"{room} may import from {sorted(ROOMS[room])}"
    assert found == ROOMS[room], f"{room} no longer imports from {ROOMS[room] - found}"


def test_every_module_stands_in_a_room_of_the_map() -> None:
    assert {room_of(path) for path in MODULES} == {*ROOMS, "__init__"}


def test_only_the_plugin_imports_nbgrader() -> None:
    for path in MODULES:
        if "plugin" not in path.relative_to(ROOT).parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(from|import) nbgrader", text, re.MULTILINE), path


def test_the_untrusted_side_imports_neither_tests_nor_reference() -> None:
    paths = [path for path in MODULES if room_of(path) in ("guest", "protocol", "lesson")]
    assert len(paths) > 10
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) solutions", text, re.MULTILINE), path


def test_the_reference_imports_nothing_of_the_grader() -> None:
    for path in (ROOT / "solutions").glob("*.py"):
        assert "import grader" not in path.read_text(encoding="utf-8")
        assert "from grader" not in path.read_text(encoding="utf-8")


def test_the_reference_of_one_subject_loads_no_library_of_another() -> None:
    code = "import sys; from solutions import pca, misconceptions; misconceptions.of('pca')"
    code += "; print({'scipy', 'sympy', 'sklearn', 'matplotlib'} & set(sys.modules))"
    assert _run([BIN / "python", "-c", code], ROOT, 60).stdout.strip() == "set()"


def test_all_of_the_reference_is_importable_by_name() -> None:
    import solutions

    assert set(solutions.__all__) <= set(dir(solutions))
    for name in solutions.__all__:
        assert getattr(solutions, name).__module__.startswith("solutions.")
    with pytest.raises(ImportError, match="no_such_exercise"):
        exec("from solutions import no_such_exercise")


def test_nothing_sends_anyone_to_the_package_index_for_the_grader() -> None:
    """There, another project has its name."""
    told = re.compile(r"pip3? install (--\S+ )*['\"]?grader(?![-/\w])")
    for path in [*MODULES, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        assert not told.search(path.read_text(encoding="utf-8")), path


def test_an_assignment_passes_the_courses_own_check() -> None:
    done = grader(ROOT, "check", "capstone")  # `make check` looks at all
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" in done.stdout


def test_the_command_starts_without_a_web_server(tmp_path: Path) -> None:
    code = "import sys, grader.plugin; print({'jupyter_server', 'setuptools'} & set(sys.modules))"
    assert _run([BIN / "python", "-c", code], tmp_path, 60).stdout.strip() == "set()"


def test_a_postponed_module_is_there_when_it_is_called(tmp_path: Path) -> None:
    code = """
import io, sys, zipfile
import grader.plugin
from nbgrader.utils import unpack_archive
zipfile.ZipFile("a.zip", "w").writestr("inside.txt", "text")
unpack_archive("a.zip", "out")
print(open("out/inside.txt").read(), "setuptools.archive_util" in sys.modules)
"""
    assert _run([BIN / "python", "-c", code], tmp_path, 60).stdout.strip() == "text True"
