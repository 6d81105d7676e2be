"""Direct weights: numbers given to leaves, or to branches that spread them equally below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Plural
from see_mcda.model.criteria import PLAIN, Criterion, Framework
from see_mcda.model.labels import by_label
from see_mcda.weighting.weights import Weights


def equal(framework: Framework) -> Weights:
    """Return weights that are equal among the children of every node."""
    return Weights.from_local(framework, {}, id="equal")


def equal_leaves(framework: Framework) -> Weights:
    """Return 1/m for every leaf."""
    m = len(framework.leaves)
    return Weights.from_values(framework, np.full(m, 1 / m), id="equal-leaves")


def direct(weights: Mapping[str, float] | ArrayLike, framework: Framework, **about: Any) -> Weights:
    """Return global weights, normalised to 1, from ``{id or name: weight}`` or an array in leaf order.

    A labelled series counts as a mapping. In a mapping every leaf is named, itself or by one branch above it;
    a branch spreads its weight equally among its children, and so on down. Raises :class:`WeightingError`
    naming each unknown, missing, doubly given or bad weight. ``about`` are further attributes of the result.
    """
    weights = by_label(weights)
    if isinstance(weights, Mapping):
        return Weights.from_values(framework, normalised(_from_mapping(weights, framework)), **about)
    try:
        values = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise refuse(WeightingError, "wrong-type", "weights must be numbers", "weights") from None
    if values.shape != (len(framework.leaves),):
        raise refuse(
            WeightingError,
            "wrong-length",
            Plural(
                "{count} weight is needed, one for each criterion in order: {criteria}",
                "{count} weights are needed, one for each criterion in order: {criteria}",
            ),
            "weights",
            count=len(framework.leaves),
            criteria=framework.leaf_choices.listed,
        )
    faults = Faults()
    for leaf, value in zip(framework.leaves, values.tolist(), strict=True):
        _number(value, leaf, framework, f"weights.{leaf.id}", faults)
    faults.stop(WeightingError)
    return Weights.from_values(framework, normalised(values), **about)


def _number(weight: object, node: Criterion, framework: Framework, where: str, faults: Faults) -> float:
    """Return a weight as a number; add a fault, and return 0, unless it is one of 0 or more."""
    try:
        number = np.nan if isinstance(weight, (bool, str)) else float(weight)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        number = np.nan
    if 0 <= number < np.inf:
        return number
    if -np.inf < number < 0 and framework.id == PLAIN and node.objective == "max":
        faults.add(
            "bad-weight",
            "a weight must be a number of 0 or more, not {given}; where less is better, use --minimize "
            "{word} (minimize= in Python) and the weight without its sign",
            where,
            given=number,
            word=framework.choices.shown(node.id),
        )
    else:
        faults.add(
            "bad-weight", "a weight must be a number of 0 or more, not {given}", where, given=str(weight)
        )
    return 0.0


def normalised(values: Array, names: Sequence[str] | None = None, where: str = "weights") -> Array:
    """Return (m,) weights divided by their sum; they must be finite, not negative and not all 0."""
    faults = Faults()
    for position in np.flatnonzero(~np.isfinite(values) | (values < 0)).tolist():
        faults.add(
            "bad-weight",
            "a weight must be a number of 0 or more, not {given}",
            f"{where}.{names[position]}" if names else f"{where}[{position}]",
            given=str(values[position]),
        )
    faults.stop(WeightingError)
    largest = values.max(initial=0.0)
    if largest == 0:
        raise refuse(WeightingError, "zero-weights", "all weights are 0: at least one must be above 0", where)
    scaled = values / largest
    return np.asarray(scaled / scaled.sum())


def _from_mapping(weights: Mapping[str, Any], framework: Framework) -> Array:
    faults = Faults()
    values = np.zeros(len(framework.leaves))
    given_by: dict[int, str] = {}
    spread = equal(framework)
    for words, weight in weights.items():
        where = f"weights.{words}"
        node = words if words == framework.id else framework.choices.match(words, where, faults)
        if node is None:
            continue
        number = _number(weight, framework.nodes[node], framework, where, faults)
        twice = sorted({given_by[column] for column in framework.columns[node] if column in given_by})
        if twice:
            faults.add(
                "doubly-given",
                "{id} already has a weight from {others}",
                where,
                id=framework.nodes[node].title,
                others=[framework.nodes[other].title for other in twice],
            )
            continue
        given_by.update(dict.fromkeys(framework.columns[node], node))
        values += spread.under(node) * number
    for column, leaf in enumerate(framework.leaves):
        if column not in given_by:
            faults.add(
                "missing-node",
                "{leaf} has no weight; add one (0 leaves it out)",
                f"weights.{leaf.id}",
                leaf=leaf.title,
            )
    faults.stop(WeightingError)
    return values
