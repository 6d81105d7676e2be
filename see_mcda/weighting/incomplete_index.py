"""Random indices for judgments with gaps, by the number of criteria n and of unjudged pairs m.

Unjudged entries can be chosen so that the others contradict each other less, so an incomplete random
matrix has a smaller consistency index than a complete one. The index is its mean over judgments drawn
from Saaty's 17 values at random pairs that connect all criteria, the unjudged entries chosen between 1/9
and 9 so that λ_max is least.

Definition: Ágoston, K. Cs., & Csató, L. (2022). Inconsistency thresholds for incomplete pairwise
comparison matrices. *Omega*, arXiv:2102.10558. The numbers are simulated by ``bench/incomplete_index.py``
with 200,000 matrices a cell or more; their standard errors are below 0.001. From m = (n − 1)(n − 2)/2 on
nothing can be contradicted.
"""

from __future__ import annotations

_FROM_ONE_GAP = {
    4: "0.582 0.306",
    5: "0.924 0.741 0.556 0.379 0.212",
    6: "1.129 1.006 0.881 0.758 0.633 0.510 0.388 0.271 0.160",
    7: "1.256 1.170 1.085 0.997 0.910 0.822 0.732 0.642 0.552 0.463 0.375 0.290 0.207 0.130",
    8: (
        "1.342 1.279 1.216 1.151 1.087 1.023 0.957 0.892 0.826 0.758 0.691 0.624 0.556 0.488 "
        "0.421 0.355 0.289 0.226 0.166 0.109"
    ),
    9: (
        "1.403 1.354 1.305 1.257 1.207 1.157 1.108 1.058 1.008 0.958 0.907 0.856 0.804 0.752 "
        "0.700 0.647 0.595 0.542 0.489 0.436 0.384 0.333 0.281 0.232 0.183 0.137 0.094"
    ),
    10: (
        "1.448 1.409 1.370 1.331 1.293 1.254 1.216 1.175 1.136 1.096 1.057 1.016 0.977 0.936 "
        "0.895 0.855 0.814 0.773 0.731 0.689 0.648 0.606 0.564 0.521 0.479 0.436 0.394 0.352 "
        "0.311 0.270 0.230 0.190 0.153 0.117 0.083"
    ),
}

INCOMPLETE_INDEX: dict[tuple[int, int], float] = {
    (n, m): float(index) for n, row in _FROM_ONE_GAP.items() for m, index in enumerate(row.split(), start=1)
}
"""Random index by (n, m)."""
