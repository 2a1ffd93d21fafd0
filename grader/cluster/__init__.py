"""Grading on the workers of a Dask cluster. Theory of operation:

    submitter ─ bytes ─▶ Dask scheduler ─▶ Dask worker ─ pipe ─▶ grading process ─▶ host ─▶ child
     packs submissions                      keeps course          one version of one
     writes the gradebook                   archives, starts      course, with a
                                            grading processes     warm host

The machines share no file system. What the tests import is sent to each worker once, as an archive
named by its digest. A submission is sent as the bytes of its files; the student's name stays with
the submitter. The verdict comes back as data. Dask carries only the name of a function of ours and
bytes that we encoded: nothing that comes from a student is ever pickled.

Two courses, or two versions of one course, never share a grading process. A grading process may
end, like a local worker, without affecting the Dask worker. What it was grading is graded again;
if that fails too often, the submission is treated as in a local batch.

    client              the submitter's side       dask_worker      runs in the Dask worker
    course_archive      packs the course           grading_process  grades, one process per thread
    submission_archive  packs a submission         messages         records exchanged by both sides
    connection          connects to the scheduler  scaling          compares one and two workers
"""
