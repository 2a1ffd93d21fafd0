"""What the contracts of exercises say, as looks at an answer: the reference has to look the same.

A look calls an answer on inputs of its contract and returns what counts of the results: signs that
are free are fixed, draws are counted, and arguments that were changed are noticed. An answer is
right where all looks find what they find in the reference.

These are the exercises that no notebook grades yet.
"""

from __future__ import annotations

import functools
import warnings
from typing import Any

import solutions
from tests.contracts import algebra, autograd, calculus, information, language, networks
from tests.contracts.looks import Look, deadline, same

LOOKS: dict[str, list[Look]] = {
    "Value": autograd.VALUE,
    "bigram_counts": language.BIGRAM_COUNTS,
    "bigram_probabilities": language.BIGRAM_PROBABILITIES,
    "causal_attention": networks.CAUSAL_ATTENTION,
    "cross_entropy_gradient": calculus.CROSS_ENTROPY_GRADIENT,
    "learning_rate_at": networks.LEARNING_RATE_AT,
    "linear_layer_gradients": calculus.LINEAR_LAYER_GRADIENTS,
    "lora_forward": algebra.LORA_FORWARD,
    "low_rank": algebra.LOW_RANK,
    "numerical_gradient": calculus.NUMERICAL_GRADIENT,
    "perplexity": information.PERPLEXITY,
    "positive_pmi": information.POSITIVE_PMI,
    "power_iteration": algebra.POWER_ITERATION,
    "sample_next": language.SAMPLE_NEXT,
    "sinusoidal_positions": networks.SINUSOIDAL_POSITIONS,
    "softmax_gradient": calculus.SOFTMAX_GRADIENT,
}
"""By exercise."""


def first_difference(exercise: str, answer: Any) -> str | None:
    """Return the name of the first look that tells an answer from the reference, if one does."""
    for look in LOOKS[exercise]:
        if not _agrees(look, answer, _wanted(exercise, look)):
            return look.name
    return None


@functools.cache
def _wanted(exercise: str, look: Look) -> Any:
    return look.see(getattr(solutions, exercise))


def _agrees(look: Look, answer: Any, wanted: Any) -> bool:
    try:
        with deadline(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return same(look.see(answer), wanted, rtol=look.rtol, atol=look.atol)
    except Exception:  # noqa: BLE001 - an answer raises anything, and that is a difference
        return False
