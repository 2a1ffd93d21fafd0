"""Bytes that are handed in as a notebook: read, put right, written, and shown."""

from __future__ import annotations

import functools
import json
import random
import tempfile
from pathlib import Path
from typing import Any, Final

import nbformat

from grader.errors import Unreadable
from grader.grading.jobs import invalid_notebook
from grader.notebooks import ipynb, sanitize, source_cells
from grader.notebooks.files import write_whole
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.testing import forbidden_names
from tests.fuzz import pages, trees
from tests.fuzz.watch import watched

SUITE: Final = "def test_f():\n    assert f(1) == 2\n\nrun_tests(points=2)"
KEY: Final = Key(
    notebook="fuzzed",
    kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
    cells=[
        KeyCell(name="prose", cell_type="markdown", source="# Read <b>this</b>", locked=True),
        KeyCell(name="answer", cell_type="code", source="", solution=True),
        KeyCell(name="test", cell_type="code", source=SUITE, locked=True, grade=True, points=2.0),
        KeyCell(
            name="classic", cell_type="code", source="assert f", locked=True, grade=True, points=1.0
        ),
        KeyCell(name="written", cell_type="markdown", grade=True, solution=True, points=3.0),
        KeyCell(name="task", cell_type="markdown", source="Do", locked=True, task=True, points=1.0),
    ],
)
"""A key with a cell of each kind."""


# Inputs -------------------------------------------------------------------------------------


def _cell(name: str, kind: str, source: Any, **more: Any) -> dict[str, Any]:
    marks = {"grade_id": name, "schema_version": 3, "grade": True, "locked": False}
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    meta = {"nbgrader": marks, "tags": ["a"]} if name else {}
    return {"cell_type": kind, "id": f"id-{name}", "metadata": meta, "source": source} | code | more


def _notebook(*cells: dict[str, Any], **more: Any) -> dict[str, Any]:
    meta = {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": meta, "cells": [*cells]} | more


def seeds() -> list[bytes]:
    """Honest notebooks, and such as are hostile already."""
    picture = {"a.png": {"image/png": "aGVsbG8="}}
    whole = _notebook(
        _cell("prose", "markdown", ["# Read\n", "this"]),
        _cell("answer", "code", "def f(x):\n    return x + 1"),
        _cell("test", "code", SUITE),
        _cell("classic", "code", ["assert f"]),
        _cell("written", "markdown", "Because ![a](attachment:a.png)", attachments=picture),
        _cell("task", "markdown", "Do"),
        _cell("", "raw", "<script>alert(1)</script>"),
    )
    output = {"output_type": "stream", "name": "stdout", "text": ["a"]}
    text = json.dumps(whole)
    few = [
        _notebook(_cell("test", "code", "1"), _cell("test", "markdown", "2")),
        _notebook(_cell("answer", "code", "f = 1", outputs=[output], execution_count=3)),
        _notebook(_cell("answer", "code", _CODE), _cell("", "code", "!ls\nf = lambda: (yield)")),
        _notebook(_cell("", "markdown", _MARKDOWN), _cell("written", "markdown", _LINKS)),
        _notebook(nbformat=3),
        {**_notebook(), "worksheets": [{"cells": []}]},
    ]
    encoded = [json.dumps(each).encode() for each in few]
    odd = [
        text.replace('"metadata"', '"cells": [], "metadata"', 1),
        text.replace("None", "NaN").replace("null", "NaN"),
        text.replace("Because", "\\ud800 \\u0000 \\u2028"),
        '{"nbformat": 4' + "0" * 400 + ', "cells": []}',
        '{"nbformat": 4.0, "cells": [{"cell_type": "code"}]}',
        '{"nbformat": 4, "cells": ' + "[" * 3000 + "]" * 3000 + "}",
        '{"nbformat": 4, "metadata": ' + '{"a":' * 3000 + "1" + "}" * 3000 + "}",
    ]
    return [
        *(text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), *encoded),
        *[each.encode() for each in odd],
        *(b"", b" \n", b"{}", b"[]", b"null", b'{"nbformat": 4}', b"\xff\xfe", b'"\xed\xa0\x80"'),
    ]


_MARKDOWN: Final = """# Title <script>alert(1)</script>

<b>bold</b> <img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a> <!-- c -->

| a | b |
|---|---|
| 1 | <details><summary>x</summary>y</details> |

```html
<iframe src="https://a.b"></iframe>
```

$a<b$ and $$\\begin{aligned} a < b \\end{aligned}$$ `<svg onload=alert(1)>`
"""
_LINKS: Final = """[a](javascript:alert(1)) ![b](https://c.d/e.png) <javascript:alert(1)> [f][g]

[g]: data:text/html;base64,PHNjcmlwdD4= "title"

[h]( <javascript:alert(1)> ) [i](&#106;avascript:alert(1)) https://j.k [l](m.ipynb#n)
"""

_CODE: Final = """%matplotlib inline
from scipy import special as sp, stats
from numpy import *
import scipy.linalg, os.path as p

def f(x, *, y: int = 1):
    return getattr(sp, "soft" + "max")(x) + p.join(f"{x!r:>{y}}") if x else sp.logsumexp(x)

async def g(): f = [await h async for h in f]
"""

