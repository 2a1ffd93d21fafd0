"""The recipes name what is there: files, extras, commands, groups and settings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from traitlets.config import Config

from tests.courses import ALL_COMMANDS
from tests.simulated import ROOT

RECIPES = ROOT / "docs/recipes"


def configuration(path: Path) -> Any:
    """Return what a configuration file sets."""
    c = Config()
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), {"get_config": lambda: c})
    return c


def test_the_image_is_made_of_files_and_extras_that_exist() -> None:
    text = (RECIPES / "Dockerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", text, re.M) for name in line.split()]
    assert {"pyproject.toml", "requirements.lock", "grader"} <= {*copied}
    assert not [name for name in copied if not (ROOT / name).exists()]
    [extras] = re.findall(r'"\.\[(.*)\]"', text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {*extras.split(",")} <= {*project["optional-dependencies"]}


def test_compose_runs_a_command_of_ours_with_options_that_it_has() -> None:
    found = yaml.safe_load((RECIPES / "compose.yaml").read_text(encoding="utf-8"))
    name, *options = found["services"]["watch"]["command"]
    known = {option for one in ALL_COMMANDS[name].params for option in one.opts}
    assert {*options} <= known


def test_the_hub_lets_instructors_alone_into_the_courses_server() -> None:
    hub = configuration(RECIPES / "jupyterhub_config.py").JupyterHub
    course = configuration(RECIPES / "nbgrader_config.py").CourseDirectory.course_id
    [service] = hub.services
    assert service["name"] == course
    may_enter = [
        group
        for role in hub.load_roles
        for group in role.get("groups", [])
        if f"access:services!service={course}" in role["scopes"]
    ]
    assert may_enter == [f"formgrade-{course}"]
    assert {*hub.load_groups} == {f"formgrade-{course}", f"nbgrader-{course}"}
    students = {*hub.load_groups[f"nbgrader-{course}"]["users"]}
    assert {"ada", "bo"} <= students - {*hub.load_groups[f"formgrade-{course}"]["users"]}
