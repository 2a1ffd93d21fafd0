"""Grading on the workers of a Dask cluster. Theory of operation:

    submitter ── bytes ──▶ Dask scheduler ──▶ Dask worker ── pipe ──▶ station ──▶ host ─▶ child
     packs submissions                         keeps the course's      a process for one version
     writes the gradebook                      archive, minds          of one course, with a
                                               stations                warm host

No file system is shared. What the tests import goes to each worker once, as an archive named by its
digest. A submission goes as the bytes of its files; which student's it is stays here. What comes
back is a verdict as data. Dask carries a function's name and bytes that we made: nothing of a
student's is ever pickled.

Two courses, or two versions of one, never share a process: each has stations of its own. A station
may end, as a local worker may, without harm to the Dask worker. What was on a station or on a
worker that ended is graded again, and treated as by `batch` when that happens too often.

    submit   the submitter's side, with the face of `batch`      worker   in the Dask worker
    bundle   what of a course travels                            station  the process that grades
    packed   a submission that travels                           parcel   what both sides speak
    link     the connection to the scheduler                     bench    two workers beside one
"""
