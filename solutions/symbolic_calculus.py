"""Symbolic calculus: derivatives, critical points and their kinds, gradients and Hessians.

Pure functions of SymPy expressions, which are immutable. Nothing here reads text as mathematics:
an argument is an expression or a number, a string is refused.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import sympy as sp

Expression = Any
"""A SymPy expression; SymPy has no types for a checker."""


def derivative(f: Expression, x: Expression) -> Expression:
    """Return the derivative of an expression with respect to one symbol.

        f'(x) = lim_{h→0} (f(x + h) - f(x)) / h

    Args:
        f: an expression, or a number, which counts as a constant; any unit.
        x: a symbol; other symbols of f count as constants.

    Returns:
        f', an expression; unit of f per unit of x.

    Raises:
        ValueError: f is not an expression, or x is not a symbol.

    Source: M. Spivak, Calculus, 3rd ed., chapter 9, definition of f'; chapter 10, its rules.
    """
    return sp.diff(_expression(f), _symbol(x))


def critical_points(f: Expression, x: Expression) -> list[Expression]:
    """Return the real points at which the derivative is zero.

        f'(x) = 0,   x real

    Args:
        f: an expression in x alone, defined on all of the real line and not constant there: a
            polynomial with rational coefficients, or one whose real roots of f' SymPy can list,
            such as exp(x) - x.
        x: a symbol.

    Returns:
        A list of exact numbers in rising order, each once however often f' vanishes there, in the
        unit of x; `[]` where there are none. Roots of f' beyond square roots are `CRootOf`.

    Raises:
        ValueError: f is not an expression in x alone, is constant, so that each point is
            critical, or the points can't be listed.

    Source: M. Spivak, Calculus, 3rd ed., chapter 11, definition of a critical point. The real roots
    of a polynomial are isolated by continued fractions: A. G. Akritas, Elements of Computer Algebra
    with Applications, Wiley 1989, chapter 7.
    """
    f, x = _expression(f), _symbol(x)
    if f.free_symbols - {x}:
        raise ValueError(f"f must have no symbol but {x}, not {f}.")
    slope = sp.expand(sp.diff(f, x))
    if slope == 0:
        raise ValueError("f is constant: each point is critical.")
    if slope.is_polynomial(x) and all(c.is_rational for c in sp.Poly(slope, x).coeffs()):
        # A root of multiplicity m would be listed m times, and the radicals of Cardano's formula
        # write three real roots with i.
        return list(dict.fromkeys(sp.Poly(slope, x).real_roots()))
    roots = sp.solveset(slope, x, sp.S.Reals)
    if not (isinstance(roots, sp.FiniteSet) or roots is sp.S.EmptySet):
        raise ValueError(f"The real roots of {slope} can't be listed.")
    return sorted(roots, key=float)


def gradient_vector(f: Expression, variables: Sequence[Expression]) -> list[Expression]:
    """Return the gradient of an expression: its partial derivatives, in order.

        ∇f = (∂f/∂x_1, …, ∂f/∂x_n)

    Args:
        f: an expression, or a number; any unit.
        variables: (x_1, …, x_n), distinct symbols, n ≥ 1; other symbols of f count as constants.

    Returns:
        A list of n expressions; the i-th in the unit of f per unit of x_i.

    Raises:
        ValueError: f is not an expression, or `variables` are not distinct symbols.

    Source: J. E. Marsden, A. Tromba, Vector Calculus, 6th ed., section 2.3, "gradient".
    """
    f, symbols = _expression(f), _symbols(variables)
    return [sp.diff(f, x) for x in symbols]


def hessian(f: Expression, variables: Sequence[Expression]) -> Expression:
    """Return the Hessian matrix of an expression: its second partial derivatives.

        H_ij = ∂²f / ∂x_i ∂x_j

    Args:
        f: an expression with continuous second derivatives, or a number; any unit.
        variables: (x_1, …, x_n), distinct symbols, n ≥ 1; other symbols of f count as constants.

    Returns:
        H, a SymPy `Matrix` of shape (n, n), symmetric; H_ij in the unit of f per unit of x_i and
        per unit of x_j.

    Raises:
        ValueError: f is not an expression, or `variables` are not distinct symbols.

    Source: J. E. Marsden, A. Tromba, Vector Calculus, 6th ed., section 3.3, "Hessian"; its
    symmetry: section 3.1, theorem 1.
    """
    symbols = _symbols(variables)
    return sp.Matrix(
        [[sp.diff(slope, x) for x in symbols] for slope in gradient_vector(f, symbols)]
    )


def kind_of_point(f: Expression, variables: Sequence[Expression], point: Sequence[Any]) -> str:
    """Return what kind of critical point the Hessian's eigenvalues say a point is.

        λ_1 ≤ … ≤ λ_n of H(p):   0 < λ_1 minimum,   λ_n < 0 maximum,   λ_1 < 0 < λ_n saddle

    Args:
        f: an expression with continuous second derivatives, and no other symbols; any unit.
        variables: (x_1, …, x_n), distinct symbols, n ≥ 1.
        point: p, n real numbers in their order, at which the gradient is zero to 1e-6; in the
            units of the variables, which are equal.

    Returns:
        "minimum", "maximum", "saddle", or "undecided" if the eigenvalues that are not 0 have one
        sign and some are 0. To 1e-9, an eigenvalue is 0.

    Raises:
        ValueError: f is no expression in the variables alone, the point is not one of n real
            numbers, or the gradient is not zero there.

    Source: J. E. Marsden, A. Tromba, Vector Calculus, 6th ed., section 3.3, theorems 5 and 6.
    """
    f, symbols = _expression(f), _symbols(variables)
    if f.free_symbols - {*symbols}:
        raise ValueError(f"f must have no symbols but {symbols}, not {f}.")
    place = [sp.sympify(number, strict=True) for number in point]
    if len(place) != len(symbols) or not all(p.is_number and p.is_extended_real for p in place):
        raise ValueError(f"point must be {len(symbols)} real numbers, not {point}.")
    there = dict(zip(symbols, place, strict=True))
    slopes = [float(slope.subs(there)) for slope in gradient_vector(f, symbols)]
    if max(map(abs, slopes)) > 1e-6:
        raise ValueError(f"The gradient is {slopes} at the point, not zero.")
    curvatures = np.array(hessian(f, symbols).subs(there).evalf(), dtype=np.float64)  # (n, n)
    eigenvalues = np.linalg.eigvalsh(curvatures)  # (n,)
    rises, falls = bool(np.any(eigenvalues > 1e-9)), bool(np.any(eigenvalues < -1e-9))
    if rises and falls:
        return "saddle"
    if np.any(np.abs(eigenvalues) <= 1e-9):
        return "undecided"
    return "minimum" if rises else "maximum"


def _expression(f: Any) -> Expression:
    """Return `f` as an expression; text is not evaluated."""
    try:
        expression = sp.sympify(f, strict=True)
    except sp.SympifyError:
        expression = None
    if not isinstance(expression, sp.Expr):
        raise ValueError(f"f must be a SymPy expression, not {f!r}.")
    return expression


def _symbol(x: Any) -> Expression:
    if not isinstance(x, sp.Symbol):
        raise ValueError(f"{x!r} must be a SymPy symbol.")
    return x


def _symbols(variables: Sequence[Any]) -> list[Expression]:
    """Return `variables` as a list of distinct symbols."""
    symbols = [_symbol(x) for x in variables]
    if not symbols or len(set(symbols)) < len(symbols):
        raise ValueError("variables must be one or more distinct symbols.")
    return symbols
