"""An add-on: the course as a static site, with a Python that runs in the browser."""
