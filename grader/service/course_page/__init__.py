"""The course's page: where assignments and students stand, and commands to run from there.

command   `grader serve`
server    serves the pages
place     what is behind a link, and who may do what
overview  reads what the pages show
runner    runs a command, one at a time
pages     renders the pages
"""
