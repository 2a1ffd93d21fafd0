"""Assertions that teach.

They check in the order in which a person would: that something came back, then its kind, its shape,
that it is finite, and its value.

    close(got, want)                   numbers, arrays, lists of them; `mistakes` names known errors
    has_shape(got, (3, 4))             shape alone
    numbers(got)                       as an array, or say what came back instead
    parts(got, "output", "weights")    unpack a tuple, or say what came back instead
    scalars(got, "dw1", "dw2")         the same for numbers, from an array too
    same_table(got, want)              a DataFrame or Series, as a teacher would compare them
    axes(got)                          a Matplotlib Axes, or say what came back instead
    only(ax.images, "image")           the one image, or say how many there are
    unchanged(now, before, "vec1")     an argument was not changed

Each raises `Mismatch`, an AssertionError in two parts: the kind of mistake, which may be shown for
hidden tests too, and the values, which may not.

Long because it is the one module that notebooks import for their assertions.
"""

from __future__ import annotations

import inspect
import io
import re
import reprlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np

from grader.tables import Difference, difference, is_table

__all__ = [
    "Aspect",
    "Mismatch",
    "axes",
    "close",
    "has_shape",
    "numbers",
    "only",
    "parts",
    "same_table",
    "scalars",
    "short",
    "unchanged",
]

Array: TypeAlias = np.ndarray[Any, Any]

Suspects: TypeAlias = dict[str, str | None]
"""Known misconceptions: the hint of one that a result fits, None for one that it contradicts."""

LINE = 64
"""Characters of an array that is still written on one line."""

FAR = 1e-3
"""Share of its distance from the right value to which a known mistake has to be met.

So a mistake that is itself nearly right does not name every answer that is nearly right.
"""


class Aspect(StrEnum):
    """What is wrong with a result."""

    VALUE = "value"
    NOTHING = "nothing"
    """Nothing came back."""
    KIND = "kind"
    """Something else came back than numbers."""
    SHAPE = "shape"
    PARTS = "parts"
    """No tuple came back, or one of another length."""
    ARGUMENTS = "arguments"
    """The call changed an argument."""

    @property
    def structural(self) -> bool:
        """Whether it is told once, in how many tests ever it is seen."""
        return self not in (Aspect.VALUE, Aspect.ARGUMENTS)


class Mismatch(AssertionError):
    """A result that is not the expected one.

    `kind` is a sentence without values, `detail` the sentence with them. `suspects` are the known
    misconceptions that this result fits or contradicts; `mistake` names one that fits. `expected`
    is the expected value as text. `arrays` are the result and the expected array, to be drawn: as
    `drawn` says ("path"), or by their shape. `aspect` says what is wrong.
    `compared` are what was compared and what was expected, as the test gave them, and `tolerance`
    is (rtol, atol). `returned` says what was compared where that is not the value. `table` says
    how two tables differ.
    """

    def __init__(
        self,
        kind: str,
        detail: str = "",
        *,
        mistake: str = "",
        suspects: Suspects | None = None,
        expected: str = "",
        arrays: tuple[Any, Any] | None = None,
        drawn: str = "",
        aspect: Aspect = Aspect.VALUE,
        compared: tuple[Any, Any] | None = None,
        table: Difference | None = None,
        tolerance: tuple[float, float] = (1e-6, 1e-8),
        returned: str = "",
    ) -> None:
        super().__init__(detail or kind)
        self.kind = kind
        self.detail = detail
        self.suspects = suspects or ({mistake: ""} if mistake else {})
        self.aspect = aspect
        self.expected = expected
        self.arrays = arrays
        self.drawn = drawn
        self.compared = compared
        self.table = table
        self.tolerance = tolerance
        self.returned = returned

    @property
    def mistake(self) -> str:
        """The name of a misconception that fits, or an empty text."""
        return min((name for name, hint in self.suspects.items() if hint is not None), default="")

    def retold(self) -> Iterator[Mismatch]:
        """Yield this mismatch, and those that it tells in other words (`raise … from None`)."""
        error: BaseException | None = self
        while isinstance(error, Mismatch):
            yield error
            error = error.__context__


