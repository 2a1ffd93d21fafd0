"""The capstone's references agree with oracles that are written otherwise."""

import copy
import json
import math

import numpy as np
import pytest
import scipy.optimize
import scipy.special
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import log_loss

from grader.author.course_check.variants import read_variants
from grader.testing.source_text import bound_names
from solutions.capstone import attention_gradient, attention_loss, tiny_attention, train_step
from solutions.optimization import AdamOptimizer, GradientDescentOptimizer
from tests.simulated import ROOT

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=40)
STEADY = settings.get_profile("steady")

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 6)


def draw(seed: int, n: int, d: int, d_k: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    W_q, W_k, X = rng.normal(size=(d, d_k)), rng.normal(size=(d, d_k)), rng.normal(size=(n, d))
    return W_q, W_k, X, rng.integers(0, n, size=n)


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_model_agrees_with_loops_and_scipys_softmax(seed: int, n: int, d: int, d_k: int) -> None:
    W_q, W_k, X, _ = draw(seed, n, d, d_k)
    P, A = tiny_attention(W_q, W_k, X)
    for i in range(n):
        q = [sum(X[i, a] * W_q[a, c] for a in range(d)) for c in range(d_k)]
        keys = [[sum(X[j, a] * W_k[a, c] for a in range(d)) for c in range(d_k)] for j in range(n)]
        scores = [math.fsum(map(math.prod, zip(q, k, strict=True))) for k in keys]
        weights = scipy.special.softmax(np.array(scores) / math.sqrt(d_k))
        output = sum(w * x for w, x in zip(weights, X, strict=True))
        assert_allclose(A[i], weights, rtol=1e-10)
        assert_allclose(P[i], scipy.special.softmax([output @ x for x in X]), rtol=1e-10)


@STEADY
@given(seeds, st.integers(2, 6), sizes, sizes)
def test_loss_is_the_log_loss_of_scikit_learn(seed: int, n: int, d: int, d_k: int) -> None:
    W_q, W_k, X, targets = draw(seed, n, d, d_k)
    P, _ = tiny_attention(W_q, W_k, X)
    P = P / P.sum(axis=1, keepdims=True)
    expected = log_loss(targets, P, labels=range(n))
    assert_allclose(attention_loss(W_q, W_k, X, targets), expected, rtol=1e-10)


def test_loss_of_a_guess_is_the_logarithm_of_the_number_of_words() -> None:
    W = np.zeros((5, 2))
    assert attention_loss(W, W, np.eye(5), [0, 1, 4, 4, 2]) == pytest.approx(math.log(5))


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_gradient_is_that_of_finite_differences(seed: int, n: int, d: int, d_k: int) -> None:
    W_q, W_k, X, targets = draw(seed, n, d, d_k)

    def loss(w: np.ndarray) -> float:
        first, second = w.reshape(2, d, d_k)
        return attention_loss(first, second, X, targets)

    w = np.concatenate([W_q.ravel(), W_k.ravel()])
    slope = scipy.optimize.approx_fprime(w, loss, 1e-6)
    got = np.concatenate([g.ravel() for g in attention_gradient(W_q, W_k, X, targets)])
    assert_allclose(got, slope, atol=2e-5, rtol=1e-4)


def test_gradient_of_two_tokens_is_that_of_sympy() -> None:
    a, b = sympy.symbols("a b")
    X, targets, at = [[1, 0], [2, 1]], [1, 0], {a: 0.4, b: -0.7}
    W_q, W_k = sympy.Matrix([a, 1]), sympy.Matrix([2, b])
    S = sympy.Matrix(X) * W_q * (sympy.Matrix(X) * W_k).T

    def softmax(M: sympy.Matrix) -> sympy.Matrix:
        E = M.applyfunc(sympy.exp)
        return sympy.Matrix(2, 2, lambda i, j: E[i, j] / (E[i, 0] + E[i, 1]))

    P = softmax(softmax(S) * sympy.Matrix(X) * sympy.Matrix(X).T)
    L = -(sympy.log(P[0, 1]) + sympy.log(P[1, 0])) / 2
    dW_q, dW_k = attention_gradient([[0.4], [1.0]], [[2.0], [-0.7]], X, targets)
    assert dW_q[0, 0] == pytest.approx(float(L.diff(a).subs(at)), rel=1e-12)
    assert dW_k[1, 0] == pytest.approx(float(L.diff(b).subs(at)), rel=1e-12)


def test_scores_of_a_thousand_give_finite_losses_and_gradients() -> None:
    W_q, W_k, X, targets = draw(1, 5, 3, 2)
    args = 100 * W_q, 100 * W_k, X, targets
    assert np.isfinite(attention_loss(*args))
    assert np.all(np.isfinite(attention_gradient(*args)))
    assert attention_loss([[0.0]], [[0.0]], [[0.0], [2000.0]], [1, 0]) == pytest.approx(1e6)


def test_a_step_is_one_call_of_the_optimizer_with_both_weights() -> None:
    W_q, W_k, X, targets = draw(2, 4, 3, 2)
    dW_q, dW_k = attention_gradient(W_q, W_k, X, targets)
    new_q, new_k = train_step(GradientDescentOptimizer(0.3), W_q, W_k, X, targets)
    assert_allclose(new_q, W_q - 0.3 * dW_q, rtol=1e-14)
    assert_allclose(new_k, W_k - 0.3 * dW_k, rtol=1e-14)


def test_training_with_adam_learns_whom_to_ask() -> None:
    rng = np.random.default_rng(3)
    X, targets = rng.normal(size=(6, 8)), np.array([1, 2, 1, 2, 1, 4])
    X *= 3 / np.linalg.norm(X, axis=1, keepdims=True)
    adam, W = AdamOptimizer(0.05), (rng.normal(size=(8, 4)) / 10, rng.normal(size=(8, 4)) / 10)
    for _ in range(100):
        W = train_step(adam, *W, X, targets)
    P, A = tiny_attention(*W, X)
    assert_array_equal(P.argmax(axis=1), targets)
    assert np.all(A[np.arange(6), targets] > 0.9)


def test_arguments_are_left_as_they_were_and_lists_will_do() -> None:
    args = draw(4, 4, 3, 2)
    before = copy.deepcopy(args)
    adam = AdamOptimizer(0.1)
    results = [
        tiny_attention(*args[:3]),
        attention_gradient(*args),
        train_step(adam, *args),
    ]
    for now, old in zip(args, before, strict=True):
        assert_array_equal(now, old)
    lists = [a.tolist() for a in args]
    again = [
        tiny_attention(*lists[:3]),
        attention_gradient(*lists),
        train_step(AdamOptimizer(0.1), *lists),
    ]
    for one, other in zip(results, again, strict=True):
        assert_array_equal(one, other)
    assert type(attention_loss(*lists)) is float


def test_what_does_not_fit_is_refused() -> None:
    W, X = np.ones((3, 2)), np.ones((4, 3))
    with pytest.raises(ValueError, match="agree"):
        tiny_attention(W, np.ones((3, 1)), X)
    with pytest.raises(ValueError, match="columns"):
        tiny_attention(W, W, np.ones((4, 2)))
    with pytest.raises(ValueError, match="matrices"):
        tiny_attention(W, W, np.ones(3))
    for targets in ([0, 1, 2], [0, 1, 2, 4], [0, 1, 2, -1], [0.5, 1, 2, 3]):
        with pytest.raises(ValueError, match="targets"):
            attention_loss(W, W, X, targets)


def test_given_cells_after_an_exercise_define_no_name_that_answers_to_it_use() -> None:
    for path in sorted((ROOT / "source/09_capstone").glob("*.ipynb")):
        answered: dict[str, set[str]] = {}  # the names that right answers define, by exercise
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("solution") and cell["cell_type"] == "code":
                name = marks["grade_id"]
                answered[name] = {
                    name
                    for answer in read_variants(ROOT, name)
                    if answer.right
                    for name in bound_names(answer.source)
                }
            elif cell["cell_type"] == "code" and not marks:
                given = bound_names("".join(cell["source"]))
                for exercise, names in answered.items():
                    assert not given & names, (path.name, exercise, given & names)
