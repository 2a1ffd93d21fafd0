"""The submitter's side of a cluster, with the face of `batch`: jobs in, verdicts out.

Submissions are read here, with the care that strangers' files need, and only when a worker is about
to have time for them: a few for each worker are under way, so that memory is bounded.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import queue
import re
import time
import warnings
from collections.abc import Collection, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from grader import batch, pipeline
from grader.batch import Done, Job
from grader.cluster import bundle, parcel, worker
from grader.cluster.parcel import Brief, File, Order, Parcel, Setting
from grader.errors import GraderError, UsageError
from grader.limits import Limits
from grader.notebook import Unreadable, read_bytes

ADDRESS: Final = re.compile(r"((tls|tcp)://)?[^/\s]+:\d+")
CONNECT_SECONDS: Final = 10.0
BRIEF_SECONDS: Final = 120.0
"""Time in which the course must have arrived at a worker."""

WORKERLESS_SECONDS: Final = 60.0
"""A cluster without any worker for so long is given up: a dead one's successor needs a moment."""

LOOK_SECONDS: Final = 1.0
"""Time between looks at who is working."""

RESULT_SECONDS: Final = 30.0
"""Time to fetch a verdict that is there."""

SAME: Final = "Scheduler and workers need the same grader and the same Dask as are installed here"
STAYS: Final = "What was graded is kept: give the command again to go on"


def run(
    jobs: Sequence[Job],
    *,
    root: Path,
    limits: Limits,
    sandbox: str,
    address: str,
    files: Sequence[str] = (),
) -> Iterator[Done]:
    """Grade all jobs on the cluster; what comes first is yielded first."""
    if not jobs:
        return
    archive = parcel.archive(bundle.course(root, jobs, files))
    setting = Setting(course=parcel.digest(archive), limits=limits, sandbox=sandbox)
    with connected(address) as client:
        cluster = Cluster(
            client, address, Brief(engine=parcel.ENGINE, setting=setting, archive=archive)
        )
        for job in (yield from cluster.grade(jobs)):
            if (yield from cluster.grade([job])):
                yield Done(job=job, graded=[pipeline.invalid(key, batch.ENDED) for key in job.keys])


# A submission, packed -----------------------------------------------------------------------


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A submission under way, and the verdicts on what is not even sent."""

    job: Job
    parcel: Parcel
    turned_away: dict[str, pipeline.Graded]

    def done(self, graded: Sequence[pipeline.Graded]) -> Done:
        """All verdicts, in the order of the notebooks; of each notebook one."""
        found = {item.verdict.notebook: item for item in graded}
        if sorted(found) != sorted(key.notebook for key in self.parcel.keys):
            return Done(job=self.job, graded=[], problem="a worker sent other notebooks' verdicts")
        found |= self.turned_away
        return Done(job=self.job, graded=[found[key.notebook] for key in self.job.keys])


def packed(job: Job, limits: Limits) -> Sent:
    """Read what was handed in."""
    files: list[File] = []
    turned_away = {}
    for key in job.keys:
        content = submitted(job, key.notebook, limits)
        if isinstance(content, bytes):
            files.append((os.fsencode(f"{key.notebook}.ipynb"), content))
        else:
            turned_away[key.notebook] = pipeline.invalid(key, content)
    for name, path in batch.beside(Path(job.folder), limits.submission_mb).items():
        with contextlib.suppress(Unreadable):
            files.append((os.fsencode(name), read_bytes(path, limits.submission_mb)))
    return Sent(
        job=job,
        turned_away=turned_away,
        parcel=Parcel(
            assignment=job.assignment,
            keys=[key for key in job.keys if key.notebook not in turned_away],
            files=files,
            data_files={name: bundle.place(job, name) for name in job.data_files},
        ),
    )


def submitted(job: Job, notebook: str, limits: Limits) -> bytes | str:
    """A notebook's file, or why it gets a zero, in the words of a local grading."""
    folder = Path(job.folder)
    path = folder / f"{notebook}.ipynb"
    if folder.is_symlink() or not folder.is_dir():
        return f"{folder.name} is not a folder"
    if not path.exists() and not path.is_symlink():
        return f"{path.name} was not handed in"
    try:
        return read_bytes(path, limits.submission_mb)
    except Unreadable as error:
        return f"{path.name}: {error}"


# The cluster --------------------------------------------------------------------------------


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """A client of Dask's. What it writes to its log is no news for our user."""
    if not ADDRESS.fullmatch(address):
        raise UsageError(
            f"{address!r} is no address of a Dask scheduler: tls://HOST:PORT, or tcp://HOST:PORT."
        )
    try:
        import distributed
    except ImportError:
        raise GraderError(
            "Grading on a cluster needs Dask's distributed: pip install 'grader[cluster]'."
        ) from None
    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(_knock(address, distributed.Security()))  # Client's own failure is not quiet
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except GraderError:
        raise
    except Exception as error:
        raise GraderError(
            f"There is no Dask scheduler to be reached at {address} ({_first_line(error)}). Start"
            " one by `dask scheduler`, which tells its address; nothing was graded."
        ) from error
    try:
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


