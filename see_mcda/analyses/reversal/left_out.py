"""The weights if a criterion or a branch is left out."""

from __future__ import annotations

import numpy as np

from see_mcda.arrays import Array
from see_mcda.weighting.weights import Weights


def weights_without(weights: Weights) -> dict[str, Array]:
    """Return, for each node but the root, the (m,) weights if it is left out, where anything is left.

    A node of no weight, whose loss changes nothing, is among them.
    """
    framework = weights.framework
    parents = {child.id: node for node in framework.inner for child in node.children}
    found: dict[str, Array] = {}
    for node in framework.nodes:
        if node == framework.id:
            continue
        gone, parent = node, parents[node]
        while True:
            shares = np.array(weights.local[parent.id], dtype=np.float64)
            at = [child.id for child in parent.children].index(gone)
            shares[at] = 0.0
            if shares.sum() > 0 or parent.id == framework.id:
                break
            gone, parent = parent.id, parents[parent.id]
        if shares.sum() > 0:
            local = {**weights.local, parent.id: shares / shares.sum()}
            found[node] = Weights.from_local(framework, local).values
    return found
