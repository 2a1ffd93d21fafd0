"""Run the tests of a grade cell against a student's namespace, and say what became of them."""
