"""What the contracts of exercises say, as looks at an answer: the reference has to look the same.

A look calls an answer on inputs of its contract and returns what counts of the results: signs that
are free are fixed, draws are counted, and arguments that were changed are noticed. An answer is
right where all looks find what they find in the reference.

These are the exercises that no notebook grades yet.
"""

from __future__ import annotations

import copy
import functools
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

import solutions

SECONDS = 3.0
"""Of the processor's time, for one look: answers that take 2⁵⁰⁰⁰ steps do not end."""


class Look(NamedTuple):
    """One way to look at an answer, with the tolerances that its contract names."""

    name: str
    see: Callable[[Any], Any]
    rtol: float = 1e-6
    atol: float = 1e-8


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
        with _deadline(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return same(look.see(answer), wanted, rtol=look.rtol, atol=look.atol)
    except Exception:
        return False


@contextmanager
def _deadline() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def same(got: Any, wanted: Any, *, rtol: float, atol: float) -> bool:
    """Tell whether values agree: of numbers the shapes and sizes, else all parts."""
    if isinstance(wanted, dict):
        return set(got) == set(wanted) and all(
            same(got[key], wanted[key], rtol=rtol, atol=atol) for key in wanted
        )
    if isinstance(wanted, tuple):
        return len(got) == len(wanted) and all(
            same(one, other, rtol=rtol, atol=atol) for one, other in zip(got, wanted, strict=True)
        )
    one, other = np.asarray(got, dtype=float), np.asarray(wanted, dtype=float)
    return one.shape == other.shape and np.allclose(one, other, rtol=rtol, atol=atol)


def call(name: str, *arguments: Any, see: Any = None, **options: Any) -> Look:
    """Return a look at what comes back, and at whether the arguments stay as they were."""
    tolerances = {key: options.pop(key) for key in ("rtol", "atol") if key in options}

    def look(answer: Any) -> Any:
        given = copy.deepcopy((arguments, options))
        result = answer(*given[0], **given[1])
        return see(result) if see else result, float(_unchanged(given, (arguments, options)))

    return Look(name, look, **tolerances)


def _unchanged(now: Any, before: Any) -> bool:
    if isinstance(before, dict):
        return list(now) == list(before) and all(_unchanged(now[k], before[k]) for k in before)
    if isinstance(before, tuple | list):
        pairs = zip(now, before, strict=True) if len(now) == len(before) else [(0, 1)]
        return all(_unchanged(one, other) for one, other in pairs)
    if isinstance(before, np.ndarray):
        return now.dtype == before.dtype and np.array_equal(now, before)
    return callable(before) or bool(now == before)


def normal(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).normal(size=shape)


def whole(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).integers(-4, 5, size=shape)


def shares(seed: int, *shape: int) -> Any:
    """Probabilities along the last axis."""
    p = np.random.default_rng(seed).gamma(1.0, size=shape) + 0.01
    return p / p.sum(axis=-1, keepdims=True)


# --- linear algebra ------------------------------------------------------------------------------


def _up_to_sign(result: Any) -> Any:
    value, vector = result
    vector = np.asarray(vector, dtype=float)
    return value, vector * np.sign(vector[np.argmax(np.abs(vector) > 0.01)])


def _symmetric(seed: int, n: int, scale: float) -> Any:
    Q, _ = np.linalg.qr(normal(seed, n, n))
    A = scale * (Q * np.linspace(1.0, -0.5, n)) @ Q.T
    return (A + A.T) / 2


POWER_ITERATION = [
    call("many steps", _symmetric(1, 4, 3.0), normal(2, 4), 200, see=_up_to_sign),
    call("as many as by default", _symmetric(3, 3, 1.0), normal(4, 3), see=_up_to_sign),
    call("no step", _symmetric(1, 3, 2.0), 5 * normal(2, 3), 0, see=_up_to_sign),
    call("one step", _symmetric(1, 3, 2.0), normal(2, 3), 1, see=_up_to_sign),
    call("three steps", _symmetric(5, 5, 2.0), normal(6, 5), 3, see=_up_to_sign),
    call("entries of ten thousand", _symmetric(7, 4, 1e4), normal(8, 4), 300, see=_up_to_sign),
    call("small entries", _symmetric(7, 4, 1e-3), normal(8, 4), 300, see=_up_to_sign),
    call("whole numbers", np.array([[2, 1], [1, 3]]), np.array([1, 0]), 4, see=_up_to_sign),
    call("one entry", np.array([[3.0]]), np.array([2.0]), 5, see=_up_to_sign),
    call("a negative eigenvalue", np.diag([-1.0, 4.0, -2.0]), np.ones(3), 2, see=_up_to_sign),
]


def _with_singular_values(seed: int, n: int, m: int, *s: float) -> Any:
    u, _ = np.linalg.qr(normal(seed, n, n))
    v, _ = np.linalg.qr(normal(seed + 1, m, m))
    return u[:, : len(s)] * s @ v[:, : len(s)].T


LOW_RANK = [
    call("tall", _with_singular_values(1, 5, 3, 5, 3, 1), 2),
    call("wide", _with_singular_values(2, 3, 5, 5, 3, 1), 2),
    call("square", _with_singular_values(3, 4, 4, 8, 4, 2, 1), 1),
    call("rank 0", _with_singular_values(4, 3, 4, 3, 2, 1), 0),
    call("full rank", _with_singular_values(5, 3, 4, 3, 2, 1), 3),
    call("of lower rank already", _with_singular_values(6, 4, 4, 3, 1), 4),
    call("whole numbers", np.array([[3, 1, 0], [1, 2, -4], [0, 5, 1]]), 2),
    call("a row", np.array([[1.0, 2.0, 3.0]]), 1),
    call("large entries", 1e6 * _with_singular_values(7, 6, 3, 5, 3, 1), 2),
    call("negative definite", -np.diag([3.0, 2.0, 1.0]), 2),
]

LORA_FORWARD = [
    call("a batch", normal(1, 5, 4), normal(2, 4, 3), normal(3, 4, 2), normal(4, 2, 3), 8.0),
    call("one input", normal(1, 4), normal(2, 4, 3), normal(3, 4, 2), normal(4, 2, 3), 0.5),
    call("rank 1", normal(1, 2, 3), normal(2, 3, 3), normal(3, 3, 1), normal(4, 1, 3), 3.0),
    call("strength 0", normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 2), normal(4, 2, 4), 0.0),
    call("negative", normal(1, 2, 3), normal(2, 3, 4), normal(3, 3, 5), normal(4, 5, 4), -2.5),
    call("whole numbers", whole(1, 2, 3), whole(2, 3, 4), whole(3, 3, 2), whole(4, 2, 4), 3),
    call("all square", normal(1, 3, 3), normal(2, 3, 3), normal(3, 3, 3), normal(4, 3, 3), 1.5),
]

