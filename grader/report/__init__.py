"""The report of a class: pages to read, and tables and JSON for further calculation. Internal."""
