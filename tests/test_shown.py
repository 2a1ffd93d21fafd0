"""What students' notebooks show is cut down to what pages can be made of."""

from __future__ import annotations

import io
import re
import time
from html import unescape
from typing import Any

import pytest
from IPython.display import Audio, Video
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from nbconvert.filters import ansi2html

from grader.notebooks import sanitize
from grader.plugin import pages


@pytest.mark.parametrize("codes", ["38", "48", "1;38", "38;5;38", "38;2;1;2;48", ";48", "9" * 5000])
def test_what_is_no_change_of_colour_is_left_out(codes: str) -> None:
    text = sanitize.keep_colour_codes(f"a\x1b[{codes}mb")
    assert "\x1b" not in text
    assert ansi2html(text).endswith("b")


def test_changes_of_colour_stay_and_not_too_many() -> None:
    traceback = "\x1b[0;31mValueError\x1b[0m \x1b[38;5;28;01mfor\x1b[39;00m \x1b[mx"
    assert sanitize.keep_colour_codes(traceback) == traceback
    assert sanitize.keep_colour_codes("\x1b]0;owned\x07\x1b[2Jx") == "]0;owned\x07[2Jx"
    began = time.process_time()
    assert len(ansi2html(sanitize.keep_colour_codes("\x1b[31mx" * 200_000))) > 200_000
    assert time.process_time() - began < 3


def test_classes_by_which_pages_place_things_do_not_stay() -> None:
    made = sanitize.sanitize_html(
        '<div class="modal-backdrop">x</div><table class="dataframe sign"></table>'
    )
    assert made == '<div>x</div><table class="dataframe"></table>'


@pytest.mark.parametrize(
    "source", [" \n" * 50_000, "a." * 50_000, (" \n" * 45 + "x") * 1500, ("." * 499 + " ") * 400]
)
def test_no_code_keeps_the_making_of_a_page_waiting(source: str) -> None:
    began = time.process_time()
    html = pages.code(page(), source)
    assert source.strip() in unescape(re.sub("<[^>]*>", "", html))
    assert time.process_time() - began < 2 * pages.PAGE_SECONDS


def page() -> dict[str, Any]:
    """What a template tells a filter about a page that begins."""
    return {"resources": {}, "cell": {}}


def test_code_has_colours_and_what_has_long_runs_has_none() -> None:
    assert '<span class="k">' in pages.highlighted("%time\ndef f(x):\n    return x < 1\n")
    assert "<pre>a &lt; b" in pages.highlighted("a < b" + "\n" * 200)


def test_texts_beyond_the_allowance_of_a_page_are_shown_as_they_were_typed() -> None:
    source = "The norm $\\|x\\|$ of\n\n```python\nx = 1\n```"
    context = page()
    first = pages.markdown(context, source)
    assert "<math" in first
    assert pages.markdown(context, source) == first
    left = context["resources"]["allowance"]
    assert pages.PAGE_CHARS - left.chars == 2 * len(first)
    for spent in (pages.Allowance(seconds=0), pages.Allowance(chars=0)):
        context = {"resources": {"allowance": spent}, "cell": {}}
        typed = pages.markdown(context, source)
        assert pages.TOO_SLOW in typed
        assert "$\\|x\\|$" in typed
        assert "<span" not in pages.code(context, "def f(): pass")
        assert "<math" not in pages.latex(context, "$x$")


def test_a_picture_is_not_shown_again_and_again() -> None:
    cell = {"attachments": {"a.png": {"image/png": "A" * 1_000_000}}}
    html = pages.markdown({"resources": {}, "cell": cell}, "![a](attachment:a.png) " * 4000)
    assert html.count("<img") == pages.PAGE_CHARS // 1_000_000 - 1


