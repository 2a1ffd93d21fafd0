"""What PyTorch makes of the course's formulas, written to `pytorch.json` beside this file.

The suite reads that file and needs no PyTorch. To make it anew takes an environment of its own:

    python -m venv /tmp/oracle
    /tmp/oracle/bin/pip install torch numpy
    /tmp/oracle/bin/python -m tests.oracles.pytorch

A section has the name of a function in `solutions/`, and each of its cases the arguments of a call
and what PyTorch wants for it. Nothing here is a formula of ours where PyTorch has its own:
attention is that of `torch.nn.functional`, a slope is autograd's, a step that of `torch.optim`.

Everything is in double precision and on one thread. Inputs are drawn from generators of fixed seeds
and rounded to three decimals, to be read; numbers are written by `repr`, which loses no bit, and
infinities as `Infinity`, which Python's `json` reads.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from tests.oracles.expressions import EXPRESSIONS

PATH = Path(__file__).with_suffix(".json")
WIDTH = 100  # characters a line

Case = dict[str, Any]
Section = dict[str, Any]
Make = Callable[[list[torch.Tensor]], torch.optim.Optimizer]
Walk = Callable[[Make], Any]


def main() -> None:
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    oracle: dict[str, Any] = {"made_by": f"tests/oracles/pytorch.py with torch {torch.__version__}"}
    oracle |= {section.__name__: section() for section in SECTIONS}
    PATH.write_text(pretty(plain(oracle)) + "\n", encoding="utf-8")


def case(name: str, wanted: Any, **arguments: Any) -> Case:
    return {"name": name, "arguments": arguments, "wanted": wanted}


# --- linear algebra and probability --------------------------------------------------------------


def cosine_similarity() -> Iterator[Case]:
    draw = Draw(1)
    for name, a, b in (
        ("two numbers of one sign", torch.tensor([0.3]), torch.tensor([7.0])),
        ("two numbers of two signs", torch.tensor([0.3]), torch.tensor([-7.0])),
        ("vectors", draw(5), draw(5)),
        ("long vectors", draw(30), draw(30)),
        ("tiny and huge", 1e-6 * draw(4), 1e6 * draw(4)),
        ("both tiny", 1e-6 * draw(4), 1e-6 * draw(4)),
    ):
        # PyTorch holds norms above 1e-8 unless told otherwise; no vector here is zero.
        yield case(name, functional.cosine_similarity(a, b, dim=0, eps=1e-300), vec1=a, vec2=b)


def linear_layer() -> Iterator[Case]:
    draw = Draw(2)
    for name, x, d_out in (
        ("one input", draw(4), 3),
        ("a batch", draw(5, 4), 3),
        ("as many inputs as each is long", draw(4, 4), 2),
        ("a batch of one, to one number", draw(1, 4), 1),
    ):
        W, b = draw(4, d_out) / 3, draw(d_out)
        # PyTorch keeps a layer's weights as (d_out, d_in).
        yield case(name, functional.linear(x, W.T, b), x=x, W=W, b=b)


def softmax() -> Iterator[Case]:
    draw = Draw(3)
    masked = draw(3, 4)
    masked[0, 1] = masked[0, 2] = masked[2, 3] = -math.inf
    for name, x, axes in (
        ("a vector", draw(7), (0, -1)),
        ("a matrix", draw(3, 5), (0, 1, -1, -2)),
        ("a stack of matrices", draw(2, 3, 4), (0, 1, 2, -1, -2, -3)),
        ("logits of thousands", 1000 * draw(3, 4), (0, 1)),
        ("plus and minus a thousand", torch.tensor([1000.0, -1000.0, 999.0]), (0,)),
        ("equal logits far out", torch.full((4,), -1000.0), (0,)),
        ("masked logits", masked, (0, 1)),
    ):
        for axis in axes:
            yield case(f"{name}, axis {axis}", functional.softmax(x, dim=axis), x=x, axis=axis)


# --- attention -----------------------------------------------------------------------------------


def simple_attention() -> Iterator[Case]:
    for name, Q, K, V in queries_keys_values(4):
        yield case(name, attend(Q, K, V, scale=1.0), query=Q, key=K, value=V)


def scaled_dot_product_attention() -> Iterator[Case]:
    for name, Q, K, V in queries_keys_values(5):
        yield case(name, attend(Q, K, V), Q=Q, K=K, V=V)


def queries_keys_values(
    seed: int,
) -> Iterator[tuple[str, torch.Tensor, torch.Tensor, torch.Tensor]]:
    draw = Draw(seed)
    for name, n, m, d_k, d_v in (
        ("as many queries as keys", 3, 3, 4, 4),
        ("fewer queries than keys", 2, 6, 4, 3),
        ("more queries than keys", 5, 2, 3, 7),
        ("one query", 1, 4, 2, 1),
        ("one key", 3, 1, 2, 2),
        ("one number each", 2, 3, 1, 1),
    ):
        yield name, draw(n, d_k), draw(m, d_k), draw(m, d_v)
    yield "scores of a thousand", 30 * draw(3, 4), 30 * draw(5, 4), draw(5, 2)


def attend(
    Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, scale: float | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Output and weights, PyTorch's scale being 1 / √d_k unless told otherwise."""
    # With the unit matrix for its values, an output is the weights.
    attention = partial(functional.scaled_dot_product_attention, Q, K, scale=scale)
    return attention(V), attention(torch.eye(len(K)))


