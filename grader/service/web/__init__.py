"""Pages that are served to who knows a secret address, whatever is on them.

server    who may ask, which limits hold, and the server itself
entrance  secret addresses, and what is behind each
pages     what templates share
"""
