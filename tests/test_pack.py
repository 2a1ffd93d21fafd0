"""`grader pack` gives students everything they need and nothing they may not have."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.__main__ import main
from grader.plugin import Course
from grader.workflows import course_copy
from grader.workflows import handout as packing
from grader.workflows.archives import WHEEL
from tests import courses, own_course
from tests.simulated import ROOT

SECRETS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "from solutions", "import solutions")


def pack(course: Path, *options: str) -> Result:
    """Run the command in this process."""
    here = Path.cwd()
    try:
        return CliRunner().invoke(main, ["-C", str(course), "pack", *options])
    finally:
        os.chdir(here)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a course of one notebook with data files."""
    folder = tmp_path_factory.mktemp("pack") / "course"
    for name in ("words.csv", "data/more.txt", ".hidden", "__pycache__/x.pyc"):
        path = folder / "source/01_linear_algebra" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("king,queen\n", encoding="utf-8")
    for path in (ROOT / "source/01_linear_algebra").glob("01_vectors.ipynb"):
        shutil.copy(path, folder / "source/01_linear_algebra")
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course_copy.answer_mark(folder / "gradebook.db")
    return courses.generate(folder)


@pytest.fixture(scope="module")
def packed(course: Path) -> Path:
    """The zip, with the wheel."""
    done = pack(course)
    assert done.exit_code == 0, done.output
    return course / "handout/01_linear_algebra.zip"


def test_a_zip_holds_notebooks_data_wheel_and_how_to_begin(packed: Path) -> None:
    names = zipfile.ZipFile(packed).namelist()
    (wheel,) = (name for name in names if name.endswith(".whl"))
    assert names == sorted(names)
    assert set(names) - {wheel} == {
        f"01_linear_algebra/{name}"
        for name in (
            *("START-HERE.txt", "01_vectors.ipynb", "misconceptions/01_vectors.jsonl"),
            *("words.csv", "data/more.txt", "requirements.txt"),
        )
    }
    start = zipfile.ZipFile(packed).read("01_linear_algebra/START-HERE.txt").decode()
    assert start.startswith("Linear algebra\n")
    assert f"pip install {wheel} -r 01_linear_algebra/requirements.txt\n" in start
    assert "pip install jupyterlab\n" in start
    assert "01_vectors.ipynb" in start


