"""The linear algebra references agree with oracles that are written otherwise."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
import scipy.spatial.distance
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA

from solutions import cosine_similarity, eigendecomposition, linear_layer, pca, simple_attention

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=60)
STEADY = settings.get_profile("steady")

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1)
exponents = st.floats(-6, 6)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


# --- cosine_similarity ---------------------------------------------------------------------------


@STEADY
@given(seeds, sizes, exponents, exponents)
def test_cosine_agrees_with_scipy_at_any_length_and_scale(
    seed: int, n: int, power1: float, power2: float
) -> None:
    a, b = normal(seed, 2, n) * [[10**power1], [10**power2]]
    expected = 1 - scipy.spatial.distance.cosine(a, b)
    assert_allclose(cosine_similarity(a, b), expected, rtol=1e-12, atol=1e-14)


@STEADY
@given(seeds, sizes, st.integers(-300, 300), st.integers(-300, 300))
def test_cosine_survives_magnitudes_whose_squares_do_not(
    seed: int, n: int, power1: int, power2: int
) -> None:
    a, b = normal(seed, 2, n)
    expected = math.fsum(a * b) / (math.hypot(*a) * math.hypot(*b))
    assert_allclose(cosine_similarity(a * 10.0**power1, b * 10.0**power2), expected, atol=1e-13)


@STEADY
@given(seeds, sizes)
def test_cosine_is_symmetric_and_odd_and_deaf_to_length(seed: int, n: int) -> None:
    a, b = normal(seed, 2, n)
    cosine = cosine_similarity(a, b)
    assert cosine_similarity(b, a) == cosine
    assert cosine_similarity(-a, b) == -cosine
    assert_allclose(cosine_similarity(1e6 * a, 1e-6 * b), cosine, rtol=1e-12, atol=1e-14)


def test_cosine_of_a_pythagorean_triangle_is_exact_enough() -> None:
    assert_allclose(cosine_similarity([3, 4], [1, 0]), 3 / 5, rtol=1e-15)
    assert_allclose(cosine_similarity([1, 0], [0, 5]), 0, atol=1e-15)


@STEADY
@given(seeds, sizes)
def test_cosine_never_leaves_the_domain_of_arccos(seed: int, n: int) -> None:
    a = normal(seed, n)
    assert math.acos(cosine_similarity(a, a)) == pytest.approx(0, abs=1e-7)
    assert math.acos(cosine_similarity(a, -3 * a)) == pytest.approx(math.pi, abs=1e-7)


def test_cosine_of_one_number_is_the_product_of_signs() -> None:
    assert cosine_similarity([2.0], [5.0]) == 1
    assert cosine_similarity([2.0], [-1e-6]) == -1


def test_cosine_is_a_python_float() -> None:
    assert type(cosine_similarity([1, 2], [3, 4])) is float


# --- linear_layer --------------------------------------------------------------------------------


def slow_layer(x: np.ndarray, W: np.ndarray, b: np.ndarray) -> list[float]:
    """One input, entry by entry, each sum correctly rounded."""
    columns = range(W.shape[1])
    return [math.fsum([*(x[i] * W[i, j] for i in range(len(x))), b[j]]) for j in columns]


@STEADY
@given(seeds, sizes, sizes, exponents)
def test_layer_of_one_vector_agrees_with_loops(
    seed: int, d_in: int, d_out: int, power: float
) -> None:
    x, W, b = normal(seed, d_in), normal(seed + 1, d_in, d_out), normal(seed + 2, d_out)
    x *= 10**power
    y = linear_layer(x, W, b)
    assert y.shape == (d_out,)
    assert_allclose(y, slow_layer(x, W, b), rtol=1e-12, atol=1e-13 * max(1, 10**power))


@STEADY
@given(seeds, sizes, sizes, sizes)
def test_layer_of_a_batch_is_the_layer_of_each_row(
    seed: int, n: int, d_in: int, d_out: int
) -> None:
    x, W, b = normal(seed, n, d_in), normal(seed + 1, d_in, d_out), normal(seed + 2, d_out)
    y = linear_layer(x, W, b)
    assert y.shape == (n, d_out)
    assert_allclose(y, [slow_layer(row, W, b) for row in x], rtol=1e-12, atol=1e-13)


def test_layer_of_integers_is_a_layer_of_floats() -> None:
    y = linear_layer([1, 2], [[1, 0, 2], [0, 1, 3]], [0.5, 0, 0])
    assert_array_equal(y, [1.5, 2, 8])
    assert y.dtype == np.float64


# --- simple_attention ----------------------------------------------------------------------------


def qkv(seed: int, n: int, m: int, d: int, d_v: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return normal(seed, n, d), normal(seed + 1, m, d), normal(seed + 2, m, d_v)


@STEADY
@given(seeds, sizes, sizes, sizes, sizes, st.floats(-3, 3))
def test_attention_agrees_with_scipys_softmax_at_any_shape(
    seed: int, n: int, m: int, d: int, d_v: int, power: float
) -> None:
    q, k, v = qkv(seed, n, m, d, d_v)
    q *= 10**power
    output, weights = simple_attention(q, k, v)
    expected = scipy.special.softmax(np.einsum("id,jd->ij", q, k), axis=1)
    assert (output.shape, weights.shape) == ((n, d_v), (n, m))
    assert_allclose(weights, expected, rtol=1e-9, atol=1e-12)
    assert_allclose(output, np.einsum("ij,jc->ic", expected, v), rtol=1e-9, atol=1e-12)


def test_attention_weights_of_scores_of_a_thousand_are_finite() -> None:
    q, k = np.array([[1000.0], [-1000.0], [0.0]]), np.array([[1.0], [0.999], [-1.0]])
    e = math.exp(-1)  # of scores 1000 and 999
    _, weights = simple_attention(q, k, np.eye(3))
    assert_allclose(weights[0], [1 / (1 + e), e / (1 + e), 0], rtol=1e-12, atol=1e-300)
    assert_allclose(weights[1], [0, 0, 1], atol=1e-300)
    assert_allclose(weights[2], [1 / 3] * 3, rtol=1e-15)


@STEADY
@given(seeds, sizes, sizes, st.floats(-3, 3))
def test_attention_rows_are_distributions_and_outputs_lie_among_the_values(
    seed: int, n: int, m: int, power: float
) -> None:
    q, k, v = qkv(seed, n, m, 3, 2)
    output, weights = simple_attention(q * 10**power, k, v)
    assert (weights >= 0).all()
    assert_allclose(weights.sum(axis=1), 1, rtol=1e-13)
    assert (output <= v.max(axis=0) + 1e-12).all()
    assert (output >= v.min(axis=0) - 1e-12).all()


def test_attention_to_a_single_key_returns_its_value() -> None:
    output, weights = simple_attention([[3, 4], [-1, 2]], [[5, 6]], [[7, 8, 9]])
    assert_array_equal(weights, [[1], [1]])
    assert_array_equal(output, [[7, 8, 9]] * 2)


# --- eigendecomposition --------------------------------------------------------------------------

REPEATED = {
    "identity": np.eye(4),
    "zero": np.zeros((3, 3)),
    "symmetric, 1 1 4": np.array([[2, 1, 1], [1, 2, 1], [1, 1, 2]]),
    "symmetric, -1 -1 -1 3": np.ones((4, 4)) - np.eye(4),
    "not symmetric, 1 1 3": np.array([[1, 0, 2], [0, 1, 4], [0, 0, 3]]),
    "not symmetric, 2 2 3": np.array([[0, 2, -1], [-4, 6, -2], [-2, 2, 1]]),
    # On the next two np.linalg.eig returns two parallel vectors.
    "not symmetric, -2 -1 0 0": np.array(
        [[0, 2, 0, 2], [-1, -3, 1, -2], [0, 0, 0, 0], [1, 1, -1, 0]]
    ),
    "not symmetric, -2 0 0 2": np.array(
        [[0, 4, -4, -2], [0, 6, -6, -4], [0, 0, 0, 0], [0, 8, -8, -6]]
    ),
    "complex, i i -i -i": np.kron(np.eye(2), [[0, -1], [1, 0]]),
}


def assert_decomposes(A: np.ndarray) -> None:
    """The residual A v = λ v, λ against SciPy's, and the independence of the columns."""
    values, vectors = eigendecomposition(A)
    size = float(np.linalg.norm(A)) or 1.0
    assert (values.shape, vectors.shape) == ((len(A),), A.shape)
    assert_allclose(A @ vectors, vectors * values, atol=1e-12 * size)
    assert_allclose(np.linalg.norm(vectors, axis=0), 1, rtol=1e-12)
    assert np.linalg.svd(vectors, compute_uv=False)[-1] > 1e-7
    # Every λ of SciPy's finds a partner of ours, and the sum holds the count.
    expected = scipy.linalg.eigvals(A)
    gaps = np.abs(expected[:, None] - values[None, :])  # (n, n)
    pairs = scipy.optimize.linear_sum_assignment(gaps)
    assert gaps[pairs].max() < 1e-7 * size


