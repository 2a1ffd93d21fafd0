"""The kinds of values that cross by their parts: those of Python and NumPy, then of libraries.

A type is declared once: `parts` takes a value of it apart where it is sent, and `build` makes one
of parts that came from whoever sent them. The kinds of a library (`tables`, `sympy_trees`, `axes`)
stand in a module of their own: it is not imported for a value that can't be of the library.

Long because the list of types is one.
"""

from __future__ import annotations

import builtins
import copy
import datetime as dt
import functools
import io
import re
import sys
import zoneinfo
from array import array
from collections import ChainMap, Counter, UserDict, UserList, UserString, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path, PurePath, PurePosixPath
from types import FunctionType, MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np

from grader.protocol.records import FIELDS, ZONE, Kind, NotSerializable, check_shape, the
from grader.protocol.references import FIXED, OPERATORS, adds_nothing, has_own

INTEGER_BITS: Final = 1 << 16

GENERATORS: Final = ("PCG64",)
"""Bit generators that cross: NumPy's default, of whose state it can be told whether drawing leads
there. Others stay where they are."""

MAX_NAME: Final = 80
"""Characters of a class's name that are kept."""

NAME: Final = re.compile(r"[^_].*|_[0-9]+")
"""Names of fields: they don't begin with an underscore, but for those that `namedtuple` makes of
names that are none (`rename=True`)."""

MAX_TEXT: Final = 10_000
"""Characters of a decimal number or of a path."""

# Numbers ------------------------------------------------------------------------------------


def _digits(value: int) -> str:
    if value.bit_length() > INTEGER_BITS:
        raise NotSerializable(f"an integer of more than {INTEGER_BITS} bits")
    return hex(value)


def _integer(digits: Any) -> int:
    if len(the(str, digits)) > INTEGER_BITS // 4 + 4:
        raise NotSerializable(f"an integer of more than {INTEGER_BITS} bits")
    return int(digits, 16)


def _complex(real: object, imag: object) -> complex:
    return complex(the(float, real), the(float, imag))


def _fraction(numerator: object, denominator: object) -> Fraction:
    return Fraction(_integer(numerator), _integer(denominator))


# Containers ---------------------------------------------------------------------------------


def _dict(*parts: object) -> dict[object, object]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _pairs(value: dict[Any, Any]) -> list[Any]:
    return [part for item in dict.items(value) for part in item]


FACTORIES: Final = {kind.__name__: kind for kind in (int, float, complex, str, list, dict, set)}
"""What a `defaultdict` may make of a missing key, or a function that does nothing but return one
of these, a number or a text. With another one it crosses as a dict."""


def _defaultdict_parts(value: Any) -> list[Any] | None:
    factory = value.default_factory
    made: object = getattr(factory, "__name__", "")
    if factory not in FACTORIES.values():
        if not _is_constant(factory):
            return None
        made = [factory()]
    return [made, *_pairs(value)]


def _is_constant(factory: object) -> bool:
    """Return whether a function makes the same of nothing each time, and changes nothing."""
    if not isinstance(factory, FunctionType) or factory.__closure__:
        return False
    return {*factory.__code__.co_names} <= {*FACTORIES, "defaultdict", "Counter"}


def _defaultdict(made: Any, *parts: object) -> defaultdict[object, object]:
    if type(made) is not list:
        return defaultdict(FACTORIES[the(str, made)], _dict(*parts))
    (value,) = made
    return defaultdict(lambda: copy.deepcopy(value), _dict(*parts))


def _objects(shape: Any, items: Any) -> Any:
    """Build an array of objects."""
    check_shape(tuple(the(list, shape)), len(the(list, items)))
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array.reshape(shape)


def _items(value: Any) -> list[Any]:
    """Return what a container holds, whatever a class that is derived from its type says."""
    base = next(kind for kind in (list, tuple, set, frozenset, range) if isinstance(value, kind))
    return [*base.__iter__(value)]


def _named_parts(value: object) -> list[object] | None:
    fields = getattr(value, "_fields", None)
    names = [str(name) for name in fields or ()]
    return [type(value).__name__, names, *_items(value)] if fields else None


def _named(type_name: object, fields: Any, *items: Any) -> Any:
    """Build a named tuple without `namedtuple`, which evaluates text."""
    names = [the(str, type_name)[:MAX_NAME], *(the(str, name) for name in the(list, fields))]
    if len(fields) != len(items) or len(fields) > FIELDS or len({*fields}) < len(fields):
        raise NotSerializable("a named tuple whose fields do not fit its items")
    if not all(name.isidentifier() and NAME.fullmatch(name) for name in names):
        raise NotSerializable("a named tuple with names that are none")
    return _named_class(names[0], tuple(fields))(items)


