"""The visible tests in the browser's Python and in CPython: do they say the same?

    python -m tests.in_browser                  all kept answers and all notebooks
    python -m tests.in_browser 07_fourier       those of some assignments
    python -m tests.in_browser --answers 40     so many answers, spread over all, and no notebooks

Pyodide runs under Node, one process for many answers; CPython likewise. Each answer is run in a
namespace of its own, after the cells of the notebook that it needs, and gets the visible tests as
they are released. Verdicts, names of misconceptions, hints and remarks have to be equal; what else
a card says (values, texts of errors) may differ between versions of Python and NumPy, and is
counted. Exit status 1 if anything differs, or if a notebook with the instructor's answers has less
than full marks.
"""