@STEADY
@given(seeds, sizes, exponents)
def test_eigenpairs_of_any_random_matrix_hold(seed: int, n: int, power: float) -> None:
    assert_decomposes(normal(seed, n, n) * 10**power)


@STEADY
@given(seeds, sizes, exponents)
def test_eigenpairs_of_a_symmetric_matrix_are_real_rising_and_orthonormal(
    seed: int, n: int, power: float
) -> None:
    A = normal(seed, n, n) * 10**power
    A = A + A.T
    assert_decomposes(A)
    values, vectors = eigendecomposition(A)
    assert values.dtype == vectors.dtype == np.float64
    assert (np.diff(values) >= 0).all()
    assert_allclose(vectors.T @ vectors, np.eye(n), atol=1e-12)


@STEADY
@given(seeds, st.lists(st.sampled_from([-2.0, 0.5, 3.0]), min_size=2, max_size=7))
def test_repeated_eigenvalues_of_a_symmetric_matrix_keep_a_whole_basis(
    seed: int, values: list[float]
) -> None:
    Q, _ = np.linalg.qr(normal(seed, len(values), len(values)))
    A = (Q * values) @ Q.T
    A = (A + A.T) / 2
    assert_decomposes(A)
    assert_allclose(eigendecomposition(A)[0], sorted(values), atol=1e-12)


