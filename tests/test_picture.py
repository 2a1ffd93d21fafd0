"""The record of an Axes answers what tests ask of a plot."""

import math
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.protocol import axes as picture
from grader.protocol import values
from tests import crossing


def axes() -> Any:
    return Figure().subplots()


def never(value: Any) -> Any:
    raise AssertionError(f"{value!r} is plain data")


def described(ax: Any) -> Any:
    """The record as it arrives."""
    return values.unpack(crossing.load(crossing.dump(values.pack(ax, never))), never)


def test_titles_and_labels_are_kept() -> None:
    ax = axes()
    ax.set(title="Weights", xlabel="Key", ylabel="Query")
    record = described(ax)
    assert (record.get_title(), record.get_xlabel(), record.get_ylabel()) == (
        "Weights",
        "Key",
        "Query",
    )


def test_an_image_is_kept_with_its_numbers_and_whether_it_has_a_colorbar() -> None:
    weights = np.array([[0.0, 0.5, np.nan], [1.0, -2.0, 3.0]])
    ax, bare = axes(), axes()
    ax.figure.colorbar(ax.imshow(weights))
    bare.imshow(weights)
    (image,) = described(ax).images
    assert np.array_equal(image.get_array(), weights, equal_nan=True)
    assert image.colorbar
    assert not described(bare).images[0].colorbar


def test_points_lines_and_texts_are_kept() -> None:
    ax = axes()
    ax.scatter([1, 2], [3, 4])
    ax.plot([0, 1], [5, 6], label="loss")
    ax.plot(["a", "b"], [1, 2])
    ax.text(1.5, 2.5, "here")
    record = described(ax)
    assert np.array_equal(record.collections[0].get_offsets(), [[1, 3], [2, 4]])
    assert record.lines[0].get_label() == "loss"
    assert np.array_equal(record.lines[0].get_xdata(), [0, 1])
    assert np.array_equal(record.lines[0].get_ydata(), [5, 6])
    assert len(record.lines[1].get_xdata()) == 2
    assert (record.texts[0].get_text(), record.texts[0].get_position()) == ("here", (1.5, 2.5))


def test_an_empty_plot_has_nothing() -> None:
    record = described(axes())
    assert [*record.images, *record.collections, *record.lines, *record.texts] == []


def test_what_is_not_shown_is_not_told() -> None:
    ax = axes()
    ax.imshow(np.eye(2)).set_visible(False)
    ax.plot([0, 1])
    (line,) = described(ax).lines
    assert list(described(ax).images) == []
    assert list(line.get_ydata()) == [0, 1]
    ax.set_visible(False)
    assert list(described(ax).lines) == []


def test_a_masked_point_is_nan() -> None:
    ax = axes()
    ax.plot(np.ma.array([1.0, 2.0], mask=[False, True]), [1, 2])
    assert np.isnan(described(ax).lines[0].get_xdata()[1])


def test_figures_are_told_apart_by_their_number() -> None:
    from matplotlib import pyplot as plt

    first, second = plt.figure().gca(), plt.figure().gca()
    numbers = described(first).figure_number, described(second).figure_number
    assert numbers[0] != numbers[1]


def test_what_is_no_axes_is_not_described() -> None:
    assert picture.describe_axes(Figure()) is None
    assert picture.describe_axes([axes()]) is None


def test_a_plot_of_too_many_parts_does_not_cross() -> None:
    ax = axes()
    for i in range(picture.MAX_ARTISTS + 1):
        ax.text(0, i, "")
    assert picture.describe_axes(ax) is None


def table(*shape: int, axis: int = 8) -> values.Array:
    """A table of zeros as it crosses, or one whose bytes don't fit."""
    return values.Array("<f8", shape, bytes(axis * math.prod(shape)), False, True)


def row(*parts: Any) -> values.Typed:
    return values.Typed("tuple", [*parts])


@pytest.mark.parametrize(
    "change",
    [
        {"images": [row(table(2, 2, axis=2), True)]},
        {"images": [row(table(1, 1, 1, 1, 1), True)]},
        {"images": [row(values.Array("<i8", (1,), bytes(8), False, True), True)]},
        {"images": [row(table(2, 2), 1)]},
        {"images": [row(values.Typed("list", [0.0]), True)]},
        {"collections": [row(values.Array("<f8", (0, 1 << 30, 4), b"", False, True))]},
        {"title": 3},
        {"texts": [row("", 0.0, 0.0, row(0.0, 0.0))] * (picture.MAX_ARTISTS + 1)},
        {"texts": [row("", 0.0, 0.0, row(0.0))]},
        {"lines": [1]},
        {"figure_number": "1"},
    ],
    ids=str,
)
def test_a_forged_record_is_refused(change: dict[str, Any]) -> None:
    plain: dict[str, Any] = dict.fromkeys(("title", "xlabel", "ylabel"), "")
    plain |= {name: [] for name in ("images", "collections", "lines", "texts")}
    plain |= {"figure_number": 0} | change
    parts = [values.Typed("list", p) if isinstance(p, list) else p for p in plain.values()]
    with pytest.raises(values.NotSerializable):
        values.unpack(values.Typed("matplotlib.axes", parts), never)


def test_many_plots_in_one_value_are_refused() -> None:
    record = values.pack(axes(), never)
    with pytest.raises(values.NotSerializable):
        values.unpack(values.Typed("list", [record] * 200), never)
