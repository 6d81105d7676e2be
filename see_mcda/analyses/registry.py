"""Every analysis by the name of its result: what makes it, and its document; loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from see_mcda.analyses.analysis import Analysis
    from see_mcda.results.documents import AnalysisModel

_ANALYSES: Mapping[str, tuple[str, str, str, str]] = {
    "crossovers": ("crossovers.crossovers", "crossovers", "crossovers", "CrossoversModel"),
    "score-crossovers": (
        "score_crossovers.score_crossovers",
        "score_crossovers",
        "crossovers",
        "ScoreCrossoversModel",
    ),
    "flip": ("flip.flip", "flip", "flip", "FlipModel"),
    "acceptability": ("acceptability.acceptability", "acceptability", "acceptability", "AcceptabilityModel"),
    "rank-ranges": ("rank_ranges.rank_ranges", "rank_ranges", "rank_ranges", "RankRangesModel"),
    "agreement": ("agreement.agreement", "agreement", "agreement", "AgreementModel"),
    "reversal": ("reversal.reversal", "reversal", "reversal", "ReversalModel"),
    "variance": ("variance.variance", "variance", "variance", "VarianceModel"),
    "worth-knowing": ("worth_knowing.worth_knowing", "worth_knowing", "worth_knowing", "WorthKnowingModel"),
    "pillar-map": ("pillar_map.pillar_map", "pillar_map", "pillar_map", "PillarMapModel"),
    "improvement": ("improvement.improvement", "improve", "improvement", "ImprovementModel"),
}
"""By name: the module and the function, the package of the document and its model."""
NAMES = tuple(_ANALYSES)


def analysis(name: str) -> Callable[..., Analysis]:
    """Return the function that makes a result of this name."""
    module, function, _, _ = _ANALYSES[name]
    return cast("Callable[..., Analysis]", getattr(import_module(f"see_mcda.analyses.{module}"), function))


def document(name: str) -> type[AnalysisModel]:
    """Return the model of a result's document."""
    _, _, module, model = _ANALYSES[name]
    found: Any = getattr(import_module(f"see_mcda.analyses.{module}.document"), model)
    return cast("type[AnalysisModel]", found)
