"""nbgrader's own tests, run with our engine in the place of nbgrader's."""