@functools.lru_cache(maxsize=256)
def _named_class(type_name: str, fields: tuple[str, ...]) -> type:
    members: dict[str, Any] = {name: _field(n, name) for n, name in enumerate(fields)}
    return type(type_name, (NamedItems,), {**members, "_fields": fields})


def _field(number: int, name: str) -> property:
    """Return the property for a field, of which NumPy's code is told nothing: it gets the items."""

    def get(items: Any) -> object:
        if is_asked_by_numpy(2):
            raise AttributeError(name)
        return items[number]

    return property(get)


def is_asked_by_numpy(depth: int) -> bool:
    """Return whether the code so many calls up from here is NumPy's."""
    asker = sys._getframe(depth).f_globals.get("__name__", "")
    return str(asker).partition(".")[0] == "numpy"


class NamedItems(tuple[Any, ...]):
    """A tuple whose items have names, too."""

    _fields: tuple[str, ...] = ()

    def _asdict(self) -> dict[str, object]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        items = ", ".join(f"{name}={item!r}" for name, item in self._asdict().items())
        return f"{type(self).__name__}({items})"


OF_ARRAYS: Final = ("shape", "ndim", "size", "dtype")
"""Attributes that NumPy believes; a value that crossed is one thing, and may not look like two."""


class ExtendedValue:
    """A number, text or tuple here, to which the student's class adds what is asked for there."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        if name == "whole" or name.startswith("_"):
            object.__setattr__(self, name, value)
        else:
            setattr(self.whole, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.whole, name)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if not isinstance(self, tuple):
            return self
        found: Any = type(self)(copy.deepcopy(tuple(self), memo))
        found.whole = self.whole
        return found

    def __getattr__(self, name: str) -> object:
        hidden = name.startswith("_") or name == "whole" or name in OF_ARRAYS
        if hidden or is_asked_by_numpy(2):
            raise AttributeError(name)
        return getattr(self.whole, name)


def extended(plain: object, whole: object, special: Iterable[str]) -> object:
    """Return a value with the attributes of an object that stays with the student.

    With its operators, too, of those named, if it has them here.
    """
    if isinstance(plain, bool) or not isinstance(plain, FIXED):
        raise NotSerializable("a value that no class adds methods to")
    kind: Any = type(plain)
    asked = OPERATORS.intersection(special)
    operators = frozenset(name for name in asked if has_own(type(whole), name))
    found = _extended_class(kind, operators)(plain)
    found.whole = whole
    return found


@functools.lru_cache(maxsize=256)
def _extended_class(kind: type, operators: frozenset[str]) -> type:
    methods = {name: _operator(kind, name) for name in operators}
    if "__eq__" in methods:
        methods["__hash__"] = kind.__hash__
    return type(kind.__name__, (ExtendedValue, kind), methods)


def _operator(kind: type, name: str) -> Callable[..., object]:
    """Return an operator that the object itself has, but with a plain value."""

    def method(self: Any, *others: object) -> Any:
        found = NotImplemented
        if all(isinstance(one, ExtendedValue) or not isinstance(one, FIXED) for one in others):
            found = getattr(type(self.whole), name)(self.whole, *others)
        return getattr(kind, name)(self, *others) if found is NotImplemented else found

    return method


# Dates, decimals, paths ---------------------------------------------------------------------


def _date(value: dt.date) -> list[object]:
    return [value.year, value.month, value.day]


def _clock(value: dt.datetime | dt.time) -> list[object]:
    clock = [value.hour, value.minute, value.second, value.microsecond]
    return [*clock, value.fold, _zone(value.tzinfo)]


def _zone(zone: dt.tzinfo | None) -> object:
    """Return a zone as nothing, a name, or its seconds from UTC."""
    match zone:
        case None:
            return None
        case dt.timezone():
            return zone.utcoffset(None).total_seconds()
        case zoneinfo.ZoneInfo(key=str(key)):
            return key
        case _:
            raise NotSerializable("a time zone that has no name")


def build_zone(zone: object) -> dt.tzinfo | None:
    """Build a zone from nothing, a name, or its seconds from UTC."""
    match zone:
        case None:
            return None
        case int() | float():
            return dt.timezone(dt.timedelta(seconds=zone))
        case str() if ZONE.fullmatch(zone):
            return zoneinfo.ZoneInfo(zone)
        case _:
            raise NotSerializable("a time zone of no known name")


def _datetime(*parts: Any) -> dt.datetime:
    *clock, fold, zone = parts
    return dt.datetime(*clock).replace(fold=fold, tzinfo=build_zone(zone))


def _time_of_day(*parts: Any) -> dt.time:
    *clock, fold, zone = parts
    return dt.time(*clock).replace(fold=fold, tzinfo=build_zone(zone))


def _short(text: object) -> str:
    found = the(str, text)
    if len(found) > MAX_TEXT:
        raise NotSerializable(f"a path or decimal number of more than {MAX_TEXT} characters")
    return found


Buffer: TypeAlias = io.StringIO | io.BytesIO


def _buffer_parts(value: Buffer) -> list[object] | None:
    return [value.getvalue()] if type(value) in (io.StringIO, io.BytesIO) else None


def _buffer(content: object) -> Buffer:
    return io.StringIO(content) if isinstance(content, str) else io.BytesIO(the(bytes, content))


# Generators of random numbers ---------------------------------------------------------------


def _generator_parts(value: np.random.Generator) -> list[object] | None:
    bits: Any = value.bit_generator
    if type(bits).__name__ not in GENERATORS:
        return None
    seed = bits.seed_seq  # the generators that it spawns depend on it
    if not isinstance(seed, np.random.SeedSequence):
        raise NotSerializable("a random generator seeded in a way that does not cross")
    origin = [seed.entropy, seed.spawn_key, seed.n_children_spawned]
    return [type(bits).__name__, bits.state, *origin]


def _generator(
    name: Any, state: object, entropy: Any, spawn_key: Any, spawned: Any
) -> np.random.Generator:
    if the(str, name) not in GENERATORS:
        raise NotSerializable("a random generator of a kind that does not cross")
    if entropy is None:
        raise NotSerializable("a random generator that was seeded with nothing")
    if not (_is_whole(entropy) and _is_whole(spawn_key)):
        raise NotSerializable("a random generator whose seed is not made of whole numbers")
    origin = np.random.SeedSequence(
        entropy, spawn_key=tuple(spawn_key), n_children_spawned=int(the(int, spawned))
    )
    bits = getattr(np.random, name)(origin)
    bits.state = state
    return np.random.Generator(bits)


def _is_whole(seed: object) -> bool:
    """Return whether a seed is an integer or a list of integers.

    NumPy would parse text too, in time that grows with the square of its length.
    """
    row = seed if isinstance(seed, list | tuple) else [seed]
    if isinstance(seed, np.ndarray):
        return seed.dtype.kind in "iu"
    return all(isinstance(number, int | np.integer) for number in row)


# Errors -------------------------------------------------------------------------------------


ERRORS: Final = {
    kind.__name__: kind
    for kind in vars(builtins).values()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    # The first ends loops, and others are made of more than a text.
    and not issubclass(kind, StopIteration | UnicodeError | BaseExceptionGroup)
}
"""Python's own classes of errors that cross, by name."""


