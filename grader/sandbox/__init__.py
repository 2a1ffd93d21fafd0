"""The trusted side of the sandbox: start hosts inside it and give them orders."""
