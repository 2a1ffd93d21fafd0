"""What the student's code can do with an object of a test that stays on the trusted side."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
import scipy.stats
import sqlalchemy
from sklearn.linear_model import LinearRegression

from grader.sandbox.host_process import Host
from grader.testing import shared_objects
from grader.testing.shared_objects import SharedObjects
from tests.conftest import Grade


@pytest.mark.parametrize(
    ("value", "shared", "kept"),
    [
        (PIL.Image.new("L", (4, 4)), {*()}, {"save", "show"}),
        (sqlalchemy.create_engine("sqlite://"), {*()}, {"connect", "raw_connection"}),
        (np.random.RandomState(3), {"normal", "randint"}, {"set_state", "get_state", "seed"}),
        (np.random.Generator(np.random.MT19937(3)), {"normal", "choice"}, {"bit_generator"}),
        (random.Random(3), {"random", "gauss", "choice"}, {"seed", "setstate", "shuffle"}),
        (scipy.stats.norm(1, 2), {"pdf", "rvs"}, {"__class__", "freeze"}),
        (LinearRegression(), {"predict", "score"}, {"fit", "set_params"}),
        (Host, {"__call__"}, {"start"}),
        (SharedObjects(), {*()}, {"share", "find"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_of_installed_libraries_only_methods_that_compute_are_shared(
    value: Any, shared: set[str], kept: set[str]
) -> None:
    found = set(shared_objects.methods(value))
    assert shared <= found
    assert not kept & found


def test_a_student_writes_no_file_by_an_image_of_the_tests(graded: Grade, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    code = f"def brightness(image):\n    image.save({str(mine)!r}, format='PPM')\n    return 0.0"
    tests = """
        def test_it():
            from PIL import Image
            assert brightness(Image.new("L", (4, 4))) == 0.0
        """
    assert "has no attribute 'save'" in graded(code, tests)[0].message
    assert not mine.exists()


def test_a_student_draws_from_the_tests_generator(graded: Grade) -> None:
    tests = """
        import random
        import numpy as np
        def test_it():
            assert draw(random.Random(3)) == random.Random(3).random()
            assert draw(np.random.RandomState(3)) == np.random.RandomState(3).random()
        """
    [result] = graded("def draw(rng): return rng.random()", tests)
    assert result.outcome == "passed", result.message


def test_memory_that_an_object_of_the_tests_would_take_is_told_with_its_limit(
    graded: Grade,
) -> None:
    tests = """
        class Rows:
            def read(self, count):
                raise MemoryError
        def test_it():
            assert total(Rows()) == 0.0
        """
    [result] = graded("def total(rows):\n    return sum(rows.read(10**12))", tests)
    assert "limit worker_mb" in result.message
    assert "memory_mb" not in result.message
