"""Questions to students on their own code, answered in a small notebook and marked by running it.

closure     the student's function with what it needs
allowed     whether all of that is plain mathematics
recorded    the calls that visible tests make
inputs      calls to ask about: these, varied
preamble    what stands before a call: imports, helpers of the tests, symbols
edits       small changes of the student's code
driver      runs inside the sandbox: the code, its trace and its edits, told as data
running     sends the code there, and checks what comes back
values      what came back, as text, and whether two values can be told apart
builders    one module for each kind of question
making      an assignment's questions, student by student
worksheet   the notebook that a student gets, and the answers in it
records     questions and answers in the gradebook
marking     outcomes, points and pages
"""
