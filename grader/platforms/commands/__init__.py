"""The commands of this part: parse arguments, call it, print, exit."""
