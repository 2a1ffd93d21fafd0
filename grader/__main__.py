"""The command `grader`, also run by `python -m grader`. Importing a command's module adds it."""

from __future__ import annotations

import sys

from grader.cli import (
    autograde_command,
    bench_command,
    check_command,
    collect_command,
    export_command,
    feedback_command,
    generate_command,
    pack_command,
    report_command,
    tidy_command,
)
from grader.cli.common import main

__all__ = [
    "autograde_command",
    "bench_command",
    "check_command",
    "collect_command",
    "export_command",
    "feedback_command",
    "generate_command",
    "main",
    "pack_command",
    "report_command",
    "tidy_command",
]

if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
