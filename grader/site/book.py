"""The book: each notebook as a page, made by Sphinx from the released cells and their outputs.

Nothing in a page is asked of another server, and formulas are MathML, so that they need no script.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from grader.errors import CourseError
from grader.notebooks.files import write_whole
from grader.notebooks.sanitize import is_picture
from grader.notebooks.source_cells import SourceCell, alternative_text
from grader.site.front_map import course_map
from grader.site.heads import spoken, title_of
from grader.site.lessons import Lesson

STATIC: Final = Path(__file__).parent / "static"

INTRODUCTION: Final = (
    "Each page shows a notebook with the outputs and figures that it has when every exercise in it"
    " is solved. On a page, *Open and write* opens the notebook in your browser, where you write"
    " and run it; nothing needs to be installed. What you write stays in your browser until you"
    " hand it in."
)

OTHERS: Final = ("_downloads", "_images", "_sources", "_static", "lite", "pyodide")
"""Folders beside those of assignments that hold files of other kinds."""

_OF_MYST: Final = (
    *("front_matter", "myst_block_break", "myst_line_comment", "myst_role", "myst_target"),
)
"""What MyST reads in a text, and Jupyter does not."""

_DIRECTIVE: Final = re.compile(r"^([ >]*(?:`{3,}|~{3,}) *)\{", re.MULTILINE)
"""The beginning of a block of code that MyST would obey."""

_UNDRAWN: Final = ("myst", "mystnb", "toc", "ref", "image", "docutils", "misc", "config")
"""Warnings about a course's own text, which make no page worse than its notebook is."""


def build_book(
    folder: Path,
    target: Path,
    lessons: Sequence[Lesson],
    files: Mapping[str, Mapping[str, bytes]],
    title: str,
) -> None:
    """Build the pages; `folder` keeps what the next build need not do again."""
    source = folder / "source"
    wanted = _sources(lessons, files, title)
    front = source / "index.rst"
    same = front.is_file() and front.read_bytes() == wanted["index.rst"]
    for path in [path for path in source.rglob("*") if path.is_file()]:
        if path.relative_to(source).as_posix() not in wanted:
            path.unlink()
    for name, data in wanted.items():
        path = source / name
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
    _run_sphinx(source, folder / "doctrees", target, title, all_pages=not same)
    _remove_old(target, {f"{lesson.path}.html" for lesson in lessons})
    _forget_words(target / "searchindex.js")


def _forget_words(path: Path) -> None:
    """Remove the words of pages that are gone from the index of the search: Sphinx keeps them."""
    before, opened, index = path.read_text(encoding="utf-8").partition("(")
    found = json.loads(index.removesuffix(")"))
    for kind in ("alltitles", "terms", "titleterms"):
        found[kind] = {word: pages for word, pages in found[kind].items() if pages != []}
    write_whole(path, f"{before}{opened}{json.dumps(found, separators=(',', ':'))})".encode())


def _remove_old(target: Path, pages: Set[str]) -> None:
    """Remove pages of notebooks that are gone, and what no page shows or links to any more."""
    texts = []
    for path in target.glob("*.html"):
        texts.append(path.read_text(encoding="utf-8"))
    for path in target.glob("*/*.html"):
        if path.relative_to(target).as_posix() in pages:
            texts.append(path.read_text(encoding="utf-8"))
        elif path.parent.name not in OTHERS:
            path.unlink()
    shown = "".join(texts)
    for path in [*target.glob("_images/*"), *target.glob("_downloads/*/*")]:
        if path.relative_to(target).as_posix() not in shown:
            path.unlink()


def _sources(
    lessons: Sequence[Lesson], files: Mapping[str, Mapping[str, bytes]], title: str
) -> dict[str, bytes]:
    """Return what Sphinx reads: the pages, the front page, and the data that pages link to."""
    found = {
        f"{assignment}/{name}": data
        for assignment, given in files.items()
        for name, data in given.items()
        if not name.endswith(".ipynb")
    }
    for lesson in lessons:
        found |= {f"{lesson.assignment}/{name}": data for name, data in _attached(lesson)}
        found[f"{lesson.path}.ipynb"] = json.dumps(_page(lesson), indent=1).encode()
    found["index.rst"] = _front_page(lessons, title).encode()
    return found


