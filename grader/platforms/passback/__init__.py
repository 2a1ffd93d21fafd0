"""Grades sent to a learning platform by LTI 1.3: what is sent, and how."""
