"""The document of a problem (``see-mcda/problem/1``): its fields, reading and writing."""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from see_mcda.errors import Faults
from see_mcda.language.messages import Text, message
from see_mcda.model.cell import GATE_STATES, Cell, Missing
from see_mcda.model.criteria import Criterion, Framework, GateState
from see_mcda.model.validation import (
    CLOSED,
    LONGEST_NAME,
    Id,
    Judgment,
    Name,
    Number,
    Prose,
    json_path,
    without_extensions,
)

if TYPE_CHECKING:
    from see_mcda.model.problem import Problem

SCHEMA = "see-mcda/problem/1"


@dataclass(frozen=True)
class _Interval:
    __pydantic_config__ = CLOSED
    low: Number
    high: Number

    def cell(self) -> Cell:
        return Cell(self.low, self.high)


def _above_zero(number: float) -> float:
    if number <= 0:
        raise PydanticCustomError("not_above_zero", "a number above 0 is needed")
    return number


_ABOVE_ZERO = {"type": "number", "exclusiveMinimum": 0}


@dataclass(frozen=True)
class _Triangle:
    __pydantic_config__ = CLOSED
    low: Number
    mode: Number
    high: Number

    def cell(self) -> Cell:
        return Cell(self.low, self.high, self.mode)


@dataclass(frozen=True)
class _Normal:
    __pydantic_config__ = CLOSED
    mean: Number
    sd: Annotated[Number, AfterValidator(_above_zero), WithJsonSchema(_ABOVE_ZERO)]


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        if "value" in value:
            return "tag:evidence"
        if "mean" in value or "sd" in value:
            return "tag:normal"
        return "tag:triangle" if "mode" in value else "tag:interval"
    if isinstance(value, (list, tuple)):
        return "tag:assessors"
    return "tag:missing" if value is None else "tag:number"


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


_Assessors = Annotated[list[Number], Field(min_length=1)]
_Plain = (
    Annotated[Number, Tag("tag:number")]
    | Annotated[None, Tag("tag:missing")]
    | Annotated[_Interval, Tag("tag:interval")]
    | Annotated[_Triangle, Tag("tag:triangle")]
    | Annotated[_Normal, Tag("tag:normal")]
    | Annotated[_Assessors, Tag("tag:assessors")]
)


MANY_NAMES = 20_000
"""The length of the names of all assessors of a score."""


@dataclass(frozen=True)
class _Evidence:
    __pydantic_config__ = CLOSED
    value: Annotated[_Plain, Discriminator(_shape)]
    source: Prose | None = None
    date: Annotated[str | None, BeforeValidator(_as_json)] = None
    assessor: Annotated[str, Field(min_length=1, max_length=MANY_NAMES)] | None = None
    note: Prose | None = None


_Score = Annotated[_Plain | Annotated[_Evidence, Tag("tag:evidence")], Discriminator(_shape)]


def _gate_shape(value: object) -> str:
    return (
        "tag:answer"
        if isinstance(value, Mapping)
        else "tag:states"
        if isinstance(value, list)
        else "tag:state"
    )


_States = (
    Annotated[GateState, Tag("tag:state")]
    | Annotated[list[GateState], Tag("tag:states"), Field(min_length=1)]
)


@dataclass(frozen=True)
class _GateAnswer:
    __pydantic_config__ = CLOSED
    state: Annotated[
        _States, Discriminator(lambda value: "tag:states" if isinstance(value, list) else "tag:state")
    ]
    reason: Prose | None = None


_Gate = Annotated[_States | Annotated[_GateAnswer, Tag("tag:answer")], Discriminator(_gate_shape)]


def _attribute_shape(value: object) -> str:
    if value is None or isinstance(value, (bool, int, float)):
        return f"tag:{type(value).__name__}"
    return "tag:words"


_LARGEST_INTEGER = 2**53 - 1  # beyond it JSON readers disagree, and RFC 8785 has no form
_Attribute = Annotated[
    Annotated[bool, Tag("tag:bool")]
    | Annotated[int, Field(ge=-_LARGEST_INTEGER, le=_LARGEST_INTEGER), Tag("tag:int")]
    | Annotated[Number, Tag("tag:float")]
    | Annotated[None, Tag("tag:NoneType")]
    | Annotated[Name, Tag("tag:words")],
    Discriminator(_attribute_shape),
    BeforeValidator(_as_json),
    WithJsonSchema(
        {
            "type": ["string", "number", "boolean", "null", "object"],
            "additionalProperties": {"type": "string"},
            "description": "anything that is not scored; a text may be one for each language",
        }
    ),
]


