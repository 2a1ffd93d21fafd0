"""The grader's own errors. A student's faults are data (see `verdict`), never these exceptions.

`Unreadable` alone is a student's fault, on its way from a file to such data.

GraderError                 shown to the user as one sentence, exit status 1
├── UsageError              the command does not apply to this course, exit status 2
├── CourseError             a notebook, a setting or the gradebook of the course is at fault
├── SandboxError            no confined process can be started
└── ProtocolError           bytes from a student's process that no honest process sends
"""


class GraderError(Exception):
    """An error for the user: one sentence that says what, where and what to do."""


class Unreadable(Exception):
    """A submitted file that cannot be read as a notebook: the student's fault, in one sentence."""


class UsageError(GraderError):
    """Arguments of a command that cannot be acted on."""


class CourseError(GraderError):
    """A fault of the course: a notebook, a setting, the gradebook."""


class SandboxError(GraderError):
    """A student's process that cannot be started or confined."""


class ProtocolError(GraderError):
    """A message outside the protocol. The sender is cut off."""


def exception_line(error: BaseException) -> str:
    """Return an exception's class, and its message if it has one, as a traceback's last line."""
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def in_one_line(text: str) -> str:
    """Return a text with a mark in the place of each line break and control character."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
