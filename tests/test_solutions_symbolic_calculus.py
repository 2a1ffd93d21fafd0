"""The symbolic references agree with oracles that are written otherwise."""

import itertools
import math
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from solutions.symbolic_calculus import (
    critical_points,
    derivative,
    gradient_vector,
    hessian,
    kind_of_point,
)

STEADY = settings(derandomize=True, deadline=None, max_examples=40, database=None)

x, y, z, t, a = sp.symbols("x y z t a")
coefficients = st.fractions(-9, 9, max_denominator=6)
roots = st.fractions(-4, 4, max_denominator=5)


def expression(numbers: list[Fraction], symbol: sp.Expr = x) -> sp.Expr:
    """The polynomial with these coefficients, that of the constant first."""
    return sum((sp.Rational(c) * symbol**power for power, c in enumerate(numbers)), sp.S.Zero)


def integral(factors: list[sp.Expr]) -> sp.Expr:
    """A polynomial whose derivative is the product of the factors."""
    return sp.integrate(sp.expand(sp.prod(factors)), x)


# --- derivative ----------------------------------------------------------------------------------


@STEADY
@given(st.lists(coefficients, min_size=1, max_size=5))
def test_the_derivative_of_a_polynomial_follows_the_power_rule_exactly(
    numbers: list[Fraction],
) -> None:
    slope = derivative(expression(numbers), x)
    powers = [power * c for power, c in enumerate(numbers)][1:]
    assert sp.expand(slope - expression(powers)) == 0


@pytest.mark.parametrize(
    "f",
    [sp.exp(x) - x, sp.exp(-(x**2)) * sp.sin(x), 1 / (1 + sp.exp(-x)), sp.log(x**2 + 1)],
    ids=str,
)
def test_the_derivative_is_what_finite_differences_approach(f: sp.Expr) -> None:
    value, slope = sp.lambdify(x, f, "math"), sp.lambdify(x, derivative(f, x), "math")
    for point in (-1.7, 0.3, 1.1):
        difference = (value(point + 1e-5) - value(point - 1e-5)) / 2e-5
        assert slope(point) == pytest.approx(difference, rel=1e-8)


def test_other_symbols_and_numbers_are_constants() -> None:
    assert derivative(a * x**2 + y, x) == 2 * a * x
    assert derivative(7, x) == 0
    assert derivative(t**2, t) == 2 * t


# --- critical_points -----------------------------------------------------------------------------


def by_sign_changes(f: sp.Expr, symbol: sp.Expr = x) -> list[float]:
    """Real points where f' changes its sign, by bisection in exact fractions: slow and obvious."""
    slope = [Fraction(int(c.p), int(c.q)) for c in sp.Poly(sp.diff(f, symbol), symbol).all_coeffs()]

    def value(at: Fraction) -> Fraction:
        total = Fraction(0)
        for c in slope:
            total = total * at + c
        return total

    found = []
    grid = [Fraction(n, 64) + Fraction(1, 1009) for n in range(-1280, 1281)]
    for low, high in itertools.pairwise(grid):
        if value(low) * value(high) < 0:
            left, right = low, high
            for _ in range(40):
                middle = (left + right) / 2
                left, right = (middle, right) if value(left) * value(middle) > 0 else (left, middle)
            found.append(float(left))
    return found


CUBICS = {
    "three real roots that radicals write with i": x**4 / 4 - sp.Rational(3, 2) * x**2 + x,
    "three irrational roots, again": x**4 - 9 * x**3 + 20 * x**2 - 5 * x,
    "one real root beside two complex ones": x**4 / 4 + x**2 / 2 + x,
    "three rational roots": integral([x - 1, 2 * x + 3, x + 5]),
    "two roots with √2": integral([x**2 - 2 * x - 1]),
}


@pytest.mark.parametrize("f", CUBICS.values(), ids=CUBICS)
def test_simple_critical_points_are_where_the_derivative_changes_its_sign(f: sp.Expr) -> None:
    assert_allclose([float(p) for p in critical_points(f, x)], by_sign_changes(f), atol=1e-9)


@STEADY
@given(st.lists(coefficients, min_size=4, max_size=5))
def test_critical_points_of_random_polynomials_agree_with_the_companion_matrix(
    numbers: list[Fraction],
) -> None:
    f = expression(numbers)
    if not f.free_symbols:
        return
    slope = np.polynomial.polynomial.polyder([float(c) for c in numbers])
    found = np.polynomial.polynomial.polyroots(np.trim_zeros(slope, "b"))
    gaps = np.abs(found[:, None] - found[None, :])[~np.eye(len(found), dtype=bool)]
    if len(gaps) and gaps.min() < 1e-3:
        return  # rounding parts equal roots; they have a test of their own
    real = np.sort(found[np.abs(found.imag) < 1e-9].real)
    assert_allclose([float(p) for p in critical_points(f, x)], real, rtol=1e-7, atol=1e-7)