@dataclass(frozen=True)
class _Candidate:
    __pydantic_config__ = CLOSED
    id: Id
    scores: dict[str, _Score]
    label: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)] | None = None
    name: Name | None = None
    note: Prose | None = None
    attributes: dict[str, _Attribute] = field(default_factory=dict)
    gates: dict[str, _Gate] = field(default_factory=dict)


@dataclass(frozen=True)
class ProblemDocument:
    """The fields of the document, from which its JSON Schema is generated."""

    __pydantic_config__ = CLOSED
    candidates: Annotated[
        list[Annotated[_Candidate, BeforeValidator(without_extensions)]], Field(min_length=1)
    ]
    schema: Literal["see-mcda/problem/1"] = "see-mcda/problem/1"
    framework: Annotated[
        Annotated[str | None, Tag("tag:name")] | Annotated[dict[str, Any], Tag("tag:tree")],
        Discriminator(lambda value: "tag:tree" if isinstance(value, Mapping) else "tag:name"),
    ] = None
    title: Name | None = None
    note: Prose | None = None
    missing: Missing = "error"
    comparisons: dict[str, list[Judgment]] = field(default_factory=dict)
    require: dict[Id, Number] = field(default_factory=dict)


def read_into(read: ProblemDocument, framework: Framework, faults: Faults) -> dict[str, Any]:
    """Return the attributes of the problem that a document describes, and add errors to ``faults``."""
    n, m = len(read.candidates), len(framework.leaves)
    values = np.full((n, m), np.nan)
    gates = np.ones((n, len(framework.gates)), np.int8)
    gate_position = {gate.id: column for column, gate in enumerate(framework.gates)}
    cells: dict[tuple[int, int], Cell] = {}
    reasons: dict[tuple[int, int], Text] = {}
    for row, candidate in enumerate(read.candidates):
        for leaf, score in candidate.scores.items():
            column = framework.leaf_position.get(leaf)
            if column is None:
                faults.add(
                    *_unknown_leaf(framework, leaf, json_path(("candidates", row, "scores", leaf))), id=leaf
                )
                continue
            cell, value = _read_score(score, framework.leaves[column])
            values[row, column] = value
            if cell is not None:
                cells[row, column] = cell
        for gate, answer in candidate.gates.items():
            where = json_path(("candidates", row, "gates", gate))
            if gate not in gate_position:
                faults.add("unknown-gate", "the framework has no gate {id}", where, id=gate)
                continue
            states, reason = _read_gate(answer)
            code = _agreed(states)
            if code == GATE_STATES.index("fail") and not reason:
                faults.add("no-reason", "a failed gate needs a reason: {{state: fail, reason: …}}", where)
            gates[row, gate_position[gate]] = code
            if reason:
                reasons[row, gate_position[gate]] = reason
    return {
        "framework": framework,
        "candidates": tuple(candidate.id for candidate in read.candidates),
        "values": values,
        "labels": tuple(candidate.label for candidate in read.candidates),
        "names": tuple(candidate.name for candidate in read.candidates),
        "cells": cells,
        "gates": gates,
        "reasons": reasons,
        "attributes": tuple(candidate.attributes for candidate in read.candidates),
        "notes": tuple(candidate.note for candidate in read.candidates),
        "comparisons": _read_comparisons(read, framework, faults),
        "missing": read.missing,
        "title": read.title,
        "note": read.note,
        "require": read.require,
    }


def _unknown_leaf(framework: Framework, leaf: str, where: str) -> tuple[str, str, str]:
    if leaf in framework.nodes:
        return (
            "not-a-leaf",
            message("{id} is a group of criteria; scores belong to the criteria in it").template,
            where,
        )
    return "unknown-node", message("the framework has no criterion {id} that is scored").template, where


