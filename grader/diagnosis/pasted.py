"""Values of a test as Python that can be pasted into a cell of the notebook.

    np.array([3.0, 4.0])   np.log(0.1)   sp.exp(x)   np.random.default_rng(5)   lambda w: 2 * w

What an expression needs stands in lines before it: symbols, data that a function reads, how an
object of the student's was made and what was called of it, how far a generator was drawn from.
What can't be written is named, and a comment says what it is. Nothing here is evaluated; NumPy and
SymPy are `np` and `sp`, as in the notebooks.

Long because each kind of argument is written as Python in its own few lines.
"""

from __future__ import annotations

import ast
import functools
import io
import math
import re
import sys
import types
from typing import Any, Final

import numpy as np

from grader.checks import short
from grader.tables import as_text, columns_of, has_labels, is_table
from grader.testing.argument_changes import steps_between
from grader.testing.calls import CallRecord, Calls
from grader.testing.outcomes import with_article
from grader.testing.proxies import Proxy
from grader.testing.source_text import TEST_MODULE, TESTS_OF

INFERRED: Final = ("np.float64", "np.int64", "np.complex128", "bool", "str")
"""Types that NumPy gives a list of such numbers or texts by itself."""

MAX_CHARS: Final = 3000
"""Characters of a value; a longer one is only named."""

MAX_DRAWN: Final = 1 << 40
"""Steps of a generator from its seed."""

MAX_STEPS: Final = 6
"""Calls of an object's methods that are shown one by one."""

MAX_CELLS: Final = 60
"""Cells of a table that is made anew."""

PLAIN: Final = ("bool", "float64", "int64", "object", "str")
"""Types of columns that pandas makes of lists by itself."""

_SYMPY_NAME: Final = re.compile(r"\b(?:[A-Za-z]\w*(?=\()|(?:E|I|pi|oo|zoo|nan)\b)")


class _NotWritten(Exception):
    """A value that no expression makes."""


