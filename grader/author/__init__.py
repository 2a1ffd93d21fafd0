"""For who writes a course: starting one, taking one over, checking and measuring it. Internal."""
