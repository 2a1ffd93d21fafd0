"""Notebook files: reading, writing, and making their content safe to show. Internal."""