@STEADY
@given(st.lists(roots, min_size=1, max_size=3))
def test_known_roots_come_back_exactly_and_once_each(numbers: list[Fraction]) -> None:
    factors = [x - sp.Rational(r) for r in numbers]
    assert critical_points(integral(factors), x) == sorted({sp.Rational(r) for r in numbers})


def test_complex_roots_are_left_out() -> None:
    assert critical_points(integral([x**2 + 1, x - 2]), x) == [2]
    assert critical_points(x**3 + 3 * x, x) == []


def test_a_line_has_no_critical_point() -> None:
    assert critical_points(3 * x + 1, x) == []


def test_a_flat_point_counts_once_though_it_is_no_extremum() -> None:
    assert critical_points(x**3, x) == [0]
    assert critical_points(x**4, x) == [0]
    assert critical_points((t - 1) ** 3, t) == [1]


def test_the_exponential_minus_its_argument_has_its_minimum_at_zero() -> None:
    assert critical_points(sp.exp(x) - x, x) == [0]
    assert critical_points(sp.exp(t) - t, t) == [0]


def test_the_seeds_parabola_has_its_vertex_at_minus_one() -> None:
    f = x**2 + 2 * x + 1
    assert (derivative(f, x), critical_points(f, x)) == (2 * x + 2, [-1])


def test_irrational_coefficients_are_solved_too() -> None:
    assert critical_points(x**2 / 2 - sp.sqrt(2) * x, x) == [sp.sqrt(2)]


# --- gradient_vector and hessian -----------------------------------------------------------------

