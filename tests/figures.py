"""`python -m tests.figures`: the figures in README and docs, written by what measures them.

A page holds blocks between `<!-- figures: NAME -->` and `<!-- /figures -->`. What was measured is
kept in `docs/figures.json`; a block is drawn from that, or, for the course, from the notebooks.

    python -m tests.figures                     draw all blocks anew
    python -m tests.figures --measure proof     measure first, keep what was found, then draw

`make figures` measures everything. That takes about half an hour; let the machine be idle.
"""

from __future__ import annotations

import ast
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from grader.author import benchmark, sample_class
from grader.author.benchmark import BARE, Measured, Way
from grader.grading.course_folder import inside_course
from grader.plugin import Course
from grader.workflows.archives import WHEEL
from tests import course_map, dask_cluster, data_science, teaching
from tests.courses import build_wheel
from tests.simulated import ROOT, read

RECORDS: Final = ROOT / "docs" / "figures.json"
PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK: Final = re.compile(r"<!-- figures: (\w+) -->\n(.*?)<!-- /figures -->\n", re.DOTALL)
GRADER: Final = Path(sys.executable).with_name("grader")

ASSIGNMENT: Final = "01_linear_algebra"
STUDENTS: Final = 40
SIZES: Final = (1, 10, 100)
SMALL_CLASS: Final = 20

SECTIONS: Final = {
    "00_start/01_axes": "Before the text: axes and broadcasting",
    "00_start/02_memory_and_arrows": "Before the text: objects, complex numbers",
    "01_linear_algebra/01_vectors": "Vectors: The Building Blocks",
    "01_linear_algebra/02_matrices": "Matrices: Transforming Information",
    "01_linear_algebra/03_attention_matrix": "The Attention Matrix",
    "01_linear_algebra/04_eigenvalues": "Linear algebra: eigenvalues, eigenvectors",
    "01_linear_algebra/05_pca": "Linear algebra: PCA",
    "01_linear_algebra/06_low_rank": "Next Steps: low rank and LoRA",
    "02_probability/01_language_models": "Why Probability Matters; Distributions in GenAI",
    "02_probability/02_bigrams": "Next Steps: a language model from counts",
    "02_probability/03_sampling": "Next Steps: sampling the next character",
    "02_probability/04_distributions": "Fundamental Distributions",
    "02_probability/05_bayes": "Bayesian Inference",
    "02_probability/06_tokens": "Next Steps: what is a token?",
    "03_information/01_entropy": "Entropy: Measuring Uncertainty; Cross-Entropy Loss",
    "03_information/02_divergence": "Entropy and Mutual Information",
    "03_information/03_mutual_information": "Mutual Information in Feature Selection",
    "03_information/04_perplexity": "Next Steps: measuring a language model",
    "03_information/05_word_vectors": "Next Steps: word vectors from counts",
    "04_calculus/01_gradients": "Gradients: The Direction of Improvement",
    "04_calculus/02_chain_rule": "Chain Rule in Neural Networks",
    "04_calculus/03_backpropagation": "Backpropagation: Chain Rule in Action",
    "04_calculus/04_symbolic": "Single Variable Calculus; Multivariable Calculus",
    "04_calculus/05_gradient_check": "Next Steps: checking a gradient",
    "04_calculus/06_matrix_calculus": "Matrix Calculus: Gradients of Matrix Functions",
    "04_calculus/07_network_gradients": "Next Steps: the rules that networks use",
    "04_calculus/08_autograd": "Next Steps: automatic differentiation",
    "04_calculus/09_tensor": "Next Steps: automatic differentiation of arrays",
    "05_optimization/01_gradient_descent": "Gradient Descent Variants",
    "05_optimization/02_adam": "Gradient Descent Variants",
    "05_optimization/03_learning_rates": "Next Steps: warm-up and decay",
    "05_optimization/04_line_search": "Next Steps: line search and conjugate gradients",
    "06_embeddings/01_arithmetic": "Embedding Arithmetic",
    "06_embeddings/02_geometry": "Embedding Space Geometry",
    "06_embeddings/03_map": "Next Steps: Visualize",
    "06_embeddings/04_learned": "Next Steps: groups of words, and learned vectors",
    "06_embeddings/05_neural_language_model": "Next Steps: a neural language model",
    "07_fourier/01_spectrum": "Discrete Fourier Transform",
    "07_fourier/02_attention_spectrum": "Fourier Analysis (of attention)",
    "07_fourier/03_positions": "Next Steps: the mathematics of positions",
    "08_attention/01_scaled_attention": "Attention Computation",
    "08_attention/02_heads": "Attention Mechanism Mathematics",
    "08_attention/03_heatmap": "Attention Mechanism Mathematics",
    "08_attention/04_causal": "Next Steps: the causal mask",
    "08_attention/05_cache_and_gradients": "Next Steps: a cache, and the way back",
    "09_capstone/01_tiny_attention": "Next Steps: Connect",
    "09_capstone/02_gpt": "Next Steps: Build",
    "09_capstone/03_real_weights": "Next Steps: real weights",
}
"""The section of the text that each notebook teaches, in the order of the course."""


