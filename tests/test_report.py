"""The report of a class: its numbers are those of the gradebook and of plain loops, every fate of a
submission is told, and nothing of a student's is more than text."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from scipy import stats

from grader.report import gathering, items, predictions, summary
from grader.report.page import template_environment
from grader.sandbox import backends
from grader.workflows import recording
from tests import courses, reported, simulated
from tests.conftest import MadeOnce
from tests.reported import ASSIGNMENT, HOSTILE, MARKUP, run

STYLE = simulated.ROOT / "grader" / "report" / "templates" / "style.css"
SCRIPT = STYLE.with_name("tables.js")


@pytest.fixture(scope="module")
def graded(graded_copy: MadeOnce) -> Path:
    """The class, graded once, and reported."""
    course = graded_copy("reported", reported.make)
    done = run(course, "report")
    assert done.status == 0, done.err
    return course


@pytest.fixture
def course(graded: Path, tmp_path: Path) -> Path:
    """The class, for a test to change."""
    return reported.copied(graded, tmp_path / "course")


@pytest.fixture(scope="module")
def told(graded: Path) -> dict[str, Any]:
    """The report as JSON."""
    text = (graded / "report" / ASSIGNMENT / "report.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["report"]
    return found


def page(course: Path) -> Path:
    return course / "report" / ASSIGNMENT / "index.html"


def parsed(path: Path) -> Element:
    """A page, by a parser that forgives nothing."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found: Element = parser.parse(path.read_text(encoding="utf-8"))
    return found


def said(course: Path) -> str:
    """What the assignment's page says, as a reader sees it."""
    body = parsed(page(course)).find("body")
    assert body is not None
    return re.sub(r" (?=[:,.])", "", " ".join(" ".join(body.itertext()).split()))


def tag(element: Element) -> str:
    """An element's name, without its namespace."""
    return element.tag.rpartition("}")[2]


# What is told ---------------------------------------------------------------------------------


def test_the_scores_are_those_of_the_gradebook(graded: Path, told: dict[str, Any]) -> None:
    sums: dict[str, float] = {}
    for (student, _, _), score in courses.scores(graded, ASSIGNMENT).items():
        sums[student] = sums.get(student, 0.0) + (score.auto or 0.0)
    assert {p["student"]: p["score"] for p in told["people"]} == sums
    assert told["scores"]["median"] == sorted(sums.values())[4]
    assert sum(told["counts"]) == told["scores"]["count"] == len(sums)


def test_each_test_tells_how_many_passed_it(told: dict[str, Any]) -> None:
    tests = {t["title"]: t for row in told["exercises"] for t in row["tests"].values()}
    assert {title: (t["passed"], t["judged"]) for title, t in tests.items()} == {
        "Three `numbers`": (3, 9),
        "One number": (5, 9),
    }
    (row,) = (row for row in told["exercises"] if row["name"] == "test_mean")
    assert (row["full"], row["some"], row["none"]) == (3, 2, 4)
    assert row["difficulty"] == pytest.approx((3 * 4 + 2 * 2) / 36)


def test_a_misconception_is_told_by_its_name_and_with_who_had_it(
    graded: Path, told: dict[str, Any]
) -> None:
    (found,) = told["misconceptions"]
    assert (found["name"], found["students"]) == ("a sum, `n` forgotten", ["slip", "slip2"])
    assert "a sum, n forgotten test_mean 2 of 9" in said(graded)


def test_the_misconception_travels_to_the_json_export(course: Path) -> None:
    done = run(course, "export", "--format", "json", "-o", course / "out.json")
    assert done.status == 0, done.err
    submissions = json.loads((course / "out.json").read_text())["submissions"]
    named = {
        s["student"]: t["misconception"]
        for s in submissions
        for book in s["notebooks"]
        for cell in book["cells"]
        for t in cell["tests"]
        if t["misconception"]
    }
    assert named == dict.fromkeys(("slip", "slip2"), "a sum, `n` forgotten")


def test_the_guesses_of_the_class_are_told_as_they_were_written(told: dict[str, Any]) -> None:
    """One that can't be read is none, and so is what is left as it was."""
    long = "open('" + "x" * 53 + "…"
    assert told["questions"] == [
        {
            "notebook": "mean",
            "question": reported.QUESTION,
            "guesses": {"4": 2, f"{MARKUP[:59]}…": 1, "Ada says more than 3": 1, long: 1},
            "others": 0,
            "none": 4,
            "asked": 9,
        }
    ]


