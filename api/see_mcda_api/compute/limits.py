"""How much is computed for one answer here; what needs more is a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda.analyses.acceptability.rank_tallies import TABLES_MOST
from see_mcda.analyses.agreement.agreement import ranking_count
from see_mcda_api.http.errors import TooLarge
from see_mcda_api.settings import Settings

RUNS = "POST /v1/runs"
_FAST = ("topsis", "additive", "multiplicative", "ahp")
"""Methods of whose structure the analyses make use; with any other they search."""
_PAIRED = frozenset({"codas", "multimoora"})
"""Methods that compare each two candidates."""
_WITHOUT_PAIRS = frozenset({"ranking", "explanation", "comparison", "weights"})
"""Results whose size grows linearly with the number of candidates."""


def check_size_of_run(
    kind: str, problem: sm.Problem, arguments: Mapping[str, Any], settings: Settings
) -> None:
    """Raise :class:`TooLarge` for more samples, scores or pairs of candidates than a run may have."""
    samples = arguments.get("samples")
    if isinstance(samples, int) and samples > settings.run_samples:
        raise TooLarge.of(
            "too-many-samples",
            "{samples} samples are more than the {most} of a run here",
            "samples",
            samples=samples,
            most=settings.run_samples,
        )
    check_cells(kind, problem, arguments, settings.run_cells)


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
    check_cells(kind, problem, arguments, settings.request_cells, RUNS)
    most = analyses.about(kind).most_scores if kind in analyses.NAMES else None
    if most is not None:
        fast = arguments.get("method", "topsis") in _FAST
        _check_cells(problem.values.size, most[0 if fast else 1], RUNS)


def check_cells(
    kind: str, problem: sm.Problem, arguments: Mapping[str, Any], most: int, runs: str | None = None
) -> None:
    """Raise :class:`TooLarge` if a table of the result or of its computation has more cells than ``most``.

    ``runs`` is the place to ask for more, if there is one.
    """
    n, m = problem.values.shape
    rankings = rankings_of(kind, arguments)
    fit = most // max(n, m)
    if kind == "agreement":  # compares each two rankings
        fit = min(fit, math.isqrt(most))
    if rankings > fit >= 1:
        raise TooLarge.of(
            "too-many-rankings",
            "{rankings} rankings of {candidates} candidates are too many for one result here: {most} fit; ask"
            " for fewer weightings, methods or normalisations",
            "weights",
            rankings=rankings,
            candidates=n,
            most=fit,
        )
    _check_cells(n * max(n if has_pairs(kind, n, arguments) else 1, m), most, runs)


def rankings_of(kind: str, arguments: Mapping[str, Any]) -> int:
    """Return how many rankings a result has."""
    if kind == "agreement":
        names = ("weights", "methods", "normalizations")
        return ranking_count(**{name: arguments[name] for name in names if name in arguments})
    if kind == "comparison":
        weights, methods = arguments.get("weights", ["equal"]), arguments.get("method", "topsis")
        return len(weights) * (1 if isinstance(methods, str) else len(methods))
    return 1


def has_pairs(kind: str, candidates: int, arguments: Mapping[str, Any]) -> bool:
    """Return whether a result, or its method, has a cell for each two candidates."""
    if kind == "acceptability":
        return candidates <= TABLES_MOST and bool(arguments.get("tables", True))
    methods = arguments.get("method", "topsis")
    paired = bool(_PAIRED & set([methods] if isinstance(methods, str) else methods))
    return paired or kind not in _WITHOUT_PAIRS


def _check_cells(cells: int, most: int, runs: str | None) -> None:
    if cells > most and runs is None:
        raise TooLarge.of(
            "too-many-cells",
            "{cells} scores or pairs of candidates are more than the {most} of a run here",
            "problem",
            cells=cells,
            most=most,
        )
    if cells > most:
        raise TooLarge.of(
            "too-many-cells",
            "{cells} scores or pairs of candidates are more than the {most} of an answer here; ask for a"
            " run: {place}",
            "problem",
            cells=cells,
            most=most,
            place=runs,
        )
