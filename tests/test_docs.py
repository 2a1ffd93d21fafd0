"""The guides tell what is so: their commands run, what they show is printed, their pages build
without a network."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest

from grader.limits import Limits
from grader.platforms.passback import PassbackSettings
from grader.questions.settings import QuestionSettings
from grader.service.watch.fair_queue import WatchSettings
from tests import quickstart
from tests.courses import ALL_COMMANDS
from tests.in_browser import carrier
from tests.simulated import ROOT

DOCS = ROOT / "docs"
BIN = Path(sys.executable).parent
COMMANDS = f"{BIN}:{os.environ['PATH']}"
ASSIGNMENT = "05_optimization"
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)
"""A block of commands, and what they print, if that is shown right under it."""

SCRIPTS = {
    "jupyter": "jupyter_core.command",
    "jupyter-lab": "jupyterlab.labapp",
}
SERVER = "c.ServerApp.allow_root = True\nc.ServerApp.open_browser = False\n"


def blocks(name: str) -> list[tuple[str, str]]:
    """The commands of a guide, and what they are shown to print."""
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    found = BLOCK.findall(text)
    assert found, f"{name}.md has no commands"
    assert len(found) == text.count("\n```sh\n")
    return found


class Shell:
    """A shell that stays: where it is and what it exported hold from block to block."""

    def __init__(self, folder: Path, home: Path, **variables: str) -> None:
        self._folder, self._state, self._place = folder, home / "state.sh", home / "place"
        home.mkdir(exist_ok=True)
        keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        caches = {"XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))}
        self._variables = {**keep, **caches, "HOME": str(home), **variables}

    def run(self, commands: str) -> str:
        """What the commands print; one that fails is an error here."""
        script = f"set -e -o pipefail\n{commands}\npwd > {self._place}; export -p > {self._state}\n"
        before = f"source {self._state}\n" if self._state.exists() else ""
        done = subprocess.run(
            ["bash", "-c", before + script],
            cwd=self._folder,
            env=self._variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}"
        self._folder = Path(self._place.read_text().strip())
        return done.stdout


def matches(shown: str, printed: str) -> bool:
    """Whether this was printed, line by line, but for spaces and progress; `...` is anything."""
    want, got = (
        [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        for text in (shown, printed)
    )
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
        for line in want
    )
    kept = [line for line in got if "━━" not in line]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in kept)) is not None


def follow(shell: Shell, guide: Sequence[tuple[str, str]]) -> None:
    """Run a guide's commands and compare what they print."""
    for commands, shown in guide:
        printed = shell.run(commands)
        assert not shown or matches(shown, printed), f"{commands}\n{printed}"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it is cloned, with one assignment and an environment that is set up."""
    folder = tmp_path_factory.mktemp("guides") / "kit"
    litter = shutil.ignore_patterns("__pycache__", ".*", "fuzz", "hostile", "oracles", "golden")
    for name in ("solutions", "tests", f"source/{ASSIGNMENT}", f"release/{ASSIGNMENT}"):
        shutil.copytree(ROOT / name, folder / name, ignore=litter)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder)
    (folder / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():
        if not path.name.startswith("."):
            (folder / ".venv" / path.name).symlink_to(path)
    (folder / ".venv/.ready").touch()
    return folder


@pytest.fixture(scope="module")
def taught(clone: Path) -> Shell:
    """A shell in which the instructor's guide was followed."""
    shell = Shell(clone, clone.parent / "instructor")
    follow(shell, blocks("instructor"))
    return shell


@pytest.mark.walkthrough
def test_the_instructors_guide_leads_to_a_graded_class(taught: Shell, clone: Path) -> None:
    assert (clone / "feedback/bo/05_optimization/02_adam.html").exists()
    assert "Ångström" in (clone / "grades.csv").read_text(encoding="utf-8")


@pytest.mark.walkthrough
def test_the_batch_operators_guide_goes_on_from_there(taught: Shell) -> None:
    follow(taught, blocks("batch"))


