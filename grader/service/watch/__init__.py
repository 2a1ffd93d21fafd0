"""The service that grades submissions as they land.

events      what the file system tells of changes
landings    which submissions are new or changed, and written to their end
turns       whose turn it is
intake      these three together: from a folder to what waits
exchanging  collects from nbgrader's exchange, and releases feedback to it
claims      plan and lock a submission, record its verdict
service     takes one after another: claim, grade, record, write the pages
notes       what a student is told of a submission that waits
state       what waits, in a file for `grader status` and for the next start
telling     writes that file and counts for Prometheus
metrics     numbers for Prometheus
latency     measures how long students wait
"""