def close(
    got: Any,
    want: Any,
    *,
    rtol: float = 1e-6,
    atol: float = 1e-8,
    mistakes: Mapping[str, Any] | None = None,
    drawn: str = "",
) -> None:
    """Assert that numbers agree: `|got - want| <= atol + rtol * |want|`, entry by entry.

    Lists, integers and 0-d arrays count as arrays or floats of the same value and shape.
    `mistakes` maps the name of a misconception to the value that it leads to; it may have `hints`
    by name. A failure is drawn by the shape of the arrays; `drawn="path"` says that their rows are
    points along a path.
    """
    expected = np.asarray(want)
    array = numbers(got, expected.shape)
    same_shape = array.shape == expected.shape
    if same_shape and _agree(array, expected, rtol, atol):
        if mistakes:
            _passed.append((mistakes, expected, rtol, atol))
        return
    kind, detail = _fault(array, expected, rtol, atol)
    raise Mismatch(
        kind,
        detail,
        suspects=_compared(mistakes, array, expected, rtol, atol),
        aspect=Aspect.VALUE if same_shape else Aspect.SHAPE,
        expected=short(want),
        arrays=(array, expected),
        drawn=drawn,
        compared=(got, want),
        tolerance=(rtol, atol),
    )


def same_table(
    got: Any,
    want: Any,
    *,
    any_order: bool = False,
    rtol: float = 1e-6,
    atol: float = 1e-8,
    mistakes: Mapping[str, Any] | None = None,
) -> None:
    """Assert that a DataFrame or Series of pandas has the expected columns, rows and cells.

    Numbers agree but for rounding, whatever their types: 1 and 1.0, int64 and Int64. Missing values
    agree, whatever stands for them. The order of columns does not matter, and with `any_order` that
    of rows does not either. The index counts where the expected one does not just number the rows;
    names of the index and of a Series don't. `mistakes` maps the name of a misconception to the
    table that it leads to; it may have `hints` by name.
    """
    kind = "Series" if want.ndim == 1 else "DataFrame"
    if got is None:
        raise _nothing(f" A {kind} is expected.")
    if not is_table(got) or got.ndim != want.ndim:
        raise _wrong_kind(got, f"a {kind}")
    found = difference(got, want, rtol, atol, any_order=any_order)
    if found is None:
        return
    fitting = {
        name: is_table(known)
        and known.ndim == got.ndim
        and difference(got, known, rtol, atol, any_order=any_order) is None
        for name, known in (mistakes or {}).items()
    }
    raise Mismatch(
        found.kind,
        found.detail,
        suspects={name: _hint(mistakes, name) if fits else None for name, fits in fitting.items()},
        compared=(got, want),
        table=found,
        tolerance=(rtol, atol),
    )


def _fault(array: Array, expected: Array, rtol: float, atol: float) -> tuple[str, str]:
    """Return the kind of mistake, and a sentence with values."""
    if array.shape != expected.shape:
        said = f"The shape is {_text(array.shape)}, where {_wanted(expected.shape)} is expected."
        return "The shape is not right.", said
    if np.any(np.isnan(array) & ~np.isnan(expected)):
        return "There is a NaN in the result.", ""
    if np.any(np.isinf(array) & ~np.isinf(expected)):
        return "There is an infinity in the result.", ""
    kind = "The value is not right." if array.ndim == 0 else "The values are not right."
    return kind, _difference(array, expected, rtol, atol)


def numbers(got: Any, shape: tuple[int, ...] = ()) -> Any:
    """Return `got` as an array of numbers; raise a Mismatch that says what it is instead.

    `shape` decides whether the message asks for a number or an array. It is not checked here.
    """
    wanted = "a number" if shape == () else "an array of numbers"
    if got is None:
        raise _nothing()
    if not _may_be_numbers(got):
        raise _wrong_kind(got, wanted)
    try:
        array = np.asarray(got)
        if array.dtype.kind == "O":  # Fractions, or rows of unequal length
            if any(entry is None for entry in array.flat):
                raise Mismatch(
                    "There is a None in the result: is a `return` missing?", aspect=Aspect.KIND
                )
            array = array.astype(complex if _any_complex(array) else float)
    except Mismatch:
        raise
    except Exception:  # noqa: BLE001 - symbolic expressions without a value raise errors of their own
        raise _wrong_kind(got, wanted) from None
    if array.dtype.kind not in "biufc":
        raise _wrong_kind(got, wanted)
    return array


_NUMBERS = {bool, int, float, complex}
_NOT_NUMBERS = (str, bytes, bytearray, dict, set, frozenset)


def _may_be_numbers(value: object) -> bool:
    """Return whether a value holds no text and no other thing that is no number.

    NumPy would give each entry of a list the room of its longest text.
    """
    if isinstance(value, np.ndarray):
        if value.dtype.kind != "O":
            return value.dtype.kind in "biufc"
        value = value.ravel().tolist()
    if isinstance(value, list | tuple):
        return set(map(type, value)) <= _NUMBERS or all(map(_may_be_numbers, value))
    return not isinstance(value, _NOT_NUMBERS)