@pytest.mark.walkthrough
def test_the_students_guide_leads_from_the_zip_to_jupyterlab(
    taught: Shell, clone: Path, tmp_path: Path
) -> None:
    shutil.copy(clone / f"handout/{ASSIGNMENT}.zip", tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to(Path(sys._base_executable))  # type: ignore[attr-defined]
    configured = tmp_path / "jupyter"
    configured.mkdir()
    (configured / "jupyter_server_config.py").write_text(SERVER)
    shell = Shell(
        tmp_path,
        tmp_path / "home",
        PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        PIP_NO_INDEX="1",
        PIP_NO_DEPS="1",
        PYTHONPATH=str(next(Path(sys.prefix).glob("lib/python3*/site-packages"))),
        JUPYTER_CONFIG_DIR=str(configured),
    )
    answered = False
    for commands, shown in blocks("student"):
        if commands.strip() == "venv/bin/jupyter lab":
            serve(tmp_path, configured)
            answered = True
            continue
        follow(shell, [(commands, shown)])
        if "pip install" in commands:
            lend(tmp_path / "venv")
    assert answered


@pytest.mark.walkthrough
def test_the_guide_to_a_course_of_ones_own_leads_to_exported_grades(
    tmp_path: Path,
) -> None:
    follow(Shell(tmp_path, tmp_path / "home", PATH=COMMANDS), blocks("own_course"))
    assert (tmp_path / "statistics/handout/01_errors.zip").exists()
    assert len([*(tmp_path / "statistics/feedback").glob("*/01_errors/*.html")]) == 2
    assert_reported(tmp_path / "statistics", "01_errors,,,ada,,,,4.0,0.0,4.0,6.0")


@pytest.mark.walkthrough
def test_the_guide_to_questions_leads_to_marked_answers(tmp_path: Path) -> None:
    shell = Shell(tmp_path, tmp_path / "home", PATH=COMMANDS)
    shell.run("grader init statistics\ncd statistics\ngrader generate")
    follow(shell, blocks("questions"))
    assert (tmp_path / "statistics/report/01_errors/questions.html").exists()


OFFLINE = """\
#!/bin/sh
[ "$1" = site ] && set -- "$@" --pyodide {carrier}
exec {program} "$@"
"""
"""Our command, where there is no network."""


@pytest.mark.walkthrough
def test_the_guide_to_a_site_leads_to_pages_and_a_workbench(tmp_path: Path) -> None:
    shell = Shell(tmp_path, tmp_path / "home", PATH=f"{tmp_path}/bin:{COMMANDS}")
    command = tmp_path / "bin/grader"
    command.parent.mkdir()
    command.write_text(OFFLINE.format(carrier=carrier.carrier(), program=f"{BIN}/grader"))
    command.chmod(0o755)
    shell.run("grader init statistics\ncd statistics")
    follow(shell, blocks("site"))
    written = tmp_path / "statistics/site"
    front = (written / "index.html").read_text(encoding="utf-8")
    pages = [path.stem for path in (tmp_path / "statistics/source/01_errors").glob("*.ipynb")]
    assert pages
    for name in pages:
        assert f"01_errors/{name}.html" in front
        assert "Open and write" in (written / f"01_errors/{name}.html").read_text(encoding="utf-8")
        assert (written / f"lite/files/01_errors/{name}.ipynb").exists()


@pytest.mark.walkthrough
def test_the_guide_to_a_course_of_nbgraders_leads_to_exported_grades(tmp_path: Path) -> None:
    course = quickstart.make(tmp_path / "course")
    follow(Shell(course, tmp_path / "home", PATH=COMMANDS), blocks("adopt"))
    assert (course / "feedback/ada/ps1/problem1.html").exists()
    assert_reported(course, ",ada,,,,0.0,0.0,0.0,5.0")


def assert_reported(course: Path, row: str) -> None:
    """Check that a report was written, and that grades were exported, this row among them."""
    assert "<table" in (course / "report/index.html").read_text(encoding="utf-8")
    assert row in (course / "grades.csv").read_text(encoding="utf-8")


def lend(venv: Path) -> None:
    """What pip would have fetched beside our wheel, the student has from this environment."""
    assert (venv / "bin/grader").exists()
    for name, module in SCRIPTS.items():
        script = venv / "bin" / name
        script.write_text(f"#!{venv}/bin/python\nfrom {module} import main\nmain()\n")
        script.chmod(0o755)
    (venv / "share").mkdir(exist_ok=True)
    (venv / "share/jupyter").symlink_to(Path(sys.prefix) / "share/jupyter")


def serve(folder: Path, configured: Path) -> None:
    """Start JupyterLab as the guide says, until it answers."""
    packages = next(Path(sys.prefix).glob("lib/python3*/site-packages"))
    server = subprocess.Popen(
        ["venv/bin/jupyter", "lab"],
        cwd=folder,
        env={
            **os.environ,
            "HOME": str(folder),
            "PYTHONPATH": str(packages),
            "JUPYTER_CONFIG_DIR": str(configured),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        lines = iter(server.stderr.readline, "")
        found = next(m for line in lines if (m := re.search(r"http://localhost:(\d+)/lab", line)))
        assert answers(int(found[1])) == 200
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=600)


def answers(port: int) -> int:
    """The status of a server's first answer. It tells its address before it listens."""
    for _ in range(300):
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        with contextlib.closing(connection), contextlib.suppress(ConnectionRefusedError):
            connection.request("GET", "/api")
            with connection.getresponse() as response:
                return response.status
        time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")


def html(guides: Path) -> Iterator[tuple[str, str]]:
    """Each page."""
    for path in guides.rglob("*.html"):
        yield path.relative_to(guides).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.walkthrough
def test_every_released_notebook_is_a_page(guides: Path) -> None:
    released = {
        path.relative_to(ROOT / "release").with_suffix(".html").as_posix()
        for path in (ROOT / "release").rglob("*.ipynb")
    }
    assert released
    assert released == {
        path.relative_to(guides / "notebooks").as_posix()
        for path in (guides / "notebooks").rglob("*.html")
    }


@pytest.mark.walkthrough
def test_no_page_fetches_anything_from_elsewhere(guides: Path) -> None:
    fetched = re.compile(r'<(?:script|link|img|iframe)[^>]*\s(?:src|href)="((?:https?:)?//[^"]*)"')
    assert fetched.findall('<script async src="https://example.org/x.js"></script>')
    found = dict(html(guides))
    assert "index.html" in found
    for name, text in found.items():
        assert not fetched.findall(text), name


@pytest.mark.walkthrough
def test_the_pages_list_every_limit_and_every_command(guides: Path) -> None:
    settings = (guides / "settings.html").read_text(encoding="utf-8")
    assert Limits.settings()
    for name in Limits.settings():
        assert f"c.Limits.{name}" in settings
    for name in PassbackSettings.__struct_fields__:
        assert f"c.Passback.{name}" in settings
    for one in ("Sandbox.readable", "Cluster.files", "Check.house_rules"):
        assert f"c.{one}" in settings
    for name in WatchSettings.__struct_fields__:
        assert f"c.Watch.{name}" in settings
    for name in QuestionSettings.__struct_fields__:
        assert f"c.Questions.{name}" in settings
    commands = (guides / "commands.html").read_text(encoding="utf-8")
    assert "–" not in commands  # else an option can't be copied
    options = {
        (name, option.opts[0])
        for name, command in ALL_COMMANDS.items()
        for option in command.params
        if isinstance(option, click.Option)
    }
    assert len(options) > len(ALL_COMMANDS)
    for name, option in options:
        assert option in commands, name


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_command_explains_itself_with_examples_that_are_understood(name: str) -> None:
    command = ALL_COMMANDS[name]
    context = click.Context(command, info_name=f"grader {name}")
    text = command.get_help(context)
    examples = re.findall(r"^ +(grader .*)$", text.partition("Examples:")[2], re.MULTILINE)
    assert examples, text
    for example in examples:
        words = example.split("  #")[0].split()
        place = words.index(name)
        parser = command.make_parser(click.Context(command))
        given, _, _ = parser.parse_args([word.strip("'") for word in words[place + 1 :]])
        assert all(value is not None for value in given.values())


@pytest.mark.parametrize("name", ["instructor", "own_course"])
def test_a_test_cell_of_a_guide_passes_the_linters_of_make_check(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    cells = [block for block in shown if "run_tests" in block]
    assert cells
    for cell in cells:
        for command in (["check", "--ignore", "F821"], ["format", "--check"]):  # the student's name
            arguments = [str(BIN / "ruff"), *command, "--stdin-filename", "source/x/cell.py", "-"]
            done = subprocess.run(
                arguments, cwd=ROOT, input=cell, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr


def test_a_shown_output_that_differs_is_noticed() -> None:
    assert matches("a  b\n...\nc 1... s\n", "a b\nx\nGrading ━━━ 3/3\ny\nc 12 s\n")
    assert not matches("a b\n", "a c\n")
    assert not matches("a b\n", "a b\nand more\n")
