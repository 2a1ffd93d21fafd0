"""The door for students' files lets in regular files below its folder, and nothing else."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.errors import GraderError, Unreadable
from grader.grading.submission import read_hand_in
from grader.notebooks import door as doors
from grader.notebooks.door import Door
from grader.sandbox import backends

SECRET = b"the hidden tests"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "book.ipynb").write_bytes(SECRET)
    inbound = tmp_path / "inbound"
    (inbound / "ada" / "deep").mkdir(parents=True)
    (inbound / "ada" / "book.ipynb").write_bytes(b"ada's")
    return inbound


def test_a_regular_file_below_the_folder_is_read(folder: Path) -> None:
    with Door(folder) as door:
        assert door.read("ada/book.ipynb", 1) == b"ada's"
        assert door.names() == ["ada"]
        assert door.names("ada") == ["book.ipynb", "deep"]


@pytest.mark.parametrize(
    "path",
    [
        *("ada/link.ipynb", "linked/book.ipynb", "ada/inner/book.ipynb", "../secret/book.ipynb"),
        *("ada/other.ipynb", "ada/beside/book.ipynb"),  # another student's
    ],
)
def test_nothing_is_read_through_a_link_or_a_way_out(folder: Path, path: str) -> None:
    (folder / "ada" / "link.ipynb").symlink_to("../../secret/book.ipynb")
    (folder / "ada" / "inner").symlink_to("../../secret")
    (folder / "linked").symlink_to("../secret")
    (folder / "bo").mkdir()
    (folder / "bo" / "book.ipynb").write_bytes(b"bo's")
    (folder / "ada" / "other.ipynb").symlink_to("../bo/book.ipynb")
    (folder / "ada" / "beside").symlink_to("../bo")
    with Door(folder) as door, pytest.raises(Unreadable, match=r"link|outside"):
        door.read(path, 1)


def test_an_absolute_path_is_refused(folder: Path) -> None:
    with Door(folder) as door, pytest.raises(Unreadable, match="outside"):
        door.read(str(folder.parent / "secret" / "book.ipynb"), 1)


def test_links_are_told_as_links_and_not_entered(folder: Path) -> None:
    (folder / "ada" / "loop").symlink_to(".")
    with Door(folder) as door:
        below = {found.path: found for found in door.walk("ada", most=100)}
        assert sorted(below) == ["ada/book.ipynb", "ada/deep", "ada/loop"]
        assert below["ada/book.ipynb"].is_file
        assert not below["ada/loop"].is_file
        assert not below["ada/loop"].is_folder
        assert door.names("ada/loop") == []


def test_a_pipe_is_refused_at_once(folder: Path) -> None:
    os.mkfifo(folder / "ada" / "pipe.ipynb")
    with Door(folder) as door, pytest.raises(Unreadable, match="not a regular file"):
        door.read("ada/pipe.ipynb", 1)


def test_files_of_an_overlay_are_read_though_each_layer_is_a_device(folder: Path) -> None:
    """As on live systems and in containers."""
    program = backends._bubblewrap_program()
    if program is None:
        pytest.skip("bubblewrap, which mounts the overlay, is not installed")
    read = (
        "from grader.notebooks.door import Door\n"
        f"print(Door({str(folder)!r}).read('ada/book.ipynb', 1))"
    )
    overlay = ["--dev-bind", "/", "/", "--overlay-src", str(folder), "--tmp-overlay", str(folder)]
    told = subprocess.check_output([program, *overlay, "--", sys.executable, "-c", read], text=True)
    assert told == 'b"ada\'s"\n'


def test_a_file_that_a_server_has_lent_is_no_fault_of_the_students(folder: Path) -> None:
    """As Samba and NFS do where students' folders are served: it is given back when asked for."""
    with (folder / "ada/book.ipynb").open("rb+") as lent, Door(folder) as door:
        asked = signal.signal(signal.SIGIO, signal.SIG_IGN)
        try:
            fcntl.fcntl(lent, fcntl.F_SETLEASE, fcntl.F_WRLCK)
            with pytest.raises(GraderError, match="temporarily unavailable"):
                door.read("ada/book.ipynb", 1)
        finally:
            fcntl.fcntl(lent, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            signal.signal(signal.SIGIO, asked)
        assert door.read("ada/book.ipynb", 1) == b"ada's"


def test_a_file_over_the_limit_is_refused_before_it_is_read(folder: Path) -> None:
    with open(folder / "ada" / "giant.ipynb", "wb") as file:
        file.truncate(1 << 40)
    with Door(folder) as door, pytest.raises(Unreadable, match="limit submission_mb"):
        door.read("ada/giant.ipynb", 1)


def test_a_walk_ends_after_so_many_things_and_levels(folder: Path) -> None:
    for number in range(50):
        (folder / "ada" / f"file{number}").touch()
    os.makedirs(folder / "ben" / "/".join("d" * 40))
    with Door(folder) as door:
        assert len([*door.walk("ada", most=10)]) == 10
        assert len([*door.walk("ben", most=1000)]) == doors.DEPTH


def test_of_a_submission_so_many_files_and_bytes_are_read_beside_the_graded_notebook(
    folder: Path,
) -> None:
    (folder / "ada/book.ipynb").write_bytes(bytes(1 << 20))
    for kind in ("ipynb", "csv"):
        for number in range(70):
            (folder / f"ada/{number}.{kind}").write_bytes(b"1,2")
        (folder / f"ada/big.{kind}").write_bytes(bytes(1 << 20))
    for name in ("one.csv", "two.csv"):
        (folder / "ben").mkdir(exist_ok=True)
        (folder / "ben" / name).write_bytes(bytes(600_000))
    files = [*read_hand_in(str(folder), "ada", ["book"], 1).files]
    assert "book.ipynb" in files
    assert sum(name.endswith(".ipynb") for name in files) == 1 + 64
    assert sum(name.endswith(".csv") for name in files) == 64
    assert [*read_hand_in(str(folder), "ben", ["book"], 1).files] == ["one.csv"]


def test_a_folder_that_is_swapped_for_a_link_never_lets_the_secret_out(folder: Path) -> None:
    (folder / "other").symlink_to("../secret")
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            os.rename(folder / "ada", folder / "aside")
            os.rename(folder / "other", folder / "ada")
            os.rename(folder / "ada", folder / "other")
            os.rename(folder / "aside", folder / "ada")

    swapping = threading.Thread(target=swap)
    swapping.start()
    read: set[bytes] = set()
    try:
        with Door(folder) as door:
            tries = itertools.count()
            while next(tries) < 3000 or not read:  # a busy machine may show the link each time
                with contextlib.suppress(Unreadable):
                    read.add(door.read("ada/book.ipynb", 1))
    finally:
        stop.set()
        swapping.join()
    assert read == {b"ada's"}


def test_what_is_mounted_below_is_another_file_system(folder: Path) -> None:
    mounted = folder / "ada" / "deep"
    mount = ["mount", "-t", "tmpfs", "none", str(mounted)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root with the right to mount")
    try:
        (mounted / "book.ipynb").write_bytes(SECRET)
        with Door(folder) as door, pytest.raises(Unreadable, match="another file system"):
            door.read("ada/deep/book.ipynb", 1)
    finally:
        subprocess.run(["umount", mounted], check=True)


@contextlib.contextmanager
def mounted_for(uid: int, place: Path) -> Iterator[None]:
    """A file system in user space over a folder, which the system describes to this user alone."""
    libc = ctypes.CDLL(None)
    with contextlib.ExitStack() as stack:
        try:
            device = os.open("/dev/fuse", os.O_RDWR)
        except OSError:
            pytest.skip("there is no /dev/fuse")
        stack.callback(os.close, device)
        rights = f"fd={device},rootmode=40000,user_id={uid},group_id={uid}"
        if libc.mount(b"eve's", bytes(place), b"fuse", 0, rights.encode()):
            pytest.skip("mounting needs root with the right to mount")
        stack.callback(libc.umount2, bytes(place), 2)
        yield


def test_what_somebody_mounts_for_themselves_closes_no_folder_to_others(folder: Path) -> None:
    for name in ("eve", "ada/mine"):
        (folder / name).mkdir()
    handles = len(os.listdir("/proc/self/fd"))
    with (
        mounted_for(54321, folder / "eve"),
        mounted_for(54321, folder / "ada/mine"),
        Door(folder) as door,
    ):
        assert door.names() == ["ada", "eve"]
        assert [found.path for found in door.look()] == ["ada"]
        assert [found.path for found in door.look("ada")] == ["ada/book.ipynb", "ada/deep"]
        assert door.find("eve") is door.find("eve/book.ipynb") is None
        with pytest.raises(Unreadable):
            door.look("eve")
        with pytest.raises(Unreadable):
            door.read("eve/book.ipynb", 1)
        assert door.read("ada/book.ipynb", 1) == b"ada's"
    assert len(os.listdir("/proc/self/fd")) == handles
