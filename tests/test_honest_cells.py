"""Honest things that notebooks do: none costs points, and what the sandbox refuses is told."""

from __future__ import annotations

from typing import Any

import pytest

from grader.diagnosis import error_texts
from grader.grading import pipeline
from grader.grading.outputs import MOST_PLACES
from grader.limits import Limits
from grader.notebooks.ipynb import Cell, Key, KeyCell
from grader.sandbox.host_process import Host
from grader.testing import outcomes
from grader.testing.calls import Calls
from grader.testing.namespace import raised_in_student

CELLS = {
    "a shell command that says something on stderr": "!echo out; echo err >&2",
    "a shell command that says nothing": "!true",
    "a list of files": "%ls",
    "a list of packages": "%pip list",
    "another folder and back": "%mkdir one\n%cd one\n%cd -\nassert 'one' in os.listdir()",
    "the home folder": "home = os.getcwd()\n%mkdir two\n%cd two\n%cd\nassert os.getcwd() == home",
    "a bookmark": "%bookmark here",
    "a stored value": "kept = 1\n%store kept",
    "the shell of a notebook": "assert type(get_ipython()).__name__ == 'ZMQInteractiveShell'",
    "a kernel": "assert get_ipython().kernel.shell is get_ipython()",
    "the configuration of a kernel": "assert 'IPKernelApp' in get_ipython().config",
    "the name of the user": "import getpass\nassert getpass.getuser()",
    "the address of localhost": "import socket\nassert socket.gethostbyname('localhost')",
    "what a module has by itself": "assert __package__ is __spec__ is __loader__ is None",
    "the values before": "assert _ == '' and __ == ''",
    "magics of a front end": "%autosave 0\n%qtconsole\n%edit one.py\n%connect_info",
    "the commands of the system": "%rehashx",
    "the module of a notebook": (
        "import sys\nassert 'ipykernel' in sys.modules\nimport ipykernel\n"
        "assert ipykernel.__version__ and 'ipykernel' in str(type(get_ipython()))"
    ),
    "a task": (
        "import asyncio\nasync def one():\n    return 1\n"
        "task = asyncio.create_task(one())\nassert await task == 1"
    ),
    "a task that nobody awaits": (
        "import asyncio\nasync def one():\n    return 1\n"
        "loop = asyncio.get_event_loop()\n"
        "assert loop.is_running()\nloop.create_task(one());"
    ),
    "a touched file": (
        "from pathlib import Path\nPath('file').touch()\nassert os.path.exists('file')\n"
        "import subprocess\nsubprocess.run(['touch', 'file', 'other'], check=True);"
    ),
    "a mode and an archive": (
        "%%bash\necho 1 > old; chmod 600 old; cp -p old new; tar cf old.tar old; tar xf old.tar"
    ),
    "a command that is an alternative of others": "%%bash\nwhich sh\nawk 'BEGIN {print 1}'",
    "a password": (
        "import getpass\ntry:\n    getpass.getpass()\nexcept NotImplementedError:\n    pass"
    ),
    "stderr that is cleared": (
        "import sys\nfrom IPython.display import clear_output\n"
        "print('a', file=sys.stderr)\nclear_output()"
    ),
    "a table's columns": ("import pandas as pd\nassert pd.get_option('display.max_columns') == 20"),
    "a module of another folder": (
        "%mkdir three\n%cd three\nopen('within.py', 'w').write('x = 1')\nimport within\n%cd"
    ),
    "a module with a name of the standard library's": (
        "open('sched.py', 'w').write('1/0')\nimport sched\nassert sched.scheduler"
    ),
    "a pool of threads": (
        "from multiprocessing.pool import ThreadPool\nfrom multiprocessing.dummy import Pool\n"
        "with ThreadPool(2) as one, Pool(2) as other:\n"
        "    assert one.map(abs, [-1, 2]) == other.map(abs, [1, -2])"
    ),
    "a file in the machine's temporary folder": (
        "from pathlib import Path\nwith open('/tmp/one.txt', 'w') as file:\n    file.write('1')\n"
        "os.rename('/tmp/one.txt', '/tmp/two.txt')\n"
        "assert Path('/tmp/two.txt').read_text() == '1'\n"
        "assert os.listdir('/tmp') == ['two.txt'] and not os.path.exists('/tmp/one.txt')\n"
        "os.remove('/tmp/two.txt')\nos.makedirs('/tmp/a/b')\n"
        "import shutil\nshutil.rmtree('/tmp/a')\nassert os.listdir('/tmp') == []"
    ),
    "files in the machine's temporary folder by other functions": (
        "import bz2, shutil, tarfile\nfrom pathlib import Path\n"
        "open(file='/tmp/a.txt', mode='w').write('1')\nshutil.copy2('/tmp/a.txt', '/tmp/b.txt')\n"
        "assert sorted(path.name for path in Path('/tmp').glob('*.txt')) == ['a.txt', 'b.txt']\n"
        "assert os.listdir(path='//tmp') == os.listdir(os.path.relpath('/tmp'))\n"
        "assert open(b'/tmp/b.txt').read() == '1'\nos.makedirs('/tmp/c/d')\n"
        "shutil.copytree('/tmp/c', '/tmp/e')\nos.symlink('/tmp/a.txt', '/tmp/f')\n"
        "bz2.open('/tmp/g.bz2', 'wb').write(b'1')\n"
        "with tarfile.open('/tmp/h.tar', 'w') as archive:\n    archive.add('/tmp/a.txt')\n"
        "home = os.getcwd()\nos.chdir('/tmp')\n"
        "assert Path('f').read_text() == '1' and os.path.exists('e/d')\nos.chdir(home)"
    ),
    "the folder above": "assert len(os.listdir('..')) == 1",
    "an end": "exit()",
    "the terminal": "assert os.environ['TERM'] == 'xterm-color'",
    "a progress bar": "import sys\nprint('\\r 50%|#  |\\r100%|###|', file=sys.stderr)",
}