@pytest.mark.parametrize(
    ("assignment", "packages"),
    [
        ("07_fourier", ["matplotlib>=3.8", "numpy>=2.0", "pytest<10,>=8.4"]),
        (
            "04_calculus",
            ["matplotlib>=3.8", "numpy>=2.0", "pytest<10,>=8.4", "sympy<1.15,>=1.13"],
        ),
    ],
)
def test_an_assignment_asks_for_what_its_notebooks_import(
    assignment: str, packages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a course changes the folder
    files = sorted((ROOT / "release" / assignment).glob("*.ipynb"))
    data, notes = packing.pack_assignment(Course(ROOT), assignment, files, b"wheel")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        asked = archive.read(f"{assignment}/requirements.txt").decode()
        start = archive.read(f"{assignment}/START-HERE.txt").decode()
    assert asked.split() == packages
    assert f"pip install {assignment}/{WHEEL} -r {assignment}/requirements.txt\n" in start
    assert notes == []


IMPORTS = """\
%matplotlib inline
import os, yaml
import helper, package.part
import made_here
from sklearn.linear_model import Ridge
from . import nothing
import numpi
import grader.lesson
try:
    import optional_thing
except ImportError:
    optional_thing = None
if "google.colab" in os.sys.modules:
    from google.colab import drive"""


def test_a_course_of_ones_own_asks_for_what_it_imports_and_is_told_what_is_not_there(
    tmp_path: Path,
) -> None:
    cells = own_course.notebook()
    cells += [own_course.added("first", IMPORTS), own_course.added("bad", "import ( # oh")]
    cells += [own_course.added("write", "%%writefile made_here.py\nimport nothing_at_all")]
    folder = own_course.make(tmp_path / "course")
    own_course.write(own_course.source_of(folder), cells)
    (folder / "source/hw1/helper.py").write_text("import networkx_x\nimport PIL.Image\n")
    (folder / "source/hw1/package").mkdir()
    (folder / "source/hw1/package/part.py").touch()
    assert own_course.run(folder, "generate")[0] == 0
    code, told = own_course.run(folder, "pack", "--no-wheel")
    assert code == 0
    for module in ("numpi", "networkx_x", "nothing_at_all"):
        assert f"hw1: requirements.txt lacks what has `{module}`, which is imported" in told
    assert told.count("requirements.txt lacks") == 3
    with zipfile.ZipFile(folder / "handout/hw1.zip") as archive:
        asked = archive.read("hw1/requirements.txt").decode()
    assert asked == "pillow\npyyaml\nscikit-learn>=1.5\n"
    (folder / "source/hw1/requirements.txt").write_text("numpi==1.0\n")
    assert own_course.run(folder, "generate")[0] == 0
    code, told = own_course.run(folder, "pack", "--no-wheel")
    assert "lacks" not in told
    with zipfile.ZipFile(folder / "handout/hw1.zip") as archive:
        assert archive.read("hw1/requirements.txt").decode() == "numpi==1.0\n"


def test_without_the_wheel_a_text_says_where_it_is(course: Path, tmp_path: Path) -> None:
    assert pack(course, "--no-wheel", "-o", str(tmp_path)).exit_code == 0
    start = zipfile.ZipFile(tmp_path / "01_linear_algebra.zip").read(
        "01_linear_algebra/START-HERE.txt"
    )
    assert f"{WHEEL} came with an earlier assignment." in start.decode()


def test_no_solution_and_no_hidden_test_is_in_a_zip(packed: Path, course: Path) -> None:
    source = json.loads((course / "source/01_linear_algebra/01_vectors.ipynb").read_text())
    text = "".join("".join(cell["source"]) for cell in source["cells"])
    parts = text.split("### BEGIN HIDDEN TESTS")[1:]
    hidden = [
        line.strip()
        for part in parts
        for line in part.split("### END HIDDEN TESTS")[0].splitlines()
        if len(line.strip()) > 30
    ]
    assert hidden
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".whl"):
                (Path(packed).parent / "w.whl").write_bytes(data)
                continue
            for secret in (*SECRETS, *hidden):
                assert secret not in data.decode(), name
    with zipfile.ZipFile(Path(packed).parent / "w.whl") as wheel:
        tops = {name.split("/")[0] for name in wheel.namelist()}
        assert {top for top in tops if ".dist-info" not in top} == {"grader"}
        assert "grader/lesson.py" in wheel.namelist()
        for name in wheel.namelist():
            for line in hidden:
                assert line not in wheel.read(name).decode(), name


def test_the_same_release_gives_the_same_bytes(packed: Path, course: Path, tmp_path: Path) -> None:
    os.utime(course / "release/01_linear_algebra/01_vectors.ipynb")
    again = tmp_path / "again.zip"
    done = pack(course, "01_linear_algebra", "-o", str(again))
    assert done.exit_code == 0, done.output
    assert again.read_bytes() == packed.read_bytes()


@pytest.mark.parametrize("fault", ["source changed", "release changed", "stray file", "missing"])
def test_a_release_that_is_not_what_the_sources_give_is_refused(
    course: Path, tmp_path: Path, fault: str
) -> None:
    copy = tmp_path / "course"
    shutil.copytree(course, copy, ignore=shutil.ignore_patterns("handout"))
    released = copy / "release/01_linear_algebra/01_vectors.ipynb"
    source = copy / "source/01_linear_algebra/01_vectors.ipynb"
    if fault == "source changed":
        source.write_text(source.read_text().replace("Vectors", "Arrows"))
    elif fault == "release changed":
        released.write_text(source.read_text())
    elif fault == "stray file":
        (released.parent / "answers").write_text("all of them")
    else:
        shutil.rmtree(copy / "release")
    done = pack(copy)
    assert done.exit_code == 1
    assert "run `grader generate`" in done.output
    assert not (copy / "handout").exists()


def test_where_the_grader_is_not_installed_it_says_so(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.files", lambda _: None)
    done = pack(course, "-o", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "is not installed here" in done.output


def test_bad_usage_is_told(course: Path) -> None:
    assert pack(course, "nonsense", "--no-wheel").exit_code == 1
