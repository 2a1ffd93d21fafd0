"""UNTRUSTED: all that runs within the sandbox, in the host and in the student's process."""
