"""Marking by hand in the browser: all answers of a class to one question on one page.

desk         what the pages show, and what is done on them
marks        how questions and answers stand in the gradebook, and new marks
sheets       what was asked, with the marking scheme, and what students answered
drafts       what is typed and not yet a mark, in files of the course
answer_html  renders cells of a notebook, sanitized
pages        renders the pages
server       serves them on this machine alone
command      `grader mark`
"""
