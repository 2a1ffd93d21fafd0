"""The command `grader`: parses, calls, prints, exits.

Exit status: 0 all done; 1 something named in the output could not be done, everything else was;
2 the command could not be understood.
"""

from __future__ import annotations

import sys

from grader.cli import grading, handing, reporting, upkeep
from grader.cli.common import main

__all__ = ["grading", "handing", "main", "reporting", "upkeep"]

if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
