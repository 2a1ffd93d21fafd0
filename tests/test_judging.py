"""What a test does with an answer: it computes, and opens, changes or runs nothing here."""

from __future__ import annotations

import http.server
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from nbgrader.api import Gradebook

from tests import own_course


def graded(tmp_path: Path, tests: str, *answers: str, config: str = "") -> list[float]:
    """Grade a class of these answers by a cell of tests; return their points."""
    course = own_course.make(tmp_path / "course", tests=tests, config=config)
    status, said = own_course.run(course, "generate")
    assert status == 0, said
    for number, answer in enumerate(answers):
        own_course.hand_in(course, f"s{number}", answer)
    status, said = own_course.run(course, "autograde", "--trust-tests")
    assert status == 0, said
    found = own_course.scores(course)
    return [float(found[f"s{number}", "stats"][0] or 0) for number in range(len(answers))]


def returning(value: str) -> str:
    """An answer that returns this, whatever it is asked."""
    return f"def mean(*_):\n    return {value}"


def suite(*lines: str, imports: str = "", fixture: str = "") -> str:
    """A cell with one test."""
    body = "".join(f"\n    {line}" for line in lines)
    head = f"{imports}\nfrom grader.lesson import run_tests\n\n\n"
    return f"{head}def test_it({fixture}):{body}\n\n\nrun_tests(points=4)"


PANDAS = suite(
    'people = pd.DataFrame({"name": ["ada", "ben"], "age": [36, 12]})',
    "limit = 17",
    'assert list(people.query(mean([]))["name"]) == ["ada"]',
    imports="import pandas as pd",
)


def test_a_query_of_a_students_calls_nothing(tmp_path: Path) -> None:
    run = tmp_path / "run"
    texts = [
        "age > 17",
        "age > @limit and name.str.startswith('a')",
        "name.str.upper().isin(['ADA'])",
        "sqrt(age) >= 6",
        f"age > 17 + 0 * @pd.io.common.os.system('touch {run}')",
        f"age > 17 + 0 * @people.to_csv('{run}').__class__()",
        "age > 17 + 0 * name.__class__.__init__.__globals__['os'].getpid()",
        "age > 17 + 0 * age.map(@print).isna().sum()",
    ]
    points = graded(tmp_path, PANDAS, *map(returning, map(repr, texts)))
    assert points == [4.0] * 4 + [0.0] * 4
    assert not run.exists()


READS = suite("with open(mean([])) as file:", "    assert file.read(1)")
FILES = {
    "a file of the system": "'/etc/passwd'",
    "a notebook of the course": "__import__('pathlib').Path({course!r}) / 'source/hw1/stats.ipynb'",
    "a number of an open file": "3",
    "a pipe": "__import__('os').mkfifo('pipe') or __import__('os').path.abspath('pipe')",
    "a link": "__import__('os').symlink('/etc/passwd', 'a') or __import__('os').path.abspath('a')",
}


def test_a_path_of_a_students_is_not_opened(tmp_path: Path) -> None:
    course = str(tmp_path / "course")
    answers = [returning(value.format(course=course)) for value in FILES.values()]
    own = (
        "import os\n\ndef mean(*_):\n    return os.__file__"  # a library's, which anybody may read
    )
    assert graded(tmp_path, READS, *answers, own) == [0.0] * len(answers) + [4.0]


def test_data_of_the_course_are_opened(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "granted.txt").write_text("granted")
    (tmp_path / "course/tables").mkdir(parents=True)
    (tmp_path / "course/tables/known.txt").write_text("known")
    config = f"c = get_config()\nc.Sandbox.readable = [{str(data)!r}]\n"
    (tmp_path / "course/grades.csv").write_text("ada,4")
    open_ones = (str(data / "granted.txt"), "tables/known.txt")
    closed = ("reference.py", "gradebook.db", "grades.csv", "solutions/__init__.py")
    answers = [returning(repr(name)) for name in (*open_ones, *closed)]
    assert graded(tmp_path, READS, *answers, config=config) == [4.0] * 2 + [0.0] * 4


def test_a_pickle_holds_data_alone(tmp_path: Path) -> None:
    tables = tmp_path / "course/tables"
    tables.mkdir(parents=True)
    known = {"a": np.arange(3.0), "b": pd.DataFrame({"x": [1, 2], "y": ["u", "v"]}), "c": {1, 2}}
    (tables / "known.pkl").write_bytes(pickle.dumps(known))
    lines = (
        "with open('tables/known.pkl', 'rb') as file:",
        "    known = pickle.load(file)",
        "assert known['b'].equals(pd.read_pickle('tables/known.pkl')['b'])",
        "assert pickle.loads(mean([])) == list(known['a'])",
    )
    right = returning("__import__('pickle').dumps([0.0, 1.0, 2.0])")
    called = returning("b'cbuiltins\\neval\\n(V[0.0, 1.0, 2.0]\\ntR.'")
    test = suite(*lines, imports="import pickle\nimport pandas as pd")
    assert graded(tmp_path, test, right, called) == [4.0, 0.0]


