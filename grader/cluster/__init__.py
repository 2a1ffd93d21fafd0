"""Grading on other machines: by the workers of a Dask cluster, or from a queue in PostgreSQL.

A batch is sent to a Dask cluster:

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

    client              the submitter's side       dask_worker         runs in the Dask worker
    course_archive      packs the course           grading_processes   starts and keeps them
    submission_archive  packs a submission         grading_process     grades, one at a time
    connection          connects to the scheduler  messages            records of both sides
    scaling             compares one and two workers

What lands for a watching service may go through a queue instead, in the gradebook's database:

    service ─ row ─▶ grader_queue ─ lease ─▶ grader work ─ pipe ─▶ grading process ─▶ host ─▶ child
     packs submissions   a table              any machine
     writes scores and deletes the row in one transaction

The messages are the same. A grader that dies leaves a row whose lease runs out, and another one
takes it. A service that dies finds the replies when it starts again.

    queue_rows      the table's statements    queue_workers   the service's side
    queue_grader    a grader on any machine
"""
