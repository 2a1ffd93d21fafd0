"""Marking by hand in the browser: all answers of a class to one question on one page.

desk         what the pages show, and what is done on them
page_records what pages show and send
marks        how answers stand in the gradebook, and new marks
rubric       items that are chosen for an answer, and the points and comments that follow
questions    what a person marks
sheets       what was asked, with the marking scheme, and what students answered
groups       answers that are equal, and are marked at once
drafts       what is typed and not yet a mark, in files of the course
answer_html  renders cells of a notebook, sanitized
pages        renders the pages
server       serves them on this machine alone
command      `grader mark`
"""
