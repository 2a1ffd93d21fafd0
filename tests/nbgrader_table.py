"""The table of nbgrader's settings, made from nbgrader itself.

`python -m tests.nbgrader_table` writes it anew, after an update of nbgrader.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

import traitlets
from traitlets.config import Configurable

from grader.plugin.nbgrader_settings import TABLE

MODULES: Final = (
    *("apps", "apps.api", "auth", "converters", "exchange", "plugins", "preprocessors"),
    *("server_extensions.assignment_list.handlers", "server_extensions.formgrader.formgrader"),
    "validator",
)
"""Modules of nbgrader that together load all its classes with settings."""

KINDS: Final = {
    traitlets.Bool: "bool",
    traitlets.Dict: "dict",
    traitlets.Float: "number",
    traitlets.Integer: "number",
    traitlets.List: "list",
    traitlets.Unicode: "text",
}
"""What we call the traits whose values we check."""

MENDED: Final = {"code_stub"}
"""Settings of which nbgrader takes values of another kind, too."""


def subclasses(kind: Any) -> Iterator[Any]:
    """Yield a class and all that is derived from it."""
    yield kind
    for one in kind.__subclasses__():
        yield from subclasses(one)


def kind_of(name: str, trait: Any) -> str:
    """Return a setting as the table has it: its name, and the kind of its values."""
    if type(trait) not in KINDS or name in MENDED:
        return name
    return f"{name}:{KINDS[type(trait)]}{'?' if trait.allow_none else ''}"


def table() -> str:
    """Return the table: a class in each line, and the settings of it and what is derived from it.

    A setting of a derived class may stand in its parent's section.
    """
    for name in MODULES:
        importlib.import_module(f"nbgrader.{name}")
    found: dict[str, dict[str, str]] = {}
    for kind in subclasses(Configurable):
        if not kind.__module__.startswith("nbgrader.") or ".tests." in kind.__module__:
            continue
        own = found.setdefault(kind.__name__, {})
        for one in subclasses(kind):
            if one.__module__.startswith("nbgrader.") and ".tests." not in one.__module__:
                for name, trait in one.class_traits(config=True).items():
                    text = kind_of(name, trait)
                    own[name] = text if own.get(name, text) == text else name
    return "".join(
        f"{section}: {' '.join(text for _, text in sorted(own.items()))}".strip() + "\n"
        for section, own in sorted(found.items())
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