def has_shape(
    got: Any, shape: tuple[int, ...], *, mistakes: Mapping[str, Any] | None = None
) -> None:
    """Assert the shape of an array, or of nested lists.

    `mistakes` maps the name of a misconception to the shape that it leads to.
    """
    array = numbers(got, shape)
    if array.shape == shape:
        return
    raise Mismatch(
        "The shape is not right.",
        f"The shape is {_text(array.shape)}, where {_wanted(shape)} is expected.",
        suspects={
            name: _hint(mistakes, name) if value == array.shape else None
            for name, value in (mistakes or {}).items()
        },
        aspect=Aspect.SHAPE,
        expected=_shape_in_words(shape),
        compared=(got, None),
        returned=_shape_in_words(array.shape),
    )


def _shape_in_words(shape: tuple[int, ...]) -> str:
    return f"an array of shape {shape}" if shape else "a number"


def parts(got: object, *names: str) -> tuple[Any, ...]:
    """Unpack the returned tuple (or list) into as many values as there are names."""
    wanted = f"({', '.join(names)})"
    if got is None:
        raise _nothing(f" The tuple {wanted} is expected.")
    if not isinstance(got, tuple | list):
        raise Mismatch(
            f"The tuple {wanted} is expected.",
            f"{_a(got)} came back, where the tuple {wanted} is expected.",
            aspect=Aspect.PARTS,
        )
    if len(got) != len(names):
        raise Mismatch(
            f"The tuple {wanted} is expected.",
            f"{len(got)} {'value' if len(got) == 1 else 'values'} came back, where"
            f" {len(names)} are expected: {wanted}.",
            aspect=Aspect.PARTS,
        )
    return _noted(tuple(got), names)


def scalars(got: Any, *names: str) -> tuple[Any, ...]:
    """Unpack as many numbers as there are names, from a tuple, a list or an array."""
    is_row = isinstance(got, np.ndarray) and got.shape == (len(names),)
    return _noted(tuple(got), names) if is_row else parts(got, *names)


_part_names: deque[tuple[Any, str]] = deque(maxlen=32)
"""Parts that the test unpacked last, with their names."""


