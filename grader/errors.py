"""Our failures. A student's faults are data (see `verdict`), never exceptions of these classes.

GraderError                 shown to the user as one sentence, exit status 1
├── UsageError              the command can't be understood on this course, exit status 2
├── CourseError             a notebook, a setting or the gradebook of the course is at fault
├── SandboxError            no confined process is to be had
└── ProtocolError           bytes from a student's process that no honest process sends
"""


class GraderError(Exception):
    """Something that the user must hear of: one sentence that says what, where and what to do."""


class UsageError(GraderError):
    """The command was given something that can't be acted on."""


class CourseError(GraderError):
    """The instructor's side is at fault: a notebook, a setting, the gradebook."""


class SandboxError(GraderError):
    """The student's process can't be started or confined."""


class ProtocolError(GraderError):
    """What came through the wire is not of the closed list. The sender is cut off."""
