"""Misconceptions about vectors, matrices and attention."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip


@slip("cosine_similarity", "the dot product, with the lengths still in it")
def undivided(vec1: Any, vec2: Any) -> Any:
    return np.dot(vec1, vec2)
