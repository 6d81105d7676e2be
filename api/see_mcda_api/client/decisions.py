"""Calls for decisions: problems stored by the service with their history.

A change names the version that it is based on. If someone else changed the decision since, the service
rejects the change (:class:`see_mcda_api.client.Changed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from see_mcda.analyses.registry import document
from see_mcda.ranking.document import ComparisonModel, ExplanationModel, RankingModel
from see_mcda.results.documents import AnalysisModel, MergeModel
from see_mcda_api.client.call import Call, M, address, as_model, given, idempotency_key, if_unchanged, nothing
from see_mcda_api.client.stateless import Document, arguments_body, plain, table_files
from see_mcda_api.compute.paths import PLACES
from see_mcda_api.decisions.schemas import ChangeModel, ChangePage, DecisionModel, DecisionPage, MergedModel
from see_mcda_api.runs.schemas import RunModel
from see_mcda_api.snapshots.schemas import SnapshotModel

NEW = {"If-None-Match": "*"}


def create(problem: Any, weightings: Mapping[str, Document] | None = None) -> Call[DecisionModel]:
    """Store a problem with named weightings as a decision."""
    body = plain({"problem": problem, "weightings": weightings or {}})
    return Call("POST", address("decisions"), as_model(DecisionModel), body, headers=idempotency_key())


def read(decision: str) -> Call[DecisionModel]:
    """Return the current version of a decision."""
    return Call("GET", address("decisions", decision), as_model(DecisionModel))


def page(cursor: str | None = None, limit: int | None = None, *, deleted: bool = False) -> Call[DecisionPage]:
    """Return a page of the team's decisions, newest first."""
    query = given(cursor=cursor, limit=limit, deleted=deleted or None)
    return Call("GET", address("decisions"), as_model(DecisionPage), query=query)


def replace(seen: DecisionModel, problem: Any, weightings: Mapping[str, Document]) -> Call[DecisionModel]:
    """Replace the problem and the weightings of a decision."""
    body = plain({"problem": problem, "weightings": weightings})
    return _changing("PUT", seen, body)


def patch(seen: DecisionModel, changes: Document) -> Call[DecisionModel]:
    """Apply a merge patch (RFC 7396): None removes a value, a list is replaced as a whole."""
    return _changing("PATCH", seen, plain(changes))


def merge(
    seen: DecisionModel,
    table: str | Path,
    content: bytes | str | None = None,
    *,
    override: bool = False,
    **reading: Any,
) -> Call[MergedModel]:
    """Merge a workbook that came back filled in: fill in what is missing, or ``override`` what differs.

    ``table`` is a file, or the name of one whose ``content`` is given; ``reading`` are the options of
    :func:`see_mcda.read_problem`.
    """
    return Call(
        "POST",
        address("decisions", seen.id, "merge"),
        as_model(MergedModel),
        query=given(override=override or None),
        headers=_as_seen(seen),
        repeatable=False,
        files=table_files(table, content, reading),
    )


def preview_merge(
    decision: str,
    table: str | Path,
    content: bytes | str | None = None,
    *,
    override: bool = False,
    **reading: Any,
) -> Call[MergeModel]:
    """Return what :func:`merge` would change, and the values that differ."""
    return Call(
        "POST",
        address("decisions", decision, "merge", "preview"),
        as_model(MergeModel),
        query=given(override=override or None),
        files=table_files(table, content, reading),
    )


def undo(seen: DecisionModel) -> Call[DecisionModel]:
    """Undo the last change that is not yet undone."""
    return _changing("POST", seen, None, "undo")


def restore(seen: DecisionModel, version: int) -> Call[DecisionModel]:
    """Restore an earlier version of a decision."""
    return _changing("POST", seen, {"version": version}, "restore")


def delete(seen: DecisionModel) -> Call[None]:
    """Delete a decision; :func:`undelete` restores it."""
    place = address("decisions", seen.id)
    return Call("DELETE", place, nothing, headers=_as_seen(seen), repeatable=False)


def undelete(decision: str, version: int) -> Call[DecisionModel]:
    """Restore a deleted decision; ``version`` is the last one in its history."""
    place = address("decisions", decision, "undo")
    seen = if_unchanged(f'"{version}"')
    return Call("POST", place, as_model(DecisionModel), headers=seen, repeatable=False)


def history(decision: str, cursor: int | None = None, limit: int | None = None) -> Call[ChangePage]:
    """Return the changes of a decision, newest first."""
    query = given(cursor=cursor, limit=limit)
    return Call("GET", address("decisions", decision, "history"), as_model(ChangePage), query=query)


