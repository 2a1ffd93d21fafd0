"""Settings of a process that tests may change, put back so that the next student has the same.

A worker grades one notebook after the other. Where a test sets what came back, as in
`decimal.getcontext().prec = digits()`, the tests of the next notebook would have it, too.
"""

from __future__ import annotations

import contextlib
import decimal
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np


@contextlib.contextmanager
def settings_put_back() -> Iterator[None]:
    """Put back the environment, and how numbers and figures are made, at the end."""
    environment, context = dict(os.environ), decimal.getcontext().copy()
    printing, errors = np.get_printoptions(), np.geterr()
    figures: Any = getattr(sys.modules.get("matplotlib"), "rcParams", None)
    drawn = dict(figures) if figures is not None else {}
    try:
        yield
    finally:
        if environment != os.environ:
            os.environ.clear()
            os.environ.update(environment)
        decimal.setcontext(context)
        np.set_printoptions(**printing)
        np.seterr(**errors)
        if figures is not None and drawn != dict(figures):
            dict.update(figures, drawn)