@STEADY
@given(seeds, st.integers(2, 5))
def test_repeated_eigenvalues_of_integer_similar_matrices_keep_a_whole_basis(
    seed: int, n: int
) -> None:
    rng = np.random.default_rng(seed)
    lower, upper = np.tril(rng.integers(-1, 2, (n, n)), -1), np.triu(rng.integers(-1, 2, (n, n)), 1)
    P = (lower + np.eye(n)) @ (upper + np.eye(n))  # of determinant 1, hence an integer inverse
    values = rng.integers(-1, 2, n)
    assert_decomposes(np.rint(P * values @ np.linalg.inv(P)))


@pytest.mark.parametrize("A", REPEATED.values(), ids=REPEATED)
def test_repeated_eigenvalues_of_small_integers_keep_a_whole_basis(A: np.ndarray) -> None:
    assert_decomposes(A)


def test_a_rotation_has_complex_eigenvalues() -> None:
    values, _ = eigendecomposition([[0, -1], [1, 0]])
    assert_allclose(np.sort_complex(values), [-1j, 1j], atol=1e-15)


def test_the_eigenvalues_of_the_seeds_matrix_are_two_and_five() -> None:
    assert_allclose(sorted(eigendecomposition([[4, 2], [1, 3]])[0]), [2, 5], rtol=1e-14)


# --- pca -----------------------------------------------------------------------------------------


def assert_same_up_to_sign(actual: np.ndarray, expected: np.ndarray, atol: float) -> None:
    assert actual.shape == expected.shape
    signs = np.where((actual * expected).sum(axis=0) < 0, -1, 1)  # (k,)
    assert_allclose(actual * signs, expected, rtol=1e-6, atol=atol)


@STEADY
@given(seeds, st.integers(2, 12), st.integers(2, 8), st.data(), exponents)
def test_pca_agrees_with_sklearn_at_any_shape(
    seed: int, n: int, d: int, data: st.DataObject, power: float
) -> None:
    k = data.draw(st.integers(1, min(n, d)))
    scale = 10**power
    X = (normal(seed, n, d) * np.arange(1, d + 1) + 5) * scale
    reduced, ratio = pca(X, k)
    oracle = PCA(n_components=k, svd_solver="full")
    assert_same_up_to_sign(reduced, oracle.fit_transform(X), atol=1e-10 * scale)
    assert_allclose(ratio, oracle.explained_variance_ratio_, rtol=1e-9, atol=1e-14)


@STEADY
@given(seeds, st.integers(3, 12), st.integers(2, 8))
def test_all_components_keep_all_distances_and_all_variance(seed: int, n: int, d: int) -> None:
    X = normal(seed, n, d) + 3
    reduced, ratio = pca(X, min(n, d))
    distances = scipy.spatial.distance.pdist
    assert_allclose(distances(reduced), distances(X), rtol=1e-10)
    assert_allclose(ratio.sum(), 1, rtol=1e-12)
    assert (np.diff(ratio) <= 0).all()
    assert_allclose(reduced.mean(axis=0), 0, atol=1e-12)


def test_ratios_are_the_eigenvalues_of_the_covariance_over_their_sum() -> None:
    X = normal(0, 40, 5) * [9, 7, 5, 3, 1] + [1, 2, 3, 4, 5]
    variances = scipy.linalg.eigvalsh(np.cov(X, rowvar=False))[::-1]
    assert_allclose(pca(X, 3)[1], (variances / variances.sum())[:3], rtol=1e-12)


