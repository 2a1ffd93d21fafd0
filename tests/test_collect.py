"""`grader collect` assigns downloaded files to the right students and writes nothing elsewhere."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest.mock import ANY

import pytest
from click.testing import CliRunner, Result
from nbgrader.api import Gradebook

from grader.__main__ import main
from tests import courses
from tests.download import ROSTER, write_zip

NAMESAKES = """\
li1,Wei,Li,201,
li2,Wei,Li,202,
obrien,Máire,O'Brien,204,
"""
FORMS: Mapping[str, Callable[[str, str, str], str]] = {
    "Moodle's folders": lambda name, number, file: f"{name}_{number}_assignsubmission_file_/{file}",
    "Moodle's newer folders": lambda name, n, file: f"{name}_{n}_assignsubmission_file/{file}",
    "Moodle's files": lambda name, number, file: f"{name}_{number}_assignsubmission_file_{file}",
    "Canvas": lambda name, number, file: (
        f"{''.join(reversed(name.lower().split()))}_{number}_9000_{file}"
    ),
    "folders": lambda name, number, file: f"{name}/{file}",
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generate a course of two notebooks."""
    folder = tmp_path_factory.mktemp("collect") / "course"
    return courses.make(folder, notebooks=("01_vectors", "05_pca"))


@pytest.fixture
def course(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the course, and write a roster beside it."""
    shutil.copytree(generated, tmp_path / "course")
    (tmp_path / "students.csv").write_text(ROSTER + NAMESAKES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "course"


def collect(course: Path, download: Path, *options: str) -> Result:
    """Run the command in this process, which saves its start-up time."""
    here = Path.cwd()
    try:
        arguments = ["-C", str(course), "collect", str(download), *options]
        if "--roster" not in options:
            arguments += ["--roster", str(course.parent / "students.csv")]
        return CliRunner().invoke(main, arguments)
    finally:
        os.chdir(here)


def collected(course: Path) -> dict[str, bytes]:
    """Read all files in submitted/, including hidden ones."""
    base = course / "submitted"
    found = (path for path in base.rglob("*") if not path.is_dir() or path.is_symlink())
    return {path.relative_to(base).as_posix(): path.read_bytes() for path in found}


def said(done: Result) -> str:
    """Return the output on one line."""
    return " ".join(done.output.split())


def folder(base: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder with these files."""
    for name, data in files.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return base


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_each_platforms_names_are_understood(
    course: Path, tmp_path: Path, form: str, packed: bool
) -> None:
    name = FORMS[form]
    files = {
        name("Ada Lovelace", "101", "01_vectors.ipynb"): b"ada",
        name("Zoë Ångström", "103", "05_pca.ipynb"): b"zoe",
    }
    download = (
        write_zip(tmp_path / "download.zip", files) if packed else folder(tmp_path / "d", files)
    )
    done = collect(course, download)
    assert done.exit_code == 0, done.output
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"ada",
        "zoe/01_linear_algebra/05_pca.ipynb": b"zoe",
    }


def test_gradescopes_metadata_tells_whose_a_folder_is_and_when_it_came(
    course: Path, tmp_path: Path
) -> None:
    told = """\
submission_11:
  :submitters:
  - :name: Somebody
    :sid: ada
    :email: ada@example.org
  :created_at: 2026-01-31 22:59:01.500000000 Z
  :score: !ruby/object:BigDecimal 18:0.1e1
submission_12:
  :submitters:
  - :name: Nobody
    :email: bo@example.org
  - :name: Zoë Ångström
    :email: none@example.org
"""
    files = {
        "assignment_1_export/submission_metadata.yml": told.encode(),
        "assignment_1_export/submission_11/01_vectors.ipynb": b"ada",
        "assignment_1_export/submission_12/01_vectors.ipynb": b"together",
        "assignment_1_export/submission_13/01_vectors.ipynb": b"lost",
    }
    done = collect(course, write_zip(tmp_path / "export.zip", files))
    assert done.exit_code == 1
    assert "submission_13/01_vectors.ipynb nothing tells whose it is" in said(done)
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"ada",
        "ada/01_linear_algebra/timestamp.txt": b"2026-01-31 22:59:01 UTC\n",
        "bo/01_linear_algebra/01_vectors.ipynb": b"together",
        "zoe/01_linear_algebra/01_vectors.ipynb": b"together",
    }


