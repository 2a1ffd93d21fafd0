"""What the known mistakes give where a test looks at results in a way of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.checks import has_shape
from solutions.misconceptions import slips


def test_a_mistake_at_which_a_test_can_not_look_has_no_answer_and_is_no_fault() -> None:
    def seen(got: Any) -> Any:
        has_shape(got, (9,))
        return got

    found = slips("softmax", np.ones(3)).seen(seen)
    assert list(found)
    assert all(answer is None for answer in found.values())