@pytest.mark.parametrize("within", ["", "<table>", "<svg>"])
@pytest.mark.parametrize(
    "unit", ["<div>", "<li><p><dd>", "<div><table></div></table>", "<p>", "x<br>", "<th></img></b>"]
)
def test_html_is_shown_in_bounded_time(within: str, unit: str) -> None:
    began = time.process_time()
    sanitize.sanitize_html(within + unit * (500_000 // len(unit)))
    assert time.process_time() - began < 5


NAMES = [f"a{number}" for number in range(100_000)]
CROWDED = {
    "rows in SVG, which nest there": "<svg>" + "<tr>" * 24_000 + "</x>" * 24_000,
    "cells in MathML": "<MATH\n>" + "<td>" * 24_000 + "</x>" * 24_000,
    "a tag with many attributes": f"<p {' '.join(NAMES)}>x",
    "an end tag with many": f"</p {'/'.join(NAMES)}>x",
    "attributes without space between": "<p " + "".join(f'{name}="1"' for name in NAMES) + ">x",
    "beginnings of tags in the name of one": "<a" * 60_000,
    "beginnings of tags in values": "<a/x=" * 30_000,
    "ends of scripts": "<script>" + "</script" * 100_000,
    "formats that every block begins anew": (
        "<p>" + "".join(f"<b title={number}>" for number in range(400)) + "<p>x" * 20_000
    ),
}


@pytest.mark.parametrize("what", CROWDED)
def test_html_that_parsers_are_slow_at_is_not_parsed(what: str) -> None:
    began = time.process_time()
    shown = sanitize.sanitize_html(CROWDED[what])
    assert time.process_time() - began < 2
    assert len(shown) < 1000


def test_a_page_of_scripts_with_many_comparisons_is_told_as_what_needs_scripts() -> None:
    page = f"<div id='chart'></div><script>if (i <n {' && '.join(NAMES[:300])}) draw()</script>"
    assert sanitize.sanitize_outputs({"text/html": page})["text/html"] == sanitize.NEEDS_SCRIPTS


def test_a_large_table_is_shown() -> None:
    row = "<tr>" + "<td>1.25</td>" * 20 + "</tr>"
    assert sanitize.sanitize_html(f"<table>{row * 1000}</table>").count("<td>") == 20_000


# SVG --------------------------------------------------------------------------------------------

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


def drawn(inside: str) -> str | None:
    """Return what is kept of a drawing."""
    return sanitize.sanitize_outputs({"image/svg+xml": DRAWING.format(inside)}).get("image/svg+xml")


def test_a_figure_of_matplotlib_in_svg_is_kept_whole() -> None:
    figure = Figure()
    axes = figure.add_subplot()
    axes.scatter(range(50), range(50))
    axes.bar([1], [2], hatch="/", label="$x^2$")
    axes.imshow([[0, 1]])
    axes.legend()
    text = io.StringIO()
    figure.savefig(text, format="svg")
    kept = sanitize.sanitize_outputs({"image/svg+xml": text.getvalue()})["image/svg+xml"]
    for element in ("<path", "<use", "<image", "<clipPath", "<pattern", "<style"):
        assert kept.count(element) == text.getvalue().count(element)
    assert sanitize.sanitize_outputs({"image/svg+xml": kept}) == {"image/svg+xml": kept}


@pytest.mark.parametrize(
    "live",
    [
        "<script>live()</script>",
        "<foreignObject><p>live</p></foreignObject>",
        "<x:script xmlns:x='http://www.w3.org/2000/svg'>live()</x:script>",
        "<rect onclick='live()'/>",
        "<a href='javascript:live()'/>",
        "<image href='https://example.org/live.png'/>",
        "<use href='https://example.org/live.svg#x'/>",
        "<rect style='fill: url(https://example.org/live)'/>",
        "<rect style='fill: \\75 rl(https://example.org/live)'/>",
        "<style>@import 'https://example.org/live'</style>",
        "<rect><animate attributeName='href' values='live'/></rect>",
        "<use href='#%61live'/>",  # a browser would find what is counted under another id
        "<use href='#live '/>",
        "<rect clip-path='url(#%61live)'/>",
        "<style>.live{fill:ur<x/>l(#p)}</style>",
        "<style>.live{fill:ur<rect/>l(#p)}</style>",
        "<style>.live{content:image-set('//example.org' 1x)}</style>",
        "<rect HREF='javascript:live()' ONLOAD='live()'/>",
        "<rect fill='src(//example.org/live)'/>",
    ],
)
def test_of_an_svg_only_what_draws_is_kept(live: str) -> None:
    kept = drawn(f"{live}<circle r='1'/>")
    assert kept
    assert "live" not in kept
    assert "<circle" in kept


def nested(depth: int, refer: str) -> str:
    """Groups, each of which leads ten times to the one before."""
    groups = ["<g id='a0'><rect/></g>"]
    groups += [f"<g id='a{n + 1}'>{refer.format(n) * 10}</g>" for n in range(depth)]
    return "".join(groups)


TAKES_LONG = {
    "uses of uses": nested(9, "<use href='#a{}'/>"),
    "clipped by what is clipped": nested(9, "<rect clip-path='url(#a{})'/>"),
    "itself": "<g id='a'><use href='#a'/></g>",
    "many uses of much": "<g id='a'>" + "<rect/>" * 300 + "</g>" + "<use href='#a'/>" * 300,
    "many elements": "<rect/>" * 60_000,
    "nested elements": "<g>" * 600 + "</g>" * 600,
    "damaged": "<g>",
}


@pytest.mark.parametrize("inside", TAKES_LONG.values(), ids=TAKES_LONG)
def test_an_svg_that_would_take_too_long_to_draw_is_said_to_be_missing(inside: str) -> None:
    began = time.process_time()
    shown = sanitize.sanitize_outputs({"image/svg+xml": DRAWING.format(inside), "text/plain": "x"})
    assert time.process_time() - began < 3
    assert "image/svg+xml" not in shown
    assert "not shown here" in shown["text/html"]


def test_addresses_without_an_end_are_read_in_bounded_time() -> None:
    began = time.process_time()
    assert drawn(f"<rect fill='{'url(#' * 800_000}'/>")
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "declared", ['<!ENTITY a "aaaa">', '<!ATTLIST rect a CDATA "aaaa" b CDATA "aaaa">']
)
def test_an_svg_with_declarations_of_its_own_is_not_shown(declared: str) -> None:
    picture = f"<!DOCTYPE svg [{declared}]><svg><rect/></svg>"
    assert "image/svg+xml" not in sanitize.sanitize_outputs({"image/svg+xml": picture})


# Charts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bundle", "told"),
    [
        ({"text/html": "<div id='a'></div>"}, True),
        ({"text/html": "<iframe src='x'></iframe>"}, True),
        ({"application/vnd.vegalite.v5+json": "", "text/plain": "x"}, True),
        ({"application/pdf": "", "text/plain": "x"}, True),
        ({"text/html": "<div id='a'><p>words</p></div>"}, False),
        ({"text/html": "<div id='a'></div>", "image/png": "aGk="}, False),
        ({"text/html": ""}, False),
        ({"application/vnd.jupyter.widget-view+json": "", "text/plain": "x"}, False),
    ],
)
def test_what_only_scripts_would_draw_is_said_to_be_missing(
    bundle: dict[str, str], told: bool
) -> None:
    assert ("not shown here" in str(sanitize.sanitize_outputs(bundle))) is told


