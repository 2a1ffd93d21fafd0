"""Feeds one target with inputs for some minutes, and keeps what it finds.

Where atheris is installed, libFuzzer chooses the inputs by the lines of `grader/` that they reach.
Elsewhere they are changes of the seeds alone. What breaks a promise is written down and the
campaign goes on; a process that crashes or hangs is replaced by another one.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import importlib
import mmap
import random
import re
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any, Final

from tests.fuzz import trees

LARGEST: Final = 64 * 1024
"""Bytes of an input."""

HANG: Final = 60
"""Seconds after which an input has hung the process, with nothing of Python's to interrupt."""

MEMORY: Final = 4 << 30
"""Address space of the process."""

OURS: Final = "/grader/"


class Recorder:
    """Runs the check on inputs, and writes down the first of each kind that fails."""

    def __init__(self, target: Any, folder: Path) -> None:
        self._check = target.check
        self._findings = folder / "findings"
        self._findings.mkdir(parents=True, exist_ok=True)
        with (folder / "current").open("w+b") as file:
            file.truncate(LARGEST + 4)
            self._current = mmap.mmap(file.fileno(), 0)
        self._armed = 0.0

    def __call__(self, data: bytes) -> None:
        self._current[:4] = len(data).to_bytes(4, "big")
        self._current[4 : 4 + len(data)] = data
        self._arm()
        try:
            self._check(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever is raised is a finding
            self._keep(data, error)

    def _arm(self) -> None:
        if time.monotonic() > self._armed + 5:
            faulthandler.dump_traceback_later(HANG, exit=True)
            self._armed = time.monotonic()

    def _keep(self, data: bytes, error: BaseException) -> None:
        path = self._findings / signature(error)
        if not path.exists():
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(
                "".join(traceback.format_exception(error)), errors="backslashreplace"
            )
            print(f"found: {path.name}", flush=True)


def signature(error: BaseException) -> str:
    """What tells findings apart: the kind, and the innermost place of ours."""
    places = [f for f in traceback.extract_tb(error.__traceback__) if OURS in f.filename]
    place = f"{Path(places[-1].filename).stem}-{places[-1].lineno}" if places else "checks"
    said = hashlib.sha256(re.sub(r"[^a-zA-Z<> ]", "", str(error))[:40].encode()).hexdigest()[:6]
    return f"{type(error).__name__}-{place}-{said if not places else 'x'}"


def work(name: str, folder: Path, seconds: int, seed: int) -> None:
    """Be the process in which the inputs are tried."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(ImportError):
        import atheris

        with atheris.instrument_imports(include=["grader"], enable_loader_override=False):
            target = importlib.import_module(f"tests.fuzz.{name}")
        _sow(target, corpus)
        arguments = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", f"-seed={seed}"]
        arguments += [
            f"-artifact_prefix={folder}/",
            f"-timeout={10 * HANG}",
            "-rss_limit_mb=0",
            "-len_control=0",
            "-print_final_stats=1",
        ]
        recorder = Recorder(target, folder)
        atheris.Setup(["fuzz", *arguments, str(corpus)], recorder, custom_mutator=_mutator(target))
        atheris.Fuzz()
        return
    target = importlib.import_module(f"tests.fuzz.{name}")
    _sow(target, corpus)
    _blindly(target, Recorder(target, folder), corpus, seconds, random.Random(seed))


def _sow(target: Any, corpus: Path) -> None:
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)


def _mutator(target: Any) -> Any:
    """Changes of an input, as libFuzzer asks for them."""

    def change(data: bytes, most: int, seed: int) -> bytes:
        changed = mutated(target, bytes(data), random.Random(seed))
        return changed if len(changed) <= most else bytes(data)

    return change


def mutated(target: Any, data: bytes, rng: random.Random) -> bytes:
    """Mostly a change of what the bytes mean, sometimes one of the bytes."""
    if rng.random() < 0.1:
        return trees.scrambled(data, rng)
    changed: bytes = target.mutate(data, rng)
    return changed


def _blindly(
    target: Any, recorder: Recorder, corpus: Path, seconds: int, rng: random.Random
) -> None:
    """Without coverage: changes of the seeds, and changes of those."""
    pool = [path.read_bytes() for path in sorted(corpus.iterdir())]
    until, runs = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        data = mutated(target, rng.choice(pool), rng)[:LARGEST]
        recorder(data)
        runs += 1
        if rng.random() < 0.01:
            pool.append(data)
    print(f"stat::number_of_executed_units: {runs}")


# The process that watches over it -----------------------------------------------------------


def run(name: str, minutes: float, folder: Path, seed: int) -> list[Path]:
    """Fuzz a target for so long, and tell what was reached; the inputs that broke a promise."""
    until, runs = time.monotonic() + 60 * minutes, 0
    last = ""
    while (left := int(until - time.monotonic())) > 0:
        command = [sys.executable, "-m", "tests.fuzz.campaign", name, str(folder), str(left)]
        began = time.monotonic()
        done = subprocess.run(
            [*command, str(seed + runs)],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        runs += _executed(done.stdout)
        last = next((s for s in reversed(done.stdout.split("\n")) if " cov: " in s), last)
        if done.returncode:
            _crashed(folder, done, runs)
            if time.monotonic() - began < 5:
                print(done.stdout[-2000:])
                break
    found = sorted(path for path in (folder / "findings").glob("*") if path.suffix != ".txt")
    reached = re.sub(r".*(cov: \d+).*(corp: \d+).*", r"\1, \2", last) or "coverage unknown"
    print(f"{name}: {runs} inputs in {minutes:g} minutes, {reached}; {len(found)} findings")
    return found


def _executed(output: str) -> int:
    """How many inputs a process tried, by what it said last of it."""
    counts = re.findall(r"^stat::number_of_executed_units: *(\d+)|^#(\d+)\s", output, re.MULTILINE)
    return max((int(a or b) for a, b in counts), default=0)


def _crashed(folder: Path, done: subprocess.CompletedProcess[str], runs: int) -> None:
    data = (folder / "current").read_bytes() if (folder / "current").exists() else b"\0" * 4
    kept = data[4 : 4 + int.from_bytes(data[:4], "big")]
    path = folder / "findings" / f"crash-{hashlib.sha256(kept).hexdigest()[:8]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(kept)
    path.with_suffix(".txt").write_text(f"status {done.returncode}\n{done.stdout[-20_000:]}")
    print(f"found: {path.name} (the process ended with status {done.returncode})", flush=True)


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
