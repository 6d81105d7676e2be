"""The calls that keep nothing: every analysis of the engine, by the engine's names and arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from see_mcda.analyses.acceptability.document import AcceptabilityModel
from see_mcda.analyses.agreement.document import AgreementModel
from see_mcda.analyses.crossovers.document import CrossoversModel
from see_mcda.analyses.flip.document import FlipModel
from see_mcda.analyses.improvement.document import ImprovementModel
from see_mcda.analyses.pillar_map.document import PillarMapModel
from see_mcda.analyses.rank_ranges.document import RankRangesModel
from see_mcda.analyses.reversal.document import ReversalModel
from see_mcda.analyses.score_crossovers.document import ScoreCrossoversModel
from see_mcda.analyses.variance.document import VarianceModel
from see_mcda.analyses.worth_knowing.document import WorthKnowingModel
from see_mcda.results.documents import ComparisonModel, ExplanationModel, RankingModel, VerificationModel
from see_mcda_api.client.call import Call, M, address, as_model, given

Document = Mapping[str, Any]
"""A problem, a framework or a weighting as in a file, or anything of the engine with ``to_dict``."""


def rank(
    problem: Any, weights: Any = "equal", *, method: str = "topsis", **options: Any
) -> Call[RankingModel]:
    """Rank the candidates, as :func:`see_mcda.rank`."""
    return _posted(RankingModel, "rankings", problem=problem, weights=weights, method=method, **options)


def compare(
    problem: Any,
    weights: Sequence[Any] = ("equal",),
    *,
    method: str | Sequence[str] = "topsis",
    **options: Any,
) -> Call[ComparisonModel]:
    """Rank by several weightings and methods, as :func:`see_mcda.compare`."""
    return _posted(ComparisonModel, "comparisons", problem=problem, weights=weights, method=method, **options)


def explain(
    problem: Any,
    weights: Any = "equal",
    a: str | None = None,
    b: str | None = None,
    *,
    method: str = "topsis",
    **options: Any,
) -> Call[ExplanationModel]:
    """Explain why one candidate stands above another one, as :func:`see_mcda.explain`."""
    return _posted(
        ExplanationModel, "explanations", problem=problem, weights=weights, a=a, b=b, method=method, **options
    )


def improve(
    problem: Any, weights: Any = "equal", candidate: str | None = None, **arguments: Any
) -> Call[ImprovementModel]:
    """Find the smallest changes with which a candidate reaches a rank, as :func:`see_mcda.improve`."""
    return _posted(
        ImprovementModel, "improvements", problem=problem, weights=weights, candidate=candidate, **arguments
    )


def verify(problem: Any, result: Any, **arguments: Any) -> Call[VerificationModel]:
    """Recompute a result and say what differs, as :func:`see_mcda.verify`."""
    return _posted(VerificationModel, "verifications", problem=problem, result=result, **arguments)


def crossovers(problem: Any, weights: Any = "equal", **arguments: Any) -> Call[CrossoversModel]:
    """Find every weight at which two candidates swap, as :func:`see_mcda.sensitivity.crossovers`."""
    return _analysed(CrossoversModel, "crossovers", problem, weights, arguments)


def score_crossovers(
    problem: Any, weights: Any, candidate: str, leaf: str, **arguments: Any
) -> Call[ScoreCrossoversModel]:
    """Find where one score changes the leader, as :func:`see_mcda.sensitivity.score_crossovers`."""
    place = {"candidate": candidate, "leaf": leaf, **arguments}
    return _analysed(ScoreCrossoversModel, "score-crossovers", problem, weights, place)


def flip(problem: Any, weights: Any = "equal", **arguments: Any) -> Call[FlipModel]:
    """Find the smallest change that unseats the leader, as :func:`see_mcda.sensitivity.flip`."""
    return _analysed(FlipModel, "flip", problem, weights, arguments)


def acceptability(problem: Any, weights: Any = "uniform", **arguments: Any) -> Call[AcceptabilityModel]:
    """Say how often each candidate has each rank, as :func:`see_mcda.sensitivity.acceptability`."""
    return _analysed(AcceptabilityModel, "acceptability", problem, weights, arguments)


def rank_ranges(problem: Any, statements: Any = (), **arguments: Any) -> Call[RankRangesModel]:
    """Return the best and worst rank of each candidate, as :func:`see_mcda.sensitivity.rank_ranges`."""
    return _posted(
        RankRangesModel, "sensitivity/rank-ranges", problem=problem, statements=statements, **arguments
    )


def agreement(problem: Any, weights: Any = ("equal",), **arguments: Any) -> Call[AgreementModel]:
    """Say how far methods and weightings agree, as :func:`see_mcda.sensitivity.agreement`."""
    return _analysed(AgreementModel, "agreement", problem, weights, arguments)


def reversal(problem: Any, weights: Any = "equal", **arguments: Any) -> Call[ReversalModel]:
    """Try what changes as candidates or criteria come and go, as :func:`see_mcda.sensitivity.reversal`."""
    return _analysed(ReversalModel, "reversal", problem, weights, arguments)


def variance(problem: Any, weights: Any = "uniform", **arguments: Any) -> Call[VarianceModel]:
    """Say where the doubt comes from, as :func:`see_mcda.sensitivity.variance`."""
    return _analysed(VarianceModel, "variance", problem, weights, arguments)


def worth_knowing(problem: Any, weights: Any = "equal", **arguments: Any) -> Call[WorthKnowingModel]:
    """Say what to find out next, as :func:`see_mcda.sensitivity.worth_knowing`."""
    return _analysed(WorthKnowingModel, "worth-knowing", problem, weights, arguments)


def pillar_map(problem: Any, weights: Any = "equal", **arguments: Any) -> Call[PillarMapModel]:
    """Map who wins under every mix of three branches, as :func:`see_mcda.sensitivity.pillar_map`."""
    return _analysed(PillarMapModel, "pillar-map", problem, weights, arguments)


def _analysed(model: type[M], name: str, problem: Any, weights: Any, arguments: Document) -> Call[M]:
    return _posted(model, f"sensitivity/{name}", problem=problem, weights=weights, **arguments)


def _posted(model: type[M], path: str, **body: Any) -> Call[M]:
    return Call("POST", address(*path.split("/")), as_model(model), plain(given(**body)))


def plain(value: Any) -> Any:
    """Return JSON values for documents, models of results, and problems and frameworks of the engine."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.tolist() if hasattr(value, "tolist") else value
