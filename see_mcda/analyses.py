"""Every analysis by the name of its result: what makes it, and its document; loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from see_mcda.results import AnalysisModel
    from see_mcda.sensitivity.analysis import Analysis

_ANALYSES: Mapping[str, tuple[str, str, str, str]] = {
    "crossovers": ("sensitivity.crossovers", "crossovers", "crossovers", "CrossoversModel"),
    "score-crossovers": (
        "sensitivity.score_crossovers",
        "score_crossovers",
        "crossovers",
        "ScoreCrossoversModel",
    ),
    "flip": ("sensitivity.flip", "flip", "flip", "FlipModel"),
    "acceptability": ("sensitivity.acceptability", "acceptability", "acceptability", "AcceptabilityModel"),
    "rank-ranges": ("sensitivity.rank_ranges", "rank_ranges", "rank_ranges", "RankRangesModel"),
    "agreement": ("sensitivity.agreement", "agreement", "agreement", "AgreementModel"),
    "reversal": ("sensitivity.reversal", "reversal", "reversal", "ReversalModel"),
    "variance": ("sensitivity.variance", "variance", "variance", "VarianceModel"),
    "worth-knowing": ("sensitivity.worth_knowing", "worth_knowing", "worth_knowing", "WorthKnowingModel"),
    "pillar-map": ("sensitivity.pillar_map", "pillar_map", "pillar_map", "PillarMapModel"),
    "improvement": ("improvement", "improve", "improvement", "ImprovementModel"),
}
"""By name: the module and the function, the module below ``results`` and the model."""
NAMES = tuple(_ANALYSES)


def analysis(name: str) -> Callable[..., Analysis]:
    """Return the function that makes a result of this name."""
    module, function, _, _ = _ANALYSES[name]
    return cast("Callable[..., Analysis]", getattr(import_module(f"see_mcda.{module}"), function))


def document(name: str) -> type[AnalysisModel]:
    """Return the model of a result's document."""
    _, _, module, model = _ANALYSES[name]
    found: Any = getattr(import_module(f"see_mcda.results.{module}"), model)
    return cast("type[AnalysisModel]", found)