ALONE = {
    "the notebook as a file": "%notebook one.ipynb\nassert os.path.exists('one.ipynb')",
    "a task that exits": (
        "import asyncio\nasync def one():\n    raise SystemExit\n"
        "asyncio.get_running_loop().create_task(one());"
    ),
    "processes that print much": (
        "import multiprocessing\n\ndef work():\n    for i in range(20_000):\n"
        "        print('step', i, 'of many')\n\n"
        "started = [multiprocessing.Process(target=work) for _ in range(3)]\n"
        "[one.start() for one in started]\n[one.join() for one in started]"
    ),
    "processes that draw": (
        "import multiprocessing\nimport matplotlib.pyplot as plt\nimport numpy as np\n\n"
        "def work(i):\n    plt.imshow(np.random.default_rng(i).random((300, 300)))\n"
        "    plt.show()\n\n"
        "started = [multiprocessing.Process(target=work, args=(i,)) for i in range(4)]\n"
        "[one.start() for one in started]\n[one.join() for one in started]"
    ),
    "threads that display": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from IPython.display import Markdown, display\n\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    list(pool.map(lambda i: display(Markdown('word ' * 20_000)), range(8)))"
    ),
    "many displays": "for i in range(40_000): display(i)",
    "many updates": "one = display(0, display_id=True)\nfor i in range(20_000): one.update(i)",
    "a counter": (
        "from IPython.display import clear_output\n"
        "for i in range(40_000):\n    clear_output(wait=True)\n    print(i)"
    ),
    "stderr that is cleared after much else": (
        "import sys\nfrom IPython.display import clear_output\nprint('x' * 600_000)\n"
        "print('a', file=sys.stderr)\nclear_output()"
    ),
}
"""Cells that leave something behind, take a second or more, or show much."""


def graded(host: Host, source: str) -> tuple[float, list[dict[str, Any]]]:
    """Return the score of a grade cell, and what it shows."""
    cell = KeyCell(name="test", cell_type="code", source=source, locked=True, grade=True, points=3)
    cells = [Cell(id="a", cell_type="code", source="import os")]
    cells.append(Cell(id="b", cell_type="code", source="", name="test"))
    found = pipeline.grade_cells(cells, Key(notebook="one", cells=[cell]), host, {})
    outputs: list[dict[str, Any]] = found.notebook["cells"][1]["outputs"]
    return found.verdict.score, outputs


def printed(outputs: list[dict[str, Any]]) -> str:
    """Return all text that a cell shows."""
    return "".join(str(output.get("text", "")) for output in outputs)


