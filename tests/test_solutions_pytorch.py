"""The references agree with PyTorch, as `tests/oracles/pytorch.py` wrote down what it computed."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from solutions import (
    approximation,
    attention,
    autograd,
    calculus,
    capstone,
    causal,
    information,
    learned_embeddings,
    linear_algebra,
    matrix_calculus,
    optimization,
    probability,
    transformer,
)
from tests.oracles.expressions import EXPRESSIONS

ORACLE = json.loads(Path(__file__).with_name("oracles").joinpath("pytorch.json").read_text("utf-8"))


def cases(module: ModuleType, *functions: str) -> pytest.MarkDecorator:
    """Each function of a module with each case of its own."""
    return pytest.mark.parametrize(
        ("function", "case"),
        [
            pytest.param(getattr(module, name), case, id=f"{name}: {case['name']}")
            for name in functions
            for case in ORACLE[name]
        ],
    )


def each_optimizer(section: str) -> pytest.MarkDecorator:
    """An optimizer of ours by name and options, and what PyTorch's made of the same problem."""
    return pytest.mark.parametrize(
        ("described", "wanted"),
        [
            pytest.param(case["arguments"]["optimizer"], case["wanted"], id=case["name"])
            for case in ORACLE[section]["cases"]
        ],
    )


def made(described: list[Any]) -> Any:
    name, *options = described
    return getattr(optimization, name)(*options)


def arrays(*values: Any) -> list[Any]:
    """As graders pass them: lists as arrays, numbers as they are, dicts of these."""
    return [array(value) for value in values]


def array(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: array(inner) for name, inner in value.items()}
    return np.array(value) if isinstance(value, list) else value


def assert_agree(got: Any, wanted: Any, *, rtol: float = 1e-11, atol: float = 1e-13) -> None:
    """Shapes and numbers, through tuples, lists, dicts; both sides round in the sixteenth digit."""
    if isinstance(got, dict):
        assert list(got) == list(wanted)
        got, wanted = list(got.values()), list(wanted.values())
    if isinstance(got, tuple | list):
        for one, other in zip(got, wanted, strict=True):
            assert_agree(one, other, rtol=rtol, atol=atol)
    else:
        assert np.shape(got) == np.shape(wanted)
        assert_allclose(got, wanted, rtol=rtol, atol=atol)


def assert_answers(function: Callable[..., Any], case: dict[str, Any], **tolerances: float) -> None:
    names, values = zip(*case["arguments"].items(), strict=True)
    got = function(**dict(zip(names, arrays(*values), strict=True)))
    assert_agree(got, case["wanted"], **tolerances)


@cases(linear_algebra, "cosine_similarity", "linear_layer")
def test_cosines_and_layers_are_those_of_pytorch(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(probability, "softmax")
def test_softmax_is_that_of_pytorch_along_every_axis_however_small(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case, atol=0.0)


@cases(linear_algebra, "simple_attention")
def test_attention_is_that_of_pytorch_with_a_scale_of_one(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(attention, "scaled_dot_product_attention", "attention_head", "multi_head_attention")
def test_scaled_attention_and_heads_are_those_of_pytorch(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(information, "entropy", "cross_entropy_loss", "cross_entropy")
def test_entropies_and_losses_are_those_of_pytorch_in_their_units(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(information, "kl_divergence", "mutual_information")
def test_divergences_are_those_of_pytorch_in_bits(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(calculus, "loss_function", "forward_pass", "sigmoid")
def test_losses_and_activations_are_those_of_pytorch_however_small(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case, atol=0.0)


@cases(calculus, "gradient", "backward_pass", "sigmoid_derivative", "chain_rule_gradient")
def test_slopes_are_those_of_autograd(function: Callable[..., Any], case: dict[str, Any]) -> None:
    assert_answers(function, case)


@cases(matrix_calculus, "quadratic_form", "quadratic_form_gradient", "trace_gradient")
def test_quadratic_forms_and_matrix_gradients_are_those_of_autograd(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(calculus, "train")
def test_training_ends_where_pytorch_ends(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@each_optimizer("step")
def test_a_hundred_steps_are_those_of_pytorch(
    described: list[Any], wanted: list[list[Any]]
) -> None:
    section, optimizer, shown = ORACLE["step"], made(described), []
    params = arrays(*section["start"])
    for t, gradients in enumerate(section["gradients"], start=1):
        params = optimizer.step(params, arrays(*gradients))
        if t in section["shown_after"]:
            shown.append(params)
    assert_agree(shown, wanted)


@each_optimizer("optimize")
def test_the_way_down_a_quadratic_form_is_that_of_pytorch(
    described: list[Any], wanted: list[list[float]]
) -> None:
    A, x0, steps = arrays(*(ORACLE["optimize"][name] for name in ("A", "x0", "steps")))
    history = optimization.optimize(
        made(described), lambda x: matrix_calculus.quadratic_form_gradient(A, x), x0, steps
    )
    assert_agree(history, wanted)


@cases(capstone, "tiny_attention", "attention_loss", "attention_gradient")
def test_the_capstones_model_loss_and_gradient_are_those_of_autograd(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@each_optimizer("train_step")
def test_the_capstone_learns_in_a_hundred_steps_what_it_learns_in_pytorch(
    described: list[Any], wanted: list[list[Any]]
) -> None:
    section, optimizer, losses = ORACLE["train_step"], made(described), []
    W_q, W_k, X, targets = arrays(*(section[name] for name in ("W_q", "W_k", "X", "targets")))
    for t in range(section["steps"]):
        if t % section["every"] == 0:
            losses.append(capstone.attention_loss(W_q, W_k, X, targets))
        W_q, W_k = capstone.train_step(optimizer, W_q, W_k, X, targets)
    assert_agree((W_q, W_k, losses), wanted)


@cases(approximation, "lora_forward")
def test_a_low_rank_correction_is_pytorchs_layer_of_corrected_weights(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(information, "perplexity")
def test_perplexity_is_the_exponential_of_pytorchs_loss(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(matrix_calculus, "linear_layer_gradients", "softmax_gradient", "cross_entropy_gradient")
def test_gradients_of_layers_are_those_of_autograd(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(learned_embeddings, "negative_sampling_gradients")
def test_a_guess_among_words_costs_what_it_costs_in_pytorch_with_its_slopes(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@pytest.mark.parametrize("case", ORACLE["value"], ids=lambda case: case["name"])
def test_values_and_their_slopes_are_those_of_autograd(case: dict[str, Any]) -> None:
    a, b = (autograd.Value(number) for number in case["arguments"].values())
    result = EXPRESSIONS[case["name"].partition(",")[0]](a, b)
    result.backward()
    assert_agree((result.data, a.grad, b.grad), case["wanted"])


@cases(optimization, "learning_rate_at")
def test_learning_rates_are_those_of_pytorchs_schedules(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(attention, "causal_attention")
def test_causal_attention_is_that_of_pytorch(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(causal, "causal_attention_gradients")
def test_the_gradients_of_causal_attention_are_those_of_autograd(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(transformer, "layer_norm", "transformer_block")
def test_layer_norm_and_block_are_those_of_pytorch(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)


@cases(transformer, "block_gradients")
def test_the_gradients_of_a_block_are_those_of_autograd(
    function: Callable[..., Any], case: dict[str, Any]
) -> None:
    assert_answers(function, case)
