"""Directives that write the tables of settings from the code, so that they are written once.

`{limits}` lists `grader.limits.Limits`; `{settings} CLASS` lists the traits that a class of ours
may be configured by, without those that it has from nbgrader.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective

from grader.limits import Limits


class Table(SphinxDirective):
    """A table of settings."""

    required_arguments = 0
    head: ClassVar[tuple[str, ...]] = ("setting", "default", "what it is")
    widths: ClassVar[tuple[int, ...]] = (30, 20, 50)

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """Name, default, meaning."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """The table."""
        group = nodes.tgroup(cols=len(self.head))
        group += [nodes.colspec(colwidth=width) for width in self.widths]
        head, body = nodes.thead(), nodes.tbody()
        head += self.row(*(nodes.Text(text) for text in self.head))
        for name, default, text in self.rows():
            literals = (nodes.literal(text=name), nodes.literal(text=default))
            body += self.row(*literals, nodes.Text(text))
        group += [head, body]
        return [nodes.table("", group)]

    @staticmethod
    def row(*cells: nodes.Node) -> nodes.row:
        """A row of cells."""
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", cell)) for cell in cells))


class LimitsTable(Table):
    """The limits on a student's process."""

    def rows(self) -> Iterator[tuple[str, str, str]]:
        told = ModuleAnalyzer.for_module("grader.limits").find_attr_docs()
        for field in msgspec.structs.fields(Limits):
            text = " ".join(told["Limits", field.name]).strip()
            yield f"c.Limits.{field.name}", f"{field.default:g}", text


class SettingsTable(Table):
    """The traits of a class."""

    required_arguments = 1

    def rows(self) -> Iterator[tuple[str, str, str]]:
        module, _, name = self.arguments[0].rpartition(".")
        found: Any = getattr(importlib.import_module(module), name)
        for trait in sorted(found.class_traits(config=True).values(), key=lambda t: t.name):
            if any(trait.name in vars(base) for base in found.__mro__ if _ours(base)):
                yield f"c.{name}.{trait.name}", trait.default_value_repr(), trait.help


def _ours(base: type) -> bool:
    return base.__module__.startswith("grader.")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("limits", LimitsTable)
    app.add_directive("settings", SettingsTable)
    app.connect("env-get-outdated", lambda *_: ["commands", "settings"])  # the code has changed
    return {"parallel_read_safe": True}
