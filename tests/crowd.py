"""Another user of this machine, who opens many connections and asks nothing."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
from collections.abc import Iterator

PROGRAM = """
import encodings.idna, os, resource, socket, sys
if os.geteuid() == 0:
    os.setuid(65534)
port, count = map(int, sys.argv[1:])
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 50, most))
kept = []
for number in range(count):
    kept.append(socket.create_connection(("127.0.0.1", port), timeout=60))
    if number % 2:
        kept[-1].send(b"GET / HTTP/1.1\\r\\nHost: ")  # and no more
print("open", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def idle_connections(server: int, port: int, count: int = 1100) -> Iterator[None]:
    """Keep connections open to a server that may have as many files open as most processes."""
    resource.prlimit(server, resource.RLIMIT_NOFILE, (1024, 1024))
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port), str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield
        process.kill()
