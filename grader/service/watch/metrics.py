"""Numbers about a service in Prometheus's format, at a socket that only its owner can open."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_unix_socket

from grader.errors import GraderError
from grader.service.watch.status import WatchState

SOCKET: Final = ".grader/metrics.sock"
"""Place of the socket in the course's folder."""

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def serve_metrics(root: Path, state: WatchState) -> Callable[[], None]:
    """Serve the numbers of a state in the loop that runs; return what removes the socket."""
    path = root / SOCKET
    try:
        path.parent.mkdir(exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:  # a path may be longer than the address of a socket can be: 108 bytes
            listening = bind_unix_socket(f"/proc/self/fd/{folder}/{path.name}", 0o600)
        finally:
            os.close(folder)
    except (OSError, ValueError) as error:
        raise GraderError(f"Metrics can't be served at {path}: {error}.") from error
    application = tornado.web.Application([(".*", MetricsHandler, {"state": state})])
    application.settings["log_function"] = lambda _: None
    HTTPServer(application).add_socket(listening)
    return lambda: path.unlink(missing_ok=True)


class MetricsHandler(tornado.web.RequestHandler):
    """All numbers, whatever the path."""

    def initialize(self, state: WatchState) -> None:
        self.state = state

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE)
        self.finish(as_metrics(self.state))


def as_metrics(state: WatchState) -> str:
    """Return the numbers of a state."""
    lines = ["# TYPE grader_submissions_total counter"]
    lines += [f'grader_submissions_total{{outcome="{it}"}} {n}' for it, n in state.done.items()]
    lines += ["# TYPE grader_latency_seconds summary"]
    lines += [f"grader_latency_seconds_sum {state.seconds:g}"]
    lines += [f"grader_latency_seconds_count {state.done['graded'] + state.done['elsewhere']}"]
    for name in ("waiting", "in_progress", "stuck"):
        lines += [f"# TYPE grader_{name} gauge", f"grader_{name} {len(getattr(state, name))}"]
    return "\n".join([*lines, ""])