SWAPPED = """\
{0}:
  :submitters:
  - :sid: zoe
{1}:
  :submitters:
  - :sid: ada
  :created_at: 2020-01-01 00:00:00
"""


@pytest.mark.parametrize(
    ("one", "other", "keys"),
    [
        ("ada", "zoe", ("ada", "zoe")),
        (
            "Ada Lovelace_101_assignsubmission_file_",
            "Zoë Ångström_102_assignsubmission_file_",
            ("participant 101", "participant 102"),
        ),
        ("submission_1", "submission_2", ("submission_1", "submission_2")),
    ],
)
@pytest.mark.parametrize("text", [SWAPPED, "[", "{0}:\n  :submitters: 5\n"])
def test_a_file_of_a_students_tells_nothing_of_whose_another_folder_is(
    course: Path, tmp_path: Path, one: str, other: str, keys: tuple[str, str], text: str
) -> None:
    real = "".join(
        f"submission_{n}:\n  :submitters:\n  - :sid: {who}\n" for n, who in ((1, "ada"), (2, "zoe"))
    )
    files = {
        f"{one}/01_vectors.ipynb": b"ada",
        f"{one}/submission_metadata.yml": text.format(*keys).encode(),
        f"{other}/01_vectors.ipynb": b"zoe",
        f"{other}/submission_metadata.yml": text.format(*keys).encode(),
    }
    if one == "submission_1":
        files["submission_metadata.yml"] = real.encode()
    collect(course, write_zip(tmp_path / "d.zip", files))
    found = collected(course)
    assert found["ada/01_linear_algebra/01_vectors.ipynb"] == b"ada"
    assert found["zoe/01_linear_algebra/01_vectors.ipynb"] == b"zoe"
    assert not any("timestamp" in name for name in found)


def test_a_pattern_of_nbgraders_reads_other_platforms(course: Path, tmp_path: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(
            "c.FileNameCollectorPlugin.named_regexp = r'(?P<email>[^ ]+) (?P<student_id>\\d+)"
            " (?P<file_id>.+)'\n"
            "c.FileNameCollectorPlugin.valid_ext = ['.ipynb', '.py']\n"
        )
    files = {"bo@example.org 9 01_vectors.ipynb": b"bo", "bo@example.org 9 helpers.py": b"x = 1"}
    done = collect(course, folder(tmp_path / "d", files))
    assert done.exit_code == 0, done.output
    assert set(collected(course)) == {
        "bo/01_linear_algebra/01_vectors.ipynb",
        "bo/01_linear_algebra/helpers.py",
    }


def test_no_time_of_handing_in_is_made_up_from_a_download(course: Path, tmp_path: Path) -> None:
    files = {FORMS["Canvas"]("Ada Lovelace", "101", "01_vectors.ipynb"): b"ada"}
    download = write_zip(tmp_path / "d.zip", files)
    assert collect(course, download).exit_code == 0
    assert not (course / "submitted/ada/01_linear_algebra/timestamp.txt").exists()
    assert collect(course, download, "--file-times").exit_code == 0
    assert (
        (course / "submitted/ada/01_linear_algebra/timestamp.txt").read_text().startswith("2026-01")
    )


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("lovelaceada_101_9000_01_vectors.ipynb", "lovelaceada_101_9001_01_vectors.ipynb"),
        ("lovelaceada_101_9001_01_vectors.ipynb", "lovelaceada_LATE_101_9001_01_vectors-1.ipynb"),
        ("lovelaceada_101_9002_01_vectors-2.ipynb", "lovelaceada_101_10000_01_vectors-1.ipynb"),
        ("ada/01_vectors.ipynb", "ada/01_vectors (1).ipynb"),
        ("ada/01_vectors (9).ipynb", "ada/01_vectors (10).ipynb"),
        ("ada/01_vectors-Copy1.ipynb", "ada/01_vectors.ipynb"),  # a copy that the student kept
        ("ada/01_vectors copy.ipynb", "ada/01_vectors copy 2.ipynb"),
    ],
)
def test_the_newest_of_several_counts_and_the_table_tells_it(
    course: Path, tmp_path: Path, older: str, newer: str
) -> None:
    done = collect(course, write_zip(tmp_path / "d.zip", {newer: b"newer", older: b"older"}))
    assert done.exit_code == 0, done.output
    assert collected(course) == {"ada/01_linear_algebra/01_vectors.ipynb": b"newer"}
    assert f"{newer.rpartition('/')[2]} counts instead" in said(done)


