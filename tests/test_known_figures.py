"""Known figures are shown in place of the same ones, and of no others."""

from __future__ import annotations

import base64
import contextlib
import functools
import io
import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import msgspec
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from PIL import Image

from grader.grading import known_figures
from grader.grading.figure_readers import may_notice_drawing
from grader.guest import earlier_figures, figures
from grader.guest.figure_digest import digest_drawn
from grader.protocol.messages import FIGURE
from tests import data_science, own_course


def new_axes() -> Axes:
    """Make axes in a figure that is the only one."""
    plt.close("all")
    axes: Axes = plt.subplots()[1]
    return axes


def waves(shift: float = 0.0) -> Figure:
    """Draw some of what notebooks draw, as the only figure."""
    plt.close("all")
    x = np.linspace(0.1, 6, 50)
    figure: Figure
    figure, (left, right) = plt.subplots(1, 2, layout="constrained")
    left.plot(x, np.sin(x) + shift, label="$\\sin x$")
    left.axhline(0.3 + shift)
    left.legend()
    right.imshow(np.outer(x, x) * (1 + shift))
    right.scatter(x, x + shift, c=np.cos(x) + shift)
    right.annotate("here, too", (2 + shift, 3))
    right.bar(["a", "b"], [1 + shift, float("nan")])
    right.text(1 + shift, 2, "here")
    return figure


def test_the_same_code_has_the_same_digest() -> None:
    assert digest_drawn(waves()) == digest_drawn(waves())


def test_right_answers_that_differ_in_their_last_bits_have_the_same_digest() -> None:
    assert digest_drawn(waves(1e-15)) == digest_drawn(waves())


def percent(value: float, _: int) -> str:
    return f"{value} %"


def recolour(figure: Figure) -> None:
    figure.axes[0].lines[0].set_color("red")


def dash(figure: Figure) -> None:
    figure.axes[0].lines[1].set_linestyle(":")


def move_a_point(figure: Figure) -> None:
    line = figure.axes[0].lines[0]
    line.set_ydata(line.get_ydata() + 1e-5 * np.eye(50)[7])


def empty_a_point(figure: Figure) -> None:
    line = figure.axes[0].lines[1]
    line.set_ydata([0.3, np.nan])


def raise_a_line(figure: Figure) -> None:
    figure.axes[0].lines[1].set_ydata([0.3001, 0.3001])


def raise_a_bar(figure: Figure) -> None:
    bar: Any = figure.axes[1].patches[0]
    bar.set_height(1.001)


def retitle(figure: Figure) -> None:
    figure.axes[1].set_title("Waves")


def rescale(figure: Figure) -> None:
    figure.axes[0].set_yscale("symlog")


def limit(figure: Figure) -> None:
    figure.axes[0].set_xlim(0, 5)


def resize(figure: Figure) -> None:
    figure.set_size_inches(3, 3)


def lighten_a_pixel(figure: Figure) -> None:
    image: Any = figure.axes[1].images[0]
    image.set_data(image.get_array() + 0.01 * np.eye(50))


def mask_a_pixel(figure: Figure) -> None:
    image: Any = figure.axes[1].images[0]
    image.set_data(np.ma.masked_where(np.eye(50) > 0, image.get_array()))


def move_a_dot(figure: Figure) -> None:
    dots: Any = figure.axes[1].collections[0]
    dots.set_offsets(dots.get_offsets() + 1e-5 * np.eye(50)[:, :2])


def remap(figure: Figure) -> None:
    figure.axes[1].images[0].set_cmap("gray")


def retype(figure: Figure) -> None:
    figure.axes[1].texts[0].set_text("there")


def hide_the_legend(figure: Figure) -> None:
    legend = figure.axes[0].get_legend()
    assert legend
    legend.set_visible(False)


@pytest.mark.parametrize(
    "change",
    [
        *(recolour, dash, move_a_point, empty_a_point, raise_a_line, raise_a_bar, retitle),
        *(rescale, limit, resize, remap, retype, hide_the_legend),
        *(lighten_a_pixel, mask_a_pixel, move_a_dot),
    ],
)
def test_what_is_drawn_otherwise_has_another_digest(change: Callable[[Figure], None]) -> None:
    changed = waves()
    change(changed)
    assert digest_drawn(changed) != digest_drawn(waves())


def test_a_style_changes_the_digest() -> None:
    with mpl.rc_context({"path.simplify": False}):
        styled = digest_drawn(waves())
    assert styled != digest_drawn(waves())


def test_two_functions_of_one_name_are_not_taken_for_each_other() -> None:
    figure = waves()
    figure.axes[0].xaxis.set_major_formatter(FuncFormatter(percent))
    with pytest.raises(Exception, match="percent"):
        digest_drawn(figure)


def small_values(n: float) -> Any:
    ax = new_axes()
    ax.semilogy([1, 1e-4, 1e-8, n])
    return ax.figure


def far_away(height: float) -> Any:
    ax = new_axes()
    ax.fill_between(np.linspace(1e14, 1e15, 5), 0, height)
    return ax.figure


