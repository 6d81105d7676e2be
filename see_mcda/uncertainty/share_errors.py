"""The error of a share that no sample or every sample has: sqrt(b (1 − b) / N) is 0, and proves nothing.

Wilson's interval of a share of N random samples holds, at b = 0, from 0 to z² / (N + z²), and at b = 1 as far
below 1. One z-th of that is taken for the standard error, so that z times it is where the interval ends.

Source: Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
American Statistical Association 22(158), 209-212, doi:10.1080/01621459.1927.10502953.
"""

from __future__ import annotations

MARGIN = 1.96
"""z, 95 %."""


def least_error(samples: int) -> float:
    """Return z / (N + z²), the least standard error that a share of N random samples is told with."""
    return MARGIN / (samples + MARGIN**2)
