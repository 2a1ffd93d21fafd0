"""Released notebooks, run once with the instructor's solutions in place of the stubs.

Pages show what came out, beside the stubs. An output that shows a line of what a release leaves
out is not for students, so such a notebook is refused.
"""

from __future__ import annotations

import ast
import asyncio
import atexit
import copy
import hashlib
import html
import json
import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final
from urllib.parse import unquote

import nbformat
from anyio.from_thread import start_blocking_portal
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from grader import __version__
from grader.notebooks import ipynb
from grader.notebooks.files import write_whole
from grader.notebooks.source_cells import SourceCell
from grader.notebooks.tempdirs import temporary_folder
from grader.plugin import Course
from grader.site.pyodide import imports_of
from grader.workflows import generating

Cells = list[dict[str, Any]]

CELL_SECONDS: Final = 3600
"""A cell of the instructor's own that takes longer has lost its way, however busy the machine."""

START_SECONDS: Final = 300
"""A kernel that takes longer to start never will, however busy the machine is."""

DISTINCT: Final = 20
"""A shorter line may well be printed for other reasons, unless it stands alone."""

STATEMENT: Final = re.compile(r"(return|def|class|for|while|if|elif|import|from|raise|yield)\b.")
"""How a line begins that is printed where code is, and hardly elsewhere."""

_LINK: Final = re.compile(r"\](?:\(|:)\s*<?([^\s:)>]+)")
"""The address of a link or picture in Markdown that names no server."""

SHOWN: Final = (
    *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
    *("text/html", "text/markdown", "text/latex", "text/plain"),
)
"""Types of output that a page without a kernel can show; a slider has a picture beside it."""


@dataclass
class Lesson:
    """A notebook of the site: where it belongs, its cells as released, and what they gave."""

    assignment: str
    name: str
    cells: Cells
    source: Cells
    outputs: list[list[dict[str, Any]]] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its place in the course, by which other notebooks name it."""
        return f"{self.assignment}/{self.name}"

    @property
    def earlier(self) -> dict[str, list[str]]:
        """The functions that it takes from earlier notebooks, by the notebooks' paths."""
        found: dict[str, list[str]] = {}
        for call in _calls(self.cells, "from_earlier"):
            path, *names = [arg.value for arg in call.args if isinstance(arg, ast.Constant)] or [""]
            found.setdefault(str(path), []).extend(map(str, names))
        return found

    def solved(self) -> Cells:
        """Return the released cells with the instructor's solutions in their places."""
        answers = {cell.name: cell.source for cell in map(SourceCell, self.source)}
        cells = copy.deepcopy(self.cells)
        for cell in cells:
            of_source = SourceCell(cell)
            if of_source.is_exercise and of_source.name in answers:
                cell["source"] = answers[of_source.name]
        return cells


def _calls(cells: Cells, function: str) -> Iterator[ast.Call]:
    for cell in map(SourceCell, cells):
        if cell.is_code:
            lines = [x for x in cell.source.splitlines() if not x.lstrip().startswith(("%", "!"))]
            try:
                tree = ast.parse("\n".join(lines))
            except SyntaxError:
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
                    yield node


def read_lessons(course: Course, assignment: str, files: Mapping[str, bytes]) -> list[Lesson]:
    """Return the notebooks of a release in the course's order."""
    return [
        Lesson(
            assignment,
            path.stem,
            _joined(json.loads(files[path.name])["cells"]),
            _joined(ipynb.read_source(path)["cells"]),
        )
        for path in course.notebooks(assignment)
        if path.name in files
    ]


def _joined(cells: Cells) -> Cells:
    """Return cells with their texts in one piece: files may hold them line by line."""
    return [{**cell, "source": SourceCell(cell).source} for cell in cells]


