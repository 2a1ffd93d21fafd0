"""`make weights`: its gradients are those of the exercises, and its file is the same each time."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

import solutions
from solutions.finite_differences import numerical_gradient
from tests import austen, weights
from tests.gpt_in_batches import Network, Size
from tests.simulated import ROOT

LETTERS = "\n !\"'(),-.:;?abcdefghijklmnopqrstuvwxyz"
FOLDER = ROOT / "source" / weights.PLACE


def small_network() -> Network:
    """Return a network in double precision, whose weights are all random."""
    network = Network(Size(vocabulary=5, context=4, width=4, heads=2, blocks=2), seed=1)
    weights = np.random.default_rng(2).normal(size=network.weights.size)
    network.adopt(weights)
    return network


def kept() -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the model of the file beside the notebook, and what else is in the file."""
    with np.load(FOLDER / weights.WEIGHTS, allow_pickle=False) as file:
        more = dict(file)
    blocks: list[dict[str, np.ndarray]] = [{}, {}]
    for key in [key for key in more if " " in key]:
        i, name = key.split()
        blocks[int(i)][name] = more.pop(key).astype(float)
    ends = {name: more.pop(name).astype(float) for name in ("E", "P", "gain", "bias")}
    return {**ends, "blocks": blocks}, more


# How it learns -----------------------------------------------------------------------------------


def test_a_batch_gives_the_logits_of_its_windows() -> None:
    network, tokens = small_network(), np.random.default_rng(3).integers(5, size=(3, 4))
    for row, got in zip(tokens, network.logits(tokens), strict=True):
        assert_allclose(got, solutions.gpt_logits(network.model, row, 2), rtol=1e-6, atol=1e-6)


def test_slopes_are_those_of_small_steps() -> None:
    network, tokens = small_network(), np.random.default_rng(4).integers(5, size=(3, 5))
    network.learn(tokens)
    found = network.slopes.copy()

    def loss(values: np.ndarray) -> float:
        network.weights[...] = values
        return network.loss(tokens)

    assert_allclose(found, numerical_gradient(loss, network.weights.copy()), rtol=1e-5, atol=1e-7)


# What it writes ----------------------------------------------------------------------------------


def test_a_short_run_writes_the_same_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = f"{LETTERS[2:]} She had been forced into prudence.\n".upper()
    lines = ["Chapter 1", "", *[sentence.strip()] * 20]
    novels = {"persuasion": lines, "emma": ["x", "CHAPTER I", "", "It was £5.", "FINIS"]}
    monkeypatch.setattr(weights, "ORDERS", range(1, 3))
    one, two = (weights.trained(novels, 2) for _ in range(2))
    assert one == two
    with np.load(io.BytesIO(one)) as file:
        assert str(file["vocabulary"]) == LETTERS
        assert file["page_steps"].tolist() == [0, 2]
        assert file["E"].dtype == np.float16
        assert "1 W_2" in file.files


def test_the_other_novels_are_read_in_the_characters_of_persuasion() -> None:
    lines = ["EMMA", "", "VOLUME I", "", "CHAPTER I", "", "_So_,", "she £1.", "", "CHAPTER II", ""]
    assert (
        weights.plain([*lines, "Yes, &c.", "", "FINIS", "the end"]) == "_So_, she £.\nYes, etc.\n"
    )
    novels = {"persuasion": ["Chapter 1", "", "She so, y-"], "emma": lines}
    assert weights.texts(novels) == ("\n ,-ehosy", "so, she \nshe so, y", "-\n")


def test_another_package_is_refused(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.deb").write_bytes(b"another")
    assert weights.main([str(tmp_path / "other.deb"), "--into", str(tmp_path)]) == 1
    assert "SHA-256 differs" in capsys.readouterr().err


# What lies beside the notebook -------------------------------------------------------------------


def test_the_kept_text_is_that_of_the_kept_weights() -> None:
    data = (FOLDER / weights.WEIGHTS).read_bytes()
    assert weights.described(data) == (FOLDER / "WEIGHTS.md").read_text(encoding="utf-8")
    assert len(data) < 1_000_000


def test_the_references_find_the_kept_logits() -> None:
    model, more = kept()
    tokens = [str(more["vocabulary"]).index(character) for character in weights.CHECK]
    got = solutions.gpt_logits(model, tokens, int(more["heads"]))
    assert_allclose(got, more["check_logits"], atol=1e-3)


def test_the_kept_model_beats_the_best_counts_on_text_that_it_has_not_read() -> None:
    model, more = kept()
    text = (FOLDER / austen.NOVEL).read_text(encoding="utf-8").lower()
    index = {character: i for i, character in enumerate(str(more["vocabulary"]))}
    held_out = np.array([index[character] for character in text[9 * len(text) // 10 :]])
    losses = []
    for start in range(0, len(held_out) - 65, 400):
        window = held_out[start : start + 65]
        logits = solutions.gpt_logits(model, window[:-1], int(more["heads"]))[32:]
        right = logits[np.arange(32), window[33:]]
        losses.append(np.mean(np.log(np.exp(logits).sum(axis=1)) - right))
    assert np.mean(losses) == pytest.approx(more["losses"][1], abs=0.05)
    assert more["losses"][1] < more["counts"][:, 1].min()
