"""Timing that can be compared: every contestant in turn, several rounds, the median of the rounds.

In its turn a contestant is called again and again for at least :data:`SPELL` seconds. A job of a millisecond
would otherwise be timed in caches that a peer's job of a second has just filled with its own things.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SPELL = 0.05


@dataclass(frozen=True)
class Contestant:
    """Something to time; ``part`` of the whole job is done at each call (peers that loop do a sample)."""

    run: Callable[[], object]
    part: float = 1.0


def seconds(contestants: Mapping[str, Contestant], rounds: int) -> dict[str, float]:
    """Return the median seconds of the whole job for each contestant, timed in turn in the same process."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for contestant in contestants.values():
        contestant.run()
    for _ in range(rounds):
        for name, contestant in contestants.items():
            taken[name].append(_call(contestant.run) / contestant.part)
    return {name: statistics.median(times) for name, times in taken.items()}


def _call(run: Callable[[], object]) -> float:
    """Return the mean seconds of a call, over a spell of calls."""
    calls, begin = 0, time.perf_counter()
    while (spent := time.perf_counter() - begin) < SPELL:
        run()
        calls += 1
    return spent / calls
