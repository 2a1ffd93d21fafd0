"""`grader work`: grade submissions from the queue, on any machine."""

from __future__ import annotations

import os
import signal

from grader.cli.common import jobs_option, main, print_timed
from grader.cli.installed import require_extra

DATABASE = "GRADER_DATABASE"


@main.command("work")
@jobs_option
def work_command(workers: int | None) -> None:
    """Grade submissions that a grader watch --queue puts into its database.

    Runs on any machine with this package and a sandbox; it needs no file of the course. The
    database's address is in the environment variable GRADER_DATABASE, since others can see a
    command's arguments. SIGTERM and Ctrl-C end it after the submissions in hand. One that is killed
    loses nothing: another grader takes what it held.

    \b
    Examples:
      grader work
      grader work --jobs 8
    """
    require_extra("postgres", "psycopg")
    from grader.cluster.queue_grader import QueueGrader
    from grader.errors import UsageError

    address = os.environ.get(DATABASE, "")
    if not address:
        raise UsageError(
            f"The environment variable {DATABASE} is not set: it holds the address of the queue's"
            " database, such as postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
        )
    slots = workers or os.cpu_count() or 1
    grader = QueueGrader(address, slots, print_timed)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: grader.stop())
    print_timed(f"Grading from the queue, {slots} at a time.")
    grader.run()
    print_timed(f"Ended; {grader.graded} submissions graded since the start.")