# --- probability ---------------------------------------------------------------------------------

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

# --- information ---------------------------------------------------------------------------------

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

# --- calculus and matrix calculus ----------------------------------------------------------------


def _cubic(x: Any) -> Any:
    return float(np.sum(np.asarray(x) ** 3 + np.sin(x)))


def _bilinear(x: Any) -> Any:
    x = np.asarray(x)
    return float(np.sum(np.cumsum(x.ravel()) ** 2) + np.prod(1 + 0.1 * x))


def _strict(x: Any) -> Any:
    assert isinstance(x, float)
    return x**2


KEPT: list[Any] = []


def _keeping(x: Any) -> Any:
    """Changes what it is given, and what it was given before."""
    value = float(np.sum(x**2) + x[0] * x[1])
    KEPT.append(x)
    for array in KEPT:
        np.add(array, 1.0, out=array)
    return value


def _greedy(answer: Any) -> Any:
    KEPT.clear()
    return answer(_keeping, np.array([1.0, -2.0, 0.5]))


def differences(name: str, *arguments: Any) -> Look:
    return call(name, *arguments, rtol=1e-5, atol=1e-7)


NUMERICAL_GRADIENT = [
    differences("a vector", _cubic, normal(1, 4)),
    differences("entries that hang together", _bilinear, normal(2, 4)),
    differences("a matrix", _bilinear, normal(3, 2, 3)),
    differences("a stack", _bilinear, normal(4, 2, 1, 2)),
    differences("a number", _cubic, 0.7),
    differences("a whole number", _cubic, 2),
    differences("whole numbers", _bilinear, np.array([1, 2, -1])),
    differences("zeros", _bilinear, np.zeros(3)),
    differences("a step of its own", _cubic, np.array([1.0, 2.0]), 0.1),
    differences("a function of floats", _strict, 1.5),
    Look("a function that changes and keeps arrays", _greedy, rtol=1e-5, atol=1e-7),
    differences("one entry", _cubic, np.array([2.0])),
    differences("large values", lambda x: 500 + np.sum(x), np.ones(2)),
]

