"""Weighting files (``see-mcda/weighting/1``): shares at each node, elicited in one of several ways.

A node has one of::

    weights: {a: 2, b: 1}                          numbers, normalised
    judgments: [[a, b, 3], …]                      a is 3 times as important as b; an absent pair is unjudged
    judges: [{id, weight, judgments}, …]           the same from several people, how: judgments | priorities
    order: [[a], [b, c]]                           an inner list is a tie; rule: roc | rs | rr
    best_worst: {best_to_others: {…}, others_to_worst: {…}}     model: linear | nonlinear
    swing: {points: {a: 100, b: 60}, ranges: {a: [0, 4]}}       points for worst → best; the ranges that were
        shown

A node that is not mentioned is equal among its children; a child left out of a mentioned node is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from see_mcda.arrays import Array
from see_mcda.errors import Faults, SeeMcdaError, WeightingError, inside
from see_mcda.language.messages import Notice, notice
from see_mcda.model.criteria import Criterion, Framework, choices_of
from see_mcda.model.validation import (
    CLOSED,
    Id,
    Judgment,
    Name,
    Number,
    Prose,
    json_path,
    parse,
    without_extensions,
)
from see_mcda.weighting.ahp import ahp
from see_mcda.weighting.best_worst import best_worst
from see_mcda.weighting.direct import normalised
from see_mcda.weighting.group import group
from see_mcda.weighting.random_index import CONSISTENT
from see_mcda.weighting.rank_order import rank_order
from see_mcda.weighting.swing import swing
from see_mcda.weighting.weights import SCHEMA, Weights


@dataclass(frozen=True)
class _Judge:
    __pydantic_config__ = CLOSED
    id: Id
    judgments: list[Judgment]
    weight: Number = 1.0


@dataclass(frozen=True)
class _BestWorst:
    __pydantic_config__ = CLOSED
    best_to_others: dict[Id, Number]
    others_to_worst: dict[Id, Number]


@dataclass(frozen=True)
class _Swing:
    __pydantic_config__ = CLOSED
    points: dict[Id, Number]
    ranges: dict[Id, Annotated[list[Number], Field(min_length=2, max_length=2)]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Node:
    __pydantic_config__ = CLOSED
    weights: dict[Id, Number] | None = None
    judgments: list[Judgment] | None = None
    judges: Annotated[list[_Judge], Field(min_length=1)] | None = None
    order: list[list[Id]] | None = None
    best_worst: _BestWorst | None = None
    swing: _Swing | None = None
    method: Literal["eigenvector", "geometric"] = "eigenvector"
    random_index: Literal["saaty1980", "saaty2005", "alonso_lamata", "donegan_dodd"] = "saaty1980"
    how: Literal["judgments", "priorities"] = "judgments"
    rule: Literal["roc", "rs", "rr"] = "roc"
    model: Literal["linear", "nonlinear"] = "linear"


_WAYS = ("weights", "judgments", "judges", "order", "best_worst", "swing")


@dataclass(frozen=True)
class WeightingDocument:
    """The fields of the document, from which its JSON Schema is generated."""

    __pydantic_config__ = CLOSED
    nodes: dict[Id, Annotated[_Node, BeforeValidator(without_extensions)]] = field(default_factory=dict)
    schema: Literal["see-mcda/weighting/1"] = "see-mcda/weighting/1"
    id: Id | None = None
    name: Name | None = None
    rationale: Prose | None = None
    framework: Id | None = None


@dataclass
class _Shares:
    """One node's shares, with their consistency and warnings."""

    weights: Array
    consistency: dict[str, Any] | None = None
    notices: tuple[Notice, ...] = ()


