"""Verification of a result: recomputed from its problem and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any, Literal

import numpy as np
from pydantic import ConfigDict, Field, ValidationError

from see_mcda.analyses import registry as analyses
from see_mcda.errors import Faults, FileError, InputError, SeeMcdaError, refuse
from see_mcda.language.messages import Notice, Plural, message, notice
from see_mcda.methods import get_method
from see_mcda.model.problem import Problem
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.document import ComparedRanking, ComparisonModel, RankedCandidate, RankingModel
from see_mcda.ranking.ranking import Ranking, rank
from see_mcda.results.documents import AnalysisModel, NoticeModel, RecordModel, ResultModel
from see_mcda.weighting.direct import direct
from see_mcda.weighting.weights import Weights

MOST_TOLD = 50
"""Differences of an analysis, which may hold many thousand numbers, that are told one by one."""
TOLERANCE = 1e-9
"""Largest difference, relative to max(1, |number|), of numbers that count as the same."""


_OTHER_PROBLEM = notice(
    "other-input", "the problem differs from the one that this result was computed from", "record.problem"
)


class VerificationModel(ResultModel):
    """Whether a result is what its problem gives today, and what differs."""

    schema_: Literal["see-mcda/verification/1"] = Field(default="see-mcda/verification/1", alias="schema")
    same: bool
    differences: list[NoticeModel]
    warnings: list[NoticeModel]
    record: RecordModel


@dataclass(frozen=True)
class Verification:
    """What came of recomputing a result.

    ``differences`` is empty if it is the same; ``warnings`` tell what may explain differences (other
    versions).
    """

    differences: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    record: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def text(self, language: str = "en") -> str:
        """Return the verdict, then one line a difference and a warning."""
        verdict = (
            message("Verified: recomputing gives the same result.")
            if self.same
            else message(
                Plural("Not the same: {count} difference.", "Not the same: {count} differences."),
                count=len(self.differences),
            )
        )
        return "\n".join(
            [verdict.text(language), *(each.text(language) for each in (*self.differences, *self.warnings))]
        )

    def model(self) -> VerificationModel:
        """Return the result document (``see-mcda/verification/1``)."""
        return VerificationModel(
            same=self.same,
            differences=[NoticeModel.of(each) for each in self.differences],
            warnings=[NoticeModel.of(each) for each in self.warnings],
            record=RecordModel(**self.record),
        )

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result document as JSON."""
        return self.model().model_dump_json(by_alias=True, indent=indent)


class _StatedAnalysis(AnalysisModel):
    """What every analysis says; the rest is compared as it stands."""

    model_config = ConfigDict(extra="allow")
    candidates: list[Any]

    @property
    def analysis(self) -> str:
        return str((self.model_extra or {})["schema"]).split("/")[1]


def verify(
    result: Mapping[str, Any] | RankingModel | ComparisonModel | AnalysisModel, problem: Problem
) -> Verification:
    """Recompute the document of a ranking, a comparison or an analysis from its problem.

    Raises :class:`FileError` if the document is none of these, and whatever :func:`see_mcda.rank` raises.
    """
    model = _read(result)
    try:
        if isinstance(model, ComparisonModel):
            return _verify_comparison(model, problem)
        return (
            _verify_analysis(model, problem)
            if isinstance(model, _StatedAnalysis)
            else _verify(model, problem)
        )
    except SeeMcdaError:
        records = [
            each.record for each in (model.rankings if isinstance(model, ComparisonModel) else [model])
        ]
        if not records or records[0].problem == problem.digest:
            raise
        return Verification((_OTHER_PROBLEM,), (), records[0].model_dump())


def _verify(model: RankingModel, problem: Problem) -> Verification:
    again = _again(problem, model)
    now = again.model()
    differences = [
        *_record_differences(model.record, again, ""),
        *_candidate_differences(model, now),
        *_part_differences(model, now, ("title", "note", "contribution_kind", "ties")),
        *_warning_differences(model.warnings, now.warnings),
    ]
    return Verification(tuple(differences), _version_notes(model.record, again.record), again.record)