@pytest.mark.parametrize("source", [*CELLS.values(), *ALONE.values()], ids=[*CELLS, *ALONE])
def test_an_honest_cell_costs_no_points(host: Host, source: str) -> None:
    score, outputs = graded(host, source)
    assert score == 3, outputs


def test_what_a_shell_command_writes_to_stderr_is_printed(host: Host) -> None:
    _, [shown] = graded(host, "!echo out; echo err >&2")
    assert shown == {"output_type": "stream", "name": "stdout", "text": "out\nerr\n"}


def test_a_cleared_output_gives_way_to_the_next(host: Host) -> None:
    clear = "from IPython.display import clear_output\n"
    loop = f"{clear}for i in range(3):\n    clear_output(wait=True)\n    print(i)"
    assert printed(graded(host, loop)[1]) == "2\n"
    assert printed(graded(host, f"{clear}print(1)\nclear_output()\nprint(2)")[1]) == "2\n"
    assert printed(graded(host, f"{clear}print(1)\nclear_output(wait=True)")[1]) == "1\n"


def test_what_is_displayed_by_a_name_is_updated_in_its_place(host: Host) -> None:
    source = "one = display(1, display_id=True)\ndisplay(2)\none.update(3)\n"
    _, outputs = graded(
        host,
        f"{source}from IPython.display import update_display\n"
        "update_display(4, display_id='unknown')",
    )
    assert [output["data"]["text/plain"] for output in outputs] == ["3", "2", "4"]


def test_an_update_changes_a_few_places_and_not_thousands(host: Host) -> None:
    source = "for _ in range(50):\n    display(1, display_id='one')\n"
    source += "from IPython.display import update_display\nupdate_display(2, display_id='one')"
    shown = [output["data"]["text/plain"] for output in graded(host, source)[1]]
    assert (len(shown), shown.count("2")) == (50, MOST_PLACES)


def test_the_last_frame_of_a_long_animation_is_shown() -> None:
    frames = (
        "from IPython.display import clear_output\n"
        "for i in range(40):\n    clear_output(wait=True)\n"
        "    display({'image/png': 'AAAA' * 10_000, 'text/plain': str(i)}, raw=True)"
    )
    with Host(Limits(output_kb=64, picture_kb=100)) as host:
        _, [last] = graded(host, frames)
        still = graded(host, frames.replace("clear_output(wait=True)", "pass"))[1]
    assert last["data"]["text/plain"] == "39"
    assert "image/png" in last["data"]
    assert sum("image/png" in output.get("data", {}) for output in still) == 2
    assert "limit picture_kb" in printed(still)


DECIDING = {"a value": ("1.5", 1.5), "stderr": ("import sys; print(1, file=sys.stderr)", 0)}


@pytest.mark.parametrize(("source", "points"), DECIDING.values(), ids=DECIDING)
def test_what_decides_about_the_points_is_shown_after_much_else(
    host: Host, source: str, points: float
) -> None:
    assert graded(host, f"print('x' * 600_000)\n{source}")[0] == points
    assert graded(host, f"for i in range(99999): print('a line', i)\n{source}")[0] == points


def test_tasks_go_on_between_cells(host: Host) -> None:
    begin = "import asyncio\nseen = []\nasync def see(n):\n    seen.append(n)\n"
    sources = [f"{begin}asyncio.ensure_future(see(1))\nlast = asyncio.create_task(see(2))"]
    sources += ["print(seen)", "await last\nprint(seen)"]
    cells = [Cell(id=str(n), cell_type="code", source=one) for n, one in enumerate(sources)]
    found = pipeline.grade_cells(cells, Key(notebook="one", cells=[]), host, {})
    assert [printed(cell["outputs"]) for cell in found.notebook["cells"][1:]] == ["[1, 2]\n"] * 2


HIDDEN_PLOTS = {
    "shown": "exec('import mat' 'plotlib.pyplot as p; p.plot([1, 2]); p.show()')",
    "left open": "exec('import mat' 'plotlib.pyplot as p; p.plot([1, 2])')",
}


@pytest.mark.parametrize("source", HIDDEN_PLOTS.values(), ids=HIDDEN_PLOTS)
def test_a_figure_is_shown_where_no_cell_mentions_what_draws_it(source: str) -> None:
    with Host(Limits()) as host:
        score, outputs = graded(host, source)
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert (score, len(pictures)) == (3, 1), outputs