SURFACES = {
    "the seed's": x**2 + y**2 + 2 * x * y,
    "a polynomial": 3 * x**3 * y - y**2 * x + 7 * y,
    "a wave": sp.sin(x * y) + sp.exp(x - 2 * y),
    "a quotient": x / (1 + y**2),
}


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_gradient_and_hessian_are_what_finite_differences_approach(f: sp.Expr) -> None:
    value = sp.lambdify([x, y], f, "math")
    slopes = sp.lambdify([x, y], gradient_vector(f, [x, y]), "math")
    curvatures = sp.lambdify([x, y], hessian(f, [x, y]), "numpy")
    h = 1e-5
    for p, q in ((0.3, -0.7), (1.2, 0.4)):
        by_x = (value(p + h, q) - value(p - h, q)) / (2 * h)
        by_y = (value(p, q + h) - value(p, q - h)) / (2 * h)
        assert_allclose(slopes(p, q), [by_x, by_y], rtol=1e-8, atol=1e-9)
        rows = [
            (np.array(slopes(p + h, q)) - slopes(p - h, q)) / (2 * h),
            (np.array(slopes(p, q + h)) - slopes(p, q - h)) / (2 * h),
        ]
        assert_allclose(curvatures(p, q), rows, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("f", SURFACES.values(), ids=SURFACES)
def test_gradient_and_hessian_agree_with_sympys_own(f: sp.Expr) -> None:
    for symbols in ([x, y], [y, x], [y, z, x]):
        assert gradient_vector(f, symbols) == list(sp.Matrix([f]).jacobian(symbols))
        assert hessian(f, symbols) == sp.hessian(f, symbols)


def test_the_order_of_variables_is_the_order_of_the_entries() -> None:
    f = x**2 * y**3
    assert gradient_vector(f, [y, x]) == [3 * x**2 * y**2, 2 * x * y**3]
    assert hessian(f, (y, x)) == sp.Matrix([[6 * x**2 * y, 6 * x * y**2], [6 * x * y**2, 2 * y**3]])


def test_a_variable_that_does_not_occur_gives_zeros() -> None:
    assert gradient_vector(x + 2 * y, [x, z, y]) == [1, 0, 2]
    assert hessian(x + 2 * y, [x, z]) == sp.zeros(2, 2)
    assert gradient_vector(5, [x, y]) == [0, 0]


def test_other_symbols_of_a_surface_are_constants() -> None:
    assert gradient_vector(a * x * y, [x, y]) == [a * y, a * x]
    assert hessian(a * x * y, [x, y]) == sp.Matrix([[0, a], [a, 0]])


def test_the_hessian_is_symmetric_for_random_polynomials() -> None:
    rng = random.Random(5)
    for _ in range(10):
        terms = [
            rng.randint(-4, 4) * x**i * y**j * z ** rng.randint(0, 2) for i, j in ((1, 2), (3, 1))
        ]
        H = hessian(sum(terms), [x, y, z])
        assert H == H.T


# --- kind_of_point -------------------------------------------------------------------------------


def kind_by_signs_of_the_characteristic_polynomial(H: sp.Matrix) -> str:
    """Descartes' rule, exact where all roots are real: as many positive ones as changes of sign."""
    up, down = (
        sum(one * other < 0 for one, other in itertools.pairwise(c for c in row if c))
        for row in (list(map(int, M.charpoly().all_coeffs())) for M in (H, -H))
    )
    if up and down:
        return "saddle"
    if up + down < H.rows:
        return "undecided"
    return "minimum" if up else "maximum"


def test_kinds_of_random_quadratic_surfaces_follow_from_exact_signs() -> None:
    rng, seen = random.Random(8), set()
    for n in (1, 2, 3, 4):
        symbols = sp.symbols(f"x:{n}")
        for _ in range(25):
            rows = [[rng.randint(-2, 2) for _ in range(n)] for _ in range(rng.randint(1, n))]
            signs = rng.choice([(1,), (-1,), (1, -1)])
            forms = [sum(c * v for c, v in zip(row, symbols, strict=True)) for row in rows]
            f = sum((rng.choice(signs) * form**2 for form in forms), sp.S.Zero)
            point = [sp.Rational(rng.randint(-9, 9), 4) for _ in symbols]
            moved = {v: v - p for v, p in zip(symbols, point, strict=True)}
            wanted = kind_by_signs_of_the_characteristic_polynomial(sp.hessian(f, symbols))
            assert kind_of_point(f.subs(moved, simultaneous=True), symbols, point) == wanted
            seen.add(wanted)
    assert seen == {"minimum", "maximum", "saddle", "undecided"}


@pytest.mark.parametrize(
    ("f", "point", "wanted"),
    [
        (sp.cos(x) * sp.cos(y), [0, 0], "maximum"),
        (sp.cos(x) * sp.cos(y), [math.pi, 0], "minimum"),
        (sp.cos(x) * sp.cos(y), [sp.pi / 2, sp.pi / 2], "saddle"),
        (x**4 - 4 * x**2 + y**2, [sp.sqrt(2), 0], "minimum"),
        ((x**2 - y) ** 2, [1.1, 1.21], "undecided"),
        (x**4 + y**4, [0, 0], "undecided"),
    ],
    ids=str,
)
def test_kinds_of_points_of_known_surfaces_are_known(
    f: sp.Expr, point: list[Any], wanted: str
) -> None:
    assert kind_of_point(f, [x, y], point) == wanted


def test_near_a_minimum_a_surface_rises_and_at_a_saddle_it_does_both() -> None:
    f = x**4 / 4 - x**2 / 2 + y**3 - 3 * y
    value, rng = sp.lambdify([x, y], f, "math"), random.Random(9)
    steps = [(rng.gauss(0, 1e-3), rng.gauss(0, 1e-3)) for _ in range(60)]
    for p in (-1, 0, 1):
        for q in (-1, 1):
            signs = {value(p + a, q + b) > value(p, q) for a, b in steps}
            kind = {(True,): "minimum", (False,): "maximum"}.get(tuple(signs), "saddle")
            assert kind_of_point(f, [x, y], [p, q]) == kind


# --- all of them ---------------------------------------------------------------------------------


def test_the_list_of_variables_stays_as_it_was() -> None:
    variables = [y, x]
    gradient_vector(x * y, variables)
    hessian(x * y, variables)
    assert variables == [y, x]


FAULTS = {
    "text is not evaluated": (derivative, ("x**2", x), "must be a SymPy expression"),
    "nor is it in a gradient": (gradient_vector, ("x*y", [x, y]), "must be a SymPy expression"),
    "a number for a symbol": (derivative, (x**2, 2), "2 must be a SymPy symbol"),
    "text for a symbol": (critical_points, (x**2, "x"), "'x' must be a SymPy symbol"),
    "a constant": (critical_points, (sp.Integer(3), x), "each point is critical"),
    "a constant in disguise": (critical_points, ((x + 1) ** 2 - x**2 - 2 * x, x), "each point"),
    "a second symbol": (critical_points, (a * x**2, x), "no symbol but x"),
    "points without end": (critical_points, (sp.sin(x), x), "can't be listed"),
    "no variables": (gradient_vector, (x, []), "one or more distinct symbols"),
    "a variable twice": (hessian, (x, [x, x]), "one or more distinct symbols"),
    "a point that is not level": (kind_of_point, (x**2 + y, [x, y], [0, 0]), "not zero"),
    "a number too few": (kind_of_point, (x**2 + y**2, [x, y], [0]), "point must be 2 real numbers"),
    "a complex point": (kind_of_point, (x**2 + y**2, [x, y], [0, sp.I]), "2 real numbers"),
    "a symbol that is no variable": (kind_of_point, (a * x**2, [x], [0]), "no symbols but"),
    "an equation": (derivative, (sp.Eq(x, 1), x), "must be a SymPy expression"),
}


@pytest.mark.parametrize(("function", "arguments", "sentence"), FAULTS.values(), ids=FAULTS)
def test_arguments_outside_the_domain_raise_a_clear_error(
    function: Callable[..., Any], arguments: tuple[Any, ...], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        function(*arguments)


def test_plain_fractions_and_floats_count_as_expressions() -> None:
    assert derivative(Fraction(1, 2) * x, x) == sp.Rational(1, 2)
    assert derivative(0.5, x) == 0
    assert math.isclose(derivative(0.5 * x, x), 0.5)
