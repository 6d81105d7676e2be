"""Rate limits, counted in each process."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from see_mcda.language.messages import notice
from see_mcda_api.http.errors import TooMany


class Rates:
    """The rate limit of each key or client address."""

    def __init__(self, per_minute: int):
        self._item = RateLimitItemPerMinute(per_minute)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def check(self, who: str) -> None:
        """Count a request; raise :class:`TooMany` above the limit."""
        if self._limiter.hit(self._item, who):
            return
        wait = max(1, math.ceil(self._limiter.get_window_stats(self._item, who).reset_time - time.time()))
        words = notice(
            "rate",
            "more than {most} requests in a minute; try again in {seconds} s",
            None,
            most=self._item.amount,
            seconds=wait,
        )
        raise TooMany(words, headers={"Retry-After": str(wait)})
