"""Connection to a Dask scheduler. Each failure is reported as one sentence."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any, Final

from grader.errors import GraderError, UsageError

ADDRESS: Final = re.compile(r"((tls|tcp)://)?[^/\s]+:\d+")
CONNECT_SECONDS: Final = 10.0


def connect(address: str) -> Any:
    """Connect a Dask client, with its log silenced, since each failure is reported here."""
    import dask
    import distributed

    for name in ("distributed", "distributed.client", "tornado.application", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})  # notebooks
    try:
        asyncio.run(_probe(address, distributed.Security()))  # Client fails noisily
        return distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except GraderError:
        raise
    except Exception as error:
        raise GraderError(
            f"No Dask scheduler can be reached at {address} ({first_line(error)}). Start one with"
            " `dask scheduler`, which prints its address."
        ) from error


def check_address(address: str) -> None:
    """Raise a UsageError for what can't be the address of a scheduler."""
    if not ADDRESS.fullmatch(address):
        raise UsageError(
            f"{address!r} is not the address of a Dask scheduler: use tls://HOST:PORT or"
            " tcp://HOST:PORT."
        )


async def _probe(address: str, security: Any) -> None:
    """Connect to the scheduler once, with the TLS keys from Dask's configuration."""
    from distributed.comm import connect as reach

    try:
        arguments = security.get_connection_args("client")
    except OSError as error:
        raise GraderError(f"Dask's keys (distributed.comm.tls) cannot be used: {error}.") from error
    if address.startswith("tls:") and arguments.get("ssl_context") is None:
        raise GraderError(
            f"{address} requires an encrypted connection, but Dask's configuration has no keys"
            " for it (distributed.comm.tls, see docs/cluster.md)."
        )
    async with asyncio.timeout(CONNECT_SECONDS + 1):  # another kind of server may never answer
        comm = await reach(address, timeout=CONNECT_SECONDS, **arguments)
    comm.abort()


def first_line(error: BaseException) -> str:
    """Return the first line of an exception's message."""
    return (str(error).strip() or type(error).__name__).split("\n")[0]