LINEAR_LAYER_GRADIENTS = [
    call("a batch", normal(1, 5, 4), normal(2, 4, 3), normal(3, 5, 3)),
    call("one input", normal(1, 1, 4), normal(2, 4, 3), normal(3, 1, 3)),
    call("all square", normal(1, 3, 3), normal(2, 3, 3), normal(3, 3, 3)),
    call("one output", normal(1, 4, 2), normal(2, 2, 1), normal(3, 4, 1)),
    call("one number in", normal(1, 4, 1), normal(2, 1, 3), normal(3, 4, 3)),
    call("whole numbers", whole(1, 2, 3), whole(2, 3, 4), whole(3, 2, 4)),
]

SOFTMAX_GRADIENT = [
    call("rows", shares(1, 3, 4), normal(2, 3, 4)),
    call("square", shares(1, 3, 3), normal(2, 3, 3)),
    call("one row", shares(1, 1, 5), normal(2, 1, 5)),
    call("one column", np.ones((3, 1)), normal(2, 3, 1)),
    call("certainty", np.array([[0, 1, 0], [1, 0, 0]]), whole(1, 2, 3)),
    call("whole numbers from above", shares(1, 2, 3), whole(2, 2, 3)),
    call("the same for all", shares(1, 2, 3), np.full((2, 3), 3.0)),
]

CROSS_ENTROPY_GRADIENT = [
    call("rows", normal(1, 4, 3), np.array([0, 2, 2, 1])),
    call("square", normal(1, 3, 3), np.array([2, 0, 2])),
    call("one row", normal(1, 1, 5), np.array([3])),
    call("many", 3 * normal(2, 20, 6), np.random.default_rng(1).integers(0, 6, size=20)),
    call("whole numbers", whole(1, 3, 4), np.array([3, 0, 1])),
    call("a thousand", np.array([[1000.0, -1000, 0], [-1000, -1000, 1000]]), np.array([0, 1])),
    call("rows of different size", np.array([[900.0, 901], [-3, 2]]), np.array([0, 1])),
    call("one class", np.zeros((2, 1)), np.array([0, 0])),
]


def graph(name: str, build: Callable[..., Any], *numbers: Any, calls: int = 1) -> Look:
    """Return a look at a result and at all gradients, of inner values too."""

    def see(answer: Any) -> Any:
        values = [answer(number) for number in numbers]
        at_first = [value.grad for value in values]
        result, *inner = build(*values)
        for _ in range(calls):
            result.backward()
        seen = [*values, *inner, result]
        return at_first, [value.data for value in seen], [value.grad for value in seen]

    return Look(name, see)


def _shared(answer: Any) -> Any:
    a = answer(2.0)
    inner = a * a
    one, other = inner * 3, inner + a
    one.backward()
    other.backward()
    return [a.grad, inner.grad, one.grad, other.grad]


def _anew(answer: Any) -> Any:
    a = answer(2.0)
    (a * a).backward()
    a.grad = 0.0
    (a * 3).backward()
    return a.grad


def _long(step: Callable[[Any], Any]) -> Callable[..., Any]:
    def build(a: Any) -> Any:
        result = a
        for _ in range(5000):
            result = step(result)
        return (result,)

    return build


def _inner(a: Any, b: Any) -> Any:
    c = a * b
    d = c + a
    return d * c, c, d