def attention_head() -> Iterator[Case]:
    draw = Draw(6)
    for n, d_model, d_k, d_v in ((4, 6, 3, 2), (3, 2, 5, 4), (1, 3, 3, 3)):
        X, W_q, W_k, W_v = draw(n, d_model), *(draw(d_model, d) for d in (d_k, d_k, d_v))
        output, weights = attend(*(functional.linear(X, W.T) for W in (W_q, W_k, W_v)))
        name = f"{n} tokens, {d_model} to {d_k} and {d_v}"
        yield case(name, (weights, output), X=X, W_q=W_q, W_k=W_k, W_v=W_v)
    X, Ws = draw(5, 4), named(draw, 4)
    output, weights = attend_with_heads(X, **Ws, n_heads=1)
    yield case("one head of PyTorch's many", (weights[0], output), X=X, **Ws)


def multi_head_attention() -> Iterator[Case]:
    draw = Draw(7)
    for n, d_model, n_heads in ((4, 6, 1), (4, 6, 2), (5, 6, 3), (3, 4, 4), (1, 4, 2), (6, 8, 2)):
        X, Ws = draw(n, d_model), named(draw, d_model)
        output, _ = attend_with_heads(X, **Ws, n_heads=n_heads)
        yield case(f"{n} tokens, {n_heads} of {d_model}", output, X=X, **Ws, n_heads=n_heads)


def named(draw: Draw, d_model: int) -> dict[str, torch.Tensor]:
    return {name: draw(d_model, d_model) for name in ("W_q", "W_k", "W_v")}


