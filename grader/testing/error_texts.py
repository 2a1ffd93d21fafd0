"""Common errors in words: of shapes that meet in NumPy, of numbers taken for arrays, and others.

The texts come from the student's process: of what they hold, only whole numbers are repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

MOST_CHARS: Final = 500
"""Characters of a text that are looked at."""

Shape = tuple[int, ...]

_SHAPE: Final = r"\(([\d, ]{0,60})\)"
_BROADCAST: Final = re.compile(
    rf"operands could not be broadcast together with shapes {_SHAPE} {_SHAPE}"
)
_MATMUL: Final = re.compile(
    r"matmul: Input operand 1 has a mismatch .{0,200}\(size (\d{1,9}) is different from (\d{1,9})\)"
)
_ALIGNED: Final = re.compile(
    rf"shapes {_SHAPE} and {_SHAPE} not aligned: (\d{{1,9}}) .{{0,20}}!= (\d{{1,9}})"
)
_INTO: Final = re.compile(
    rf"could not broadcast input array from shape {_SHAPE} into shape {_SHAPE}"
)
_RESHAPE: Final = re.compile(rf"cannot reshape array of size (\d{{1,12}}) into shape {_SHAPE}")
_AXIS: Final = re.compile(r"axis (-?\d{1,3}) is out of bounds for array of dimension (\d{1,2})")
_TRUTH: Final = re.compile(r"truth value of an array with more than one element is ambiguous")
_SCALAR: Final = re.compile(r"only (?:length-1|size-1|0-dimensional) arrays can be converted")
_CARET: Final = re.compile(
    r"unsupported operand type\(s\) for \^=?:|ufunc 'bitwise_xor' not supported"
)
_RAGGED: Final = re.compile(r"inhomogeneous shape after")
_CAST: Final = re.compile(
    r"Cannot cast ufunc '\w{1,20}' output from dtype\('(?:float|complex)\d+'\)"
    r" to dtype\('u?int\d+'\)"
)
_INDEX: Final = re.compile(
    r"index -?\d{1,12} is out of bounds for axis (\d{1,3}) with size (\d{1,12})"
)
_NO_ARRAY: Final = re.compile(
    r"'(?:numpy\.)?(?:float|int)\d*' (?:has no len\(\)|object is not (?:iterable|subscriptable))"
    r"|invalid index to scalar variable"
)
_NOTHING: Final = re.compile(r"NoneType' object is not|NoneType object$|type\(s\) for .*'NoneType'")
_UNPACKED: Final = re.compile(r"(?:too many|not enough) values to unpack \(expected (\d{1,9})")
_TOO_LARGE: Final = re.compile(r"math range error|Numerical result out of range")
_DOMAIN: Final = re.compile(r"math domain error|expected a (?:positive|nonnegative) input")
_UNDERFLOW: Final = re.compile(r"underflow encountered")
_SEQUENCE: Final = re.compile(r"setting an array element with a sequence")
_POWER: Final = re.compile(r"Integers to negative integer powers are not allowed")
_LIST_INDEX: Final = re.compile(r"(?:list|tuple|string) index out of range")
_EMPTY: Final = re.compile(
    r"(?:max|min)\(\) (?:arg is an empty sequence|iterable argument is empty)"
)
_ZERO: Final = re.compile(r"division (?:or modulo )?by zero|float modulo")
_SQUARE: Final = re.compile(r"Last 2 dimensions of the array must be square")


UNKNOWN_NAME: Final = (
    "Is it imported or defined in a cell of your own? Grading restores the locked cells, such as"
    " one that sets up the notebook."
)


def error_in_words(kind: str, text: str) -> str:
    """Return a sentence that explains an error of a class with this name and text, or ""."""
    if kind == "NameError":
        return UNKNOWN_NAME
    text = text[:MOST_CHARS]
    for pattern, words in _WORDS:
        if found := pattern.search(text):
            return words(found)
    return ""


def _shape(text: str) -> Shape:
    return tuple(int(number) for number in re.findall(r"\d{1,12}", text))


def _broadcast(found: re.Match[str]) -> str:
    one, other = _shape(found[1]), _shape(found[2])
    lengths = next(
        (
            (a, b)
            for a, b in zip(reversed(one), reversed(other), strict=False)
            if a != b and 1 not in (a, b)
        ),
        None,
    )
    said = f"Arrays of shapes {one} and {other} meet entry by entry, and do not fit"
    if lengths is None:
        return f"{said}."
    said = f"{said}: from the right, an axis of length {lengths[0]} meets one of {lengths[1]}."
    longer, shorter = sorted((one, other), key=len, reverse=True)
    kept = _with_axis_kept(longer, shorter)
    if kept:
        said += f" After a sum or mean along an axis, `keepdims=True` gives {kept}, which fits."
    return said


def _with_axis_kept(longer: Shape, shorter: Shape) -> Shape | None:
    """Return the shape that `keepdims` would have given, if one axis was summed over."""
    for axis in range(len(longer)):
        if longer[:axis] + longer[axis + 1 :] == shorter:
            return (*longer[:axis], 1, *longer[axis + 1 :])
    return None


def _matmul(found: re.Match[str]) -> str:
    return (
        f"In `A @ B`, the last axis of A has length {found[2]}, and the last but one of B (of a"
        f" vector, its only one) {found[1]}; they must be equal. Print both shapes: is one to be"
        " transposed, or are they exchanged?"
    )


def _aligned(found: re.Match[str]) -> str:
    one, other = _shape(found[1]), _shape(found[2])
    return (
        f"In the product of shapes {one} and {other}, length {found[3]} meets {found[4]}; they must"
        " be equal. Is one to be transposed, or are they exchanged?"
    )


def _into(found: re.Match[str]) -> str:
    return f"An array of shape {_shape(found[1])} does not fit into a place of {_shape(found[2])}."


def _reshape(found: re.Match[str]) -> str:
    return f"{found[1]} numbers do not fill an array of shape {_shape(found[2])}."


def _axis(found: re.Match[str]) -> str:
    number = int(found[2])
    axes = "axis" if number == 1 else "axes"
    return f"The array has {number} {axes}, counted from 0, so there is no axis {found[1]}."


def _index_too_large(found: re.Match[str]) -> str:
    size = int(found[2])
    if not size:
        return f"Axis {found[1]} has no entries here."
    return f"Axis {found[1]} has length {size}, so its indices end at {size - 1}."


_WORDS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (_BROADCAST, _broadcast),
    (_MATMUL, _matmul),
    (_ALIGNED, _aligned),
    (_INTO, _into),
    (_RESHAPE, _reshape),
    (_AXIS, _axis),
    (
        _TRUTH,
        lambda _: (
            "Something that compares single numbers (`if`, `and`, `while`, Python's `max`) was"
            " given an array: `np.where` and `np.maximum` decide entry by entry."
        ),
    ),
    (
        _SCALAR,
        lambda _: (
            "Something for a single number (`float`, a function of `math`) was given an"
            " array: NumPy's functions take both."
        ),
    ),
    (_CARET, lambda _: "In Python `^` compares bits: a power is written `**`."),
    (_RAGGED, lambda _: "An array was made of rows that are not equally long."),
    (
        _CAST,
        lambda _: (
            "The array holds whole numbers, and `/=` and its like cannot put fractions into it:"
            " make a new array (`x = x / n`), or one of floats first (`x.astype(float)`)."
        ),
    ),
    (_INDEX, _index_too_large),
    (
        _NO_ARRAY,
        lambda _: (
            "A single number stands where a list or an array is needed. Is the function called with"
            " numbers, too? NumPy's functions (`np.exp`, `np.abs`) take both."
        ),
    ),
    (
        _NOTHING,
        lambda _: "Something is `None`: does a function that you call end without a `return`?",
    ),
    (
        _UNPACKED,
        lambda found: f"There are {found[1]} names to unpack values into, and not as many values.",
    ),
    (
        _TOO_LARGE,
        lambda _: (
            "The result is too large for a float, as `math.exp` is from about 710 on: is there an"
            " equal form with smaller numbers?"
        ),
    ),
    (
        _DOMAIN,
        lambda _: (
            "A function of `math` has no value there: `log` takes only positive numbers, `sqrt`"
            " none below 0, `acos` and `asin` those from -1 to 1, which rounding may leave."
        ),
    ),
    (
        _UNDERFLOW,
        lambda _: (
            "NumPy makes 0 of a value that is too small for a float. Did `np.seterr` or"
            " `np.errstate` tell it to raise an error instead?"
        ),
    ),
    (_SEQUENCE, lambda _: "A list or an array was put into the place of a single number."),
    (
        _POWER,
        lambda _: "NumPy wants floats for a negative power: `2.0 ** -n`, or `x.astype(float)`.",
    ),
    (
        _LIST_INDEX,
        lambda _: "Indices start at 0, so the last one is the length minus 1.",
    ),
    (_EMPTY, lambda _: "There is nothing of which the largest or smallest could be taken."),
    (_ZERO, lambda _: "Which of your divisors can be 0 for this input?"),
    (_SQUARE, lambda _: "This function of `np.linalg` takes square matrices only."),
)
