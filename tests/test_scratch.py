"""A notebook's scratch folder: what lies there is found, what is too much is noticed, and nothing
of it stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.grading import pipeline
from grader.grading.scratch import Scratch, TooMuch
from grader.grading.session import Session
from grader.guest import accounting
from grader.limits import MB
from grader.notebooks import tempdirs
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.sandbox.host_process import Host
from tests import courses, own_course


def nest(folder: Path, depth: int) -> None:
    """Folders within each other, deeper than a path can be long."""
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(depth):
        os.mkdir("deeper")
        os.chdir("deeper")
    Path("file").write_text("x")
    os.chdir(here)


def test_a_module_beside_a_notebook_can_be_imported_and_data_read(host: Host) -> None:
    with host.folder() as folder:
        (folder / "helper.py").write_text("def answer(): return 42")
        (folder / "data.csv").write_text("1,2")
        session = Session(host.spawn(folder), host.limits)
        outputs, _ = session.run(
            "import helper\nprint(helper.answer(), open('data.csv').read(), helper.__file__)"
        )
        session.end()
    assert outputs[0]["text"].startswith("42 1,2 ")


def test_a_notebook_can_overwrite_what_was_handed_in_with_it(host: Host, tmp_path: Path) -> None:
    (tmp_path / "results.csv").write_text("of an earlier run")
    code = """
from pathlib import Path
for name in ("results.csv", "plots/one.csv", "plots/two.csv"):
    Path(name).write_text("of this run")
print(*sorted(str(path) for path in Path().rglob("*.csv")))"""
    handed_in = {"results.csv": tmp_path / "results.csv", "plots/one.csv": tmp_path / "results.csv"}
    cells = [Cell(id="a", cell_type="code", source=code)]
    graded = pipeline.grade_cells(cells, Key(notebook="one", cells=[]), host, handed_in)
    assert graded.notebook is not None
    [output] = graded.notebook["cells"][0]["outputs"]
    assert output.get("text") == "plots/one.csv plots/two.csv results.csv\n", output


KEEPS_OPEN = {
    "a database": (
        "import sqlite3\nopened = sqlite3.connect('a.db')\nopened.execute('create table t (a)')\n"
        "opened.commit()\n\ndef total(numbers):\n    opened.execute('delete from t')\n"
        "    opened.executemany('insert into t values (?)', [(n,) for n in numbers])\n"
        "    opened.commit()\n    return opened.execute('select sum(a) from t').fetchone()[0]"
    ),
    "a file": (
        "opened = open('cache.txt', 'w+')\n\ndef total(numbers):\n    opened.seek(0)\n"
        "    opened.truncate()\n    opened.write(' '.join(map(str, numbers)))\n    opened.flush()\n"
        "    return sum(map(int, open('cache.txt').read().split()))"
    ),
}


@pytest.mark.parametrize("code", KEEPS_OPEN.values(), ids=KEEPS_OPEN)
def test_a_file_that_a_notebook_keeps_open_is_the_same_in_each_pass(host: Host, code: str) -> None:
    tests = (
        "from grader.lesson import run_tests\n\ndef test_seen():\n    assert total([1, 2]) == 3\n\n"
        "### BEGIN HIDDEN TESTS\ndef test_hidden():\n    assert total([2, 5]) == 7\n"
        "### END HIDDEN TESTS\n\nrun_tests(points=4)"
    )
    cell = KeyCell(name="t", cell_type="code", source=tests, locked=True, grade=True, points=4)
    cells = [Cell(id="a", cell_type="code", source=code)]
    cells.append(Cell(id="b", cell_type="code", source="", name="t"))
    graded = pipeline.grade_cells(cells, Key(notebook="one", cells=[cell]), host, {})
    assert graded.verdict.score == 4, graded.verdict


def test_few_files_are_not_too_much(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"x" * 1000)
    assert not accounting.exceeds_quota(str(tmp_path), MB)


@pytest.mark.parametrize("much", ["bytes", "files", "folders"])
def test_too_much_is_noticed(tmp_path: Path, much: str) -> None:
    match much:
        case "bytes":
            (tmp_path / "file").write_bytes(b"x" * 2 * MB)
        case "files":
            for number in range(accounting.MAX_FILES + 1):
                (tmp_path / str(number)).touch()
        case "folders":
            nest(tmp_path, 2000)
    assert accounting.exceeds_quota(str(tmp_path), MB)
    tempdirs.remove_tree(tmp_path)


def test_folders_nested_deeper_than_a_path_is_long_are_removed(tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    nest(folder, 3000)
    tempdirs.remove_tree(folder)
    assert [*tmp_path.iterdir()] == []


DEEP = """
def mean(values):
    return sum(values) / len(values)


