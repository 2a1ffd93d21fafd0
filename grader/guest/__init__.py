"""UNTRUSTED: everything that runs inside the sandbox, in the host and in students' processes."""
