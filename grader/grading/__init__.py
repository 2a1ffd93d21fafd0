"""Grade submissions: a submission in, a verdict out; one, or many at once."""
