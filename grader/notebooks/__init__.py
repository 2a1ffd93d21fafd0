"""Notebooks as files, and what of them is safe to show."""
