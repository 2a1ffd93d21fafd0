"""Misconceptions about power iteration, approximations of low rank and LoRA."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.approximation import low_rank, power_iteration
from solutions.misconceptions import slip


def _iterate(A: Any, v: Any, steps: int) -> Any:
    """The unit vector after `steps` multiplications."""
    return power_iteration(A, v, steps)[1]


@slip("power_iteration", "a vector that is never brought back to length 1")
def unnormalized(A: Any, v: Any, steps: int = 100) -> Any:
    for _ in range(steps):
        v = A @ v
    return v @ A @ v / (v @ v), v


@slip("power_iteration", "the length of Av in place of the Rayleigh quotient")
def length_of_product(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    return np.linalg.norm(A @ v), v


@slip("power_iteration", "the quotient of the vector before the last multiplication")
def quotient_of_the_last_but_one(A: Any, v: Any, steps: int = 100) -> Any:
    before = _iterate(A, v, max(steps - 1, 0))
    return before @ A @ before, _iterate(A, v, steps)


@slip("power_iteration", "one multiplication too few")
def one_step_less(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, max(steps - 1, 0))


@slip("power_iteration", "one multiplication too many")
def one_step_more(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, steps + 1)


@slip("power_iteration", "a start that is not normalized where there is no step")
def raw_start(A: Any, v: Any, steps: int = 100) -> Any:
    return (v @ A @ v, v * 1.0) if steps == 0 else power_iteration(A, v, steps)


@slip("power_iteration", "a vector divided by the sum of its entries, not by its length")
def divided_by_its_sum(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    return v @ A @ v, v / np.sum(np.abs(v))


@slip("power_iteration", "the eigenvector from `eigh`, whatever the number of steps is")
def converged(A: Any, v: Any, steps: int = 100) -> Any:
    values, vectors = np.linalg.eigh(A)
    return values[-1], vectors[:, -1]


@slip("low_rank", "the first k columns of A")
def first_columns(A: Any, k: int) -> Any:
    cut = np.array(A, dtype=float)
    cut[:, k:] = 0
    return cut


@slip("low_rank", "the k smallest singular values instead of the largest")
def smallest(A: Any, k: int) -> Any:
    return A - low_rank(A, min(np.shape(A)) - k)


@slip("low_rank", "the first eigenvectors of `eigh`, which sorts its values upwards")
def smallest_of_eigh(A: Any, k: int) -> Any:
    _, V = np.linalg.eigh(np.transpose(A) @ A)
    return A @ V[:, :k] @ V[:, :k].T


@slip("low_rank", "what the approximation leaves over")
def remainder(A: Any, k: int) -> Any:
    return A - low_rank(A, k)


@slip("low_rank", "one singular value too many")
def one_more(A: Any, k: int) -> Any:
    return low_rank(A, min(k + 1, *np.shape(A)))


@slip("low_rank", "the k-th outer product alone, not the sum of the first k")
def single_term(A: Any, k: int) -> Any:
    return low_rank(A, k) - low_rank(A, max(k - 1, 0))


@slip("low_rank", "singular vectors that were not weighted by the singular values")
def unweighted(A: Any, k: int) -> Any:
    u, _, vt = np.linalg.svd(A, full_matrices=False)
    return u[:, :k] @ vt[:k]


@slip("low_rank", "V taken for its transpose, which `svd` returns already")
def columns_of_vt(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return (u[:, :k] * s[:k]) @ vt[:, :k].T


@slip("low_rank", "the coordinates of the rows (n × k), not the matrix of them")
def coordinates(A: Any, k: int) -> Any:
    u, s, _ = np.linalg.svd(A, full_matrices=False)
    return u[:, :k] * s[:k]


@slip("lora_forward", "a correction that is not divided by the rank r")
def undivided(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha * (x @ A @ B)


@slip("lora_forward", "a correction divided by d_in instead of r")
def divided_by_width(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / len(A) * (x @ A @ B)


@slip("lora_forward", "a correction divided by √r instead of r")
def divided_by_root(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / np.sqrt(len(B)) * (x @ A @ B)


@slip("lora_forward", "the correction alone, without x W")
def correction_alone(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return alpha / len(B) * (x @ A @ B)


@slip("lora_forward", "the layer without its correction")
def uncorrected(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W


@slip("lora_forward", "x W scaled by alpha / r, too")
def all_scaled(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return alpha / len(B) * (x @ (W + A @ B))


@slip("lora_forward", "r / alpha in place of alpha / r")
def inverted(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + len(B) / alpha * (x @ A @ B)
