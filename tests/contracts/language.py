"""Contracts of counts and sampling."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.contracts.looks import Look, call

LETTERS = [*np.random.default_rng(1).choice([*"abcd "], size=200)]
LONG = [f"w{i}" for i in np.random.default_rng(2).integers(0, 50, size=100_000)]

WORDS = ["the", "cat", "sat", "on", "the", "mat"]

BIGRAM_COUNTS = [
    call("a string", "hello world", [*"dehlorw "]),
    call(
        "words",
        ["the", "cat", "sat", "on", "the", "mat", "the", "cat"],
        ["mat", "the", "on", "sat", "cat"],
    ),
    call("a vocabulary out of order", "abracadabra", [*"rdcba"]),
    call("words that never come", ["b", "a", "b"], ["z", "b", "y", "a"]),
    call("many letters", [str(letter) for letter in LETTERS], [*" dcba"]),
    call("no token", [], ["a", "b"]),
    call("an empty string", "", ["a", "b"]),
    call("one token", ["b"], ["a", "b", "c"]),
    call("the same token four hundred times", "a" * 400, ["b", "a"]),
    call("a hundred thousand tokens", LONG, [f"w{i}" for i in range(50)]),
]

COUNTS = np.array([[3.0, 0.0, 1.0], [0.0, 0.0, 0.0], [2.0, 5.0, 0.0]])

BIGRAM_PROBABILITIES = [
    call("add one", COUNTS),
    call("add a hundredth", COUNTS, 0.01),
    call("unsmoothed", np.array([[3.0, 1.0], [1.0, 1.0]]), 0.0),
    call("unsmoothed, a row without counts", COUNTS, 0.0),
    call("whole numbers", COUNTS.astype(int), 2),
    call("whole numbers, unsmoothed", COUNTS.astype(int), 0),
    call("parts of counts", np.random.default_rng(1).uniform(0, 3, size=(5, 5)), 0.5),
    call("by name", COUNTS, smoothing=0.25),
    call("one token", np.array([[0.0]]), 0.0),
    call("no counts at all", np.zeros((4, 4)), 0.0),
    call("large counts", 1e6 * COUNTS, 1.0),
]


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
