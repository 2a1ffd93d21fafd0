"""What the file system tells of changes in `submitted/`; where it tells nothing, it is polled."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

import psutil

from grader.errors import exception_line
from grader.service.watch.landings import Place

SILENT: Final = (
    *("9p", "afs", "beegfs", "ceph", "cifs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3"),
    *("smbfs", "vboxsf", "virtiofs"),
)
"""File systems that tell nothing of what other machines change; those in user space do not either.
"""

POLL_MS: Final = 500


def is_silent(folder: Path) -> bool:
    """Return whether the file system of a folder tells nothing of changes."""
    path = str(folder.resolve())
    mounted = [
        (len(part.mountpoint), part.fstype)
        for part in psutil.disk_partitions(all=True)
        if part.mountpoint.startswith("/")
        and os.path.commonpath([path, part.mountpoint]) == part.mountpoint
    ]
    _, kind = max(mounted, default=(0, ""))
    return kind in SILENT or kind.startswith("fuse.")


def place_of(submitted: Path, changed: str) -> Place | None:
    """Return the submission that a changed path belongs to, if it is one."""
    try:
        parts = Path(changed).relative_to(submitted).parts
    except ValueError:
        return None
    if len(parts) < 2 or parts[0].startswith(".") or parts[1].startswith("."):
        return None
    return parts[0], parts[1]


def start_listening(
    submitted: Path,
    tell: Callable[[set[Place], set[str]], None],
    failed: Callable[[str], None],
    stop: threading.Event,
    *,
    polling: bool,
) -> None:
    """Start a thread that tells which submissions changed, and which students as a whole.

    If the system can't be asked, it says so once and ends.
    """
    import watchfiles  # of an extra

    def listen() -> None:
        told = watchfiles.watch(
            submitted,
            watch_filter=None,
            debounce=200,
            step=10,
            stop_event=stop,
            raise_interrupt=False,
            force_polling=polling,
            poll_delay_ms=POLL_MS,
            ignore_permission_denied=True,
        )
        try:
            for changes in told:
                paths = {path for _, path in changes}
                places = {place for path in paths if (place := place_of(submitted, path))}
                names = {Path(path).name for path in paths if Path(path).parent == submitted}
                students = {name for name in names if not name.startswith(".")}
                tell(places, students)
        except Exception as error:  # noqa: BLE001 - whatever it is, the folder is looked at anyway
            failed(exception_line(error))

    threading.Thread(target=listen, name="events", daemon=True).start()