def cached(name: str) -> Any:
    ax = new_axes()
    space: dict[str, Any] = {"__name__": "__main__", "functools": functools}
    exec(f"@functools.lru_cache\ndef label(v, p): return '{name}'", space)
    ax.xaxis.set_major_formatter(FuncFormatter(space["label"]))
    return ax.figure


def high_up(wave: float) -> Any:
    ax = new_axes()
    ax.plot(range(10), 1e12 + np.sin(wave * np.arange(10)))
    return ax.figure


def heard(factor: float) -> Any:
    ax = new_axes()
    ax.callbacks.connect("ylim_changed", lambda axes: axes.set_xlim(0, factor))
    ax.plot([1, 2])
    return ax.figure


def animated(factor: float) -> Any:
    ax = new_axes()
    ax.plot([1, factor])
    ax.figure.canvas.mpl_connect("draw_event", lambda _: None)
    return ax.figure


def half_precision(last: float) -> Any:
    ax = new_axes()
    [line] = ax.plot(range(3), np.ones(3))
    line.set_ydata(np.array([1, 2, last], np.float16))
    return ax.figure


def labelled_ticks(places: list[float]) -> Any:
    ax = new_axes()
    ax.set_xticks(places)
    ax.xaxis.set_major_formatter("{x}")
    return ax.figure


def inset(wave: float) -> Any:
    inner = new_axes().inset_axes((0.5, 0.5, 0.4, 0.4))
    inner.plot(1e12 + np.sin(wave * np.arange(10)))
    return inner.figure


def narrow_colours(value: float) -> Any:
    ax = new_axes()
    ax.imshow(np.array([[0, 1], [0.5, value]]), vmin=1 - 2e-12, vmax=1)
    return ax.figure


def logits(value: float) -> Any:
    ax = new_axes()
    ax.set_yscale("logit")
    ax.plot([0.1, 0.5, value])
    ax.set_ylim(0.01, 1 - 1e-15)
    return ax.figure


def hardly_any_contrast(wave: float) -> Any:
    ax = new_axes()
    ax.imshow(1e12 + np.sin(wave * np.arange(9)).reshape(3, 3))
    return ax.figure


@pytest.mark.parametrize(
    ("drawn", "one", "other"),
    [
        *((small_values, 2e-16, 1e-19), (far_away, 0.1, 0.2), (cached, "a", "b")),
        *((high_up, 1.0, 2.0), (heard, 1.0, 2.0), (animated, 1.0, 2.0)),
        *((half_precision, 3.0, 3.5), (hardly_any_contrast, 1.0, 2.0)),
        *((labelled_ticks, [0, 0.1 + 0.2], [0, 0.3]), (inset, 1.0, 2.0)),
        *((narrow_colours, 1 - 1e-13, 1 - 1e-12), (logits, 1 - 1e-12, 1 - 1e-14)),
    ],
)
def test_what_a_digest_may_not_tell_apart_is_refused_or_told_apart(
    drawn: Callable[[Any], Figure], one: Any, other: Any
) -> None:
    digests = []
    for argument in (one, other):
        with contextlib.suppress(ValueError, pickle.PicklingError):
            digests.append(digest_drawn(drawn(argument)))
    assert len({*digests}) == len(digests)


def test_a_digest_says_nothing_and_changes_no_figure(capsys: pytest.CaptureFixture[str]) -> None:
    want = figures.as_png(waves())
    figure = waves()
    digest_drawn(figure)
    assert figures.as_png(figure) == want
    ax = new_axes()
    ax.plot([0, np.finfo(float).max])
    ax.plot(np.array([1, 60000], np.float16))
    with np.errstate(all="raise"):
        digest_drawn(cast("Figure", ax.figure))
    assert capsys.readouterr() == ("", "")


def test_a_figure_is_drawn_unless_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(figures.as_known_png(waves()), str), "nobody asks for digests"
    monkeypatch.setattr(earlier_figures, "known", {})
    drawn, said = figures.as_known_png(waves())
    assert said == {FIGURE: digest_drawn(waves())}
    assert drawn == figures.as_png(waves())
    monkeypatch.setattr(earlier_figures, "known", {said[FIGURE]: "the known picture"})
    assert figures.as_known_png(waves()) == "the known picture"
    assert figures.as_known_png(waves(0.1))[0] == figures.as_png(waves(0.1))


def test_a_figure_over_which_drawing_warns_has_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_figures, "known", {})
    figure = waves()
    figure.axes[0].set_title("\u56fe")
    with pytest.warns(UserWarning, match="Glyph"):
        assert isinstance(figures.as_known_png(figure), str)


