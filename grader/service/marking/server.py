"""The server of the marking pages: on this machine alone, and only for who knows an address.

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
from typing import Any, Final
from urllib.parse import SplitResult

import msgspec
import tornado.web
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets

from grader.errors import GraderError, UsageError
from grader.service.marking import pages
from grader.service.marking.desk import MarkingDesk
from grader.service.marking.page_records import TypedItem, TypedMark, TypedSplit
from grader.service.marking.workplaces import HOST, Entrance, Workplace

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
    403: "This page is for the address that grader mark printed, and for nobody else. Behind a"
    " proxy, grader mark must be told its address by --serve.",
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

    workplace: Workplace

    def initialize(self, entrance: Entrance) -> None:
        self.entrance = entrance

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who does not know the secret, other names of this machine, and other pages."""
        found = self.entrance.find(self.path_args[0] if self.path_args else "")
        if found is None:
            raise tornado.web.HTTPError(404)
        self.workplace = found
        port = self.request.connection.stream.socket.getsockname()[1]  # type: ignore[union-attr]
        origin = self.request.headers.get("Origin")
        changing = self.request.method not in ("GET", "HEAD")
        if not self.entrance.admits(port, self.request.host, origin, changing=changing):
            raise tornado.web.HTTPError(403)

    def desk(self, look: str) -> MarkingDesk:
        """Return the desk that a part of the address names."""
        return self.workplace.second if look == "second" else self.workplace.desk

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
        self.finish(pages.overview_page(self.workplace.desk, self.workplace.second))


class QuestionHandler(GuardedHandler):
    """All answers to a question."""

    def get(self, _: str, look: str, notebook: str, cell: str) -> None:
        self.finish(pages.question_page(self.desk(look), notebook, cell))


class FileHandler(GuardedHandler):
    """Styles and script."""

    def get(self, _: str, name: str) -> None:
        self.set_header("Content-Type", f"{pages.FILES[name]}; charset=utf-8")
        self.finish(pages.file_content(name))


class TypingHandler(GuardedHandler):
    """What is typed: kept as a draft, written as a mark, or an item of the rubric."""

    def post(self, _: str, look: str, notebook: str, cell: str, what: str) -> None:
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise tornado.web.HTTPError(415)
        kind, action = ACTIONS[what]
        try:
            typed = msgspec.json.decode(self.request.body, type=kind)
        except msgspec.DecodeError:
            raise tornado.web.HTTPError(400) from None
        reply = action(self.desk(look), notebook, cell, typed)
        self.set_header("Content-Type", "application/json")
        self.finish(msgspec.json.encode(reply))


ACTIONS: Final[dict[str, tuple[type[Any], Callable[..., object]]]] = {
    "draft": (TypedMark, MarkingDesk.keep),
    "mark": (TypedMark, MarkingDesk.mark),
    "split": (TypedSplit, MarkingDesk.split),
    "rubric": (TypedItem, MarkingDesk.change_rubric),
}
"""What can be sent, and what is done with it."""


class NowhereHandler(GuardedHandler):
    """Any other address."""

    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)


class MarkingServer:
    """A server that is bound to a port and not yet started."""

    def __init__(
        self,
        workplaces: Sequence[Workplace],
        host: str = HOST,
        port: int = 0,
        public: SplitResult | None = None,
    ) -> None:
        try:
            family = socket.AF_INET if host == HOST else socket.AF_UNSPEC
            self._sockets = bind_sockets(port, host, family=family)
        except OSError as error:
            raise UsageError(
                f"Port {port}{'' if host == HOST else f' of {host}'} can't be used:"
                f" {error.strerror or error}. Name another with --port, or leave it out."
            ) from None
        here = f"http://{HOST}:{self._sockets[0].getsockname()[1]}/"
        base = f"{public.geturl().rstrip('/')}/" if public else here
        self.addresses = [f"{base}{one.secret}/" for one in workplaces]
        """The addresses of the overviews, in the order of the workplaces."""
        self._app = _application(Entrance(workplaces=workplaces, public=public))

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


def _application(entrance: Entrance) -> tornado.web.Application:
    given = {"entrance": entrance}
    part, files = "([^/]+)", "|".join(name.replace(".", r"\.") for name in pages.FILES)
    # some proxies leave the path that they are reached by in front, others take it away
    before = f"(?:{re.escape(entrance.public.path.rstrip('/'))})?" if entrance.public else ""
    question = f"{before}/{part}/(question|second)/{part}/{part}/"
    routes: list[Any] = [
        (f"{before}/{part}/", OverviewHandler, given),
        (f"{before}/{part}/({files})", FileHandler, given),
        (question, QuestionHandler, given),
        (f"{question}({'|'.join(ACTIONS)})", TypingHandler, given),
    ]
    return tornado.web.Application(
        routes, default_handler_class=NowhereHandler, default_handler_args=given
    )
