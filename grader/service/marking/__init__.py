"""Marking by hand in the browser: all answers of a class to one question on one page.

desk         what the pages show, and what is done on them
marks        how questions and answers stand in the gradebook, and new marks
sheets       what was asked, with the instructor's answer and marking scheme
answers      what students wrote, anonymous, in an order that is shuffled but stays
drafts       what is typed and not yet a mark, in files of the course
answer_html  renders cells of a notebook, sanitized
pages        renders the pages
server       serves them on this machine alone
command      `grader mark`
"""