def version(decision: str, number: int) -> Call[ChangeModel]:
    """Return a change with its differences and the content of the decision after it."""
    return Call("GET", address("decisions", decision, "history", str(number)), as_model(ChangeModel))


def put_candidate(seen: DecisionModel, candidate: Document) -> Call[None]:
    """Add a candidate, or replace the one with the same id."""
    known = any(each["id"] == candidate["id"] for each in seen.problem["candidates"])
    return _part("PUT", seen, "candidates", str(candidate["id"]), body=plain(candidate), new=not known)


def remove_candidate(seen: DecisionModel, candidate: str) -> Call[None]:
    """Remove a candidate."""
    return _part("DELETE", seen, "candidates", candidate)


def put_score(seen: DecisionModel, candidate: str, leaf: str, value: Any, **evidence: Any) -> Call[None]:
    """Set a score with its evidence: ``source, date, assessor, note``."""
    body = plain({"value": value, **evidence})
    return _part("PUT", seen, "candidates", candidate, "scores", leaf, body=body)


def put_weighting(seen: DecisionModel, name: str, weighting: Document) -> Call[None]:
    """Add a weighting, or replace the one with the same name."""
    new = name not in seen.weightings
    return _part("PUT", seen, "weightings", name, body=plain(weighting), new=new)


def remove_weighting(seen: DecisionModel, name: str) -> Call[None]:
    """Remove a weighting."""
    return _part("DELETE", seen, "weightings", name)


def rank(
    decision: str, weights: Any = None, *, version: int | None = None, **arguments: Any
) -> Call[RankingModel]:
    """Rank the candidates of a decision; ``weights`` may be the name of one of its weightings."""
    return _computed(RankingModel, "ranking", decision, version, {"weights": weights, **arguments})


def compare(
    decision: str, weights: Any = None, *, version: int | None = None, **arguments: Any
) -> Call[ComparisonModel]:
    """Rank the candidates of a decision with several weightings and methods."""
    return _computed(ComparisonModel, "comparison", decision, version, {"weights": weights, **arguments})


def explain(
    decision: str,
    weights: Any = None,
    a: str | None = None,
    b: str | None = None,
    *,
    version: int | None = None,
    **arguments: Any,
) -> Call[ExplanationModel]:
    """Explain why one candidate of a decision ranks above another one."""
    return _computed(
        ExplanationModel, "explanation", decision, version, {"weights": weights, "a": a, "b": b, **arguments}
    )


def analyse(
    decision: str, analysis: str, *, version: int | None = None, **arguments: Any
) -> Call[AnalysisModel]:
    """Compute an analysis of a decision, such as ``"crossovers"``."""
    return _computed(document(analysis), analysis, decision, version, arguments)


def run(decision: str, analysis: str, *, version: int | None = None, **arguments: Any) -> Call[RunModel]:
    """Start an analysis of a decision in the background."""
    body = plain({"analysis": analysis, **arguments_body(analysis, arguments)})
    return _made(RunModel, decision, "runs", version, body)


def freeze(
    decision: str, kind: str = "ranking", *, version: int | None = None, **arguments: Any
) -> Call[SnapshotModel]:
    """Create a snapshot of a result of a decision, at an address that cannot be guessed."""
    body = plain({"kind": kind, **arguments_body(kind, arguments)})
    return _made(SnapshotModel, decision, "snapshots", version, body)


def _as_seen(seen: DecisionModel) -> dict[str, str]:
    return if_unchanged(f'"{seen.version}"')


def _changing(verb: Any, seen: DecisionModel, body: Any, *place: str) -> Call[DecisionModel]:
    # a retry would conflict with its own change
    return Call(
        verb,
        address("decisions", seen.id, *place),
        as_model(DecisionModel),
        body,
        headers=_as_seen(seen),
        repeatable=False,
    )


def _part(verb: Any, seen: DecisionModel, *place: str, body: Any = None, new: bool = False) -> Call[None]:
    headers = NEW if new else _as_seen(seen)
    path = address("decisions", seen.id, *place)
    return Call(verb, path, nothing, body, headers=headers, repeatable=False)


def _computed(
    model: type[M], kind: str, decision: str, version: int | None, arguments: Mapping[str, Any]
) -> Call[M]:
    body = arguments_body(kind, arguments)
    path = address("decisions", decision, *PLACES[kind].split("/"))
    return Call("POST", path, as_model(model), plain(given(**body)), query=given(version=version))


def _made(model: type[M], decision: str, place: str, version: int | None, body: Any) -> Call[M]:
    return Call(
        "POST",
        address("decisions", decision, place),
        as_model(model),
        body,
        query=given(version=version),
        headers=idempotency_key(),
    )
