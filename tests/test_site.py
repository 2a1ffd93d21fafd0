"""`grader site` writes a course as static files: what is in them, and what never is."""

from __future__ import annotations

import base64
import json
import re
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import own_course, site
from tests.courses import BIN
from tests.in_browser import carrier
from tests.simulated import ROOT

pytestmark = pytest.mark.walkthrough

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
    for told in (
        "the mean is 2.0",
        "forty-two",
        "shown here",
        "1 of 1 tests passed",
        "NotImplementedError",
    ):
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


def test_a_text_is_shown_as_jupyter_shows_it(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    picture = base64.b64encode((ROOT / "docs/images/grading.png").read_bytes()).decode()
    told = site.text(
        "# *x_ |y| <b>*\n\n% kept\n\n+++\n\n{download}`here <stats.ipynb>`\n\n"
        "```{include} ../../nbgrader_config.py\n```\n\n![A *picture*](attachment:my%20one.png)"
    )
    told["attachments"] = {"my one.png": {"image/png": picture}}
    own_course.write(own_course.source_of(course), [told, *own_course.notebook()])
    assert own_course.run(course, "generate")[0] == 0
    assert site.build(course, tmp_path / "www")[0] == 0
    shown = page(tmp_path / "www", "hw1/stats.html")
    for text in ("% kept", "+++", "here &lt;stats.ipynb&gt;"):
        assert text in re.sub("<[^>]+>", "", shown)
    assert "get_config" not in shown
    assert not (tmp_path / "www/_downloads").exists()
    [place] = re.findall(r'<img alt="A picture"[^>]* src="\.\./(_images/[^"]+)"', shown)
    assert (tmp_path / "www" / place).read_bytes() == (
        ROOT / "docs/images/grading.png"
    ).read_bytes()


def test_what_an_earlier_run_left_damaged_is_made_again(
    course: Path, built: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    kept = copy / ".grader/site"
    for path in (copy / "www/site-files.json", kept / "fresh.json", *kept.glob("outputs/*")):
        path.write_bytes(path.read_bytes()[:20])
    assert site.build(copy, copy / "www") == (0, f"{copy / 'www'}: 2 notebooks")
    made, before = (page(site, "hw1/stats.html") for site in (copy / "www", built))
    assert re.sub(r"\?v=\w+", "", made) == re.sub(r"\?v=\w+", "", before)


def test_long_lines_and_progress_bars_are_shown_as_a_terminal_does(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    shows = site.code(
        "print('x' * 1_000_000)\nfor i in range(3):\n    print(f'\\r{i} of 2', end='')"
    )
    own_course.write(own_course.source_of(course), [*own_course.notebook(), shows])
    assert own_course.run(course, "generate")[0] == 0
    assert site.build(course, tmp_path / "www")[0] == 0
    shown = page(tmp_path / "www", "hw1/stats.html")
    assert "x" * 1_000_000 in shown
    assert "2 of 2" in shown
    assert "1 of 2" not in shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_its_kernels_and_says_nothing_false(
    tmp_path: Path, number: signal.Signals
) -> None:
    course = own_course.make(tmp_path / "course")
    sleeps = site.code(
        f"import time\nopen({str(tmp_path / 'there')!r}, 'w').close()\ntime.sleep(300)"
    )
    own_course.write(own_course.source_of(course), [*own_course.notebook(), sleeps])
    assert own_course.run(course, "generate")[0] == 0
    command = [str(BIN / "grader"), "-C", str(course), "site", "--pyodide", str(carrier.carrier())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        assert run.stdout is not None
        while not (tmp_path / "there").exists():
            assert run.poll() is None
            time.sleep(0.1)
        run.send_signal(number)
        said = run.stdout.read().decode()
    assert run.returncode not in (0, None)
    assert "Traceback" not in said, said
    assert "stops with" not in said
    assert "fault of grader" not in said


# Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shows",
    [
        "print(inspect.getsource(mean))",
        "print([inspect.getsource(mean)])",
        "print(inspect.getsource(mean).split('\\n')[2].strip()[:40])",
        "display(HTML(inspect.getsource(mean).replace(' / ', ' <b>/</b> ')))",
        "display(HTML(inspect.getsource(mean).replace('/', '&#47;')))",
    ],
)
def test_an_output_that_shows_a_solution_is_refused_and_nothing_is_written(
    shows: str, tmp_path: Path
) -> None:
    course = own_course.make(tmp_path / "course")
    telling = site.code(f"import inspect\n\nfrom IPython.display import HTML, display\n\n{shows}")
    own_course.write(own_course.source_of(course), [*own_course.notebook(), telling])
    assert own_course.run(course, "generate")[0] == 0
    status, said = site.build(course, tmp_path / "www")
    assert status == 1
    assert "source/hw1/stats.ipynb: an output shows `return sum(values) / len(values)`" in said
    assert not (tmp_path / "www").exists()


def test_what_was_printed_before_is_held_against_new_hidden_tests(
    course: Path, built: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    path = own_course.source_of(copy)
    told = "the mean is 2.0"  # the page printed it when no test held it
    hidden = own_course.TESTS.replace(
        "    from reference", f"    note = '{told}'\n    from reference"
    )
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    [tests] = [cell for cell in cells if "HIDDEN TESTS" in "".join(cell["source"])]
    printed = site.code("print(\"note = 'the mean is 2.0'\")")
    own_course.write(path, [*cells, printed])
    assert own_course.run(copy, "generate")[0] == 0
    assert site.build(copy, tmp_path / "www", "hw1")[0] == 0
    tests["source"] = hidden
    own_course.write(path, [*cells, printed])
    assert own_course.run(copy, "generate")[0] == 0
    status, said = site.build(copy, tmp_path / "www", "hw1")
    assert status == 1
    assert f"an output shows `note = '{told}'`" in said


def test_a_solution_runs_again_where_a_module_changed_that_it_imports(tmp_path: Path) -> None:
    solution = own_course.SOLUTION.replace(
        "    return sum", "    from reference import mean as known\n    return known(values)\n    #"
    )
    course = own_course.make(tmp_path / "course")
    shows = site.code("print('it is', mean([1, 3]))")
    own_course.write(own_course.source_of(course), [*own_course.notebook(solution), shows])
    for given, told in ("2", "it is 2.0"), ("2 + 0.5", "it is 2.5"):
        reference = f"def mean(values):\n    return sum(values) / len(values) + {given} - 2\n"
        (course / "reference.py").write_text(reference, encoding="utf-8")
        assert own_course.run(course, "generate")[0] == 0
        assert site.build(course, tmp_path / "www")[0] == 0
        assert told in page(tmp_path / "www", "hw1/stats.html")


def test_a_site_of_fewer_assignments_knows_nothing_of_the_others(
    course: Path, built: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    builds = [("all",), ("public", "hw1")]
    with ThreadPoolExecutor() as threads:
        done = list(threads.map(lambda one: site.build(copy, tmp_path / one[0], *one[1:]), builds))
    assert [status for status, _ in done] == [0, 0], done
    for name, data in site.contents(tmp_path / "public"):
        if not name.startswith("pyodide/") and not name.startswith("lite/build/"):
            assert b"On from there" not in data, name
            assert b"hw2" not in data, name


def test_a_short_line_of_a_solution_may_be_part_of_what_is_printed(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    cells = own_course.notebook()
    [solved] = [cell for cell in cells if "len(values)" in cell["source"]]
    solved["source"] = solved["source"].replace(
        "return sum(values) / len(values)", "n = 2\n    return sum(values) / n"
    )
    own_course.write(own_course.source_of(course), [*cells, site.code("print('n = 2')")])
    assert own_course.run(course, "generate")[0] == 0
    assert site.build(course, tmp_path / "www")[0] == 0


def test_what_warns_or_prints_a_traceback_quotes_no_line(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    warns = site.code(
        "import traceback\nimport warnings\n\ntry:\n    mean([])\n"
        "except ZeroDivisionError:\n    traceback.print_exc()\nwarnings.warn('careful')"
    )
    own_course.write(own_course.source_of(course), [*own_course.notebook(), warns])
    assert own_course.run(course, "generate")[0] == 0
    assert site.build(course, tmp_path / "www")[0] == 0
    for _, data in site.contents(tmp_path / "www/hw1"):
        assert b"len(values)" not in data
        assert str(tmp_path).encode() not in data


@pytest.mark.parametrize(
    "link",
    ["![](../../reference.py)", "[it](../../reference.py)", "[it]\n\n[it]: <../..%2Freference.py>"],
)
def test_a_link_to_what_students_do_not_get_is_refused(link: str, tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course")
    own_course.write(own_course.source_of(course), [*own_course.notebook(), site.text(link)])
    assert own_course.run(course, "generate")[0] == 0
    status, said = site.build(course, tmp_path / "www")
    assert (status, "which lies outside of what students get" in said) == (1, True), said


@pytest.mark.parametrize("name", ["lite", "_static"])
def test_an_assignment_called_like_a_folder_of_the_site_is_refused(
    name: str, tmp_path: Path
) -> None:
    course = own_course.make(tmp_path / "course")
    (course / "source/hw1").rename(course / "source" / name)
    assert own_course.run(course, "generate")[0] == 0
    status, said = site.build(course, tmp_path / "www")
    assert (status, f"{name} can't be in a site" in said) == (1, True), said


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


@pytest.mark.parametrize("place", ["source/hw9", "release/x", ".grader/x"])
def test_no_site_is_written_among_other_files_of_a_course(
    course: Path, tmp_path: Path, place: str
) -> None:
    status, said = site.build(course, course / place)
    assert (status, "which is for other files" in said) == (2, True), said


def test_without_pyodide_one_sentence_names_the_option(course: Path, tmp_path: Path) -> None:
    carrier.carrier()
    status, said = own_course.run(
        course, "site", "-o", str(tmp_path / "www"), "--pyodide", str(tmp_path / "nowhere")
    )
    assert status == 1
    assert "--pyodide" in said
    assert not (tmp_path / "www").exists()
