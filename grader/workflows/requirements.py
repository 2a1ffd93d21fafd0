"""What has to be installed for some code, found by what it imports: a `requirements.txt`.

The packages installed here tell which of them has a module. They are named without a version, which
another machine may not have; but for those of which grader itself can't use all versions.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib.metadata
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from grader.notebooks.source_cells import SourceCell
from grader.workflows.archives import DISTRIBUTION

FILE: Final = "requirements.txt"

OF_STUDENTS: Final = ("", "course", "pandas")
"""Extras of grader that bound versions for students' machines; the empty one stands for its base.
"""

_WRITTEN: Final = re.compile(r"^%%writefile\s+(?:-a\s+)?(\S+)\.py\b")
"""A cell that makes a module."""


class Requirements(NamedTuple):
    """What some code needs."""

    text: str
    """One package a line; empty if it needs none."""
    missing: list[str]
    """Modules that no package has which is installed here from an index."""

    def sentences(self, where: str) -> list[str]:
        """Say what the file lacks."""
        return [
            f"{where}: {FILE} lacks what has `{module}`, which is imported: no package with it is"
            " installed here from a package index. Install it, and pack again."
            for module in self.missing
        ]


def requirements_of(files: Mapping[str, bytes], own: Collection[str] = ()) -> Requirements:
    """Return what notebooks and modules need, by name; `own` are modules that the course has."""
    cells = [cell for name, data in files.items() for cell in _cells(name, data)]
    own = {*own, *sys.stdlib_module_names, "grader", *_made(files, cells)}
    found = [one for cell in cells for one in _imports(cell) if _top(one[0]) not in own]
    packages = {module: _packages(module) for module, _ in found}
    missing = {
        module.split(".")[0] for module, is_sure in found if is_sure and not packages[module]
    }
    named = {_line(package) for several in packages.values() for package in several}
    return Requirements("".join(f"{line}\n" for line in sorted(named)), sorted(missing))


def imports_of(notebooks: Iterable[bytes]) -> set[str]:
    """Return the top-level modules that the code cells of notebooks import."""
    cells = (cell for notebook in notebooks for cell in _cells(".ipynb", notebook))
    return {_top(module) for cell in cells for module, _ in _imports(cell)}


def _cells(name: str, data: bytes) -> list[str]:
    """Return the code of a notebook or module, cell by cell."""
    if name.endswith(".py"):
        return [data.decode(errors="replace")]
    if not name.endswith(".ipynb"):
        return []
    return [cell.source for cell in map(SourceCell, json.loads(data)["cells"]) if cell.is_code]


def _made(files: Iterable[str], cells: Iterable[str]) -> set[str]:
    """Return the names of the modules among the files, and of those that a cell writes."""
    paths = [Path(name) for name in files if name.endswith(".py")]
    written = [Path(found[1]) for cell in cells if (found := _WRITTEN.match(cell))]
    return {part for path in [*paths, *written] for part in (*path.parts, path.stem)}


def _imports(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the modules that some code imports, and whether it does so under no condition."""
    lines = [line for line in source.splitlines() if not line.lstrip().startswith(("%", "!", "?"))]
    with contextlib.suppress(SyntaxError):
        waiting: list[tuple[ast.AST, bool]] = [(ast.parse("\n".join(lines)), True)]
        while waiting:
            node, is_sure = waiting.pop()
            is_sure &= not isinstance(node, ast.If | ast.Try)
            if isinstance(node, ast.Import):
                yield from ((alias.name, is_sure) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module, is_sure
            waiting += [(part, is_sure) for part in ast.iter_child_nodes(node)]


def _top(module: str) -> str:
    """Return the first part of a module's name."""
    return module.partition(".")[0]


# Packages -----------------------------------------------------------------------------------


@functools.cache
def _providers() -> Mapping[str, list[str]]:
    """Return the packages that have a module, by its top-level name."""
    return importlib.metadata.packages_distributions()


def _packages(module: str) -> list[str]:
    """Return the packages from an index that have a module."""
    names = sorted({*_providers().get(_top(module), [])})
    found = [importlib.metadata.distribution(name) for name in names]
    from_index = [one for one in found if one.read_text("direct_url.json") is None]
    if len(from_index) > 1:  # parts of one namespace
        paths = {f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py"}
        of_module = [one for one in from_index if paths & {str(file) for file in one.files or []}]
        from_index = of_module or from_index
    return [canonicalize_name(one.name) for one in from_index]


@functools.cache
def _bounds() -> dict[str, str]:
    """Return the packages that grader itself may ask for, with the versions that it can use."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        asked = map(Requirement, importlib.metadata.requires(DISTRIBUTION) or [])
        return {
            canonicalize_name(one.name): str(one.specifier)
            for one in asked
            if not one.marker or any(one.marker.evaluate({"extra": name}) for name in OF_STUDENTS)
        }
    return {}


def _line(package: str) -> str:
    return package + _bounds().get(package, "")