import os
home = os.getcwd()
for _ in range(1200):
    os.mkdir("deep")
    os.chdir("deep")
os.chdir(home)
"""


def test_a_folder_that_is_nested_too_deep_is_not_kept(tmp_path: Path) -> None:
    nest(tmp_path, 1200)
    with pytest.raises(OSError, match="too long"):
        Scratch(tmp_path, tmp_path.parent).keep(MB)
    tempdirs.remove_tree(tmp_path)


def test_what_is_kept_of_a_folder_is_bounded_in_bytes(tmp_path: Path) -> None:
    folder, beside = tmp_path / "folder", tmp_path / "beside"
    folder.mkdir()
    beside.mkdir()
    with (folder / "sparse").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(TooMuch):
        Scratch(folder, beside).keep(4 * MB)


def test_folders_nested_just_before_the_tests_are_the_notebooks_fault(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    assert own_course.run(course, "generate")[0] == 0
    courses.call_tried(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    own_course.hand_in(course, "deep", DEEP)
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert "deep, hw1/stats:" in said
    assert own_course.scores(course) == {
        ("ada", "stats"): (4.0, False),
        ("deep", "stats"): (0.0, False),
    }


def test_folders_that_are_closed_are_removed_also_by_who_is_not_root(tmp_path: Path) -> None:
    code = """
import os, pathlib, sys
sys.path.insert(0, sys.argv[1])
from grader.notebooks import tempdirs
os.umask(0)
folder = pathlib.Path(sys.argv[2])
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(61999, 61999, 61999)
    os.setresuid(61999, 61999, 61999)
inner = folder / "scratch" / "a" / "b"
inner.mkdir(parents=True)
(inner / "file").write_text("x")
os.symlink("/", inner / "link")
for path, mode in ((inner, 0), (inner.parent, 0o100), (folder / "scratch", 0o500)):
    path.chmod(mode)
tempdirs.remove_tree(folder / "scratch")
print(os.listdir(folder))
"""
    open_to_all = Path("/tmp") / f"open-{os.getpid()}"
    open_to_all.mkdir(mode=0o777)
    open_to_all.chmod(0o777)
    try:
        root = Path(tempdirs.__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", code, root, open_to_all],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == "[]\n", done.stderr
    finally:
        tempdirs.remove_tree(open_to_all)


def test_a_folder_that_another_grader_removed_before_it_was_locked_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    plain = tempfile.mkdtemp

    def swept(prefix: str) -> str:
        made.append(plain(prefix=prefix))
        if len(made) == 1:
            os.rmdir(made[0])
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", swept)
    folder, lock = tempdirs.create()
    assert str(folder) == made[1]
    os.close(lock)
    tempdirs.remove_tree(folder)


def test_what_a_killed_command_left_is_removed_by_the_next_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = """
import signal
from grader.notebooks.tempdirs import temporary_folder
with temporary_folder() as folder:
    (folder / "gradebook.db").touch()
    (folder / "source").symlink_to("/usr")
    print(folder, flush=True)
    signal.pause()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as command:
        assert command.stdout is not None
        left = Path(command.stdout.readline().strip())
        others = tmp_path / "grader-notes"
        others.mkdir()
        tempdirs.remove_stale()
        assert (left / "gradebook.db").exists()
        command.kill()
    with tempdirs.temporary_folder() as used:
        tempdirs.remove_stale()
        assert {*tmp_path.iterdir()} == {used, others}
    assert {*tmp_path.iterdir()} == {others}
    assert Path("/usr/bin").exists()
