"""Making weights from what people answer, or from the scores: one function a way, for all doors.

Each takes a :class:`Place` and answers that :mod:`.reading` has read, and returns the weights
with the part of a weighting file that gives them (:class:`see_mcda.elicitation.result.Elicited`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from numpy.typing import NDArray

from see_mcda.elicitation.result import TABLE, Elicited, node_of, pairs_of
from see_mcda.errors import InputError, WeightingError, inside, refuse
from see_mcda.io.grids.grid import folded
from see_mcda.io.library import parse_framework
from see_mcda.io.matrices.matrices import Matrix, positions
from see_mcda.language.messages import LANGUAGES, Message, Notice, Plural, Where, message, say
from see_mcda.methods import get_method
from see_mcda.model.cell import Missing
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.problem import Problem
from see_mcda.uncertainty.regions import shares_in
from see_mcda.uncertainty.shares import Walked
from see_mcda.uncertainty.statements import read_statements
from see_mcda.weighting.ahp import INCOMPLETE, METHODS, ahp
from see_mcda.weighting.best_worst import MODELS, best_worst
from see_mcda.weighting.group import HOWS, group
from see_mcda.weighting.objective import RULES as SCORE_RULES
from see_mcda.weighting.objective import objective
from see_mcda.weighting.random_index import DEFAULT
from see_mcda.weighting.rank_order import RULES as ORDER_RULES
from see_mcda.weighting.rank_order import rank_order
from see_mcda.weighting.suggestions import Suggestion
from see_mcda.weighting.swing import Swing, questions, swing
from see_mcda.weighting.weights import Weights


@dataclass(frozen=True)
class Place:
    """The criteria that are weighed, as far as they are known before the answers are read."""

    framework: Framework | None
    node: Criterion | None
    criteria: tuple[str, ...] | None

    @classmethod
    def of(
        cls,
        framework: str | Path | Mapping[str, Any] | None = None,
        node: str | None = None,
        criteria: Sequence[str] | None = None,
    ) -> Place:
        """Return the place that a framework, one of its branches, or else the criteria's names describe."""
        given = tuple(criteria) if criteria else None
        if framework is None:
            if node is not None:
                raise refuse(
                    InputError,
                    "no-framework",
                    "--node is a group of a framework: give --framework too",
                    "--node",
                )
            return cls(None, None, given)
        if given:
            raise refuse(
                InputError,
                "two-places",
                "--framework already gives the criteria; leave out --criteria",
                "--criteria",
            )
        tree = parse_framework(framework)
        branch = node_of(tree, node)
        return cls(tree, branch, tuple(child.id for child in branch.children))

    def named(self, given: tuple[str, ...] | None, count: int) -> tuple[str, ...]:
        """Return the criteria: those of the place, else those that the answers name, else c1 to cn."""
        return self.criteria or given or tuple(f"c{at + 1}" for at in range(count))

    def ids(self) -> dict[str, str]:
        """Return the id of each criterion by its names in every language."""
        children = self.node.children if self.node else ()
        return {folded(name): child.id for child in children for name in (*child.title.values(), child.id)}

    def title(self, criterion: str, language: str) -> str:
        """Return what a criterion is called in a language."""
        node = self.framework.nodes.get(criterion) if self.framework else None
        return say(node.title, language) if node else criterion

    def swings(self) -> dict[str, Swing]:
        """Return worst and best of each criterion that has a scale."""
        found: dict[str, Swing] = {}
        for child in self.node.children if self.node else ():
            scale = child.scale
            if scale is not None and scale.min is not None and scale.max is not None:
                worst, best = (scale.min, scale.max) if child.objective == "max" else (scale.max, scale.min)
                found[child.id] = Swing(child.title, worst, best, scale.unit or "")
        return found

    def elicited(
        self,
        way: str,
        *,
        names: tuple[str, ...],
        weights: NDArray[Any],
        answer: Mapping[str, Any],
        details: Mapping[str, Any],
        suggestions: tuple[Message, ...] = (),
        warnings: tuple[Notice, ...] = (),
    ) -> Elicited:
        """Return the weights with the answers that a weighting file keeps."""
        key = self.node.id if self.node else TABLE
        return Elicited(
            way,
            names,
            weights,
            {key: answer},
            details,
            suggestions,
            warnings,
            self.framework,
            self.node.id if self.node else None,
        )


