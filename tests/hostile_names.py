"""Which names of the package an attack uses: each is to be there, or the attack attacks nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_NAME = re.compile(r"\bgrader(?:\.\w+)+")
_MAGIC = re.compile(r"^[!%].*$", re.MULTILINE)


def names(cell: str) -> set[str]:
    """Return the dotted names of the package in a cell: imported, used, or within a text."""
    tree = ast.parse(_MAGIC.sub("", cell))
    aliases = dict(_imported(tree))
    found = set(aliases.values())
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                found |= {a.name for a in node.names if a.name.split(".")[0] == "grader"}
            case ast.Attribute():
                first, *rest = ast.unparse(node).split(".")
                if first in aliases and all(part.isidentifier() for part in rest):
                    found.add(".".join([aliases[first], *rest]))
            case ast.Constant(value=str(text)):
                found |= set(_NAME.findall(text))
    return found


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, and what of the package it stands for."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    if alias.name.split(".")[0] == "grader":
                        yield (alias.asname, alias.name) if alias.asname else ("grader", "grader")
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "grader":
                for alias in node.names:
                    yield alias.asname or alias.name, f"{module}.{alias.name}"
