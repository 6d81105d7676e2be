"""Weights of a group, from the pairwise judgments of each member.

- ``judgments``: one matrix for all, the weighted geometric mean of the members' (the only mean that keeps
  reciprocity); a pair counts the members who judged it.
- ``priorities``: each member's own weights, and the weighted arithmetic mean of these.

Source: Forman, E., & Peniwati, K. (1998). Aggregating individual judgments and priorities with the
analytic hierarchy process. *European Journal of Operational Research* 108, 165–169,
doi:10.1016/S0377-2217(97)00244-0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike

from see_mcda.arrays import Array
from see_mcda.errors import Faults, SeeMcdaError, UnknownNameError, WeightingError, refuse
from see_mcda.language.messages import Notice, Plural, message, notice
from see_mcda.weighting.ahp import AhpWeights, Incomplete, Method, check_options, weigh
from see_mcda.weighting.clusters import HIGH, Cluster, find_clusters
from see_mcda.weighting.consensus import Consensus, consensus, pairwise_consensus
from see_mcda.weighting.judgments import Judgments, check_connected, read_judgments
from see_mcda.weighting.numbers import numbers
from see_mcda.weighting.random_index import DEFAULT
from see_mcda.weighting.random_index import random_index as look_up

How = Literal["judgments", "priorities"]
HOWS: tuple[str, ...] = get_args(How)


@dataclass(frozen=True, eq=False)
class GroupWeights:
    """A group's weights, and how far its members agree.

    Every member whose weight is not 0 counts once in the consensus and in the clusters, whatever the weight.

    Attributes:
        weights: (n,) summing to 1.
        how: ``judgments`` or ``priorities``.
        voters: (k,) the members' weights, summing to 1.
        judges: each member's own weights and consistency; None for one whose judgments alone do not
            connect all criteria.
        aggregated: weights and consistency of the common matrix; None for ``priorities``.
        agreement: the consensus with its entropies; None where no member is counted.
        similarity: (k, k) consensus of each two members; NaN for those who are not counted.
        clusters: members of like mind, the largest cluster first.
        warnings: what was done to the input.
    """

    weights: Array
    how: str
    voters: Array
    judges: tuple[AhpWeights | None, ...]
    aggregated: AhpWeights | None
    agreement: Consensus | None
    similarity: Array
    clusters: tuple[Cluster, ...]
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.weights, self.voters, self.similarity):
            array.setflags(write=False)

    @property
    def consensus(self) -> float | None:
        """Goepel's consensus: 1 for full agreement, 0 for as little as the scale allows."""
        return self.agreement.consensus if self.agreement else None

    @property
    def homogeneity(self) -> float | None:
        """Goepel's relative homogeneity, which does not depend on the scale."""
        return self.agreement.homogeneity if self.agreement else None

    @property
    def consistency_ratio(self) -> float | None:
        """The consistency ratio of the common matrix; None for ``priorities``."""
        return self.aggregated.consistency_ratio if self.aggregated else None

    def summary(self, names: Sequence[str] | None = None) -> dict[str, Any]:
        """Return consensus, consistency and clusters as plain values; ``names`` are the members'."""
        called = list(map(str, names if names is not None else range(len(self.judges))))
        return {
            "how": self.how,
            **({} if self.aggregated is None else self.aggregated.summary()),
            "consensus": self.consensus,
            "homogeneity": self.homogeneity,
            "judges": [
                {
                    "id": name,
                    "weight": float(voter),
                    "weights": None if judge is None else judge.weights.tolist(),
                    "consistency_ratio": None if judge is None else judge.consistency_ratio,
                }
                for name, voter, judge in zip(called, self.voters, self.judges, strict=True)
            ],
            "clusters": [
                {"judges": [called[member] for member in cluster.members], "consensus": cluster.consensus}
                for cluster in self.clusters
            ],
        }


def group(
    matrices: ArrayLike | Sequence[object],
    voters: ArrayLike | Sequence[object] | None = None,
    how: How = "judgments",
    *,
    method: Method = "eigenvector",
    random_index: str = DEFAULT,
    incomplete: Incomplete = "harker",
    labels: Sequence[str] | None = None,
    threshold: float = HIGH,
) -> GroupWeights:
    """Return a group's weights from the judgments of its members.

    Args:
        matrices: k matrices (n, n) as for :func:`see_mcda.weighting.ahp.ahp`.
        voters: (k,) the members' weights, equal if not given.
        how: ``judgments`` or ``priorities``.
        method: as for :func:`see_mcda.weighting.ahp.ahp`, like the next two.
        random_index: the table for consistency ratios.
        incomplete: how unjudged pairs are treated.
        labels: names of the criteria, for messages.
        threshold: the consensus that each two members of a cluster have at least.

    Raises:
        WeightingError: naming each matrix's faults; or voters' weights that are not numbers of 0 or more.
        UnknownNameError: an unknown method, table or way of aggregating.
    """
    _check_options(how, method, incomplete, random_index, threshold)
    names = tuple(map(str, labels)) if labels is not None else None
    read = _read(matrices, names)
    shares = _shares(voters, len(read))

    def weigh_one(judged: Judgments) -> AhpWeights:
        return weigh(judged, method, random_index, incomplete, names)

    judges, warnings = _judge_each(read, how, names, weigh_one)
    aggregated = None
    if how == "judgments":
        common = _geometric_mean(np.stack([one.matrix for one in read]), shares)
        check_connected(common, names)
        aggregated = weigh_one(Judgments(common, ()))
        weights = aggregated.weights
    else:
        weights = np.asarray(shares @ np.stack([judge.weights for judge in judges if judge is not None]))
    counted = [row for row, judge in enumerate(judges) if judge is not None and shares[row] > 0]
    similarity = np.full((len(read), len(read)), np.nan)
    agreement: Consensus | None = None
    found: tuple[Cluster, ...] = ()
    if counted:
        priorities = np.stack([judge.weights for judge in judges if judge is not None])
        priorities = priorities[[shares[row] > 0 for row, judge in enumerate(judges) if judge is not None]]
        agreement = consensus(priorities)
        similarity[np.ix_(counted, counted)] = pairwise = pairwise_consensus(priorities)
        found = find_clusters(priorities, shares[counted], pairwise, threshold, counted)
    return GroupWeights(weights, how, shares, judges, aggregated, agreement, similarity, found, warnings)