def _read(
    result: Mapping[str, Any] | RankingModel | ComparisonModel | AnalysisModel,
) -> RankingModel | ComparisonModel | _StatedAnalysis:
    if isinstance(result, (RankingModel, ComparisonModel)):
        return result
    if isinstance(result, AnalysisModel):
        result = json.loads(result.model_dump_json(by_alias=True))
    assert isinstance(result, Mapping)
    kinds: dict[str, type[RankingModel | ComparisonModel | _StatedAnalysis]] = {
        "see-mcda/ranking/1": RankingModel,
        "see-mcda/comparison/1": ComparisonModel,
        **{f"see-mcda/{name}/1": _StatedAnalysis for name in analyses.NAMES},
    }
    kind = kinds.get(str(result.get("schema")))
    if kind is None:
        raise refuse(
            FileError,
            "not-a-result",
            "a result to verify has the schema {known}, not {given}",
            "schema",
            known=list(kinds),
            given=str(result.get("schema")),
        )
    try:
        return kind.model_validate(result)
    except ValidationError as problem:
        faults = Faults()
        for detail in problem.errors(include_url=False):
            where = ".".join(map(str, detail["loc"]))
            faults.add("not-a-result", "the result is not valid here: {reason}", where, reason=detail["msg"])
        raise FileError(faults) from None


def _again(problem: Problem, stated: Any) -> Ranking:
    """Rank as the stated result says it was ranked."""
    record = stated.record
    method = get_method(stated.method.name)
    method.resolve(
        problem, stated.method.options
    )  # refuses what is no option, before it is taken for another argument
    return rank(
        problem,
        _stated_weights(stated, problem),
        method=method,
        missing=record.missing,
        reference=record.reference,
        **stated.method.options,
    )


_FROM_FILES = ("reading", "votes_read")
"""How files were read."""


def _verify_analysis(stated: _StatedAnalysis, problem: Problem) -> Verification:
    analyse = analyses.analysis(stated.analysis)
    taken = signature(analyse).parameters
    asked: dict[str, Any] = {"missing": stated.record.missing, "seed": stated.record.seed}
    if "method" in taken:
        asked |= {"method": stated.method.name, **stated.method.options}
    asked = {name: value for name, value in asked.items() if name in taken or name in stated.method.options}
    if "weights" in taken and "weights" not in stated.arguments:
        asked["weights"] = _stated_weights(stated, problem)
    again = analyse(problem, **asked | stated.arguments)
    before = stated.model_dump(mode="json", by_alias=True, exclude={"record", "warnings", *_FROM_FILES})
    now = json.loads(again.to_json())
    warnings = [NoticeModel.model_validate(warning) for warning in now.pop("warnings")]
    for part in _FROM_FILES:  # the same scores and votes may come from another file
        now.pop(part, None)
    del now["record"]
    differences = [_differs(path, old, new) for path, old, new in _unequal(before, now, "")]
    if stated.record.problem != again.record["problem"]:
        differences = [_OTHER_PROBLEM, *differences]
    if len(differences) > MOST_TOLD:
        more = notice(
            "more",
            Plural("and {count} more difference", "and {count} more differences"),
            None,
            count=len(differences) - MOST_TOLD,
        )
        differences = [*differences[:MOST_TOLD], more]
    differences += _warning_differences(stated.warnings, warnings)
    return Verification(tuple(differences), _version_notes(stated.record, again.record), again.record)


def _stated_weights(stated: RankingModel | ComparedRanking | AnalysisModel, problem: Problem) -> Weights:
    """Return the stated weights as they are: dividing by their sum again would change their last bit."""
    weighting = stated.weighting
    checked = direct(stated.weights, problem.framework)
    exact = np.array([stated.weights.get(leaf, np.nan) for leaf in problem.leaves])
    return Weights.from_values(
        problem.framework,
        exact if np.allclose(exact, checked.values) else checked.values,
        id=weighting.id,
        name=weighting.name,
        rationale=weighting.rationale,
    )


def _record_differences(stated: RecordModel, again: Ranking, where: str) -> list[Notice]:
    found = []
    for key, words in (
        ("problem", _OTHER_PROBLEM.message),
        ("weighting", message("the weights differ from the recorded ones")),
        (
            "input_sha256",
            message("problem, weights, method and options together differ from the record"),
        ),
    ):
        if getattr(stated, key) != again.record[key]:
            found.append(notice("other-input", words.template, f"{where}record.{key}"))
    return found