WORDS: Final[tuple[Any, ...]] = (
    *("prose", "answer", "test", "classic", "written", "task", "nbgrader", "grade_id", "source"),
    *("code", "markdown", "raw", "heading", "cell_type", "metadata", "attachments", "id", "cells"),
    *("nbformat", "outputs", "execution_count", "image/png", "image/svg+xml", "text/html", "aGk="),
    *("\ud800", "a\udfffb", "\u2028", "\x85", "\x0c", "id-test", "a" * 65, "ab" * 32, "again-1"),
    *(["a", "b\n"], [1], ["\ud800"], {"a.png": {"image/png": "aGk="}}, {"a": {"b": 1}}, 4, 5, 3),
    *("](javascript:", "](", "[x]: javascript:a", "<a href=", "```", "$$", "<", "![", "\\", "&lt;"),
    *("<ScRiPt>", "</b", "<b x>", "<b/onclick=1>", "<?x", "<!", "<![CDATA[", "--!>", "\t", "    "),
    *("[a]\n:", "[a](<", ">)", "\n\n", "* ", "> ", "1. ", "~~~", "[^1]", "[^1]: ", "<!-->", "`"),
    *("f", "def f(", "f'{", "(" * 300, "-" * 3000, "x." * 3000, "[" * 99, "if 1:\n " * 110, "\\\n"),
    *(
        "0x" + "f" * 5000,
        "1" * 5000,
        "lambda: " * 90,
        "\f",
        "async ",
        "from scipy.special import *",
    ),
    *(_CODE, _MARKDOWN, _LINKS, SUITE, "run_tests(points=1)", "assert f"),
)


@functools.cache
def _others() -> list[Any]:
    return [tree for seed in seeds() if (tree := _read(seed)) is not None]


def _read(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def mutate(data: bytes, rng: random.Random) -> bytes:
    """A notebook like this one, of which a little is otherwise."""
    tree = _read(data)
    try:
        for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
            tree = trees.changed(tree, rng, WORDS, _others())
        text = json.dumps(tree, ensure_ascii=rng.random() < 0.5, default=_bytes)
        return text.encode("utf-8", "surrogatepass")
    except (RecursionError, ValueError, TypeError, OverflowError):
        return data


def _bytes(value: bytes) -> str:
    return value.decode("latin-1")


# Checks -------------------------------------------------------------------------------------


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzz-")


def check(data: bytes) -> None:
    """Hand in these bytes: there are cells or a sentence, and a notebook which can be kept."""
    try:
        with watched():
            cells = ipynb.read_submission(data)
    except Unreadable as error:
        _refused(str(error))
        return
    named = {cell.name for cell in cells}
    with watched():
        restored = ipynb.restore(cells, KEY)
        written = ipynb.dumps(ipynb.assemble(restored, KEY.kernelspec))
    _in_force(restored, named)
    _written(written, restored)
    _code([cell.source for cell in restored if cell.cell_type == "code"])


def _refused(reason: str) -> None:
    """A submission that can't be read gets its zeros, and a page which says why."""
    graded = invalid_notebook(KEY, f"fuzzed.ipynb: {reason}")
    assert [cell.score for cell in graded.verdict.cells] == [0.0, 0.0]
    _written(ipynb.dumps(graded.notebook), [])


def _in_force(cells: list[Cell], named: set[str]) -> None:
    """What the instructor locked is as it was, and nothing else says that it is theirs."""
    for original in KEY.cells:
        found = [cell for cell in cells if cell.key is original]
        assert len(found) == (original.name in named), original.name
        for cell in found:
            assert (cell.name, cell.cell_type) == (original.name, original.cell_type)
            assert cell.source == original.source or not original.locked
    assert all(cell.key for cell in cells if cell.name)
    assert len({cell.id for cell in cells}) == len(cells)


def _written(text: str, cells: list[Cell]) -> None:
    """What is written can be read, is a notebook, and is inert."""
    path = Path(_folder().name) / "written.ipynb"
    write_whole(path, text)
    nb = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
    nbformat.validate(nb)
    assert ipynb.dumps(nbformat.from_dict(ipynb.read_source(path))) == text
    for cell in nb["cells"]:
        _harmless(cell)
    for cell, plain in zip(cells, nb["cells"], strict=bool(cells)):
        _marked(plain["metadata"].get("nbgrader"), cell.key)
        assert "".join(plain["source"]) == cell.source


def _marked(marks: dict[str, Any] | None, key: KeyCell | None) -> None:
    """What a cell says of itself is what the instructor said of it."""
    assert (marks is None) == (key is None)
    if marks and key:
        for name in ("locked", "grade", "solution", "task", "cell_type"):
            assert marks.get(name) == getattr(key, name), name
        assert marks.get("grade_id") == key.name
        assert marks.get("points", 0.0) == key.points


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _harmless(cell: dict[str, Any]) -> None:
    if cell["cell_type"] == "markdown":
        pages.markdown("".join(cell["source"]), cell.get("attachments"))
    elif cell["cell_type"] == "raw":
        assert cell["metadata"]["raw_mimetype"] == "text/plain"
    for bundle in cell.get("attachments", {}).values():
        assert all(kind in sanitize.PICTURES for kind in bundle)


def _code(sources: list[str]) -> None:
    """The text of code cells is looked at without being run."""
    with watched(parses=True):
        forbidden_names.find_forbidden(sources, ["f"], ["scipy.special.softmax"])
        for source in sources:
            source_cells.is_suite(source)
