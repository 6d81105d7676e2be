"""How much is computed for one answer here; what needs more is a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import see_mcda as sm
from see_mcda_api.http.errors import TooLarge
from see_mcda_api.settings import Settings

RUNS = "POST /v1/runs"
_FAST = ("topsis", "additive", "multiplicative", "ahp")
"""Methods of whose structure the analyses make use; with any other they search."""
_MOST_SCORES: Mapping[str, tuple[int, int]] = {
    "crossovers": (20_000, 300),
    "score-crossovers": (20_000, 3_000),
    "flip": (3_000, 300),
    "improvement": (20_000, 300),
    "pillar-map": (20_000, 300),
}
"""Scores up to which an analysis that cannot be stopped ends within half a minute or so: with a method of
:data:`_FAST`, and with another one."""


def check_size(kind: str, problem: sm.Problem, arguments: Mapping[str, Any], settings: Settings) -> None:
    """Raise :class:`TooLarge` for more samples, scores or pairs of candidates than an answer may have."""
    samples = arguments.get("samples")
    if isinstance(samples, int) and samples > settings.request_samples:
        raise TooLarge.of(
            "too-many-samples",
            "{samples} samples are more than the {most} of an answer here; ask for a run: {place}",
            "samples",
            samples=samples,
            most=settings.request_samples,
            place=RUNS,
        )
    candidates, leaves = len(problem.candidates), len(problem.leaves)
    fast = arguments.get("method", "topsis") in _FAST
    for cells, most in (
        (candidates * max(candidates, leaves), settings.request_cells),  # a result has cells for pairs, too
        (candidates * leaves, _MOST_SCORES.get(kind, (settings.request_cells,) * 2)[0 if fast else 1]),
    ):
        if cells > most:
            raise TooLarge.of(
                "too-many-cells",
                "{cells} scores or pairs of candidates are more than the {most} of an answer here; ask for a"
                " run: {place}",
                "problem",
                cells=cells,
                most=most,
                place=RUNS,
            )
