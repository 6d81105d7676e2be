"""Crossovers: the weights at which candidates swap, node by node, and how far the present order holds.

One node's local share t among its siblings moves from 0 to 1; the siblings keep their proportions and the
rest of the tree its shares (:mod:`.local_path`). Exact for sums and products (:mod:`.linear_crossings`) and
for TOPSIS (:mod:`.quadratic_crossings`), bracketed for other methods (:mod:`.bracketing`).

Ranks and intervals are those within (0, 1): at t = 0 and t = 1 themselves, where leaves lose all weight,
candidates may be tied that are not so a little inside, and that is no swap.

Source for the question: Triantaphyllou & Sánchez (1997), A sensitivity analysis approach for some
deterministic multi-criteria decision making methods, Decision Sciences 28(1), 151-194,
doi:10.1111/j.1540-5915.1997.tb01306.x.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.crossovers.document import MOST_RANKS, CrossoversModel, NodeCrossoversModel
from see_mcda.analyses.crossovers.local_path import LocalPaths, local_paths, moving_nodes
from see_mcda.analyses.crossovers.segments import Interval, Leaders, Segments, around, cut, shown
from see_mcda.analyses.crossovers.swaps import (
    GRID,
    INSIDE,
    ClosedForm,
    Swaps,
    closed_form,
    first_ranks,
    leading_rows,
    nearest,
    ranks_at,
    roots,
)
from see_mcda.arguments import LARGEST_WHOLE, About, NodeIds, checked
from see_mcda.arrays import Array
from see_mcda.language.messages import Notice, notice
from see_mcda.methods.ranks import Ranks
from see_mcda.model.problem import Problem
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    complete_ranking,
)

Places = NDArray[np.intp]
EVERY_RANK = 100
"""Up to so many candidates, swaps at every rank are found; with more, those at the first ranks."""
FIRST_RANKS = 10
"""The ranks at which swaps are found where there are more candidates."""


@dataclass(frozen=True)
class Crossing:
    """Two candidates swap.

    Attributes:
        at, at_global: the node's local share and its global weight there.
        pair: rows; the first is ahead below ``at``, the second above.
        ranks: theirs just below ``at``; with ``top``, a rank one more than that stands for all behind.
        exact: a formula's root, and the engine's ranks show the swap on both sides.

    """

    at: float
    at_global: float
    pair: tuple[int, int]
    ranks: tuple[int, int]
    exact: bool


@dataclass(frozen=True)
class LeaderSpan:
    """The interval of the local share in which some candidates (rows; several if tied) lead."""

    interval: Interval
    leaders: Leaders


@dataclass(frozen=True)
class LeaderChange:
    """The first share, going away from the present one, at which the lead changes, and who leads beyond."""

    at: float
    at_global: float
    leaders: Leaders


@dataclass(frozen=True, eq=False)
class Segment:
    """Between two neighbouring crossings: the interval of the share and the (n,) ranks there."""

    interval: Interval
    ranks: Ranks


@dataclass(frozen=True, eq=False)
class NodeCrossovers:
    """What happens as one node's share moves.

    Attributes:
        node: its id.
        share, global_share: its local share and its global weight now.
        whole: its parent's global weight: global weights are local shares times this.
        leader_interval, ranking_interval: the shares around the present one in which who leads, and the whole
            ranking, stay; both ends are the present share where candidates that swap are tied just now.
        leaders: who leads, from t = 0 to t = 1.
        below, above: the first change of the lead on either side, if there is one.
        always_tied: pairs of rows that are tied at every share.

    """

    node: str
    share: float
    whole: float
    leader_interval: Interval
    ranking_interval: Interval
    leaders: tuple[LeaderSpan, ...]
    below: LeaderChange | None
    above: LeaderChange | None
    always_tied: tuple[tuple[int, int], ...]
    _at: int = field(repr=False)
    _swaps: Swaps = field(repr=False)
    _swap_ranks: Ranks = field(repr=False)
    _breaks: Array = field(repr=False)
    _paths: LocalPaths = field(repr=False)
    _ranking: Ranking = field(repr=False)
    _top: int | None = field(repr=False)

    @property
    def global_share(self) -> float:
        """The node's global weight now."""
        return self.share * self.whole

    @property
    def leader_interval_global(self) -> Interval:
        """The node's global weights in the leader interval."""
        return self.leader_interval[0] * self.whole, self.leader_interval[1] * self.whole

    @property
    def ranking_interval_global(self) -> Interval:
        """The node's global weights in the ranking interval."""
        return self.ranking_interval[0] * self.whole, self.ranking_interval[1] * self.whole

    @property
    def alone(self) -> bool:
        """Whether the node has no siblings, so that its share is always 1."""
        return bool(self._paths.alone[self._at])

    @property
    def swaps(self) -> int:
        """How many crossings there are."""
        return len(self._swaps.t)

    @property
    def segments(self) -> int:
        """How many rankings there are between the crossings."""
        return len(self._breaks) + 1

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """Every swap, by the share at which it happens."""
        found = self._swaps
        return tuple(
            Crossing(t, t * self.whole, (a, b), (first, second), exact)
            for t, a, b, (first, second), exact in zip(
                found.t.tolist(),
                found.a.tolist(),
                found.b.tolist(),
                self._swap_ranks.tolist(),
                found.exact.tolist(),
                strict=True,
            )
        )

    @cached_property
    def rankings(self) -> tuple[Segment, ...]:
        """The ranking between every two neighbouring crossings, recomputed there by the method itself.

        Where only the first ranks were asked for, a rank one more than these stands for all behind.
        """
        if self.alone:
            return (Segment((1.0, 1.0), self._ranking.ranks),)
        ends = np.concatenate([[0.0], self._breaks, [1.0]])
        low, high = ends[:-1], ends[1:]
        node = np.full(len(low), self._at)
        ranks = ranks_at(self._ranking.prepared, self._paths, node, low + INSIDE * (high - low))
        if self._top is not None:
            ranks = np.minimum(ranks, self._top + 1)
        return tuple(
            Segment(interval, row)
            for interval, row in zip(zip(low.tolist(), high.tolist(), strict=True), ranks, strict=True)
        )


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Crossovers(Analysis):
    """Where candidates swap, for every node (``nodes``, by id) but the root.

    ``top`` is how many of the first ranks were looked at; None for every rank.
    """

    name: ClassVar[str] = "crossovers"

    nodes: Mapping[str, NodeCrossovers]
    top: int | None = None

    @property
    def exact(self) -> bool:
        """Whether every crossing comes from a formula and is shown by the ranks on its two sides."""
        return not any(notice.code == "bracketed" for notice in self.notices) and all(
            bool(node._swaps.exact.all()) for node in self.nodes.values()
        )

    def model(self) -> CrossoversModel:
        """Return the result document (``see-mcda/crossovers/1``)."""
        ranks = sum(node.segments for node in self.nodes.values()) * len(self.problem.candidates)
        left_out = {"rankings"} if ranks > MOST_RANKS else set()
        fields = NodeCrossoversModel.model_fields.keys() - left_out
        nodes = {id: {name: getattr(node, name) for name in fields} for id, node in self.nodes.items()}
        return self.document(CrossoversModel, nodes=nodes)


