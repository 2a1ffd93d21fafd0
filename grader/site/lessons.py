"""The notebooks of a site: where they belong, their cells as released, and what these gave."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.notebooks import ipynb
from grader.notebooks.source_cells import SourceCell
from grader.plugin import Course

Cells = list[dict[str, Any]]


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
