"""SymPy's expressions of a test as Python: `sp.exp(x)`, with a line that makes the symbols."""

from __future__ import annotations

import keyword
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.testing.pasted import Pasted


def is_symbolic(value: Any) -> bool:
    """Return whether a value is one of SymPy's, which is not imported to find out."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(value, sympy.Basic | sympy.MatrixBase)


def symbolic_text(value: Any, pasted: Pasted) -> str | None:
    """Return an symbolic_text or matrix as Python."""
    import sympy

    symbols = sorted(value.atoms(sympy.Symbol), key=str)
    if not all(type(one) is sympy.Symbol and _is_variable_name(one.name) for one in symbols):
        return None
    plain = [one.name for one in symbols if one == sympy.Symbol(one.name)]
    if plain:
        pasted.need(f'{", ".join(plain)} = sp.symbols("{" ".join(plain)}")')
    for one in symbols:
        if one.name not in plain:
            pasted.need(f"{one.name} = sp.{sympy.srepr(one)}")
    return str(_printer().doprint(value))


def _is_variable_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def _printer() -> Any:
    """Make a printer of SymPy's whose functions and constants are those of `sp`."""
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):  # type: ignore[misc]
        def _print_Function(self, expr: Any) -> str:
            return f"sp.{type(expr).__name__}({self.stringify(expr.args, ', ')})"

        def _print_Rational(self, expr: Any) -> str:
            return f"sp.Rational({expr.p}, {expr.q})"

        def _print_Pow(self, expr: Any, rational: bool = False) -> str:
            return str(super()._print_Pow(expr, rational=True))

        def _print_NumberSymbol(self, expr: Any) -> str:
            return f"sp.{expr}"

        def _print_MatrixBase(self, expr: Any) -> str:
            rows = (f"[{self.stringify(row, ', ')}]" for row in expr.tolist())
            return f"sp.Matrix([{', '.join(rows)}])"

    for name in ("Exp1", "Pi", "ImaginaryUnit"):
        setattr(Printer, f"_print_{name}", Printer._print_NumberSymbol)
    Printer._print_Half = Printer._print_Rational
    return Printer()
