"""Notebook pages that load nothing: formulas are MathML, and styles and images are inline.

The feedback page extends nbgrader's own template by nbconvert's rules. Formgrader's grading page
uses the same filters and the templates in `templates/`, as set in `nbgrader_config.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from jinja2 import pass_context
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter

from grader.plugin.install import TEMPLATES
from grader.render import mathml
from grader.render.card import ticked

FORMULAS: Final = 100_000
"""Maximum characters of formulas to draw per page. Beyond it, the TeX is shown."""

CODE: Final = 100_000
"""Maximum characters of code to highlight per page. Beyond it, code has no colours."""

KEPT: Final = 160
"""Pieces of code, and of prose, that are kept as HTML: most of a page is the same for a class."""

KEPT_LENGTH: Final = 16_000
"""Maximum characters of a piece that is kept: 160 of the worst take 60 MB, prose as much."""

_RUN: Final = re.compile(r"\s{100}|\S{500}")
"""A run of text on which Pygments takes time quadratic in its length, or worse."""

_LANGUAGES: Final = ("python", "python3", "py", "ipython", "ipython3")
"""Languages that are highlighted in a student's Markdown."""

_IN_TEXT: Final = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


class _Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas drawn."""

    def __init__(self, left: list[int], code_left: list[int], **options: Any) -> None:
        super().__init__(escape=False, exclude_anchor_links=True, **options)
        self._left = left
        self._code_left = code_left

    def block_code(self, code: str, info: str | None = None) -> str:
        words = (info or "").split()
        known = bool(words) and words[0] in _LANGUAGES
        return highlighted(code, self._code_left if known else [0])

    def block_math(self, body: str) -> str:
        return drawn(body, self._left, block=True)

    def inline_math(self, body: str) -> str:
        return drawn(body, self._left)

    def latex_environment(self, name: str, body: str) -> str:
        return drawn(f"\\begin{{{name}}}{body}\\end{{{name}}}", self._left, block=True)


def drawn(tex: str, left: list[int], *, block: bool = False) -> str:
    """Return a formula as MathML while the page's allowance lasts, and as TeX after that."""
    left[0] -= len(tex)
    return mathml.formula(tex, block=block) if left[0] > 0 else f"<code>{escape(tex)}</code>"


@pass_context
def markdown(context: Any, source: str) -> str:
    """Replace nbconvert's filter `markdown2html`."""
    attachments = context.get("cell", {}).get("attachments", {})
    left, code_left = _left(context), _left(context, "code_left", CODE)
    if attachments or len(source) >= min(KEPT_LENGTH, left[0], code_left[0]):
        return _rendered_prose(source, left, code_left, attachments)
    page, formulas, code_shown = _kept_prose(source)
    left[0] -= formulas
    code_left[0] -= code_shown
    return page.decode(errors="surrogatepass")


@functools.lru_cache(KEPT)
def _kept_prose(source: str) -> tuple[bytes, int, int]:
    """Return Markdown as HTML, and the characters of formulas and of code in it."""
    left, code_left = [FORMULAS], [CODE]
    page = _rendered_prose(source, left, code_left, {})
    return page.encode(errors="surrogatepass"), FORMULAS - left[0], CODE - code_left[0]


def _rendered_prose(source: str, left: list[int], code_left: list[int], attachments: Any) -> str:
    renderer = _Renderer(left, code_left, attachments=attachments)
    return str(MarkdownWithMath(renderer=renderer).render(source))


@pass_context
def latex(context: Any, source: str) -> str:
    """Render a TeX output, which contains formulas between dollar signs or is one."""
    left, found, end = _left(context), [], 0
    for match in _IN_TEXT.finditer(source):
        found.append(escape(source[end : match.start()]))
        found.append(drawn(match[1] or match[2], left, block=True))
        end = match.end()
    return "".join([*found, escape(source[end:])]) if found else drawn(source, left, block=True)


def highlighted(source: str, left: list[int]) -> str:
    """Return code as HTML, highlighted while the page's allowance lasts."""
    left[0] -= len(source)
    if left[0] > 0 and not _RUN.search(source):
        if len(source) >= KEPT_LENGTH:
            return str(_highlight(source))
        return _kept_code(source).decode(errors="surrogatepass")
    return f'<div class="highlight"><pre>{escape(source)}</pre></div>'


_highlight: Final = Highlight2HTML(pygments_lexer="ipython3")


@functools.lru_cache(KEPT)
def _kept_code(source: str) -> bytes:
    return str(_highlight(source)).encode(errors="surrogatepass")


@pass_context
def code(context: Any, source: str, **_: Any) -> str:
    """Replace nbconvert's filter `highlight_code`."""
    return highlighted(source, _left(context, "code_left", CODE))


def _left(context: Any, name: str = "formulas_left", most: int = FORMULAS) -> list[int]:
    """Return the allowance that remains for the current page."""
    found: list[int] = context["resources"].setdefault(name, [most])
    return found


_UNTOLD: Final = re.compile(r"<img\b(?![^>]*\salt=)")
"""A picture without an alternative text."""

_environments: dict[tuple[str, ...], Any] = {}


class FeedbackPage(HTMLExporter):
    """The exporter that replaces nbgrader's for feedback."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.extra_template_basedirs = TEMPLATES
        self.template_file = "page.html.j2"
        self.optimistic_validation = True  # once, not after each preprocessor

    def _create_environment(self) -> Any:
        """Return one environment for all pages: compiling templates takes longer than a page."""
        paths = tuple(self.template_paths)
        if paths not in _environments:
            _environments[paths] = super()._create_environment()
        return _environments[paths]

    def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
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

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()
        yield from (("markdown2html", markdown), ("mathml", latex), ("ticked", ticked))
