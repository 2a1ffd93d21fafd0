"""Misconceptions about quadratic forms, traces and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions.misconceptions import slip


@slip("quadratic_form", "half of the quadratic form")
def half_form(A: Any, x: Any) -> Any:
    return x @ A @ x / 2


@slip("quadratic_form", "the diagonal terms alone, without the products of different entries")
def diagonal_form(A: Any, x: Any) -> Any:
    return np.sum(np.diag(A) * x**2)


@slip("quadratic_form", "the vector Ax, without the second product by x")
def linear_map(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form", "the terms A_ij x_i x_j, not yet added up")
def terms(A: Any, x: Any) -> Any:
    return A * np.outer(x, x)


@slip("quadratic_form", "the square of the length of Ax")
def squared_length(A: Any, x: Any) -> Any:
    return np.sum((A @ x) ** 2)


@slip("quadratic_form", "one triangle of A, counted twice")
def doubled_triangle(A: Any, x: Any) -> Any:
    U = np.triu(A)
    return x @ (U + U.T - np.diag(np.diag(A))) @ x


@slip("quadratic_form_gradient", "2Ax, which holds for a symmetric A alone")
def symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A @ x


@slip("quadratic_form_gradient", "2Aᵀx, which holds for a symmetric A alone")
def transposed_symmetric_gradient(A: Any, x: Any) -> Any:
    return 2 * A.T @ x


@slip("quadratic_form_gradient", "Ax, with x in one of its two places alone")
def one_place(A: Any, x: Any) -> Any:
    return A @ x


@slip("quadratic_form_gradient", "half of the gradient")
def half_gradient(A: Any, x: Any) -> Any:
    return (A + A.T) @ x / 2


@slip("quadratic_form_gradient", "the difference A − Aᵀ in place of the sum")
def skew_gradient(A: Any, x: Any) -> Any:
    return (A - A.T) @ x


@slip("quadratic_form_gradient", "A + Aᵀ, the second derivative")
def second_derivative(A: Any, x: Any) -> Any:
    return A + A.T


@slip("quadratic_form_gradient", "the derivative of the diagonal terms alone")
def diagonal_gradient(A: Any, x: Any) -> Any:
    return 2 * np.diag(A) * x


@slip("trace_gradient", "A itself, not its transpose")
def untransposed(A: Any, X: Any) -> Any:
    return A.copy()


@slip("trace_gradient", "the transpose of X, in which the trace is linear")
def by_the_other(A: Any, X: Any) -> Any:
    return X.T.copy()


@slip("trace_gradient", "X, the point where the gradient is taken")
def the_point(A: Any, X: Any) -> Any:
    return X.copy()


@slip("trace_gradient", "the trace, not its gradient")
def the_trace(A: Any, X: Any) -> Any:
    return np.trace(A @ X)


@slip("trace_gradient", "the product AX, whose trace is meant")
def the_product(A: Any, X: Any) -> Any:
    return A @ X


@slip("trace_gradient", "the gradient of the sum of all entries of AX, not of its trace")
def of_the_sum(A: Any, X: Any) -> Any:
    return np.broadcast_to(A.sum(axis=0)[:, None], X.shape).copy()


@slip("trace_gradient", "the rows of A laid out anew, where columns become rows")
def reshaped(A: Any, X: Any) -> Any:
    return A.reshape(X.shape)
