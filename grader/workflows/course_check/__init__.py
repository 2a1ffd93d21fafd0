"""Check a course: its form, its kept answers, and mutants of its solutions."""