def test_guesses_are_text_on_the_page(graded: Path) -> None:
    section = parsed(page(graded)).find(".//section[@id='predictions']")
    assert section is not None
    rows = [" ".join("".join(row.itertext()).split()) for row in section.iterfind(".//tbody/tr")]
    assert rows[0] == f"{reported.QUESTION} mean4 2 of 9"
    assert f"{reported.QUESTION} mean{MARKUP[:59]}… 1 of 9" in rows
    assert rows[-1] == f"{reported.QUESTION} meanno guess 4 of 9"


def test_an_anonymous_report_repeats_no_words_of_a_student(course: Path) -> None:
    assert run(course, "report", "--anonymous").status == 0
    text = (course / "report" / ASSIGNMENT / "report.json").read_text(encoding="utf-8")
    (question,) = json.loads(text)["report"]["questions"]
    assert question["guesses"] == {"in words": 3, "4": 2}


def test_rare_guesses_are_counted_together(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predictions, "MOST_GUESSES", 2)
    assert run(course, "report").status == 0
    text = (course / "report" / ASSIGNMENT / "report.json").read_text(encoding="utf-8")
    (question,) = json.loads(text)["report"]["questions"]
    assert (len(question["guesses"]), question["others"]) == (2, 2)
    assert "other guesses" in said(course)


def test_every_fate_of_a_submission_is_told(told: dict[str, Any]) -> None:
    assert {(t["student"], t["kind"]) for t in told["troubles"]} == {
        ("forever", "timed out"),
        ("leaves", "killed"),
        ("nobook", "invalid submission"),
        ("late", "not graded"),
    }
    waiting = {p["student"]: p["by_hand"] for p in told["people"] if p["by_hand"]}
    assert waiting == {"own": ["mean/why"]}


def test_a_submission_that_could_not_be_graded_is_told_with_its_reason(course: Path) -> None:
    entry = {"outcome": "not graded", "problem": "its <i>worker</i> ended"}
    (course / "logs" / "ada" / f"{ASSIGNMENT}.jsonl").write_text(json.dumps(entry) + "\n")
    assert run(course, "report").status == 0
    assert "not graded ada whole submission its <i>worker</i> ended" in said(course)


def test_what_grading_took_is_recorded(graded: Path, told: dict[str, Any]) -> None:
    logged = recording.last_entry(graded / "logs" / "ada" / f"{ASSIGNMENT}.jsonl")["notebooks"][0]
    assert 0 < logged["cpu_seconds"] < logged["memory_mb"]
    (ada,) = (person for person in told["people"] if person["student"] == "ada")
    assert 0 < ada["cpu_seconds"] == pytest.approx(logged["cpu_seconds"])
    assert ada["memory_mb"] > 20
    assert "Grading took " in said(graded)


def test_walls_are_named_and_none_is_said_loudly(course: Path, told: dict[str, Any]) -> None:
    ((name, count),) = told["walls"].items()
    assert (count, told["unsafe"]) == (8, 0)
    assert f"8 notebooks ran in: {name}" in said(course)
    assert not parsed(page(course)).findall(".//p[@class='loud']")
    path = course / "autograded" / "own" / ASSIGNMENT / "mean.ipynb"
    path.write_text(path.read_text().replace(name, backends.choose_backend("none").name))
    assert run(course, "report").status == 0
    for path in (page(course), course / "report" / "index.html"):
        (loud,) = parsed(path).findall(".//p[@class='loud']")
        text = "".join(loud.itertext())
        assert "Graded without a sandbox. 1 notebook" in text
        assert "--unsafe-no-sandbox" in text


def test_in_a_small_class_discrimination_is_not_told_and_why(graded: Path) -> None:
    assert "Discrimination is not shown: 8 submissions" in said(graded)


# The page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [f"{ASSIGNMENT}/index.html", "index.html"])
def test_a_page_is_valid_asks_for_nothing_and_runs_our_script_alone(
    graded: Path, name: str
) -> None:
    tree = parsed(graded / "report" / name)
    tags = {tag(element) for element in tree.iter()}
    assert not tags & {"img", "iframe", "object", "embed", "form", "base", "b", "i"}
    (script,) = (element for element in tree.iter() if tag(element) == "script")
    assert script.text == SCRIPT.read_text(encoding="utf-8")
    assert not script.attrib
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    (policy,) = (e.get("content", "") for e in tree.iter() if e.get("http-equiv"))
    assert f"default-src 'none'; script-src 'sha256-{digest}';" in policy
    for element in tree.iter():
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            if attribute in ("href", "src"):
                assert not urlsplit(value).scheme or value == "data:,"
                assert not urlsplit(value).netloc
    style = tree.find(".//style")
    assert style is not None
    assert style.text
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_links_lead_to_files_that_are_there(course: Path) -> None:
    feedback = course / "feedback" / "ada" / ASSIGNMENT / "mean.html"
    feedback.parent.mkdir(parents=True)
    feedback.write_text("<!DOCTYPE html><title>Feedback</title>")
    assert run(course, "report").status == 0
    opened = []
    for path in (page(course), course / "report" / "index.html"):
        for link in parsed(path).iterfind(".//a"):
            address = urlsplit(link.get("href", ""))
            if address.path:
                assert (path.parent / unquote(address.path)).is_file(), address
                opened.append(unquote(address.path))
    assert f"../../autograded/{HOSTILE}/{ASSIGNMENT}/mean.ipynb" in opened
    assert f"../../feedback/ada/{ASSIGNMENT}/mean.html" in opened


