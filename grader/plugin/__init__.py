"""The only part of the package that imports nbgrader: its extension points, and its gradebook.

`nbgrader_config.py` names the classes below in nbgrader's lists.
"""

from grader.plugin.converters import Autograde, take_over
from grader.plugin.course import Course
from grader.plugin.steps import Canonical, Execute, Feedback, SaveAutoGrades

__all__ = [
    "Autograde",
    "Canonical",
    "Course",
    "Execute",
    "Feedback",
    "SaveAutoGrades",
    "take_over",
]