@pytest.mark.parametrize(
    ("times", "counts"), [((18, 15), "one"), ((15, 18), "copy"), ((15, 15), "one")]
)
def test_in_a_students_zip_the_newest_counts_and_of_equals_the_one_that_was_asked_for(
    course: Path, tmp_path: Path, times: tuple[int, int], counts: str
) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, text, hour in zip(
            ("01_vectors", "01_vectors-Copy1"), ("one", "copy"), times, strict=True
        ):
            info = zipfile.ZipInfo(f"home/{name}.ipynb", date_time=(2031, 1, 1, hour, 0, 0))
            archive.writestr(info, text)
    files = {"Ada Lovelace_101_assignsubmission_file_/work.zip": inner.getvalue()}
    download = write_zip(tmp_path / "d.zip", files)
    chosen = ("--assignment", "01_linear_algebra", "--file-times")
    assert collect(course, download, *chosen).exit_code == 0
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": counts.encode(),
        "ada/01_linear_algebra/timestamp.txt": ANY,
    }
    handed_in = (course / "submitted/ada/01_linear_algebra/timestamp.txt").read_text()
    assert handed_in.startswith("2026-01")  # not what the student's own zip says


def test_a_later_download_replaces_an_earlier_one_and_an_older_does_not(
    course: Path, tmp_path: Path
) -> None:
    first = {"ada/01_vectors.ipynb": b"1", "ada/05_pca.ipynb": b"1"}
    monday = write_zip(tmp_path / "monday.zip", first, (2026, 1, 5, 8, 0, 0))
    friday = write_zip(tmp_path / "f.zip", {"ada/01_vectors.ipynb": b"2"}, (2026, 1, 9, 8, 0, 0))
    assert collect(course, monday).exit_code == 0
    assert "1 unchanged" in said(collect(course, monday))
    done = collect(course, friday)
    assert "replaces an earlier one" in said(done)
    assert "submitted/ada/01_linear_algebra/05_pca.ipynb was in the earlier one" in said(done)
    assert collected(course) == {"ada/01_linear_algebra/01_vectors.ipynb": b"2"}
    done = collect(course, monday)
    assert done.exit_code == 1
    assert "older than what was collected before" in said(done)
    assert collected(course) == {"ada/01_linear_algebra/01_vectors.ipynb": b"2"}
    assert collect(course, monday, "--force").exit_code == 0
    assert len(collected(course)) == 2


def test_a_dry_run_tells_the_same_and_changes_nothing(course: Path, tmp_path: Path) -> None:
    files = {"ada/01_vectors.ipynb": b"1", "who/05_pca.ipynb": b"2"}
    download = folder(tmp_path / "d", files)
    before = (course / "gradebook.db").read_bytes()
    dry = collect(course, download, "--dry-run")
    assert dry.exit_code == 1
    assert not (course / "submitted").exists()
    assert (course / "gradebook.db").read_bytes() == before
    real = collect(course, download)
    assert real.output.replace(": 1 collected", ": 1 would be collected") == dry.output


def test_of_two_with_one_name_neither_is_guessed(course: Path, tmp_path: Path) -> None:
    form = FORMS["Moodle's folders"]
    files = {
        form("Wei Li", "7", "01_vectors.ipynb"): b"?",
        form("Wei Li", "202", "05_pca.ipynb"): b"2",
    }
    done = collect(course, folder(tmp_path / "d", files))
    assert done.exit_code == 1
    assert "more than one student has the name 'Wei Li'" in said(done)
    assert collected(course) == {"li2/01_linear_algebra/05_pca.ipynb": b"2"}  # lms_user_id tells


