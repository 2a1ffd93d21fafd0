"""From what an instructor downloaded for a class to `submitted/<student>/<assignment>/`.

`downloads` reads a folder or a zip, `names` tells which notebook a file is, `gradescope` what that
platform says of its submissions; `plan` decides whose each file is and changes nothing; `landing`
puts each submission into its place, whole. What can't be decided for sure is not guessed: it
becomes a line that says why.
"""
