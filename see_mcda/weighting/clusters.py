"""Clusters of like-minded judges.

Each judge begins alone. The two clusters whose least agreeing members agree most are joined, as long as
every two members of the joined cluster have at least a threshold of consensus (complete linkage); between
equals the ones with the earliest members go first. Grouping judges by their pairwise consensus and a
threshold is Goepel's idea (Goepel, K. D. (2022). Group consensus cluster analysis using Shannon alpha-
and beta entropy. *Int. J. of the Analytic Hierarchy Process* 14(1)); how
clusters are joined is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from see_mcda.arrays import Array
from see_mcda.weighting.consensus import consensus

HIGH = 0.75
"""Consensus from which Goepel's word scale says high."""


@dataclass(frozen=True, eq=False)
class Cluster:
    """Judges of like mind.

    Attributes:
        members: their positions in the group, ascending.
        weights: (n,) the mean of their priorities, weighted as they are.
        consensus: their consensus; 1 for a judge alone.
    """

    members: tuple[int, ...]
    weights: Array
    consensus: float


def find_clusters(
    priorities: Array, shares: Array, pairwise: Array, threshold: float, positions: Sequence[int]
) -> tuple[Cluster, ...]:
    """Return the clusters, the largest first, then by first member.

    Args:
        priorities: (k, n), each row summing to 1.
        shares: (k,) the judges' weights, above 0.
        pairwise: (k, k) the consensus of each two.
        threshold: consensus that each two members of a cluster have at least.
        positions: (k,) what the judges are called in the result.
    """
    joined = [[row] for row in range(len(priorities))]
    linkage = pairwise.copy()
    np.fill_diagonal(linkage, -np.inf)
    while True:
        a, b = sorted(divmod(int(linkage.argmax()), len(linkage)))
        if not linkage[a, b] >= threshold:
            break
        joined[a] += joined[b]
        joined[b] = []
        linkage[a] = linkage[:, a] = np.minimum(linkage[a], linkage[b])
        linkage[a, a] = -np.inf
        linkage[b] = linkage[:, b] = -np.inf
    found = [
        Cluster(
            members=tuple(sorted(positions[row] for row in members)),
            weights=np.asarray(shares[members] @ priorities[members] / shares[members].sum()),
            consensus=consensus(priorities[sorted(members)]).consensus,
        )
        for members in joined
        if members
    ]
    return tuple(sorted(found, key=lambda cluster: (-len(cluster.members), cluster.members)))
