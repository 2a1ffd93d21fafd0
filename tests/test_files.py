"""Files are written whole or not at all, and strangers' files are read safely."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.errors import Unreadable
from grader.notebooks.door import read_bytes
from grader.notebooks.files import write_whole


@pytest.mark.parametrize(("content", "data"), [("é\n", b"\xc3\xa9\n"), (b"\0\r\n", b"\0\r\n")])
def test_text_and_bytes_are_written_with_the_folders_above(
    tmp_path: Path, content: str | bytes, data: bytes
) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, content)
    write_whole(path, content)
    assert path.read_bytes() == data
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    kept = tmp_path / "taken" / "kept"
    write_whole(kept, "before")
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path / "taken", "after")
    assert kept.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken"]


def test_a_strangers_file_is_neither_followed_nor_waited_for(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x")
    (tmp_path / "link").symlink_to("plain")
    os.mkfifo(tmp_path / "pipe")
    assert read_bytes(tmp_path / "plain", 1) == b"x"
    for name, reason in (("link", "symbolic link"), ("pipe", "regular file"), ("none", "No such")):
        with pytest.raises(Unreadable, match=reason):
            read_bytes(tmp_path / name, 1)
    (tmp_path / "large").write_bytes(b"x" * (1 << 20))
    with pytest.raises(Unreadable, match="more than the limit"):
        read_bytes(tmp_path / "large", 0)
