"""Questions to students on their own code: to be handed in, and for practice.

closure     the student's function with what it needs
allowed     whether all of that is plain mathematics
recorded    the calls that visible tests make
inputs      calls to ask about: these, varied
exercises   a course's functions, with such calls and what its own functions give for them
preamble    what stands before a call: imports, helpers of the tests, symbols
edits       small changes of the student's code
driver      runs the code, with a trace, and its edits; tells all as data
study       what the driver is to run, and what is known afterwards
running     sends that to the sandbox, and reads what comes back
values      what came back, as text, and whether two values can be told apart
builders    one module for each kind of question
choosing    which questions are asked, with which wrong choices
wording     questions in Markdown
practice    questions in the student's own notebook, with folded answers
making      an assignment's questions, student by student
worksheet   the notebook that a student gets, and the answers in it
records     questions and answers in the gradebook
marking     outcomes, points and pages

What `practice` imports runs in the browser, too, where there is no msgspec.
"""
