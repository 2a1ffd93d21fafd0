"""Grades notebooks of untrusted code: the verdict is decided where the student's code is not.

A course may import `grader.plugin` in its configuration, and `grader.lesson` and `grader.checks` in
its notebooks. All else is internal, and changes without notice.
"""

__version__ = "0.2.0"
