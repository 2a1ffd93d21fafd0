"""`grader site` writes a course as static files: what is in them, and what never is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests import own_course, site
from tests.in_browser import carrier

SECRETS = (
    b"sum(values) / len(values)\n    ### END",
    b"test_as_the_reference",
    b"import mean as known",
    b"BEGIN SOLUTION",
    b"BEGIN HIDDEN TESTS",
)
OF_THE_KIT = re.compile(r"math_notebook_grader-[^/]+\.whl")
"""The kit itself knows nbgrader's markers; it is the same for all courses."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two assignments."""
    return site.make(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture(scope="module")
def built(course: Path) -> Path:
    """Its site."""
    assert site.build(course, course / "www") == (0, f"{course / 'www'}: 2 notebooks")
    return course / "www"


def page(folder: Path, name: str) -> str:
    """The text of a page."""
    return (folder / name).read_text(encoding="utf-8")


def test_a_page_shows_what_solutions_give_and_the_stub_in_their_place(built: Path) -> None:
    shown = page(built, "hw1/stats.html")
    for told in ("the mean is 2.0", "forty-two", "1 of 1 tests passed", "NotImplementedError"):
        assert told in shown
    assert 'alt="A point at the mean of one and three."' in shown
    assert "<mfrac" in shown
    assert "mean: yours, from hw1/stats." in page(built, "hw2/more.html")


def test_no_file_of_the_site_has_a_solution_or_a_hidden_test(built: Path) -> None:
    seen = 0
    for name, data in site.contents(built):
        seen += 1
        if not OF_THE_KIT.search(name):
            assert not [secret for secret in SECRETS if secret in data], name
            if not name.startswith("pyodide/"):  # its packages have files of any name
                assert not re.search(r"(^|/)(reference|nbgrader_config|gradebook)\.\w+$", name)
    assert seen > 100
    assert (built / "pyodide/pyodide.asm.wasm").is_file()


def test_pages_ask_no_other_server_for_anything(built: Path) -> None:
    loads = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+")
    for path in built.glob("**/*.html"):
        assert not loads.findall(path.read_text(encoding="utf-8")), path


def test_the_map_has_an_arrow_from_a_notebook_to_one_that_uses_its_function(built: Path) -> None:
    shown = page(built, "index.html")
    assert re.findall(r'data-notebook="([^"]+)"', shown) == ["hw1/stats", "hw2/more"]
    assert shown.count('<path class="uses"') == 1
    assert "later: <code>mean</code>" in shown


def test_the_workbench_has_the_released_files_and_nothing_else(built: Path, course: Path) -> None:
    files = {p.relative_to(built / "lite/files"): p for p in (built / "lite/files").rglob("*.*")}
    released = {p.relative_to(course / "release"): p for p in (course / "release").rglob("*.*")}
    assert files.keys() == released.keys()
    assert all(path.read_bytes() == files[name].read_bytes() for name, path in released.items())


def test_only_what_changed_is_made_again_and_what_is_gone_goes(
    course: Path, built: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    target = copy / "www"
    kept = copy / ".grader/site/outputs"
    before = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    changed = [site.text("# On from there"), site.code("print('other')")]
    own_course.write(copy / "source/hw2/more.ipynb", changed)
    assert own_course.run(copy, "generate")[0] == 0
    assert site.build(copy, target)[0] == 0
    assert "other" in page(target, "hw2/more.html")
    after = {path.name: path.stat().st_mtime_ns for path in kept.iterdir()}
    assert len(after.items() & before.items()) == 1
    assert site.build(copy, target, "hw1") == (0, f"{target}: 1 notebook")
    assert not (target / "hw2/more.html").exists()
    assert not (target / "lite/files/hw2/more.ipynb").exists()
    listed = set(json.loads((target / "site-files.json").read_text(encoding="utf-8")))
    on_disk = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert on_disk - {"site-files.json"} == listed


# Refused ------------------------------------------------------------------------------------


def test_an_output_that_shows_a_solution_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    telling = site.code("import inspect\n\nprint(inspect.getsource(mean))")
    own_course.write(own_course.source_of(course), [*own_course.notebook(), telling])
    assert own_course.run(course, "generate")[0] == 0
    status, said = site.build(course, tmp_path / "www")
    assert status == 1
    assert "source/hw1/stats.ipynb: an output shows `return sum(values) / len(values)`" in said
    assert not (tmp_path / "www").exists()


def test_a_traceback_shows_the_error_and_no_line_of_the_solution(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    stops = site.code("mean([])")
    stops["metadata"] = {"tags": ["raises-exception"]}
    own_course.write(own_course.source_of(course), [*own_course.notebook(), stops])
    assert own_course.run(course, "generate")[0] == 0
    assert site.build(course, tmp_path / "www")[0] == 0
    shown = re.sub("<[^>]+>", "", page(tmp_path / "www", "hw1/stats.html"))
    assert "ZeroDivisionError: division by zero" in shown
    assert "sum(values)" not in shown


def test_a_cell_that_stops_with_the_solutions_is_named(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    own_course.write(own_course.source_of(course), [*own_course.notebook(), site.code("mean([])")])
    assert own_course.run(course, "generate")[0] == 0
    status, said = site.build(course, tmp_path / "www")
    assert status == 1
    assert "stops with the instructor's solutions: ZeroDivisionError: division by zero" in said


def test_a_release_that_is_out_of_date_is_refused_as_by_pack(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    assert own_course.run(course, "generate")[0] == 0
    own_course.write(
        own_course.source_of(course), [*own_course.notebook(), site.code("print('new')")]
    )
    status, said = site.build(course, tmp_path / "www")
    assert status == 1
    assert "out of date" in said
    assert said == own_course.run(course, "pack", "--no-wheel")[1]
    assert not (tmp_path / "www").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    target = tmp_path / "home"
    target.mkdir()
    (target / "thesis.tex").write_text("mine", encoding="utf-8")
    status, said = site.build(course, target)
    assert status == 2
    assert "has files that are no site's" in said
    assert [path.name for path in target.iterdir()] == ["thesis.tex"]


def test_without_pyodide_one_sentence_names_the_option(course: Path, tmp_path: Path) -> None:
    carrier.carrier()
    status, said = own_course.run(
        course, "site", "-o", str(tmp_path / "www"), "--pyodide", str(tmp_path / "nowhere")
    )
    assert status == 1
    assert "--pyodide" in said
    assert not (tmp_path / "www").exists()
