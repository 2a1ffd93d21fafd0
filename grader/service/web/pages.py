"""What pages share: templates, and the files that they load."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pygments.formatters import HtmlFormatter

TEMPLATES: Final = Path(__file__).with_name("templates")

STYLE: Final = "style.css"

FILE_TYPES: Final = {".css": "text/css", ".js": "text/javascript"}

POLICY: Final = "; ".join(
    (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"),
        # colours and borders of tables and cards; the allowed ones are on a list
        "style-src-attr 'unsafe-inline'",
        *("img-src data:", "media-src data:"),
        *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
    )
)
"""What a page may load and run."""


def templates_in(folder: Path) -> Environment:
    """Return the templates of a folder and the shared ones."""
    made = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = "{:g}".format
    return made


def problem_page(sentence: str) -> str:
    """Return a page that says what is wrong."""
    return templates_in(TEMPLATES).get_template("problem.html").render(sentence=sentence)


def file_content(path: Path) -> str:
    """Return a file that pages load."""
    text = path.read_text(encoding="utf-8")
    if path.name == STYLE:
        text += str(HtmlFormatter().get_style_defs(".highlight"))
    return text
