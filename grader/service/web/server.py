"""A server of pages: on this machine alone, and only for who knows an address.

Other users of the machine, and pages of strangers in the same browser, can reach the port. So each
address holds a secret, the server answers to its own names alone (a stranger's name may be made to
lead here), and takes nothing that another page sends. A proxy's address counts as its own, if it
was named. It keeps only so many connections, and none for long that asks nothing.

The secret is in the path and not in a cookie: behind a JupyterHub, pages of students have the same
origin, and a browser would send them the cookie along.
"""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

import msgspec
import tornado.web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets

from grader.errors import GraderError, UsageError
from grader.service.web import pages
from grader.service.web.entrance import HOST, Entrance

HEADERS: Final = {
    "Content-Security-Policy": pages.POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

CONNECTIONS: Final = 256
"""Connections that are kept; one more ends the oldest.

Twice as many as Tornado accepts before it reads, so that what was asked is read before its
connection can be the oldest; and far fewer than the 1024 files that a process may have open.
"""

IDLE_SECONDS: Final = 30.0
"""Time for a request's header to arrive, and its body; also between two requests."""

MAX_HEADER: Final = 1 << 16
MAX_BODY: Final = 1 << 20

PART: Final = "([^/]+)"
"""A part of an address in a route; the first one is the secret."""

_SENTENCES: Final = {
    403: "This page is for the address that grader printed, and for nobody else. Behind a proxy,"
    " grader must be told its address by --serve.",
    404: "There is no such page. Use the address that grader printed when it started.",
}


class LocalServer(HTTPServer):
    """Tornado's server with a limit for connections, waiting and sizes."""

    def initialize(self, application: tornado.web.Application) -> None:  # type: ignore[override]
        super().initialize(
            application,
            idle_connection_timeout=IDLE_SECONDS,
            body_timeout=IDLE_SECONDS,
            max_header_size=MAX_HEADER,
            max_body_size=MAX_BODY,
        )
        self._streams: list[IOStream] = []

    def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        """Take a new connection, and end the oldest if there are too many."""
        self._streams = [one for one in self._streams if not one.closed()]
        if len(self._streams) >= CONNECTIONS:
            self._streams.pop(0).close()
        self._streams.append(stream)
        super().handle_stream(stream, address)


class GuardedHandler(tornado.web.RequestHandler):
    """What all pages share: who may ask, and what is answered to the others."""

    kind: ClassVar[type] = object
    """What must be behind the secret."""
    place: Any

    def initialize(self, entrance: Entrance) -> None:
        self.entrance = entrance

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who does not know the secret, other names of this machine, and other pages."""
        self.place = self.entrance.find(self.path_args[0] if self.path_args else "")
        if self.place is None or not isinstance(self.place, self.kind):
            raise tornado.web.HTTPError(404)
        port = self.request.connection.stream.socket.getsockname()[1]  # type: ignore[union-attr]
        origin = self.request.headers.get("Origin")
        changing = self.request.method not in ("GET", "HEAD")
        if not self.entrance.admits(port, self.request.host, origin, changing=changing):
            raise tornado.web.HTTPError(403)

    def typed(self, kind: type[Any]) -> Any:
        """Return what a page sent, as a record of this kind."""
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise tornado.web.HTTPError(415)
        try:
            return msgspec.json.decode(self.request.body, type=kind)
        except msgspec.DecodeError:
            raise tornado.web.HTTPError(400) from None

    def reply(self, record: object) -> None:
        """Answer to what a page sent."""
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(record))

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Answer with the status of what was refused, instead of one for a fault of ours."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        super().send_error(getattr(error, "status", status_code), **kwargs)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with one sentence."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        sentence = _SENTENCES.get(status_code, "This could not be done; load the page again.")
        if isinstance(error, GraderError):
            sentence = str(error)
        if self.request.method == "POST":
            reply = {"problem": sentence, "seen": getattr(error, "seen", "")}
            self.finish(msgspec.json.encode(reply))
        else:
            self.finish(pages.problem_page(sentence))

    def log_exception(self, *error: Any) -> None:
        """Log faults of ours; all others are told in the page."""
        if not isinstance(error[1], GraderError | tornado.web.HTTPError):
            super().log_exception(*error)


class FileHandler(GuardedHandler):
    """Styles and scripts."""

    def initialize(self, entrance: Entrance, path: Path) -> None:  # type: ignore[override]
        super().initialize(entrance)
        self.path = path

    def get(self, _: str) -> None:
        kind = pages.FILE_TYPES[self.path.suffix]
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(pages.file_content(self.path))


class NowhereHandler(GuardedHandler):
    """Any other address."""

    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)


Routes = Sequence[tuple[str, type[GuardedHandler], dict[str, Any]]]
"""Patterns below the server's address, what handles them, and what it is given beside."""


def file_routes(*files: Path) -> Routes:
    """Return the routes of files that pages load."""
    return [(f"/{PART}/{re.escape(path.name)}", FileHandler, {"path": path}) for path in files]


class PageServer:
    """A server that is bound to a port and not yet started."""

    def __init__(self, entrance: Entrance, routes: Routes, host: str, port: int) -> None:
        try:
            family = socket.AF_INET if host == HOST else socket.AF_UNSPEC
            self._sockets = bind_sockets(port, host, family=family)
        except OSError as error:
            raise UsageError(
                f"Port {port}{'' if host == HOST else f' of {host}'} can't be used:"
                f" {error.strerror or error}. Name another with --port, or leave it out."
            ) from None
        public = entrance.public
        here = f"http://{HOST}:{self._sockets[0].getsockname()[1]}/"
        self._base = f"{public.geturl().rstrip('/')}/" if public else here
        # some proxies leave the path that they are reached by in front, others take it away
        before = f"(?:{re.escape(public.path.rstrip('/'))})?" if public else ""
        given = {"entrance": entrance}
        self._app = tornado.web.Application(
            [(f"{before}{path}", handler, {**given, **more}) for path, handler, more in routes],
            default_handler_class=NowhereHandler,
            default_handler_args=given,
        )

    def address(self, secret: str) -> str:
        """Return the address of what is behind a secret."""
        return f"{self._base}{secret}/"

    def run(self, at_end: Callable[[], Any] | None = None) -> None:
        """Serve until the process is asked to end."""
        logging.getLogger("tornado.access").disabled = True
        asyncio.run(self._serve(at_end))

    async def _serve(self, at_end: Callable[[], Any] | None) -> None:
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        server = LocalServer(self._app)
        server.add_sockets(self._sockets)
        await ended.wait()
        server.stop()
        await server.close_all_connections()
        if at_end:
            await at_end()
