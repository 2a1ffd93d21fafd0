"""Whatever students put into nbgrader's exchange, their own work is collected and nothing else."""

from __future__ import annotations

import contextlib
import datetime
import errno
import fcntl
import io
import os
import pwd
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from nbgrader.api import Gradebook

from grader.notebooks import door
from grader.notebooks.door import Door
from grader.plugin import inbound, times
from grader.service.watch import status
from tests import courses
from tests.test_door import mounted_for
from tests.test_watch import RIGHT, WRONG, answered, template, wait_for, watching

__all__ = ["template"]  # a fixture

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="making other users' folders needs root")

ACCOUNTS = [entry.pw_name for entry in sorted(pwd.getpwall(), key=lambda one: one.pw_uid)[1:]]
ADA, EVE, BEN, CAT, DAN, FAY = ACCOUNTS[:6]
"""Accounts of this machine, in the place of students."""

NOBODYS = 54321
"""A uid without an account."""

CANARY = "the instructor's secret"
NOW = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
LAST = "submission_secret.txt"


@pytest.fixture
def course(template: Path, tmp_path: Path) -> Path:
    """A course with an exchange, and files that no student may see."""
    return lay_out(template, tmp_path)


def lay_out(template: Path, folder: Path) -> Path:
    """A copy of the course, with an exchange as `nbgrader release_assignment` makes it."""
    course = Path(shutil.copytree(template, folder / "course"))
    place = inbound_of(course)
    place.mkdir(parents=True)
    place.chmod(0o733)
    place.with_name("feedback").mkdir()
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.root = {str(folder / 'exchange')!r}\nc.Limits.submission_mb = 1\n")
    (course / "secret").mkdir()
    (course / "secret" / "key.ipynb").write_text(CANARY)
    return course


def inbound_of(course: Path) -> Path:
    """The folder of what was submitted."""
    return course.parent / "exchange" / courses.COURSE_ID / "inbound"


def named(student: str, minutes: float = 0, assignment: str = "a") -> str:
    """The name that nbgrader gives to what is submitted so many minutes from now."""
    moment = NOW + datetime.timedelta(minutes=minutes)
    return f"{student}+{assignment}+{moment.isoformat(sep=' ')} UTC+x"


def put(
    course: Path,
    name: str | bytes,
    answer: str = RIGHT,
    *,
    owner: str | int = "",
    files: Mapping[str, str] | None = None,
) -> Path:
    """A folder as `nbgrader submit` leaves it, owned by whose name it bears or by another one."""
    folder = inbound_of(course) / os.fsdecode(name)
    folder.mkdir()
    usual = {"one.ipynb": answered(course, "a", answer), "timestamp.txt": "x", LAST: "ab12"}
    for path, text in (usual | dict(files or {})).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    own(folder, owner or folder.name.split("+")[0])
    return folder


def own(folder: Path, owner: str | int) -> None:
    """Let a folder and all in it belong to somebody."""
    uid = owner if isinstance(owner, int) else pwd.getpwnam(owner).pw_uid
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, -1, follow_symlinks=False)


def collect(course: Path, *options: str) -> str:
    """Run `nbgrader collect`; what it says."""
    with contextlib.redirect_stderr(io.StringIO()) as said:
        courses.nbgrader_here(course, "collect", "a", "--update", *options)
    return said.getvalue()


def collected(course: Path, student: str) -> dict[str, bytes]:
    """The files in a student's folder of `submitted/`. None is a link."""
    place = course / "submitted" / student / "a"
    found = [path for path in place.rglob("*") if path.is_symlink() or not path.is_dir()]
    assert all(stat.S_ISREG(path.lstat().st_mode) for path in found)
    return {str(path.relative_to(place)): path.read_bytes() for path in found}


def is_right(course: Path, student: str) -> bool:
    """Whether a student's right answer was collected."""
    return collected(course, student)["one.ipynb"].decode() == answered(course, "a", RIGHT)


