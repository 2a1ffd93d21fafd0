"""Figures are drawn once, and look as Matplotlib's own printing has them."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.pylabtools import print_figure
from matplotlib.figure import Figure
from PIL import Image

from grader.guest import figures


def heat_map() -> Figure:
    figure: Figure
    figure, axes = plt.subplots(figsize=(4, 3), layout="constrained")
    image = axes.imshow(np.eye(4))
    axes.set(title="title", xlabel="key", ylabel="query")
    figure.colorbar(image, label="weight")
    return figure


def two_axes() -> Figure:
    figure: Figure
    figure, (left, right) = plt.subplots(1, 2, figsize=(5, 2))
    left.plot([0, 1], label="loss")
    left.legend()
    right.bar(["a", "b"], [1, 2])
    return figure


def far_legend() -> Figure:
    figure: Figure
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot([0, 1], label="outside of the figure")
    axes.legend(loc="upper left", bbox_to_anchor=(1.5, 1))
    return figure


def on_blue() -> Figure:
    figure: Figure
    figure, axes = plt.subplots(figsize=(3, 2), facecolor="lightblue", layout="constrained")
    axes.plot([0, 1])
    return figure


@pytest.fixture(autouse=True)
def agg() -> None:
    plt.switch_backend("agg")


def pixels(picture: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"), float)


@pytest.mark.parametrize("make", [heat_map, two_axes, far_legend, on_blue])
def test_a_figure_is_cropped_as_matplotlib_crops_it(make: Callable[[], Figure]) -> None:
    figure = make()
    ours, theirs = (
        pixels(figures.as_png(figure)),
        pixels(print_figure(figure, base64=True)),
    )
    plt.close(figure)
    assert np.abs(np.subtract(ours.shape, theirs.shape)).max() <= 8
    rows, columns = (min(a, b) for a, b in zip(ours.shape, theirs.shape, strict=True) if a != 3)
    best = min(  # they may begin some pixels apart
        np.abs(ours[y : y + rows - 8, x : x + columns - 8] - theirs[4 : rows - 4, 4 : columns - 4])
        .mean()
        .item()
        for y in range(9)
        for x in range(9)
    )
    assert best < 6  # of 255: lines fall between pixels in other ways


def test_a_figure_without_axes_is_not_shown() -> None:
    figure = plt.figure()
    assert figures.as_png(figure) is None
    plt.close(figure)
