"""A simulated class as a learning platform lets one download it: a zip of what was handed in, and
the roster. `python -m tests.download DIR` writes both for three simulated students of linear
algebra."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader import notebook
from tests.simulated import ROOT, fill, read, variants

ROSTER = """\
id,first_name,last_name,lms_user_id,email
ada,Ada,Lovelace,101,ada@example.org
bo,Bo,Li,102,bo@example.org
zoe,Zoë,Ångström,103,zoe@example.org
"""
EXERCISES = ("cosine_similarity", "eigendecomposition", "linear_layer", "pca", "simple_attention")
WHEN = (2026, 1, 31, 12, 0, 0)


def write_zip(path: Path, files: Mapping[str, bytes], when: tuple[int, ...] = WHEN) -> Path:
    """A zip with these files, all of one time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, when), data)  # type: ignore[arg-type]
    return path


def canvas(course: Path) -> dict[str, bytes]:
    """What Canvas makes of three students: all right, some wrong, and one late with one notebook,
    handed in twice."""
    right = {name: next(v.source for v in variants(name) if v.right) for name in EXERCISES}
    wrong = {name: next(v.source for v in variants(name) if not v.right) for name in EXERCISES}
    found: dict[str, bytes] = {}
    for number, path in enumerate(sorted((course / "release/linear_algebra").glob("*.ipynb"))):
        nb = read(path)
        filled = {
            f"lovelaceada_101_{9000 + number}_{path.name}": right,
            f"libo_102_{9100 + number}_{path.name}": {**right, "pca": wrong["pca"]},
        }
        if path.stem == "vectors":
            filled["ångströmzoë_LATE_103_9200_vectors.ipynb"] = {}
            filled["ångströmzoë_LATE_103_9201_vectors-1.ipynb"] = right
        for name, answers in filled.items():
            found[name] = notebook.dumps(fill(nb, answers)).encode()
    return found


def main(folder: str = ".") -> None:
    """Write submissions.zip and students.csv."""
    write_zip(Path(folder) / "submissions.zip", canvas(ROOT))
    (Path(folder) / "students.csv").write_text(ROSTER, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
