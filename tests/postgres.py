"""A PostgreSQL server for the tests: a process of its own, in a temporary folder.

Its programs are those of the system (Debian: `apt-get install postgresql`). It refuses to run as
root, who gives it to `nobody`.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

PASSWORD = "not-to-be-shown"  # noqa: S105 - of a server that lives as long as its test
CLUSTER = ("--username=grader", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256")
FAST = ("-F", "-c", "full_page_writes=off", "-c", "max_connections=60")
"""Nothing of a test's database need outlive the power."""


class Server(NamedTuple):
    """A server that runs."""

    port: int

    def url(self, database: str, password: str = PASSWORD) -> str:
        """What `db_url` is set to."""
        return f"postgresql+psycopg://grader:{password}@127.0.0.1:{self.port}/{database}"

    def new(self, database: str) -> str:
        """An empty database's URL."""
        self.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def copy(self, database: str, name: str) -> str:
        """The URL of a database's copy. Nobody may be connected to it."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Tell the server something."""
        import psycopg

        address = f"host=127.0.0.1 port={self.port} user=grader password={PASSWORD}"
        with psycopg.connect(f"{address} dbname=postgres", autocommit=True) as connection:
            connection.execute(statement)


def programs() -> Path | None:
    """The folder of the newest `initdb` and its like."""
    found = shutil.which("initdb")
    known = [Path(found).resolve()] if found else []
    known += Path("/usr/lib/postgresql").glob("*/bin/initdb")
    whole = [path.parent for path in known if path.with_name("pg_ctl").exists()]
    return max(whole, key=lambda folder: folder.parent.name.zfill(4), default=None)


def lacking() -> str:
    """Why there can be no server here; nothing where there can."""
    if programs() is None:
        return "no PostgreSQL server is installed (Debian: apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        return f"psycopg can't be imported ({error}); pip install 'psycopg[binary]'"
    return ""


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Start a server, and stop it. A `durable` one waits for the disk, as a real one does."""
    base = programs()
    assert base is not None, lacking()
    folder = Path(tempfile.mkdtemp(prefix="grader-postgres-"))
    secret, data = folder / "password", folder / "data"
    secret.write_text(PASSWORD, encoding="utf-8")
    port = free_port()
    options: dict[str, Any] = {"cwd": folder, "capture_output": True, "timeout": 120}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        for path in (folder, secret):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
    run = functools.partial(subprocess.run, check=True, **options)
    control = [base / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60"]
    settings = "" if durable else " ".join(FAST)
    told = f"{settings} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -p {port}"
    try:
        make = [base / "initdb", *CLUSTER, "--no-sync", "--no-instructions", "-D", data]
        run([*make, f"--pwfile={secret}"])
        run([*control, "-o", told, "start"])
        try:
            yield Server(port)
        finally:
            run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