@pytest.mark.parametrize("descriptor", [1, 2])
def test_what_is_written_to_a_descriptor_is_shown_once(host: Host, descriptor: int) -> None:
    write = f"_ = os.write({descriptor}, b'from a program')"
    score, outputs = graded(host, f"{write}\n")
    assert (score, printed(outputs)) == (3, "from a program")


def test_a_later_cell_does_not_show_what_an_earlier_one_wrote_to_a_descriptor(host: Host) -> None:
    cells = [
        Cell(id=str(number), cell_type="code", source=f"import os\n_ = os.write(1, b'{number}')")
        for number in range(3)
    ]
    found = pipeline.grade_cells(cells, Key(notebook="one", cells=[]), host, {})
    assert [printed(cell["outputs"]) for cell in found.notebook["cells"]] == ["0", "1", "2"]


REFUSED = {
    "a pool": ("import multiprocessing\nmultiprocessing.Pool(2)", "multiprocessing"),
    "a pool of futures": (
        "from concurrent.futures import ProcessPoolExecutor\nProcessPoolExecutor(2).submit(abs, 1)",
        "multiprocessing",
    ),
    "a queue": ("import multiprocessing\nmultiprocessing.Queue()", "multiprocessing"),
    "a server": ("import socket\nsocket.socket().bind(('127.0.0.1', 0))", "network"),
    "a page": (
        "import urllib.request\nurllib.request.urlopen('http://example.org')",
        "network",
    ),
    "a file elsewhere": ("open('/srv/data/table.csv')", "own folder"),
}


@pytest.mark.parametrize(("source", "word"), REFUSED.values(), ids=REFUSED)
def test_what_the_sandbox_refuses_is_told_as_its_doing(host: Host, source: str, word: str) -> None:
    score, outputs = graded(host, source)
    assert score == 0
    assert "sandbox" in printed(outputs)
    assert word in printed(outputs)


def test_a_file_that_is_missing_beside_the_notebook_is_no_refusal(host: Host) -> None:
    assert "sandbox" not in printed(graded(host, "open('table.csv')")[1])


def test_a_visible_test_tells_that_the_sandbox_refused_something() -> None:
    error = raised_in_student(["PermissionError"], "[Errno 13] Permission denied: '/srv'")
    shown = outcomes.classify(error, Calls(), set(), outcomes.Quoting.ALL)[1]
    kept = outcomes.classify(error, Calls(), set(), outcomes.Quoting.NOTHING)[1]
    assert "sandbox" in error_texts.explained(shown, error)
    assert "sandbox" not in kept


LOOPS = [
    "while True:\n    for i in range(10):\n        continue",
    "def f():\n    while True:\n        for i in range(3):\n            if i: continue\nf()",
]


@pytest.mark.parametrize("loop", LOOPS)
def test_a_time_limit_shows_nothing_of_ours(loop: str) -> None:
    with Host(Limits(cell_seconds=0.3, grace_seconds=0.3, wall_factor=100)) as host:
        _, outputs = graded(host, loop)
    text = str(outputs)
    assert "TimeLimitReached" in text
    assert "stopped after 0.3 s" in text
    assert not any(ours in text for ours in ("interruption.py", "ultratb", "signal.setitimer"))


SLOW = """\
import time
shown = get_ipython().InteractiveTB.structured_traceback
def slowly(*args, **kwargs):
    time.sleep(0.8)
    return shown(*args, **kwargs)
get_ipython().InteractiveTB.structured_traceback = slowly
while True: pass"""


def test_a_cell_that_was_interrupted_has_time_to_show_its_error_and_the_next_one_runs() -> None:
    cells = [Cell(id=str(n), cell_type="code", source=one) for n, one in enumerate([SLOW, "'on'"])]
    with Host(Limits(cell_seconds=0.3, grace_seconds=0.3, wall_factor=100)) as host:
        found = pipeline.grade_cells(cells, Key(notebook="one", cells=[]), host, {})
    first, second = found.notebook["cells"]
    assert "stopped after 0.3 s" in str(first["outputs"])
    assert "'on'" in str(second["outputs"])
