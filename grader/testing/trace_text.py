"""The traces of misconceptions as a text in the last line of a grade cell.

run_tests(points=4, misconceptions="eNqr…")
"""

from __future__ import annotations

import ast
import base64
import binascii
import zlib

import msgspec

from grader.notebooks.runner import TRACES, without_traces
from grader.testing.traces import Known, same_traces


def written_into(source: str, known: Known) -> str:
    """Return a grade cell's source with these traces in its last line."""
    source = without_traces(source)
    if not any(any(tests.values()) for tests in known.traces.values()):
        return source
    call = _runner(source)
    if call is None:
        return source
    lines = source.split("\n")
    last = (call.end_lineno or 1) - 1
    line = lines[last].encode()
    at = (call.end_col_offset or 1) - 1
    comma = ", " if call.args or call.keywords else ""
    text = f'{comma}{TRACES}="{encoded(known)}"'
    lines[last] = (line[:at] + text.encode() + line[at:]).decode()
    return "\n".join(lines)


def read_known(source: str) -> Known:
    """Return the traces in a grade cell's source; none if there are none that can be read."""
    call = _runner(source) if TRACES in source else None
    found = next((k.value for k in call.keywords if k.arg == TRACES), None) if call else None
    if not isinstance(found, ast.Constant) or not isinstance(found.value, str):
        return Known()
    try:
        return decoded(found.value)
    except (binascii.Error, zlib.error, msgspec.DecodeError, ValueError):
        return Known()


def _runner(source: str) -> ast.Call | None:
    try:
        last = ast.parse(source).body[-1:]
    except SyntaxError:
        return None
    if last and isinstance(last[0], ast.Expr) and isinstance(last[0].value, ast.Call):
        return last[0].value
    return None


def alike(one: str, other: str) -> bool:
    """Return whether two sources are equal, but for rounding in their traces."""
    if without_traces(one) != without_traces(other):
        return False
    known, kept = read_known(one), read_known(other)
    ours, theirs = known.traces, kept.traces
    return (
        known.hints == kept.hints
        and ours.keys() == theirs.keys()
        and all(
            ours[name].keys() == theirs[name].keys() and same_traces(ours[name], theirs[name])
            for name in ours
        )
    )


def encoded(known: Known) -> str:
    """Return traces as a short text."""
    packed = zlib.compress(msgspec.json.encode(known, order="sorted"), 9)
    return base64.b64encode(packed).decode()


def decoded(text: str) -> Known:
    """Return the traces in a text of `encoded`."""
    packed = zlib.decompress(base64.b64decode(text, validate=True))
    return msgspec.json.decode(packed, type=Known)