def nearest_error(error: BaseException) -> type[Exception]:
    """Return the class of Python's own that crosses in the place of an error's class."""
    return next((one for one in type(error).__mro__ if one in ERRORS.values()), Exception)


def _error_class(name: object) -> type[Exception]:
    return ERRORS[the(str, name)]


def _error_parts(error: Exception) -> list[object] | None:
    plain = all(isinstance(part, str | int | float) for part in error.args)
    known = type(error) in ERRORS.values() and not vars(error)
    return [type(error).__name__, *error.args] if plain and known else None


def _error(name: object, *args: object) -> Exception:
    if not all(isinstance(part, str | int | float) for part in args):
        raise NotSerializable("an error with other parts than texts and numbers")
    return _error_class(name)(*args)


# All of them --------------------------------------------------------------------------------


CONTAINERS: Final[dict[str, Kind]] = {
    "list": Kind((list, range), _items, lambda *items: [*items]),
    "named": Kind(tuple, _named_parts, _named),
    "tuple": Kind(tuple, _items, lambda *items: items),
    "counter": Kind(
        Counter,
        _pairs,
        lambda *parts: Counter(_dict(*parts)),
        hashed=lambda parts: parts[::2],
    ),
    "defaultdict": Kind(
        defaultdict,
        _defaultdict_parts,
        _defaultdict,
        hashed=lambda parts: parts[1::2],
    ),
    "dict": Kind(dict, _pairs, _dict, hashed=lambda parts: parts[::2]),
    "keys": Kind(
        type({}.keys()),
        lambda value: [*value],
        lambda *parts: dict.fromkeys(parts).keys(),
        hashed=iter,
    ),
    "values": Kind(
        type({}.values()), lambda value: [*value], lambda *parts: dict(enumerate(parts)).values()
    ),
    "pairs": Kind(
        type({}.items()),
        lambda value: [part for item in value for part in item],
        lambda *parts: _dict(*parts).items(),
        hashed=lambda parts: parts[::2],
    ),
    "set": Kind(set, _items, lambda *items: {*items}, hashed=iter),
    "frozenset": Kind(frozenset, _items, lambda *items: frozenset(items), hashed=iter),
}

