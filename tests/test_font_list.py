"""A host gets the list of fonts that this user's Matplotlib keeps, if it may and if it is true."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from matplotlib import font_manager

from grader.grading.session import Session
from grader.sandbox import font_list
from grader.sandbox.host_process import Host
from tests.conftest import LIMITS

PRIVATE = (
    str(Path.home() / ".fonts/private.ttf"),
    "/usr/share/fonts-of-mine/private.ttf",
    "/usr/share/fonts/../private.ttf",
)

NAMES = """
from matplotlib import font_manager
print(sorted({"Kept", "Private", "DejaVu Sans"} & set(font_manager.get_font_names())))
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of Matplotlib's, whose list names one more font that comes with it, and a private
    one."""
    cache = tmp_path / "matplotlib"
    cache.mkdir()
    monkeypatch.setenv("MPLCONFIGDIR", str(cache))
    path = cache / f"fontlist-v{font_manager.FontManager.__version__}.json"
    font_manager.json_dump(font_manager.FontManager(), path)
    fonts = json.loads(path.read_bytes())
    first = fonts["ttflist"][0]
    fonts["ttflist"] += [
        {**first, "name": "Kept"},
        *({**first, "name": "Private", "fname": name} for name in PRIVATE),
    ]
    path.write_text(json.dumps(fonts), encoding="utf-8")
    return path


def names_in_a_notebook() -> str:
    with Host(LIMITS, modules=["matplotlib"]) as host, host.folder() as folder:
        session = Session(host.spawn(folder, [NAMES]), host.limits)
        try:
            outputs, _ = session.run(NAMES)
        finally:
            session.end()
    told: Any = outputs[0]
    return str(told["text"])


@pytest.mark.usefixtures("kept")
def test_a_notebook_finds_the_fonts_of_the_list_but_those_that_it_may_not_read() -> None:
    assert names_in_a_notebook() == "['DejaVu Sans', 'Kept']\n"


def test_a_list_that_is_older_than_the_fonts_is_not_lent(kept: Path, tmp_path: Path) -> None:
    os.utime(kept, (0, 0))
    font_list.lend(tmp_path)
    assert not (tmp_path / kept.name).exists()


@pytest.mark.parametrize("text", ["", "[]", '{"ttflist": 1}', '{"ttflist": [{}], "afmlist": []}'])
def test_a_list_that_is_damaged_is_not_lent(kept: Path, tmp_path: Path, text: str) -> None:
    kept.write_text(text, encoding="utf-8")
    font_list.lend(tmp_path)
    assert not (tmp_path / kept.name).exists()


def test_without_a_list_a_notebook_has_fonts_all_the_same(kept: Path) -> None:
    shutil.rmtree(kept.parent)
    assert names_in_a_notebook() == "['DejaVu Sans']\n"
