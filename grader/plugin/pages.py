"""Notebook pages that load nothing: formulas are MathML, and styles and images are inline.

The feedback page extends nbgrader's own template by nbconvert's rules. Formgrader's grading page
uses the same filters and the templates in `templates/`, as set in `nbgrader_config.py`.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

import msgspec
import nh3
from jinja2 import pass_context
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode

from grader.notebooks import html_size, sanitize
from grader.plugin.defaults import TEMPLATES
from grader.render import cpu_limit, mathml
from grader.render.card import ticked

PAGE_SECONDS: Final = 5.0
"""CPU time for all texts of a page; those of a large notebook take a tenth of it."""

PAGE_CHARS: Final = 40_000_000
"""Maximum characters of HTML and pictures on a page, which is more than a submission may have. A
few characters of Markdown can show a large picture or a long address again and again."""

KEPT: Final = 160
"""Pieces of code, and of prose, that are kept as HTML: most of a page is the same for a class."""

KEPT_LENGTH: Final = 16_000
"""Maximum characters of a piece that is kept: 160 of the worst take 60 MB, prose as much."""

_RUN: Final = re.compile(r"\s{100}|\S{500}")
"""A run of text on which Pygments takes time quadratic in its length, or worse."""

_LANGUAGES: Final = ("python", "python3", "py", "ipython", "ipython3")
"""Languages that are highlighted in a student's Markdown."""

TOO_SLOW: Final = "(too slow to show formatted: this is how it was typed)"

_IN_TEXT: Final = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


class Allowance(msgspec.Struct):
    """What is left of the CPU time and the length of a page."""

    seconds: float = PAGE_SECONDS
    chars: int = PAGE_CHARS


def _allowance(context: Any) -> Allowance:
    """Return the allowance of the page that is made."""
    found: Allowance = context["resources"].setdefault("allowance", Allowance())
    return found


def _formatted(left: Allowance, make: Callable[[], str]) -> str | None:
    """Return what `make` makes of a student's text, or None if there is not enough time for it.

    Libraries fail on some texts, as by too deep a recursion: these are not formatted either.
    """
    if min(left.seconds, left.chars) <= 0:
        return None
    began = time.process_time()
    try:
        html = cpu_limit.limited(left.seconds, make)
    except Exception:  # noqa: BLE001 - whatever it is, the page shows the text
        return None
    finally:
        left.seconds -= time.process_time() - began
    left.chars -= len(html)
    return html


class _Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas drawn."""

    def __init__(self, left: Allowance, **options: object) -> None:
        super().__init__(escape=False, exclude_anchor_links=True, **options)
        self._left = left

    def block_code(self, code: str, info: str | None = None) -> str:
        words = (info or "").split()
        known = bool(words) and words[0] in _LANGUAGES
        return highlighted(code) if known else without_colours(code)

    def block_math(self, body: str) -> str:
        return mathml.formula(body, block=True)

    def inline_math(self, body: str) -> str:
        return mathml.formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        return mathml.formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        picture = self.attachments.get(url.removeprefix("attachment:"), {})
        self._left.chars -= sum(map(len, picture.values()))
        return str(super().image(text, url, title)) if self._left.chars > 0 else escape(text)


@pass_context
def markdown(context: Any, source: str) -> str:
    """Replace nbconvert's filter `markdown2html`."""
    cell, left = context.get("cell", {}), _allowance(context)
    ours = cell.get("cell_type") == "markdown" and cell.metadata.get("nbgrader", {}).get("locked")
    if attachments := cell.get("attachments", {}):
        finish = str if ours else balanced
        html = _formatted(left, lambda: finish(_rendered_prose(source, left, attachments)))
    else:
        html = _formatted(left, lambda: _kept(_prose if ours else _students_prose, source))
    return html or f"<p>{TOO_SLOW}</p>\n<pre>{escape(source)}</pre>" if source.strip() else ""


def _prose(source: str) -> str:
    return _rendered_prose(source, Allowance(), {})


def _students_prose(source: str) -> str:
    return balanced(_prose(source))


def _rendered_prose(source: str, left: Allowance, attachments: object) -> str:
    return str(MarkdownWithMath(renderer=_Renderer(left, attachments=attachments)).render(source))


