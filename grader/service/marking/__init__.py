"""Marking by hand in the browser: all answers of a class to one question on one page.

sheets      what was asked, with the instructor's answer and marking scheme
answers     what students wrote, anonymous, in an order that is shuffled but stays
kept_secret what the order depends on, so that nobody can compute it
drafts      what is typed and not yet a mark, in files of the course
states      how questions and answers stand, in words
refusals    what is not done, in one sentence each
desk        puts these together, and writes marks to the gradebook
pages       renders the pages
server      serves them on this machine alone
"""
