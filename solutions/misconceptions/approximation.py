"""Misconceptions about power iteration, approximations of low rank and LoRA."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.approximation import low_rank, power_iteration
from solutions.misconceptions import Undetermined, slip


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


@slip("power_iteration", "the Rayleigh quotient from one step before the last")
def quotient_of_the_last_but_one(A: Any, v: Any, steps: int = 100) -> Any:
    before = _iterate(A, v, max(steps - 1, 0))
    return before @ A @ before, _iterate(A, v, steps)


@slip("power_iteration", "one multiplication too few")
def one_step_less(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, max(steps - 1, 0))


@slip("power_iteration", "one multiplication too many")
def one_step_more(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, steps + 1)


@slip("power_iteration", "a start that is not normalized if there are no steps")
def raw_start(A: Any, v: Any, steps: int = 100) -> Any:
    return (v @ A @ v, v * 1.0) if steps == 0 else power_iteration(A, v, steps)


@slip("power_iteration", "a vector divided by the sum of its entries, not by its length")
def divided_by_its_sum(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    total = np.sum(np.abs(v))
    if abs(np.sum(v)) < (1 - 1e-9) * total:
        raise Undetermined  # some add up absolute values
    return v @ A @ v, v / total


@slip("power_iteration", "a vector divided by its largest entry, not by its length")
def divided_by_its_largest(A: Any, v: Any, steps: int = 100) -> Any:
    w = _iterate(A, v, steps)
    return w @ A @ w, w / np.max(np.abs(w)) if steps else v * 1.0


@slip("power_iteration", "a vector divided by the square of its length")
def divided_by_squared_length(A: Any, v: Any, steps: int = 100) -> Any:
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = A @ v
        v = v / (v @ v)
    return v @ A @ v / (v @ v), v


@slip("power_iteration", "a vector brought to length 1 only after the last step")
def normalized_at_the_end(A: Any, v: Any, steps: int = 100) -> Any:
    with np.errstate(all="ignore"):
        for _ in range(steps):
            v = A @ v
        v = v / np.linalg.norm(v)
        return v @ A @ v, v


@slip("power_iteration", "a power of the matrix, whose entries overflow")
def power_of_matrix(A: Any, v: Any, steps: int = 100) -> Any:
    with np.errstate(all="ignore"):
        v = np.linalg.matrix_power(A, steps) @ v
        v = v / np.linalg.norm(v)
        return v @ A @ v, v


@slip("power_iteration", "the eigenvalue and the vector in the wrong order")
def pair_exchanged(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, steps)[::-1]


@slip("power_iteration", "the ratio of the first entries of Av and v, not the Rayleigh quotient")
def ratio_of_first_entries(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    with np.errstate(all="ignore"):
        return (A @ v)[0] / v[0], v


@slip("power_iteration", "the mean of the ratios of Av to v, not the Rayleigh quotient")
def mean_ratio(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    with np.errstate(all="ignore"):
        return np.mean((A @ v) / v), v


@slip("power_iteration", "the median of the ratios of Av to v, not the Rayleigh quotient")
def median_ratio(A: Any, v: Any, steps: int = 100) -> Any:
    v = _iterate(A, v, steps)
    with np.errstate(all="ignore"):
        return np.median((A @ v) / v), v


@slip("power_iteration", "the absolute value of the quotient")
def absolute_quotient(A: Any, v: Any, steps: int = 100) -> Any:
    value, v = power_iteration(A, v, steps)
    return abs(value), v


@slip("power_iteration", "the element-wise product `A * v`, summed along the wrong axis")
def entry_by_entry(A: Any, v: Any, steps: int = 100) -> Any:
    v = v / np.linalg.norm(v)
    for _ in range(steps):
        v = (A * v).sum(axis=0)
        v = v / np.linalg.norm(v)
    return v @ A @ v, v


@slip("power_iteration", "a default number of steps in place of 0")
def no_step_is_default(A: Any, v: Any, steps: int = 100) -> Any:
    return power_iteration(A, v, steps or 100)


@slip("power_iteration", "the vector that the iteration converges to, whatever `steps` is")
def converged(A: Any, v: Any, steps: int = 100) -> Any:
    values, vectors = np.linalg.eigh(A)
    return values[-1], vectors[:, -1]


@slip("low_rank", "the first k columns of A, and zeros in the others")
def first_columns(A: Any, k: int) -> Any:
    cut = np.array(A, dtype=float)
    cut[:, k:] = 0
    return cut


@slip("low_rank", "`A[:, :k]`, the first k columns of A")
def first_columns_alone(A: Any, k: int) -> Any:
    return A[:, :k]


@slip("low_rank", "the k rows of largest norm, and zeros in the others")
def largest_rows(A: Any, k: int) -> Any:
    best = np.argsort(np.linalg.norm(A, axis=1))[::-1][:k]
    kept = np.zeros(A.shape)
    kept[best] = A[best]
    return kept


@slip("low_rank", "the k largest entries of A, and zeros elsewhere")
def largest_entries(A: Any, k: int) -> Any:
    cut = np.sort(np.abs(A).ravel())[::-1][k - 1] if k else np.inf
    return np.where(np.abs(A) >= cut, A, 0.0)


@slip("low_rank", "the first columns of Q and rows of R, as `qr` gives them")
def of_qr(A: Any, k: int) -> Any:
    Q, R = np.linalg.qr(A)
    return Q[:, :k] @ R[:k]


@slip("low_rank", "the k smallest singular values instead of the largest")
def smallest(A: Any, k: int) -> Any:
    return A - low_rank(A, min(np.shape(A)) - k)


@slip(
    "low_rank",
    "the eigenvectors of AᵀA with the smallest eigenvalues",
    hint="Which eigenvalues does your code begin with? `eigh` begins with the smallest.",
)
def smallest_of_eigh(A: Any, k: int) -> Any:
    _, V = np.linalg.eigh(np.transpose(A) @ A)
    return A @ V[:, :k] @ V[:, :k].T


@slip("low_rank", "the eigenvectors of `eig`, which does not sort its values")
def order_of_eig(A: Any, k: int) -> Any:
    _, V = np.linalg.eig(np.transpose(A) @ A)
    return A @ V[:, :k] @ V[:, :k].T


@slip(
    "low_rank",
    "eigenvalues and eigenvectors of `A`, which need not be symmetric or even square",
    hint="Which decomposition does every matrix have, whatever its shape?",
)
def eigenvalues(A: Any, k: int) -> Any:
    values, vectors = np.linalg.eigh(A)
    best = np.argsort(-np.abs(values))[:k]
    return (vectors[:, best] * values[best]) @ vectors[:, best].T


@slip("low_rank", "what the approximation leaves out")
def remainder(A: Any, k: int) -> Any:
    return A - low_rank(A, k)


@slip("low_rank", "one singular value too many")
def one_more(A: Any, k: int) -> Any:
    return low_rank(A, min(k + 1, *np.shape(A)))


@slip("low_rank", "the k-th outer product alone, not the sum of the first k")
def single_term(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return s[k - 1] * np.outer(u[:, k - 1], vt[k - 1])


@slip("low_rank", "at least one term, even for k = 0")
def at_least_one(A: Any, k: int) -> Any:
    return low_rank(A, max(k, 1))


@slip("low_rank", "at most min(n, m) - 1 terms")
def never_all(A: Any, k: int) -> Any:
    return low_rank(A, min(k, min(np.shape(A)) - 1))


@slip(
    "low_rank",
    "a matrix of zeros for the largest k, instead of A",
    hint="Which singular values are left out for the largest k? A slice `s[-0:]` holds all of s.",
)
def slice_from_zero(A: Any, k: int) -> Any:
    return low_rank(A, k) if k < min(np.shape(A)) else np.zeros(np.shape(A))


@slip("low_rank", "singular vectors that were not weighted by the singular values")
def unweighted(A: Any, k: int) -> Any:
    u, _, vt = np.linalg.svd(A, full_matrices=False)
    return u[:, :k] @ vt[:k]


@slip("low_rank", "the squares of the singular values as weights")
def squared(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return (u[:, :k] * s[:k] ** 2) @ vt[:k]


@slip("low_rank", "columns centred first, as in PCA")
def centred(A: Any, k: int) -> Any:
    mean = np.mean(A, axis=0)
    return low_rank(A - mean, k) + mean


@slip("low_rank", "columns centred first, as in PCA, and their means never added back")
def centred_for_good(A: Any, k: int) -> Any:
    return low_rank(A - np.mean(A, axis=0), k)


@slip("low_rank", "the absolute values of the entries")
def absolute(A: Any, k: int) -> Any:
    return np.abs(low_rank(A, k))


@slip(
    "low_rank",
    "the full matrices of `svd`, which do not fit a square matrix of singular values",
    hint="Which shapes do the three results of `svd` have with `full_matrices=False`?",
)
def full_matrices(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A)
    s[k:] = 0
    return u @ np.diag(s) @ vt


@slip("low_rank", "the three factors instead of their product")
def three_factors(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return u[:, :k], s[:k], vt[:k]


@slip("low_rank", "the coordinates and the directions instead of their product")
def two_factors(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return u[:, :k] * s[:k], vt[:k]


@slip(
    "low_rank",
    "V taken for its transpose, although `svd` already returns the transpose",
    hint="Are the vᵢ in the rows or in the columns of what `svd` returns?",
)
def columns_of_vt(A: Any, k: int) -> Any:
    u, s, vt = np.linalg.svd(A, full_matrices=False)
    return (u[:, :k] * s[:k]) @ vt[:, :k].T


@slip("low_rank", "the coordinates of the rows (n × k), not the rows themselves")
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


@slip("lora_forward", "a correction divided by d_out instead of r")
def divided_by_outputs(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / B.shape[1] * (x @ A @ B)


@slip("lora_forward", "a correction divided by the first size of x instead of r")
def divided_by_inputs(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / len(x) * (x @ A @ B)


@slip("lora_forward", "a correction divided by the smallest of the sizes, which need not be r")
def divided_by_smallest(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / min(*A.shape, *B.shape) * (x @ A @ B)


@slip("lora_forward", "a rank of 2, whatever the shapes of the factors are")
def rank_two(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / 2 * (x @ A @ B)


@slip(
    "lora_forward",
    "alpha / r rounded down to a whole number",
    hint="Does your division cut off fractions, as `//` does?",
)
def whole_division(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha // len(B) * (x @ A @ B)


@slip("lora_forward", "an alpha cut to a whole number")
def whole_alpha(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + int(alpha) / len(B) * (x @ A @ B)


@slip("lora_forward", "an alpha of 0 replaced by 1")
def default_alpha(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + (alpha or 1.0) / len(B) * (x @ A @ B)


@slip("lora_forward", "the absolute value of alpha")
def absolute_alpha(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + abs(alpha) / len(B) * (x @ A @ B)


@slip("lora_forward", "no correction where alpha is negative")
def no_negative_alpha(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + max(alpha, 0) / len(B) * (x @ A @ B)


@slip("lora_forward", "an alpha that is raised to 1 where it is smaller")
def alpha_at_least_one(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + max(alpha, 1) / len(B) * (x @ A @ B)


@slip("lora_forward", "a correction that is subtracted instead of added")
def subtracted(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W - alpha / len(B) * (x @ A @ B)


@slip(
    "lora_forward",
    "code for batches only",
    hint="What is the shape of x if it is one input, not a batch?",
)
def batch_alone(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    _n, _d_in = x.shape
    return x @ W + alpha / len(B) * (x @ A @ B)


@slip("lora_forward", "one correction for the whole batch, made of the sum of its inputs")
def correction_of_the_sum(x: Any, W: Any, A: Any, B: Any, alpha: Any) -> Any:
    return x @ W + alpha / len(B) * (np.atleast_2d(x).sum(axis=0) @ A @ B)
