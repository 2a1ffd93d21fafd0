"""A course of data science: a table, five figures, and eight grade cells of plain asserts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests import own_course
from tests.own_course import cell

ASSIGNMENT: Final = "hw1"
NOTEBOOK: Final = "wine"

READ: Final = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

wine = pd.read_csv("wine.csv")
wine.head()"""

STEPS: Final = {
    "by_kind": (
        "by_kind = wine.groupby('kind')['alcohol'].mean()",
        "assert list(by_kind.index) == ['a', 'b', 'c']\nassert round(by_kind['a'], 2) == 13.74",
        "by_kind.plot.bar(title='Kind a has most alcohol')\nplt.ylabel('% alcohol')\nplt.show()",
    ),
    "strong": (
        "strong = wine[wine['alcohol'] > 14]",
        "assert len(strong) == 22, f'{len(strong)} rows are left'",
        (
            "plt.hist(wine['alcohol'], bins=20)\nplt.axvline(14)\nplt.title('Few are strong')\n"
            "plt.show()"
        ),
    ),
    "correlation": (
        "correlation = wine['alcohol'].corr(wine['color_intensity'])",
        "assert abs(correlation - 0.5464) < 1e-3",
        "wine.plot.scatter('alcohol', 'color_intensity', title='Strong wine is dark')\nplt.show()",
    ),
    "standardized": (
        (
            "columns = wine.drop(columns='kind')\n"
            "standardized = (columns - columns.mean()) / columns.std()"
        ),
        "assert np.allclose(standardized.mean(), 0)\nassert np.allclose(standardized.std(), 1)",
        "standardized.iloc[:, :4].boxplot()\nplt.title('Four columns on one scale')\nplt.show()",
    ),
    "most_alike": (
        (
            "found = columns.corr().abs().where(~np.eye(13, dtype=bool))\n"
            "most_alike = set(found.stack().idxmax())"
        ),
        "assert most_alike == {'flavanoids', 'total_phenols'}",
        (
            "plt.imshow(columns.corr(), vmin=-1, vmax=1, cmap='RdBu')\nplt.colorbar()\n"
            "plt.title('Which columns go together')\nplt.show()"
        ),
    ),
    "share": (
        "share = wine['kind'].value_counts(normalize=True)",
        "assert abs(share.sum() - 1) < 1e-12\nassert round(share['b'], 3) == 0.399",
        "",
    ),
    "darkest": (
        "darkest = wine.loc[wine['color_intensity'].idxmax(), 'kind']",
        "assert darkest == 'c'",
        "",
    ),
    "ranges": (
        "ranges = columns.agg(['min', 'max'])",
        "assert ranges.shape == (2, 13)\nassert ranges.loc['max', 'proline'] == 1680",
        "",
    ),
}
"""By the name of what a student finds: the solution, its asserts, and a figure of it."""


def make(folder: Path) -> Path:
    """Make the course, without generating it."""
    own_course.make(folder, config=own_course.CONFIGURED)
    own_course.source_of(folder).unlink()
    from sklearn.datasets import load_wine  # late: it takes a second

    wine = load_wine(as_frame=True)
    table = wine.data.assign(kind=[*map("abc".__getitem__, wine.target)])
    table.to_csv(folder / "source" / ASSIGNMENT / "wine.csv", index=False)
    own_course.write(own_course.source_of(folder, NOTEBOOK), [*cells()])
    return folder


def cells() -> list[dict[str, Any]]:
    """Return the cells of the instructor's notebook."""
    found = [cell("read", READ, locked=True)]
    for name, (solution, asserts, figure) in STEPS.items():
        marked = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
        found += [
            cell(name, marked, solution=True),
            cell(f"test_{name}", asserts, grade=True, locked=True, points=1),
        ]
        if figure:
            found.append(cell(f"figure_of_{name}", figure, locked=True))
    return found
