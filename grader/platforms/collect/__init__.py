"""Collecting of downloaded submissions into `submitted/<student>/<assignment>/`.

`downloads` reads a folder or a zip, `senders` finds who submitted a file, and `names` the notebook
that its name means. `planning` matches files with students and changes nothing; `collecting` writes
each submission completely or not at all. What cannot be matched with certainty is not guessed but
reported with a reason.
"""
