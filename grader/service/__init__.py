"""What runs for days: grading what lands, and the pages on which answers are marked by hand."""