# The course ---------------------------------------------------------------------------------


def course_table(_: Any = None) -> str:
    """Tabulate the notebooks: section of the text, exercises, points of tests + written answers."""
    rows = [
        "| the text's section | notebook | exercises | points |",
        "|---|---|---|---|",
    ]
    seen: set[str] = set()  # an optimizer of an earlier notebook is pasted into the last one
    for notebook, cells in notebooks():
        section = SECTIONS[notebook]
        new = [name for name in course_map.exercises_in(cells) if name not in seen]
        seen.update(new)
        names = ", ".join(f"`{name}`" for name in new)
        tests, written = points_in(cells)
        rows.append(f"| {section} | `{notebook}` | {names} | {tests:g} + {written:g} |")
    return "\n".join(rows) + "\n"


def notebooks() -> Iterator[tuple[str, list[Any]]]:
    """Yield the instructor's notebooks in the order of the course, each with its cells."""
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        yield f"{path.parent.name}/{path.stem}", read(path)["cells"]


def feeds_table(_: Any = None) -> str:
    """Tabulate which functions go on in later notebooks, as their calls of `from_earlier` say."""
    uses: dict[tuple[str, str], list[str]] = {}
    for notebook, cells in notebooks():
        for cell in cells:
            if cell["cell_type"] == "code":
                for origin, *names in calls_of_from_earlier(cell["source"]):
                    for name in names:
                        uses.setdefault((origin, name), []).append(f"`{notebook}`")
    rows = ["| written in | function | used again in |", "|---|---|---|"]
    for (origin, name), later in sorted(uses.items()):
        rows.append(f"| `{origin}` | `{name}` | {', '.join(later)} |")
    return "\n".join(rows) + "\n"


def calls_of_from_earlier(source: str) -> Iterator[list[str]]:
    """Yield the arguments of each call of `from_earlier` in a cell."""
    if "from_earlier" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "from_earlier":
            yield [ast.literal_eval(argument) for argument in node.args]


def points_in(cells: list[Any]) -> tuple[float, float]:
    """Sum a notebook's points: those of its tests, and those that are given by hand."""
    tests = written = 0.0
    for cell in cells:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade"):
            if marks.get("solution"):
                written += marks["points"]
            else:
                tests += marks["points"]
    return tests, written


# Proof --------------------------------------------------------------------------------------

ANSWERS: Final = re.compile(
    r"(\d+) of (\d+) right answers accepted, (\d+) of (\d+) wrong ones caught"
)
MUTANTS: Final = re.compile(r"(\d+) of (\d+) mutants caught, (\d+) explained")


def measure_proof() -> dict[str, int]:
    """Grade every kept answer and every mutant; read the rates that `grader check` prints."""
    command = [str(GRADER), "check", "--variants", "--mutants"]
    printed = subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    return proof_record(printed)


def proof_record(printed: str) -> dict[str, int]:
    """Read the rates out of what `grader check --variants --mutants` printed."""
    answers, mutants = ANSWERS.search(printed), MUTANTS.search(printed)
    if answers is None or mutants is None:
        raise click.ClickException(f"`grader check` printed no rates:\n{printed}")
    names = ("right_accepted", "right", "wrong_caught", "wrong", "caught", "mutants", "explained")
    values = (*answers.groups(), *mutants.groups())
    return dict(zip(names, map(int, values), strict=True))


def proof_table(found: dict[str, int]) -> str:
    """Tabulate the rates of the proof."""
    right = f"{found['right_accepted']} get full marks"
    wrong = f"{found['wrong_caught']} lose points"
    mutants = f"{found['caught']} lose points, {found['explained']} are explained as equivalent"
    return (
        "| graded as a student's notebook | | |\n|---|---|---|\n"
        f"| right answers, written in many ways | {found['right']} | {right} |\n"
        f"| wrong answers, as students write them | {found['wrong']} | {wrong} |\n"
        f"| mutants of the instructors' solutions | {found['mutants']} | {mutants} |\n"
    )


# Install ------------------------------------------------------------------------------------


