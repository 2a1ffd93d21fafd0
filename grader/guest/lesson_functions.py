"""What notebooks import from `grader.lesson`, where they are graded: all of it but the tests.

A student may copy the imports of a test cell into a cell of their own, and then the right answer
must not fail. `when_written` is the same in a student's own notebook.
"""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType

import grader
from grader.guest.earlier import from_earlier


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


def run_no_tests(*, points: float) -> float:
    """Say that the tests run elsewhere; return no points."""
    print("The tests run when the notebook is graded.")
    return 0.0


def stand_in_for_lesson() -> None:
    """Let `import grader.lesson` find a module with the names of the real one."""
    stand_in = ModuleType("grader.lesson", __doc__)
    vars(stand_in).update(
        from_earlier=from_earlier, run_tests=run_no_tests, when_written=when_written
    )
    sys.modules["grader.lesson"] = stand_in
    grader.lesson = stand_in  # type: ignore[attr-defined]