USUAL = {"one.ipynb", "timestamp.txt", LAST}


class World(NamedTuple):
    """A course whose exchange is full of attacks, and what the command said."""

    course: Path
    said: str


BAD_NAMES: list[str | bytes] = [
    "aaa+a+yesterday",
    "+a+2026-01-01 00:00:00 UTC+x",
    "a" * 200 + "+a+2026-01-01 00:00:00 UTC+x",
    "new\nline+a+2026-01-01 00:00:00 UTC+x",
    b"\xff\xfe+a+2026-01-01 00:00:00 UTC+x",
    "..+a+2026-01-01 00:00:00 UTC+x",
    "*+a+2026-01-01 00:00:00 UTC+x",
    "cat +a+2026-01-01 00:00:00 UTC+x",
    "zz+a+9999-99-99 00:00:00 UTC",
    "zz+a+2026-01-01 00:00:00 99999999999999999999",
    "zz+a+" + "1" * 240,
    "zz+a++",
    "++++++",
    "+",
]


def attack(course: Path) -> None:
    """What can be in an exchange at its worst, beside what ada, eve and ben handed in."""
    place = inbound_of(course)
    for uid, name in enumerate(BAD_NAMES, NOBODYS + 1):
        put(course, name, owner=uid)  # of one account, three a look are told
    put(course, named(ADA, -3), WRONG)
    put(course, named(ADA, -2))
    (place / named(ADA, -1)).mkdir()
    own(place / named(ADA, -1), ADA)
    (place / f"{ADA}+a+junk").mkdir()
    put(course, named(ADA, 60 * 24 * 365), WRONG, owner=EVE)
    put(course, f"{named(ADA)}2", WRONG, owner=NOBODYS)
    put(course, named(f"uid {NOBODYS}"), WRONG, owner=NOBODYS)
    os.mkfifo(place / f"{named(ADA)}3")
    (place / f"{named(ADA)}4").symlink_to(course / "secret")

    eves = put(course, named(EVE), files={"data/table.csv": "1,2"})
    (eves / "key.ipynb").symlink_to(course / "secret" / "key.ipynb")
    (eves / "all").symlink_to(course / "secret")
    (eves / "passwd").symlink_to("/etc/passwd")
    for name in ("loop", "data/loop"):
        (eves / name).symlink_to(".")
    os.mkfifo(eves / "pipe")
    with open(eves / "giant", "wb") as file:
        file.truncate(10 << 20)
    own(eves, EVE)

    bens = put(course, named(BEN, -2))
    (bens / "/".join("d" * 60)).mkdir(parents=True)
    for number in range(1500):
        (bens / f"f{number:04}").touch()
    own(bens, BEN)
    linked = put(course, named(BEN, -1))
    (linked / "one.ipynb").unlink()
    (linked / "one.ipynb").symlink_to(course / "secret" / "key.ipynb")
    own(linked, BEN)

    put(course, named(CAT), files={"one.ipynb": " " * (2 << 20)})
    os.chown(put(course, named(DAN)) / "one.ipynb", pwd.getpwnam(EVE).pw_uid, -1)
    (put(course, named(FAY)) / LAST).write_bytes(b"\xff\xfe")


