"""The embeddings references agree with oracles that are written otherwise."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import scipy.spatial.distance
import sklearn.metrics.pairwise
import sklearn.preprocessing
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

from solutions.embeddings import (
    analogy,
    kept_neighbours,
    nearest_word,
    normalize_embeddings,
    pairwise_similarities,
    plot_embeddings,
)

mpl.use("Agg")

steady = settings(derandomize=True, deadline=None, max_examples=40)

sizes = st.integers(1, 7)
seeds = st.integers(0, 2**32 - 1)


def normal(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=shape)


# --- analogy -------------------------------------------------------------------------------------


@steady
@given(seeds, sizes)
def test_an_analogy_completes_the_parallelogram(seed: int, n: int) -> None:
    a, b, c = normal(seed, 3, n)
    got = analogy(a, b, c)
    want = [math.fsum([x, -y, z]) for x, y, z in zip(a, b, c, strict=True)]
    assert_allclose(got, want, atol=1e-14)
    assert_allclose(analogy(got, c, b), a, atol=1e-14)


def test_an_analogy_of_lists_is_an_array_of_floats() -> None:
    got = analogy([3, 1], [1, 1], [0, 5])
    assert_array_equal(got, [2, 5])
    assert got.dtype == np.float64


def test_an_analogy_of_different_lengths_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        analogy([1, 2], [1], [1, 2])


# --- nearest_word --------------------------------------------------------------------------------


@steady
@given(seeds, st.integers(2, 9), st.integers(2, 6))
def test_the_nearest_word_is_the_one_that_scipy_finds(seed: int, n: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(n, d)) * 10.0 ** rng.uniform(-3, 3, size=(n, 1))
    vector = rng.normal(size=d)
    words = {f"w{i}": row for i, row in enumerate(E)}
    order = np.argsort(scipy.spatial.distance.cdist([vector], E, "cosine")[0])
    assert nearest_word(vector, words) == f"w{order[0]}"
    assert nearest_word(vector, words, exclude=[f"w{order[0]}"]) == f"w{order[1]}"


def test_a_word_is_found_though_all_point_away() -> None:
    words = {"far": [-1.0, 0.0], "less far": [-1.0, 2.0]}
    assert nearest_word([1.0, 0.0], words) == "less far"
    assert nearest_word([1.0, 0.0], words, {"less far"}) == "far"


def test_the_first_of_equal_words_is_found() -> None:
    assert nearest_word([1, 1], {"x": [2, 0], "y": [0, 3]}) == "x"


@pytest.mark.parametrize(("words", "exclude"), [({}, ()), ({"a": [1.0]}, ("a",))])
def test_a_search_without_words_is_refused(
    words: dict[str, list[float]], exclude: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="No word"):
        nearest_word([1.0], words, exclude)


# --- normalize_embeddings ------------------------------------------------------------------------


@steady
@given(seeds, sizes, sizes, st.integers(-100, 100))
def test_normalized_rows_agree_with_scikit_learn(seed: int, n: int, d: int, power: int) -> None:
    E = normal(seed, n, d)
    want = sklearn.preprocessing.normalize(E)
    assert_allclose(normalize_embeddings(E * 10.0**power), want, rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-300, 1e-6, 1e6, 1e300])
def test_rows_of_any_length_are_normalized(scale: float) -> None:
    assert_allclose(normalize_embeddings([[3 * scale, 4 * scale]]), [[0.6, 0.8]], rtol=1e-15)


def test_a_zero_row_stays_zero() -> None:
    got = normalize_embeddings([[0, 0], [0, -2], [0, 0]])
    assert_array_equal(got, [[0, 0], [0, -1], [0, 0]])


@pytest.mark.parametrize("function", [normalize_embeddings, pairwise_similarities])
def test_a_vector_is_no_table_of_embeddings(function: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="2-D"):
        function([1.0, 2.0])


# --- pairwise_similarities -----------------------------------------------------------------------


@steady
@given(seeds, st.integers(2, 9), sizes)
def test_pairs_agree_with_scikit_learn_and_with_scipy(seed: int, n: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(n, d)) * 10.0 ** rng.uniform(-3, 3, size=(n, 1))
    got = pairwise_similarities(E)
    table = sklearn.metrics.pairwise.cosine_similarity(E)
    assert_allclose(got, [table[i, j] for i in range(n) for j in range(i + 1, n)], atol=1e-14)
    assert_allclose(got, 1 - scipy.spatial.distance.pdist(E, "cosine"), atol=1e-14)


def test_pairs_never_leave_the_domain_of_arccos() -> None:
    E = np.outer([1.0, -3.0, 1e-6, 7.0], normal(3, 5))
    assert_allclose(np.arccos(pairwise_similarities(E)) / np.pi, [1, 0, 0, 1, 1, 0], atol=1e-7)


@pytest.mark.parametrize("E", [[[1.0, 2.0]], [[1.0, 2.0], [0.0, 0.0]]])
def test_pairs_of_one_row_or_of_zero_rows_are_refused(E: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="two rows"):
        pairwise_similarities(E)


# --- plot_embeddings -----------------------------------------------------------------------------


@pytest.fixture
def closing() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.mark.usefixtures("closing")
@pytest.mark.parametrize(("n", "d"), [(3, 2), (12, 5), (6, 20)])
def test_the_map_shows_the_components_of_scikit_learn(n: int, d: int) -> None:
    E = normal(n, n, d) * np.linspace(3, 1, d) + 4
    ax = plot_embeddings(E)
    (scatter,) = ax.collections
    want = PCA(2, svd_solver="full").fit_transform(E)
    assert_allclose(np.abs(scatter.get_offsets()), np.abs(want), rtol=1e-9, atol=1e-12)
    assert len(ax.texts) == 0


@pytest.mark.usefixtures("closing")
@pytest.mark.parametrize("kind", [list, tuple, np.array])
def test_labels_stand_at_their_points(kind: Callable[[list[str]], Any]) -> None:
    labels = ["one", "two", "three", "four"]
    ax = plot_embeddings(normal(5, 4, 3).tolist(), kind(labels))
    assert [text.get_text() for text in ax.texts] == labels
    places = [text.get_position() for text in ax.texts]
    assert_array_equal(places, ax.collections[0].get_offsets())
    ax.figure.draw_without_rendering()


@pytest.mark.usefixtures("closing")
def test_each_map_has_a_figure_of_its_own() -> None:
    E = normal(6, 5, 3)
    first, second = plot_embeddings(E), plot_embeddings(E)
    assert first.figure is not second.figure
    assert len(first.collections) == len(second.collections) == 1


def test_a_map_with_too_few_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="2 labels for 5"):
        plot_embeddings(normal(7, 5, 3), ["a", "b"])


def test_a_map_of_one_word_is_refused() -> None:
    with pytest.raises(ValueError, match="two different rows"):
        plot_embeddings([[1.0, 2.0]])


# --- kept_neighbours -----------------------------------------------------------------------------


def searched(rows: np.ndarray, k: int) -> list[set[int]]:
    """The k nearest of each row; asked for no rows, scikit-learn leaves out each row itself."""
    found = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(rows).kneighbors()[1]
    return [set(row.tolist()) for row in found]


@pytest.mark.parametrize(("n", "d", "m", "k"), [(2, 3, 1, 1), (7, 4, 2, 3), (60, 9, 2, 8)])
def test_kept_neighbours_are_those_that_scikit_learn_finds_in_both(
    n: int, d: int, m: int, k: int
) -> None:
    E, points = normal(n, n, d) + 3, normal(n + 1, n, m)
    points[:, 0] += E[:, 0]
    common = [len(a & b) for a, b in zip(searched(E, k), searched(points, k), strict=True)]
    assert kept_neighbours(E, points, k) == pytest.approx(np.mean(common) / k, rel=1e-12)


def test_a_map_that_is_moved_turned_and_enlarged_keeps_all_neighbours() -> None:
    E = normal(3, 30, 2)
    assert kept_neighbours(E, 5 * E[:, ::-1] + 100, 4) == 1.0


def test_a_map_by_chance_keeps_as_many_as_chance_would() -> None:
    kept = [kept_neighbours(normal(i, 40, 5), normal(i + 500, 40, 2), 6) for i in range(100)]
    assert np.mean(kept) == pytest.approx(6 / 39, abs=0.01)


def test_three_of_four_words_keep_their_nearest_if_the_last_one_changes_sides() -> None:
    line, bent = np.array([[0], [1], [3], [7]]), np.array([[0], [1], [3], [-1.5]])
    assert kept_neighbours(line, bent, 1) == 0.75


def test_a_row_is_not_its_own_neighbour_where_another_is_equal() -> None:
    E = [[2, 0], [2, 0], [9, 1], [10, 1]]
    assert kept_neighbours(E, [[0], [1], [5], [7]], 1) == 1.0


@pytest.mark.parametrize(
    ("points", "k", "sentence"),
    [
        (np.ones((3, 2)), 1, "points must have 4 rows, as E has, not 3"),
        (np.ones((4, 2)), 4, "k must lie in 1..3, not 4"),
        (np.ones((4, 2)), 0, "k must lie in 1..3, not 0"),
        (np.ones(4), 1, "points must be a non-empty 2-D"),
    ],
)
def test_maps_of_other_words_and_too_many_neighbours_are_refused(
    points: np.ndarray, k: int, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        kept_neighbours(normal(1, 4, 3), points, k)


# --- all of them ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("closing")
def test_arguments_are_left_as_they_were() -> None:
    E, words = normal(8, 4, 3), {"a": np.array([1.0, 2.0]), "b": np.array([2.0, 0.5])}
    before, known = E.copy(), {word: vector.copy() for word, vector in words.items()}
    for function in (normalize_embeddings, pairwise_similarities, plot_embeddings):
        function(E)
    kept_neighbours(E, E, 2)
    analogy(E[0], E[1], E[2])
    nearest_word(words["a"], words, exclude=("a",))
    assert_array_equal(E, before)
    assert words.keys() == known.keys()
    for word, vector in words.items():
        assert_array_equal(vector, known[word])
