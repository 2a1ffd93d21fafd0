"""Expressions of two numbers that PyTorch's tensors and the course's `Value` both evaluate."""

from collections.abc import Callable
from typing import Any

EXPRESSIONS: dict[str, Callable[[Any, Any], Any]] = {
    "arithmetic": lambda a, b: (a + b) * (a - 2 * b) / (b + 3) - a,
    "numbers on the left": lambda a, b: 2 - (3 / a) + 4 * b + (1 + b),
    "powers": lambda a, b: a**2.5 + (b + 1) ** -1 + b**3,
    "functions": lambda a, b: (a * b).exp() + a.log() * (a + b).tanh(),
    "used twice": lambda a, b: (a * b + a).tanh() * (a * b + a) + b * b,
    "relu": lambda a, b: (a * b).relu() + (a - b).relu() * b,
}