def _candidate_differences(stated: RankingModel, again: RankingModel) -> list[Notice]:
    found: list[Notice] = []
    now = {candidate.id: candidate for candidate in again.candidates}
    for position, candidate in enumerate(stated.candidates):
        where = f"candidates[{position}]"
        other = now.pop(candidate.id, None)
        if other is None:
            found.append(notice("gone", "the problem has no candidate {id}", where, id=candidate.id))
            continue
        found += _differences(candidate, other, where)
    found += [notice("new", "the candidate {id} is not in the result", "candidates", id=id) for id in now]
    if not found and [c.id for c in stated.candidates] != [c.id for c in again.candidates]:
        found.append(notice("other-order", "the candidates are in another order", "candidates"))
    return found


def _part_differences(stated: ResultModel, now: ResultModel, parts: Sequence[str]) -> list[Notice]:
    keys = set(parts)
    before, after = stated.model_dump(mode="json", include=keys), now.model_dump(mode="json", include=keys)
    return [_differs(path, old, new) for path, old, new in _unequal(before, after, "")]


def _warning_differences(stated: Sequence[NoticeModel], now: Sequence[NoticeModel]) -> list[Notice]:
    """Tell the warnings that the result does not repeat; it may have more, of how its weights were made."""
    kept = {(warning.code, warning.where) for warning in stated}
    return [
        notice("warning-gone", "the result lacks the warning: {warning}", "warnings", warning=warning.message)
        for warning in now
        if (warning.code, warning.where) not in kept
    ]


def _differs(where: str, before: object, after: object) -> Notice:
    return notice(
        "differs", "{before} in the result, {after} now", where, before=_told(before), after=_told(after)
    )


def _told(value: object) -> object:
    if value is None:
        return message("nothing")
    if isinstance(value, bool):
        return message("yes") if value else message("no")
    return value


def _differences(stated: RankedCandidate, now: RankedCandidate, where: str) -> list[Notice]:
    before, after = stated.model_dump(mode="json"), now.model_dump(mode="json")
    return [_differs(f"{where}.{path}", old, new) for path, old, new in _unequal(before, after, "")]


def _unequal(before: Any, after: Any, path: str) -> list[tuple[str, object, object]]:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*before, *(key for key in after if key not in before)]
        return [
            found
            for key in keys
            for found in _unequal(before.get(key), after.get(key), f"{path}.{key}" if path else str(key))
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            found
            for position, pair in enumerate(zip(before, after, strict=True))
            for found in _unequal(*pair, f"{path}[{position}]")
        ]
    return [] if _same(before, after) else [(path, before, after)]


def _same(before: object, after: object) -> bool:
    numbers = (int, float)
    if isinstance(before, numbers) and isinstance(after, numbers) and not isinstance(before, bool):
        return abs(before - after) <= TOLERANCE * max(1.0, abs(before))
    return before == after


def _version_notes(stated: RecordModel, now: Mapping[str, Any]) -> tuple[Notice, ...]:
    return tuple(
        notice(
            "other-version",
            "{part} was {before} and is now {after}",
            f"record.{part}",
            part=part,
            before=getattr(stated, part),
            after=now[part],
        )
        for part in ("engine", "numpy")
        if getattr(stated, part) != now[part]
    )


def _verify_comparison(stated: ComparisonModel, problem: Problem) -> Verification:
    if not stated.rankings:
        raise refuse(InputError, "empty", "the comparison has no rankings", "rankings")
    differences: list[Notice] = []
    rankings: list[Ranking] = []
    record: Mapping[str, Any] = {}
    for position, each in enumerate(stated.rankings):
        again = _again(problem, each)
        where = f"rankings[{position}]."
        differences += _record_differences(each.record, again, where)
        now = {
            "scores": [float(score) if np.isfinite(score) else None for score in again.scores],
            "ranks": [int(place) or None for place in again.ranks],
        }
        differences += [
            _differs(where + path, old, new)
            for path, old, new in _unequal({"scores": each.scores, "ranks": each.ranks}, now, "")
        ]
        record = again.record
        rankings.append(again)
    whole = Comparison(tuple(rankings)).model()
    differences += _part_differences(stated, whole, ("title", "note", "candidates", "names", "eligible"))
    ranked = [
        warning for warning in stated.warnings if warning.code != "left-out"
    ]  # of what is not in the result
    differences += _warning_differences(ranked, whole.warnings)
    return Verification(tuple(differences), _version_notes(stated.rankings[0].record, record), record)
