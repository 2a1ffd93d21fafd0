"""The command `grader`, also run by `python -m grader`."""

from __future__ import annotations

import sys

try:
    from grader.cli.installed import require_engine

    require_engine()  # before the import below, which needs it

    from grader.cli.common import main
except KeyboardInterrupt:
    sys.exit("Aborted!")  # as click says of one that comes later

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main(prog_name="grader"))
