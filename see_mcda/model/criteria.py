"""Criteria as a tree: the leaves are scored, every node carries weight, results roll up to every node."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from see_mcda.errors import Faults, FrameworkError
from see_mcda.language.messages import Text
from see_mcda.model.brief import Brief, counted
from see_mcda.model.classes import CandidateClass, check_classes
from see_mcda.model.naming import CRITERION, Choices, Kind
from see_mcda.model.validation import (
    CLOSED,
    Id,
    Level,
    Name,
    Number,
    Prose,
    parse,
    text_document,
    without_extensions,
)

SCHEMA = "see-mcda/framework/1"
PLAIN = "table"
"""The id of the framework of a table that was read without one."""
Objective = Literal["max", "min"]
GateState = Literal["pass", "fail", "not-established"]


@dataclass(frozen=True)
class Scale:
    """The fixed references of a leaf: ends, neutral and good values, unit and named levels."""

    __pydantic_config__ = CLOSED

    min: Number | None = None
    max: Number | None = None
    neutral: Number | None = None
    good: Number | None = None
    unit: Name | None = None
    levels: dict[Level, Prose] | None = None


@dataclass(frozen=True)
class ValueFunction:
    """A piecewise linear value function through ``points`` (x, u), constant outside; it may turn."""

    __pydantic_config__ = CLOSED

    points: Annotated[list[Annotated[list[Number], Field(min_length=2, max_length=2)]], Field(min_length=1)]


@dataclass(frozen=True)
class Gate:
    """A mandatory condition that no score can offset: answered pass, fail or not-established."""

    __pydantic_config__ = CLOSED

    id: Id
    question: Prose | None = None


@dataclass(frozen=True)
class Criterion:
    """A node of the tree below the root; it is scored if it has no children.

    ``intensity`` gives the ideal priority (top level 1) of each level, for AHP by ratings.
    """

    __pydantic_config__ = CLOSED

    id: Id
    name: Name | None = None
    description: Prose | None = None
    objective: Objective = "max"
    scale: Scale | None = None
    value: ValueFunction | None = None
    intensity: dict[Level, Number] | None = None
    evidence: Prose | None = None
    gates: list[Gate] = field(default_factory=list)
    children: list[Annotated[Criterion, BeforeValidator(without_extensions)]] = field(default_factory=list)

    @property
    def title(self) -> Text:
        """The name, or the id where there is no name."""
        return self.name or {"en": self.id}

    @property
    def is_leaf(self) -> bool:
        """Whether candidates are scored here."""
        return not self.children

    @property
    def sign(self) -> float:
        """+1 where more is better, -1 where less is."""
        return 1.0 if self.objective == "max" else -1.0


@dataclass(frozen=True)
class FrameworkDocument:
    """The fields of the document, from which its JSON Schema is generated."""

    __pydantic_config__ = CLOSED

    id: Id
    criteria: Annotated[list[Annotated[Criterion, BeforeValidator(without_extensions)]], Field(min_length=1)]
    schema: Literal["see-mcda/framework/1"] = "see-mcda/framework/1"
    title: Name | None = None
    note: Prose | None = None
    source: Prose | None = None
    normalization: str | None = None
    ideal: Literal["observed", "fixed"] | None = None
    require: dict[Id, Number] = field(default_factory=dict)
    classes: list[CandidateClass] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)


@dataclass(frozen=True, repr=False)
class Framework(Brief):
    """A criteria tree. ``root`` carries the framework's id; any node may have gates.

    ``normalization`` and ``ideal`` are the defaults of rankings; ``require`` maps node ids to
    the value in [0, 1] (see :mod:`.normalization`, ``scale``) below which a candidate does not meet the
    minimum. ``classes`` are what candidates are classified into, the best one first.
    """

    root: Criterion
    title: Text | None = None
    note: Text | None = None
    source: Text | None = None
    normalization: str | None = None
    ideal: str | None = None
    require: Mapping[str, float] = field(default_factory=dict)
    classes: tuple[CandidateClass, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults()
        seen: set[str] = set()
        gate_ids: set[str] = set()
        for path, node in _walk(self.root, ()):
            where = ".".join(path)
            if node.id in seen:
                faults.add(
                    "duplicate-node",
                    "the id {id} is used twice in the tree; ids must be unique",
                    where,
                    id=node.id,
                )
            seen.add(node.id)
            for gate in node.gates:
                if gate.id in gate_ids:
                    faults.add(
                        "duplicate-gate",
                        "the gate id {id} is used twice; ids must be unique",
                        where,
                        id=gate.id,
                    )
                gate_ids.add(gate.id)
            if node.is_leaf:
                _check_leaf(node, where, faults)
            elif node.scale or node.value or node.intensity:
                faults.add(
                    "scale-on-branch",
                    "only a criterion that is scored can have a scale, a value function"
                    " or intensities, not a group",
                    where,
                )
        check_minimum(self.require, seen, faults)
        check_classes(self.classes, {node.id: node for _, node in _walk(self.root, ())}, faults)
        faults.stop(FrameworkError)

    @classmethod
    def from_dict(cls, document: object) -> Framework:
        """Return the framework that a document describes (``see-mcda/framework/1``).

        Raises :class:`FrameworkError` naming every fault by its path.
        """
        read = parse(FrameworkDocument, without_extensions(document), FrameworkError, SCHEMA)
        root = Criterion(id=read.id, name=read.title, gates=read.gates, children=read.criteria)
        return cls(
            root,
            read.title,
            read.note,
            read.source,
            read.normalization,
            read.ideal,
            dict(read.require),
            tuple(read.classes),
        )

    @classmethod
    def flat(
        cls,
        leaves: Sequence[str],
        objectives: Sequence[Objective],
        names: Sequence[Text | None] | None = None,
        id: str = PLAIN,
    ) -> Framework:
        """Return a tree of one level, for a bare table."""
        titles = names or [None] * len(leaves)
        children = [
            Criterion(id=leaf, name=dict(name) if name else None, objective=objective)
            for leaf, objective, name in zip(leaves, objectives, titles, strict=True)
        ]
        return cls(Criterion(id=id, children=children))

    def brief(self) -> str:
        """Return its id and its size."""
        gates = f", {counted(len(self.gates), 'gate')}" if self.gates else ""
        return f"{self.id}, {counted(len(self.leaves), 'criterion')}{gates}"

    def to_dict(self) -> dict[str, Any]:
        """Return the document that :meth:`from_dict` reads back to an equal framework."""
        document: dict[str, Any] = {"schema": SCHEMA, "id": self.id}
        for key in ("title", "note", "source"):
            if getattr(self, key):
                document[key] = text_document(getattr(self, key))
        for key in ("normalization", "ideal"):
            if getattr(self, key):
                document[key] = getattr(self, key)
        if self.require:
            document["require"] = dict(self.require)
        if self.classes:
            document["classes"] = _document(self.classes)
        if self.root.gates:
            document["gates"] = [_document(gate) for gate in self.root.gates]
        document["criteria"] = [_document(child) for child in self.root.children]
        return document

    @property
    def id(self) -> str:
        """The framework's id, which is its root's."""
        return self.root.id

    @cached_property
    def nodes(self) -> Mapping[str, Criterion]:
        """Every node by id, the root first, parents before their children."""
        return {node.id: node for _, node in _walk(self.root, ())}

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """The path of every node from the root, as ``see.pillars.social``."""
        return {path[-1]: ".".join(path) for path, _ in _walk(self.root, ())}

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The nodes that are scored, in the order of the tree: the columns of every array."""
        return tuple(node for node in self.nodes.values() if node.is_leaf)

    def where(self, node: str) -> str | None:
        """Return the location of a node for messages: its path; None in a plain table, which has no tree."""
        return None if self.id == PLAIN else self.paths[node]

    @cached_property
    def choices(self) -> Choices:
        """The criteria and groups below the root by what people call them."""
        return choices_of(node for node in self.nodes.values() if node is not self.root)

    @cached_property
    def leaf_choices(self) -> Choices:
        """The criteria that are scored by what people call them."""
        return choices_of(self.leaves)

    @cached_property
    def leaf_position(self) -> Mapping[str, int]:
        """The column of each leaf id."""
        return {leaf.id: column for column, leaf in enumerate(self.leaves)}

    @cached_property
    def objectives(self) -> NDArray[np.float64]:
        """(m,) +1 where more is better, -1 where less is."""
        signs = np.array([leaf.sign for leaf in self.leaves])
        signs.setflags(write=False)
        return signs

    @cached_property
    def columns(self) -> Mapping[str, tuple[int, ...]]:
        """The columns of the leaves below each node (a leaf's own column)."""
        below: dict[str, tuple[int, ...]] = {}
        for node in reversed(list(self.nodes.values())):
            below[node.id] = (
                (self.leaf_position[node.id],)
                if node.is_leaf
                else tuple(column for child in node.children for column in below[child.id])
            )
        return below

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """Every gate of the tree, in its order."""
        return tuple(gate for node in self.nodes.values() for gate in node.gates)

    @cached_property
    def inner(self) -> tuple[Criterion, ...]:
        """The nodes that have children, the root first."""
        return tuple(node for node in self.nodes.values() if not node.is_leaf)