def describe(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the id, name and rationale of a weighting document."""
    read = parse(WeightingDocument, without_extensions(document), WeightingError, SCHEMA)
    return {"id": read.id, "name": read.name, "rationale": read.rationale}


def weights_from_dict(document: Mapping[str, Any], framework: Framework) -> Weights:
    """Return the weights of a document on a framework.

    A document made for one framework fits another one that has the same nodes; its root replaces the
    other's. Raises :class:`WeightingError` naming every unknown, missing or doubly given node, and judgments
    that do not determine weights.
    """
    read = parse(WeightingDocument, without_extensions(document), WeightingError, SCHEMA)
    faults = Faults()
    local: dict[str, Array] = {}
    consistency: dict[str, Mapping[str, Any]] = {}
    warnings: list[Notice] = []
    for name, node in read.nodes.items():
        where = json_path(("nodes", name))
        target = framework.nodes.get(framework.id if name == read.framework else name)
        if target is None or target.is_leaf:
            faults.add(
                "unknown-node",
                "there is no group of criteria {id}; choose from {known}",
                where,
                id=name,
                known=choices_of(framework.inner).listed,
            )
            continue
        if target.id in local:
            faults.add("doubly-given", "{id} is given twice", where, id=target.id)
            continue
        given = [way for way in _WAYS if getattr(node, way) is not None]
        if len(given) != 1:
            faults.add(
                "one-way",
                "a group of criteria must have exactly one of {known}; this one has {given}",
                where,
                known=list(_WAYS),
                given=given or "-",
            )
            continue
        try:
            shares = _Reader(target, node, f"{where}.{given[0]}", framework).read(given[0])
        except SeeMcdaError as error:
            faults.extend(error.faults)
            continue
        local[target.id] = shares.weights
        if shares.consistency is not None:
            consistency[target.id] = shares.consistency
        warnings += shares.notices
    faults.stop(WeightingError)
    return Weights.from_local(
        framework,
        local,
        id=read.id,
        name=read.name,
        rationale=read.rationale,
        consistency=consistency,
        warnings=tuple(warnings),
    )


def judged_nodes(
    document: Mapping[str, Any], framework: Framework
) -> dict[str, tuple[Array, Array, Literal["eigenvector", "geometric"], str]]:
    """Return the matrices (j, n, n), votes (j,), method and way of aggregating of each judged node.

    A pair that was not judged is NaN. The document is one that :func:`weights_from_dict` reads; raises
    :class:`WeightingError` as it does.
    """
    weights_from_dict(document, framework)
    read = parse(WeightingDocument, without_extensions(document), WeightingError, SCHEMA)
    found: dict[str, tuple[Array, Array, Literal["eigenvector", "geometric"], str]] = {}
    for name, node in read.nodes.items():
        target = framework.nodes[framework.id if name == read.framework else name]
        reader = _Reader(target, node, name, framework)
        if node.judgments is not None:
            given = [(1.0, node.judgments)]
        elif node.judges is not None:
            given = [(judge.weight, judge.judgments) for judge in node.judges]
        else:
            continue
        matrices = np.array([reader._matrix(judgments, name) for _, judgments in given])
        found[target.id] = (matrices, np.array([vote for vote, _ in given]), node.method, node.how)
    return found


class _Reader:
    """A reader of the shares of one node."""

    def __init__(self, target: Criterion, node: _Node, where: str, framework: Framework):
        self.children = [child.id for child in target.children]
        self.node = node
        self.where = where
        self.framework = framework

    def read(self, way: str) -> _Shares:
        shares: _Shares = getattr(self, f"_{way}")()
        return shares

    def _weights(self) -> _Shares:
        return _Shares(normalised(self._each(self.node.weights or {}, self.where), where=self.where))

    def _swing(self) -> _Shares:
        answers = self.node.swing
        assert answers is not None
        points = self._each(answers.points, f"{self.where}.points")
        faults = Faults()
        for child in answers.ranges:
            if child not in self.children:
                self._unknown(faults, child, f"{self.where}.ranges.{child}")
        faults.stop(WeightingError)
        with inside(self.where):
            result = swing(points)
        result_notices = tuple(each.below(self.where) for each in result.warnings)
        return _Shares(result.weights, notices=(*result_notices, *self._other_ranges(answers.ranges)))

    def _other_ranges(self, shown: Mapping[str, Sequence[float]]) -> tuple[Notice, ...]:
        notices = []
        for child, (worst, best) in shown.items():
            leaf = self.framework.nodes.get(child)
            scale = leaf.scale if leaf is not None else None
            if scale is None or scale.min is None or scale.max is None or leaf is None:
                continue
            now = (scale.min, scale.max) if leaf.objective == "max" else (scale.max, scale.min)
            if now != (worst, best):
                notices.append(
                    notice(
                        "other-range",
                        "the swing at {leaf} was judged from {worst} to {best}; its scale now goes from"
                        " {low} to {high}, so the weight no longer fits",
                        f"{self.where}.ranges.{child}",
                        leaf=child,
                        worst=float(worst),
                        best=float(best),
                        low=float(now[0]),
                        high=float(now[1]),
                    )
                )
        return tuple(notices)

    def _order(self) -> _Shares:
        groups = self.node.order or []
        ranks: dict[str, float] = {}
        faults = Faults()
        place = 1
        for tie in groups:
            for child in tie:
                if child in ranks:
                    faults.add("doubly-given", "{id} is given twice", self.where, id=child)
                ranks[child] = place
            place += len(tie)
        faults.stop(WeightingError)
        each = self._each(ranks, self.where)
        with inside(self.where):
            return _Shares(rank_order(each, rule=self.node.rule).weights)

    def _judgments(self) -> _Shares:
        matrix = self._matrix(self.node.judgments or [], self.where)
        with inside(self.where):
            judged = ahp(
                matrix,
                method=self.node.method,
                random_index=self.node.random_index,
                labels=self.children,
            )
        return _Shares(judged.weights, judged.summary(), self._check_consistency(judged.consistency_ratio))

    def _judges(self) -> _Shares:
        judges = self.node.judges or []
        matrices = np.array(
            [
                self._matrix(judge.judgments, f"{self.where}[{row}].judgments")
                for row, judge in enumerate(judges)
            ]
        )
        with inside(self.where):
            result = group(
                matrices,
                voters=[judge.weight for judge in judges],
                how=self.node.how,
                method=self.node.method,
                random_index=self.node.random_index,
                labels=self.children,
            )
        result_notices = tuple(each.below(self.where) for each in result.warnings)
        inconsistency = self._check_consistency(result.consistency_ratio)
        return _Shares(
            result.weights, result.summary([judge.id for judge in judges]), (*result_notices, *inconsistency)
        )

    def _best_worst(self) -> _Shares:
        answers = self.node.best_worst
        assert answers is not None
        best = self._each(answers.best_to_others, f"{self.where}.best_to_others")
        worst = self._each(answers.others_to_worst, f"{self.where}.others_to_worst")
        with inside(self.where):
            result = best_worst(best, worst, model=self.node.model)
        return _Shares(result.weights, result.summary())

    def _each(self, given: Mapping[str, float], where: str) -> Array:
        """Return one number for each child; raise for unknown or missing children."""
        faults = Faults()
        for name in given:
            if name not in self.children:
                self._unknown(faults, name, f"{where}.{name}")
        for name in self.children:
            if name not in given:
                faults.add(
                    "missing-node", "{id} is missing; use 0 to leave it out", f"{where}.{name}", id=name
                )
        for name, number in given.items():
            if number < 0:
                faults.add(
                    "bad-weight",
                    "a weight must be a number of 0 or more, not {given}",
                    f"{where}.{name}",
                    given=number,
                )
        faults.stop(WeightingError)
        return np.array([given[name] for name in self.children], dtype=float)

    def _unknown(self, faults: Faults, child: str, where: str) -> None:
        faults.add(
            "unknown-node", "there is no {id} here; choose from {known}", where, id=child, known=self.children
        )

    def _matrix(self, judgments: Sequence[Sequence[Any]], where: str) -> Array:
        position = {name: row for row, name in enumerate(self.children)}
        matrix = np.full((len(position), len(position)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        faults = Faults()
        for row, (a, b, times) in enumerate(judgments):
            place = f"{where}[{row}]"
            unknown = [str(name) for name in (a, b) if name not in position]
            if unknown:
                faults.add(
                    "unknown-node",
                    "there is no {id} here; choose from {known}",
                    place,
                    id=unknown,
                    known=self.children,
                )
            elif times <= 0:
                faults.add("judgment", "a judgment must be a number above 0, not {given}", place, given=times)
            elif a == b or not np.isnan(matrix[position[a], position[b]]):
                faults.add("doubly-given", "{a} and {b} are already compared", place, a=a, b=b)
            else:
                matrix[position[a], position[b]], matrix[position[b], position[a]] = times, 1 / times
        faults.stop(WeightingError)
        return matrix

    def _check_consistency(self, ratio: float | None) -> tuple[Notice, ...]:
        if ratio is None or ratio <= CONSISTENT:
            return ()
        return (
            notice(
                "inconsistent",
                "the judgments are inconsistent: consistency ratio {ratio}, at most {limit} recommended",
                self.where,
                ratio=round(ratio, 3),
                limit=CONSISTENT,
            ),
        )