def test_two_senders_under_one_students_name_are_both_refused(course: Path, tmp_path: Path) -> None:
    form = FORMS["Moodle's folders"]
    files = {
        form("Bo Li", "7", "01_vectors.ipynb"): b"1",
        form("Bo Li", "8", "01_vectors.ipynb"): b"2",
    }
    done = collect(course, folder(tmp_path / "d", files))
    assert done.exit_code == 1
    assert "more than one sender has the name of bo: participant 7, participant 8" in said(done)
    assert collected(course) == {}


def test_on_canvas_a_name_does_not_outweigh_the_users_number(course: Path, tmp_path: Path) -> None:
    files = {
        "lovelaceada_666_1_01_vectors.ipynb": b"mallory",
        "anybody_102_2_01_vectors.ipynb": b"bo",
    }
    done = collect(course, folder(tmp_path / "d", files))
    assert done.exit_code == 1
    assert "has the name of ada (Ada Lovelace), whose lms_user_id is 101, not 666" in said(done)
    assert collected(course) == {"bo/01_linear_algebra/01_vectors.ipynb": b"bo"}


@pytest.mark.parametrize(
    "path",
    [
        "Eve_5_assignsubmission_file_/Ada Lovelace_7_assignsubmission_file_/01_vectors.ipynb",
        "Eve_5_assignsubmission_file_Ada Lovelace_7_assignsubmission_file_01_vectors.ipynb",
        "Eve_5_assignsubmission_file_/lovelaceada_101_1_01_vectors.ipynb",
        "Eve_5_assignsubmission_file_lovelaceada_101_1_01_vectors.ipynb",
        "eve_5_6_lovelaceada_101_1_01_vectors.ipynb",
        "eve_5_6_Ada Lovelace_7_assignsubmission_file_01_vectors.ipynb",
        "eve/ada/01_vectors.ipynb",
        "anon_101_9000_01_vectors.ipynb",
        "ADA/01_vectors.ipynb",
    ],
)
def test_what_a_student_names_a_file_makes_it_nobody_elses(
    course: Path, tmp_path: Path, path: str
) -> None:
    done = collect(
        course, folder(tmp_path / "d", {path: b"eve"}), "--assignment", "01_linear_algebra"
    )
    assert done.exit_code == 1
    assert collected(course) == {}


def test_punctuation_that_a_platform_leaves_out_of_names_does_not_matter(
    course: Path, tmp_path: Path
) -> None:
    files = {"Máire OBrien_3_assignsubmission_file_/01_vectors.ipynb": b"1"}
    assert collect(course, folder(tmp_path / "d", files)).exit_code == 0
    assert "obrien/01_linear_algebra/01_vectors.ipynb" in collected(course)


def test_a_students_own_zip_is_opened_but_no_zip_within(course: Path, tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", {"work/01_vectors.ipynb": b"1", "x.zip": b"2"})
    files = {
        "lovelaceada_101_1_homework.zip": inner.read_bytes(),
        "libo_102_2_01_vectors.ipynb": b"3",
    }
    done = collect(course, write_zip(tmp_path / "d.zip", files))
    assert "a zip inside a zip is not opened" in said(done)
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"1",
        "bo/01_linear_algebra/01_vectors.ipynb": b"3",
    }


def test_a_zip_of_windows_with_backslashes_in_its_names_is_opened(
    course: Path, tmp_path: Path
) -> None:
    files = {"hw\\one\\01_vectors.ipynb": b"1", "hw\\__MACOSX\\05_pca.ipynb": b"2", "hw\\": b""}
    inner = write_zip(tmp_path / "inner.zip", files)
    download = folder(tmp_path / "d", {"ada/homework.zip": inner.read_bytes()})
    done = collect(course, download, "--assignment", "01_linear_algebra")
    assert done.exit_code == 0, done.output
    assert collected(course) == {"ada/01_linear_algebra/01_vectors.ipynb": b"1"}


def special(name: str, mode: int, data: bytes) -> zipfile.ZipInfo:
    """Make a zip member whose mode is not that of a regular file."""
    info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, mode << 16
    return info


