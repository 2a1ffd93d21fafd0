"""JupyterLab and formgrader in a real Chromium."""
