"""What runs for days: grading what lands, and pages to mark by hand and to run a course from."""
