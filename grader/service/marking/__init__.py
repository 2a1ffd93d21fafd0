"""Marking by hand in the browser: all answers of a class to one question on one page.

command      `grader mark`
server       serves the pages
workplaces   secret addresses, one for each of a team
pages        renders the pages
desk         what the pages show somebody, and what is done on them
view         the questions and answers that somebody has to mark or to look at again
team         who marks, and the share of each
groups       answers that are equal, and are marked at once
marks        how answers stand in the gradebook, and new marks
rubric       items that are chosen for an answer, and the points and comments that follow
drafts       what is typed and not yet a mark, in files of the course
sheets       what was asked, with the marking scheme, and what students answered
questions    what a person marks
page_records what pages show and send
answer_html  renders cells of a notebook, sanitized
"""
