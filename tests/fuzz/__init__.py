"""Hostile bytes for the trusted side: what comes through the wire, and what is handed in.

    python -m tests.fuzz wire --minutes 10        and `notebook`; `make fuzz` runs both

`wire` and `notebook` each give seeds, a way to change an input that keeps it nearly right, and
`check`, which feeds one input to the trusted side and raises where a promise is broken. `campaign`
drives them for minutes, guided by coverage where atheris is installed; `tests/test_fuzz.py` drives
the same checks briefly.
"""
