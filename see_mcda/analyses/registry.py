"""Every analysis by the name of its result.

An analysis called ``rank-ranges`` is the package ``rank_ranges`` beside this file, with the modules
``rank_ranges`` (the function and its result), ``document``, ``report`` and ``chart``. Modules are imported
when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from see_mcda.analyses.analysis import Analysis
    from see_mcda.results.documents import AnalysisModel

_ANALYSES: Mapping[str, tuple[str, str]] = {
    "crossovers": ("crossovers", "CrossoversModel"),
    "score-crossovers": ("score_crossovers", "ScoreCrossoversModel"),
    "flip": ("flip", "FlipModel"),
    "acceptability": ("acceptability", "AcceptabilityModel"),
    "rank-ranges": ("rank_ranges", "RankRangesModel"),
    "agreement": ("agreement", "AgreementModel"),
    "reversal": ("reversal", "ReversalModel"),
    "variance": ("variance", "VarianceModel"),
    "worth-knowing": ("worth_knowing", "WorthKnowingModel"),
    "pillar-map": ("pillar_map", "PillarMapModel"),
    "improvement": ("improve", "ImprovementModel"),
}
"""By name: the function, and the model of the result document."""
NAMES = tuple(_ANALYSES)


def analysis(name: str) -> Callable[..., Analysis]:
    """Return the function that computes a result of this name."""
    module = import_module(f"{package(name)}.{name.replace('-', '_')}")
    return cast("Callable[..., Analysis]", getattr(module, _ANALYSES[name][0]))


def document(name: str) -> type[AnalysisModel]:
    """Return the model of a result document."""
    found: Any = getattr(import_module(f"{package(name)}.document"), _ANALYSES[name][1])
    return cast("type[AnalysisModel]", found)


def package(name: str) -> str:
    """Return the package of an analysis."""
    return f"see_mcda.analyses.{name.replace('-', '_')}"
