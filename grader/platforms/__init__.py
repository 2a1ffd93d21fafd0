"""Other systems: downloads come in, grades go out, by file or by LTI, and Gradescope. Internal."""
