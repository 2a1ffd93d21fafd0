"""An assignment's autograder for Gradescope: packed here, run in Gradescope's container."""
