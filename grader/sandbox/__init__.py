"""The trusted side of the sandbox: start the host within it, and give it orders."""
