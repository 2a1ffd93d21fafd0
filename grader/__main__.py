"""The command `grader`: parses, calls, prints, exits.

Exit status: 0 all done; 1 something named in the output could not be done, everything else was;
2 the command could not be understood.
"""

from __future__ import annotations

import sys

from grader.installed import require_engine

require_engine()  # before the imports below, which need it

from grader.commands import grading, handing, report, upkeep  # noqa: E402
from grader.commands.base import main  # noqa: E402

__all__ = ["grading", "handing", "main", "report", "upkeep"]

if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