def test_bytes_that_come_as_numbers_are_a_text_too(tmp_path: Path) -> None:
    run = tmp_path / "run"
    called = f"b'cbuiltins\\neval\\n(V__import__(\\'os\\').system(\\'touch {run}\\')\\ntR.'"
    for name, value in (
        ("array", f"__import__('numpy').frombuffer({called}, 'u1')"),
        ("list", f"list({called})"),
    ):
        (tmp_path / name).mkdir()
        test = suite("assert pickle.loads(bytes(mean([]))) == 0", imports="import pickle")
        assert graded(tmp_path / name, test, returning(value)) == [0.0]
    assert not run.exists()


def test_names_of_arguments_of_a_callback_are_text(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("known")
    lines = (
        "found = {}",
        "mean(lambda **named: found.update(named))",
        "assert open(next(iter(found))).read() == 'known'",
    )
    answer = f"def mean(call):\n    call(**{{{str(tmp_path / 'secret.txt')!r}: 1}})"
    assert graded(tmp_path, suite(*lines), answer) == [0.0]


def test_threads_of_a_test_have_its_walls(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("known")
    lines = (
        "with ThreadPoolExecutor() as pool:",
        "    assert list(pool.map(Path.read_text, map(Path, mean([])))) == ['known']",
    )
    imports = "from concurrent.futures import ThreadPoolExecutor\nfrom pathlib import Path"
    answer = returning(repr([str(tmp_path / "secret.txt")]))
    assert graded(tmp_path, suite(*lines, imports=imports), answer) == [0.0]


CANARY = suite(
    "(tmp_path / 'essay').write_text(mean([]))",
    "assert open(mean(str(tmp_path / 'essay'))).read() == 'of ada'",
    fixture="tmp_path",
)


def test_temporary_files_of_another_students_test_are_closed(tmp_path: Path) -> None:
    first = "def mean(path):\n    return path or 'of ada'"
    back = (
        "import re\n\ndef mean(path):\n    return re.sub(r'(test_it)([0-9]+)',"
        " lambda m: m[1] + str(int(m[2]) - 1), path) if path else 'of eve'"
    )
    assert graded(tmp_path, CANARY, first, *[back] * 3) == [4.0, 0.0, 0.0, 0.0]


IMPORTS = {
    "by a name": ("importlib.import_module(mean([]))", "'submitted.s0.hw1.evil'"),
    "by a path": ("runs(mean([]))", "'submitted/s0/hw1/evil.py'"),
}


@pytest.mark.parametrize("how", IMPORTS)
def test_a_module_that_a_student_handed_in_is_not_imported(tmp_path: Path, how: str) -> None:
    run, (line, name) = tmp_path / "run", IMPORTS[how]
    evil = tmp_path / "course/submitted/s0/hw1/evil.py"
    evil.parent.mkdir(parents=True)
    evil.write_text(f"import os\nos.system('touch {run}')\n")
    runs = (
        "import importlib.util\n\n\ndef runs(path):\n"
        "    spec = importlib.util.spec_from_file_location('evil', path)\n"
        "    spec.loader.exec_module(importlib.util.module_from_spec(spec))\n\n"
    )
    assert graded(tmp_path, suite(line, imports=runs), returning(name)) == [0.0]
    assert not run.exists()


def test_a_module_that_a_test_writes_is_imported(tmp_path: Path) -> None:
    lines = (
        "(tmp_path / 'made.py').write_text(f'x = {mean([])!r}')",
        "spec = importlib.util.spec_from_file_location('made', tmp_path / 'made.py')",
        "made = importlib.util.module_from_spec(spec)",
        "spec.loader.exec_module(made)",
        "import colorsys",
        "assert made.x == 'right'",
    )
    test = suite(*lines, imports="import importlib.util", fixture="tmp_path")
    assert graded(tmp_path, test, returning("'right'"), returning("'wrong'")) == [4.0, 0.0]


def test_what_a_test_sets_does_not_outlive_the_student(tmp_path: Path) -> None:
    test = suite(
        "shown = np.get_printoptions()['precision']",
        "before = decimal.getcontext().prec, 'KIT' in os.environ, shown",
        "decimal.getcontext().prec, os.environ['KIT'] = mean([]), 'set'",
        "np.set_printoptions(precision=mean([]))",
        "assert before == (28, False, 8)",
        imports="import decimal, os\nimport numpy as np",
    )
    assert graded(tmp_path, test, *[returning("5")] * 4) == [4.0] * 4


def test_a_test_does_not_go_elsewhere(tmp_path: Path) -> None:
    lines = ("os.chdir(mean([]))", "with open('etc/passwd') as file:", "    assert file.read(1)")
    assert graded(tmp_path, suite(*lines, imports="import os"), returning("'/'")) == [0.0]


def test_a_path_at_which_nothing_is_yet_is_refused_as_any_other(tmp_path: Path) -> None:
    lines = ("with pytest.raises(PermissionError):", "    open(mean([]))")
    test = suite(*lines, imports="import pytest")
    assert graded(tmp_path, test, returning("'/tmp/not-there-yet'")) == [4.0]


def test_a_file_that_a_student_names_is_not_removed_nor_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("here")
    for line in (
        "os.remove(mean([]))",
        "open(mean([]), 'a').write('x')",
        "os.rename(mean([]), 'x')",
    ):
        folder = tmp_path / line[3:6]
        folder.mkdir()
        assert graded(folder, suite(line, imports="import os"), returning(repr(str(kept)))) == [0.0]
    assert kept.read_text() == "here"


def test_a_test_has_temporary_files_of_its_own(tmp_path: Path) -> None:
    lines = (
        "with tempfile.TemporaryDirectory() as folder:",
        "    np.save(f'{folder}/a.npy', np.arange(3))",
        "    os.mkdir(f'{folder}/b')",
        "    os.rename(f'{folder}/a.npy', f'{folder}/b/a.npy')",
        "    assert np.load(f'{folder}/b/a.npy').sum() == mean([])",
        "with tempfile.NamedTemporaryFile('w') as file:",
        "    assert file.write('abc') == mean([])",
        "shown = io.BytesIO()",
        "Figure().savefig(shown)",
        "assert len(shown.getvalue()) > mean([])",
    )
    imports = "import io, os, tempfile\nimport numpy as np\nfrom matplotlib.figure import Figure"
    points = graded(tmp_path, suite(*lines, imports=imports), returning("3"), returning("4"))
    assert points == [4.0, 0.0]


def test_a_test_has_the_temporary_folder_of_pytest(tmp_path: Path) -> None:
    lines = ("(tmp_path / 'x').write_text('3')", "assert (tmp_path / 'x').read_text() == mean([])")
    assert graded(tmp_path, suite(*lines, fixture="tmp_path"), returning("'3'")) == [4.0]


CLUSTERS = suite(
    "assert list(KMeans(2, random_state=0).fit([[0.0], [1.0], [9.0]]).labels_).count(0) in (1, 2)",
    "assert mean([]) in (3, 'three')",
    "assert KMeans(1).fit([[0.0], [1.0]]).n_iter_ > 0",
    imports="from sklearn.cluster import KMeans",
)


def test_libraries_look_at_the_machine(tmp_path: Path) -> None:
    assert graded(tmp_path, CLUSTERS, returning("3"), returning("'three'")) == [4.0, 4.0]


def test_libraries_start_processes_where_no_text_has_come(tmp_path: Path) -> None:
    line = "assert Parallel(2)(delayed(len)(one) for one in [{mean([])}, set()]) == [1, 0]"
    test = suite(line, imports="from joblib import Parallel, delayed")
    assert graded(tmp_path, test, returning("3")) == [4.0]


@pytest.mark.parametrize("action", ["os.kill(mean([]), 0)", "open(mean([]))"])
def test_a_number_of_a_students_reaches_nothing_here(tmp_path: Path, action: str) -> None:
    test = suite(
        "with pytest.raises(PermissionError):", f"    {action}", imports="import os, pytest"
    )
    assert graded(tmp_path, test, returning("1")) == [4.0]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it is asked."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", paths
        server.shutdown()


def test_an_address_of_a_students_is_not_asked(
    tmp_path: Path, asked: tuple[str, list[str]]
) -> None:
    test = suite("assert pd.read_csv(mean([])) is not None", imports="import pandas as pd")
    assert graded(tmp_path, test, returning(repr(asked[0]))) == [0.0]
    assert asked[1] == []


SQL = suite(
    "assert DATA.execute(mean([])).fetchall() == [('ada',)]",
    imports=(
        "import sqlite3\nDATA = sqlite3.connect(':memory:')\n"
        "DATA.executescript(\"CREATE TABLE people (name); INSERT INTO people VALUES ('ada')\")"
    ),
)


def test_a_database_that_a_student_names_is_not_opened(tmp_path: Path) -> None:
    line = "assert sqlite3.connect(mean([])).execute('SELECT * FROM sqlite_master').fetchone()"
    assert graded(tmp_path, suite(line, imports="import sqlite3"), returning("'gradebook.db'")) == [
        0.0
    ]


def test_a_query_of_a_students_does_not_name_the_right_table(tmp_path: Path) -> None:
    lines = (
        "people = pd.DataFrame({'age': [36, 12]})",
        "want = people[people.age > 17]",
        "pd.testing.assert_frame_equal(people.query(mean([])), want)",
    )
    texts = map(returning, ("'age > 17'", "'index in @want.index'", "'@want.age == age'"))
    assert graded(tmp_path, suite(*lines, imports="import pandas as pd"), *texts) == [4.0, 0.0, 0.0]


def test_sql_of_a_students_reaches_no_other_database(tmp_path: Path) -> None:
    course = tmp_path / "course"
    attach = f"ATTACH DATABASE '{course}/gradebook.db' AS g"
    into = f"VACUUM INTO '{tmp_path}/copy.db'"
    texts = ["SELECT name FROM people", attach, into]
    assert graded(tmp_path, SQL, *(returning(repr(text)) for text in texts)) == [4.0, 0.0, 0.0]
    assert not (tmp_path / "copy.db").exists()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert len(gradebook.students) == 3