@checked
def crossovers(
    problem: Problem,
    weights: OneWeighting = "equal",
    *,
    method: OneMethod = "topsis",
    nodes: Annotated[
        NodeIds,
        About(
            "criteria or groups of criteria whose weight changes (default: all of them)",
            read=lambda problem, nodes, given: moving_nodes(problem.framework, nodes),
        ),
    ] = None,
    top: Annotated[
        int | None,
        Field(ge=1, le=LARGEST_WHOLE),
        About(
            "list only swaps at the first N ranks (default: all; with over 100 candidates, 10)",
            metavar="N",
        ),
    ] = None,
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Crossovers:
    """Find every weight at which two candidates swap, the other weights keeping their proportions.

    Raises :class:`see_mcda.SeeMcdaError` as :func:`see_mcda.rank` does, and for nodes that do not exist.

    """
    if isinstance(nodes, str):
        nodes = [nodes]
    base = complete_ranking(problem, weights, method=method, missing=missing, **options)
    paths = local_paths(base.weights, nodes)
    eligible = np.flatnonzero(base.complete.eligible)
    notices: list[Notice] = []
    asked = {"nodes": None if nodes is None else list(paths.nodes), "top": None if top is None else int(top)}
    if top is None and len(eligible) > EVERY_RANK:
        top = FIRST_RANKS
        notices.append(
            notice(
                "first-ranks",
                "with {n} candidates, only swaps at the first {top} ranks are listed; set top to list others",
                n=len(eligible),
                top=top,
            )
        )
    if top is not None and top >= len(eligible):
        top = None
    form = closed_form(paths, base.prepared)
    rows = eligible if top is None else leading_rows(base, paths, form, int(top) + 1)
    first, second = np.triu_indices(len(rows), 1)
    keep = None if top is None else first_ranks(base, paths, form, rows, int(top))
    swaps = roots(base, paths, form, (rows[first], rows[second]), keep)
    if form is not None:
        swaps, segments = shown(base, paths, swaps)
    else:
        segments = cut(base, paths, swaps)
        notices.append(
            notice(
                "bracketed",
                "{method} has no formula for the weights at which candidates swap: they are searched for "
                "on {points} points a criterion, so that two swaps of one pair that lie closer may be "
                "missed",
                method=base.method.name,
                points=GRID,
            )
        )
    hold = _ranking_intervals(base, paths, form, segments, None if top is None else eligible)
    found = {
        node: _node(base, paths, at, swaps=swaps, segments=segments, ranking_interval=hold[at], top=top)
        for at, node in enumerate(paths.nodes)
    }
    return Crossovers(ranking=base, arguments=asked, notices=tuple(notices), nodes=found, top=top)


def _node(
    base: Ranking,
    paths: LocalPaths,
    at: int,
    *,
    swaps: Swaps,
    segments: Segments,
    ranking_interval: Interval,
    top: int | None,
) -> NodeCrossovers:
    share, whole, alone = float(paths.share[at]), float(paths.whole[at]), bool(paths.alone[at])
    here = segments.swaps(at)
    mine, ranks, breaks = swaps.of(here), segments.below[here], segments.breaks(at)
    if top is not None:
        kept = ranks.min(axis=1, initial=top + 1) <= top
        mine, ranks = mine.of(kept), np.minimum(ranks[kept], top + 1)
        breaks = segments.t[np.unique(segments.of_swap[here][kept])]
    tied = swaps.always_tied[swaps.always_tied[:, 0] == at, 1:].tolist()
    starts = segments.leaders[at]
    ends = [start for start, _ in starts[1:]] + [1.0]
    spans = tuple(
        LeaderSpan((start, end), leaders) for (start, leaders), end in zip(starts, ends, strict=True)
    )
    interval, before, after = _lead(base, spans, share)
    if alone:
        interval, spans = (1.0, 1.0), (LeaderSpan((1.0, 1.0), spans[0].leaders),)
    return NodeCrossovers(
        node=paths.nodes[at],
        share=share,
        whole=whole,
        leader_interval=interval,
        ranking_interval=ranking_interval,
        leaders=spans,
        below=_change(before, 1, whole),
        above=_change(after, 0, whole),
        always_tied=tuple((a, b) for a, b in tied),
        _at=at,
        _swaps=mine,
        _swap_ranks=ranks,
        _breaks=breaks,
        _paths=paths,
        _ranking=base,
        _top=top,
    )


def _change(span: LeaderSpan | None, end: int, whole: float) -> LeaderChange | None:
    if span is None:
        return None
    return LeaderChange(span.interval[end], span.interval[end] * whole, span.leaders)


def _lead(
    base: Ranking, spans: tuple[LeaderSpan, ...], share: float
) -> tuple[Interval, LeaderSpan | None, LeaderSpan | None]:
    """Return the interval in which the present lead holds, and the spans before and after it."""
    now = base.leaders
    edges = [span.interval[1] for span in spans[:-1]]
    at = bisect_left(edges, share)
    on_edge = at < len(edges) and edges[at] == share
    inside = 0 < share < 1 and not on_edge
    neighbours = [at, at + 1] if on_edge else [at]
    for place in neighbours:
        if inside or spans[place].leaders == now:
            before = spans[place - 1] if place else None
            return spans[place].interval, before, spans[place + 1] if place + 1 < len(spans) else None
    before = spans[at] if share > 0 else None
    after = spans[at + 1] if on_edge else (spans[at] if share < 1 else None)
    return (share, share), before, after


def _ranking_intervals(
    base: Ranking, paths: LocalPaths, form: ClosedForm | None, segments: Segments, eligible: Places | None
) -> list[Interval]:
    """Return where the whole ranking holds.

    The first two to swap, going away from the present share, are neighbours in the present ranking: with
    ``eligible`` these pairs are looked at, where not all pairs were.
    """
    if eligible is None:
        holds = [around(segments.breaks(at), float(share)) for at, share in enumerate(paths.share)]
    else:
        order = eligible[np.argsort(base.ranks[eligible], kind="stable")]
        near = roots(base, paths, form, (order[:-1], order[1:]), nearest(paths))
        if form is not None:
            near, _ = shown(base, paths, near)
        holds = [
            around(np.unique(near.t[near.node == at]), float(share)) for at, share in enumerate(paths.share)
        ]
    at_end = [at for at, share in enumerate(paths.share) if share in (0.0, 1.0)]
    if at_end:
        low, high = np.array([holds[at] for at in at_end]).T
        ranks = ranks_at(base.prepared, paths, np.array(at_end), low + INSIDE * (high - low))
        for at, row in zip(at_end, ranks, strict=True):
            if paths.alone[at] or (row != base.ranks).any():
                holds[at] = (float(paths.share[at]),) * 2
    return holds