async def _knock(address: str, security: Any) -> None:
    """Reach the scheduler once. The keys of an encrypted connection are in Dask's configuration."""
    from distributed.comm import connect

    try:
        arguments = security.get_connection_args("client")
    except OSError as error:
        raise GraderError(f"Dask's keys (distributed.comm.tls) can't be used: {error}.") from error
    if address.startswith("tls:") and arguments.get("ssl_context") is None:
        raise GraderError(
            f"{address} wants an encrypted connection, and Dask's configuration has no keys for it"
            " (distributed.comm.tls, see docs/cluster.md)."
        )
    async with asyncio.timeout(CONNECT_SECONDS + 1):  # what is no scheduler may never answer
        comm = await connect(address, timeout=CONNECT_SECONDS, **arguments)
    comm.abort()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]


class Cluster:
    """Workers that know the course, and what they are asked to do."""

    def __init__(self, client: Any, address: str, brief: Brief) -> None:
        self._client = client
        self._address = address
        self._brief = brief
        self._briefed: set[str] = set()
        self._most = 0
        self._looked = -LOOK_SECONDS
        self._seen = time.monotonic()
        self._answered: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def grade(self, jobs: Sequence[Job]) -> Generator[Done, None, list[Job]]:
        """Grade the jobs; returned are those over which a desk, or worker after worker, ended."""
        waiting, ended = list(reversed(jobs)), list[Job]()
        under_way: dict[Any, Sent] = {}
        self._look()
        while waiting or under_way:
            while waiting and len(under_way) < self._most:
                sent = packed(waiting.pop(), self._brief.setting.limits)
                if sent.parcel.keys:
                    under_way[self._submit(sent)] = sent
                else:
                    yield sent.done([])
            if not (waiting or under_way):
                break
            if (future := self._next()) is None:
                continue
            sent = under_way.pop(future)
            match self._answer(future):
                case None:
                    under_way[future] = sent
                case parcel.Graded(verdicts):
                    yield sent.done(msgspec.msgpack.decode(verdicts, type=list[pipeline.Graded]))
                case parcel.Fault(problem):
                    yield Done(job=sent.job, graded=[], problem=problem)
                case parcel.Ended():
                    ended.append(sent.job)
                case parcel.Wanting(address):
                    self._bring([address])
                    waiting.append(sent.job)
                case parcel.Refused(reason):
                    raise GraderError(
                        f"A worker of {self._address} can't grade: {reason}. {STAYS}."
                    )
        return ended

    def _submit(self, sent: Sent) -> Any:
        packed = parcel.encode(sent.parcel)
        order = Order(engine=parcel.ENGINE, setting=self._brief.setting, parcel=packed)
        with self._reached(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # large for a graph, not for a notebook
            future = self._client.submit(worker.grade, parcel.encode(order), pure=False)
        future.add_done_callback(self._answered.put)
        return future

    def _next(self) -> Any:
        """The next future with an answer; None if there is none for now."""
        try:
            future = self._answered.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            future = None
        self._look()
        return future

    def _answer(self, future: Any) -> parcel.Answer | None:
        """The answer; None if it went away with its worker, and is worked out again."""
        from distributed import KilledWorker

        with self._reached():
            try:
                return parcel.answer(future.result(timeout=RESULT_SECONDS))
            except KilledWorker:
                return parcel.Ended()
            except TimeoutError:
                future.add_done_callback(self._answered.put)
                return None

    def _look(self) -> None:
        """See who works. Whoever is new is told the course."""
        now = time.monotonic()
        if now < self._looked + LOOK_SECONDS:
            return
        self._looked = now
        with self._reached():
            threads: dict[str, int] = self._client.nthreads()
        self._most = sum(threads.values()) + len(threads)  # one more, so that nobody waits
        self._bring(threads.keys() - self._briefed)
        if threads:
            self._seen = now
        elif now > self._seen + WORKERLESS_SECONDS:
            raise GraderError(
                f"The cluster at {self._address} has no worker. Start one by `dask worker"
                f" {self._address}`. {STAYS}."
            )

    def _bring(self, addresses: Collection[str]) -> None:
        """Send the course to workers, and hear whether they can grade it."""
        if not addresses:
            return
        with self._reached():
            answers: dict[str, Any] = self._client.run(
                worker.bring,
                parcel.encode(self._brief),
                workers=list(addresses),
                on_error="return",
                callback_timeout=BRIEF_SECONDS,
            )
        for address, found in answers.items():
            if isinstance(found, OSError):
                continue  # it is gone
            if isinstance(found, Exception):
                said = f"{type(found).__name__}: {_first_line(found)}"
                raise GraderError(f"The worker {address} can't grade: {said}. {SAME}. {STAYS}.")
            if isinstance(answer := parcel.answer(found), parcel.Refused):
                raise GraderError(f"The worker {address} can't grade: {answer.reason}. {STAYS}.")
            self._briefed.add(address)

    @contextlib.contextmanager
    def _reached(self) -> Iterator[None]:
        """Make a sentence of what Dask says when it does not get through."""
        from distributed.client import CancelledError, ClosedClientError

        try:
            yield
        except (OSError, CancelledError, ClosedClientError) as error:
            said = f"The scheduler at {self._address} was lost ({type(error).__name__})"
            raise GraderError(f"{said}. {STAYS}.") from error
        except Exception as error:
            said = f"{type(error).__name__}: {_first_line(error)}"
            raise GraderError(
                f"The cluster at {self._address} failed ({said}). {SAME}. {STAYS}."
            ) from error
