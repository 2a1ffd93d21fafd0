"""Errors in words: what NumPy's and Python's messages mean, and what the sandbox refuses.

A message that says itself what is wrong, such as `division by zero`, has no other words.

The texts come from the student's process: of what they hold, only whole numbers and shapes are
repeated.
"""

from __future__ import annotations

import re
from typing import Final

from grader.testing.namespace import StudentRaised

MAX_CHARS: Final = 500
"""Characters of a text that are looked at."""

UNKNOWN_NAME: Final = (
    "Is it imported or defined in a cell of your own? Grading restores the locked cells, such as"
    " one that sets up the notebook."
)

_SHAPE: Final = re.compile(r"\((\d[\d, ]{0,60})\)")
_BROADCAST: Final = re.compile(r"could not be broadcast together with shapes (\(.*?\)) (\(.*?\))")
_SHAPES: Final = r"(\([\d, ]{1,60}\))"

_WORDS: Final = {
    r"matmul: Input operand 1 has a mismatch .{0,200}\(size (\d{1,9}) is different from (\d+)": (
        "In `A @ B`, the last axis of A has length {1}, and the last but one of B (of a vector, its"
        " only one) {0}; they must be equal. Print both shapes: is one to be transposed, or are"
        " they exchanged?"
    ),
    rf"shapes {_SHAPES} and {_SHAPES} not aligned: (\d{{1,9}}) .{{0,20}}!= (\d{{1,9}})": (
        "In the product of shapes {0} and {1}, length {2} meets {3}; they must be equal. Is one to"
        " be transposed, or are they exchanged?"
    ),
    rf"could not broadcast input array from shape {_SHAPES} into shape {_SHAPES}": (
        "An array of shape {0} does not fit into a place of {1}."
    ),
    r"truth value of an array with more than one element is ambiguous": (
        "Something that compares single numbers (`if`, `and`, `while`, Python's `max`) was given an"
        " array: `np.where` and `np.maximum` decide entry by entry."
    ),
    r"only (?:length-1|size-1|0-dimensional) arrays can be converted": (
        "Something for a single number (`float`, a function of `math`) was given an array: NumPy's"
        " functions take both."
    ),
    r"unsupported operand type\(s\) for \^=?:|ufunc 'bitwise_xor' not supported": (
        "In Python `^` compares bits: a power is written `**`."
    ),
    r"inhomogeneous shape after": "An array was made of rows that are not equally long.",
    r"Cannot cast ufunc '\w{1,20}' output from dtype\('(?:float|complex)\d+'\) to dtype\('u?int": (
        "The array holds whole numbers, and `/=` and its like cannot put fractions into it: make a"
        " new array (`x = x / n`), or one of floats first (`x.astype(float)`)."
    ),
    r"'(?:numpy\.)?(?:float|int)\d*' (?:has no len\(\)|object is not (?:iterable|subscriptable))"
    r"|invalid index to scalar variable": (
        "A single number stands where a list or an array is needed. Is the function called with"
        " numbers, too? NumPy's functions (`np.exp`, `np.abs`) take both."
    ),
    r"NoneType' object is not|NoneType object$|type\(s\) for .*'NoneType'": (
        "Something is `None`: does a function that you call end without a `return`?"
    ),
    r"math range error|Numerical result out of range": (
        "The result is too large for a float, as `math.exp` is from about 710 on: is there an equal"
        " form with smaller numbers?"
    ),
    r"math domain error|expected a (?:positive|nonnegative) input": (
        "A function of `math` has no value there: `log` takes only positive numbers, `sqrt` none"
        " below 0, `acos` and `asin` those from -1 to 1, which rounding may leave."
    ),
    r"setting an array element with a sequence": (
        "A list or an array was put into the place of a single number."
    ),
    r"Integers to negative integer powers are not allowed": (
        "NumPy wants floats for a negative power: `2.0 ** -n`, or `x.astype(float)`."
    ),
}
"""What a message means. `{0}`, `{1}`, … are the whole numbers and shapes in it."""


def error_in_words(kind: str, text: str) -> str:
    """Return a sentence that explains an error of a class with this name and text, or ""."""
    if kind == "NameError":
        return UNKNOWN_NAME
    text = _SHAPE.sub(lambda found: str(_shape(found[1])), text[:MAX_CHARS])
    if found := _BROADCAST.search(text):
        return _broadcast(_shape(found[1]), _shape(found[2]))
    for pattern, words in _WORDS.items():
        if found := re.search(pattern, text):
            return words.format(*found.groups())
    return ""


def _shape(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d{1,12}", text))


def _broadcast(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Say which lengths do not fit, and what shape `keepdims` would have given, if that does."""
    text = f"Arrays of shapes {one} and {other} meet entry by entry, and do not fit"
    lengths = [
        f": from the right, an axis of length {a} meets one of {b}"
        for a, b in zip(reversed(one), reversed(other), strict=False)
        if a != b and 1 not in (a, b)
    ]
    text += f"{lengths[0] if lengths else ''}."
    longer, shorter = sorted((one, other), key=len, reverse=True)
    for axis in range(len(longer)):
        if longer[:axis] + longer[axis + 1 :] == shorter:
            kept = (*longer[:axis], 1, *longer[axis + 1 :])
            text += f" After a sum or mean along an axis, `keepdims=True` gives {kept}, which fits."
            break
    return text


# What the sandbox refuses -------------------------------------------------------------------

SANDBOX: Final = (
    "Notebooks are graded in a sandbox: it has no network, not even to itself; it shows the"
    " notebook's own folder, and nothing else of the machine; and it refuses what pools, queues and"
    " locks of `multiprocessing` need (threads work: `concurrent.futures.ThreadPoolExecutor`)."
)

_NOT_THERE: Final = re.compile(
    r"name resolution|Name or service not known|getaddrinfo failed|Network is unreachable"
    r"|\[Errno (?:1|2|13)\][^']*'(?:/|\.\./)"
)
_NOT_PERMITTED: Final = re.compile(r"\[Errno (1|13)\]")


def sandbox_refusal(error: str, text: str, traceback: str) -> str:
    """Return what the sandbox has to do with an exception, or the empty string.

    `error` is the name of its class, `text` its message.
    """
    denied = _NOT_PERMITTED.search(text) and re.search("multiprocessing|socket", traceback)
    return SANDBOX if error == "gaierror" or denied or _NOT_THERE.search(text) else ""


# All of it ----------------------------------------------------------------------------------


def explained(message: str, error: StudentRaised) -> str:
    """Return the message about an exception with all that explains it."""
    if refusal := sandbox_refusal(error.name, error.text, error.traceback):
        message += f"\n{refusal}"
    if words := error_in_words(error.kind, error.text):
        message += f"{'' if message.endswith('.') else '.'} {words}"
    return message
