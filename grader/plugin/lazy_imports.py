"""nbgrader imported without what a command never uses.

To import any module of nbgrader is to import its four extensions of Jupyter's server, which bring
a web server, the exchange and nbconvert along; its helpers bring setuptools. Together they are most
of a command's start. They are postponed: a function of theirs imports them when it is called.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any, Final

POSTPONED: Final = {
    **{
        f"nbgrader.server_extensions.{name}": ("load_jupyter_server_extension",)
        for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
    },
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
    "requests": ("request",),
}
"""Modules, and what nbgrader takes from them when it is imported."""

UNUSED: Final = (
    "fqdn",
    "isoduration",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)
"""With them jsonschema would check addresses, times and colours, and no notebook's schema has one;
to import the syntax of addresses compiles a grammar, which takes as long as all the rest."""


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """What is imported in here finds stand-ins for the modules that are postponed. Nothing of it is
    garbage: the collector rests meanwhile, and leaves it alone for good."""
    gc.disable()
    modules: dict[str, Any] = sys.modules
    for name in UNUSED:
        modules.setdefault(name, None)
    stand_ins = {name: _stand_in(name) for name in POSTPONED if name not in modules}
    modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del modules[name]
        gc.freeze()
        gc.enable()


def _stand_in(name: str) -> types.ModuleType:
    module = types.ModuleType(name)
    for function in POSTPONED[name]:
        setattr(module, function, _deferred_call(name, function))
    return module


def _deferred_call(module: str, function: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*args, **kwargs)

    return call