def _noted(found: tuple[object, ...], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Note what the parts of a result are called, for messages."""
    _part_names.extend(zip(found, names, strict=True))
    return found


def part_name(value: object) -> str:
    """Return the name of a part of a result, or "" if it is none or has several."""
    found = {name for part, name in _part_names if part is value}
    return found.pop() if len(found) == 1 else ""


def axes(got: object) -> object:
    """Return a Matplotlib Axes; raise a Mismatch that says what came back instead."""
    if got is None:
        raise _nothing(" An Axes is expected.")
    if not (hasattr(got, "get_title") and hasattr(got, "images")):
        raise _wrong_kind(got, "an Axes")
    return got


def only(items: Iterable[object], what: str) -> object:
    """Return the one item that an Axes should hold; raise a Mismatch that says how many it does."""
    found = list(items)
    if len(found) == 1:
        return found[0]
    held = f"{len(found)} {what}s" if found else f"no {what}"
    raise Mismatch(
        f"The Axes should hold exactly one {what}.",
        f"The Axes holds {held}, where exactly one is expected.",
        aspect=Aspect.KIND,
    )


def unchanged(now: object, before: object, name: str) -> None:
    """Assert that the call did not change an argument.

    A call that returns a value works on a copy of the argument; what it made of that is recorded.
    """
    now = _left_by_calls(now)
    if not _same_object(now, before):
        advice = "Work on a copy."
        if isinstance(before, np.ndarray):
            advice = "Work on a copy, or make a new array (`x = x - m`, not `x -= m`)."
        raise Mismatch(
            f"The argument `{name}` was changed by the call. {advice}",
            f"The argument `{name}` was {short(before)} before the call and is {short(now)} after"
            f" it. {advice}",
            aspect=Aspect.ARGUMENTS,
        )


_changes: deque[tuple[Any, Any]] = deque(maxlen=16)
"""Arguments that the test's last calls changed in their copies, and what they made of them."""


def note_change(ours: object, after: object) -> None:
    """Record what a call made of its copy of a test's argument."""
    _changes.append((ours, after))


_passed: deque[tuple[Mapping[str, Any], Any, float, float]] = deque(maxlen=32)
"""The test's last comparisons that held, each with its known mistakes."""


def forget_test() -> None:
    """Forget what is recorded of a test: another one begins."""
    _changes.clear()
    _part_names.clear()
    _passed.clear()


def _left_by_calls(value: object) -> object:
    """Return what calls made of a test's object, or the object itself if they left it alone."""
    for ours, after in reversed(_changes):
        found = _counterpart(value, ours, after)
        if found is not None and not _same_object(found, value):
            return found
    return value


def _counterpart(value: object, ours: object, after: object) -> object:
    """Return the part of `after` that stands where `ours` holds the object `value`, or None."""
    if ours is value:
        return after
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(ours, list | tuple) and isinstance(after, list | tuple):
        pairs = zip(ours, after, strict=False)
    elif isinstance(ours, dict) and isinstance(after, dict):
        pairs = ((item, after[key]) for key, item in ours.items() if key in after)
    found = (_counterpart(value, old, new) for old, new in pairs)
    return next((one for one in found if one is not None), None)


def _same_object(now: Any, before: Any) -> bool:
    """True if two values are equal in all their parts; NaN equals NaN."""
    if isinstance(before, list | tuple):
        return len(now) == len(before) and all(map(_same_object, now, before))
    if isinstance(before, dict):
        return now.keys() == before.keys() and all(
            _same_object(now[key], before[key]) for key in before
        )
    if type(before).__module__.split(".")[0] == "pandas":
        return type(now) is type(before) and bool(now.equals(before))
    if isinstance(before, io.StringIO | io.BytesIO):
        return type(now) is type(before) and bool(now.getvalue() == before.getvalue())
    if isinstance(before, str | bytes):
        return isinstance(now, str | bytes) and bool(now == before)
    if not (isinstance(now, np.ndarray) or _may_be_numbers(now)):
        return False
    one, other = np.asarray(now), np.asarray(before)
    numeric = {one.dtype.kind, other.dtype.kind} <= set("biufc")
    return np.array_equal(one, other, equal_nan=numeric)


def short(value: object, limit: int = 240, *, entries: int = 40, digits: int = 5) -> str:
    """Return any value as text that fits into a sentence.

    Arrays of more `entries` are abridged, and show so many `digits` after the point.
    """
    try:
        found = _text_of(value, limit, entries, digits)
        text = re.sub(r" at 0x[0-9a-fA-F]+|(?<=<)tests_of_\w+\.", "", found)
    except Exception:  # noqa: BLE001 - an integer with too many digits, say
        text = f"<{type(value).__name__}>"
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _text_of(value: Any, limit: int, entries: int, digits: int) -> str:
    if isinstance(value, np.ndarray):
        return _array_text(value, entries, digits)
    if isinstance(value, float | np.floating):
        return f"{float(value) + 0.0:.8g}"  # without the sign of a zero
    if isinstance(value, complex | np.complexfloating):
        number = complex(_without_dust(np.array([value], complex))[0]) + 0.0
        return f"{number:.8g}" if number.imag else short(number.real)
    if isinstance(value, np.generic):
        return repr(value.item())
    if type(value) in (list, tuple) and len(value) <= max(12, entries // 4):
        inner = ", ".join(short(v, limit, entries=entries, digits=digits) for v in value)
        comma = "," if len(value) == 1 else ""
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{comma})"
    if type(value) is dict and len(value) <= 12:  # in its own order
        pairs = (
            f"{short(key, limit)}: {short(item, limit, entries=entries, digits=digits)}"
            for key, item in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if inspect.isroutine(value):
        return str(value.__name__)
    if type(value) in (io.StringIO, io.BytesIO):
        return f"{type(value).__name__}({_abridged.repr(value.getvalue())})"
    return _abridged.repr(value)


_abridged = reprlib.Repr()
_abridged.maxlist = _abridged.maxtuple = _abridged.maxset = _abridged.maxdict = 12
_abridged.maxstring = _abridged.maxother = 240


def _array_text(array: Array, entries: int, digits: int) -> str:
    if array.ndim > 4:
        return f"<an array of shape {array.shape}>"
    if array.dtype.kind in "fc" and array.size:
        array = _without_dust(array)
    text = np.array2string(
        array + 0 if array.dtype.kind in "fc" else array,  # no -0.
        precision=digits,
        threshold=entries,
        edgeitems=3,
        separator=", ",
        max_line_width=88,
    )
    line = re.sub(r"(?<=\[) +| +(?=[\],])", "", " ".join(text.split()))
    return line if len(line) <= LINE else text


def _without_dust(array: Array) -> Array:
    """Remove what rounding left of numbers; return real ones if no imaginary part is left."""
    most = np.max(np.abs(array), where=np.isfinite(array), initial=0.0)
    clean = array.copy()
    if array.dtype.kind == "f":
        clean[np.abs(array) < 1e-12 * most] = 0.0
        return clean
    clean.real[np.abs(array.real) < 1e-12 * most] = 0.0
    clean.imag[np.abs(array.imag) < 1e-12 * most] = 0.0
    return clean if np.any(clean.imag) else clean.real


def _agree(got: Array, want: Array, rtol: float, atol: float) -> bool:
    if np.array_equal(got, want):  # fast path: equal to the last digit
        return True
    return bool(np.all(_near(got, want, rtol, atol)))


def _near(got: Array, want: Array, rtol: float, atol: float) -> Array:
    with np.errstate(all="ignore"):  # differences of huge numbers may overflow
        return np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)


def _compared(
    mistakes: Mapping[str, object] | None, got: Array, want: Array, rtol: float, atol: float
) -> Suspects:
    """Return the misconceptions that lead to `got`, and those that lead to something else."""
    suspects: Suspects = {}
    for name, value in (mistakes or {}).items():
        try:
            array = np.asarray(value)
        except ValueError:  # rows of unequal length
            continue
        if array.dtype.kind in "biufc":  # else it has no value here, and nothing can be said
            met = _met(got, array, want, rtol, atol)
            fits = met and not _would_have_failed(name, getattr(mistakes, "function", ""))
            suspects[name] = _hint(mistakes, name) if fits else None
    return suspects


def _would_have_failed(name: str, function: str) -> bool:
    """Return whether a function's mistake leads to another value in a comparison that held."""
    for mistakes, want, rtol, atol in _passed:
        if getattr(mistakes, "function", "") != function:
            continue
        known = np.asarray(mistakes.get(name))
        if known.dtype.kind in "biufc" and not (
            known.shape == want.shape and _agree(known, want, rtol, atol)
        ):
            return True
    return False


def _hint(mistakes: Mapping[str, object] | None, name: str) -> str:
    """Return the hint of a mistake, as `solutions.misconceptions.slips` has it."""
    return str(getattr(mistakes, "hints", {}).get(name, ""))


def _met(got: Array, known: Array, want: Array, rtol: float, atol: float) -> bool:
    """Return whether `got` is a mistake's value, and far nearer to it than that is to `want`."""
    if known.shape != got.shape or not _agree(got, known, rtol, atol):
        return False
    if known.shape != want.shape:
        return True
    with np.errstate(all="ignore"):
        return largest(got - known) <= FAR * largest(known - want)


def largest(array: Array) -> float:
    """Return the largest of the finite absolute values."""
    sizes = np.abs(array)
    return float(np.max(sizes[np.isfinite(sizes)], initial=0.0))


def _difference(got: Array, want: Array, rtol: float, atol: float) -> str:
    if got.ndim == 0:
        return f"The value is {short(got[()])}, where {short(want[()])} is expected."
    off = ~_near(got, want, rtol, atol)
    where = tuple(int(i) for i in np.unravel_index(np.argmax(off), off.shape))
    place = str(where[0]) if len(where) == 1 else str(where)
    count = int(off.sum())
    entries = "1 entry is" if count == 1 else f"{count} of {off.size} entries are"
    return (
        f"{entries} not right: the one at {place} is {short(got[where])}, where"
        f" {short(want[where])} is expected."
    )


def _nothing(more: str = "") -> Mismatch:
    return Mismatch(f"Nothing came back: is there a `return`?{more}", aspect=Aspect.NOTHING)


def _wrong_kind(got: object, wanted: str) -> Mismatch:
    return Mismatch(
        f"{wanted[0].upper()}{wanted[1:]} is expected.",
        f"{_a(got)} came back, where {wanted} is expected.",
        aspect=Aspect.KIND,
    )


def _a(value: object) -> str:
    """Return the type of a value with its article, for the start of a sentence."""
    name = getattr(value, "type_name", type(value).__name__)
    name = "Matrix" if name.endswith("DenseMatrix") else name  # as SymPy's users know it
    if name == "another object":
        return "Another object"
    if name in ("function", "generator", "method", "type"):
        return f"A {name}" if name != "type" else "A class"
    if hasattr(value, "type_name"):  # it stays with the student
        return f"{'An' if name[:1].lower() in 'aeiou' else 'A'} `{name}`"
    return f"{'An' if name[:1].lower() in 'aeiou' else 'A'} `{name}` ({short(value, 80)})"


def _text(shape: tuple[int, ...]) -> str:
    return "that of a single number" if shape == () else str(shape)


def _wanted(shape: tuple[int, ...]) -> str:
    return "a single number" if shape == () else str(shape)


def _any_complex(array: Array) -> bool:
    return any(isinstance(item, complex | np.complexfloating) for item in array.ravel())
