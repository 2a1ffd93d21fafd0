"""A notebook's processes are held together by a cgroup where one is delegated, and without one all
is as it is elsewhere. What needs real ones is in `tests/cgroups/`, and runs in a kernel of its own.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec
import pytest

from grader.cli.progress import print_sandbox
from grader.errors import SandboxError
from grader.limits import Limits
from grader.sandbox import cgroups
from grader.sandbox.cgroups import Delegated
from tests.cgroups import kernel
from tests.simulated import ROOT

MOUNT = "30 23 0:26 {root} {place} rw,nosuid - cgroup2 cgroup2 rw,nsdelegate"
VERSION_1 = "31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"

FILES = ("delegated.py", *(("hosts.py",) if os.environ.get("GRADER_PROOF") else ()))
"""Tests with real cgroups; those of whole hosts take a minute: `make test-cgroups`."""


@pytest.mark.parametrize("name", FILES)
def test_the_kernel_holds_processes_to_limits(name: str, tmp_path: Path) -> None:
    if reason := kernel.lacking():
        pytest.skip(reason)
    options = f"--noconftest -p no:cacheprovider --color=no -o python_files={name}"
    status, said = kernel.run(
        f"{sys.executable} -m pytest {options} tests/cgroups/{name}", ROOT, tmp_path
    )
    assert status == 0, said
    assert " passed" in said


@pytest.mark.parametrize(
    ("own", "root", "place", "found"),
    [
        ("/", "/", "/sys/fs/cgroup", "/sys/fs/cgroup"),  # a container, or a system without systemd
        ("/user.slice/run-1.scope", "/", "/sys/fs/cgroup", "/sys/fs/cgroup/user.slice/run-1.scope"),
        ("/a/b", "/a", "/sys/fs/cgroup", "/sys/fs/cgroup/b"),
        ("/", "/", "/my\\040groups", "/my groups"),
        ("/../other", "/", "/sys/fs/cgroup", None),  # outside of what is to be seen
        ("/ab", "/a", "/sys/fs/cgroup", None),
    ],
)
def test_the_own_cgroup_is_found_below_its_mount(
    own: str, root: str, place: str, found: str | None
) -> None:
    mounts = f"{VERSION_1}\n{MOUNT.format(root=root, place=place)}\n"
    got = cgroups.own_cgroup(f"4:memory:/elsewhere\n0::{own}\n", mounts)
    assert (None if got is None else str(got)) == found


def test_cgroups_of_version_1_are_none_of_ours() -> None:
    assert cgroups.own_cgroup("4:memory:/here\n", VERSION_1) is None
    assert cgroups.own_cgroup("4:memory:/here\n0::/\n", VERSION_1) is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cgroup that looks like a delegated one."""
    for name in ("cgroup.procs", "cgroup.type", "cgroup.subtree_control"):
        (tmp_path / name).write_text("")
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    return tmp_path


def test_a_cgroup_that_systemd_has_not_delegated_is_left_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups, "SYSTEMD", tmp_path)
    marks = {"user.delegate": b"0"}
    monkeypatch.setattr("os.getxattr", lambda _, name: found(marks, name))
    said = cgroups.make_ready(folder)
    assert isinstance(said, str)
    assert said.startswith("none is delegated to the grader")
    assert not (folder / cgroups.OURS).exists()
    marks["user.delegate"] = b"1"
    (folder / "cgroup.subtree_control").write_text("memory pids")  # for whom nothing is to be done
    (folder / "cgroup.controllers").write_text("memory pids")
    assert cgroups.make_ready(folder) == Delegated(folder, ("memory", "pids"))


def found(marks: dict[str, bytes], name: str) -> bytes:
    """An attribute of a file."""
    if name not in marks:
        raise OSError(61, "No data available", name)
    return marks[name]


def test_a_cgroup_that_others_write_to_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups, "SYSTEMD", folder / "none")
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "cgroup.subtree_control")
    assert "none is delegated" in str(cgroups.make_ready(folder))


def test_a_cgroup_without_our_controllers_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cgroups, "SYSTEMD", folder / "none")
    (folder / "cgroup.controllers").write_text("hugetlb\n")
    said = str(cgroups.make_ready(folder))
    assert "none of the controllers cpu, memory, pids" in said


def test_what_was_delegated_once_is_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook is not graded without its limits because of a fault on the way."""
    monkeypatch.setattr(cgroups, "delegated", lambda: Delegated(folder / "gone", ("memory",)))
    with pytest.raises(SandboxError, match=r"set c\.Limits\.cgroups = False"):
        cgroups.create_cgroup(Limits())
    assert cgroups.create_cgroup(msgspec.structs.replace(Limits(), cgroups=False)) is None


def test_without_one_the_command_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    why = "this system has no cgroups of version 2"
    monkeypatch.setattr(cgroups, "delegated", lambda: why)
    assert cgroups.create_cgroup(Limits()) is None
    print_sandbox("none", Limits())
    print_sandbox("", Limits())  # a cluster's machines tell it with each verdict
    sentence = f"Grading without a sandbox, as requested. No cgroup limits it: {why}.\n"
    assert capsys.readouterr().err == sentence


def test_the_command_says_what_a_cgroup_limits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(cgroups, "delegated", lambda: Delegated(tmp_path, ("memory", "pids")))
    print_sandbox("auto", Limits())
    said = capsys.readouterr().err
    assert said.startswith("Student code runs in ")
    assert said.endswith(". Its cgroup limits memory, pids.\n")
