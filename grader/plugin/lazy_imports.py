"""Import nbgrader without the parts that a command never uses.

Importing any module of nbgrader imports its four Jupyter server extensions, and with them a web
server, the exchange and nbconvert; its helpers import setuptools. Together these take most of a
command's start-up time. They are postponed until one of their functions is called.
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
"""Postponed modules, and the functions and classes that nbgrader imports from them."""

UNUSED: Final = (
    "fqdn",
    "isoduration",
    "rfc3339_validator",
    "rfc3986_validator",
    "rfc3987_syntax",
    "uri_template",
    "webcolors",
)
"""Modules that jsonschema uses to check addresses, times and colours.

No notebook schema has any of these. Importing the address syntax compiles a grammar, which takes as
long as everything else together.
"""


@contextlib.contextmanager
def postponed() -> Iterator[None]:
    """Give imports in the block stand-ins for the postponed modules.

    None of the imported objects is garbage, so the garbage collector is paused and then ignores
    them.
    """
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


def _deferred_call(module: str, function: str) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        return getattr(importlib.import_module(module), function)(*args, **kwargs)

    return call