def run_lessons(
    course: Course, lessons: Sequence[Lesson], files: Mapping[str, Mapping[str, bytes]], kept: Path
) -> list[str]:
    """Give each notebook its outputs, from `kept` where nothing changed; return what went wrong."""
    digests = {
        lesson.path: _digest(course, lesson, lessons, files[lesson.assignment])
        for lesson in lessons
    }
    due = []
    for lesson in lessons:
        if (outputs := kept_json(kept / f"{digests[lesson.path]}.json")) is None:
            due.append(lesson)
        else:
            lesson.outputs = outputs
    places = {lesson.path: kept / f"{digests[lesson.path]}.json" for lesson in due}
    problems = _run(course, lessons, due, files, places) if due else {}
    for old in kept.glob("*.json"):
        if old.stem not in digests.values():
            old.unlink()
    hidden = _lines(one.source for one in lessons) - _lines(one.cells for one in lessons)
    return [
        f"source/{lesson.path}.ipynb: {sentence}"
        for lesson in lessons
        for sentence in (
            *problems.get(lesson.path, []),
            *leaks(lesson, hidden),
            *leads_out(lesson),
        )
    ]


def kept_json(path: Path) -> Any:
    """Return what an earlier run kept, or None if that is not there or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


def _digest(
    course: Course, lesson: Lesson, lessons: Sequence[Lesson], files: Mapping[str, bytes]
) -> str:
    """Return a digest of all that a notebook's outputs depend on."""
    by_path = {one.path: one for one in lessons}
    told, waiting, seen = hashlib.sha256(__version__.encode()), [lesson.path], set[str]()
    while waiting:
        path = waiting.pop()
        if path in by_path and path not in seen:
            seen.add(path)
            solved = json.dumps({"cells": by_path[path].solved()}).encode()
            told.update(solved)
            if imports_of([solved]) & generating.own_modules(course):
                told.update(modules_digest(course))
            waiting += sorted(by_path[path].earlier)
    for name, data in sorted(files.items()):
        if not name.endswith(".ipynb"):
            told.update(name.encode() + hashlib.sha256(data).digest())
    return told.hexdigest()


def modules_digest(course: Course) -> bytes:
    """Return a digest of the course's own modules."""
    modules = {path.relative_to(course.root) for path in course.root.glob("*.py")}
    for name in generating.own_modules(course):
        modules |= {path.relative_to(course.root) for path in (course.root / name).rglob("*.py")}
    told = hashlib.sha256()
    for path in sorted(modules):
        told.update(f"{path}\n".encode() + (course.root / path).read_bytes())
    return told.digest()


def _run(
    course: Course,
    lessons: Sequence[Lesson],
    due: Sequence[Lesson],
    files: Mapping[str, Mapping[str, bytes]],
    places: Mapping[str, Path],
) -> dict[str, list[str]]:
    """Run notebooks side by side in a copy of the course as a perfect student would have it."""
    with temporary_folder() as folder:
        for assignment in course.assignments():
            for path in course.notebooks(assignment):  # of assignments that are no part of the site
                _write(folder / assignment / path.name, ipynb.read_source(path)["cells"])
            for name, data in files.get(assignment, {}).items():
                write_whole(folder / assignment / name, data)
        for lesson in lessons:
            _write(folder / lesson.assignment / f"{lesson.name}.ipynb", lesson.solved())
        with start_blocking_portal() as portal:  # in a thread nbclient handles no signals
            running = portal.start_task_soon(
                _run_all, folder, due, _environment(course, folder), places
            )
            try:
                found = running.result()
            except BaseException:
                running.cancel()
                raise
    return dict(zip([lesson.path for lesson in due], found, strict=True))


def _write(path: Path, cells: Cells) -> None:
    write_whole(path, ipynb.dumps(ipynb.canonical({"cells": cells, "metadata": {}})))


