"""The work behind each command: grade, write feedback, hand out, collect, check, benchmark.

Internal.
"""