def measure_install() -> dict[str, int]:
    """Install the wheel without extras in a new environment; count packages and bytes."""
    uv = str(Path(sys.executable).with_name("uv"))
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        subprocess.run([uv, "venv", "--quiet", str(environment)], check=True)
        build_wheel(Path(folder))
        wheel = Path(folder, WHEEL)
        install = [uv, "pip", "install", "--quiet", "--python", str(environment / "bin/python")]
        lock = ROOT / "requirements.lock"
        subprocess.run([*install, "--constraint", str(lock), str(wheel)], check=True)
        (packages,) = environment.glob("lib/python*/site-packages")
        size = sum(path.stat().st_size for path in packages.rglob("*") if path.is_file())
        return {
            "packages": len([*packages.glob("*.dist-info")]),
            "mb": round(size / 1_000_000),
        }


def install_line(found: dict[str, int]) -> str:
    """Tell in a line what a student installs."""
    return (
        f"A student installs {found['packages']} packages, {found['mb']} MB: NumPy, Matplotlib,"
        " IPython and pytest.\nJupyterLab, or an editor that opens notebooks, brings the kernel."
        " Some assignments also ask for SciPy,\nscikit-learn or SymPy.\n"
    )


# Speed --------------------------------------------------------------------------------------


def measure_speed() -> list[dict[str, Any]]:
    """Take a class through stock nbgrader, this engine and the bare cells, once each."""
    return as_records(benchmark.compare_ways(course(), ASSIGNMENT, STUDENTS))


def measure_tables() -> list[dict[str, Any]]:
    """Take a class through a notebook with a table and figures, in each way, once."""
    with tempfile.TemporaryDirectory() as folder:
        data_science.make(Path(folder))
        subprocess.run([str(GRADER), "-C", folder, "generate"], check=True)
        with inside_course(Path(folder)):
            here = Course(Path(folder))
            return as_records(benchmark.compare_ways(here, data_science.ASSIGNMENT, STUDENTS))


def speed_table(found: list[dict[str, Any]]) -> str:
    """Tabulate a class's time in each way, and what the ways are to each other."""
    runs = [msgspec.convert(row, Measured) for row in found]
    headings, *rows = benchmark.comparison(runs)
    lines = [headings, ["---"] * len(headings), *rows]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"{table}\n{benchmark.summary(runs)}; {cores()}.\n"


def measure_growth() -> list[dict[str, Any]]:
    """Grade classes of several sizes from nothing."""
    ways = {"grader": benchmark.ours}
    return as_records(run for size in SIZES for run in timed(course(), ASSIGNMENT, size, ways))


def growth_table(found: list[dict[str, Any]]) -> str:
    """Tabulate how time and memory grow with the class."""
    each = [f"{1000 * row['seconds'] / row['notebooks']:.0f} ms" for row in found]
    lines = {
        "submissions": [str(row["submissions"]) for row in found],
        "each notebook": each,
        "all of it": [duration(row["seconds"]) for row in found],
        "memory, at most": [f"{row['peak_mb']:.0f} MB" for row in found],
    }
    rows = [f"| {name} | {' | '.join(values)} |" for name, values in lines.items()]
    return "\n".join([rows[0], "|---" * (len(found) + 1) + "|", *rows[1:]]) + "\n"


def measure_assignments() -> dict[str, list[dict[str, Any]]]:
    """Time each assignment in the first kind of sandbox, and its bare cells, once each."""
    here, ways = course(), {"grader": benchmark.ours, BARE: benchmark.bare}
    return {name: as_records(timed(here, name, SMALL_CLASS, ways)) for name in here.assignments()}


def timed(
    here: Course, assignment: str, students: int, ways: Mapping[str, Way]
) -> Iterator[Measured]:
    """Measure some ways through a class of an assignment, from nothing."""
    with sample_class.class_of(here, assignment, students) as present:
        for name, grade in ways.items():
            yield benchmark.measure(name, grade, present)


def assignments_table(found: dict[str, list[dict[str, Any]]]) -> str:
    """Tabulate what grading an assignment takes beside its bare cells."""
    rows = ["| assignment | notebooks | ms each | engine | vs bare |", "|---|---|---|---|---|"]
    for name, measured in found.items():
        ours, bare = (msgspec.convert(row, Measured) for row in measured)
        _, each, _, engine, _, _, ratio = benchmark.comparison([ours, bare])[1]
        notebooks = ours.notebooks // ours.submissions
        rows.append(f"| {name} | {notebooks} | {each} | {engine} | {ratio} |")
    return "\n".join(rows) + "\n"


