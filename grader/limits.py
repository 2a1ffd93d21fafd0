"""Every limit on a student's process, with its default. One record, handed down unchanged."""

from __future__ import annotations

import msgspec

MB = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one notebook's process. Set them in `nbgrader_config.py` as `c.Limits.<name>`."""

    cell_seconds: float = 30.0
    """Wall time of one code cell."""
    test_seconds: float = 5.0
    """Wall time that one test may wait for the student's functions."""
    notebook_seconds: float = 300.0
    """Wall time of one notebook, its tests included."""
    grace_seconds: float = 1.0
    """Time between asking code to stop and stopping it."""
    memory_mb: int = 2048
    """Address space of each process; all of a notebook's processes together may have twice that."""
    processes: int = 32
    """Processes at once."""
    open_files: int = 128
    """Open files of one process."""
    file_mb: int = 64
    """Size of one written file."""
    folder_mb: int = 512
    """Size of all files of one notebook together."""
    output_kb: int = 1024
    """Text and pictures that one notebook may print."""
    value_mb: int = 32
    """Size of one argument list or result crossing the wire."""
    submission_mb: int = 32
    """Size of one submitted notebook file."""
