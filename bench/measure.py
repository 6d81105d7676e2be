"""Timing that can be compared: every contestant in turn, several rounds, the median of the rounds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


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
            begin = time.perf_counter()
            contestant.run()
            taken[name].append((time.perf_counter() - begin) / contestant.part)
    return {name: statistics.median(times) for name, times in taken.items()}
