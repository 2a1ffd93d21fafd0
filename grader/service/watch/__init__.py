"""The service that grades submissions as they land.

service     the loop: what changed → plan → submit → record → show
changes     which submissions are new or changed, and complete
exchange    nbgrader's exchange, which is collected from and released to
fair_queue  whose turn it is
claims      plans and locks a submission
status      what `grader status`, Prometheus and students are told
command     `grader watch`
"""
