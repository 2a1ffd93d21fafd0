"""What a command does to a course: autograde, feedback, hand out, collect, check, benchmark."""