# Notebooks that may notice ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        *("box = ax.get_position()", "scatter.get_facecolors()", "assert dots._facecolors.size"),
        *("ax.yaxis.get_offset_text()", "ax.yaxis.offsetText", "fig.subplotpars.left"),
        *("fig.canvas.buffer_rgba()", "exec('ax.get_tightbbox()')", "%time ax.get_position()"),
        *("plt.getp(ax)", "bar.get_window_extent(renderer)", "image.get_clim()"),
        *(
            "assert ax.get_xlim() == (0, 1)",
            "left, right, *_ = ax.axis()",
            "ax.transData.transform",
        ),
        *(
            "[t.label1.get_text() for t in ticks]",
            "fig.findobj(Text)",
            "arrows.scale",
            "print(ax.bbox)",
        ),
        *("from plotchecker import LinePlotChecker", "lines3d.get_data()", "ax.xaxis.label"),
    ],
)
def test_code_that_may_read_what_drawing_changes_is_found(code: str) -> None:
    assert may_notice_drawing(["import matplotlib.pyplot as plt", code], {})


def test_code_that_draws_is_not_taken_for_code_that_reads() -> None:
    code = """
ax.set_position([0, 0, 1, 1]); ax.set_facecolor("white"); plt.get_cmap("Blues"); ax.axis("equal")
sinusoidal_positions(8, 4); extent = (0, 1); bbox_inches = "tight"; table.get_group("a")
ax.text(0, 1, "x", transform=ax.transAxes); rng.bit_generator.get_state(); preprocessing.scale(X)"""
    assert not may_notice_drawing([code], {})


def test_the_modules_beside_a_notebook_are_searched(tmp_path: Path) -> None:
    (tmp_path / "checks.py").write_text("def place(ax):\n    return ax.get_position()")
    (tmp_path / "data.csv").write_text("get_position")
    (tmp_path / "loop.py").symlink_to("loop.py")
    (tmp_path / "plain.py").write_text("x = 1")
    files = {path.name: path for path in tmp_path.iterdir()}
    assert may_notice_drawing([], {name: files[name] for name in ("checks.py", "plain.py")})
    assert may_notice_drawing([], {"loop.py": files["loop.py"]}), "nobody knows what it does"
    assert not may_notice_drawing([], {name: files[name] for name in ("data.csv", "plain.py")})


# In a course ----------------------------------------------------------------------------------


def picture() -> str:
    """Return a picture that nothing draws."""
    buffer = io.BytesIO()
    Image.new("RGB", (3, 3), "purple").save(buffer, "png")
    return base64.b64encode(buffer.getvalue()).decode()


def shown(course: Path, student: str) -> list[str]:
    """Return the pictures in a student's graded notebook."""
    place = course / f"autograded/{student}/{data_science.ASSIGNMENT}/{data_science.NOTEBOOK}.ipynb"
    cells = json.loads(place.read_text(encoding="utf-8"))["cells"]
    data = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [found["image/png"] for found in data if "image/png" in found]


def test_figures_of_the_solution_are_drawn_once_and_those_of_others_each_time(
    tmp_path: Path,
) -> None:
    course = data_science.make(tmp_path)
    assert own_course.run(course, "generate")[0] == 0
    for student in ("ada", "ben"):
        there = course / f"submitted/{student}"
        shutil.copytree(course / "source", there, ignore=shutil.ignore_patterns("*.csv"))
    bens = course / f"submitted/ben/{data_science.ASSIGNMENT}/{data_science.NOTEBOOK}.ipynb"
    text = bens.read_text(encoding="utf-8")
    assert "['alcohol'] > 14" in text
    assert "mean()" in text
    bens.write_text(text.replace("mean()", "median()", 1), encoding="utf-8")
    assert own_course.run(course, "autograde")[0] == 0
    before = {student: shown(course, student) for student in ("ada", "ben")}
    assert [*map(len, before.values())] == [5, 5]

    place = known_figures.FOLDER + f"/{data_science.ASSIGNMENT}/{data_science.NOTEBOOK}.msgpack"
    kept = msgspec.msgpack.decode((course / place).read_bytes(), type=known_figures.KnownFigures)
    assert sorted(kept.figures.values()) == sorted(before["ada"]), "as if they were drawn"
    other = msgspec.structs.replace(kept, figures=dict.fromkeys(kept.figures, picture()))
    (course / place).write_bytes(msgspec.msgpack.encode(other))
    assert own_course.run(course, "autograde", "--force")[0] == 0
    assert shown(course, "ada") == 5 * [picture()]
    assert shown(course, "ben") == [before["ben"][0], *4 * [picture()]]

    of_another = msgspec.structs.replace(other, engine="another engine")
    (course / place).write_bytes(msgspec.msgpack.encode(of_another))
    assert own_course.run(course, "autograde", "--force")[0] == 0
    assert shown(course, "ada") == before["ada"]

    (course / place).write_bytes(b"damaged")
    assert own_course.run(course, "autograde", "--force")[0] == 0
    assert shown(course, "ada") == before["ada"]

    (course / place).write_bytes(msgspec.msgpack.encode(other))
    with open(course / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("\nc.Limits.known_figures = False\n")
    assert own_course.run(course, "autograde")[0] == 0
    assert shown(course, "ada") == before["ada"]
    found = msgspec.msgpack.decode((course / place).read_bytes(), type=known_figures.KnownFigures)
    assert found == other, "a trial that keeps no figures leaves earlier ones in place"
