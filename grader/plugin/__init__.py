"""The only part of the package that imports nbgrader: its extension points, and its gradebook.

`nbgrader_config.py` names the classes below in nbgrader's lists.
"""

import sys
from typing import Any

# nbformat's validator would check addresses in other alphabets with it, and no notebook has one; to
# import it compiles a grammar, which takes half of a command's start.
_modules: dict[str, Any] = sys.modules
_modules.setdefault("rfc3987_syntax", None)

from grader.plugin.converters import Autograde, take_over  # noqa: E402
from grader.plugin.course import Course  # noqa: E402
from grader.plugin.steps import Canonical, Execute, Feedback, SaveAutoGrades  # noqa: E402

__all__ = [
    "Autograde",
    "Canonical",
    "Course",
    "Execute",
    "Feedback",
    "SaveAutoGrades",
    "take_over",
]
