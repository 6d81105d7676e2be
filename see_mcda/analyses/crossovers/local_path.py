"""The way of the weights when one node's share among its siblings moves from 0 to 1.

With t the local share of a node, G the global weight of its parent, u the weights of the leaves within the
node, v those within its siblings, who keep their proportions (equal ones, if the siblings have nothing), and
r the weights of all other leaves::

    w(t) = r + G (t u + (1 − t) v),   Σ u = Σ v = 1

The three parts have no leaf in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.model.criteria import Framework
from see_mcda.weighting.weights import Weights


@dataclass(frozen=True, eq=False)
class LocalPaths:
    """The ways of several nodes.

    Attributes:
        nodes: (N,) their ids.
        share: (N,) the local shares now.
        whole: (N,) the global weight of the parent, which is the node's own at t = 1.
        alone: (N,) whether the node has no siblings: its share is always 1.
        rest, up, down: (N, m) r, G u and G v.

    """

    nodes: tuple[str, ...]
    share: Array
    whole: Array
    alone: NDArray[np.bool_]
    rest: Array
    up: Array
    down: Array

    def weights(self, node: NDArray[np.intp], t: Array) -> Array:
        """Return (k, m) leaf weights at the shares t (k,) of the nodes at the positions ``node`` (k,)."""
        t = t[:, None]
        rest, up, down = (part.take(node, axis=0) for part in (self.rest, self.up, self.down))
        return np.asarray(rest + t * up + (1.0 - t) * down)


def moving_nodes(framework: Framework, nodes: Sequence[str] | None = None) -> tuple[str, ...]:
    """Return the nodes whose weight can change: those named, or every one but the root.

    Raises :class:`UnknownNameError` naming every id that is no node below the root.
    """
    if nodes is None:
        return tuple(framework.choices.called)
    faults = Faults()
    found: list[str] = []
    for node in nodes:
        if node == framework.id:
            faults.add(
                "root-node",
                "{id} is the whole framework, and its weight is always 1; choose a criterion or group in it",
                "nodes",
                id=node,
            )
        elif (id := framework.choices.match(node, "nodes", faults)) is not None:
            found.append(id)
    faults.stop(UnknownNameError)
    return tuple(dict.fromkeys(found))


def local_paths(weights: Weights, nodes: Sequence[str] | None = None) -> LocalPaths:
    """Return the ways of some nodes, or of every node but the root.

    Raises :class:`UnknownNameError` naming every id that is no node below the root.
    """
    framework = weights.framework
    chosen = moving_nodes(framework, nodes)
    count, m = len(chosen), len(framework.leaves)
    share, whole, alone = np.ones(count), np.ones(count), np.zeros(count, bool)
    rest, up, down = np.zeros((3, count, m))
    place = {node: at for at, node in enumerate(chosen)}
    for parent in framework.inner:
        moving = [(child, place[node.id]) for child, node in enumerate(parent.children) if node.id in place]
        if not moving:
            continue
        of_parent, at = map(list, zip(*moving, strict=True))
        below = list(framework.columns[parent.id])
        total = 1.0 if parent is framework.root else weights.values[below].sum()
        within = np.array([weights.node_rows[child.id] for child in parent.children])
        local = weights.local[parent.id]
        whole[at] = total
        elsewhere = weights.values.copy()
        elsewhere[below] = 0.0
        rest[at] = elsewhere
        up[at] = total * within[of_parent]
        if len(local) == 1:
            alone[at] = True
            continue
        share[at] = local[of_parent]
        down[at] = (total * _siblings_parts(local)[of_parent]) @ within
    return LocalPaths(chosen, share, whole, alone, rest, up, down)


def _siblings_parts(local: Array) -> Array:
    """Return (c, c): for each child, the shares of its siblings among themselves."""
    parts = np.tile(local, (len(local), 1))
    np.fill_diagonal(parts, 0.0)
    total = parts.sum(axis=1, keepdims=True)
    if not total.all():  # siblings without any weight: equal ones
        equal = np.full_like(parts, 1.0 / (len(local) - 1))
        np.fill_diagonal(equal, 0.0)
        return np.where(total > 0, parts / np.where(total > 0, total, 1.0), equal)
    return np.asarray(parts / total)
