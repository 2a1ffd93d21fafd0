"""Formulas become MathML that can not act, whatever the TeX; others are shown as they are."""

from __future__ import annotations

import re
import time

import html5lib
import pytest

from grader.render import mathml
from tests.simulated import ROOT, read

FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\$)\$([^$]+?)\$(?!\$)", re.DOTALL)
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """What a browser makes of it."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [(str(e.tag).rpartition("}")[2], dict(e.attrib)) for e in tree.iter()][1:]


def course_formulas() -> list[str]:
    """All formulas in the course's prose."""
    found = []
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in read(path)["cells"]:
            if cell["cell_type"] == "markdown":
                found += FORMULA.findall(CODE.sub("", cell["source"]))
    return [block or inline for block, inline in found]


def test_every_formula_of_the_course_is_drawn() -> None:
    formulas = course_formulas()
    assert len(formulas) > 500
    assert not [tex for tex in formulas if not mathml.formula(tex).startswith("<math")]


def test_a_fraction_is_a_fraction_and_a_number_of_an_equation_stands_at_its_end() -> None:
    drawn = mathml.formula(r"\frac{a}{b} \tag{3}", block=True)
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in drawn
    assert drawn.index("mfrac") < drawn.index("(3)")
    assert "<munder><mo>lim</mo>" in mathml.formula(r"\lim_{h \to 0} h", block=True)


HOSTILE = [
    "<script>alert(1)</script>",
    r"\text{<img src=x onerror=alert(1)>}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{position:fixed;inset:0}{x}",
    r"\class{output}{x}",
    r"\unicode{x3c}script\unicode{x3e}",
    r"\verb|<iframe src=x>|",
    r"&lt;script&gt;x",
    r"\operatorname{</math><script>}",
    r"\color{red;background:url(http://x)}{y}",
    r"\rule{9999em}{9999em}",
    r"\hspace{-9999px}x",
    r"\fbox{</mtext><svg onload=x>}",
    "\x00\x1b[31m\u200b\ud800x",
]


@pytest.mark.parametrize("tex", HOSTILE)
@pytest.mark.parametrize("block", [False, True])
def test_nothing_in_a_formula_acts(tex: str, block: bool) -> None:
    found = elements(mathml.formula(tex, block=block))
    assert found
    assert {tag for tag, _ in found} <= mathml.TAGS | {"code", "pre"}
    for _, attributes in found:
        assert attributes.pop("tabindex", "0") == "0"
        assert attributes.keys() <= mathml.ATTRIBUTES | {"class"}
        assert not re.search(r"\d{3,}(em|px|ex|pt)|[:;(]", " ".join(attributes.values()))


DEEP = [
    "{" * 1000 + "}" * 1000,
    r"\sqrt{" * 330 + "}" * 330,
    r"\left(" * 300,
    r"\begin{matrix}" * 120,
    "&" * 2000,
    "x_{" * 660 + "}" * 660,
    r"\frac" * 400,
    "'" * 2000,
    r"\def\x{aa}" + r"\def\y{\x\x}" * 9,
    r"\newcommand{\x}{\x\x}\x",
    "x" * 1_000_000,
    r"\text{" * 330,
]


@pytest.mark.parametrize("tex", DEEP, ids=range(len(DEEP)))
def test_no_formula_keeps_a_page_waiting(tex: str) -> None:
    started = time.process_time()
    assert mathml.formula(tex).startswith(("<math", "<code"))
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("tex", [r"\def\x{y}\x", r"\frac", "a" * 2001, r"\begin{bogus}<\end{x}"])
def test_what_is_not_drawn_is_shown_as_it_is(tex: str) -> None:
    shown = mathml.formula(tex)
    assert shown.startswith('<code class="tex">')
    assert "".join(html5lib.parseFragment(shown, namespaceHTMLElements=False).itertext()) == tex
