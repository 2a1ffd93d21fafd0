"""Grading on the workers of a Dask cluster. Theory of operation:

    submitter ── bytes ──▶ Dask scheduler ──▶ Dask worker ── pipe ──▶ desk ──▶ host ─▶ child
     packs the submissions                     keeps the course's      a process of its own for one
     writes the gradebook                      archive, minds desks    version of one course, warm

No file system is shared. What the tests import goes to each worker once, as an archive named by its
digest. A submission goes as the bytes of its files; which student's it is stays here. What comes
back is a verdict as data. Dask carries a function's name and bytes that we made: nothing of a
student's is ever pickled.

Two courses, or two versions of one, never share a process: each has desks of its own. A desk may
end, as a local worker may, without harm to the Dask worker. What was on a desk or on a worker that
ended is graded again, alone; if that ends too, it gets its recorded zero.

    submit   the submitter's side, with the face of `batch`      worker   in the Dask worker
    bundle   what of a course travels                            desk     the process that grades
    packed   a submission that travels                           parcel   what both sides speak
    link     the connection to the scheduler                     bench    two workers beside one
"""
