"""A student's function in the sandbox: what is sent there, and what is read of what comes back."""

from __future__ import annotations

import json
import random
import secrets
from pathlib import Path
from typing import Final

import msgspec

from grader.grading.pipeline import open_session
from grader.grading.session import Session
from grader.limits import Limits
from grader.notebooks.ipynb import Cell
from grader.questions import driver
from grader.questions.allowed import NotAsked
from grader.questions.closure import Answer
from grader.questions.inputs import Asked
from grader.questions.question import Material
from grader.questions.study import Reply, material_of, plan_of
from grader.sandbox.host_process import Host

DRIVER: Final = Path(driver.__file__).read_text(encoding="utf-8")

SECONDS: Final = 10.0
"""CPU time of all runs of one function; most take a hundredth of it."""


def limits_of(limits: Limits) -> Limits:
    """Return the limits of a process that answers for one student's functions."""
    return msgspec.structs.replace(limits, cell_seconds=min(SECONDS, limits.cell_seconds))


def study(host: Host, answer: Answer, asked: Asked, draw: random.Random) -> Material:
    """Run a student's function and its edits; raise a `NotAsked` if nothing comes of it."""
    plan = plan_of(answer, asked, draw)
    mark = secrets.token_hex(16)
    source = f"{DRIVER}\n\nmain({json.dumps(plan.order(mark))!r})\n"
    with open_session(
        host, {}, [Cell(id="answer", cell_type="code", source=answer.source())]
    ) as session:
        return material_of(plan, _reply(session, source, mark))


def _reply(session: Session, source: str, mark: str) -> Reply:
    """Run the cell and read the one line that it prints."""
    outputs, _ = session.run(source)
    if session.lost:
        raise NotAsked(session.lost)
    texts = [output["text"] for output in outputs if output["output_type"] == "stream"]
    lines = [line for text in texts for line in text.splitlines() if line.startswith(mark)]
    if len(lines) != 1:
        raise NotAsked("it could not be run by itself")
    try:
        return msgspec.json.decode(lines[0].removeprefix(mark), type=Reply)
    except (msgspec.DecodeError, RecursionError):
        raise NotAsked("its process sent what no honest process sends") from None