@pytest.fixture(scope="module", params=["nbgrader collect", "grader watch"])
def world(
    request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """The attacks, collected in one of the two ways."""
    course = lay_out(template, tmp_path_factory.mktemp("world"))
    attack(course)
    if request.param == "nbgrader collect":
        return World(course, collect(course))
    with watching(course, "--exchange", "--feedback") as service:
        for student in (ADA, BEN, EVE):
            wait_for((course / f"feedback/{student}/a/one.html").exists, student)
        wait_for(lambda: FAY in str(status.read_state(course).stuck), "FAY is told of")
        assert service.end() == 0
    return World(course, "\n".join(service.rest()))


def test_nothing_that_a_student_links_to_is_collected(world: World) -> None:
    found = collected(world.course, EVE)
    assert found.keys() == USUAL | {"data/table.csv"}
    assert is_right(world.course, EVE)
    for path in (world.course / "submitted").rglob("*"):
        assert path.is_dir() or CANARY.encode() not in path.read_bytes()
    assert "it is a link, or no regular file" in world.said


def test_a_folder_of_somebody_else_is_not_collected_in_a_students_name(world: World) -> None:
    assert is_right(world.course, ADA)
    assert f"{EVE} owns it, not {ADA}" in world.said
    for student in (ADA, f"uid {NOBODYS}"):
        assert f"uid {NOBODYS} owns it, not {student}" in world.said
    assert "c.ExchangeCollect.check_owner" in world.said
    assert collected(world.course, DAN) == collected(world.course, f"uid {NOBODYS}") == {}
    assert f"one.ipynb in it is owned by {EVE}" in world.said


def test_bad_names_stop_nobody_and_are_told_of(world: World) -> None:
    submitted = world.course / "submitted"
    assert {path.name for path in submitted.iterdir()} == {ADA, BEN, EVE}
    yesterday = "aaa+a+yesterday in the exchange is refused"
    assert f"{yesterday}: the time in its name can't be read" in world.said
    assert "new\N{REPLACEMENT CHARACTER}line+a" in world.said


def test_an_unfinished_folder_does_not_keep_the_finished_one_from_being_collected(
    world: World,
) -> None:
    assert is_right(world.course, ADA)


def test_of_deep_and_numerous_files_no_more_is_collected_than_grading_reads(world: World) -> None:
    found = collected(world.course, BEN)
    assert is_right(world.course, BEN)
    assert len(found) <= 67
    assert max(name.count("/") for name in found) <= 20
    assert "grading reads 64 files beside the notebooks" in world.said


def test_a_submission_whose_notebook_cant_be_read_is_refused_with_the_reason(world: World) -> None:
    assert collected(world.course, CAT) == {}
    assert "one.ipynb: the file has 2 MB, more than the limit submission_mb (1 MB)" in world.said
    assert "one.ipynb: the file can't be opened: it is a symbolic link" in world.said
    assert collected(world.course, FAY) == {}
    assert f"{LAST} is not one of nbgrader's" in world.said


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Folders that nobody may open, by their names: a superuser may, in tests."""
    names: set[str] = set()
    opened = door._open_beneath

    def open_beneath(folder: int, path: str, flags: int) -> int:
        if path.rpartition("/")[2] in names:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(folder, path, flags)

    monkeypatch.setattr(door, "_open_beneath", open_beneath)
    return names


def test_a_folder_that_nbgrader_has_not_opened_yet_is_waited_for(
    course: Path, closed: set[str]
) -> None:
    put(course, named(ADA, -1), files={"helper/mod.py": "x = 1"})
    closed.add("helper")
    assert "helper: the folder can't be opened: Permission denied" in collect(course)
    assert collected(course, ADA) == {}
    closed.clear()
    collect(course)
    assert {*collected(course, ADA)} == {*USUAL, "helper/mod.py"}


def test_of_a_folder_that_stays_closed_it_is_said_that_it_is_left_out(
    course: Path, closed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "SETTLED_SECONDS", -1)
    deep = "/".join("d" * 25) + "/mod.py"
    put(course, named(ADA, -1), files={"helper/mod.py": "x = 1", deep: "x = 1"})
    closed.add("helper")
    said = collect(course)
    assert {*collected(course, ADA)} == USUAL
    assert "helper: the folder can't be opened: Permission denied" in said
    assert "folders lie at most" in said


def test_what_was_collected_before_stays_and_the_instructor_is_told_why(course: Path) -> None:
    put(course, named(ADA, -5))
    collect(course)
    os.chmod(put(course, named(ADA, -1), WRONG) / "one.ipynb", 0)
    (inbound_of(course) / named(ADA, -1) / "one.ipynb").unlink()
    os.mkfifo(inbound_of(course) / named(ADA, -1) / "one.ipynb")
    own(inbound_of(course) / named(ADA, -1), ADA)
    with watching(course, "--exchange", "--feedback") as service:
        assert "it is not a regular file" in service.until("in the exchange is refused")
        wait_for(lambda: status.read_state(course).stuck, "the state tells of it")
        told = courses.here(course, "status").output
        assert f"{ADA}, a: is refused: one.ipynb: it is not a regular file" in told
        assert is_right(course, ADA)
        put(course, named(ADA))
        wait_for(lambda: not status.read_state(course).stuck, "nothing is stuck any more")


def test_what_a_student_mounts_in_the_exchange_stops_nobody_else(course: Path) -> None:
    put(course, named(ADA, -1))
    with mounted_for(pwd.getpwnam(EVE).pw_uid, put(course, named(EVE, -1))):
        said = collect(course)
    assert is_right(course, ADA)
    assert collected(course, EVE) == {}
    assert f"{named(EVE, -1)} in the exchange is refused" in said


def test_a_clock_that_is_set_back_by_an_hour_stops_no_collecting(course: Path) -> None:
    back = course.parent / "back"
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            "import os, time\n_now = time.time\n"
            f"time.time = lambda: _now() - 3600 * os.path.exists({str(back)!r})\n"
        )
    later = put(course, named(EVE, -180)).rename(course.parent / "later")
    put(course, named(ADA, -200))
    with watching(course, "--exchange") as service:
        service.until(f"{ADA}, a: 4 of 4 points")
        back.touch()
        later.rename(inbound_of(course) / named(EVE, -180))
        service.until(f"{EVE}, a: 4 of 4 points")
        assert service.end() == 0


def test_the_exchange_may_go_away_for_a_while(course: Path) -> None:
    away = inbound_of(course).with_name("away")
    with watching(course, "--exchange") as service:
        inbound_of(course).rename(away)
        service.until("Collecting from the exchange: .*inbound")
        away.rename(inbound_of(course))
        put(course, named(ADA))
        service.until(f"{ADA}, a: 4 of 4")


def test_where_students_have_no_accounts_the_owner_can_be_left_out(course: Path) -> None:
    put(course, named("zoe"), owner=EVE)
    os.chown(put(course, named("tom"), owner=EVE) / "one.ipynb", NOBODYS, -1)
    assert "owns it, not zoe" in collect(course)
    assert collected(course, "zoe") == {}
    assert "refused" not in collect(course, "--ExchangeCollect.check_owner=False")
    assert is_right(course, "zoe")
    assert is_right(course, "tom")


def test_a_time_that_has_not_come_keeps_no_honest_submission_out(course: Path) -> None:
    put(course, named(ADA, 60), WRONG)
    put(course, named(ADA))
    place = course / "submitted" / ADA / "a"
    place.mkdir(parents=True)
    (place / "timestamp.txt").write_text("2099-01-01 00:00:00 UTC")
    assert "has not come yet" in collect(course)
    assert is_right(course, ADA)


def test_a_damaged_time_of_what_was_collected_stops_nobody(course: Path) -> None:
    put(course, named(ADA))
    put(course, named(EVE))
    place = course / "submitted" / ADA / "a"
    place.mkdir(parents=True)
    (place / "timestamp.txt").write_bytes(b"\xff yesterday")
    collect(course)
    assert is_right(course, ADA)
    assert is_right(course, EVE)


def test_a_time_long_before_the_files_own_is_told_as_perhaps_late(course: Path) -> None:
    put(course, named(ADA, -60), files={"timestamp.txt": "2020-01-01 00:00:00 UTC"})
    assert "Look whether it is late" in collect(course)
    claimed = collected(course, ADA)["timestamp.txt"].decode()
    assert claimed == f"{(NOW - datetime.timedelta(minutes=60)).isoformat(sep=' ')} UTC"


@pytest.mark.parametrize(
    ("timezone", "zone", "hours"),
    [
        ("Asia/Kolkata", "IST", 5.5),
        ("Asia/Dubai", "+04", 4),
        ("", "+0530", 5.5),
        ("", "-03", -3),
        ("", "EST", -5),
    ],
)
def test_times_are_read_as_nbgrader_writes_them_in_other_time_zones(
    course: Path, timezone: str, zone: str, hours: float
) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"c.Exchange.timezone = {timezone or 'UTC'!r}\n")
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)  # when the folders are made
    local = now + datetime.timedelta(hours=hours)
    put(course, f"{ADA}+a+{local.isoformat(sep=' ')} {zone}+Ab12")
    put(course, f"{BEN}+a+{local.isoformat(sep=' ')} {zone}")
    assert "refused" not in collect(course)
    for student in (ADA, BEN):
        told = collected(course, student)["timestamp.txt"].decode()
        assert told == f"{now.isoformat(sep=' ')} UTC"


def test_the_course_time_zone_tells_summer_from_winter() -> None:
    for text, moment in (("2026-10-25 02:30:00 CEST", 0), ("2026-10-25 02:30:00 CET", 1)):
        found = times.moment_of(text, timezone="Europe/Berlin")
        assert found == datetime.datetime(2026, 10, 25, moment, 30)


def test_a_zone_that_is_not_the_courses_is_not_guessed(course: Path) -> None:
    put(course, f"{ADA}+a+2026-11-30 04:00:00 IST+Ab12")
    assert "set c.Exchange.timezone" in collect(course)
    assert collected(course, ADA) == {}


def test_no_file_is_a_time_zone(course: Path) -> None:
    with tempfile.NamedTemporaryFile(prefix="z", dir="/tmp") as file:
        file.write(Path("/usr/share/zoneinfo/Asia/Kolkata").read_bytes())
        file.flush()
        for zone in (file.name, f"/..{file.name}", f"x/../../../..{file.name}"):
            found = times.moment_of(f"2026-11-30 04:00:00 {zone}")
            assert found in (None, datetime.datetime(2026, 11, 30, 4))
        (hand_in(course, ADA) / "timestamp.txt").write_text(f"2026-11-30 04:00:00 {file.name}")
        for command in (courses.nbgrader_here, courses.here):
            command(course, "autograde", "a", *(["--force"] if command is courses.here else []))
            with Gradebook(f"sqlite:///{course}/gradebook.db", courses.COURSE_ID) as gradebook:
                assert gradebook.find_submission("a", ADA).timestamp is None


def hand_in(course: Path, student: str, answer: str = RIGHT) -> Path:
    """What a student handed in, in the course's folder."""
    place = course / "submitted" / student / "a"
    place.mkdir(parents=True)
    (place / "one.ipynb").write_text(answered(course, "a", answer))
    return place


def test_a_student_whose_name_is_a_pattern_gets_nobodys_pages(course: Path) -> None:
    hand_in(course, ADA)
    hand_in(course, "*", WRONG)
    hand_in(course, "cat ", WRONG)
    with contextlib.redirect_stderr(io.StringIO()) as told:
        courses.nbgrader_here(course, "autograde", "a")
    assert "*/a is not graded: it contains one of * ? [ ]" in told.getvalue()
    assert os.listdir(course / "autograded") == [ADA]
    done = courses.here(course, "autograde", "a", "--force")
    assert "it contains one of * ? [ ]" in done.output
    assert "it starts or ends with a space" in done.output
    assert os.listdir(course / "autograded") == [ADA]


def test_a_folder_with_the_name_of_a_page_keeps_no_page_from_being_written(course: Path) -> None:
    for student in (ADA, EVE):
        hand_in(course, student)
    (course / "submitted" / EVE / "a" / "one.html").mkdir()
    (course / "submitted" / EVE / "a" / "one.html" / "x").touch()
    courses.nbgrader_here(course, "autograde", "a")
    (course / "feedback" / EVE / "a" / "one.html").mkdir(parents=True)
    assert courses.here(course, "feedback").exit_code == 0
    for student in (ADA, EVE):
        assert (course / "feedback" / student / "a" / "one.html").is_file()


@pytest.mark.parametrize("moment", ["0001-01-01 00:00:00 UTC", "9999-12-31 23:59:59 UTC"])
def test_a_time_that_no_page_can_show_is_refused(course: Path, moment: str) -> None:
    put(course, f"{ADA}+a+{moment}+x")
    assert "the time in its name can't be read" in collect(course)
    assert times.moment_of(moment) is None


def test_nbgraders_rules_of_what_is_copied_hold(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            "c.CourseDirectory.ignore = ['*.tmp', 'cache']\nc.CourseDirectory.max_file_size = 100\n"
            "c.CourseDirectory.max_dir_size = 400\nc.CourseDirectory.groupshared = True\n"
        )
    files = {"a.tmp": "", "cache/b.txt": "", "keep/c.txt": "", "big.bin": "x" * 150_000}
    put(course, named(ADA), files=files)
    put(course, named(EVE), files={f"{number}.bin": "x" * 90_000 for number in range(5)})
    said = collect(course)
    assert collected(course, ADA).keys() == USUAL | {"keep/c.txt"}
    assert "big.bin: it has 150 kB, more than the limit c.CourseDirectory.max_file_size" in said
    assert collected(course, EVE) == {}
    assert "more than the limit c.CourseDirectory.max_dir_size" in said
    place = course / "submitted" / ADA / "a"
    assert stat.S_IMODE(place.stat().st_mode) == 0o2775
    assert stat.S_IMODE((place / "keep/c.txt").stat().st_mode) == 0o664


@pytest.fixture
def swapping(course: Path) -> Iterator[None]:
    """Eve swaps her notebook for a link to a secret, again and again."""
    folder = put(course, named(EVE))
    (folder / "link").symlink_to(course / "secret" / "key.ipynb")
    own(folder, EVE)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            for source, target in (("one.ipynb", "x"), ("link", "one.ipynb"), ("x", "link")):
                os.rename(folder / source, folder / target)

    thread = threading.Thread(target=swap)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_a_submission_that_changes_while_it_is_read_is_left_for_later(
    course: Path, swapping: None
) -> None:
    collect(course)
    assert collected(course, EVE).get("one.ipynb", b"") != CANARY.encode()


def test_half_a_change_is_not_collected(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(course, named(ADA), files={"a.txt": "old", "b.txt": "old"})
    read = Door.read

    def reading(door: Door, path: str, limit_mb: int, **more: Any) -> bytes:
        data = read(door, path, limit_mb, **more)
        if path.endswith("a.txt"):
            (folder / "b.txt").write_text("new")
        return data

    monkeypatch.setattr(Door, "read", reading)
    courses.nbgrader_here(course, "collect", "a")
    assert collected(course, ADA) == {}
    monkeypatch.undo()
    courses.nbgrader_here(course, "collect", "a")
    assert collected(course, ADA)["b.txt"] == b"new"


@pytest.mark.parametrize("before", ["read_hand_in", "_read"])
def test_a_folder_that_takes_a_students_place_meanwhile_is_not_collected_as_theirs(
    course: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    """Its owner was looked at already; and is again, after the folders were swapped back."""
    theirs, evil = put(course, named(ADA)), put(course, named(EVE), WRONG)
    padding = len(answered(course, "a", RIGHT)) - len(answered(course, "a", WRONG))
    (evil / "one.ipynb").write_text(answered(course, "a", WRONG) + " " * padding)
    do, aside = getattr(inbound, before), course / "aside"

    def swap() -> None:
        for source, target in ((theirs, aside), (evil, theirs), (aside, evil)):
            source.rename(target)

    def swapped(*args: Any) -> object:
        swap()
        try:
            return do(*args)
        finally:
            swap()

    monkeypatch.setattr(inbound, before, swapped)
    said = collect(course)
    assert "is refused" in said
    assert not (course / "submitted" / ADA).exists()
    monkeypatch.undo()
    collect(course)
    assert is_right(course, ADA)


def test_no_page_is_released_through_a_link(course: Path) -> None:
    put(course, named(ADA))
    feedback = inbound_of(course).with_name("feedback")
    feedback.rmdir()
    feedback.symlink_to(course / "secret")
    with watching(course, "--exchange", "--feedback") as service:
        assert "feedback is a symbolic link, so nothing is released there" in (
            service.until(f"{ADA}, a: not done")
        )
    assert os.listdir(course / "secret") == ["key.ipynb"]


def test_a_course_that_collects_otherwise_is_not_watched(course: Path) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.ExchangeFactory.collect = 'nbgrader.exchange.default.ExchangeCollect'\n")
    done = courses.here(course, "watch", "--exchange")
    assert done.exit_code == 1
    assert "c.ExchangeFactory.collect is ExchangeCollect, which is not" in done.output


def place_of(course: Path, student: str) -> Path:
    """Where students may write below `submitted/`, the place of one."""
    submitted = course / "submitted"
    submitted.mkdir()
    submitted.chmod(0o1777)
    return submitted / student


@pytest.mark.parametrize("target", [ADA, "../secret"])
def test_no_submission_is_written_through_a_link_in_its_students_place(
    course: Path, target: str
) -> None:
    put(course, named(ADA))
    put(course, named(EVE), WRONG)
    place_of(course, EVE).symlink_to(target)
    for _ in range(2):
        assert "is not a folder; move it away" in collect(course)
    assert is_right(course, ADA)
    assert os.listdir(course / "secret") == ["key.ipynb"]


def test_modes_are_set_through_no_link(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (course / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.groupshared = True\n")
    put(course, named(EVE), files={"z/f": "1"})
    secret = course / "secret" / "key.ipynb"
    secret.chmod(0o600)
    place = place_of(course, EVE)
    place.mkdir()
    os.chown(place, pwd.getpwnam(EVE).pw_uid, pwd.getpwnam(EVE).pw_gid)
    place.chmod(0o2755)
    fchmod = os.fchmod

    def swap() -> None:
        os.rename(".a.new/z", ".a.new/y")
        os.mkdir(".a.new/z")
        os.symlink(secret, ".a.new/z/f")

    def then_swapped(handle: int, mode: int) -> None:
        fchmod(handle, mode)
        if not (child := os.fork()):
            os.chdir(place)
            os.setgroups([])
            os.setgid(pwd.getpwnam(EVE).pw_gid)
            os.setuid(pwd.getpwnam(EVE).pw_uid)
            with contextlib.suppress(OSError):
                swap()
            os._exit(0)
        os.waitpid(child, 0)

    monkeypatch.setattr(os, "fchmod", then_swapped)
    collect(course)
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE((place / "a").stat().st_mode) == 0o2775


def test_what_a_full_disk_left_of_a_submission_is_removed(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    put(course, named(ADA))
    monkeypatch.setattr(os, "utime", full)
    assert "No space left on device" in collect(course)
    assert os.listdir(course / "submitted" / ADA) == []


@contextlib.contextmanager
def lock_held(path: Path) -> Iterator[None]:
    """A lock that a student keeps."""
    held = os.open(path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    yield
    os.close(held)


def test_a_lock_on_a_students_folder_keeps_no_submission_out(course: Path) -> None:
    put(course, named(ADA))
    place = place_of(course, ADA)
    (place / ".a.new").mkdir(parents=True)
    own(place, ADA)
    with lock_held(place), lock_held(place / ".a.new"):
        collect(course)
    assert is_right(course, ADA)


def test_two_runs_do_not_write_at_the_same_time(course: Path) -> None:
    put(course, named(ADA))
    new = place_of(course, ADA) / ".a.new"
    new.mkdir(parents=True)
    (new / "one.ipynb").write_text(answered(course, "a", WRONG))
    with lock_held(new):
        assert "another run writes there" in collect(course)
    assert (new / "one.ipynb").exists()
    collect(course)
    assert is_right(course, ADA)
    assert os.listdir(new.parent) == ["a"]


@pytest.fixture
def bytes_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each reading through the door has brought."""
    read, found = Door.read, list[int]()

    def reading(door: Door, path: str, limit_mb: int, **more: Any) -> bytes:
        found.append(len(data := read(door, path, limit_mb, **more)))
        return data

    monkeypatch.setattr(Door, "read", reading)
    return found


def test_files_that_grow_while_they_are_read_are_bounded_together(
    course: Path, bytes_read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number:02}.{kind}" for number in range(30) for kind in ("ipynb", "bin")]
    folder = put(course, named(EVE), files=dict.fromkeys(names, ""))
    put(course, named(FAY))
    read = Door.read

    def growing(door: Door, path: str, limit_mb: int, **more: Any) -> bytes:
        if path == f"{folder.name}/one.ipynb":
            for name in names:
                os.truncate(folder / name, 1 << 20)
        return read(door, path, limit_mb, **more)

    monkeypatch.setattr(Door, "read", growing)
    assert "it changed while it was read" in collect(course)
    assert is_right(course, FAY)
    assert sum(bytes_read) < 5 << 20


def test_folders_that_are_refused_are_not_read(course: Path, bytes_read: list[int]) -> None:
    for number in range(30):
        folder = put(course, named(EVE, number / -60), files={"a.bin": "x" * 900_000})
        (folder / LAST).write_bytes(b"\xff")
    put(course, named(FAY))
    said = collect(course)
    assert is_right(course, FAY)
    assert sum(bytes_read) < 1 << 20
    assert said.count(f"{LAST} is not one of nbgrader's") == 10
    assert "the 10 newest folders of a student are looked at" in said


def test_a_folder_with_the_name_of_the_timestamp_is_left_out(course: Path) -> None:
    folder = put(course, named(ADA))
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()
    (folder / "timestamp.txt/x").write_text("x")
    own(folder, ADA)
    collect(course)
    assert is_right(course, ADA)
    assert collected(course, ADA).keys() == USUAL


def test_many_folders_of_one_account_hide_nobody_elses_and_are_few_lines(course: Path) -> None:
    put(course, "zzz", owner=FAY)
    eves = [put(course, f"a{number:03}", owner=EVE) for number in range(120)]
    with watching(course, "--exchange") as service:
        for turn in "abc":
            eves = [path.rename(path.with_name(f"{turn}{path.name[1:]}")) for path in eves]
            wait_for(lambda t=turn: f"{t}119" in str(status.read_state(course).stuck), turn)  # type: ignore[misc]
            stuck = status.read_state(course).stuck
            assert len(stuck) == 4
            assert "zzz" in {line.student for line in stuck}
            assert f"(and 117 more of {EVE})" in str(stuck)
        put(course, "a-is-first-by-its-name", owner=EVE)
        newest = "a-is-first-by-its-name"
        wait_for(lambda: newest in str(status.read_state(course).stuck), "the newest is told of")
        assert service.end() == 0
    said = service.rest()
    assert sum("in the exchange is refused" in line for line in said) < 30
    assert not any("Exception" in line or "Traceback" in line for line in said), said


def test_other_folders_of_an_account_bury_no_remark_on_what_was_collected(course: Path) -> None:
    for day in "123":
        put(course, f"{EVE}+a+2099-01-0{day} 10:00:00 UTC+x")
    put(course, named(EVE, -120))
    with watching(course, "--exchange") as service:
        assert EVE in service.until("Look whether it is late")
