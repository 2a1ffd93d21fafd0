"""Resource limits (`setrlimit`) of one process.

A child sets its own where it has a PID namespace; elsewhere the trusted side sets them by
`prlimit`.
"""

from __future__ import annotations

import resource

from grader.limits import MB, Limits


def resource_limits(pid: int, limits: Limits) -> list[tuple[int, int]]:
    """Return pairs of a resource and its limit.

    Memory counts beyond what the process has mapped already.
    """
    with open(f"/proc/{pid}/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    return [
        (resource.RLIMIT_AS, mapped + limits.memory_mb * MB),
        (resource.RLIMIT_FSIZE, limits.file_mb * MB),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CPU, int(limits.notebook_seconds) + 1),
        (resource.RLIMIT_CORE, 0),
    ]