def _read_score(score: Any, leaf: Criterion) -> tuple[Cell | None, float]:
    evidence: dict[str, Any] = {}
    if isinstance(score, _Evidence):
        for key in ("source", "note"):
            if words := getattr(score, key):
                evidence[key] = dict(words)
        for key in ("date", "assessor"):
            if (fact := getattr(score, key)) is not None:
                evidence[key] = fact
        score = score.value
    if isinstance(score, (_Interval, _Triangle)):
        cell = score.cell()
    elif isinstance(score, _Normal):
        scale = leaf.scale
        cell = Cell.normal(score.mean, score.sd, scale.min if scale else None, scale.max if scale else None)
    elif isinstance(score, list):
        cell = Cell(min(score), max(score), assessors=tuple(score))
    elif score is None:
        cell = Cell(np.nan, np.nan)
    else:
        cell = Cell(score, score)
    if evidence:
        cell = dataclasses.replace(cell, evidence=evidence)
    plain = score is None or isinstance(score, float)
    return (None if plain and not evidence else cell), cell.point


def _read_gate(answer: Any) -> tuple[list[GateState], Text | None]:
    reason = None
    if isinstance(answer, _GateAnswer):
        answer, reason = answer.state, answer.reason
    states = answer if isinstance(answer, list) else [answer]
    return cast("list[GateState]", states), reason


def _agreed(states: Sequence[GateState]) -> int:
    """Return the code that assessors agree on; those who differ leave the gate not established."""
    return GATE_STATES.index(states[0] if len(set(states)) == 1 else "not-established")


def _read_comparisons(
    read: ProblemDocument, framework: Framework, faults: Faults
) -> dict[str, list[tuple[str, str, float]]]:
    ids = {candidate.id for candidate in read.candidates}
    comparisons: dict[str, list[tuple[str, str, float]]] = {}
    for leaf, judgments in read.comparisons.items():
        if leaf not in framework.leaf_position:
            faults.add(*_unknown_leaf(framework, leaf, json_path(("comparisons", leaf))), id=leaf)
            continue
        comparisons[leaf] = []
        compared: set[frozenset[str]] = set()
        for position, (a, b, times) in enumerate(judgments):
            where = json_path(("comparisons", leaf, position))
            unknown = [id for id in (a, b) if id not in ids]
            if unknown:
                faults.add("unknown-candidate", "there is no candidate {ids}", where, ids=unknown)
            elif times <= 0:
                faults.add("judgment", "a judgment must be a number above 0, not {given}", where, given=times)
            elif a == b or {a, b} in compared:
                faults.add("doubly-given", "{a} and {b} are already compared", where, a=a, b=b)
            else:
                compared.add(frozenset((a, b)))
                comparisons[leaf].append((a, b, times))
    return comparisons


def write(problem: Problem) -> dict[str, Any]:
    """Return the document of a problem."""
    document: dict[str, Any] = {"schema": SCHEMA}
    for key in ("title", "note"):
        if getattr(problem, key):
            document[key] = dict(getattr(problem, key))
    document["framework"] = problem.framework.to_dict()
    document["missing"] = problem.missing
    if problem.require:
        document["require"] = dict(problem.require)
    document["candidates"] = [_candidate(problem, row) for row in range(len(problem.candidates))]
    if problem.comparisons:
        document["comparisons"] = {
            leaf: [list(judgment) for judgment in judgments]
            for leaf, judgments in problem.comparisons.items()
        }
    return document


def _candidate(problem: Problem, row: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": problem.candidates[row]}
    if label := problem.labels[row]:
        entry["label"] = label
    for key, text in (("name", problem.names[row]), ("note", problem.notes[row])):
        if text:
            entry[key] = dict(text)
    if problem.attributes[row]:
        entry["attributes"] = dict(problem.attributes[row])
    gates: dict[str, Any] = {}
    for column, gate in enumerate(problem.framework.gates):
        state = GATE_STATES[problem.gates[row, column]]
        reason = problem.reasons.get((row, column))
        gates[gate.id] = {"state": state, "reason": dict(reason)} if reason else state
    if gates:
        entry["gates"] = gates
    entry["scores"] = {
        leaf: _score(value, problem.cells.get((row, column)))
        for column, (leaf, value) in enumerate(zip(problem.leaves, problem.values[row].tolist(), strict=True))
    }
    return entry


def _score(value: float, cell: Cell | None) -> Any:
    plain: Any = None if math.isnan(value) else value
    if cell is None:
        return plain
    if cell.assessors:
        plain = list(cell.assessors)
    elif cell.mean is not None:
        plain = {"mean": cell.mean, "sd": cell.sd}
    elif cell.mode is not None:
        plain = {"low": cell.low, "mode": cell.mode, "high": cell.high}
    elif cell.low != cell.high and not np.isnan(cell.low):
        plain = {"low": cell.low, "high": cell.high}
    return {"value": plain, **cell.evidence} if cell.evidence else plain
