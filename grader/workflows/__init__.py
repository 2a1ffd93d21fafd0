"""The work behind each command: generate, hand out, grade, write feedback.

Internal.
"""
