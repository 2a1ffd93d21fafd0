"""Grades notebooks of untrusted code: the verdict is decided where the student's code is not."""

__version__ = "0.2.0"