def _check_options(how: str, method: str, incomplete: str, random_index: str, threshold: float) -> None:
    if how not in HOWS:
        raise refuse(
            UnknownNameError,
            "option",
            "there is no {given}; choose from {known}",
            "how",
            given=repr(how),
            known=list(HOWS),
        )
    check_options(method, incomplete)
    look_up(1, random_index)
    if not 0 <= threshold <= 1:
        raise refuse(
            WeightingError,
            "threshold",
            "the cluster threshold must be a consensus from 0 to 1, not {given}",
            "threshold",
            given=threshold,
        )


def _read(matrices: ArrayLike | Sequence[object], names: tuple[str, ...] | None) -> list[Judgments]:
    """Return the judgments of each member, all of one size."""
    try:
        given = list(cast("Iterable[ArrayLike]", matrices))
    except TypeError:
        given = []
    if not given:
        raise refuse(WeightingError, "no-judges", "a group needs at least one matrix of judgments")
    faults, read = Faults(), []
    for row, matrix in enumerate(given):
        try:
            read.append(read_judgments(matrix, names))
        except SeeMcdaError as error:
            faults.extend(error.within(f"[{row}]").faults)
            continue
        if len(read[-1].matrix) != len(read[0].matrix):
            faults.add(
                "other-size",
                "this matrix is for {n} criteria, the first one for {first}",
                f"[{row}]",
                n=len(read[-1].matrix),
                first=len(read[0].matrix),
            )
    faults.stop(WeightingError)
    return read


def _shares(voters: ArrayLike | Sequence[object] | None, k: int) -> Array:
    """Return the members' weights (k,), summing to 1."""
    if voters is None:
        return np.full(k, 1 / k)
    given = numbers(
        voters,
        "voters",
        None,
        message("a member's weight must be a number of 0 or more"),
        lambda values: np.asarray(values >= 0),
    )
    if len(given) != k:
        raise refuse(
            WeightingError,
            "wrong-length",
            Plural(
                "there is {count} weight for {k} members; each member needs one",
                "there are {count} weights for {k} members; each member needs one",
            ),
            "voters",
            count=len(given),
            k=k,
        )
    if given.max() == 0:
        raise refuse(WeightingError, "zero-weights", "all members' weights are 0", "voters")
    shares = given / given.max()
    return np.asarray(shares / shares.sum())


def _judge_each(
    read: list[Judgments],
    how: str,
    names: tuple[str, ...] | None,
    weigh_one: Callable[[Judgments], AhpWeights],
) -> tuple[tuple[AhpWeights | None, ...], tuple[Notice, ...]]:
    """Return each member's weights, None where their judgments do not connect all criteria, and warnings."""
    faults = Faults()
    judges: list[AhpWeights | None] = []
    warnings: list[Notice] = []
    for row, judged in enumerate(read):
        warnings += [one.within(f"[{row}]") for one in judged.notices]
        try:
            check_connected(judged.matrix, names)
        except SeeMcdaError as error:
            judges.append(None)
            faults.extend(error.within(f"[{row}]").faults)
            warnings.append(
                notice(
                    "judge-not-connected",
                    "these judgments count in the common matrix, but alone they do not connect all criteria,"
                    " so they are left out of the consensus",
                    f"[{row}]",
                )
            )
            continue
        judges.append(weigh_one(judged))
    if how == "priorities":
        faults.stop(WeightingError)
    return tuple(judges), tuple(warnings)


def _geometric_mean(matrices: Array, shares: Array) -> Array:
    """Return the weighted geometric mean (n, n) of matrices (k, n, n) over those who judged each pair."""
    judged = ~np.isnan(matrices) & (shares > 0)[:, None, None]
    weight = judged * shares[:, None, None]
    total = weight.sum(axis=0)
    logs = (weight * np.log(np.where(judged, matrices, 1.0))).sum(axis=0)
    mean = np.where(total > 0, np.exp(logs / np.where(total > 0, total, 1.0)), np.nan)
    # One triangle decides, so that the other is its exact reciprocal.
    upper = np.triu(mean, 1)
    common: Array = upper + np.tril(1 / mean.T, -1)
    np.fill_diagonal(common, 1.0)
    return common
