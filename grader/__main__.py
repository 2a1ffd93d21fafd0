"""The command `grader`, also run by `python -m grader`. Importing a command's module adds it."""

from __future__ import annotations

import sys

from grader.cli.installed import require_engine

require_engine()  # before the imports below, which need it

from grader.cli import (  # noqa: E402
    adopt,
    autograde,
    bench,
    check,
    collect,
    due,
    export,
    feedback,
    forget,
    generate,
    init,
    mark,
    pack,
    passback,
    report,
    roster,
    status,
    tidy,
    watch,
)
from grader.cli.common import main  # noqa: E402

__all__ = [
    "adopt",
    "autograde",
    "bench",
    "check",
    "collect",
    "due",
    "export",
    "feedback",
    "forget",
    "generate",
    "init",
    "main",
    "mark",
    "pack",
    "passback",
    "report",
    "roster",
    "status",
    "tidy",
    "watch",
]

if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
