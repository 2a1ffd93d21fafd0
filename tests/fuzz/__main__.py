"""Fuzz the trusted side: `python -m tests.fuzz wire|notebook [--minutes 10]`.

Exit status 1 where something was found. `--replay FILE ...` tries inputs, and shows how one fails;
under `coverage run` it tells what a corpus reaches.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from pathlib import Path

from tests.fuzz import campaign


def main() -> int:
    """Parse, run, say."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=["wire", "notebook"])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--folder", type=Path, help="the corpus and what is found (.fuzz/TARGET)")
    parser.add_argument("--seed", type=int, help="a number, to begin as another run did")
    parser.add_argument("--replay", type=Path, metavar="FILE", nargs="+")
    options = parser.parse_args()
    if options.replay:
        target = importlib.import_module(f"tests.fuzz.{options.target}")
        for path in options.replay:
            target.check(path.read_bytes())
        print(f"{len(options.replay)} inputs, and every promise is kept")
        return 0
    folder = options.folder or Path(".fuzz") / options.target
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 31)
    print(f"{options.target}: seed {seed}, in {folder}", flush=True)
    found = campaign.run(options.target, options.minutes, folder, seed)
    for path in found:
        print(f"  python -m tests.fuzz {options.target} --replay {path}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
