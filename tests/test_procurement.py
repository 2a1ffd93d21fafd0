"""What an institution asks for before it uses the kit: components, equal builds, tested claims."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.courses import build_wheel
from tests.simulated import ROOT

LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
CRITERIA = {"A": 31, "AA": 24}
"""How many WCAG 2.2 has at each level."""

OF_ALL_PAGES = "the pages' tests"
"""The tests that the report lists above its tables."""


def test_the_list_of_components_names_every_locked_package(tmp_path: Path) -> None:
    written = tmp_path / "sbom.json"
    subprocess.run(["make", "sbom", f"SBOM={written}"], cwd=ROOT, check=True, capture_output=True)
    listed = json.loads(written.read_text(encoding="utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == "math-notebook-grader"
    found = {(one["name"], one["version"]) for one in listed["components"]}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert found == {*LOCKED.findall(lock)}


def test_every_locked_package_has_a_hash() -> None:
    entries = re.split(r"^(?=\w)", (ROOT / "requirements.lock").read_text(), flags=re.MULTILINE)
    locked = [entry for entry in entries if LOCKED.match(entry)]
    assert len(locked) > 100
    assert [entry for entry in locked if "--hash=sha256:" not in entry] == []


def test_the_wheel_is_the_same_bytes_each_time(wheel: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    litter = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "grader", copy / "grader", ignore=litter, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copyfile(ROOT / name, copy / name)
    for path in copy.rglob("*.py"):
        path.chmod(0o600)
    build_wheel(tmp_path, copy)
    [again] = tmp_path.glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()


# Pages that claim -----------------------------------------------------------------------------


def rows(page: str) -> list[list[str]]:
    """The rows of a page's tables, but for heads and rules."""
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    tables = re.findall(r"^\|[^\n]*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [
        [cell.strip() for cell in row.strip("|").split(" |")]
        for table in tables
        for row in table.splitlines()
    ]


@pytest.mark.parametrize("page", ["accessibility", "security_answers"])
def test_each_test_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
    named = NAMED_TEST.findall(text)
    assert len(named) > 15
    assert text.count("::") == len(named)
    assert [place for place in named if place[1] not in functions_in(place[0])] == []


def functions_in(path: str) -> set[str]:
    """The functions at the top of a test file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_claim_names_a_test_that_there_is_or_that_there_is_none() -> None:
    answers = rows("security_answers")
    assert len(answers) > 30
    for question, _, held in answers:
        assert held == "no test" or NAMED_TEST.search(held), question


def test_every_criterion_is_supported_by_a_test_or_not_evaluated() -> None:
    found = [row for row in rows("accessibility") if re.match(r"\d\.\d+\.\d+ ", row[0])]
    assert len({row[0].split()[0] for row in found}) == len(found) == sum(CRITERIA.values())
    for criterion, conformance, remarks in found:
        if conformance.startswith("supports"):
            assert OF_ALL_PAGES in remarks or NAMED_TEST.search(remarks), criterion
        else:
            assert conformance in ("not applicable", "not evaluated"), criterion
