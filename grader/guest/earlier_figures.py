"""Figures that the notebook's own solution has drawn, which need not be drawn again."""

from __future__ import annotations

known: dict[str, str] | None = None
"""Their PNG in base64 by digest; None where nobody asks what figures are drawn from."""

read_later = False
"""Whether code may read the figures of this cell later: drawing would change them."""