def _environment(course: Course, folder: Path) -> dict[str, str]:
    """Return the environment of the kernels: solutions may import modules of the course."""
    path = os.pathsep.join(filter(None, [str(course.root), os.environ.get("PYTHONPATH", "")]))
    own = {"IPYTHONDIR": str(folder / ".ipython"), "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    return {**os.environ, **own}


async def _run_all(
    folder: Path,
    due: Sequence[Lesson],
    environment: Mapping[str, str],
    places: Mapping[str, Path],
) -> list[list[str]]:
    """Run notebooks, a kernel a core; what a notebook gave is kept as soon as it is there."""
    free = asyncio.Semaphore(len(os.sched_getaffinity(0)))

    async def run(lesson: Lesson) -> list[str]:
        async with free:
            problems = await _run_one(folder / lesson.assignment, lesson, environment)
        if not problems:
            write_whole(places[lesson.path], json.dumps(lesson.outputs))
        return problems

    return await asyncio.gather(*map(run, due))


async def _run_one(folder: Path, lesson: Lesson, environment: Mapping[str, str]) -> list[str]:
    notebook = nbformat.from_dict(
        {"cells": lesson.solved(), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )
    client = NotebookClient(
        notebook,
        allow_errors=True,
        kernel_name="python3",
        startup_timeout=START_SECONDS,
        resources={"metadata": {"path": str(folder)}},
        timeout=CELL_SECONDS,
    )
    try:
        await client.async_execute(env=environment, stdout=DEVNULL, stderr=DEVNULL)
    except CellTimeoutError:
        return [f"a cell ran longer than {CELL_SECONDS} s with the instructor's solutions."]
    except (DeadKernelError, RuntimeError):
        return ["its kernel died or did not start when it was to run the solutions."]
    finally:
        atexit.unregister(client._cleanup_kernel)  # nbclient forgets to, where it is interrupted
    problems = []
    for cell in map(SourceCell, notebook.cells):
        for output in cell.data.get("outputs", []):
            if output["output_type"] == "error" and not _may_stop(cell):
                problems.append(
                    f"cell `{cell.name or cell.data['id']}` stops with the instructor's solutions:"
                    f" {output['ename']}: {output['evalue']}"
                )
    lesson.outputs = [_shown(cell.get("outputs", [])) for cell in notebook.cells]
    return problems


def _may_stop(cell: SourceCell) -> bool:
    return "raises-exception" in cell.data.get("metadata", {}).get("tags", [])


def _shown(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return outputs as a page shows them: no kernel answers, and warnings quote solutions."""
    found: list[dict[str, Any]] = []
    for output in outputs:
        kept = json.loads(json.dumps(output))
        if kept.get("name") == "stderr":
            continue
        if kept["output_type"] == "stream":
            lines = kept["text"].replace("\r\n", "\n").split("\n")
            kept["text"] = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
            if found and found[-1]["output_type"] == "stream":
                found[-1]["text"] += kept["text"]
                continue
        if kept["output_type"] == "error":
            kept["traceback"] = [f"{kept['ename']}: {kept['evalue']}"]
        if data := kept.get("data"):
            kept["data"] = {kind: data[kind] for kind in SHOWN if kind in data}
        if kept.get("data") != {}:
            found.append(kept)
    return found


def leaks(lesson: Lesson, hidden: Collection[str]) -> Iterator[str]:
    """Yield the lines of solutions and hidden tests that an output shows."""
    told = [plain for text in _strings(lesson.outputs) for plain in _as_read(text)]
    alone = {_spaced(line) for text in told for line in text.splitlines()}
    whole = _spaced(" ".join(told))
    for line in sorted(hidden):
        long = len(line) >= DISTINCT and _spaced(line) in whole
        if long or (STATEMENT.match(line) and _spaced(line) in alone):
            yield f"an output shows `{line}`, which students must not see; print less there."


def leads_out(lesson: Lesson) -> Iterator[str]:
    """Yield the links to files above the assignments: a page would have a copy of them."""
    for cell in map(SourceCell, lesson.cells):
        for found in _LINK.finditer(cell.source if cell.is_markdown else ""):
            place = posixpath.normpath(f"{lesson.assignment}/{unquote(found[1])}")
            if place.startswith(".."):
                yield f"a link leads to {found[1]}, which lies outside of what students get."


def _as_read(text: str) -> Iterator[str]:
    """Yield a text as it is, as its HTML shows it, and as the text that it is the `repr` of."""
    yield text
    yield html.unescape(re.sub(r"<[^>]*>", "", text))
    yield re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _lines(notebooks: Iterable[Cells]) -> set[str]:
    """Return the lines of notebooks, without the spaces around them."""
    cells = (SourceCell(cell) for notebook in notebooks for cell in notebook)
    return {line.strip() for cell in cells for line in cell.source.splitlines()}


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
