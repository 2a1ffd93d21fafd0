"""Released notebooks, run once with the instructor's solutions in place of the stubs.

Pages show what came out, beside the stubs. An output that shows a line of what a release leaves
out is not for students, so such a notebook is refused.
"""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final

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
from grader.site.leaks import leads_out, lines_of, shown_secrets
from grader.site.lessons import Cells, Lesson
from grader.workflows import generating
from grader.workflows.requirements import imports_of

CELL_SECONDS: Final = 3600
"""A cell of the instructor's own that takes longer has lost its way, however busy the machine."""

START_SECONDS: Final = 300
"""A kernel that takes longer to start never will, however busy the machine is."""

SHOWN: Final = (
    *("image/svg+xml", "image/png", "image/jpeg", "image/gif"),
    *("text/html", "text/markdown", "text/latex", "text/plain"),
)
"""Types of output that a page without a kernel can show; a slider has a picture beside it."""


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
    hidden = lines_of(one.source for one in lessons) - lines_of(one.cells for one in lessons)
    return [
        f"source/{lesson.path}.ipynb: {sentence}"
        for lesson in lessons
        for sentence in (
            *problems.get(lesson.path, []),
            *shown_secrets(lesson, hidden),
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
    """Return the environment of the kernels: solutions may import modules of the course.

    By `GRADER_SITE`, a cell can tell that a page is made.
    """
    path = os.pathsep.join(filter(None, [str(course.root), os.environ.get("PYTHONPATH", "")]))
    own = {"IPYTHONDIR": str(folder / ".ipython"), "PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    return {**os.environ, **own, "GRADER_SITE": "1"}


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
