"""Sentences about what the sandbox refuses, for an error that does not say so itself."""

from __future__ import annotations

import re
from typing import Final

PROCESSES: Final = (
    "The sandbox in which notebooks are graded refuses the semaphores that pools, queues and locks"
    " of `multiprocessing` need. Threads work (`concurrent.futures.ThreadPoolExecutor`)."
)
NETWORK: Final = (
    "The sandbox in which notebooks are graded has no network, not even to itself. Read files that"
    " lie beside the notebook."
)
ELSEWHERE: Final = (
    "The sandbox in which notebooks are graded shows the notebook's own folder, and nothing else of"
    " the machine."
)

_NO_NETWORK: Final = re.compile(
    r"name resolution|Name or service not known|getaddrinfo failed|Network is unreachable"
)
_REFUSED: Final = re.compile(r"\[Errno (1|13)\]")
_OUTSIDE: Final = re.compile(r"\[Errno (?:1|2|13)\][^']*'(?:/|\.\./)")


def sandbox_refusal(error: str, text: str, traceback: str) -> str:
    """Return what the sandbox has to do with an exception, or the empty string.

    `error` is the name of its class, `text` its message.
    """
    if error == "gaierror" or _NO_NETWORK.search(text):
        return NETWORK
    if error not in ("PermissionError", "OSError", "FileNotFoundError"):
        return ""
    if _OUTSIDE.search(text):
        return ELSEWHERE
    if not _REFUSED.search(text):
        return ""
    if "multiprocessing" in traceback:
        return PROCESSES
    return NETWORK if "socket" in traceback else ""
