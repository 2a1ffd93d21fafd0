"""The server of the marking pages: on this machine alone, and only for who knows the address.

Other users of the machine, and pages of strangers in the same browser, can reach the port. So the
address holds a secret, the server answers to its own names alone (a stranger's name may be made to
lead here), and takes nothing that another page sends. It keeps only so many connections, and none
for long that asks nothing.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import signal
import socket
from collections.abc import Callable
from typing import Any, Final

import msgspec
import tornado.web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets

from grader.errors import GraderError, UsageError
from grader.service.marking import pages
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.page_records import TypedItem, TypedMark, TypedSplit

HOST: Final = "127.0.0.1"
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

_SENTENCES: Final = {
    403: "This page is for the address that grader mark printed, and for nobody else.",
    404: "There is no such page. Use the address that grader mark printed when it started.",
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

    desk: MarkingDesk
    secret: str

    def initialize(self, desk: MarkingDesk, secret: str) -> None:
        self.desk, self.secret = desk, secret

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who does not know the secret, other names of this machine, and other pages."""
        given = self.path_args[0] if self.path_args else ""
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            raise tornado.web.HTTPError(404)
        port = self.request.connection.stream.socket.getsockname()[1]  # type: ignore[union-attr]
        names = {f"{HOST}:{port}", f"localhost:{port}"}
        if self.request.host not in names:
            raise tornado.web.HTTPError(403)
        origin = self.request.headers.get("Origin")
        changing = self.request.method not in ("GET", "HEAD")
        if changing and origin != f"http://{self.request.host}":
            raise tornado.web.HTTPError(403)

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


class OverviewHandler(GuardedHandler):
    """The questions of the assignment."""

    def get(self, _: str) -> None:
        self.finish(pages.overview_page(self.desk))


class QuestionHandler(GuardedHandler):
    """All answers to a question."""

    def get(self, _: str, notebook: str, cell: str) -> None:
        self.finish(pages.question_page(self.desk, notebook, cell))


class FileHandler(GuardedHandler):
    """Styles and script."""

    def get(self, _: str, name: str) -> None:
        self.set_header("Content-Type", f"{pages.FILES[name]}; charset=utf-8")
        self.finish(pages.file_content(name))


class TypingHandler(GuardedHandler):
    """What is typed: kept as a draft, written as a mark, or an item of the rubric."""

    def post(self, _: str, notebook: str, cell: str, what: str) -> None:
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise tornado.web.HTTPError(415)
        kind, action = self._actions()[what]
        try:
            typed = msgspec.json.decode(self.request.body, type=kind)
        except msgspec.DecodeError:
            raise tornado.web.HTTPError(400) from None
        reply = action(notebook, cell, typed)
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(reply))

    def _actions(self) -> dict[str, tuple[type[Any], Callable[..., object]]]:
        return {
            "draft": (TypedMark, self.desk.keep),
            "mark": (TypedMark, self.desk.mark),
            "split": (TypedSplit, self.desk.split),
            "rubric": (TypedItem, self.desk.change_rubric),
        }


class NowhereHandler(GuardedHandler):
    """Any other address."""

    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)


class MarkingServer:
    """A server that is bound to a port and not yet started."""

    def __init__(self, desk: MarkingDesk, port: int = 0) -> None:
        self._secret = secrets.token_urlsafe(24)
        try:
            self._sockets = bind_sockets(port, HOST, family=socket.AF_INET)
        except OSError as error:
            raise UsageError(
                f"Port {port} can't be used: {error.strerror or error}. Name another with --port,"
                " or leave it out."
            ) from None
        self.address = f"http://{HOST}:{self._sockets[0].getsockname()[1]}/{self._secret}/"
        """The address of the overview."""
        self._app = _application(desk, self._secret)

    def run(self) -> None:
        """Serve until the process is asked to end."""
        logging.getLogger("tornado.access").disabled = True
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
        server = LocalServer(self._app)
        server.add_sockets(self._sockets)
        await ended.wait()
        server.stop()
        await server.close_all_connections()


def _application(desk: MarkingDesk, secret: str) -> tornado.web.Application:
    given = {"desk": desk, "secret": secret}
    part = "([^/]+)"
    files = "|".join(name.replace(".", r"\.") for name in pages.FILES)
    routes: list[Any] = [
        (f"/{part}/", OverviewHandler, given),
        (f"/{part}/({files})", FileHandler, given),
        (f"/{part}/question/{part}/{part}/", QuestionHandler, given),
        (f"/{part}/question/{part}/{part}/(draft|mark|rubric|split)", TypingHandler, given),
    ]
    return tornado.web.Application(
        routes, default_handler_class=NowhereHandler, default_handler_args=given
    )