def test_an_animation_of_matplotlibs_is_said_to_be_missing_and_not_its_buttons_alone() -> None:
    figure = Figure()
    lines = figure.add_subplot().plot([0, 1])
    FigureCanvasAgg(figure)
    moving = FuncAnimation(figure, lambda _: lines, frames=2)
    shown = sanitize.sanitize_outputs({"text/html": moving.to_jshtml()})["text/html"]
    assert "Loop" in shown
    assert "not shown here" in shown


# Sounds and videos ------------------------------------------------------------------------------

SOUND = Audio([0.0, 0.5], rate=8000, autoplay=True)
VIDEO = Video(data=b"frames", embed=True, mimetype="video/mp4", html_attributes="controls autoplay")


@pytest.mark.parametrize(("made", "kind"), [(SOUND, "audio/wav"), (VIDEO, "video/mp4")])
def test_a_sound_or_video_plays_if_the_notebook_holds_it(made: Any, kind: str) -> None:
    html = sanitize.sanitize_outputs({"text/html": made._repr_html_()})["text/html"]
    player = kind.partition("/")[0]
    assert re.search(rf"<{player}[^>]* controls=", html)
    assert f'src="data:{kind};base64,' in html
    assert "autoplay" not in html


@pytest.mark.parametrize(
    "html",
    [
        Audio(url="https://example.org/a.wav")._repr_html_(),
        Video(url="film.mp4")._repr_html_(),
        "<audio controls src='data:text/html;base64,aGk='>Your browser has no sound</audio>",
    ],
)
def test_one_from_elsewhere_is_said_to_be_missing_and_not_that_the_browser_is_old(
    html: str,
) -> None:
    shown = sanitize.sanitize_outputs({"text/html": html, "text/plain": "x"})["text/html"]
    assert "not shown here" in shown
    assert "rowser" not in shown
