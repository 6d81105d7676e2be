"""Limits on the size of direct answers and of runs."""

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
"""Methods for which the analyses have fast algorithms; for others they search."""
_PAIRED = frozenset({"codas", "multimoora"})
"""Methods that compare all pairs of candidates."""
_WITHOUT_PAIRS = frozenset({"ranking", "explanation", "comparison", "weights"})
"""Results whose size is linear in the number of candidates."""


def check_size_of_run(
    kind: str, problem: sm.Problem, arguments: Mapping[str, Any], settings: Settings
) -> None:
    """Raise :class:`TooLarge` if a run exceeds the limit on samples, scores or pairs of candidates."""
    samples = arguments.get("samples")
    if isinstance(samples, int) and samples > settings.run_samples:
        raise TooLarge.of(
            "too-many-samples",
            "a run can have at most {most} samples, not {samples}",
            "samples",
            samples=samples,
            most=settings.run_samples,
        )
    check_cells(kind, problem, arguments, settings.run_cells)


def check_size(kind: str, problem: sm.Problem, arguments: Mapping[str, Any], settings: Settings) -> None:
    """Raise :class:`TooLarge` if a direct answer exceeds the limit on samples, scores or pairs."""
    samples = arguments.get("samples")
    if isinstance(samples, int) and samples > settings.request_samples:
        raise TooLarge.of(
            "too-many-samples",
            "a direct answer can have at most {most} samples, not {samples}; start a run instead: {place}",
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
    """Raise :class:`TooLarge` if a table of the result or of its computation exceeds ``most`` cells.

    ``runs`` is the endpoint for larger computations, if there is one.
    """
    n, m = problem.values.shape
    rankings = rankings_of(kind, arguments)
    fit = most // max(n, m)
    if kind == "agreement":  # compares all pairs of rankings
        fit = min(fit, math.isqrt(most))
    if rankings > fit >= 1:
        raise TooLarge.of(
            "too-many-rankings",
            "{rankings} rankings of {candidates} candidates are too many for one result (at most "
            "{most}): use fewer weightings, methods or normalisations",
            "weights",
            rankings=rankings,
            candidates=n,
            most=fit,
        )
    _check_cells(n * max(n if has_pairs(kind, n, arguments) else 1, m), most, runs)


def rankings_of(kind: str, arguments: Mapping[str, Any]) -> int:
    """Return the number of rankings in a result."""
    if kind == "agreement":
        names = ("weights", "methods", "normalizations")
        return ranking_count(**{name: arguments[name] for name in names if name in arguments})
    if kind == "comparison":
        weights, methods = arguments.get("weights", ["equal"]), arguments.get("method", "topsis")
        return len(weights) * (1 if isinstance(methods, str) else len(methods))
    return 1


def has_pairs(kind: str, candidates: int, arguments: Mapping[str, Any]) -> bool:
    """Return whether a result, or its method, has a cell for each pair of candidates."""
    if kind == "acceptability":
        return candidates <= TABLES_MOST and bool(arguments.get("tables", True))
    methods = arguments.get("method", "topsis")
    paired = bool(_PAIRED & set([methods] if isinstance(methods, str) else methods))
    return paired or kind not in _WITHOUT_PAIRS


def _check_cells(cells: int, most: int, runs: str | None) -> None:
    if cells > most and runs is None:
        raise TooLarge.of(
            "too-many-cells",
            "a run can have at most {most} scores or pairs of candidates, not {cells}",
            "problem",
            cells=cells,
            most=most,
        )
    if cells > most:
        raise TooLarge.of(
            "too-many-cells",
            "a direct answer can have at most {most} scores or pairs of candidates, not {cells}; "
            "start a run instead: {place}",
            "problem",
            cells=cells,
            most=most,
            place=runs,
        )