def ahp_weights(
    place: Place,
    judgments: Matrix,
    method: str = METHODS[0],
    random_index: str = DEFAULT,
    incomplete: str = INCOMPLETE[0],
) -> Elicited:
    """Return weights from one person's pairwise judgments."""
    names = place.named(judgments.names, len(judgments.rows))
    given = judgments.on(names, place.ids())
    with inside(Where(judgments.source.file)):
        found = ahp(given.rows, method, random_index, incomplete, labels=names)  # type: ignore[arg-type]

    def at(one: Suggestion, language: str) -> str:
        pair = f"{place.title(names[one.i], language)} / {place.title(names[one.j], language)}"
        return f"{pair} ({given.places(one.i, one.j).text(language)})" if given.places else pair

    answer = {"judgments": pairs_of(names, found.judgments), "method": method, "random_index": random_index}
    return place.elicited(
        "ahp",
        names=names,
        weights=found.weights,
        answer=answer,
        details={**found.summary(), "random_index_value": found.random_index.value},
        suggestions=tuple(
            message(
                each.message.template,
                **{**each.message.params, "where": {language: at(each, language) for language in LANGUAGES}},
            )
            for each in found.suggestions
        ),
        warnings=(*judgments.notices, *found.warnings),
    )


def group_weights(
    place: Place,
    judgments: Sequence[Matrix],
    members: Sequence[str] | None = None,
    voters: Sequence[float] | None = None,
    *,
    how: str = HOWS[0],
    method: str = METHODS[0],
    random_index: str = DEFAULT,
    incomplete: str = INCOMPLETE[0],
) -> Elicited:
    """Return weights from the pairwise judgments of a group; ``members`` are names.

    A weighting file has ids: members whose names are none are numbered there.
    """
    if not judgments:
        raise refuse(WeightingError, "no-members", "the judgments of at least one member are needed")
    numbered = [f"member-{at + 1}" for at in range(len(judgments))]
    members = members or [matrix.judge or name for matrix, name in zip(judgments, numbered, strict=True)]
    if len(members) != len(judgments):
        raise refuse(
            WeightingError,
            "members",
            Plural(
                "there is {count} name for the judgments of {n} members",
                "there are {count} names for the judgments of {n} members",
            ),
            "members",
            count=len(members),
            n=len(judgments),
        )
    names = place.named(judgments[0].names, len(judgments[0].rows))
    given = [matrix.on(names, place.ids()) for matrix in judgments]
    found = group(
        [matrix.rows for matrix in given],
        voters,
        how,  # type: ignore[arg-type]
        method=method,  # type: ignore[arg-type]
        random_index=random_index,
        incomplete=incomplete,  # type: ignore[arg-type]
        labels=names,
    )
    ids = [
        name if re.fullmatch(r"[a-z0-9-]+", name) and members.count(name) == 1 else number
        for name, number in zip(members, numbered, strict=True)
    ]
    counts = voters or [1.0] * len(members)
    answer = {
        "judges": [
            {"id": id, "weight": share, "judgments": pairs_of(names, matrix.rows)}
            for id, share, matrix in zip(ids, counts, given, strict=True)
        ],
        "how": how,
        "method": method,
        "random_index": random_index,
    }
    return place.elicited(
        "group",
        names=names,
        weights=found.weights,
        answer=answer,
        details=found.summary(members),
        warnings=(*(each for matrix in judgments for each in matrix.notices), *found.warnings),
    )


def best_worst_weights(
    place: Place,
    best: Mapping[str, float],
    worst: Mapping[str, float],
    model: str = MODELS[0],
    *,
    first_of_equals: bool = False,
) -> Elicited:
    """Return weights from comparing only the best and the worst criterion with the others.

    Where several are compared by 1, ``first_of_equals`` takes the first of them as the best, or the worst;
    which one is of no matter to weights that the comparisons do not contradict.
    """
    names = place.named(tuple(best), len(best))
    a_best = [list(best.values())[at] for at in positions(list(best), names, "best_to_others")]
    a_worst = [list(worst.values())[at] for at in positions(list(worst), names, "others_to_worst")]
    ends = {
        end: given.index(1)
        for end, given in (("best", a_best), ("worst", a_worst))
        if first_of_equals and 1 in given
    }
    found = best_worst(a_best, a_worst, model, labels=names, **ends)  # type: ignore[arg-type]
    answer = {
        "best_worst": {
            "best_to_others": dict(zip(names, a_best, strict=True)),
            "others_to_worst": dict(zip(names, a_worst, strict=True)),
        },
        "model": model,
    }
    return place.elicited(
        "best-worst", names=names, weights=found.weights, answer=answer, details=found.summary()
    )