def test_names_and_reasons_are_text_whatever_they_hold(course: Path) -> None:
    entry = {"outcome": "not graded", "problem": f"{MARKUP}\0\x1b\u202e"}
    (course / "logs" / "ada" / f"{ASSIGNMENT}.jsonl").write_text(json.dumps(entry) + "\n")
    assert run(course, "report").status == 0
    text = said(course)
    assert HOSTILE in text
    assert f"{MARKUP}\ufffd\ufffd\ufffd" in text
    test_a_page_is_valid_asks_for_nothing_and_runs_our_script_alone(
        course, f"{ASSIGNMENT}/index.html"
    )


def test_every_plot_says_what_it_shows_and_is_drawn_without_colour_alone(graded: Path) -> None:
    plotted = [e for e in parsed(page(graded)).iter() if e.get("role") == "img"]
    assert len(plotted) > 4
    for plot in plotted:
        named = plot.get("aria-label") or "".join(
            e.text or "" for e in plot.iter() if tag(e) == "desc"
        )
        assert re.search(r"\d", named)
    (histogram,) = (plot for plot in plotted if plot.get("class") == "plot")
    ids = (histogram.get("aria-labelledby") or "").split()
    assert [e.get("id") for e in histogram.iter() if tag(e) in ("title", "desc")] == ids


