"""`make demo`: a simulated class, from generated assignments to feedback and report, in
`demo/`.

The class: students who are right in their own styles, students with typical mistakes, some half
done, one who handed in an untouched notebook, one whose code raises, one whose code never ends, and
one whose file is no notebook.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Container
from functools import partial
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from tests import simulated
from tests.simulated import ROOT, variants

DEMO = ROOT / "demo"
ASSIGNMENT = "01_linear_algebra"
EXERCISES = (
    *("cosine_similarity", "linear_layer", "simple_attention", "power_iteration"),
    *("eigendecomposition", "pca", "misleading_points", "low_rank", "lora_forward"),
)
NAMES_RIGHT = ["ada", "alan", "annie", "barbara", "carl", "edsger", "emmy", "grace"]
NAMES_WRONG = ["hedy", "ida", "james", "jean", "joan", "john", "karen", "katherine"]
NAMES_HALF = ["leslie", "margaret", "mary", "radia"]
ESSAYS = (
    "written_attention",
    "written_eigenvalues",
    "written_low_rank",
    "written_matrices",
    "written_pca",
    "written_vectors",
)


def main() -> int:
    """Make the course, let the class hand in, grade it, show the table."""
    console = Console()
    make_course(DEMO)
    run("generate")
    make_class(DEMO)
    status = run("autograde") or run("feedback") or run("report")
    console.print(table(DEMO))
    console.print(
        "What students get is in [bold]demo/feedback/[/]‹student›/01_linear_algebra/"
        "‹notebook›.html,\n"
        "the notebooks as they ran are in [bold]demo/autograded/[/],\n"
        "how the class did is told by [bold]demo/report/index.html[/]; for formgrader:\n"
        "[bold]cd demo && ../.venv/bin/jupyter lab[/]",
        soft_wrap=True,
    )
    return status


def run(command: str) -> int:
    """One of our commands on the demo's course."""
    program = Path(sys.executable).with_name("grader")
    return subprocess.run([program, "-C", DEMO, command], check=False).returncode


def make_course(course: Path) -> None:
    """A course of its own, so that nothing of a real class is touched."""
    course.mkdir(exist_ok=True)
    for name in (f"source/{ASSIGNMENT}", "solutions"):
        shutil.copytree(
            ROOT / name,
            course / name,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    short = "\n# One student's code never ends: nobody should wait for it in a demo.\n"
    short += "c.Limits.cell_seconds = 4\nc.Limits.test_seconds = 1\nc.Limits.wall_factor = 1\n"
    (course / "nbgrader_config.py").write_text(config + short, encoding="utf-8")


def make_class(
    course: Path, *, only: Container[str] | None = None, of_each: int | None = None
) -> None:
    """Hand in for every student, or for this many of each kind: whole notebooks, or the parts
    that these exercises need."""
    right = {name: [v.source for v in variants(name) if v.right] for name in EXERCISES}
    wrong = {name: [v.source for v in variants(name) if not v.right] for name in EXERCISES}

    def pick(answers: dict[str, list[str]], number: int) -> dict[str, str]:
        return {name: sources[number % len(sources)] for name, sources in answers.items()}

    hand_in = partial(simulated.hand_in, course, only=only)
    essay = "Cosine compares directions, so a document pasted three times is like itself."
    for number, student in enumerate(NAMES_RIGHT[:of_each]):
        hand_in(student, pick(right, number) | dict.fromkeys(ESSAYS, essay))
    for number, student in enumerate(NAMES_WRONG[:of_each]):
        hand_in(student, pick(right, number) | pick_some(pick(wrong, 3 * number), number))
    for number, student in enumerate(NAMES_HALF[:of_each]):
        hand_in(student, pick_some(pick(right, number), number))
    hand_in("untouched", {})
    hand_in("raises", pick(right, 0) | {"pca": "def pca(X, n_components):\n    return X[0"})
    forever = "def cosine_similarity(vec1, vec2):\n    while True:\n        time.sleep(0.1)"
    hand_in("forever", pick(right, 1) | {"cosine_similarity": f"import time\n\n\n{forever}"})
    broken = hand_in("nonotebook", pick(right, 2)) / "01_vectors.ipynb"
    broken.write_text("This is my homework.\n", encoding="utf-8")


def pick_some(answers: dict[str, str], number: int) -> dict[str, str]:
    """Half of the answers, others for each student."""
    names = sorted(answers)
    kept = {names[(number + step) % len(names)] for step in range(len(names) // 2)}
    return {name: source for name, source in answers.items() if name in kept}


def table(course: Path) -> Table:
    """Who got what."""
    from grader.plugin import Course

    opened = Course(course)
    with opened.gradebook() as gradebook:
        submissions = gradebook.find_assignment(ASSIGNMENT).submissions
        names = sorted(notebook.name for notebook in submissions[0].notebooks)
        most = {n.name: n.max_score for n in submissions[0].notebooks}
        shown = Table(
            title="Scores of the simulated class", box=box.SIMPLE_HEAD, padding=(0, 0, 0, 1)
        )
        shown.add_column("student")
        for name in names:
            shown.add_column(f"{name.replace('_', chr(10))}\nof {most[name]:g}", justify="right")
        shown.add_column(f"total\nof {sum(most.values()):g}", justify="right")
        shown.add_column("to grade\nby hand", justify="right")
        for submission in sorted(submissions, key=lambda s: (-s.score, s.student.id)):
            scores = {notebook.name: notebook.score for notebook in submission.notebooks}
            by_hand = sum(g.needs_manual_grade for n in submission.notebooks for g in n.grades)
            shown.add_row(
                submission.student.id,
                *(number(scores[name]) for name in names),
                number(submission.score),
                str(by_hand or ""),
            )
    return shown


def number(score: float) -> str:
    """A score to one decimal, none where it is whole."""
    return f"{score:.1f}".removesuffix(".0")


if __name__ == "__main__":
    sys.exit(main())
