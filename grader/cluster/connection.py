"""The connection to a Dask scheduler. Its failures are one sentence each."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from grader.errors import GraderError, UsageError

ADDRESS: Final = re.compile(r"((tls|tcp)://)?[^/\s]+:\d+")
CONNECT_SECONDS: Final = 10.0


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
            "Grading on a cluster needs Dask's distributed: pip install distributed"
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
            f"There is no Dask scheduler to be reached at {address} ({first_line(error)}). Start"
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


def first_line(error: BaseException) -> str:
    """What an exception says, for a sentence."""
    return (str(error).strip() or type(error).__name__).split("\n")[0]
