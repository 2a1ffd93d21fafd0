"""Tensors differentiate as central differences do, and as the scalars of `Value` do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import make_moons

from solutions.autograd import Value
from solutions.finite_differences import numerical_gradient
from solutions.matrix_calculus import cross_entropy_gradient
from solutions.tensor import Tensor, sum_to_shape, train_network
from solutions.transformer import layer_norm_gradients

STEADY = settings(derandomize=True, deadline=None, max_examples=60, database=None)

seeds = st.integers(0, 2**32 - 1)
shapes = st.lists(st.integers(1, 3), max_size=4).map(tuple)


def narrowed(shape: tuple[int, ...], data: st.DataObject) -> tuple[int, ...]:
    """A shape that can be broadcast to another one."""
    kept = shape[data.draw(st.integers(0, len(shape))) :]
    return tuple(data.draw(st.sampled_from([1, size])) for size in kept)


# --- sum_to_shape --------------------------------------------------------------------------------


@STEADY
@given(shapes, st.data(), seeds)
def test_the_sum_over_copies_is_the_transpose_of_broadcasting(
    shape: tuple[int, ...], data: st.DataObject, seed: int
) -> None:
    small, rng = narrowed(shape, data), np.random.default_rng(seed)
    x, upstream = rng.normal(size=small), rng.normal(size=shape)
    summed = sum_to_shape(upstream, small)
    assert summed.shape == small
    assert_allclose(np.sum(summed * x), np.sum(upstream * np.broadcast_to(x, shape)), atol=1e-12)


@STEADY
@given(shapes, st.data(), seeds)
def test_each_entry_gets_the_sum_over_its_copies(
    shape: tuple[int, ...], data: st.DataObject, seed: int
) -> None:
    small = narrowed(shape, data)
    upstream = np.random.default_rng(seed).normal(size=shape)
    owners = np.broadcast_to(np.arange(np.prod(small, dtype=int)).reshape(small), shape)
    wanted = np.bincount(owners.ravel(), upstream.ravel()).reshape(small)
    assert_allclose(sum_to_shape(upstream, small), wanted, atol=1e-12)


def test_a_sum_of_one_copy_is_a_new_array() -> None:
    upstream = np.ones((2, 3))
    assert not np.shares_memory(sum_to_shape(upstream, (2, 3)), upstream)
    assert_array_equal(sum_to_shape([[1, 2], [3, 4]], (2,)), [4.0, 6.0])


@pytest.mark.parametrize(("shape", "small"), [((2, 3), (2,)), ((3,), (2, 3)), ((1, 3), (2, 3))])
def test_shapes_that_cannot_be_broadcast_are_refused(
    shape: tuple[int, ...], small: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="broadcast"):
        sum_to_shape(np.ones(shape), small)


# --- Tensor --------------------------------------------------------------------------------------


def assert_slopes(loss: Callable[..., Any], *arrays: np.ndarray) -> None:
    """Compare a loss on Tensors with that on arrays, and its slopes with central differences."""
    tensors = [Tensor(array) for array in arrays]
    result = loss(*tensors)
    result.backward()

    def of(k: int) -> Callable[[Any], float]:
        def f(x: Any) -> float:
            given = [Tensor(x if i == k else array) for i, array in enumerate(arrays)]
            return float(loss(*given).data)

        return f

    for k, (tensor, array) in enumerate(zip(tensors, arrays, strict=True)):
        assert_array_equal(tensor.data, array)
        assert_allclose(tensor.grad, numerical_gradient(of(k), array), rtol=1e-5, atol=1e-7)


ENTRYWISE: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "exp": lambda a, b: (a * b).exp(),
    "log": lambda a, b: (a * a + b * b + 0.5).log(),
    "tanh": lambda a, b: (a + b).tanh(),
    "**": lambda a, b: (a * a + 1) ** -0.5 - b**3,
    "minus": lambda a, b: -a * 2 - 3 * b + (1 - a) / 2,
}


@pytest.mark.parametrize("name", ENTRYWISE)
@STEADY
@given(shapes, st.data(), seeds)
def test_operations_on_entries_have_the_slopes_of_differences(
    name: str, shape: tuple[int, ...], data: st.DataObject, seed: int
) -> None:
    rng, small = np.random.default_rng(seed), narrowed(shape, data)
    weights = rng.normal(size=shape)
    arrays = [rng.uniform(-1.5, 1.5, size=size) for size in (small, shape)]
    if data.draw(st.booleans()):
        arrays.reverse()
    assert_slopes(lambda a, b: (ENTRYWISE[name](a, b) * weights).sum(), *arrays)


@STEADY
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), seeds)
def test_products_of_matrices_have_the_slopes_of_differences(
    n: int, k: int, m: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    left, right, weights = (rng.normal(size=size) for size in ((n, k), (k, m), (n, m)))
    assert_slopes(lambda a, b: ((a @ b).tanh() * weights).sum(), left, right)
    assert_slopes(lambda a: ((left @ a @ right.T) * left).sum(), rng.normal(size=(k, m)))


@pytest.mark.parametrize("axis", [None, 0, 1, 2, -1, -3])
@pytest.mark.parametrize("keepdims", [False, True])
def test_sums_have_the_slopes_of_differences(axis: int | None, keepdims: bool) -> None:
    x = np.random.default_rng(1).normal(size=(2, 3, 2))
    wanted = x.sum(axis=axis, keepdims=keepdims)
    assert_allclose(Tensor(x).sum(axis, keepdims).data, wanted)
    weights = np.random.default_rng(2).normal(size=wanted.shape)
    assert_slopes(lambda a: ((a.sum(axis, keepdims) ** 2) * weights).sum(), x)


@pytest.mark.parametrize(
    "places",
    [
        np.array([2, 0, 2, 2]),
        np.array([[0, 1], [1, 1]]),
        (np.array([0, 0, 2]), np.array([1, 1, 0])),
        1,
        slice(1, None),
    ],
)
def test_picked_places_get_all_their_shares(places: Any) -> None:
    x = np.random.default_rng(3).normal(size=(3, 2))
    weights = np.random.default_rng(4).normal(size=x[places].shape)
    assert_slopes(lambda a: (a[places] ** 2 * weights).sum(), x)


@pytest.mark.parametrize("shape", [(6,), (3, 2), (-1, 2), (2, 1, 3)])
def test_another_shape_has_the_same_entries_and_slopes(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(5).normal(size=(2, 3))
    assert_array_equal(Tensor(x).reshape(*shape).data, x.reshape(shape))
    weights = np.random.default_rng(6).normal(size=x.reshape(shape).shape)
    assert_slopes(lambda a: (a.reshape(*shape) ** 2 * weights).sum(), x)


@STEADY
@given(seeds)
def test_tensors_have_the_gradients_of_scalars(seed: int) -> None:
    """The same expression, entry by entry with Values, and at once with Tensors."""

    def loss(x: Any, w: Any, b: Any) -> Any:
        y = (x * w + b).tanh()
        return y * y + (y + 2).log() - x / (w * w + 1)

    x, w, b = (np.random.default_rng(seed).normal(size=size) for size in ((3, 2), (2,), (3, 1)))
    tensors = [Tensor(array) for array in (x, w, b)]
    loss(*tensors).sum().backward()
    values = [np.vectorize(Value, otypes=[object])(array) for array in (x, w, b)]
    whole = np.broadcast_arrays(*values)
    sum(loss(*entry) for entry in zip(*(a.ravel() for a in whole), strict=True)).backward()
    for tensor, scalars in zip(tensors, values, strict=True):
        assert_allclose(tensor.grad, np.vectorize(lambda value: value.grad)(scalars), atol=1e-12)


def test_a_tensor_that_is_used_several_times_gets_the_sum() -> None:
    rng = np.random.default_rng(7)
    assert_slopes(lambda a: (a @ a * a + a.sum(axis=0)).sum(), rng.normal(size=(3, 3)))
    a = Tensor(2.0)
    result = a
    for _ in range(60):
        result = (result + result) * 0.5  # there are 2⁶⁰ paths
    result.backward()
    assert a.grad == 1.0


def test_calls_add_and_share_no_arrays() -> None:
    a, b = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    total = (a + b).sum()
    total.backward()
    a.grad += 1.0
    assert_array_equal(b.grad, [1.0, 1.0])
    total.backward()
    assert_array_equal(a.grad, [3.0, 3.0])
    assert_array_equal(b.grad, [2.0, 2.0])
    assert total.grad == 2.0


def test_a_tensor_copies_what_it_is_made_of() -> None:
    array = np.array([1, 2])
    tensor = Tensor(array)
    assert tensor.data.dtype == float
    array[0] = 7
    assert_array_equal(tensor.data, [1.0, 2.0])
    assert repr(Tensor([1])) == "Tensor(data=[1.0], grad=[0.0])"


def test_a_softmax_of_tensors_has_the_gradient_that_was_derived_by_hand() -> None:
    logits, targets = np.array([[2.0, 0.0, -1.0], [900.0, 0.0, 899.0]]), np.array([0, 2])
    z = Tensor(logits)
    shifted = z - logits.max(axis=1, keepdims=True)
    surprise = shifted.exp().sum(axis=1).log() - shifted[np.arange(2), targets]
    (surprise.sum() / 2).backward()
    assert_allclose(z.grad, cross_entropy_gradient(logits, targets), atol=1e-15)


def test_a_layer_norm_of_tensors_has_the_gradients_that_were_derived_by_hand() -> None:
    rng = np.random.default_rng(8)
    x, upstream = rng.normal(size=(2, 3, 4))
    gain, bias = rng.normal(size=(2, 4))
    tensors = [Tensor(array) for array in (x, gain, bias)]
    centred = tensors[0] - tensors[0].sum(axis=1, keepdims=True) / 4
    spread = ((centred**2).sum(axis=1, keepdims=True) / 4 + 1e-5) ** 0.5
    ((centred / spread * tensors[1] + tensors[2]) * upstream).sum().backward()
    for tensor, wanted in zip(tensors, layer_norm_gradients(x, gain, upstream), strict=True):
        assert_allclose(tensor.grad, wanted, atol=1e-12)


def test_what_a_tensor_cannot_do_is_refused() -> None:
    with pytest.raises(ValueError, match="one number"):
        Tensor([1.0, 2.0]).backward()
    with pytest.raises(ValueError, match="positive"):
        Tensor([1.0, 0.0]).log()
    with pytest.raises(ValueError, match="two matrices"):
        Tensor(np.ones((2, 2))) @ np.ones(2)
    with pytest.raises(ValueError, match="broadcast"):
        Tensor(np.ones(2)) + np.ones(3)
    for other in ("1", None, [1]):
        with pytest.raises(TypeError):
            Tensor(1.0) + other
        with pytest.raises(TypeError):
            Tensor(np.ones((1, 1))) @ other
    with pytest.raises(TypeError):
        Tensor(1.0) ** Tensor(2.0)


# --- train_network -------------------------------------------------------------------------------


def network(seed: int, d: int, m: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    sizes: dict[str, tuple[int, ...]] = {"W1": (d, m), "b1": (m,), "W2": (m, 1), "b2": (1,)}
    return {name: rng.normal(size=size) for name, size in sizes.items()}


def loss_of(params: dict[str, np.ndarray], X: np.ndarray, labels: np.ndarray) -> float:
    scores = (np.tanh(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"])[:, 0]
    return float(np.mean(np.logaddexp(0, -labels * scores)))


def test_a_step_of_training_goes_down_the_central_differences() -> None:
    params = network(1, 2, 3)
    rng = np.random.default_rng(2)
    X, labels = rng.normal(size=(5, 2)), np.array([1, -1, 1, 1, -1])
    moved, losses = train_network(params, X, labels, 0.25, 1)
    assert losses == [pytest.approx(loss_of(params, X, labels))]
    for name, array in params.items():

        def f(x: Any, name: str = name) -> float:
            return loss_of({**params, name: x}, X, labels)

        assert_allclose(moved[name], array - 0.25 * numerical_gradient(f, array), atol=1e-8)


def test_steps_can_be_taken_one_by_one() -> None:
    X, labels = make_moons(20, noise=0.1, random_state=0)
    labels, params = 2 * labels - 1, network(3, 2, 4)
    whole, losses = train_network(params, X, labels, 0.5, 4)
    singly = []
    for _ in range(4):
        params, (loss,) = train_network(params, X, labels, 0.5, 1)
        singly.append(loss)
    assert singly == losses
    for name, array in whole.items():
        assert_array_equal(params[name], array)


def test_a_network_tells_two_moons_apart() -> None:
    X, labels = make_moons(100, noise=0.1, random_state=0)
    params, losses = train_network(network(0, 2, 8), X, 2 * labels - 1, 1.0, 800)
    assert losses[0] > 0.5
    assert losses[-1] < 0.05
    scores = np.tanh(X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
    assert_array_equal(scores[:, 0] > 0, labels == 1)


def test_arguments_of_training_are_left_as_they_were() -> None:
    params, before = network(1, 2, 3), network(1, 2, 3)
    found, losses = train_network(params, [[1, 2]], [1], 0.5, 0)
    assert losses == []
    assert not np.shares_memory(found["W1"], params["W1"])
    train_network(params, [[1, 2]], [1], 0.5, 3)
    for name, array in before.items():
        assert_array_equal(params[name], array)


@pytest.mark.parametrize("labels", [[1, 0], [1], [[1], [-1]]])
def test_labels_that_do_not_fit_are_refused(labels: Any) -> None:
    with pytest.raises(ValueError, match="labels"):
        train_network(network(1, 2, 3), np.ones((2, 2)), labels, 0.1, 1)
