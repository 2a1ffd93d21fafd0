"""The repository itself: the arrows between modules, canonical notebooks, an up-to-date release."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from grader.sandbox import library
from tests.courses import BIN, _run, grader
from tests.simulated import ROOT

MODULES = sorted((ROOT / "grader").rglob("*.py"))

ROOMS: dict[str, set[str]] = {
    "__main__": {"cli"},
    "cli": {"cluster", "errors", "grading", "plugin", "report", "sandbox", "workflows"},
    "report": {"errors", "notebooks", "plugin", "render", "verdict", "workflows"},
    "cluster": {"errors", "grading", "limits", "notebooks", "plugin", "sandbox", "workflows"},
    "workflows": {
        *("cluster", "errors", "grading", "limits", "notebooks", "plugin", "sandbox", "testing"),
        "verdict",
    },
    "plugin": {"errors", "grading", "limits", "notebooks", "render", "sandbox", "verdict"},
    "grading": {
        *("errors", "limits", "notebooks", "protocol", "render", "sandbox", "testing", "verdict"),
    },
    "sandbox": {"errors", "limits", "protocol"},
    "guest": {"checks", "errors", "figure_guard", "limits", "protocol"},
    "lesson": {"figure_guard", "render", "testing", "verdict"},
    "testing": {"checks", "errors", "guest", "limits", "protocol", "render", "verdict"},
    "protocol": {"errors", "limits"},
    "notebooks": {"errors"},
    "render": {"verdict"},
    "checks": set(),
    "errors": set(),
    "figure_guard": set(),
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


def test_nothing_on_the_trusted_side_imports_the_guest_but_its_watch_on_calls() -> None:
    """In a student's own notebook the tests watch calls as the guest does in grading."""
    importers = {
        (str(path.relative_to(ROOT / "grader")), imported)
        for path in MODULES
        if room_of(path) != "guest"
        for imported in imports_of(path)
        if imported.split(".")[0] == "guest"
    }
    assert importers == {("testing/local.py", "guest.call_watch.Watch")}


def file_of(imported: str) -> Path:
    """The file of an imported module, or of the module that an imported name stands in."""
    path = ROOT / "grader" / imported.replace(".", "/")
    while not path.with_suffix(".py").is_file() and not path.is_dir():
        path = path.parent
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def test_a_students_process_is_given_what_the_guest_imports_and_no_other_module() -> None:
    guest = [path for path in MODULES if room_of(path) == "guest"]
    assert guest
    reached, waiting = set(), [ROOT / "grader" / "__init__.py", *guest]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached |= {path, path.parent / "__init__.py"}
            waiting += [file_of(name) for name in imports_of(path)]
    assert {*library.readable_files()} == reached


def test_the_package_itself_holds_nothing() -> None:
    """Every process of a student's reads it."""
    tree = ast.parse((ROOT / "grader" / "__init__.py").read_text(encoding="utf-8"))
    docstring, version = tree.body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(version, ast.Assign)
    assert ast.unparse(version.targets[0]) == "__version__"


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