OTHERS: Final[dict[str, Kind]] = {
    "integer": Kind(int, lambda value: [_digits(int(value))], _integer),
    "complex": Kind(complex, lambda value: [value.real, value.imag], _complex),
    "fraction": Kind(
        Fraction, lambda value: [_digits(value.numerator), _digits(value.denominator)], _fraction
    ),
    "generator": Kind(np.random.Generator, _generator_parts, _generator),
    "datetime": Kind(dt.datetime, lambda value: [*_date(value), *_clock(value)], _datetime),
    "date": Kind(dt.date, _date, dt.date),
    "time": Kind(dt.time, _clock, _time_of_day),
    "timedelta": Kind(
        dt.timedelta, lambda value: [value.days, value.seconds, value.microseconds], dt.timedelta
    ),
    "zone": Kind((dt.timezone, zoneinfo.ZoneInfo), lambda value: [_zone(value)], build_zone),
    "decimal": Kind(
        Decimal, lambda value: [_short(str(value))], lambda text: Decimal(_short(text))
    ),
    "path": Kind(Path, lambda value: [_short(str(value))], lambda text: Path(_short(text))),
    "purepath": Kind(
        PurePath,
        lambda value: [_short(value.as_posix())],
        lambda text: PurePosixPath(_short(text)),
    ),
    "buffer": Kind((io.StringIO, io.BytesIO), _buffer_parts, _buffer),
    "errorclass": Kind(
        type, lambda kind: [kind.__name__] if kind in ERRORS.values() else None, _error_class
    ),
    "error": Kind(Exception, _error_parts, _error),
    "slice": Kind(slice, lambda value: [value.start, value.stop, value.step], slice),
    "deque": Kind(
        deque,
        lambda value: [list(value), value.maxlen],
        lambda items, longest: deque(the(list, items), longest),
    ),
}

OBJECTS: Final = Kind((), lambda array: [list(array.shape), array.ravel().tolist()], _objects)
"""An array of objects, which is known by its entries."""

PLAIN: Final = {**CONTAINERS, **OTHERS, "objects": OBJECTS}


def kinds_at_hand() -> Iterator[tuple[str, Kind]]:
    """Yield the kinds that a value may be of: the first that takes it apart is the right one.

    Kinds of a library are among them if it is imported, before others: a `pandas.Timestamp` is a
    `datetime`, too.
    """
    yield from CONTAINERS.items()
    for library in ("pandas", "sympy", "matplotlib.axes"):
        if library in sys.modules:
            yield from _of_library(library).items()
    yield from OTHERS.items()


def kind_named(name: str) -> Kind:
    """Return a kind by its name, of which its library is imported."""
    library = next((one for one in ("pandas", "sympy", "matplotlib") if name.startswith(one)), "")
    found = (_of_library(library) if library else PLAIN).get(name)
    if found is None:
        raise NotSerializable("a value of a kind that does not cross")
    return found


def _of_library(library: str) -> dict[str, Kind]:
    match library:
        case "pandas":
            from grader.protocol.tables import TABLES

            return TABLES
        case "sympy":
            from grader.protocol.sympy_trees import EXPRESSIONS

            return EXPRESSIONS
        case _:
            from grader.protocol.axes import PICTURES

            return PICTURES


# Values of libraries that cross as plain ones -----------------------------------------------


def as_plain(value: Any) -> Any:
    """Return a number of mpmath as a float or complex, an array as NumPy's, a wrapper's content.

    pandas has arrays of its own (`Series.unique()` and `pd.cut` return them). They are true if they
    are not empty, and so are most that pandas makes of `array == 1` or `abs(array - 1) < 1e-9`: a
    test would believe any such array. Any other value comes back as it is, also one of a class of
    the student's that is derived from mpmath's or from `array.array`.
    """
    if isinstance(value, UserDict | UserList | UserString) and adds_nothing(value):
        return vars(value)["data"]
    if type(value) in (MappingProxyType, ChainMap):
        return dict(value)
    if type(value) is memoryview:
        return value.tobytes() if (value.format, value.ndim) == ("B", 1) else np.array(value)
    if type(value) is array and value.typecode not in "uw":
        return np.array(value)
    if _is_array_of_pandas(value):
        return np.asarray(value)
    # A student's own module may have the name.
    context = getattr(sys.modules.get("mpmath"), "mp", None)
    if type(value) in (getattr(context, "mpf", None), getattr(context, "constant", None)):
        return float(value)
    return complex(value) if type(value) is getattr(context, "mpc", None) else value


def _is_array_of_pandas(value: object) -> bool:
    extensions: Any = getattr(sys.modules.get("pandas"), "api", None)
    kind = getattr(getattr(extensions, "extensions", None), "ExtensionArray", None)
    return isinstance(kind, type) and isinstance(value, kind)
