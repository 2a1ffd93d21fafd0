"""Contracts of perplexity and positive PMI."""

from __future__ import annotations

import numpy as np

from tests.contracts.looks import call

PERPLEXITY = [
    call("some", np.array([0.5, 0.25, 0.1])),
    call("one", np.array([0.2])),
    call("certainty", np.array([1, 1, 1])),
    call("equal", np.full(10, 1 / 39)),
    call("thousands", np.full(5000, 1e-5)),
    call("many", np.random.default_rng(1).uniform(0.01, 1, size=300)),
    call("one ruled out", np.array([0.5, 0.0, 0.25])),
    call("whole numbers, one ruled out", np.array([1, 0])),
    call("half", np.array([0.5, 0.5, 0.5, 0.5])),
]

POSITIVE_PMI = [
    call("counts", np.array([[4.0, 1.0, 0.0], [1.0, 6.0, 2.0], [3.0, 0.0, 5.0]])),
    call("wide", np.array([[4.0, 1.0, 0.0, 2.0], [1.0, 6.0, 2.0, 2.0]])),
    call("whole numbers", np.array([[4, 1], [1, 6], [0, 5]])),
    call("empty rows and columns", np.array([[0.0, 0, 0], [0, 3, 1], [0, 1, 3]])),
    call("independent", np.outer([1.0, 2, 3], [4.0, 5])),
    call("parts of counts", np.random.default_rng(1).gamma(0.3, size=(6, 4))),
    call("a joint table", np.array([[0.4, 0.1], [0.1, 0.4]])),
    call("one pair", np.array([[0, 0], [0, 2]])),
]
