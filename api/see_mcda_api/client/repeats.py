"""The retry policy of the client."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from see_mcda_api.client.call import Answer, Call

TEMPORARY = (429, 503)


@dataclass(frozen=True)
class Patience:
    """A retry policy with exponential backoff.

    Attributes:
        repeats: the largest number of retries; 0 turns them off.
        first: seconds before the first retry; doubled for each further one.
        longest: the longest wait in seconds; a longer ``Retry-After`` ends the retries.

    """

    repeats: int = 4
    first: float = 0.2
    longest: float = 30.0

    def wait(self, call: Call[Any], attempt: int, answer: Answer | None) -> float | None:
        """Return the seconds to wait before the next attempt, or None if there is none.

        ``attempt`` counts from 0; ``answer`` is None if the connection failed.
        """
        if not call.repeatable or attempt >= self.repeats:
            return None
        if answer is not None and answer.status not in TEMPORARY:
            return None
        asked = _seconds(answer.headers.get("retry-after")) if answer is not None else None
        if asked is not None:
            return asked if asked <= self.longest else None
        # random jitter, so that many clients do not retry at the same time
        return min(self.longest, self.first * float(2**attempt)) * random.uniform(0.5, 1)


def _seconds(words: str | None) -> float | None:
    try:
        return max(0.0, float(words)) if words is not None else None
    except ValueError:  # an HTTP date; this service sends seconds
        return None