def swing_weights(place: Place, points: Mapping[str, float]) -> Elicited:
    """Return weights from points for raising each criterion from its worst to its best."""
    swings = place.swings()
    names = place.named(tuple(points), len(points))
    ordered = [list(points.values())[at] for at in positions(list(points), names, "points")]
    found = swing(ordered, labels=names)
    answer: dict[str, Any] = {"swing": {"points": dict(zip(names, ordered, strict=True))}}
    if swings:
        answer["swing"]["ranges"] = {
            name: [swings[name].worst, swings[name].best] for name in names if name in swings
        }
    details = {"ranges": answer["swing"].get("ranges", {})}
    return place.elicited(
        "swing", names=names, weights=found.weights, answer=answer, details=details, warnings=found.warnings
    )


def swing_questions(place: Place, first: str | None = None, where: str = "first") -> list[Message]:
    """Return what to ask for :func:`swing_weights`; ``first`` is the criterion that gets 100 points."""
    swings = place.swings()
    lacking = [name for name in place.criteria or () if name not in swings]
    if not swings or lacking:
        raise refuse(
            InputError,
            "no-ranges",
            "the questions need the worst and best value of each criterion: choose a group of a framework "
            "whose criteria have scales (--framework, --node)",
        )
    names = list(swings)
    if first is not None and first not in names:
        raise refuse(
            InputError,
            "unknown-node",
            "there is no {id} here; choose from {known}",
            where,
            id=first,
            known=names,
        )
    return questions(list(swings.values()), None if first is None else names.index(first))


def rank_order_weights(place: Place, order: Sequence[Sequence[str]], rule: str = ORDER_RULES[0]) -> Elicited:
    """Return weights from an order of importance: groups of equals, the most important first."""
    flat = [name for tie in order for name in tie]
    names = place.named(tuple(flat), len(flat))
    ranks = [level + 1 for level, tie in enumerate(order) for _ in tie]
    ordered = [ranks[at] for at in positions(flat, names, "order")]
    weights = rank_order(ordered, rule, labels=names).weights  # type: ignore[arg-type]
    answer = {"order": order, "rule": rule}
    return place.elicited("rank-order", names=names, weights=weights, answer=answer, details={"rule": rule})


def objective_weights(
    problem: Problem, rule: str = SCORE_RULES[0], normalization: str | None = None, missing: str | None = None
) -> Elicited:
    """Return weights from the scores alone."""
    complete, notices = problem.complete(cast("Missing | None", missing))
    found = objective(complete, rule, normalization=normalization)  # type: ignore[arg-type]
    weights = Weights.from_values(problem.framework, found.weights)
    return Elicited(
        "objective",
        problem.leaves,
        found.weights,
        weights.to_document()["nodes"],
        {"rule": rule, "normalization": normalization},
        warnings=(*notices, *found.warnings),
        framework=problem.framework,
    )


def centre_weights(
    problem: Problem,
    statements: Sequence[Any],
    method: str = "additive",
    normalization: str | None = None,
    missing: str | None = None,
) -> Elicited:
    """Return the centre of gravity of all weights that statements allow.

    Statements about candidates hold for the scores as the problem has them, by a method whose scores are
    linear in the weights. The centre is exact, or the mean of a random walk for many criteria.
    """
    complete, notices = problem.complete(cast("Missing | None", missing))
    allowed = read_statements(
        statements,
        problem.framework,
        lambda: get_method(method).prepare(complete, normalization=normalization),
    )
    if not len(allowed):
        raise refuse(
            WeightingError,
            "no-statements",
            "the centre needs statements, such as: economic >= social",
            "statements",
        )
    if allowed.sampled is not None:
        raise refuse(
            WeightingError,
            "not-linear",
            "{method} has no scores that are linear in the weights; for statements about candidates use"
            " the method additive",
            "method",
            method=method,
        )
    shares = shares_in(allowed.coefficients, allowed.at_least)
    weights = Weights.from_values(problem.framework, shares.center)
    return Elicited(
        "centre",
        problem.leaves,
        weights.values,
        weights.to_document()["nodes"],
        {"statements": allowed.to_list(), "method": method, "exact": not isinstance(shares, Walked)},
        warnings=notices if any("@" in str(each) for each in allowed.to_list()) else (),
        framework=problem.framework,
    )


def shown_weights(weights: Weights) -> dict[str, Any]:
    """Return the weights of every node within its group, and of every leaf, as a document."""
    inner = {node.id: node for node in weights.framework.inner}
    local = {
        node: dict(zip((child.id for child in inner[node].children), shares.tolist(), strict=True))
        for node, shares in weights.local.items()
    }
    return {
        "id": weights.id,
        "name": weights.name,
        "rationale": weights.rationale,
        "framework": weights.framework.id,
        "local": local,
        "weights": weights.to_dict(),
        "consistency": {node: dict(known) for node, known in weights.consistency.items()},
    }
