"""The service that grades submissions as they land.

landings    which submissions are new or changed, and written to their end
turns       whose turn it is
service     takes one after another: plan, grade, record, write the page
state       what waits, for `grader status` and for the next start
events      what the file system tells of changes
metrics     numbers for Prometheus
"""
