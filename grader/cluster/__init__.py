"""Grading on other machines, by the workers of a Dask cluster.

    submitter ─ bytes ─▶ Dask scheduler ─▶ Dask worker ─ pipe ─▶ grading process ─▶ host ─▶ child
     packs submissions                      keeps the course,     as on one machine,
     writes the gradebook                   runs a local pool     with a warm host

The machines share no file system. What the tests import is the data of a Dask task, named by its
digest, and Dask sends it to each worker that needs it. A submission is sent as the bytes of its
files; the student's name stays with the submitter. The verdict comes back as data. Dask carries
only names of functions of ours and bytes that we encoded: nothing that comes from a student is ever
pickled.

Each version of a course has a folder and grading processes of its own on a worker. These may end
without affecting the Dask worker, and what they were grading is graded again there, as on one
machine. If a Dask worker ends, Dask gives its submissions to another one. What landed in
`submitted/` is the queue: a submitter that ends grades what is not recorded when it starts again.

    dask_pool    the submitter's side
    dask_worker  runs in the Dask worker, and says what travels
"""
