"""Ordered classes of candidates, best first: what a candidate must reach to be in each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from see_mcda.errors import Faults
from see_mcda.language.messages import Text
from see_mcda.model.validation import CLOSED, Id, Name, Number, Prose

if TYPE_CHECKING:
    from see_mcda.model.criteria import Criterion

LEAST_MAJORITY = 0.5


@dataclass(frozen=True)
class Thresholds:
    """The discrimination thresholds of ELECTRE TRI at one criterion, as differences from the profile.

    Attributes:
        q: indifference: a score that is worse by no more than this counts fully as good enough.
        p: preference: a score that is worse by this or more does not count at all.
        v: veto: a score that is worse by this or more forbids the class.

    """

    __pydantic_config__ = CLOSED

    q: Annotated[Number, Field(ge=0)] = 0.0
    p: Annotated[Number, Field(ge=0)] = 0.0
    v: Annotated[Number, Field(ge=0)] | None = None


@dataclass(frozen=True)
class CandidateClass:
    """A class: the least that a candidate must reach. The last class has no conditions.

    Attributes:
        profile: the minimum by node (the maximum where less is better): a score at a leaf; at a group the
            weighted mean of its values from 0 (worst) to 1 (best).
        majority: λ, the share of the weights that must support the class (MR-Sort, ELECTRE TRI).
        veto: by node, a score that forbids the class, as every worse one does (MR-Sort).
        thresholds: by node, of ELECTRE TRI.
        score: the least score of the ranking method.

    """

    __pydantic_config__ = CLOSED

    id: Id
    name: Name | None = None
    note: Prose | None = None
    profile: dict[Id, Number] = field(default_factory=dict)
    majority: Annotated[Number, Field(ge=LEAST_MAJORITY, le=1)] | None = None
    veto: dict[Id, Number] = field(default_factory=dict)
    thresholds: dict[Id, Thresholds] = field(default_factory=dict)
    score: Number | None = None

    @property
    def title(self) -> Text:
        """The name, or the id where there is no name."""
        return self.name or {"en": self.id}

    @property
    def asks_nothing(self) -> bool:
        """Whether every candidate meets its conditions."""
        return not self.profile and self.score is None


def check_classes(
    classes: Sequence[CandidateClass], nodes: Mapping[str, Criterion], faults: Faults, learned: bool = False
) -> None:
    """Check ordered classes: their nodes and numbers, and that every class asks more than the next one.

    Where what they ask is ``learned``, only their ids and nodes count.
    """
    if not classes:
        return
    if len(classes) == 1:
        faults.add("one-class", "at least two classes are needed, the best one first", "classes")
    seen: set[str] = set()
    for at, each in enumerate(classes):
        where = f"classes[{at}]"
        if each.id in seen:
            faults.add(
                "duplicate-class", "the class id {id} is used twice; ids must be unique", where, id=each.id
            )
        seen.add(each.id)
        last = at == len(classes) - 1
        if last and not (each.asks_nothing and not each.veto and not each.thresholds):
            faults.add(
                "last-class",
                "the last class, {name}, takes every other candidate: it cannot have conditions",
                where,
                name=each.title,
            )
        elif each.asks_nothing and not last and not learned:
            faults.add(
                "no-conditions",
                "{name} needs a profile (or a score): only the last class has no conditions",
                where,
                name=each.title,
            )
        _check_numbers(each, nodes, where, faults)
    for at, (better, worse) in enumerate(pairwise(classes[:-1]) if not learned else ()):
        _check_order(better, worse, nodes, f"classes[{at}]", faults)


def _check_numbers(each: CandidateClass, nodes: Mapping[str, Criterion], where: str, faults: Faults) -> None:
    for part in ("profile", "veto", "thresholds"):
        for id in getattr(each, part):
            if id not in nodes:
                faults.add(
                    "unknown-node", "there is no criterion or group {id}", f"{where}.{part}.{id}", id=id
                )
            elif part != "profile" and id not in each.profile:
                faults.add(
                    "not-in-profile",
                    "{id} needs a minimum in the profile of {name}",
                    f"{where}.{part}.{id}",
                    id=id,
                    name=each.title,
                )
    for part in ("profile", "veto"):
        for id, number in getattr(each, part).items():
            low, high = _ends(nodes[id]) if id in nodes else (None, None)
            if (low is not None and number < low) or (high is not None and number > high):
                faults.add(
                    "outside-scale",
                    "{given} is outside the scale of {node}, which goes from {min} to {max}",
                    f"{where}.{part}.{id}",
                    given=number,
                    node=nodes[id].title,
                    min=low,
                    max=high,
                )
    for id, number in each.veto.items():
        if id in nodes and id in each.profile and nodes[id].sign * (each.profile[id] - number) <= 0:
            faults.add(
                "veto-order",
                "the veto {given} must be worse than {limit}, which the profile asks",
                f"{where}.veto.{id}",
                given=number,
                limit=each.profile[id],
            )
    for id, at in each.thresholds.items():
        if not at.q <= at.p <= (at.p if at.v is None else at.v):
            faults.add(
                "threshold-order",
                "the thresholds must not decrease from q to p to v",
                f"{where}.thresholds.{id}",
            )


def _ends(node: Criterion) -> tuple[float | None, float | None]:
    """Return where the scores of a node can lie."""
    if not node.is_leaf:
        return 0.0, 1.0
    if node.value is not None:
        points = [x for x, _ in node.value.points]
        return min(points), max(points)
    return (None, None) if node.scale is None else (node.scale.min, node.scale.max)


def _check_order(
    better: CandidateClass,
    worse: CandidateClass,
    nodes: Mapping[str, Criterion],
    where: str,
    faults: Faults,
) -> None:
    """Check that a class asks at least what the next one asks, and more somewhere."""
    before = len(list(faults))
    words = {"name": better.title, "other": worse.title}
    for id, least in worse.profile.items():
        if id not in nodes:
            continue
        mine = better.profile.get(id)
        if mine is None or nodes[id].sign * (mine - least) < 0:
            faults.add(
                "unordered-classes",
                "{name} must ask at least as much on {node} as {other}, which asks {least}",
                f"{where}.profile.{id}",
                node=nodes[id].title,
                least=least,
                **words,
            )
    if worse.score is not None and (better.score is None or better.score < worse.score):
        faults.add(
            "unordered-classes",
            "{name} must ask at least the score {least}, as {other} does",
            f"{where}.score",
            least=worse.score,
            **words,
        )
    same = dict(better.profile) == dict(worse.profile) and better.score == worse.score
    if len(list(faults)) == before and same and better.majority == worse.majority:
        faults.add("equal-classes", "{name} must ask more than {other}", where, **words)
