"""The course as a site: its notebooks as pages, and a workbench in the reader's browser."""