def _attached(lesson: Lesson) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that are attached to cells, by the names of their files."""
    for number, cell in enumerate(lesson.cells):
        for name, kinds in cell.get("attachments", {}).items():
            for kind, data in kinds.items():
                if is_picture(kind, data):
                    yield _name_of_attached(lesson, number, name), base64.b64decode(data)


def _name_of_attached(lesson: Lesson, number: int, name: str) -> str:
    """Return the name of a file with a picture; what is called so is no other file's name."""
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    return f"attached-{lesson.name}-{number}-{digest}{Path(name).suffix}"


def _prose(lesson: Lesson, number: int, cell: Mapping[str, Any]) -> str:
    """Return a text as Sphinx reads it: it shows what Jupyter shows, and obeys no directives."""
    text = _DIRECTIVE.sub(r"\1text {", cell["source"])
    for name in cell.get("attachments", {}):
        for written in {name, quote(name)}:
            place = quote(_name_of_attached(lesson, number, name))
            text = text.replace(f"(attachment:{written}", f"({place}")
    return text


def _page(lesson: Lesson) -> dict[str, Any]:
    """Return a notebook as Sphinx reads it: figures have their text, tests are folded."""
    cells = []
    for number, cell in enumerate(lesson.cells):
        shown = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "source": cell["source"]}
        metadata: dict[str, Any] = {}
        seen = SourceCell(cell)
        if seen.is_markdown:
            shown["source"] = _prose(lesson, number, cell)
        if seen.is_code:
            outputs = lesson.outputs[number] if lesson.outputs else []
            shown |= {"execution_count": None, "outputs": outputs}
            alternative = alternative_text(seen.source) or "A figure drawn by the code above"
            metadata["mystnb"] = {"image": {"alt": alternative}}
            if seen.is_tests:
                metadata["tags"] = ["hide-input"]
        cells.append({**shown, "metadata": metadata})
    if not any(_begins_with_title(cell) for cell in cells[:1]):
        heading = {"cell_type": "markdown", "id": "title", "metadata": {}}
        cells.insert(0, {**heading, "source": f"# {title_of(lesson)}"})
    language = {"name": "python", "pygments_lexer": "ipython3"}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": language}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _begins_with_title(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "markdown" and "".join(cell["source"]).lstrip().startswith("# ")


def _front_page(lessons: Sequence[Lesson], title: str) -> str:
    plain = re.sub(r"([\\*`|_<>:\[\]])", r"\\\1", title)
    lines = [plain, "=" * len(plain), "", INTRODUCTION, "", ".. raw:: html", ""]
    lines += [f"   {line}" for line in course_map(lessons).splitlines()]
    for assignment in dict.fromkeys(lesson.assignment for lesson in lessons):
        lines += ["", ".. toctree::", "   :hidden:", f"   :caption: {spoken(assignment)}", ""]
        lines += [f"   {one.path}" for one in lessons if one.assignment == assignment]
    return "\n".join(lines) + "\n"


def _run_sphinx(source: Path, doctrees: Path, target: Path, title: str, *, all_pages: bool) -> None:
    """Write the pages that changed, or all: each lists all notebooks by their titles."""
    settings = {
        "project": title,
        "html_title": title,
        "extensions": ["myst_nb", "grader.site.sphinx_pages"],
        "include_patterns": ["index.rst", "*/*.ipynb"],
        "myst_enable_extensions": ["dollarmath", "amsmath"],
        "myst_disable_syntax": list(_OF_MYST),
        "nb_execution_mode": "off",
        "nb_code_prompt_show": "Show the tests",
        "nb_code_prompt_hide": "Hide the tests",
        "highlight_language": "none",
        "smartquotes": False,
        "suppress_warnings": list(_UNDRAWN),
        "html_theme": "furo",
        "html_theme_options": {"top_of_page_buttons": []},
        "html_show_sphinx": False,
        "html_show_copyright": False,
        "html_copy_source": False,
        "html_static_path": [str(STATIC)],
        "html_css_files": ["book.css"],
        "html_js_files": ["progress.js", "map.js"],
        "myst_update_mathjax": False,
        "html_math_renderer": "mathml",
    }
    warnings = io.StringIO()
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, target, doctrees, "html", settings, status=None, warning=warnings
            )
            app.build(force_all=all_pages)
    except (SphinxError, OSError) as error:
        raise CourseError(f"The pages can't be built: {error}") from error