def test_pca_of_points_on_a_line_is_their_place_on_it() -> None:
    reduced, ratio = pca([[0, 0], [3, 4], [6, 8]], 2)
    assert_allclose(np.abs(reduced), [[5, 0], [0, 0], [5, 0]], atol=1e-14)
    assert_allclose(ratio, [1, 0], atol=1e-15)


def test_pca_survives_magnitudes_whose_squares_do_not() -> None:
    X = normal(1, 9, 3)
    for scale in (1e-200, 1e200):
        reduced, ratio = pca(X * scale, 2)
        assert_allclose(ratio, pca(X, 2)[1], rtol=1e-12)
        assert_same_up_to_sign(reduced / scale, pca(X, 2)[0], atol=1e-12)


# --- all of them ---------------------------------------------------------------------------------

CALLS: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
    "cosine_similarity": (cosine_similarity, (normal(1, 4), normal(2, 4))),
    "linear_layer, a vector": (linear_layer, (normal(1, 4), normal(2, 4, 3), normal(3, 3))),
    "linear_layer, a batch": (linear_layer, (normal(1, 2, 4), normal(2, 4, 3), normal(3, 3))),
    "simple_attention": (simple_attention, qkv(1, 3, 5, 2, 4)),
    "eigendecomposition": (eigendecomposition, (normal(1, 4, 4),)),
    "eigendecomposition, symmetric": (eigendecomposition, (np.diag([2.0, 2.0, 1.0]),)),
    "pca": (pca, (normal(1, 6, 4) + 2, 3)),
}


def nested(argument: Any) -> Any:
    return argument.tolist() if isinstance(argument, np.ndarray) else argument


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_arguments_stay_as_they_were_and_results_share_nothing_with_them(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    arrays = [argument for argument in arguments if isinstance(argument, np.ndarray)]
    before = [array.copy() for array in arrays]
    results = function(*arguments)
    for array, old in zip(arrays, before, strict=True):
        assert_array_equal(array, old)
        for result in results if isinstance(results, tuple) else [np.asarray(results)]:
            assert not np.shares_memory(result, array)


@pytest.mark.parametrize(("function", "arguments"), CALLS.values(), ids=CALLS)
def test_nested_lists_give_what_arrays_give(
    function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    of_arrays, of_lists = function(*arguments), function(*map(nested, arguments))
    pairs = [(of_arrays, of_lists)]
    if isinstance(of_arrays, tuple):
        pairs = list(zip(of_arrays, of_lists, strict=True))
    for expected, actual in pairs:
        assert_array_equal(actual, expected)


FAULTS: dict[str, tuple[Callable[..., Any], tuple[Any, ...], str]] = {
    "cosine of two lengths": (cosine_similarity, ([1, 2], [1, 2, 3]), "one length, not 2 and 3"),
    "cosine of zero": (cosine_similarity, ([1, 2], [0, 0]), "vec2 is the zero vector"),
    "cosine of nothing": (cosine_similarity, ([], []), "vec1 must be a non-empty 1-D"),
    "cosine of a matrix": (cosine_similarity, ([[1, 2]], [[1, 2]]), "vec1 must be a non-empty 1-D"),
    "layer of a wrong vector": (linear_layer, ([1, 2], np.eye(3), [0] * 3), "be 3 long, not 2"),
    "layer of a wrong batch": (linear_layer, ([[1], [2]], np.eye(2), [0, 0]), "be 2 long, not 1"),
    "layer of a wrong bias": (linear_layer, ([1, 2], np.eye(2), [0]), "b must be 2 long"),
    "layer of a bias column": (linear_layer, ([1, 2], np.eye(2), [[0], [0]]), "b must be a non-e"),
    "layer of a 3-D input": (linear_layer, (np.ones((1, 1, 2)), np.eye(2), [0, 0]), "1 or 2-D"),
    "attention of wrong keys": (simple_attention, ([[1]], [[1, 2]], [[1]]), "columns and key 2"),
    "attention of wrong values": (simple_attention, ([[1]], [[1]], [[1], [2]]), "rows and value 2"),
    "attention of vectors": (simple_attention, ([1], [1], [1]), "query must be a non-empty 2-D"),
    "eigenvalues of an oblong": (eigendecomposition, (np.ones((2, 3)),), "square, not of shape"),
    "eigenvalues of a vector": (eigendecomposition, ([1, 2],), "A must be a non-empty 2-D"),
    "no components": (pca, (np.eye(3), 0), "in 1..3, not 0"),
    "more components than rows": (pca, (normal(0, 3, 5), 4), "in 1..3, not 4"),
    "components of one row": (pca, ([[1, 2]], 1), "two different rows"),
    "components of equal rows": (pca, ([[0.1, 0.2]] * 3, 1), "two different rows"),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)