def luminance(color: str) -> float:
    """As the guidelines for accessible web content (WCAG 2.2) define it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(scheme: str) -> None:
    style = STYLE.read_text(encoding="utf-8")
    _, light, dark = style.split(":root {", 2)
    colors = {
        name: c if len(c) == 7 else "#" + "".join(2 * x for x in c[1:])
        for part in ((light, dark) if scheme == "dark" else (light,))
        for name, c in re.findall(r"--(\w+): (#[0-9a-f]{3,6})", part.split("}")[0])
    }
    pairs = [(ink, "paper") for ink in ("ink", "soft", "blue", "red")]
    for ink, behind in pairs:
        low, high = sorted((luminance(colors[ink]), luminance(colors[behind])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, ink


# Tables ---------------------------------------------------------------------------------------


def test_the_tables_hold_the_same_and_no_spreadsheet_runs_them(
    course: Path, told: dict[str, Any]
) -> None:
    with (course / "report" / ASSIGNMENT / "students.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert [(r["student"], float(r["score"])) for r in rows] == [
        (p["student"], p["score"]) for p in told["people"]
    ]
    with (course / "report" / ASSIGNMENT / "exercises.csv").open(newline="") as file:
        tests = [row for row in csv.DictReader(file, strict=True) if row["test"]]
    assert {(t["test"], t["passed"], t["visible"]) for t in tests} == {
        ("Three `numbers`", "3", "yes"),
        ("One number", "5", "no"),
    }


# What can't be done ---------------------------------------------------------------------------


def test_an_unknown_assignment_is_named_and_the_others_are_reported(course: Path) -> None:
    done = run(course, "report", ASSIGNMENT, "nothing")
    assert done.status == 1
    assert done.err.count("✗") == 1
    assert "There is no assignment 'nothing'" in done.err
    assert page(course).is_file()


def test_where_nothing_is_graded_that_is_said(course: Path) -> None:
    done = run(course, "report", "unused")
    assert (done.status, done.out) == (1, "")
    assert "Nothing of unused is graded yet. Grade it first: grader autograde unused" in done.err


def test_a_folder_that_cant_be_written_is_named_and_nothing_is_left(course: Path) -> None:
    (course / "taken").write_text("")
    done = run(course, "report", "-o", course / "taken")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("✗") == 1
    assert "cannot be written" in done.err
    assert not list(course.rglob("*.tmp"))


def test_a_verdict_that_cant_be_read_is_named_and_costs_nobody_else(course: Path) -> None:
    (course / "autograded" / "slip" / ASSIGNMENT / "mean.ipynb").write_text("{")
    done = run(course, "report")
    assert done.status == 1
    assert "slip" in done.err
    assert "a sum, n forgotten test_mean 1 of 9" in said(course)


# Statistics -----------------------------------------------------------------------------------


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    drawn = random.Random(4)
    for _ in range(20):
        scores = [[drawn.randint(0, 4) for _ in range(5)] for _ in range(items.ENOUGH)]
        for item in range(5):
            points = [row[item] for row in scores]
            rest = [sum(row) - row[item] for row in scores]
            found = items.discrimination(points, [sum(row) for row in scores])
            assert found == pytest.approx(stats.pearsonr(points, rest).statistic)


def test_the_rest_is_that_of_students_who_were_judged_in_everything() -> None:
    drawn = random.Random(7)
    names = [f"s{n}" for n in range(items.ENOUGH + 3)]
    whole, broken, waiting = names[:-3], names[-3], names[-2]
    cells = {
        notebook: summary.Exercise(
            notebook=notebook,
            name="e",
            max_score=4.0,
            scores={name: 2.0 * drawn.randint(0, 2) for name in names if name != broken},
        )
        for notebook in "abc"
    }
    passed = {name: score == 4.0 for name, score in cells["a"].scores.items()}
    test = summary.Test(title="x", visible=True, share=0.5, results=passed)
    cells["a"].tests["test_x"] = test
    by_hand = summary.Exercise(notebook="d", name="e", max_score=2.0, waiting=1)
    by_hand.scores = {name: 1.0 for name in names if name != waiting}
    summary.discriminate([*cells.values(), by_hand], whole)
    for key, cell in cells.items():
        points = [cell.scores[name] for name in whole]
        rest = [sum(c.scores[name] for k, c in cells.items() if k != key) for name in whole]
        assert cell.discrimination == pytest.approx(stats.pearsonr(points, rest).statistic)
    halves = [2.0 * passed[name] for name in whole]
    rest = [sum(c.scores[name] for c in cells.values()) for name in whole]
    others = [total - half for total, half in zip(rest, halves, strict=True)]
    assert test.discrimination == pytest.approx(stats.pearsonr(halves, others).statistic)


def test_a_test_that_could_not_begin_is_not_passed_and_a_fault_of_ours_is_not_counted() -> None:
    exercise = summary.Exercise(notebook="n", name="cell", max_score=2.0)
    for name, passed in {
        "test_x": {"fine": True},
        "submission": {"invalid": False},
        "cell": {"killed": False},
        "grader": {},
    }.items():
        exercise.tests[name] = summary.Test(title=name, visible=True, share=1.0, results=passed)
    gathering.spread_stand_ins(exercise)
    assert {name: test.results for name, test in exercise.tests.items()} == {
        "test_x": {"fine": True, "invalid": False, "killed": False}
    }


def test_no_discrimination_of_few_of_the_same_and_of_one_item_alone() -> None:
    few = [float(n) for n in range(items.ENOUGH - 1)]
    assert items.discrimination(few, [2 * n for n in few]) is None
    many = [float(n) for n in range(items.ENOUGH)]
    assert items.discrimination([1.0] * items.ENOUGH, many) is None
    assert items.discrimination([n / 3 for n in many], [n / 3 for n in many]) is None


def test_spread_and_bins_are_those_of_plain_loops() -> None:
    drawn = random.Random(5)
    values = sorted(
        drawn.choice([0.0, 2.5, 5.0, 10.0, 11.0, drawn.random() * 10]) for _ in range(99)
    )
    found = items.spread(values)
    assert (found.least, found.median, found.most) == (values[0], values[49], values[-1])
    assert found.mean == pytest.approx(sum(values) / 99)
    squares = sum((value - found.mean) ** 2 for value in values)
    assert found.deviation == pytest.approx((squares / 99) ** 0.5)
    counts = [0] * 10
    for value in values:
        counts[min(9, int(value))] += 1
    assert items.bins(values, 10.0) == counts
    assert items.bins([], 10.0) == [0] * 10
    assert items.difficulty([], 4.0) is None


@pytest.mark.parametrize(("counts", "most"), [([0] * 10, 4.0), ([3] + [0] * 9, 0.0)])
def test_a_plot_of_nothing_and_of_an_assignment_without_points_can_be_drawn(
    counts: list[int], most: float
) -> None:
    charts = template_environment().get_template("charts.html").module
    drawn = str(charts.histogram("id", "Scores", counts, most, 0.0, "points"))  # type: ignore[attr-defined]
    assert drawn.count('class="bar"') == 10
    assert "nan" not in drawn
    assert 'height="-' not in drawn


def test_what_a_template_takes_from_a_module_is_there() -> None:
    """Some of it stands in branches that few classes reach."""
    texts = (path.read_text(encoding="utf-8") for path in STYLE.parent.glob("*.html"))
    names = {name for text in texts for name in re.findall(r"\bitems\.(\w+)", text)}
    assert names
    assert names <= set(dir(items))
