"""Metrics for Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable with the folder in which several processes combine their metrics."""
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_requests = Counter("see_mcda_requests", "Handled requests.", ("method", "route", "status"))
_seconds = Histogram(
    "see_mcda_request_seconds",
    "Duration of requests in seconds.",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request."""
    known = method if method in _METHODS else "other"
    _requests.labels(known, route, str(status)).inc()
    _seconds.labels(known, route).observe(seconds)


def render_metrics(runs: dict[str, int]) -> bytes:
    """Return all metrics as text; ``runs`` has the number of runs in each state."""
    if os.environ.get(SHARED):
        counted = CollectorRegistry()
        multiprocess.MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = REGISTRY
    now = CollectorRegistry()
    gauge = Gauge("see_mcda_runs", "Runs in each state.", ("state",), registry=now)
    for state, number in runs.items():
        gauge.labels(state).set(number)
    return generate_latest(counted) + generate_latest(now)
