"""Directives that write the tables of settings from the code, so that they are written once.

`{limits}` lists `grader.limits.Limits`; `{watch}`, `{questions}` and `{passback}` list others.
`{settings} CLASS` lists the traits that a class of ours, and those named in the lines below it, may
be configured by, without what they have from nbgrader or from a class named before. In what
commands say of themselves, lines that are kept as they are become blocks of code.
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
from grader.platforms.passback import PassbackSettings
from grader.questions.settings import QuestionSettings
from grader.service.watch.fair_queue import WatchSettings


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

    section: ClassVar[str] = "Limits"
    record: ClassVar[type[msgspec.Struct]] = Limits

    def rows(self) -> Iterator[tuple[str, str, str]]:
        told = ModuleAnalyzer.for_module(self.record.__module__).find_attr_docs()
        names = Limits.settings() if self.record is Limits else self.record.__struct_fields__
        for field in msgspec.structs.fields(self.record):
            if field.name not in names:
                continue
            text = " ".join(told[self.record.__name__, field.name]).strip()
            usual = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
            shown = repr(usual) if type(usual) not in (int, float) else f"{usual:g}"
            yield f"c.{self.section}.{field.name}", shown, text


class WatchTable(LimitsTable):
    """The settings of `grader watch`."""

    section = "Watch"
    record = WatchSettings


class PassbackTable(LimitsTable):
    """The settings of `grader passback`."""

    section = "Passback"
    record = PassbackSettings


class QuestionsTable(LimitsTable):
    """The settings of `grader questions`."""

    section = "Questions"
    record = QuestionSettings


class SettingsTable(Table):
    """The traits of classes."""

    required_arguments = 1
    has_content = True

    def rows(self) -> Iterator[tuple[str, str, str]]:
        told: set[tuple[type, str]] = set()
        for path in [*self.arguments, *self.content]:
            module, _, name = path.rpartition(".")
            found: Any = getattr(importlib.import_module(module), name)
            for trait in sorted(found.class_traits(config=True).values(), key=lambda t: t.name):
                place = (trait.this_class, trait.name)
                if place not in told and _ours(trait.this_class):
                    yield f"c.{name}.{trait.name}", trait.default_value_repr(), trait.help
                told.add(place)


def _ours(base: type) -> bool:
    return base.__module__.startswith("grader.")


def keep_lines(_: Sphinx, __: Any, lines: list[str]) -> None:
    """What a command's help keeps line by line is examples and lists: literal blocks."""
    written: list[str] = []
    for line in lines:
        if not line.startswith("| "):
            written.append(line)
        elif line == "| Examples:":
            written += ["Examples::", ""]
        else:
            begun = written and (
                written[-1].startswith("   ") or written[-2:] == ["Examples::", ""]
            )
            written += [f"   {line[2:]}"] if begun else ["::", "", f"   {line[2:]}"]
    lines[:] = written


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directives."""
    app.add_directive("limits", LimitsTable)
    app.add_directive("watch", WatchTable)
    app.add_directive("passback", PassbackTable)
    app.add_directive("questions", QuestionsTable)
    app.add_directive("settings", SettingsTable)
    app.connect("sphinx-click-process-description", keep_lines)
    app.connect("env-get-outdated", lambda *_: ["commands", "settings"])  # the code has changed
    return {"parallel_read_safe": True}
