"""`when_written`, which `grader.lesson` offers to notebooks; the same when they are graded."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator


@contextlib.contextmanager
def when_written(name: str) -> Iterator[None]:
    """Draw what needs the exercise `name`, or say in one line why it can't be drawn yet."""
    try:
        yield
    except NotImplementedError:
        print(f"This appears when `{name}` is written.")
    except Exception as error:  # noqa: BLE001 - the student's code raises anything
        if _waits_for_a_cell_above(error, name):
            print(f"This appears when `{name}` is written and the cells above have run.")
            return
        print(
            f"This needs a working `{name}`; with yours it stopped: {type(error).__name__}: {error}"
        )


def _waits_for_a_cell_above(error: Exception, name: str) -> bool:
    """Return whether the cell itself uses a variable, not the exercise, that is not there."""
    if not isinstance(error, NameError) or error.name == name:
        return False
    _, *within = traceback.walk_tb(error.__traceback__)  # the first one is `when_written`
    files = {frame.f_code.co_filename for frame, _ in within}
    return len(files) == 1  # a student's function is in another cell
