"""A web server for this machine that its other users can't keep busy.

Each of them can reach its port, open connections and say nothing. So only so many are kept, and
none for long that asks nothing.
"""

from __future__ import annotations

from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

CONNECTIONS: Final = 256
"""Connections that are kept; one more ends the oldest.

Twice as many as Tornado accepts before it reads, so that what was asked is read before its
connection can be the oldest; and far fewer than the 1024 files that a process may have open.
"""

IDLE_SECONDS: Final = 30.0
"""Time for a request's header to arrive, and its body; also between two requests."""

MAX_HEADER: Final = 1 << 16
MAX_BODY: Final = 1 << 20


class LocalServer(HTTPServer):
    """Tornado's server with a limit for connections, waiting and sizes."""

    def initialize(self, application: Application) -> None:  # type: ignore[override]
        super().initialize(
            application,
            idle_connection_timeout=IDLE_SECONDS,
            body_timeout=IDLE_SECONDS,
            max_header_size=MAX_HEADER,
            max_body_size=MAX_BODY,
        )
        self._streams: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: Any) -> None:
        """Take a new connection, and end the oldest if there are too many."""
        self._streams = [one for one in self._streams if not one.closed()]
        if len(self._streams) >= CONNECTIONS:
            self._streams.pop(0).close()
        self._streams.append(stream)
        super().handle_stream(stream, address)
