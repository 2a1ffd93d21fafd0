"""Values differentiate as SymPy, central differences and the rules of calculus do."""

import math
import operator
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from solutions.autograd import Value
from solutions.finite_differences import numerical_gradient

STEADY = settings(derandomize=True, deadline=None, max_examples=100, database=None)

numbers = st.floats(-3, 3).filter(lambda x: abs(x) > 0.1)


def slopes(result: Value, *values: Value) -> list[float]:
    result.backward()
    return [value.grad for value in values]


OPERATIONS = [operator.add, operator.sub, operator.mul, operator.truediv]


@STEADY
@given(numbers, numbers, st.sampled_from(OPERATIONS))
def test_operations_of_two_are_those_of_numbers_with_slopes_of_differences(
    a: float, b: float, operation: Callable[..., Any]
) -> None:
    left, right = Value(a), Value(b)
    result = operation(left, right)
    assert result.data == operation(a, b)
    wanted = numerical_gradient(lambda x: operation(x[0], x[1]), [a, b])
    assert_allclose(slopes(result, left, right), wanted, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("number", [3, -2.5, np.float64(1.5), np.int64(2), np.float32(0.5), True])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_numbers_stand_on_either_side(operation: Callable[..., Any], number: Any) -> None:
    a = Value(0.7)
    assert operation(a, number).data == pytest.approx(operation(0.7, float(number)))
    assert isinstance(operation(number, a), Value)
    assert operation(number, a).data == pytest.approx(operation(float(number), 0.7))
    wanted = numerical_gradient(lambda x: operation(float(number), x), 0.7)
    assert slopes(operation(number, a), a)[0] == pytest.approx(wanted)


METHODS = {
    "exp": (sp.exp, [-2.0, 0.0, 1.3]),
    "log": (sp.log, [0.01, 1.0, 40.0]),
    "tanh": (sp.tanh, [-20.0, -1.0, 0.0, 0.5, 20.0]),
    "relu": (lambda x: sp.Max(0, x), [-1.0, 2.0]),
}


@pytest.mark.parametrize("name", METHODS)
def test_methods_are_those_of_sympy_and_so_are_their_slopes(name: str) -> None:
    function, points = METHODS[name]
    x = sp.symbols("x", real=True)
    for point in points:
        exact = {x: sp.Rational(point)}
        value = Value(point)
        result = getattr(value, name)()
        assert_allclose(result.data, float(function(x).subs(exact)), rtol=1e-13)
        wanted = float(function(x).diff(x).subs(exact).evalf(30))
        assert_allclose(slopes(result, value), [wanted], rtol=1e-12)


@pytest.mark.parametrize("exponent", [2, -1, 0.5, -1.5, 3.0, 1, Fraction(1, 2), np.float64(2.5)])
def test_powers_have_the_slope_of_the_rule(exponent: Any) -> None:
    value = Value(1.7)
    result = value**exponent
    n = float(exponent)
    assert_allclose(result.data, 1.7**n)
    assert_allclose(slopes(result, value), [n * 1.7 ** (n - 1)])


def test_powers_of_what_is_not_positive() -> None:
    for base, exponent, wanted, slope in (
        (-2.0, 3, -8.0, 12.0),
        (-2.0, -2.0, 0.25, 0.25),
        (0.0, 2, 0.0, 0.0),
        (0.0, 1, 0.0, 1.0),
        (0.0, 0.5, 0.0, math.inf),
        (5.0, 0, 1.0, 0.0),
    ):
        value = Value(base)
        result = value**exponent
        assert (result.data, slopes(result, value)) == (wanted, [slope])


def test_tanh_is_flat_far_out_and_keeps_its_digits_before() -> None:
    for data in (1000, -1000):
        value = Value(data)
        result = value.tanh()
        assert (result.data, slopes(result, value)) == (math.copysign(1, data), [0.0])
    assert slopes((a := Value(25.0)).tanh(), a)[0] == pytest.approx(
        1 / math.cosh(25) ** 2, rel=1e-9
    )


def test_unary_minus_and_sums_by_python() -> None:
    a, b = Value(2), Value(-3)
    total = sum([-a, b, a * b])
    assert isinstance(total, Value)
    assert total.data == -11.0
    assert slopes(total, a, b) == [-1.0 - 3.0, 1.0 + 2.0]


def test_a_new_value_has_a_float_and_no_gradient() -> None:
    for data in (3, 3.0, np.float64(3), np.array(3)):
        value = Value(data)
        assert (type(value.data), value.data, value.grad) == (float, 3.0, 0.0)
    assert repr(Value(3)) == "Value(data=3.0, grad=0.0)"


@STEADY
@given(numbers, numbers)
def test_a_value_that_is_used_several_times_gets_the_sum(a: float, b: float) -> None:
    def f(x: Any, y: Any) -> Any:
        z = x * y + x
        return z * z / (x * x + 1) - z - y

    x, y = Value(a), Value(b)
    wanted = numerical_gradient(lambda p: f(p[0], p[1]), [a, b])
    assert_allclose(slopes(f(x, y), x, y), wanted, rtol=1e-5, atol=1e-6)


def test_the_result_and_inner_values_get_their_gradients_too() -> None:
    a = Value(3.0)
    inner = a * a
    result = inner * 2 + a
    assert slopes(result, result, inner, a) == [1.0, 2.0, 13.0]


def test_a_second_call_adds_the_same_again_and_no_more() -> None:
    a = Value(3.0)
    inner = a * a
    result = inner * inner
    first = slopes(result, result, inner, a)
    assert slopes(result, result, inner, a) == [2 * slope for slope in first]
    assert first == [1.0, 18.0, 108.0]


def test_two_results_that_share_values_add_their_derivatives() -> None:
    a = Value(2.0)
    inner = a * a
    one, other = inner * 3, inner + a
    one.backward()
    other.backward()
    assert (inner.grad, a.grad) == (3.0 + 1.0, 12.0 + 5.0)


def test_a_gradient_set_to_zero_begins_anew_and_data_may_be_changed() -> None:
    a = Value(2.0)
    result = a * a
    a.data = 10.0
    assert slopes(result, a) == [4.0]  # the slope is that of the number it was computed with
    a.grad = 0.0
    assert slopes(a * a, a) == [20.0]


def test_long_chains_need_no_recursion_and_no_time() -> None:
    limit = sys.getrecursionlimit()
    a = Value(1.0)
    result = a
    for _ in range(20_000):
        result = result + 1e-4
    assert slopes(result, a) == [1.0]
    assert sys.getrecursionlimit() == limit


def test_chains_whose_steps_use_their_value_twice_are_walked_once() -> None:
    """There are 2⁵⁰⁰⁰ paths."""
    a = Value(1.0)
    result = a
    for _ in range(5000):
        result = (result + result) * 0.5
    assert slopes(result, a) == [1.0]
    result = a
    for _ in range(5000):
        result = result - result * 1e-3
    assert result.data == pytest.approx(0.999**5000)


def test_gradient_descent_on_values_finds_the_line_of_least_squares() -> None:
    xs, ys = [0.0, 1.0, 2.0, 3.0], [1.0, 3.1, 4.9, 7.0]
    w, b = Value(0.0), Value(0.0)
    for _ in range(500):
        w.grad = b.grad = 0.0
        loss = sum((w * x + b - y) ** 2 for x, y in zip(xs, ys, strict=True))
        assert isinstance(loss, Value)
        loss.backward()
        w.data, b.data = w.data - 0.05 * w.grad, b.data - 0.05 * b.grad
    assert_allclose([w.data, b.data], np.polyfit(xs, ys, 1), rtol=1e-6)


def test_what_is_no_real_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a real number"):
        Value(-2.0) ** 0.5
    for data in (0, -1.0):
        with pytest.raises(ValueError, match="logarithm"):
            Value(data).log()
    with pytest.raises(ZeroDivisionError):
        Value(1) / 0
    with pytest.raises(ZeroDivisionError):
        Value(0) ** -1
    with pytest.raises(OverflowError):
        Value(1000).exp()


@pytest.mark.parametrize("other", ["1", None, [1], np.ones(2), 1j])
@pytest.mark.parametrize("operation", [*OPERATIONS, operator.pow])
def test_operands_that_are_no_numbers_are_refused(
    operation: Callable[..., Any], other: Any
) -> None:
    with pytest.raises(TypeError):
        operation(Value(1.0), other)
    with pytest.raises(TypeError):
        operation(other, Value(1.0))


def test_a_value_is_no_exponent() -> None:
    bases: list[Any] = [2.0, Value(2.0)]
    for base in bases:
        with pytest.raises(TypeError):
            base ** Value(2.0)
