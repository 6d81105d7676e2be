"""When a call is sent again, and after how long."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from see_mcda_api.client.call import Answer, Call

TEMPORARY = (429, 503)


@dataclass(frozen=True)
class Patience:
    """How often a call is sent again, and how long is waited between.

    Attributes:
        repeats: how often at most; 0 is never.
        first: seconds before the first repeat, doubled with each one.
        longest: seconds that are waited at most, also if the service asks for more.

    """

    repeats: int = 4
    first: float = 0.2
    longest: float = 30.0

    def wait(self, call: Call[Any], attempt: int, answer: Answer | None) -> float | None:
        """Return the seconds to wait before the next attempt, None if there is none.

        ``attempt`` counts from 0; ``answer`` is None where the connection failed.
        """
        if not call.repeatable or attempt >= self.repeats:
            return None
        if answer is not None and answer.status not in TEMPORARY:
            return None
        asked = _seconds(answer.headers.get("retry-after")) if answer is not None else None
        if asked is not None:
            return asked if asked <= self.longest else None
        # spread, so that many clients do not come back at once
        return min(self.longest, self.first * float(2**attempt)) * random.uniform(0.5, 1)


def _seconds(words: str | None) -> float | None:
    try:
        return max(0.0, float(words)) if words is not None else None
    except ValueError:  # a date; our service answers seconds
        return None
