"""Toward a hundred thousand students: what a submission costs is measured on this machine, and the
hours before a deadline are simulated with it. `make scale` runs it; docs/scale.md tells what it
means.

    class_     a real small class, graded: CPU time and bytes of a submission
    gradebook  verdicts into gradebooks that grow, in SQLite and in PostgreSQL
    simulate   a deadline: submissions, workers, one writer
    figure     how long was waited, drawn
"""