def ratios_line(_: Any = None) -> str:
    """Say for each assignment how long grading takes beside its bare cells."""
    found = records()["assignments"]
    (answers,) = {ours["answers"] for ours, _ in found.values()}
    told_of = (
        f"{name} {ours['seconds'] / bare['seconds']:.1f}" for name, (ours, bare) in found.items()
    )
    return (
        f"Grading {answers}, with all tests and in the sandbox, takes"
        " this many times as long as running the bare cells:"
        f" {', '.join(told_of)} ([speed](docs/speed.md)).\n"
    )


def course() -> Course:
    """Open this repository's course."""
    opened = Course(ROOT)
    opened.enter()
    return opened


def as_records(runs: Iterable[Measured]) -> list[dict[str, Any]]:
    """Keep what was measured, to four digits; say each as it comes."""
    found = []
    for run in runs:
        click.echo(f"{run.way}, {run.submissions} submissions: {run.seconds:.1f} s", err=True)
        plain = msgspec.to_builtins(run)
        found.append(
            {n: float(f"{v:.4g}") if isinstance(v, float) else v for n, v in plain.items()}
        )
    return found


def duration(seconds: float) -> str:
    """Write a time in the unit that people would use."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"


def measure_cluster() -> list[dict[str, float]]:
    """Grade a class by one worker of a cluster and by two, alternately, in three rounds."""
    turns = []
    with sample_class.class_of(course(), ASSIGNMENT, students=24) as present:
        for _ in range(3):
            turn = {}
            for name, workers in (("one", 1), ("two", 2)):
                with dask_cluster.running(workers) as (address, _processes):
                    options = ("--force", "--cluster", address)
                    grade = functools.partial(benchmark.ours, options=options)
                    turn[name] = round(benchmark.measure(name, grade, present).seconds, 1)
            turns.append(turn)
    return turns


def cluster_table(found: list[dict[str, float]]) -> str:
    """Tabulate the rounds of the cluster."""
    rows = ["| one worker | two workers | throughput |", "|---|---|---|"]
    for turn in found:
        rows.append(f"| {turn['one']} s | {turn['two']} s | {turn['one'] / turn['two']:.2f} × |")
    about = f"{cores()}, which also run the scheduler and the command."
    return "\n".join(rows) + f"\n\n{about}\n"


def measure_scale() -> str:
    """Run `make scale` and keep what it prints."""
    command = [sys.executable, "-m", "tests.scale"]
    return subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def scale_tables(found: str) -> str:
    """Return the tables of the page of scale."""
    return f"{found}\n"


def cores() -> str:
    """Tell the machine's size."""
    return f"{os.cpu_count()} cores"


# Pages --------------------------------------------------------------------------------------

DRAWN: Final[dict[str, Callable[[Any], str]]] = {
    "course": course_table,
    "feeds": feeds_table,
    "tracks": teaching.track_table,
    "six_weeks": lambda _: teaching.schedule_table(6),
    "ten_weeks": lambda _: teaching.schedule_table(10),
    "fourteen_weeks": lambda _: teaching.schedule_table(14),
    "expect": teaching.misconceptions_table,
    "proof": proof_table,
    "install": install_line,
    "speed": speed_table,
    "tables": speed_table,
    "growth": growth_table,
    "assignments": assignments_table,
    "ratios": ratios_line,
    "cluster": cluster_table,
    "scale": scale_tables,
}
"""Each block by its name, and what draws it from its record."""

MEASURED: Final[dict[str, Callable[[], Any]]] = {
    "proof": measure_proof,
    "install": measure_install,
    "speed": measure_speed,
    "tables": measure_tables,
    "growth": measure_growth,
    "assignments": measure_assignments,
    "cluster": measure_cluster,
    "scale": measure_scale,
}


def records() -> dict[str, Any]:
    """Read what was measured."""
    return dict(json.loads(RECORDS.read_text(encoding="utf-8")))


def page_with_figures(text: str, known: dict[str, Any]) -> str:
    """Return a page whose blocks are drawn anew."""

    def drawn(found: re.Match[str]) -> str:
        name = found[1]
        if name in MEASURED and name not in known:
            raise click.ClickException(f"`{name}` was never measured: --measure {name}")
        return f"<!-- figures: {name} -->\n\n{DRAWN[name](known.get(name))}\n<!-- /figures -->\n"

    return BLOCK.sub(drawn, text)


@click.command()
@click.option("--measure", "names", multiple=True, type=click.Choice([*MEASURED, "all"]))
def main(names: tuple[str, ...]) -> None:
    """Measure what is named, then draw every block of README and docs, and the course's map."""
    known = records()
    for name in MEASURED if "all" in names else names:
        known[name] = MEASURED[name]()
        RECORDS.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    course_map.PLACE.write_text(course_map.drawing(course_map.heads_of_course()), encoding="utf-8")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(page_with_figures(text, known), encoding="utf-8")


if __name__ == "__main__":
    main()