def choices_of(nodes: Iterable[Criterion], kind: Kind = CRITERION) -> Choices:
    """Return some nodes by what people call them."""
    return Choices(kind, {node.id: [node.name] for node in nodes})


def _walk(node: Criterion, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Criterion]]:
    path = (*above, node.id)
    yield path, node
    for child in node.children:
        yield from _walk(child, path)


def check_minimum(require: Mapping[str, float], nodes: Collection[str], faults: Faults) -> None:
    """Check required minimum values: of nodes that exist, between 0 and 1."""
    for node, minimum in require.items():
        if node not in nodes:
            faults.add("unknown-node", "there is no criterion or group {id}", f"require.{node}", id=node)
        if not 0 <= minimum <= 1:
            faults.add(
                "minimum",
                "a minimum must be between 0 (worst) and 1 (best), not {given}",
                f"require.{node}",
                given=float(minimum),
            )


def _check_leaf(leaf: Criterion, where: str, faults: Faults) -> None:
    if (scale := leaf.scale) is not None:
        if (scale.min is None) != (scale.max is None):
            faults.add("scale-end", "a scale needs both min and max, or neither", f"{where}.scale")
        elif scale.min is not None and scale.max is not None and scale.min >= scale.max:
            faults.add(
                "scale-order",
                "min {min} must be below max {max}",
                f"{where}.scale",
                min=scale.min,
                max=scale.max,
            )
        elif scale.min is not None and scale.max is not None:
            for words, at in (("neutral", scale.neutral), ("good", scale.good)):
                if at is not None and not scale.min <= at <= scale.max:
                    faults.add(
                        "scale-references",
                        "{reference} {at} must be between min {min} and max {max}",
                        f"{where}.scale",
                        reference=words,
                        at=at,
                        min=scale.min,
                        max=scale.max,
                    )
        if scale.neutral is not None and scale.good is not None and leaf.value is None:
            rises = scale.good > scale.neutral
            if scale.good == scale.neutral or rises != (leaf.objective == "max"):
                faults.add(
                    "scale-references",
                    "good {good} must be better than neutral {neutral} (objective {objective})",
                    f"{where}.scale",
                    good=scale.good,
                    neutral=scale.neutral,
                    objective=leaf.objective,
                )
    if leaf.value is not None:
        xs = [x for x, _ in leaf.value.points]
        if any(b <= a for a, b in pairwise(xs)):
            faults.add("value-points", "the x values of the points must increase", f"{where}.value.points")
        if any(not 0 <= u <= 1 for _, u in leaf.value.points):
            faults.add(
                "value-points", "the u values of the points must be between 0 and 1", f"{where}.value.points"
            )
    if leaf.intensity is not None and (
        not leaf.intensity or min(leaf.intensity.values()) < 0 or abs(max(leaf.intensity.values()) - 1) > 1e-9
    ):
        faults.add(
            "intensity",
            "intensities must not be negative, and the highest must be 1 (ideal priorities)",
            f"{where}.intensity",
        )


def _document(value: Any) -> Any:
    """Return JSON values without defaults: absent keys, empty lists, ``objective: max``."""
    if dataclasses.is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        if value.get("objective") == "max":
            del value["objective"]
    if isinstance(value, Mapping):
        return {
            _key(key): _document(item)
            for key, item in value.items()
            if item is not None and item not in ([], (), {})
        }
    return [_document(item) for item in value] if isinstance(value, (list, tuple)) else value


def _key(key: object) -> str:
    return f"{key:g}" if isinstance(key, float) else str(key)
