"""Misconceptions about derivatives, critical points, gradients and Hessians of expressions."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from solutions.misconceptions import Undetermined, slip


@slip("derivative", "the function instead of its derivative")
def underived(f: Any, x: Any) -> Any:
    return f


@slip("derivative", "the value of the derivative at 1, instead of the derivative")
def value_at_one(f: Any, x: Any) -> Any:
    return sp.diff(f, x).subs(x, 1)


@slip("derivative", "the second derivative")
def second_derivative(f: Any, x: Any) -> Any:
    return sp.diff(f, x, 2)


@slip("derivative", "an antiderivative instead of the derivative")
def antiderivative(f: Any, x: Any) -> Any:
    return sp.integrate(f, x)


@slip("derivative", "the derivative with the wrong sign")
def downhill(f: Any, x: Any) -> Any:
    return -sp.diff(f, x)


@slip("derivative", "f(x + 1) − f(x), a difference with step 1 instead of the limit")
def unit_difference(f: Any, x: Any) -> Any:
    return f.subs(x, x + 1) - f


@slip("derivative", "powers lowered by 1 without the factors in front")
def bare_powers(f: Any, x: Any) -> Any:
    powers = [term.as_coeff_exponent(x) for term in sp.Add.make_args(sp.expand(f))]
    return sum((c * x ** (n - 1) for c, n in powers if n != 0), sp.S.Zero)


@slip(
    "derivative",
    "a difference quotient with h = 0.01 instead of the limit",
    hint="With a fixed h, an error remains in the quotient. What is left when h goes to 0?",
)
def coarse_difference(f: Any, x: Any) -> Any:
    return 100 * (f.subs(x, x + sp.Rational(1, 100)) - f)


@slip(
    "derivative",
    "a difference quotient with h = 0.001 instead of the limit",
    hint="With a fixed h, an error remains in the quotient. What is left when h goes to 0?",
)
def fine_difference(f: Any, x: Any) -> Any:
    return 1000 * (f.subs(x, x + sp.Rational(1, 1000)) - f)


def _solved(f: Any, x: Any) -> list[Any]:
    """Return all roots of f that are numbers, including complex ones."""
    return [root for root in sp.solve(f, x) if not root.free_symbols]


def _real(points: list[Any]) -> list[Any]:
    """Return the real points, however they are written."""
    return [sp.re(p.evalf(20)) for p in points if abs(sp.im(p.evalf(20))) < sp.Float("1e-12")]


@slip(
    "critical_points",
    "all roots of the slope, complex ones, too",
    hint="Which of your roots are real? `solve` finds complex ones, too.",
)
def with_complex_roots(f: Any, x: Any) -> Any:
    return _solved(sp.diff(f, x), x)


@slip(
    "critical_points",
    "a list without the points that SymPy does not know to be real",
    hint="What is `is_real` of each root: True, False or None?",
)
def undecided_dropped(f: Any, x: Any) -> Any:
    return [point for point in _solved(sp.diff(f, x), x) if point.is_real]


@slip("critical_points", "a list that repeats multiple roots")
def with_multiplicity(f: Any, x: Any) -> Any:
    slope = sp.diff(f, x)
    return sp.Poly(slope, x).real_roots() if slope.is_polynomial(x) else _solved(slope, x)


@slip("critical_points", "the zeros of f instead of its derivative")
def zeros_of_the_function(f: Any, x: Any) -> Any:
    return _real(_solved(f, x)) if f.is_polynomial(x) else []


@slip("critical_points", "the zeros of the second derivative instead of the first")
def inflections(f: Any, x: Any) -> Any:
    second = sp.diff(f, x, 2)
    return _real(_solved(second, x)) if second.is_polynomial(x) else []


@slip("critical_points", "the values of f at the critical points instead of the points")
def heights(f: Any, x: Any) -> Any:
    return [f.subs(x, point) for point in _real(_solved(sp.diff(f, x), x))]


@slip("critical_points", "only the extrema, without the points where f just levels off")
def extrema(f: Any, x: Any) -> Any:
    points, found = _real(_solved(sp.diff(f, x), x)), []
    for p in points:
        at_p = (sp.diff(f, x, order).subs(x, p) for order in (2, 3, 4, 5))
        order = next((k for k, d in enumerate(at_p, start=2) if abs(d) > sp.Float("1e-9")), 6)
        if order > 2 and order % 2 == 0:
            raise Undetermined  # whether signs are compared, or second derivatives
        found += [p] if order == 2 else []
    return found


@slip("critical_points", "only the minima")
def minima(f: Any, x: Any) -> Any:
    points = _real(_solved(sp.diff(f, x), x))
    return [p for p in points if sp.diff(f, x, 2).subs(x, p) > sp.Float("1e-9")]


@slip("critical_points", "the real parts of all roots, even complex ones")
def real_parts(f: Any, x: Any) -> Any:
    return [sp.re(point.evalf(20)) for point in _solved(sp.diff(f, x), x)]


@slip(
    "critical_points",
    "the real parts of complex roots",
    hint="A complex root is not a critical point. Leave it out instead of taking its real part.",
)
def distinct_real_parts(f: Any, x: Any) -> Any:
    return sorted({sp.re(point.evalf(20)).round(12) for point in _solved(sp.diff(f, x), x)})


@slip(
    "critical_points",
    "pairs of a point and its value instead of the points",
    hint="Return only the points.",
)
def with_heights(f: Any, x: Any) -> Any:
    return [(point, f.subs(x, point)) for point in _real(_solved(sp.diff(f, x), x))]


@slip(
    "critical_points",
    "only one of the critical points",
    hint="How many real roots does this slope have?",
)
def first_alone(f: Any, x: Any) -> Any:
    return _real(_solved(sp.diff(f, x), x))[:1]


@slip(
    "critical_points",
    "only the points that are not negative",
    hint="May a critical point be negative?",
)
def without_negative_points(f: Any, x: Any) -> Any:
    return [point for point in _real(_solved(sp.diff(f, x), x)) if point >= 0]


@slip(
    "critical_points",
    "points that are rounded to three decimals",
    hint="How many digits of each point are right? Do you round?",
)
def rounded_points(f: Any, x: Any) -> Any:
    return [round(float(point), 3) for point in _real(_solved(sp.diff(f, x), x))]


@slip(
    "critical_points",
    "points that are rounded to two decimals",
    hint="How many digits of each point are right? Do you round?",
)
def coarsely_rounded_points(f: Any, x: Any) -> Any:
    return [round(float(point), 2) for point in _real(_solved(sp.diff(f, x), x))]


@slip("gradient_vector", "partial derivatives in alphabetical order")
def alphabetical_gradient(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x) for x in sorted(variables, key=str)]


@slip("gradient_vector", "derivatives taken one after the other, each of the previous result")
def mixed_derivative(f: Any, variables: Any) -> Any:
    slopes = []
    for x in variables:
        f = sp.diff(f, x)
        slopes.append(f)
    return slopes


@slip("gradient_vector", "the negative gradient, which points downhill")
def downhill_gradient(f: Any, variables: Any) -> Any:
    return [-sp.diff(f, x) for x in variables]


@slip("gradient_vector", "second derivatives instead of first ones")
def second_partials(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x, 2) for x in variables]


@slip("gradient_vector", "a gradient that leaves out entries of zero")
def nonzero_partials(f: Any, variables: Any) -> Any:
    return [slope for x in variables if (slope := sp.diff(f, x)) != 0]


@slip("gradient_vector", "derivatives along all symbols of f instead of the given variables")
def by_all_symbols(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x) for x in sorted(f.free_symbols, key=str)]


@slip("gradient_vector", "the sum of the partial derivatives")
def summed(f: Any, variables: Any) -> Any:
    return sum(sp.diff(f, x) for x in variables)


@slip(
    "gradient_vector",
    "one row that holds all entries, instead of a list or a column",
    hint="How many entries does your result have? `jacobian` gives a row; transposed, a column.",
)
def row_matrix(f: Any, variables: Any) -> Any:
    return sp.Matrix([[sp.diff(f, x) for x in variables]])


@slip(
    "gradient_vector",
    "only the first two variables, however many there are",
    hint="How long is the list of variables here?",
)
def first_two(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x) for x in list(variables)[:2]]


@slip(
    "gradient_vector",
    "the gradient at the origin instead of at every point",
    hint="A derivative is a function: which symbols does it still contain?",
)
def gradient_at_the_origin(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x).subs(dict.fromkeys(variables, 0)) for x in variables]


@slip(
    "gradient_vector",
    "the gradient divided by its length",
    hint="The length of the gradient is the slope straight uphill: keep it.",
)
def unit_gradient(f: Any, variables: Any) -> Any:
    slopes = [sp.diff(f, x) for x in variables]
    return [slope / sp.sqrt(sum(s**2 for s in slopes)) for slope in slopes]


@slip(
    "gradient_vector",
    "one mixed derivative along all variables, in every entry",
    hint="`diff(f, x, y)` differentiates twice. How often does an entry of the gradient?",
)
def one_mixed_derivative(f: Any, variables: Any) -> Any:
    return [sp.diff(f, *variables) for _ in variables]


@slip("hessian", "only the diagonal, without the mixed derivatives")
def diagonal(f: Any, variables: Any) -> Any:
    return sp.diag(*[sp.diff(f, x, 2) for x in variables])


@slip("hessian", "products of first derivatives instead of second derivatives")
def outer_product(f: Any, variables: Any) -> Any:
    slopes = sp.Matrix([sp.diff(f, x) for x in variables])
    return slopes * slopes.T


@slip("hessian", "rows and columns in alphabetical order")
def alphabetical_hessian(f: Any, variables: Any) -> Any:
    return sp.hessian(f, sorted(variables, key=str))


@slip("hessian", "one triangle of the Hessian, with zeros in the other")
def upper_triangle(f: Any, variables: Any) -> Any:
    n = len(variables)
    return sp.Matrix(
        n, n, lambda i, j: sp.diff(f, variables[i], variables[j]) if i <= j else sp.S.Zero
    )


@slip("hessian", "the determinant of the Hessian")
def determinant(f: Any, variables: Any) -> Any:
    return sp.hessian(f, variables).det()


@slip("hessian", "the Hessian with the wrong sign")
def turned(f: Any, variables: Any) -> Any:
    return -sp.hessian(f, variables)


@slip("hessian", "half of the Hessian, as in Taylor's formula")
def halved(f: Any, variables: Any) -> Any:
    return sp.hessian(f, variables) / 2


@slip("hessian", "the gradient instead of the Hessian")
def gradient(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x) for x in variables]


@slip(
    "hessian",
    "a list of the n second derivatives, without the mixed ones",
    hint="There are n × n second derivatives, in n rows.",
)
def unmixed_list(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x, 2) for x in variables]


@slip(
    "hessian",
    "one flat list of all second derivatives instead of rows",
    hint="Which of these belong in the same row?",
)
def flat_list(f: Any, variables: Any) -> Any:
    return [sp.diff(f, x, y) for x in variables for y in variables]


@slip(
    "hessian",
    "half of each mixed derivative",
    hint="The mixed derivative appears in two places, each time in full.",
)
def halved_off_the_diagonal(f: Any, variables: Any) -> Any:
    H = sp.hessian(f, list(variables))
    return (H + sp.diag(*H.diagonal())) / 2


# kind_of_point ---------------------------------------------------------------------------------


def _curvatures(f: Any, variables: Any, point: Any) -> Any:
    """Return the Hessian at a point, with floats."""
    H = sp.hessian(f, list(variables)).subs(dict(zip(variables, point, strict=True)))
    return np.array(H.evalf(), dtype=float)


def _kind(eigenvalues: Any) -> str:
    up, down = np.any(eigenvalues > 1e-9), np.any(eigenvalues < -1e-9)
    if up and down:
        return "saddle"
    if np.any(np.abs(eigenvalues) <= 1e-9):
        return "undecided"
    return "minimum" if up else "maximum"


@slip(
    "kind_of_point",
    "minimum and maximum swapped",
    hint="Which way does a function curve at a minimum, and which sign is that?",
)
def turned_over(f: Any, variables: Any, point: Any) -> Any:
    return _kind(-np.linalg.eigvalsh(_curvatures(f, variables, point)))


@slip(
    "kind_of_point",
    "the diagonal of the Hessian instead of its eigenvalues",
    hint="When are the eigenvalues of a matrix its diagonal entries?",
)
def by_diagonal(f: Any, variables: Any, point: Any) -> Any:
    return _kind(np.diag(_curvatures(f, variables, point)))


@slip(
    "kind_of_point",
    "an eigenvalue of 0 that does not keep a point from being a minimum",
    hint="What do you answer if an eigenvalue is 0?",
)
def zero_counts_as_positive(f: Any, variables: Any, point: Any) -> Any:
    eigenvalues = np.linalg.eigvalsh(_curvatures(f, variables, point))
    return _kind(np.where(np.abs(eigenvalues) < 1e-9, 1.0, eigenvalues))


@slip(
    "kind_of_point",
    "undecided as soon as an eigenvalue is 0, whatever the others are",
    hint="If two eigenvalues differ in sign, can a third one still change the kind?",
)
def any_zero_is_undecided(f: Any, variables: Any, point: Any) -> Any:
    eigenvalues = np.linalg.eigvalsh(_curvatures(f, variables, point))
    return "undecided" if np.min(np.abs(eigenvalues)) < 1e-9 else _kind(eigenvalues)


@slip(
    "kind_of_point",
    "a saddle whenever it is neither a minimum nor a maximum",
    hint="Which of the four words do you never return?",
)
def never_undecided(f: Any, variables: Any, point: Any) -> Any:
    word = _kind(np.linalg.eigvalsh(_curvatures(f, variables, point)))
    return "saddle" if word == "undecided" else word


@slip(
    "kind_of_point",
    "a saddle whenever it is no minimum",
    hint="Which of the four words do you never return?",
)
def minimum_or_saddle(f: Any, variables: Any, point: Any) -> Any:
    word = _kind(np.linalg.eigvalsh(_curvatures(f, variables, point)))
    return word if word == "minimum" else "saddle"


@slip(
    "kind_of_point",
    "the rule of the determinant, which holds for two variables only",
    hint="Which sign has the determinant of a 3 × 3 matrix with three negative eigenvalues?",
)
def by_determinant(f: Any, variables: Any, point: Any) -> Any:
    H = _curvatures(f, variables, point)
    determinant = np.linalg.det(H)
    if abs(determinant) < 1e-9:
        return "undecided"
    if determinant < 0:
        return "saddle"
    return "minimum" if H[0, 0] > 0 else "maximum"


@slip(
    "kind_of_point",
    "the sum of the eigenvalues instead of each of them",
    hint="Can a positive and a negative eigenvalue make up for each other?",
)
def by_trace(f: Any, variables: Any, point: Any) -> Any:
    return _kind(np.array([np.trace(_curvatures(f, variables, point))]))


@slip(
    "kind_of_point",
    "the point's numbers given to the variables in alphabetical order",
    hint="Which variable does the first number of the point belong to?",
)
def alphabetical_point(f: Any, variables: Any, point: Any) -> Any:
    return _kind(np.linalg.eigvalsh(_curvatures(f, sorted(variables, key=str), point)))


@slip(
    "kind_of_point",
    "the Hessian at the origin instead of at the point",
    hint="What do you put in place of the symbols?",
)
def at_the_origin(f: Any, variables: Any, point: Any) -> Any:
    if not f.is_polynomial(*variables):  # it may have no value there
        raise Undetermined
    return _kind(np.linalg.eigvalsh(_curvatures(f, variables, [0] * len(point))))