class Pasted:
    """Writes values as Python, and collects the lines that these need before them.

    `source` is the code of the test's cell. Of its functions, only expressions are shown. Objects
    of the student's are as the test's `calls` had left them before the call that is shown.
    """

    def __init__(
        self, source: str = "", calls: Calls | None = None, shown: CallRecord | None = None
    ) -> None:
        self.source = source
        self.before: list[str] = []
        self._calls, self._shown = calls, shown
        self._left_out = 0
        """Values that could only be named."""
        self._names: dict[int, str] = {}

    @property
    def runs(self) -> bool:
        """Whether all values could be written."""
        return not self._left_out

    def call(self, call: CallRecord, result: str = "") -> str:
        """Return a call as Python, whose value gets the name `result` if that is given."""
        name = call.name
        held: Any = call.owner or call.held
        if held is not None:
            name = self.text(held, _variable(held.type_name))
            name += f".{call.name.rpartition('.')[2]}" if call.owner else ""
        args = [self.text(arg) for arg in call.args]
        args += [f"{key}={self.text(value, key)}" for key, value in call.kwargs.items()]
        return f"{f'{result} = ' if result else ''}{name}({', '.join(args)})"

    def text(self, value: Any, name: str = "") -> str:
        """Return a value as Python; `name` is what it is called if it can't be written."""
        try:
            found = self._expression(value)
            if len(found) <= MAX_CHARS:
                return found
        except (_NotWritten, RecursionError):
            pass
        if is_table(value):
            return self._table(value, name)
        self._left_out += 1
        name = name or f"value_{self._left_out}"
        self._add_line(f"# {name}: {_description(value)}")
        return name

    def _table(self, value: Any, name: str) -> str:
        """Return the name of a table, which stands in lines before, and is made there if it can."""
        name = name or self._named(value, "table" if value.ndim == 2 else "series")
        shown = as_text(value).split("\n")
        self.before += [f"# {name}:", *(f"#   {line}" for line in shown)]
        try:
            self._add_line(f"{name} = {self._made(value)}")
        except _NotWritten:
            self._left_out += 1
        return name

    def _made(self, value: Any) -> str:
        """Return a small table of plain columns, whose rows are numbered, as Python."""
        kinds = {dtype.name for dtype in ([value.dtype] if value.ndim == 1 else value.dtypes)}
        if has_labels(value) or value.size > MAX_CELLS or kinds - {*PLAIN}:
            raise _NotWritten
        columns = {name: [*cells] for name, cells in columns_of(value)}
        if value.ndim == 1:
            named = "" if value.name is None else f", name={value.name!r}"
            return f"pd.Series({self._expression(columns[value.name])}{named})"
        if len(columns) < value.shape[1]:  # two of one name
            raise _NotWritten
        return f"pd.DataFrame({self._expression(columns)})"

    def _add_line(self, line: str) -> None:
        """Have a line stand before the expression, once."""
        if line not in self.before:
            self.before.append(line)

    def _expression(self, value: object) -> str:
        """Return a value as Python; raise a _NotWritten if that cannot be."""
        match value:
            case str() if self._calls and value in self._calls.files:
                return self._file(value, self._calls.files[value])
            case io.StringIO() | io.BytesIO():
                self._add_line("import io")
                return f"io.{type(value).__name__}({value.getvalue()!r})"
            case None | bool() | str() | bytes() | range():
                return repr(value)
            case np.ndarray():
                return _array(value)
            case np.generic() | int() | float() | complex():
                return _number(value.item() if isinstance(value, np.generic) else value)
            case list() | tuple() | set() | dict():
                return self._container(value)
            case np.random.Generator():
                return self._generator(value)
            case Proxy(_name=str(name)) if name:
                return name
            case Proxy():
                return self._object(value)
            case types.FunctionType():
                return self._lambda(value)
            case np.ufunc():
                return f"np.{value.__name__}"
            case _ if (sympy := sys.modules.get("sympy")) and isinstance(
                value, sympy.Basic | sympy.MatrixBase
            ):
                return self._symbolic(value)
        raise _NotWritten

    def _file(self, path: str, content: str | bytes | None) -> str:
        """Return the path of a test's file, which is gone; a line before tells what it held."""
        self._left_out += 1
        held = "" if content is None else f" that holds {short(content)}"
        self._add_line(f"# {path}: a file of the test{held}")
        return repr(path)

    def _container(self, value: Any) -> str:
        if len(value) > MAX_CHARS:
            raise _NotWritten
        items = [self._expression(item) for item in value]
        if isinstance(value, dict):
            pairs = zip(items, map(self._expression, value.values()), strict=True)
            return "{" + ", ".join(f"{key}: {item}" for key, item in pairs) + "}"
        inner = ", ".join(items)
        if isinstance(value, list):
            return f"[{inner}]"
        if isinstance(value, tuple):
            return f"({inner}{',' if len(items) == 1 else ''})"
        return f"{{{inner}}}" if items else "set()"

    def _object(self, held: Proxy) -> str:
        """Return the name of an object of the student's, with the calls in lines before."""
        if id(held) in self._names:
            return self._names[id(held)]
        known = self._calls and self._shown and self._calls.of_object(held, self._shown)
        if not known:
            raise _NotWritten
        name = self._named(held, _variable(held.type_name))
        made, *steps = known
        lines = [self.call(made, name), *map(self.call, steps)]
        if len(lines) > MAX_STEPS:
            lines[4:] = [f"# … {len(lines) - 4} calls more …"]
        self.before += lines
        return name

    def _named(self, value: object, name: str) -> str:
        """Name a value that lines before make; with a number if the name has been given."""
        same = sum(one.partition("_")[0] == name for one in self._names.values())
        return self._names.setdefault(id(value), f"{name}_{same + 1}" if same else name)

    def _generator(self, value: np.random.Generator) -> str:
        """Return a generator by its seed; how far it was drawn from stands in a line before."""
        bits: Any = value.bit_generator
        seed = bits.seed_seq.entropy
        if not isinstance(seed, int):
            raise _NotWritten
        new: Any = np.random.default_rng(seed)
        made = f"np.random.default_rng({seed})"
        if new.bit_generator.state == bits.state:
            return made
        steps = steps_between(new.bit_generator, bits)
        if steps < MAX_DRAWN and new.bit_generator.advance(steps).state == bits.state:
            name = self._named(value, "rng")
            self.before += [f"{name} = {made}", f"{name}.bit_generator.advance({steps})"]
            return name
        raise _NotWritten

    def _symbolic(self, value: Any) -> str:
        """Return one of SymPy's expressions or matrices, with its symbols in lines before."""
        import sympy

        for one in sorted(value.atoms(sympy.Symbol), key=str):
            if not one.name.isidentifier() or _SYMPY_NAME.fullmatch(one.name):
                raise _NotWritten
            self._add_line(f"{one.name} = sp.{sympy.srepr(one)}")
        text = " ".join(sympy.sstr(value, sympy_integers=True).split())
        return _SYMPY_NAME.sub(r"sp.\g<0>", re.sub(r"\bS\((\d+)\)(?!/)", r"\1", text))

    def _lambda(self, value: types.FunctionType) -> str:
        """Return a lambda of the cell's, with the data that it reads before it."""
        node = _node_of(value.__code__, self.source)
        cells = dict(zip(value.__code__.co_freevars, value.__closure__ or (), strict=True))
        for name in sorted({inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}):
            found = cells[name].cell_contents if name in cells else value.__globals__.get(name)
            if isinstance(found, types.ModuleType) or found is None:
                continue
            written = self._expression(found)
            if written != name:
                self._add_line(f"{name} = {written}")
        return " ".join(ast.unparse(node).split())