def attend_with_heads(
    X: torch.Tensor, W_q: torch.Tensor, W_k: torch.Tensor, W_v: torch.Tensor, n_heads: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Output (n, d) and weights (n_heads, n, n); PyTorch's W's are (out, in), one above the other.

    Ours have neither biases nor an output projection, for which the unit matrix stands here.
    """
    output, weights = functional.multi_head_attention_forward(
        *(X, X, X),
        embed_dim_to_check=X.shape[1],
        num_heads=n_heads,
        in_proj_weight=torch.cat([W_q.T, W_k.T, W_v.T]),
        in_proj_bias=None,
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=torch.eye(X.shape[1]),
        out_proj_bias=None,
        average_attn_weights=False,
    )
    return output, weights


# --- information theory --------------------------------------------------------------------------


def entropy() -> Iterator[Case]:
    for name, p in (
        ("two outcomes", torch.tensor([0.25, 0.75])),
        ("equal outcomes", torch.full((8,), 1 / 8)),
        ("a certain outcome", torch.tensor([0.0, 1.0, 0.0])),
        ("some that never come", torch.tensor([0.5, 0.0, 0.3, 0.2, 0.0])),
        ("one that hardly comes", torch.tensor([0.9999, 0.0001])),
        ("many outcomes", Draw(8).distribution(30)),
    ):
        yield case(name, bits(torch.distributions.Categorical(p).entropy()), probabilities=p)


def cross_entropy_loss() -> Iterator[Case]:
    for name, y, predicted, nats in predictions():
        yield case(name, nats, y_true=y, y_pred=predicted)


def cross_entropy() -> Iterator[Case]:
    for name, y, predicted, nats in predictions():
        yield case(name, bits(nats), true_probs=y, pred_probs=predicted)


def predictions() -> Iterator[tuple[str, torch.Tensor, torch.Tensor, torch.Tensor]]:
    """PyTorch's losses take logits, and words by their index; ours probabilities, and one-hot."""
    draw = Draw(9)
    for n, word, scale in ((2, 1, 1), (5, 0, 1), (12, 7, 2), (4, 3, 3)):
        logits, index = scale * draw(n), torch.tensor(word)
        nats = functional.cross_entropy(logits, index)
        yield f"word {word} of {n}", one_hot(index, n), functional.softmax(logits, dim=0), nats
    for n, zeros in ((3, 0), (9, 0), (9, 4)):
        logits, y = draw(n), draw.distribution(n, zeros)
        nats = functional.cross_entropy(logits, y)
        yield f"{n} soft targets, {zeros} zero", y, functional.softmax(logits, dim=0), nats
    predicted, index = torch.tensor([0.0, 0.7, 0.3]), torch.tensor(2)
    yield (
        "another word ruled out",
        one_hot(index, 3),
        predicted,
        functional.nll_loss(predicted.log(), index),
    )


def one_hot(index: torch.Tensor, n: int) -> torch.Tensor:
    return functional.one_hot(index, n).double()


def kl_divergence() -> Iterator[Case]:
    draw = Draw(10)
    for name, p, q in (
        ("a fair coin and a bent one", torch.tensor([0.5, 0.5]), torch.tensor([0.9, 0.1])),
        ("a bent coin and a fair one", torch.tensor([0.9, 0.1]), torch.tensor([0.5, 0.5])),
        ("one with itself", torch.full((6,), 1 / 6), torch.full((6,), 1 / 6)),
        ("many outcomes", draw.distribution(20), draw.distribution(20)),
        ("some that never come", draw.distribution(9, zeros=4), draw.distribution(9)),
        ("one that comes ruled out", torch.tensor([0.5, 0.5]), torch.tensor([1.0, 0.0])),
    ):
        yield case(name, divergence(p, q), p=p, q=q)


def mutual_information() -> Iterator[Case]:
    """The divergence of a joint distribution from the product of its marginals."""
    draw = Draw(11)
    for n, m, zeros in ((2, 2, 0), (3, 5, 0), (4, 3, 4)):
        joint = draw.distribution(n * m, zeros).reshape(n, m)
        product = torch.outer(joint.sum(dim=1), joint.sum(dim=0))
        yield case(f"{n} by {m}, {zeros} zero", divergence(joint, product), joint=joint)


def divergence(p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    # PyTorch takes the approximation first, and by its logarithm.
    return bits(functional.kl_div(q.log(), p, reduction="sum"))


def bits(nats: torch.Tensor) -> torch.Tensor:
    return nats / math.log(2)


# --- slopes, by autograd -------------------------------------------------------------------------


def loss_function() -> Iterator[Case]:
    for name, w, loss in parabola():
        yield case(name, loss, w=w)


def gradient() -> Iterator[Case]:
    for name, w, loss in parabola():
        yield case(name, slopes(loss, w)[0], w=w)


def parabola() -> Iterator[tuple[str, torch.Tensor, torch.Tensor]]:
    for value in (-30.0, 0.0, 1.9, 2.0, 7.2468):
        [w] = leaves(value)
        yield f"at {value}", w, functional.mse_loss(w, torch.tensor(2.0))


def forward_pass() -> Iterator[Case]:
    for name, x, _, w1, w2 in networks():
        h = functional.relu(w1 * x)
        yield case(name, (w2 * h, h), x=x, w1=w1, w2=w2)


def backward_pass() -> Iterator[Case]:
    for name, x, y_true, w1, w2 in networks():
        h = functional.relu(w1 * x)  # PyTorch's slope of it at 0 is 0
        y = w2 * h
        wanted = slopes(functional.mse_loss(y, y_true), w1, w2)
        yield case(name, wanted, x=x, y_pred=y, y_true=y_true, w1=w1, w2=w2, h=h)


def train() -> Iterator[Case]:
    for learning_rate, epochs in ((0.1, 5), (0.05, 100)):
        for name, x, y_true, w1, w2 in networks():
            before = {"x": x, "y_true": y_true, "w1": w1.item(), "w2": w2.item()}
            sgd, losses = torch.optim.SGD([w1, w2], lr=learning_rate), []
            for _ in range(epochs):
                losses.append(
                    descend(sgd, functional.mse_loss(w2 * functional.relu(w1 * x), y_true))
                )
            settings = {"learning_rate": learning_rate, "epochs": epochs}
            yield case(f"{name}, {epochs} epochs", (w1, w2, losses), **before, **settings)


def networks() -> Iterator[tuple[Any, ...]]:
    """Inputs x, targets and both weights of y = w2 · relu(w1 x)."""
    for name, x, y_true, w1, w2 in (
        ("active", 1.5, 1.0, 0.4, -0.7),
        ("dead", -2.0, 1.0, 0.5, 0.8),
        ("at the kink", 2.0, 1.0, 0.0, 0.8),
        ("without input", 0.0, -1.0, 0.3, 0.8),
        ("right already", -1.0, 0.5, -1.0, 0.5),
        ("two negatives", -0.831, -1.27, -0.612, 0.345),
    ):
        yield name, torch.tensor(x), torch.tensor(y_true), *leaves(w1, w2)


FAR_AND_NEAR = [-1000.0, -40.0, -3.0, -0.5, 0.0, 0.5, 3.0, 40.0, 1000.0]


def sigmoid() -> Iterator[Case]:
    x = torch.tensor(FAR_AND_NEAR)
    yield case("far and near", torch.sigmoid(x), x=x)


def sigmoid_derivative() -> Iterator[Case]:
    [x] = leaves(FAR_AND_NEAR)
    yield case("far and near", slopes(torch.sigmoid(x).sum(), x)[0], x=x)


def chain_rule_gradient() -> Iterator[Case]:
    draw = Draw(12)
    for i in range(6):
        x, w1, w2, b = leaves(*draw(4))
        loss = (w2 * torch.sigmoid(w1 * x + b)) ** 2
        yield case(f"drawn, {i}", slopes(loss, w1)[0], x=x, w1=w1, w2=w2, b=b)


def quadratic_form() -> Iterator[Case]:
    for name, A, x in forms():
        yield case(name, functional.bilinear(x, x, A[None]).squeeze(), A=A, x=x)


def quadratic_form_gradient() -> Iterator[Case]:
    for name, A, x in forms():
        yield case(name, slopes(functional.bilinear(x, x, A[None]), x)[0], A=A, x=x)


def forms() -> Iterator[tuple[Any, ...]]:
    draw = Draw(13)
    for n in (1, 2, 5):
        yield f"{n} by {n}", draw(n, n), *leaves(draw(n))


def trace_gradient() -> Iterator[Case]:
    draw = Draw(14)
    for n, m in ((2, 2), (2, 4), (3, 1)):
        A, [X] = draw(n, m), leaves(draw(m, n))
        yield case(f"{n} by {m}", slopes(torch.trace(A @ X), X)[0], A=A, X=X)


# --- optimization --------------------------------------------------------------------------------


def sgd(learning_rate: float, momentum: float = 0.0) -> Make:
    """Plain descent and our momentum, with nothing to convert.

    PyTorch's buffer is our v: without dampening, buf ← μ buf + g and then w ← w − lr buf, the rate
    outside of it. Its first step sets buf = g, which is what our v = 0 before it comes to.
    """
    options = {"momentum": momentum, "dampening": 0.0, "nesterov": False}
    return partial(torch.optim.SGD, lr=learning_rate, **options)


def adam(learning_rate: float, beta1: float, beta2: float, epsilon: float) -> Make:
    return partial(torch.optim.Adam, lr=learning_rate, betas=(beta1, beta2), eps=epsilon)


OPTIMIZERS = (
    (sgd, "GradientDescentOptimizer", 0.01),
    (sgd, "GradientDescentOptimizer", 0.2),
    (sgd, "MomentumOptimizer", 0.01, 0.9),
    (sgd, "MomentumOptimizer", 0.1, 0.5),
    (sgd, "MomentumOptimizer", 0.003, 0.99),
    (sgd, "MomentumOptimizer", 0.2, 0.0),
    (lambda: torch.optim.Adam, "AdamOptimizer"),  # our defaults are PyTorch's
    (adam, "AdamOptimizer", 0.1, 0.5, 0.9, 1e-3),
    (adam, "AdamOptimizer", 0.02, 0.0, 0.99, 1e-8),
    (adam, "AdamOptimizer", 0.3, 0.9, 0.0, 0.1),
    (adam, "AdamOptimizer", 0.01, 0.95, 0.9999, 1e-5),
)
"""PyTorch's optimizer, ours, and the arguments of both in the order of ours."""


def on_each_optimizer(walk: Walk) -> Iterator[Case]:
    for theirs, ours, *options in OPTIMIZERS:
        name = f"{ours}({', '.join(map(str, options))})"
        yield case(name, walk(theirs(*options)), optimizer=[ours, *options])


def step() -> Section:
    """Parameters of many shapes after some of a hundred steps, along gradients drawn beforehand."""
    draw, shown_after = Draw(15), (1, 2, 3, 10, 30, 100)
    # How large the gradients are: from near Adam's epsilon to far above it.
    scaled = ((1.0, ()), (1e-6, (3,)), (100.0, (3,)), (10.0, (2, 3)), (1e-2, (2, 1, 2)))
    start = [draw(*shape) for _, shape in scaled]
    gradients = [[scale * draw(*shape) for scale, shape in scaled] for _ in range(100)]

    def walk(make: Make) -> Iterator[Any]:
        params = leaves(*start)
        optimizer = make(params)
        for t, along in enumerate(gradients, start=1):
            for w, g in zip(params, along, strict=True):
                w.grad = g.clone()
            optimizer.step()
            if t in shown_after:
                yield plain(params)

    arguments = {"start": start, "gradients": gradients, "shown_after": shown_after}
    return {**arguments, "cases": on_each_optimizer(walk)}


def optimize() -> Section:
    """The walk down xᵀ A x along autograd's slopes; A is not symmetric."""
    A = torch.tensor([[1.0, 0.5, 0.0], [-0.25, 0.5, 0.125], [0.0, 0.25, 2.0]])
    x0, steps = torch.tensor([2.0, -1.0, 0.5]), 30

    def walk(make: Make) -> Iterator[Any]:
        [x] = leaves(x0)
        optimizer = make([x])
        yield plain(x)
        for _ in range(steps):
            descend(optimizer, x @ A @ x)
            yield plain(x)

    return {"A": A, "x0": x0, "steps": steps, "cases": on_each_optimizer(walk)}


# --- the capstone --------------------------------------------------------------------------------


def tiny_attention() -> Iterator[Case]:
    for name, (W_q, W_k, X, _) in sentences():
        Z, A = attend_and_ask(W_q, W_k, X)
        yield case(name, (functional.softmax(Z, dim=1), A), W_q=W_q, W_k=W_k, X=X)


def attention_loss() -> Iterator[Case]:
    for name, (W_q, W_k, X, targets) in sentences():
        wanted = ask_for(targets, W_q, W_k, X)
        yield case(name, wanted, W_q=W_q, W_k=W_k, X=X, targets=targets)


def attention_gradient() -> Iterator[Case]:
    for name, (W_q, W_k, X, targets) in sentences():
        wanted = slopes(ask_for(targets, W_q, W_k, X), W_q, W_k)
        yield case(name, wanted, W_q=W_q, W_k=W_k, X=X, targets=targets)


def train_step() -> Section:
    """The weights after a hundred steps, and the loss before every tenth.

    The embeddings are short. With long ones and a large rate the way is chaotic: a change of the
    start in its last digit becomes one of the end in its first, whoever computes it.
    """
    draw = Draw(17)
    W_q, W_k, X, targets = draw(4, 3), draw(4, 3), draw(5, 4) / 2, draw.places(5)

    def walk(make: Make) -> tuple[Any, ...]:
        weights = leaves(W_q, W_k)
        optimizer = make(weights)
        losses = [
            descend(optimizer, ask_for(targets, weights[0], weights[1], X)) for _ in range(100)
        ]
        return *weights, losses[::10]

    inputs = {"W_q": W_q, "W_k": W_k, "X": X, "targets": targets}
    return {**inputs, "steps": 100, "every": 10, "cases": on_each_optimizer(walk)}


def sentences() -> Iterator[tuple[str, tuple[torch.Tensor, ...]]]:
    draw = Draw(16)
    for n, d, d_k in ((5, 4, 3), (3, 2, 4), (2, 3, 1), (1, 2, 2)):
        W_q, W_k, X = *leaves(draw(d, d_k), draw(d, d_k)), draw(n, d)
        yield f"{n} tokens of {d}, {d_k} deep", (W_q, W_k, X, draw.places(n))


def attend_and_ask(
    W_q: torch.Tensor, W_k: torch.Tensor, X: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    output, A = attend(X @ W_q, X @ W_k, X)
    return output @ X.T, A


def ask_for(
    targets: torch.Tensor, W_q: torch.Tensor, W_k: torch.Tensor, X: torch.Tensor
) -> torch.Tensor:
    Z, _ = attend_and_ask(W_q, W_k, X)
    return functional.cross_entropy(Z, targets)


# --- the language model --------------------------------------------------------------------------


def lora_forward() -> Iterator[Case]:
    draw = Draw(18)
    for name, x, d_out, rank, alpha in (
        ("one input", draw(4), 3, 2, 8.0),
        ("a batch, rank 1", draw(5, 4), 3, 1, 0.5),
        ("a correction of strength 0", draw(2, 4), 2, 2, 0.0),
        ("a higher rank than the weights'", draw(3, 4), 2, 6, -3.0),
    ):
        W, A, B = draw(4, d_out), draw(4, rank), draw(rank, d_out)
        # PyTorch keeps a layer's weights as (d_out, d_in).
        y = functional.linear(x, (W + alpha / rank * A @ B).T)
        yield case(name, y, x=x, W=W, A=A, B=B, alpha=alpha)


def perplexity() -> Iterator[Case]:
    draw = Draw(19)
    for n, m in ((1, 4), (7, 5), (40, 10)):
        logits, targets = draw(n, m), torch.tensor(draw.rng.integers(0, m, size=n))
        given = functional.softmax(logits, dim=1)[torch.arange(n), targets]
        loss = functional.cross_entropy(logits, targets)
        yield case(f"{n} tokens of {m}", loss.exp(), probabilities=given)


def linear_layer_gradients() -> Iterator[Case]:
    draw = Draw(20)
    for n, d_in, d_out in ((5, 4, 3), (1, 2, 6), (3, 3, 3), (4, 1, 1)):
        x, W, b = leaves(draw(n, d_in), draw(d_in, d_out), draw(d_out))
        upstream = draw(n, d_out)
        wanted = torch.autograd.grad(functional.linear(x, W.T, b), (x, W, b), upstream)
        yield case(f"{n} from {d_in} to {d_out}", wanted, x=x, W=W, upstream=upstream)


def softmax_gradient() -> Iterator[Case]:
    draw = Draw(21)
    for n, m, scale in ((3, 4, 1.0), (1, 2, 1.0), (4, 4, 5.0), (2, 1, 1.0)):
        [logits] = leaves(scale * draw(n, m))
        P, upstream = functional.softmax(logits, dim=1), draw(n, m)
        [wanted] = torch.autograd.grad(P, logits, upstream)
        yield case(f"{n} by {m}, scale {scale}", wanted, probabilities=P, upstream=upstream)


def cross_entropy_gradient() -> Iterator[Case]:
    draw = Draw(22)
    for n, m, scale in ((4, 3, 1.0), (1, 5, 1.0), (3, 3, 30.0), (2, 4, 1000.0)):
        [logits] = leaves(scale * draw(n, m))
        targets = torch.tensor(draw.rng.integers(0, m, size=n))
        [wanted] = slopes(functional.cross_entropy(logits, targets), logits)
        yield case(f"{n} by {m}, scale {scale}", wanted, logits=logits, targets=targets)


def negative_sampling_gradients() -> Iterator[Case]:
    """The loss of one guess among m words, and its slopes along v and U."""
    draw = Draw(29)
    for m, d, true, scale in ((4, 3, 1, 1.0), (7, 5, 2, 1.0), (1, 1, 1, 1.0), (6, 2, 0, 30.0)):
        v, U = leaves(draw(d), scale * draw(m, d))
        labels = torch.tensor([1.0] * true + [0.0] * (m - true))
        loss = functional.binary_cross_entropy_with_logits(U @ v, labels, reduction="sum")
        wanted = (loss, *slopes(loss, v, U))
        yield case(f"{true} of {m} true, scale {scale}", wanted, v=v, U=U, labels=labels)


def value() -> Iterator[Case]:
    """Results and slopes of expressions of a and b."""
    for name, expression in EXPRESSIONS.items():
        for a, b in ((0.7, 1.9), (2.5, -0.3)):
            leaf = leaves(a, b)
            result = expression(*leaf)
            yield case(f"{name}, at {a}, {b}", (result, *slopes(result, *leaf)), a=a, b=b)


def learning_rate_at() -> Iterator[Case]:
    for peak, warmup, total in ((0.1, 5, 20), (3e-4, 2, 7), (1.0, 0, 10)):
        sgd = torch.optim.SGD(leaves(0.0), lr=peak)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(sgd, T_max=total - warmup)
        if warmup:
            sgd = torch.optim.SGD(leaves(0.0), lr=peak)
            rise = torch.optim.lr_scheduler.LinearLR(sgd, 1 / warmup, total_iters=warmup - 1)
            fall = torch.optim.lr_scheduler.CosineAnnealingLR(sgd, T_max=total - warmup)
            schedule = torch.optim.lr_scheduler.SequentialLR(sgd, [rise, fall], [warmup])
        for step in range(total + 1):
            rate = sgd.param_groups[0]["lr"]
            name = f"step {step} of {total}, {warmup} up"
            yield case(name, rate, step=step, peak=peak, warmup=warmup, total=total)
            sgd.step()
            schedule.step()


def causal_attention() -> Iterator[Case]:
    draw = Draw(23)
    for n, d_k, d_v, scale in (
        (5, 4, 3, 1),
        (1, 2, 2, 1),
        (3, 3, 3, 1),
        (2, 1, 5, 1),
        (4, 4, 2, 30),
    ):
        Q, K, V = scale * draw(n, d_k), scale * draw(n, d_k), draw(n, d_v)
        attention = partial(functional.scaled_dot_product_attention, Q, K, is_causal=True)
        wanted = attention(V), attention(torch.eye(n))
        yield case(f"{n} tokens, scale {scale}", wanted, Q=Q, K=K, V=V)


def causal_attention_gradients() -> Iterator[Case]:
    draw = Draw(58)
    for n, d, d_v, scale in ((5, 4, 3, 1), (1, 2, 2, 1), (3, 3, 3, 1), (2, 1, 5, 1), (4, 4, 2, 30)):
        [Q, K, V] = leaves(scale * draw(n, d), scale * draw(n, d), draw(n, d_v))
        grad_output = draw(n, d_v)
        output = functional.scaled_dot_product_attention(Q, K, V, is_causal=True)
        wanted = torch.autograd.grad(output, (Q, K, V), grad_output)
        arguments = {"Q": Q, "K": K, "V": V, "grad_output": grad_output}
        yield case(f"{n} tokens, scale {scale}", wanted, **arguments)


def layer_norm() -> Iterator[Case]:
    draw = Draw(24)
    for name, x, epsilon in (
        ("a row", draw(4), 1e-5),
        ("a matrix", draw(3, 5), 1e-5),
        ("a stack", draw(2, 3, 4), 1e-3),
        ("a constant row", torch.tensor([[3.0, 3.0, 3.0], [1.0, 2.0, 4.0]]), 1e-5),
        ("small numbers", draw(2, 4) / 1000, 1e-5),
    ):
        d = x.shape[-1]
        gain, bias = draw(d), draw(d)
        wanted = functional.layer_norm(x, (d,), gain, bias, epsilon)
        yield case(name, wanted, x=x, gain=gain, bias=bias, epsilon=epsilon)


def transformer_block() -> Iterator[Case]:
    for name, x, params, n_heads, _ in blocks():
        y = encode(x, params, n_heads)
        yield case(name, y, x=x, params=params, n_heads=n_heads)


def block_gradients() -> Iterator[Case]:
    for name, x, params, n_heads, upstream in blocks():
        y = encode(x, params, n_heads)
        dx, *slopes = torch.autograd.grad(y, (x, *params.values()), upstream)
        wanted = dx, dict(zip(params, slopes, strict=True))
        arguments = {"x": x, "params": params, "n_heads": n_heads, "upstream": upstream}
        yield case(name, wanted, **arguments)


def blocks() -> Iterator[tuple[Any, ...]]:
    draw = Draw(25)
    for n, d, m, n_heads in ((4, 4, 6, 2), (3, 6, 5, 3), (1, 2, 3, 1)):
        params = {name: draw(d, d) for name in ("W_q", "W_k", "W_v", "W_o")}
        params |= {name: draw(d) for name in ("gain_1", "bias_1", "gain_2", "bias_2", "b_2")}
        params |= {"W_1": draw(d, m), "b_1": draw(m), "W_2": draw(m, d)}
        [x, *values] = leaves(draw(n, d), *params.values())
        params = dict(zip(params, values, strict=True))
        yield f"{n} tokens, {n_heads} heads of {d}", x, params, n_heads, draw(n, d)


def encode(x: torch.Tensor, p: dict[str, torch.Tensor], n_heads: int) -> torch.Tensor:
    """PyTorch's own block, whose weights are (out, in) and whose attention has biases, here 0."""
    n, d = x.shape
    m = len(p["b_1"])
    block = torch.nn.TransformerEncoderLayer(
        d, n_heads, m, dropout=0.0, activation="relu", batch_first=True, norm_first=True
    )
    state = {
        "self_attn.in_proj_weight": torch.cat([p["W_q"].T, p["W_k"].T, p["W_v"].T]),
        "self_attn.in_proj_bias": torch.zeros(3 * d),
        "self_attn.out_proj.weight": p["W_o"].T,
        "self_attn.out_proj.bias": torch.zeros(d),
        "linear1.weight": p["W_1"].T,
        "linear1.bias": p["b_1"],
        "linear2.weight": p["W_2"].T,
        "linear2.bias": p["b_2"],
        "norm1.weight": p["gain_1"],
        "norm1.bias": p["bias_1"],
        "norm2.weight": p["gain_2"],
        "norm2.bias": p["bias_2"],
    }
    mask = torch.nn.Transformer.generate_square_subsequent_mask(n)
    return torch.func.functional_call(block, state, (x[None],), {"src_mask": mask})[0]


# --- drawing, differentiating, writing -----------------------------------------------------------


class Draw:
    """A section's inputs, from a generator of its own: a new section leaves the others alone."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def __call__(self, *shape: int) -> torch.Tensor:
        return torch.tensor(np.round(self.rng.normal(size=shape), 3))

    def distribution(self, n: int, zeros: int = 0) -> torch.Tensor:
        counts = self.rng.integers(1, 100, size=n)
        counts[self.rng.choice(n, size=zeros, replace=False)] = 0
        return torch.tensor(counts / counts.sum())

    def places(self, n: int) -> torch.Tensor:
        return torch.tensor(self.rng.integers(0, n, size=n))


def leaves(*values: Any) -> list[torch.Tensor]:
    """Tensors of their own, to be differentiated by."""
    return [torch.as_tensor(value).detach().clone().requires_grad_() for value in values]


def slopes(loss: torch.Tensor, *leaves: torch.Tensor) -> tuple[torch.Tensor, ...]:
    found: tuple[torch.Tensor, ...] = torch.autograd.grad(loss, leaves)
    return found


def descend(optimizer: torch.optim.Optimizer, loss: torch.Tensor) -> float:
    """One step down; the loss before it."""
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.item())


def plain(value: Any) -> Any:
    """`value` as JSON has it: numbers, strings, lists and dicts."""
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return value if isinstance(value, str | int | float) else [plain(inner) for inner in value]


def pretty(value: Any, indent: str = "") -> str:
    """JSON whose short lists stand on one line, and whose rows of numbers fill theirs."""
    line, deeper = json.dumps(value), indent + " "
    if len(indent + line) < WIDTH or not isinstance(value, dict | list):
        return line
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {pretty(inner, deeper)}" for key, inner in value.items()]
        body = ",\n".join(deeper + item for item in items)
    elif isinstance(value[0], float):
        body = textwrap.fill(line[1:-1], WIDTH, initial_indent=deeper, subsequent_indent=deeper)
    else:
        body = ",\n".join(deeper + pretty(inner, deeper) for inner in value)
    return f"{line[0]}\n{body}\n{indent}{line[-1]}"


SECTIONS = (
    *(cosine_similarity, linear_layer, softmax),
    *(simple_attention, scaled_dot_product_attention, attention_head, multi_head_attention),
    *(entropy, cross_entropy_loss, cross_entropy, kl_divergence, mutual_information),
    *(loss_function, gradient, forward_pass, backward_pass, train),
    *(sigmoid, sigmoid_derivative, chain_rule_gradient),
    *(quadratic_form, quadratic_form_gradient, trace_gradient),
    *(step, optimize),
    *(tiny_attention, attention_loss, attention_gradient, train_step),
    *(lora_forward, perplexity, linear_layer_gradients, softmax_gradient, cross_entropy_gradient),
    *(negative_sampling_gradients, value),
    *(learning_rate_at, causal_attention, layer_norm, transformer_block, block_gradients),
    *(value, learning_rate_at, causal_attention, layer_norm, transformer_block, block_gradients),
    causal_attention_gradients,
)

if __name__ == "__main__":
    main()
