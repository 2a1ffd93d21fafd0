"""The command `grader`: parse arguments, call a workflow, print, exit. One module a command.

Internal.
"""