VALUE = [
    graph("a leaf", lambda a: (a,), 3),
    graph("sums", lambda a, b: (a + b + 2, 1 + a), 3.0, -2),
    graph("differences", lambda a, b: (a - b - 2,), 3.0, -2.0),
    graph("a number minus a value", lambda a: (5 - a,), 3.0),
    graph("products", lambda a, b: (a * b * 2.5,), 3.0, -2.0),
    graph("a number times a value", lambda a: (3 * a,), 2.0),
    graph("quotients", lambda a, b: (a / b / 4,), 3.0, -2.0),
    graph("a number over a value", lambda a: (5 / a,), 3.0),
    graph("squares", lambda a: (a**2,), -3.0),
    graph("roots", lambda a: (a**0.5,), 3.0),
    graph("inverses", lambda a: (a**-1.5,), 3.0),
    graph("minus", lambda a: (-a * 2,), 3.0),
    graph("exp", lambda a: ((a * 2).exp(),), 0.3),
    graph("log", lambda a: ((a * 2).log(),), 0.3),
    graph("tanh", lambda a: ((a * 2).tanh(),), 0.3),
    graph("tanh, far out", lambda a: (a.tanh(),), 1000),
    graph("tanh, far below", lambda a: (a.tanh() + 0,), -1000.0),
    graph("relu", lambda a, b: (a.relu() + b.relu() * 2,), 3.0, -2.0),
    graph("whole numbers", lambda a, b: (a / b + b**2,), 1, 3),
    graph("used twice", lambda a: (a * a + a,), 3.0),
    graph("used by itself", lambda a: (a + a,), 3.0),
    graph("inner values", _inner, 2.0, -3.0),
    graph("a second call", _inner, 2.0, -3.0, calls=2),
    graph("a deep use before a near one", lambda a: (a * ((a + 1) * (a + 2)).exp(),), 0.1),
    Look("two results that share values", _shared),
    Look("a gradient set to zero", _anew),
    graph("a long chain", _long(lambda v: v + 1e-4), 1.0),
    graph("a long chain, each used twice", _long(lambda v: (v + v) * 0.5), 1.0),
    graph(
        "a small network", lambda x, w, b: ((w * x + b).tanh() ** 2 - (w.exp() / 3),), 1, 0.5, -1
    ),
]

# --- optimization, Fourier, attention ------------------------------------------------------------

LEARNING_RATE_AT = [
    *(call(f"step {k} of 20", k, 0.1, 5, 20) for k in (0, 1, 4, 5, 6, 12, 19, 20)),
    *(call(f"step {k} without warm-up", k, 3e-4, 0, 7) for k in (0, 1, 4, 7)),
    *(call(f"step {k}, all but one warm-up", k, 2, 3, 4) for k in (0, 2, 3, 4)),
    call("a warm-up of one step", 0, 1.0, 1, 10),
]

SINUSOIDAL_POSITIONS = [
    call("some", 7, 6),
    call("two wide", 5, 2),
    call("as many as wide", 4, 4),
    call("one position", 1, 8),
    call("many", 200, 16),
]

CAUSAL_ATTENTION = [
    call("tokens", normal(1, 5, 4), normal(2, 5, 4), normal(3, 5, 3)),
    call("all square", normal(1, 4, 4), normal(2, 4, 4), normal(3, 4, 4)),
    call("one token", normal(1, 1, 2), normal(2, 1, 2), normal(3, 1, 2)),
    call("one number each", normal(1, 3, 1), normal(2, 3, 1), normal(3, 3, 1)),
    call("whole numbers", whole(1, 3, 2), whole(2, 3, 2), whole(3, 3, 2)),
    call("a thousand", 30 * normal(1, 4, 4), 30 * normal(2, 4, 4), normal(3, 4, 2)),
    call(
        "hidden scores that are larger by 2000",
        np.ones((3, 1)),
        np.array([[-1000.0], [-1001.0], [1000.0]]),
        np.array([[1.0], [2.0], [3.0]]),
    ),
    call(
        "visible scores of minus a thousand",
        np.ones((3, 1)),
        np.array([[-1000.0], [-1001.0], [-1000.5]]),
        np.array([[1.0], [2.0], [3.0]]),
    ),
]

# --- the transformer -----------------------------------------------------------------------------

