"""A difference is drawn where a picture says more than numbers: small, inert, and in words too."""

from __future__ import annotations

import re
import time
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from grader.render import diagrams, svg
from grader.verdict import Picture
from tests.conftest import Grade

WEIGHTS = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.25, 0.5, 0.25]])
SIGNAL = np.fft.fft(np.sin(np.arange(16)))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(got: Any, want: Any, kind: str = "") -> Picture:
    picture = diagrams.diagram(np.asarray(got), np.asarray(want), kind)
    assert picture is not None
    return picture


def texts(picture: Picture) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(picture.svg).iter(f"{SVG}text")]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((svg.luminance(one), svg.luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_attention_is_shown_beside_the_expected_and_the_difference() -> None:
    picture = drawn(WEIGHTS.T, WEIGHTS)
    shown = texts(picture)
    assert {"yours", "expected", "difference", "×: not right"} <= set(shown)
    assert shown.count("0.5") == 2  # in yours and in the expected one
    assert "6 of 9 entries differ, most at (1, 2): by 0.3" in picture.alt


def test_a_large_array_is_cut_and_says_so() -> None:
    rng = np.random.default_rng(1)
    picture = drawn(rng.normal(size=(500, 300)), rng.normal(size=(500, 300)))
    assert f"first {diagrams.SIDE} rows and columns" in picture.alt
    assert len(picture.svg) < 20_000


def test_a_spectrum_shows_magnitudes_and_where_these_agree_a_part_that_differs() -> None:
    assert texts(drawn(SIGNAL / 2, SIGNAL))[0] == "the magnitudes"
    conjugated = drawn(SIGNAL.conj(), SIGNAL)
    assert texts(conjugated)[0] == "the imaginary parts"
    assert "14 of 16 differ, the first at 1" in conjugated.alt
    negative = drawn(-SIGNAL, SIGNAL)
    assert texts(negative)[0] == "the real parts"


def test_a_history_is_a_path_also_where_its_length_is_not_right() -> None:
    picture = drawn([4.0, 2.0, 1.0], [8.0, 4.0, 2.0, 1.0], "path")
    assert "3 values came back, 4 are expected" in picture.alt
    plane = drawn([[4, -8], [2, 1], [0, 0]], [[4, -8], [2, -4], [1, -2]], "path")
    assert "the path through the plane" in texts(plane)
    assert "first that differs is at 1" in plane.alt


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (1.0, 2.0),
        ([1.0, 2.0], [1.0, 3.0]),
        (WEIGHTS[:2], WEIGHTS),
        (np.ones((2, 2, 2)), np.zeros((2, 2, 2))),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.zeros(2_000_000), np.ones(2_000_000)),
    ],
)
def test_few_numbers_and_what_has_no_place_beside_the_expected_are_not_drawn(
    got: Any, want: Any
) -> None:
    assert diagrams.diagram(np.asarray(got), np.asarray(want)) is None


ODD = [
    np.full((4, 4), np.nan),
    np.full((4, 4), -np.inf),
    np.full((4, 4), 1e308) * np.array([1, -1, 1, -1]),
    np.array([[1e-320, 5e-324]] * 4 + [[0, -0.0]]),
    np.eye(4, dtype=bool),
    np.arange(16, dtype=np.uint8).reshape(4, 4),
    np.full((4, 4), complex(np.nan, np.inf)),
    np.full((4, 4), 2**63 - 1),
    np.full((4, 4), np.longdouble("1e4000")),
]
HUGE = 2
"""The place of numbers that are further apart than a float can say."""


@pytest.mark.parametrize("kind", ["", "path"])
@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_numbers_make_a_small_and_inert_picture_or_none(number: int, kind: str) -> None:
    odd = ODD[number]
    for got, want in (
        (odd, np.linspace(0, 1, odd.size).reshape(odd.shape)),
        (odd.ravel(), np.linspace(0, 1, odd.size)),
    ):
        picture = diagrams.diagram(got, want, kind)
        assert picture or number == HUGE, "all but numbers whose distance is infinite are drawn"
        if picture:
            tree = ElementTree.fromstring(picture.svg)
            tags = {element.tag.removeprefix(SVG) for element in tree.iter()}
            assert tags <= {"svg", "rect", "path", "polyline", "text"}
            assert not re.search(r"\b(nan|inf)\b", re.sub("<text.*?</text>", "", picture.svg))
            assert len(picture.svg) < 20_000
            assert len(picture.alt) < 400


def test_a_picture_takes_a_few_milliseconds_at_most() -> None:
    rng = np.random.default_rng(1)
    got, want = rng.normal(size=(2, 200, 200))
    started = time.process_time()
    for _ in range(20):
        drawn(got, want)
    assert (time.process_time() - started) / 20 < 0.1


@pytest.mark.parametrize("colour", [*svg.BLUES, *svg.REDS, svg.UNKNOWN_COLOUR])
def test_numbers_are_read_on_every_colour_of_a_heat_map(colour: str) -> None:
    assert contrast(svg.on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", [svg.INK, svg.MUTED, svg.BAD, svg.YOURS, svg.EXPECTED])
def test_words_and_lines_are_read_on_paper(colour: str) -> None:
    assert contrast(colour, svg.PAPER) >= 4.5


def test_yours_and_expected_differ_by_shape_and_not_by_colour_alone() -> None:
    picture = drawn([4.0, 2.0, 1.0, 1.0], [8.0, 4.0, 2.0, 1.0], "path").svg
    assert "stroke-dasharray" in picture  # the expected one
    assert f'<path fill="{svg.YOURS}"' in picture  # squares
    assert f'<path fill="{svg.PAPER}" stroke="{svg.EXPECTED}"' in picture  # rings


TESTS = """
import pytest
from grader.checks import close

WANT = [[0.5, 0.5], [0.25, 0.75]]

def test_seen():
    close(weights(), WANT)

def test_passed():
    close([1.0, 2.0, 3.0, 4.0, 5.0], [1, 2, 3, 4, 5])

### BEGIN HIDDEN TESTS
def test_hidden():
    close(weights(), WANT)

@pytest.mark.counterexample
def test_hidden_with_a_counterexample():
    close(weights(), WANT)
### END HIDDEN TESTS
"""


def test_pictures_are_of_failed_tests_that_may_show_values(run: Grade) -> None:
    results = run("def weights(): return [[0.5, 0.25], [0.5, 0.75]]", TESTS)
    pictures = {result.name: result.picture for result in results}
    assert [name for name, picture in pictures.items() if picture] == [
        "test_seen",
        "test_hidden_with_a_counterexample",
    ]
    assert pictures["test_seen"] == drawn([[0.5, 0.25], [0.5, 0.75]], [[0.5, 0.5], [0.25, 0.75]])
