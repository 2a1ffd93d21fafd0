"""Cells of a notebook as a piece of HTML: what a marking page shows of questions and answers.

Formulas, code and outputs look as on a feedback page, which comes from the same exporter.
Everything is sanitized here, wherever the notebook comes from.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import nbformat
from nbformat import NotebookNode

from grader.notebooks import sanitize
from grader.notebooks.ipynb import pictures
from grader.plugin.defaults import TEMPLATES
from grader.plugin.pages import Allowance, FeedbackPage

BELOW: Final = 2
"""Levels of headings that a page has above what is shown."""

_HEADING: Final = re.compile(r"<(/?)h([1-6])\b")

ANSWER_SECONDS: Final = 2.0
"""CPU time for all texts of an answer: a page shows those of a whole class."""

MAX_OUTPUTS: Final = 50
"""Outputs of a cell that are shown."""


class AnswerCells(FeedbackPage):
    """The exporter of cells without a page around them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(template_name="classic", extra_template_basedirs=TEMPLATES, **options)
        self.template_file = "answer.html.j2"
        self.exclude_input_prompt = self.exclude_output_prompt = True


@functools.cache
def _exporter() -> AnswerCells:
    return AnswerCells()


def cells_as_html(cells: Iterable[Mapping[str, Any]]) -> str:
    """Return cells of a graded notebook as HTML that runs and loads nothing."""
    nb = nbformat.v4.new_notebook(cells=[_harmless_cell(cell) for cell in cells])
    html, _ = _exporter().from_notebook_node(nb, {"allowance": Allowance(ANSWER_SECONDS)})
    return _HEADING.sub(_lowered, str(html).strip())


def _lowered(tag: re.Match[str]) -> str:
    return f"<{tag[1]}h{min(int(tag[2]) + BELOW, 6)}"


def _harmless_cell(cell: Mapping[str, Any]) -> NotebookNode:
    """Return a cell with nothing of another but its text, pictures and outputs, sanitized."""
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        shown = pictures(cell.get("attachments")) or {}
        text = sanitize.sanitize_markdown(source, shown)
        return nbformat.v4.new_markdown_cell(text, attachments=shown)
    outputs = cell.get("outputs") or []
    kept = [found for one in outputs[:MAX_OUTPUTS] if (found := _harmless_output(one))]
    return nbformat.v4.new_code_cell(source, outputs=kept)


def _harmless_output(output: Mapping[str, Any]) -> NotebookNode | None:
    """Return an output, sanitized, or None for one of no known kind."""
    match output.get("output_type"):
        case "stream":
            text = sanitize.keep_colour_codes("".join(output["text"]))
            return nbformat.v4.new_output("stream", name=str(output["name"]), text=text)
        case "error":
            lines = [sanitize.keep_colour_codes(str(line)) for line in output["traceback"]]
            names = {"ename": str(output["ename"]), "evalue": str(output["evalue"])}
            return nbformat.v4.new_output("error", traceback=lines, **names)
        case "display_data" | "execute_result":
            data = {
                kind: "".join(text)
                for kind, text in output["data"].items()
                if isinstance(text, str | list)
            }
            return nbformat.v4.new_output("display_data", sanitize.sanitize_outputs(data))
    return None
