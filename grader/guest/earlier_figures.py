"""Figures that the instructor's solution of this notebook has drawn."""

from __future__ import annotations

known: dict[str, str] | None = None
"""Their PNG in base64, by digest; None if no figure is to be digested."""
