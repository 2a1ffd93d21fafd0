"""Contracts of counts, sampling and generation."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import Look, shares


def drawn(name: str, *logits: float, n: int = 2000, **options: Any) -> Look:
    """Return a look at which indices come and how often, and at how the generators are used."""

    def draw(answer: Any, given: Any, state: int, n: int) -> Any:
        np.random.seed(state)
        rng = np.random.default_rng(5)
        return [int(np.asarray(answer(given, rng, **options))) for _ in range(n)]

    def see(answer: Any) -> Any:
        given = np.array(logits)
        before = np.random.get_state()
        try:
            first, second = draw(answer, given, 1, n), draw(answer, given, 2, min(n, 100))
            global_state_stays = np.random.random() == np.random.RandomState(2).random()
        finally:
            np.random.set_state(before)
        often = np.bincount(first, minlength=len(logits)) / n
        fair = (
            first[:100] == second and global_state_stays and np.array_equal(given, np.array(logits))
        )
        return often, (often > 0).astype(float), float(fair)

    return Look(name, see, rtol=0.0, atol=0.07)


P = np.log([0.05, 0.4, 0.1, 0.3, 0.15])

SAMPLE_NEXT = [
    drawn("as the softmax", *P),
    drawn("shifted logits", *(P + 50)),
    drawn("cold", *P, temperature=0.5),
    drawn("hot", *P, temperature=3.0),
    drawn("whole numbers", 0, 2, 1, temperature=2),
    drawn("at zero", *P, temperature=0, n=5),
    drawn("at zero, ties", 1.0, 7.0, 7.0, -2.0, temperature=0.0, n=20),
    drawn("at zero, with cuts", *P, temperature=0, top_k=3, top_p=0.9, n=5),
    drawn("the first alone", *P, top_k=1, n=50),
    drawn("top 3", *P, top_k=3),
    drawn("top 5 of 5", *P, top_k=5),
    drawn("top p 0.5", *P, top_p=0.5),
    drawn("top p 0.8", *P, top_p=0.8),
    drawn("a small top p", *P, top_p=0.05, n=50),
    drawn("all of top p", *P, top_p=1.0),
    drawn("top k, then p of what is left", *P, top_k=3, top_p=0.81),
    drawn("cuts after the temperature", *P, temperature=0.5, top_p=0.86),
    drawn("cuts when it is hot", *P, temperature=2.0, top_p=0.6),
    drawn("a thousand", 1000.0, -1000.0, 999.0),
    drawn("minus a thousand", -1000.0, -1000.0, -1001.0, top_p=0.9),
    drawn("one token", 3.0, n=5),
]

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