@functools.lru_cache(maxsize=64)
def _lambdas(source: str) -> list[ast.Lambda]:
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Lambda)]


def _node_of(code: types.CodeType, source: str) -> ast.Lambda:
    """Find a lambda in the cell's source, if it can be told from others."""
    if code.co_filename.startswith(TESTS_OF) and code.co_name == "<lambda>":
        places = [p for p in code.co_positions() if None not in p and p[3] != p[2]]
        found = [n for n in _lambdas(source) if any(_is_within(place, n.body) for place in places)]
        if len(found) == 1:
            return found[0]
    raise _NotWritten


def _is_within(place: tuple[object, ...], body: ast.expr) -> bool:
    line, last_line, column, last_column = place
    begin, end = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    return begin <= (line, column) and (last_line, last_column) <= end


def _variable(type_name: str) -> str:
    """Return a name for an object: `optimizer` for an AdamOptimizer."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", type_name)
    return words[-1].lower() if words else "it"


def _number(value: object) -> str:
    if isinstance(value, float) and len(repr(value)) > 12 and abs(value) < 700:
        short = float(f"{math.exp(value):.3g}")
        if short and np.log(short) == value:
            return f"np.log({short:g})"
    if isinstance(value, float) and not math.isfinite(value):
        return f"np.{value}".replace("np.-", "-np.")
    return repr(value)


def _array(value: np.ndarray[Any, Any]) -> str:
    dtype = value.dtype
    constant = value.size == 0 or (value.size > 12 and bool(np.all(value == value.flat[0])))
    if dtype.kind not in "biufcU" or (value.size * 3 > MAX_CHARS and not constant):
        raise _NotWritten
    name = {"b": "bool", "U": "str"}.get(dtype.kind, f"np.{dtype.name}")
    inferred = INFERRED[:1] if constant else INFERRED
    kind = "" if name in inferred else f", dtype={name}"
    if not constant:
        return f"np.array({_nested(value.tolist())}{kind})"
    fill = _number(value.flat[0].item()) if value.size else "0.0"
    if fill in ("0.0", "1.0", "0", "1"):
        return f"np.{'ones' if fill[0] == '1' else 'zeros'}({value.shape}{kind})"
    return f"np.full({value.shape}, {fill}{kind})"


def _nested(value: object) -> str:
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else _number(value)


def _description(value: object) -> str:
    """Say what a value is that is not written."""
    match value:
        case np.ndarray():
            return f"an array of shape {value.shape}, too long to show"
        case list() | tuple() | set() | dict():
            return f"a {type(value).__name__} of {len(value)} items"
        case Proxy():
            return f"an object of yours, {with_article(value.type_name)}"
        case np.random.Generator():
            return "a random generator"
        case _ if callable(value):
            return "a function of the test"
    ours = type(value).__module__.startswith(TEST_MODULE)
    return "an object of the test" if ours else f"a {type(value).__name__}"
