"""Hidden regions: what a release leaves out is what a test calls hidden."""

from __future__ import annotations

import pytest

from grader.notebooks import regions

BEGIN, END = f"    ### {regions.BEGIN_HIDDEN}", f"    ### {regions.HIDDEN.end}"


@pytest.mark.parametrize(
    ("lines", "visible", "hidden"),
    [
        (["a", "b"], "a\nb", set()),
        (["a", BEGIN, "b", "c", END, "d"], "a\nd", {3, 4}),
        ([BEGIN, "a", END, "b", BEGIN, "c", END], "b", {2, 6}),
        (["a", BEGIN, "b"], "a", {3}),
        (["a", END, "b"], "a\nb", set()),
    ],
)
def test_lines_between_the_markers_are_hidden_and_the_others_visible(
    lines: list[str], visible: str, hidden: set[int]
) -> None:
    source = "\n".join(lines)
    assert regions.visible(source) == visible
    assert regions.hidden_lines(source) == hidden
