"""Numbers about a service, served in Prometheus's format on this machine only.

They are served at a socket in the course's folder, which is for the owner of the service alone. A
port, which every user of the machine can reach, is opened only where one is asked for.
"""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from pathlib import Path
from typing import Any, Final

import tornado.web
from tornado.netutil import bind_sockets, bind_unix_socket

from grader.errors import GraderError
from grader.service.local_server import LocalServer
from grader.service.watch.state import WatchState

ADDRESS: Final = "127.0.0.1"

SOCKET: Final = ".grader.metrics.sock"
"""Name of the socket in the course's folder."""

SECONDS: Final = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Bounds of the histogram of latencies."""


class Metrics:
    """Counters and gauges of a service, which nobody asks for if they are not served."""

    def __init__(self, root: Path, *, served: bool = False, port: int | None = None) -> None:
        self._served = served or port is not None
        self._root = root
        if not self._served:
            return
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # of an extra

        registry = CollectorRegistry()
        self._done = Counter(
            "grader_submissions", "Submissions taken in hand.", ["outcome"], registry=registry
        )
        for outcome in ("graded", "not_graded", "elsewhere"):
            self._done.labels(outcome)
        self._latency = Histogram(
            "grader_latency_seconds",
            "Time from the moment a submission was noticed until all of it was done.",
            buckets=SECONDS,
            registry=registry,
        )
        self._lengths = {
            name: Gauge(f"grader_{name}", f"Submissions that are {what}.", registry=registry)
            for name, what in (
                ("waiting", "waiting for others"),
                ("in_hand", "in hand"),
                ("stuck", "waiting for something else"),
            )
        }
        listening = _port_sockets(port) if port else [_socket_in(root)]
        threading.Thread(
            target=lambda: asyncio.run(_serve(registry, listening)), name="metrics", daemon=True
        ).start()

    def count(self, outcome: str) -> None:
        """Count a submission."""
        if self._served:
            self._done.labels(outcome).inc()

    def time(self, seconds: float) -> None:
        """Count the latency of a graded submission."""
        if self._served:
            self._latency.observe(seconds)

    def tell(self, state: WatchState) -> None:
        """Tell how long the queues are."""
        if self._served:
            for name, gauge in self._lengths.items():
                gauge.set(len(getattr(state, name)))

    def stop(self) -> None:
        """Remove the socket; the thread that serves ends with the process."""
        if self._served:
            (self._root / SOCKET).unlink(missing_ok=True)


class MetricsHandler(tornado.web.RequestHandler):
    """All numbers, whatever the path."""

    def initialize(self, registry: Any) -> None:
        self.registry = registry

    def get(self) -> None:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(generate_latest(self.registry))

    def log_exception(self, *_: Any) -> None:
        """Say nothing of what strangers ask: the answer tells them."""


async def _serve(registry: Any, listening: list[socket.socket]) -> None:
    routes: list[Any] = [(".*", MetricsHandler, {"registry": registry})]
    application = tornado.web.Application(routes, log_function=lambda _: None)
    LocalServer(application).add_sockets(listening)
    await asyncio.Event().wait()


def _port_sockets(port: int) -> list[socket.socket]:
    try:
        return bind_sockets(port, ADDRESS, family=socket.AF_INET)
    except OSError as error:
        raise GraderError(
            f"Metrics can't be served on {ADDRESS}:{port}: {error.strerror}. Choose another port"
            " with --metrics-port."
        ) from error


def _socket_in(root: Path) -> socket.socket:
    """Return a socket in a folder, whose path may be longer than an address can be: 108 bytes."""
    try:
        folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            return bind_unix_socket(f"/proc/self/fd/{folder}/{SOCKET}", 0o600)
        finally:
            os.close(folder)
    except (OSError, ValueError) as error:
        raise GraderError(
            f"Metrics can't be served at {root / SOCKET}: {error}. Name a port of this machine with"
            " --metrics-port."
        ) from error
