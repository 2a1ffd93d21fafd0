"""The repository itself: the arrows between modules, canonical notebooks, an up-to-date release."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.courses import BIN, _run, grader
from tests.simulated import ROOT

MODULES = sorted((ROOT / "grader").rglob("*.py"))

ALLOWED = {
    "errors": set(),
    "limits": set(),
    "scratch": set(),
    "census": set(),
    "verdict": set(),
    "picture": set(),
    "symbolic": set(),
    "checks": set(),
    "shown": set(),
    "notebook": {"errors", "shown"},
    "formulas": {"symbolic"},
    "values": {"picture", "symbolic"},
    "wire": {"errors", "limits", "values"},
    "figures": set(),
    "kernel": {"errors", "figures", "forbidden", "limits", "values", "wire"},
    "seccomp": set(),
    "forbidden": set(),
    "walls": {"errors", "limits"},
    "host": {"census", "limits", "kernel", "scratch", "wire", "lesson", "seccomp"},
    "held": {"scratch"},
    "sandbox": {"errors", "held", "limits", "host", "scratch", "wire", "walls"},
    "student": {"errors", "values"},
    "remote": {"errors", "formulas", "limits", "student", "values", "wire"},
    "local": {"forbidden", "student", "values"},
    "causes": {"verdict"},
    "judge": {"checks", "errors", "sketch", "student", "verdict"},
    "suite": {"forbidden", "judge", "student", "verdict", "notebook"},
    "card": {"sketch", "verdict"},
    "lesson": {"card", "causes", "local", "suite", "verdict"},
}
"""What the inner modules import of ours; the outer ones stand above all of these."""


def imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("grader"):
            rest = node.module.removeprefix("grader").lstrip(".")
            found |= {rest.split(".")[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names if a.name.startswith("grader.")]
            found |= {name.split(".")[1] for name in names}
    return found - {"__version__"}


@pytest.mark.parametrize("name", ALLOWED)
def test_inner_modules_import_only_what_lies_below_them(name: str) -> None:
    path = ROOT / "grader" / f"{name}.py"
    if path.exists():
        assert imports_of(path) <= ALLOWED[name]


def test_only_the_plugin_imports_nbgrader() -> None:
    importing = re.compile(r"^\s*(from|import) nbgrader", re.MULTILINE)
    found = [path for path in MODULES if importing.search(path.read_text(encoding="utf-8"))]
    assert found
    for path in found:
        assert path.is_relative_to(ROOT / "grader" / "plugin")


def test_the_untrusted_side_imports_neither_tests_nor_reference() -> None:
    for name in ("host", "kernel", "wire", "values", "lesson"):
        text = (ROOT / "grader" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) solutions", text, re.MULTILINE)


def test_the_reference_imports_nothing_of_the_grader() -> None:
    paths = sorted((ROOT / "solutions").rglob("*.py"))
    assert {path.parent.name for path in paths} == {"solutions", "misconceptions"}
    for path in paths:
        assert "import grader" not in path.read_text(encoding="utf-8"), path
        assert "from grader" not in path.read_text(encoding="utf-8"), path


def test_the_reference_of_one_subject_loads_no_library_of_another() -> None:
    code = "import sys; from solutions import pca, misconceptions; misconceptions.of('pca')"
    code += "; print({'scipy', 'sympy', 'sklearn', 'matplotlib'} & set(sys.modules))"
    assert _run([BIN / "python", "-c", code], ROOT, 60).stdout.strip() == "set()"


def test_all_of_the_reference_is_importable_by_name() -> None:
    import solutions

    assert set(solutions.__all__) <= set(dir(solutions))
    assert solutions.__all__
    for name in solutions.__all__:
        assert getattr(solutions, name).__module__.startswith("solutions.")
    with pytest.raises(ImportError, match="no_such_exercise"):
        exec("from solutions import no_such_exercise")


def test_nothing_sends_anyone_to_the_package_index_for_the_grader() -> None:
    """There, another project has its name."""
    told = re.compile(r"pip3? install (--\S+ )*['\"]?grader(?![-/\w])")
    assert told.search("pip install --upgrade grader")
    guides = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    assert MODULES
    assert len(guides) > 5
    for path in [*MODULES, *guides]:
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
