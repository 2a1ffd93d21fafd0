"""Collecting of downloaded submissions into `submitted/<student>/<assignment>/`.

`downloads` reads a folder or a zip, `names` finds the notebook that a file name means, and
`gradescope` reads that platform's metadata. `planning` matches files with students and changes
nothing; `collecting` writes each submission completely or not at all. What cannot be matched with
certainty is not guessed but reported with a reason.
"""