LAYER_NORM = [
    call("rows", normal(1, 3, 4), normal(2, 4), normal(3, 4)),
    call("square", normal(1, 4, 4), normal(2, 4), normal(3, 4)),
    call("one row alone", normal(1, 5), normal(2, 5), normal(3, 5)),
    call("a stack", normal(1, 2, 3, 4), normal(2, 4), normal(3, 4)),
    call("shifted rows", 50 + normal(1, 3, 4), normal(2, 4), normal(3, 4)),
    call("small rows", normal(1, 3, 4) / 500, normal(2, 4), normal(3, 4)),
    call("another epsilon", normal(1, 3, 4), normal(2, 4), normal(3, 4), 0.1),
    call("epsilon by name", normal(1, 3, 4), normal(2, 4), normal(3, 4), epsilon=0.5),
    call("a constant row", np.array([[2.0, 2, 2], [1, 2, 4]]), normal(2, 3), normal(3, 3)),
    call("whole numbers", whole(1, 3, 4), whole(2, 4), whole(3, 4)),
]


def _block(seed: int, n: int, d: int, m: int) -> Any:
    shapes = dict.fromkeys(("W_q", "W_k", "W_v", "W_o"), (d, d))
    shapes |= {"W_1": (d, m), "b_1": (m,), "W_2": (m, d), "b_2": (d,)}
    shapes |= dict.fromkeys(("gain_1", "bias_1", "gain_2", "bias_2"), (d,))
    params = {name: normal(seed + i, *shape) for i, (name, shape) in enumerate(shapes.items())}
    return normal(seed + 50, n, d), params


def _whole_block(seed: int, n: int, d: int, m: int) -> Any:
    x, params = _block(seed, n, d, m)
    return np.rint(3 * x).astype(int), {k: np.rint(2 * v).astype(int) for k, v in params.items()}


TRANSFORMER_BLOCK = [
    call("two heads", *_block(1, 5, 6, 8), 2),
    call("one head", *_block(2, 4, 4, 3), 1),
    call("as many heads as entries", *_block(3, 4, 3, 5), 3),
    call("all square", *_block(4, 4, 4, 4), 2),
    call("one token", *_block(5, 1, 4, 6), 2),
    call("whole numbers", *_whole_block(6, 3, 4, 5), 2),
]

BLOCK_GRADIENTS = [
    call("two heads", *_block(1, 5, 6, 8), 2, normal(9, 5, 6), rtol=1e-5, atol=1e-7),
    call("one head", *_block(2, 4, 4, 3), 1, normal(9, 4, 4), rtol=1e-5, atol=1e-7),
    call("three heads", *_block(3, 4, 3, 5), 3, normal(9, 4, 3), rtol=1e-5, atol=1e-7),
    call("all square", *_block(4, 4, 4, 4), 2, normal(9, 4, 4), rtol=1e-5, atol=1e-7),
    call("one token", *_block(5, 1, 4, 6), 2, normal(9, 1, 4), rtol=1e-5, atol=1e-7),
    call("whole numbers", *_whole_block(6, 3, 4, 5), 2, whole(9, 3, 4), rtol=1e-5, atol=1e-7),
]

LOOKS: dict[str, list[Look]] = {
    "Value": VALUE,
    "bigram_counts": BIGRAM_COUNTS,
    "bigram_probabilities": BIGRAM_PROBABILITIES,
    "block_gradients": BLOCK_GRADIENTS,
    "causal_attention": CAUSAL_ATTENTION,
    "cross_entropy_gradient": CROSS_ENTROPY_GRADIENT,
    "generate": GENERATE,
    "layer_norm": LAYER_NORM,
    "learning_rate_at": LEARNING_RATE_AT,
    "linear_layer_gradients": LINEAR_LAYER_GRADIENTS,
    "lora_forward": LORA_FORWARD,
    "low_rank": LOW_RANK,
    "numerical_gradient": NUMERICAL_GRADIENT,
    "perplexity": PERPLEXITY,
    "positive_pmi": POSITIVE_PMI,
    "power_iteration": POWER_ITERATION,
    "sample_next": SAMPLE_NEXT,
    "sinusoidal_positions": SINUSOIDAL_POSITIONS,
    "softmax_gradient": SOFTMAX_GRADIENT,
    "transformer_block": TRANSFORMER_BLOCK,
}
"""By exercise."""
