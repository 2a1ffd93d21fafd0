"""Keeps pandas from evaluating more than conditions and arithmetic in a student's strings.

`people.query(got)`, `people.eval(got)` and `pd.eval(got)` take a text that may also name what
stands in the test and its modules, and call it: `@pd.io.common.os.system("…")`. So names stand
for columns and data here, local ones (`@limit`) not for tables and arrays, among which may be the
right answer, and of attributes those below are taken, which compute. In the student's
own process pandas is unchanged.
"""

from __future__ import annotations

import types
from typing import Any, Final

ATTRIBUTES: Final = frozenset(
    {
        *("str", "dt", "cat", "size", "shape", "index", "values", "codes", "categories"),
        *("year", "month", "day", "hour", "minute", "second", "date", "weekday", "dayofweek"),
        *("dayofyear", "quarter", "days", "seconds", "normalize", "total_seconds"),
        *("isin", "isna", "isnull", "notna", "notnull", "between", "duplicated", "fillna"),
        *("abs", "round", "clip", "mean", "median", "sum", "prod", "min", "max", "std", "var"),
        *("any", "all", "count", "nunique", "unique", "mode", "quantile", "rank", "idxmin"),
        *("idxmax", "diff", "shift", "cumsum", "cumprod", "cummax", "cummin", "astype"),
        *("contains", "startswith", "endswith", "match", "fullmatch", "len", "lower", "upper"),
        *("title", "capitalize", "strip", "lstrip", "rstrip", "replace", "slice", "get", "find"),
        *("isalpha", "isdigit", "isnumeric", "isalnum", "islower", "isupper", "isspace"),
        *("add", "sub", "mul", "div", "floordiv", "mod", "pow", "eq", "ne", "lt", "le", "gt", "ge"),
    }
)
"""Attributes and methods of columns that a condition may use."""

NO_DATA: Final = (
    types.ModuleType,
    types.FunctionType,
    types.MethodType,
    types.BuiltinFunctionType,
    type,
)
REFUSED: Final = "a text that is no condition on data: it uses {!r}"


def of_columns_alone(expr: Any) -> None:
    """Patch the visitor of expressions to take attributes that compute."""
    visit = expr.BaseExprVisitor.visit_Attribute
    if visit.__module__ == __name__:
        return

    def visit_Attribute(visitor: Any, node: Any, **options: Any) -> Any:
        if node.attr not in ATTRIBUTES:
            raise SyntaxError(REFUSED.format(node.attr))
        return visit(visitor, node, **options)

    expr.BaseExprVisitor.visit_Attribute = visit_Attribute


def of_data_alone(scope: Any) -> None:
    """Patch the scope of expressions to resolve names of data."""
    resolve = scope.Scope.resolve
    if resolve.__module__ == __name__:
        return

    def resolve_data(self: Any, key: str, is_local: bool) -> Any:
        found = resolve(self, key, is_local)
        if (
            (isinstance(found, NO_DATA) or (is_local and hasattr(found, "__array__")))
            and key not in self.temps
            and key not in scope.DEFAULT_GLOBALS
        ):
            raise SyntaxError(REFUSED.format(key))
        return found

    scope.Scope.resolve = resolve_data
