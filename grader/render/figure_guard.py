"""`when_written`, which `grader.lesson` offers to notebooks; the same when they are graded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def when_written(name: str) -> Iterator[None]:
    """Draw what needs the exercise `name`, or say in one line why it can't be drawn yet."""
    try:
        yield
    except NotImplementedError:
        print(f"This appears when `{name}` is written.")
    except Exception as error:  # noqa: BLE001 - the student's code raises anything
        print(
            f"This needs a working `{name}`; with yours it stopped: {type(error).__name__}: {error}"
        )
