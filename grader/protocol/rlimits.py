"""Resource limits (`setrlimit`) of one process.

A child sets its own where it has a PID namespace; elsewhere the trusted side sets them by
`prlimit`.
"""

from __future__ import annotations

import math
import resource

from grader.limits import MB, Limits


def resource_limits(pid: int, limits: Limits) -> list[tuple[int, tuple[int, int]]]:
    """Return each resource with its soft and its hard limit.

    Memory counts beyond what the process has mapped already. At the soft limit of CPU time a signal
    tells what it was; the hard one ends the process.
    """
    with open(f"/proc/{pid}/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    memory, size = mapped + limits.memory_mb * MB, limits.file_mb * MB
    seconds = math.ceil(limits.notebook_seconds)
    return [
        (resource.RLIMIT_AS, (memory, memory)),
        (resource.RLIMIT_FSIZE, (size, size)),
        (resource.RLIMIT_NOFILE, (limits.open_files, limits.open_files)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),
        (resource.RLIMIT_CORE, (0, 0)),
    ]
