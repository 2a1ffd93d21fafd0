"""Contract of generation."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import Look, shares

TABLE = np.log(shares(3, 4, 4))


def _next(tokens: Any) -> Any:
    """Logits that depend on the last token and on how many there are."""
    return TABLE[tokens[-1]] + 0.5 * (len(tokens) % 2) * np.arange(4)


def _certain(tokens: Any) -> Any:
    """Logits that leave one choice, which depends on all tokens and on their order."""
    return 1000.0 * np.eye(7)[sum((i + 1) * t for i, t in enumerate(tokens)) % 7]


def written(name: str, prompt: list[int], steps: int, runs: int = 1500, **options: Any) -> Look:
    """Return a look at how often each text comes, and at how the generators are used."""

    def run(answer: Any, state: int, runs: int) -> Any:
        np.random.seed(state)
        rng, texts = np.random.default_rng(7), []
        for _ in range(runs):
            given = list(prompt)
            texts.append([int(t) for t in answer(_next, given, steps, rng, **options)])
            assert given == prompt
        return texts

    def see(answer: Any) -> Any:
        before = np.random.get_state()
        try:
            first, second = run(answer, 1, runs), run(answer, 2, 50)
        finally:
            np.random.set_state(before)
        texts = np.array(first)
        often = [np.mean(texts == token, axis=0) for token in range(4)]
        pairs = np.mean(texts[:, :-1] == texts[:, 1:], axis=0)
        return np.array(often), pairs, float(first[:50] == second)

    return Look(name, see, rtol=0.0, atol=0.07)


GENERATE = [
    Look(
        "one way to go on",
        lambda answer: answer(_certain, [3, 1], 6, np.random.default_rng(1)),
    ),
    Look("no step", lambda answer: answer(_certain, [3, 1], 0, np.random.default_rng(1))),
    Look("a long prompt", lambda answer: answer(_certain, [*range(7)], 3, np.random.default_rng())),
    Look("at zero", lambda answer: answer(_next, [2], 9, np.random.default_rng(2), 0)),
    Look("a hundred steps", lambda answer: answer(_certain, [1], 100, np.random.default_rng(3))),
    written("three steps", [2], 3),
    written("cold", [0, 1], 2, temperature=0.4),
    written("hot", [3], 2, temperature=4.0),
]