def nameless() -> bytes:
    """Make a zip whose member has no name: it begins with the NUL where zipfile cuts names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("?", "")
    return written.getvalue().replace(b"?", b"\0")


def test_hostile_zips_harm_nobody(course: Path, tmp_path: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Limits.submission_mb = 1\n")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1001):
            archive.writestr(f"{number}/01_vectors.ipynb", b"")
    download = tmp_path / "d.zip"
    with zipfile.ZipFile(download, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bo/01_vectors.ipynb", b"fine")
        archive.writestr("ada/../../../escaped/01_vectors.ipynb", b"x")
        archive.writestr("/ada/01_vectors.ipynb", b"x")
        archive.writestr("ada/..\\..\\vectors.ipynb", b"x")
        for name, kind in [
            ("link", stat.S_IFLNK),
            ("device", stat.S_IFCHR),
            ("pipe", stat.S_IFIFO),
        ]:
            archive.writestr(
                special(f"ada/{name}/01_vectors.ipynb", kind | 0o777, b""), "/etc/passwd"
            )
        archive.writestr("zoe/01_vectors.ipynb", bytes(50_000_000))
        archive.writestr("zoe/homework.zip", bomb.getvalue())
        archive.writestr("zoe/broken.zip", b"PK\x03\x04 no more")
        archive.writestr("zoe/nameless.zip", nameless())
        archive.writestr("li1/\x1b[31m\u202evectors.ipynb", b"x")
        archive.writestr("li1/05_pca.ipynb", b"x", zipfile.ZIP_LZMA)
    done = collect(course, download, "--assignment", "01_linear_algebra")
    assert done.exit_code == 1
    assert collected(course) == {"bo/01_linear_algebra/01_vectors.ipynb": b"fine"}
    assert {path.name for path in tmp_path.iterdir()} == {"course", "students.csv", "d.zip"}
    assert "\x1b" not in done.output
    assert "\u202e" not in done.output
    for reason in (
        "leads out of it",
        "limit submission_mb (1 MB)",
        "not a readable zip",
        "more than 1000",
        "nameless.zip: no file of a submission may have this name",
    ):
        assert reason in said(done)


def test_hostile_folders_harm_nobody(course: Path, tmp_path: Path) -> None:
    download = folder(tmp_path / "d", {"bo/01_vectors.ipynb": b"fine"})
    (download / "ada").mkdir()
    os.mkfifo(download / "ada/01_vectors.ipynb")
    (download / "zoe").mkdir()
    (download / "zoe/01_vectors.ipynb").symlink_to("/etc/passwd")
    (download / "obrien").symlink_to("/etc")
    with (download / "bo/05_pca.ipynb").open("wb") as giant:
        giant.truncate(1 << 40)
    (download / os.fsdecode(b"li1\xff")).mkdir()
    (download / os.fsdecode(b"li1\xff/01_vectors.ipynb")).write_bytes(b"x")
    done = collect(course, download)
    assert done.exit_code == 1
    assert collected(course) == {"bo/01_linear_algebra/01_vectors.ipynb": b"fine"}
    for reason in ("not a regular file", "symbolic link", "submission_mb"):
        assert reason in said(done)


def test_a_full_disk_leaves_what_was_there(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = folder(
        tmp_path / "before", {"ada/01_vectors.ipynb": b"1", "bo/01_vectors.ipynb": b"1"}
    )
    assert collect(course, before).exit_code == 0
    after = folder(tmp_path / "after", {"ada/01_vectors.ipynb": b"2", "bo/01_vectors.ipynb": b"2"})
    written, utime = [], os.utime

    def fill_up(handle: int, times: tuple[float, float]) -> None:
        written.append(handle)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        utime(handle, times)

    monkeypatch.setattr(os, "utime", fill_up)
    done = collect(course, after)
    monkeypatch.undo()
    assert done.exit_code == 1
    assert "No space left on device. What was collected before is kept" in said(done)
    assert {data for name, data in collected(course).items() if name.startswith("ada/01")} == {b"2"}
    assert {data for name, data in collected(course).items() if name.startswith("bo/01")} == {b"1"}
    monkeypatch.chdir(tmp_path)
    assert collect(course, after).exit_code == 0
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"2",
        "bo/01_linear_algebra/01_vectors.ipynb": b"2",
    }


def test_a_roster_is_entered_into_the_gradebook_and_needed_once(
    course: Path, tmp_path: Path
) -> None:
    download = folder(tmp_path / "d", {"lovelaceada_101_1_01_vectors.ipynb": b"1"})
    assert collect(course, download).exit_code == 0
    with Gradebook(f"sqlite:///{course}/gradebook.db", courses.COURSE_ID) as gradebook:
        ada = gradebook.find_student("ada")
        assert (ada.last_name, ada.lms_user_id) == ("Lovelace", "101")
    (tmp_path / "short.csv").write_text("id,email\nada,new@example.org\n")
    done = collect(course, download, "--roster", str(tmp_path / "short.csv"))
    assert done.exit_code == 0, done.output  # its lms_user_id is kept


@pytest.mark.parametrize(
    ("roster", "complaint"),
    [
        ("name\nada\n", "has no column `id`"),
        ("id\n../ada\n", "cannot be a student's id: it contains a slash"),
        ("id\nada\nada\n", "2 rows have the id ada"),
        ("id,email\n,x@example.org\n", "row 2: '' cannot be a student's id: it is empty"),
    ],
)
def test_a_bad_roster_is_one_sentence(
    course: Path, tmp_path: Path, roster: str, complaint: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(roster)
    done = collect(course, folder(tmp_path / "d", {"ada/05_pca.ipynb": b""}), "--roster", str(path))
    assert done.exit_code == 1
    assert complaint in said(done)
    assert not (course / "submitted").exists()


def test_what_an_interrupted_run_left_is_settled_by_the_next(course: Path, tmp_path: Path) -> None:
    base = folder(
        course / "submitted/ada",
        {
            ".01_linear_algebra.before/01_vectors.ipynb": b"old",
            ".01_linear_algebra.new/01_vectors.ipynb": b"h",
        },
    )
    os.utime(base / ".01_linear_algebra.before/01_vectors.ipynb", (1, 1))
    download = folder(tmp_path / "d", {"ada/01_vectors.ipynb": b"new", "ada/05_pca.ipynb": b"new"})
    done = collect(course, download)
    assert done.exit_code == 0, done.output
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"new",
        "ada/01_linear_algebra/05_pca.ipynb": b"new",
    }


def test_a_newer_file_that_cant_be_read_hides_no_older_one(course: Path, tmp_path: Path) -> None:
    download = folder(tmp_path / "d", {"ada/01_vectors.ipynb": b"mine", "bo/05_pca.ipynb": b"bo"})
    (download / "ada/01_vectors-1.ipynb").symlink_to("gone")
    (download / "bo/05_pca-1\n.ipynb").write_bytes(b"cut")
    done = collect(course, download)
    assert done.exit_code == 1
    assert "ada/01_vectors-1.ipynb the file can't be opened: it is a symbolic link" in said(done)
    assert collected(course) == {
        "ada/01_linear_algebra/01_vectors.ipynb": b"mine",
        "bo/01_linear_algebra/05_pca.ipynb": b"bo",
    }


def test_long_names_in_a_small_zip_make_no_long_table(course: Path, tmp_path: Path) -> None:
    names = [f"{number}{'x' * 60_000}.ipynb" for number in range(50)]
    inner = write_zip(tmp_path / "inner.zip", dict.fromkeys(names, b""))
    files = {"ada/homework.zip": inner.read_bytes(), "bo/01_vectors.ipynb": b"fine"}
    done = collect(course, folder(tmp_path / "d", files))
    assert collected(course) == {"bo/01_linear_algebra/01_vectors.ipynb": b"fine"}
    assert len(done.output) < 50_000


def nested_deep(folder: Path) -> None:
    """Make a folder with more levels than a path can name, or a recursion can go down."""
    folder.mkdir(parents=True)
    at = os.open(folder, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("deep", dir_fd=at)
        inner = os.open("deep", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    os.close(at)


def linked_away(folder: Path) -> None:
    """Make a link to a folder that is nobody's business."""
    folder.parent.mkdir(parents=True)
    outside = Path("outside").absolute()
    (outside / "kept").mkdir(parents=True)
    folder.symlink_to(outside)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("01_linear_algebra", nested_deep),
        (".01_linear_algebra.new", nested_deep),
        (".01_linear_algebra.new", linked_away),
        ("01_linear_algebra", linked_away),
        ("", linked_away),
    ],
)
def test_what_lies_in_a_students_place_keeps_nobody_from_being_collected(
    course: Path, tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    make(course / "submitted/bo" / name)
    students = ("ada", "bo", "zoe")
    files = {f"{student}/01_vectors.ipynb": student.encode() for student in students}
    done = collect(course, folder(tmp_path / "d", files), "--force")
    refused = make is linked_away and not name.startswith(".")
    assert done.exit_code == refused, done.output
    assert ("is not a folder; move it away" in said(done)) == refused
    kept = {*students} - ({"bo"} if refused else set())
    for student in kept:
        place = course / f"submitted/{student}/01_linear_algebra"
        assert (place / "01_vectors.ipynb").read_bytes() == student.encode()
        assert os.listdir(place) == ["01_vectors.ipynb"]
    if make is linked_away:
        assert os.listdir("outside") == ["kept"]


def test_a_small_zip_is_not_unpacked_in_vain_again_and_again(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = course / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.Limits.submission_mb = 1\n")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(200):
            name = "01_vectors" if number < 100 else f"data{number}"
            archive.writestr(f"{name} ({number}).ipynb", bytes((1 << 20) + 2))
    read, unpacked = zipfile.ZipExtFile.read, list[int]()

    def reading(file: zipfile.ZipExtFile, most: int | None = -1) -> bytes:
        data = read(file, most)
        unpacked.append(len(data))
        return data

    monkeypatch.setattr(zipfile.ZipExtFile, "read", reading)
    files = {"ada/homework.zip": bomb.getvalue(), "bo/01_vectors.ipynb": b"fine"}
    done = collect(course, folder(tmp_path / "d", files), "--assignment", "01_linear_algebra")
    assert collected(course) == {"bo/01_linear_algebra/01_vectors.ipynb": b"fine"}
    assert sum(unpacked) < 25 << 20
    assert "20 files of this submission can't be read" in said(done)


def test_the_zips_of_a_class_are_not_in_memory_at_one_time(course: Path, tmp_path: Path) -> None:
    students = [f"s{number}" for number in range(20)]
    (tmp_path / "many.csv").write_text("\n".join(["id,first_name,last_name", *students]))
    work = {"01_vectors.ipynb": b"1", "data.bin": os.urandom(4 << 20)}
    inner = write_zip(tmp_path / "inner.zip", work).read_bytes()
    files = {f"{student}/work.zip": inner for student in students}
    chosen = ("--assignment", "01_linear_algebra", "--roster", str(tmp_path / "many.csv"))
    tracemalloc.start()
    done = collect(course, folder(tmp_path / "d", files), *chosen)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.exit_code == 0, said(done)
    assert collected(course)["s19/01_linear_algebra/data.bin"] == work["data.bin"]
    assert most < len(students) * len(inner)


def test_a_small_zip_that_becomes_a_large_folder_is_left_at_the_limit(
    course: Path, tmp_path: Path
) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Limits.submission_mb = 1\n")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("01_vectors.ipynb", b"mine")
        for number in range(30):
            archive.writestr(f"data{number:02}.csv", bytes(900_000))
    files = {"ada/homework.zip": bomb.getvalue(), "bo/01_vectors.ipynb": b"fine"}
    done = collect(
        course, write_zip(tmp_path / "d.zip", files), "--assignment", "01_linear_algebra"
    )
    assert done.exit_code == 1
    assert "together" in said(done)
    kept = collected(course)
    assert kept["bo/01_linear_algebra/01_vectors.ipynb"] == b"fine"
    assert kept["ada/01_linear_algebra/01_vectors.ipynb"] == b"mine"
    assert sum(map(len, kept.values())) < 3_000_000
