"""Numbers about a service, served to Prometheus on this machine only."""

from __future__ import annotations

from typing import Final

from grader.errors import GraderError
from grader.workflows.watch.state import WatchState

ADDRESS: Final = "127.0.0.1"

SECONDS: Final = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)
"""Bounds of the histogram of latencies."""


class Metrics:
    """Counters and gauges of a service; without a port nobody asks for them."""

    def __init__(self, port: int | None) -> None:
        self._served = port is not None
        if port is None:
            return
        from prometheus_client import (  # of an extra
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            start_http_server,
        )

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
        try:
            start_http_server(port, addr=ADDRESS, registry=registry)
        except OSError as error:
            raise GraderError(
                f"Metrics can't be served on {ADDRESS}:{port}: {error.strerror}. Choose another"
                " port with --metrics."
            ) from error

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