def balanced(html: str) -> str:
    """Return a student's prose with all closed that it opens, and nothing that was open before.

    Else it would hold or hide what comes after it on the page. What is too much for a parser is
    refused.
    """
    if html_size.is_too_much(html):
        raise ValueError("too many tags")
    return _cleaner().clean(html)


@functools.cache
def _cleaner() -> nh3.Cleaner:
    """Return what keeps all that is rendered of a text, as a browser would read it."""
    return nh3.Cleaner(
        tags={*sanitize.PLAIN, "a", "div", "img", "span", *mathml.TAGS},
        attributes={
            "*": {"class", "style", "tabindex", "title", *mathml.ATTRIBUTES},
            "a": {"href"},
            "img": {"alt", "src"},
        },
        url_schemes={"data", "http", "https"},
        url_relative="pass_through",
        link_rel=None,
    )


def as_it_is(html: str) -> str:
    """Replace nbconvert's filter `strip_files_prefix`: with many brackets it takes minutes.

    It looks for links to `files/`, which IPython had until 2013.
    """
    return html


@pass_context
def latex(context: object, source: str) -> str:
    """Render a TeX output, which contains formulas between dollar signs or is one."""
    return _formatted(_allowance(context), lambda: _drawn(source)) or without_colours(source)


def _drawn(source: str) -> str:
    found, end = [], 0
    for match in _IN_TEXT.finditer(source):
        found.append(escape(source[end : match.start()]))
        found.append(mathml.formula(match[1] or match[2], block=True))
        end = match.end()
    return "".join([*found, escape(source[end:])]) if found else mathml.formula(source, block=True)


@pass_context
def code(context: Any, source: str, **_: object) -> str:
    """Replace nbconvert's filter `highlight_code`."""
    return _formatted(_allowance(context), lambda: highlighted(source)) or without_colours(source)


def highlighted(source: str) -> str:
    """Return code as HTML, with colours unless these take too long."""
    return without_colours(source) if _RUN.search(source) else _kept(_highlight, source)


def without_colours(source: str) -> str:
    """Return code as HTML, as it was typed."""
    return f'<div class="highlight"><pre>{escape(source)}</pre></div>'


_highlight: Final = Highlight2HTML(pygments_lexer="ipython3")


def _kept(make: Callable[[str], str], source: str) -> str:
    """Return what `make` makes of a piece, from memory if it is short and was made before."""
    if len(source) >= KEPT_LENGTH:
        return str(make(source))
    return _as_bytes(make, source).decode(errors="surrogatepass")


@functools.lru_cache(2 * KEPT)
def _as_bytes(make: Callable[[str], str], source: str) -> bytes:
    return str(make(source)).encode(errors="surrogatepass")


_UNTOLD: Final = re.compile(r"<img\b(?![^>]*\salt=)")
"""A picture without an alternative text."""

_environments: dict[tuple[str, ...], Any] = {}


class FeedbackPage(HTMLExporter):
    """The exporter that replaces nbgrader's for feedback."""

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        self.extra_template_basedirs = TEMPLATES
        self.template_file = "page.html.j2"
        self.optimistic_validation = True  # once, not after each preprocessor

    def _create_environment(self) -> object:
        """Return one environment for all pages: compiling templates takes longer than a page."""
        paths = tuple(self.template_paths)
        if paths not in _environments:
            _environments[paths] = super()._create_environment()
        return _environments[paths]

    def from_notebook_node(
        self, nb: NotebookNode, resources: ResourcesDict | None = None, **options: object
    ) -> tuple[str, ResourcesDict]:
        """Do what HTMLExporter does, without its last step, which takes as long as all the rest.

        It parses the page to add what our template has already, and a text to pictures without one.
        """
        resources = self._init_resources(resources)
        filtered = WidgetsDataTypeFilter(
            notebook_metadata=self._nb_metadata, parent=self, resources=resources
        )
        self.register_filter("highlight_code", self.filters.get("highlight_code", code))
        self.register_filter("filter_data_type", filtered)
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **options)
        return _UNTOLD.sub(
            r'<img alt="No description has been provided for this image"', page
        ), resources

    def default_filters(self) -> Iterator[tuple[str, object]]:
        yield from super().default_filters()
        yield from (("markdown2html", markdown), ("strip_files_prefix", as_it_is))
        yield from (("mathml", latex), ("ticked", ticked))
