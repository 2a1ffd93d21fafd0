"""What a notebook's code asks for and the sandbox does not have: networks, pools, files elsewhere.

It is found by reading the source alone, so some of it is missed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from grader.testing.source_text import parse_tree

NO_NETWORK: Final = "there is no network"

REFUSED: Final = {
    "concurrent.futures": "its pools of processes are refused",
    "multiprocessing": "its pools, queues and locks are refused",
    **dict.fromkeys(
        (
            *("aiohttp", "boto3", "ftplib", "http.client", "httpx", "paramiko", "requests"),
            *("smtplib", "socket", "urllib.request", "urllib3", "websockets"),
        ),
        NO_NETWORK,
    ),
}
"""Modules that work in the sandbox only in part or not at all."""

_SHELL: Final = re.compile(r"^\s*([!%](?:wget|curl|git|pip|conda)\b)", re.MULTILINE)

_ADDRESS: Final = re.compile(r"(https?|ftps?|s3|gs)://\S+")

_ELSEWHERE: Final = re.compile(
    r"""
    (\.\.|~) (/[\w./ -]*)?
    | /(home|srv|data|mnt|opt|Users|Volumes) (/[\w./ -]*)?
    | /(tmp|var|usr/share|usr/local/share)/ [\w./ -]*\w
    """,
    re.VERBOSE,
)
_TILDE_OR_UP: Final = ("~", "../")
"""Texts that look like paths and are more often something else."""

MAX_TOLD: Final = 80
"""Characters of a text that are told."""


def out_of_reach(sources: Sequence[str], granted: Iterable[str]) -> Iterator[str]:
    """Yield what some cells ask for that the sandbox lacks, but for the folders it is granted."""
    imported = {module for source in sources for module in modules_in(source)}
    for name in sorted(REFUSED):
        if any(f"{module}.".startswith(f"{name}.") for module in imported):
            yield f"it uses `{name}`: in the sandbox {REFUSED[name]}."
    for command in sorted({found for source in sources for found in _SHELL.findall(source)}):
        yield f"it runs `{command}`: in the sandbox {NO_NETWORK}."
    for text in sorted({text for source in sources for text in _strings(source)}):
        told = text if len(text) <= MAX_TOLD else f"{text[:MAX_TOLD]}…"
        if _ADDRESS.fullmatch(text):
            yield f"it names {told}, and in the sandbox {NO_NETWORK}."
        elif _is_elsewhere(text) and not _is_in(text, granted):
            yield (
                f"it names {told}, and the sandbox shows the assignment's own folder alone: put the"
                " file there, or grant its folder by c.Sandbox.readable."
            )


def modules_in(source: str) -> Iterator[str]:
    """Yield the modules that a cell imports, by their whole names."""
    for node in ast.walk(parse_tree(source) or ast.Module([], [])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _strings(source: str) -> Iterator[str]:
    for node in ast.walk(parse_tree(source) or ast.Module([], [])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_elsewhere(text: str) -> bool:
    return text not in _TILDE_OR_UP and _ELSEWHERE.fullmatch(text) is not None


def _is_in(text: str, folders: Iterable[str]) -> bool:
    """Whether a whole path is one of these, or below one."""
    return any(PurePosixPath(text).is_relative_to(folder) for folder in folders)
