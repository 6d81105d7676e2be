"""Weights as they were asked for, at one node: a result for all doors, and the part of a weighting file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from pydantic import Field

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError
from see_mcda.language.messages import Message, Notice
from see_mcda.model.canonical import digest
from see_mcda.model.criteria import Criterion, Framework, choices_of
from see_mcda.model.naming import GROUP
from see_mcda.results.documents import NoticeModel, ResultModel, Words
from see_mcda.results.record import engine_version
from see_mcda.weighting.weights import SCHEMA

TABLE = "table"
"""What the framework and its only node are called where none was given; a weighting file for it fits any bare
table of the same columns."""


class ElicitedModel(ResultModel):
    """Weights of criteria, with what is known of the answers they come from (``details``)."""

    schema_: Literal["see-mcda/weights/1"] = Field(default="see-mcda/weights/1", alias="schema")
    way: str
    framework: str | None = None
    node: str | None = None
    weights: dict[str, float]
    details: dict[str, Any]
    suggestions: list[Words]
    warnings: list[NoticeModel]
    record: dict[str, str]


@dataclass(frozen=True, eq=False)
class Elicited:
    """The weights of some criteria.

    Attributes:
        way: ``ahp``, ``best-worst``, ``swing``, ``rank-order``, ``objective``, ``centre`` or ``group``.
        criteria: the ids, in order.
        weights: (n,) summing to 1.
        nodes: the nodes of a weighting file that gives these weights, with the answers as they were given.
        details: consistency, intervals and the like, as plain values.
        suggestions: which answers to look at first.
        warnings: what a person should know.
        framework, node: where the criteria stand; None without a framework.

    """

    way: str
    criteria: tuple[str, ...]
    weights: Array
    nodes: Mapping[str, Mapping[str, Any]]
    details: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[Message, ...] = ()
    warnings: tuple[Notice, ...] = ()
    framework: Framework | None = None
    node: str | None = None

    def model(self) -> ElicitedModel:
        """Return the result document (``see-mcda/weights/1``)."""
        return ElicitedModel(
            way=self.way,
            framework=self.framework.id if self.framework else None,
            node=self.node,
            weights=dict(zip(self.criteria, self.weights.tolist(), strict=True)),
            details=dict(self.details),
            suggestions=[words.texts() for words in self.suggestions],
            warnings=[NoticeModel.of(warning) for warning in self.warnings],
            record={
                "engine": engine_version(),
                "numpy": np.__version__,
                "input_sha256": digest(
                    {"way": self.way, "nodes": {key: dict(node) for key, node in self.nodes.items()}}
                ),
            },
        )

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result document as JSON."""
        return self.model().model_dump_json(by_alias=True, indent=indent)

    def document(self, id: str | None = None) -> dict[str, Any]:
        """Return the weighting file (``see-mcda/weighting/1``).

        Raises :class:`WeightingError` naming each criterion whose name cannot be an id.
        """
        faults = Faults()
        for name in self.criteria:
            if not re.fullmatch(r"[a-z0-9-]+", name):
                faults.add(
                    "bad-id",
                    "{given} is not a valid id: use lower-case letters a–z, digits and hyphens",
                    None,
                    given=name,
                )
        faults.stop(WeightingError)
        document: dict[str, Any] = {"schema": SCHEMA}
        if id is not None and re.fullmatch(r"[a-z0-9-]+", id):
            document["id"] = id
        document["framework"] = self.framework.id if self.framework else TABLE
        document["nodes"] = {key: dict(node) for key, node in self.nodes.items()}
        return document


def node_of(framework: Framework, node: str | None) -> Criterion:
    """Return the branch of a framework whose children are weighed, the root if none is named.

    Raises :class:`UnknownNameError` naming the branches there are.
    """
    return framework.nodes[choices_of(framework.inner, GROUP).resolve(node or framework.id, "--node")]


def pairs_of(criteria: Sequence[str], judgments: Array) -> list[list[Any]]:
    """Return the judgments of a matrix as a weighting file holds them: ``[a, b, times]``, times ≥ 1.

    One of two reciprocal numbers is enough; the larger is the one that people choose.
    """
    found: list[list[Any]] = []
    for i, a in enumerate(criteria):
        for j in range(i + 1, len(criteria)):
            there, back = float(judgments[i, j]), float(judgments[j, i])
            if np.isnan(there) and np.isnan(back):
                continue
            b, times = criteria[j], 1 / back if np.isnan(there) else there
            if times >= 1:
                found.append([a, b, times])
            else:
                found.append([b, a, 1 / there if np.isnan(back) else back])
    return found
