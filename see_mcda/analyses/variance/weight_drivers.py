"""What drives uncertain weights: independent numbers between 0 and 1, from which the weights are made.

Weights on a simplex depend on each other (one can only rise if another falls), but Sobol indices need
independent inputs. So the inputs are the numbers that the weights are made from. For uniform weights each
leaf has one of its own: its importance e_j = −ln(1 − u_j), exponentially distributed, and w_j = e_j / Σ e.
The weights are then uniform on the simplex; on a tree the same is done at every node. Other distributions
are made from numbers that belong to no criterion, so that they count as one input.

Source: Devroye (1986), Non-Uniform Random Variate Generation, doi:10.1007/978-1-4613-8643-8, chapter V,
section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import InputError, refuse
from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Message, Notice, message
from see_mcda.model.criteria import Framework
from see_mcda.uncertainty.distributions import parse_distribution
from see_mcda.uncertainty.statements import Later
from see_mcda.weighting.weights import Weights


class Maker(Protocol):
    """What makes weights from independent numbers; picklable."""

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, m) weights for (k, d) numbers inside (0, 1)."""


@dataclass(frozen=True, eq=False)
class Importances:
    """Weights in proportion to exponential importances, at each node among its children.

    ``nodes`` are (driver columns, the leaf columns below each) for every inner node.
    """

    leaves: int
    nodes: tuple[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], ...]

    def from_uniforms(self, u: Array) -> Array:
        """Return (k, m) weights for (k, d) numbers inside (0, 1)."""
        weights = np.ones((len(u), self.leaves))
        for drivers, below in self.nodes:
            importances = -np.log1p(-u[:, drivers])
            importances /= importances.sum(axis=1, keepdims=True)
            for position, columns in enumerate(below):
                weights[:, columns] *= importances[:, [position]]
        return weights


@dataclass(frozen=True, eq=False)
class Drivers:
    """Uncertain or given weights, and the independent inputs behind them.

    Attributes:
        center: the weighting that the ranking beside it uses.
        maker: makes weights from ``dimensions`` numbers; None if the weights are given.
        nodes: the criterion whose importance each input is; empty if the inputs belong to none.
        document: what was asked, as a JSON value.
        explanation: the inputs in words.
        notices: what a person should know of the distribution.

    """

    center: Weights
    maker: Maker | None
    dimensions: int
    nodes: tuple[str, ...]
    document: Any
    explanation: Message
    notices: tuple[Notice, ...] = ()


def read_drivers(source: Any, framework: Framework, prepared: Later | None = None) -> Drivers:
    """Return the inputs behind weights.

    ``source`` is ``"uniform"``, ``"uniform-tree"``, any other distribution of
    :mod:`see_mcda.uncertainty.distributions`, or any plain weighting, which is no input.

    Raises :class:`InputError` for a distribution that cannot be made from independent numbers, and what
    :func:`see_mcda.read_weights` raises.
    """
    if isinstance(source, str) and source in ("uniform", "uniform-tree"):
        return _importances(source, framework)
    distribution = parse_distribution(source, framework, prepared)
    if not distribution.varies:
        words = message("The weights are given, so they add no uncertainty.")
        weights = _plain(source, framework, np.asarray(distribution.center))
        return Drivers(weights, None, 0, (), distribution.document, words, tuple(distribution.notices))
    if not distribution.dimensions:
        raise refuse(
            InputError,
            "no-independent-inputs",
            "these weights are drawn by a random walk, which has no independent inputs: choose uniform,"
            " uniform-tree, a profile with a concentration, or an order",
            "weights",
        )
    words = message(
        "The weights are one input: the independent numbers that they are made from belong to no single"
        " criterion, since the weights depend on each other (they add up to 1)."
    )
    return Drivers(
        Weights.from_values(framework, np.asarray(distribution.center)),
        distribution,
        distribution.dimensions,
        (),
        distribution.document,
        words,
        tuple(distribution.notices),
    )


def _plain(source: Any, framework: Framework, center: Array) -> Weights:
    """Return a weighting that does not vary, with its name and reasons where it was given as one."""
    try:
        return parse_weights(source, framework)
    except InputError:  # it was given as a distribution
        return Weights.from_values(framework, center)


def _importances(name: str, framework: Framework) -> Drivers:
    m = len(framework.leaves)
    if name == "uniform":
        nodes = tuple(leaf.id for leaf in framework.leaves) if m > 1 else ()
        each: tuple[tuple[int, ...], ...] = tuple((column,) for column in range(m))
        parts = [(tuple(range(m)), each)] if m > 1 else []
        center = parse_weights("equal-leaves", framework)
        words = message(
            "Weights are uncertain: every mix is equally likely. Since weights depend on each other (they add"
            " up to 1), the inputs are not the weights themselves but an independent importance of each"
            " criterion (exponentially distributed); a weight is its share in the sum of the importances."
        )
    else:
        inner = [node for node in framework.inner if len(node.children) > 1]
        nodes = tuple(child.id for node in inner for child in node.children)
        parts = []
        for node in inner:
            start = sum(len(drivers) for drivers, _ in parts)
            drivers = tuple(range(start, start + len(node.children)))
            parts.append((drivers, tuple(framework.columns[child.id] for child in node.children)))
        center = parse_weights("equal", framework)
        words = message(
            "Weights are uncertain: within every group of criteria every mix is equally likely. Since "
            "weights depend on each other (they add up to 1), the inputs are not the weights themselves "
            "but an independent importance of each criterion (exponentially distributed); a criterion's "
            "share in its group is its share in the sum of the importances there."
        )
    maker = Importances(m, tuple(parts)) if nodes else None
    return Drivers(center, maker, len(nodes), nodes, name, words)
