"""The trials of :mod:`see_mcda.analyses.reversal`: what is done to candidates and criteria, in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.reversal import pairwise_order
from see_mcda.analyses.reversal.left_out import weights_without
from see_mcda.analyses.reversal.order_changes import (
    KINDS,
    PAIRS,
    Change,
    IrregularityTest,
    Kind,
    level_pairs_changed,
    swapped,
)
from see_mcda.analyses.reversal.trials import Copied, Field, LineUps, Pairs, Removed, Run, Tried, Worsened
from see_mcda.analyses.reversal.worse_scores import worse_scores
from see_mcda.arrays import Array
from see_mcda.errors import MethodError
from see_mcda.language.messages import Message, Notice, Plural, message, notice
from see_mcda.methods.ranks import Ranks
from see_mcda.methods.ranks import ranks as ranks_of
from see_mcda.ranking.ranking import Ranking

LISTED = 100
"""Changes of one kind that are told in full, those that unseat the leader and swap most pairs first."""
PREPARED = 2000
"""Line-ups of one kind that are tried where the method must be prepared for each anew."""
CELLS = 400_000_000
"""Scores in the line-ups of one kind that are tried where many are ranked at once."""
DUELS = 2_000_000
"""Pairs that are ranked alone where many are at once: those of 2,000 candidates."""
_BLOCK_CELLS = 1 << 18
Worse = tuple[NDArray[np.intp], NDArray[np.intp], Array, Array]
"""Whom, at which leaf (-1: all), by which share, and the scores: see :mod:`.worse_scores`."""


Work = Callable[[Run, int, int, int], Iterator[Tried]]
"""Runs so many blocks after so many of so many: :func:`see_mcda.parallel.over_blocks`, with its executor."""
WORDS = {
    "removed": message("a candidate removed"),
    "copied": message("a candidate copied"),
    "left-out": message("a criterion left out"),
    "worsened": message("a candidate made worse"),
    "pairs": message("two candidates alone"),
}
NOT_TRIED = IrregularityTest(None, 0)


class Trials:
    """All trials of one ranking; what they find has the names of :class:`~.reversal.Reversal`.

    Rows within are those of the eligible candidates, until :meth:`whole`.
    """

    def __init__(self, base: Ranking, work: Work):
        self.base = base
        self.work = work
        self.rows = np.flatnonzero(base.complete.eligible)
        self.field = Field.of(base.prepared, base.method, base.weights.values)
        self.ranks = base.ranks[self.rows]
        self.scores = self.field.scores()
        self.by_rank = np.argsort(self.ranks, kind="stable")
        self.tried: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self.changed: dict[Kind, int] = dict.fromkeys(KINDS, 0)
        self.changes: dict[Kind, list[Change]] = {kind: [] for kind in KINDS}
        self.swaps: dict[Kind, NDArray[np.int64]] = {
            kind: np.full(len(base.ranks), -1) for kind in KINDS if kind != "left-out"
        }
        self.shift = 0.0 if base.prepared.has_scores else np.nan
        self.notices: list[Notice] = []
        self.left_out: dict[str, int] = {}
        self.pairwise = np.zeros((len(base.ranks),) * 2, np.int8)
        self.test_1 = self.test_2 = self.test_3 = NOT_TRIED
        self.before = self.of = 0
        """Blocks of trials that are made, and of how many."""

    def make(self) -> None:
        """Make all trials."""
        n = len(self.rows)
        removed = self.allowed(n, n - 1, "removed") if n > 2 else None
        copied = self.allowed(n, n + 1, "copied") if n > 1 else None
        worse = self.worse()
        rivals = self.duellists()
        line_ups = [
            None if removed is None else Removed(removed),
            None if copied is None else Copied(copied),
            None if worse is None else Worsened(worse[0], worse[3]),
            None if rivals is None else Pairs(rivals),
        ]
        self.of = sum(-(-each.count // self.block(each)) for each in line_ups if each is not None)
        if removed is not None:
            self.others("removed", Removed(removed), removed)
        if copied is not None:
            self.others("copied", Copied(copied), copied)
        self.leave_out()
        if worse is not None:
            self.worsen(*worse)
        if rivals is not None:
            self.duels(rivals)

    def allowed(self, count: int, size: int, kind: Kind) -> NDArray[np.intp]:
        """Return the candidates to whom something is done, the best first if there are too many trials."""
        most = self.most(size)
        if count <= most:
            return np.arange(count)
        self.notices.append(
            notice(
                "trials-capped",
                "only {tried} of {count} trials ({kind}) are run, for the best candidates",
                tried=most,
                count=count,
                kind=WORDS[kind],
            )
        )
        return self.by_rank[:most]

    def most(self, size: int) -> int:
        """Return how many line-ups of this many candidates are tried."""
        m = len(self.base.weights.values)
        return max(1, CELLS // (size * m)) if self.field.tables else PREPARED

    def run(self, line_ups: LineUps) -> Iterator[tuple[range, Tried]]:
        """Yield, block by block, the range of line-ups and what became of them."""
        block = self.block(line_ups)
        blocks = -(-line_ups.count // block)
        start = 0
        for tried in self.work(Run(self.field, line_ups, block), blocks, self.before, self.of):
            yield range(start, start + len(tried.ranks)), tried
            start += len(tried.ranks)
        self.before += blocks

    def block(self, line_ups: LineUps) -> int:
        """Return how many line-ups make a block."""
        return max(1, _BLOCK_CELLS // line_ups.of(self.field.problem.values, range(1))[0].size)

    def refuse(self, kind: str, refused: list[tuple[int, Message]]) -> None:
        """Tell that some trials cannot be ranked."""
        if refused:
            self.notices.append(
                notice(
                    "trials-refused",
                    Plural(
                        "{count} trial ({kind}) cannot be ranked because: {reason}",
                        "{count} trials ({kind}) cannot be ranked, the first because: {reason}",
                    ),
                    count=len(refused),
                    kind=WORDS[kind],
                    reason=refused[0][1],
                )
            )

    def others(self, kind: Kind, line_ups: LineUps, who: NDArray[np.intp]) -> None:
        """Try removals or copies."""
        refused: list[tuple[int, Message]] = []
        for some, tried in self.run(line_ups):
            refused += tried.refused
            for at, row in enumerate(who[some.start : some.stop].tolist()):
                if not tried.ranks[at].any():
                    continue
                kept = np.arange(len(self.ranks))
                kept = kept[kept != row] if kind == "removed" else kept
                ranks = tried.ranks[at][: len(kept)]
                if self.base.prepared.has_scores:
                    moved = np.abs(tried.scores[at][: len(kept)] - self.scores[kept]).max()
                    self.shift = max(self.shift, float(moved))
                self.note(kind, kept, ranks_of(-ranks), row)
        self.refuse(kind, refused)

    def leave_out(self) -> None:
        """Try each criterion and branch left out."""
        refused: list[tuple[int, Message]] = []
        kept = np.arange(len(self.rows))
        for node, values in weights_without(self.base.weights).items():
            try:
                ranks = self.field.prepared.ranks(values[None])[0]
            except MethodError as refusal:
                refused.append((0, refusal.faults[0].message))
                continue
            self.left_out[node] = self.note("left-out", kept, ranks, None, node=node)
        self.refuse("left-out", refused)

    def worse(self) -> Worse | None:
        """Return who is made worse, at which leaf, by how much, to which scores; None if nobody can be."""
        who, leaves, shares, scores = worse_scores(self.field)
        limit = self.most(len(self.rows))
        if len(who) > limit:
            order = np.argsort(self.ranks[who], kind="stable")[:limit]
            self.notices.append(
                notice(
                    "trials-capped",
                    "only {tried} of {count} trials ({kind}) are run, for the best candidates",
                    tried=limit,
                    count=len(who),
                    kind=WORDS["worsened"],
                )
            )
            who, leaves, shares, scores = who[order], leaves[order], shares[order], scores[order]
        return (who, leaves, shares, scores) if len(who) and len(self.rows) > 1 else None

    def worsen(self, who: NDArray[np.intp], leaves: NDArray[np.intp], shares: Array, scores: Array) -> None:
        """Try worse scores; test 1 is about them."""
        best = self.ranks == 1
        tried_1, failed, examples = 0, 0, dict[int, None]()
        refused: list[tuple[int, Message]] = []
        for some, tried in self.run(Worsened(who, scores)):
            refused += tried.refused
            for at, trial in enumerate(some):
                ranks = tried.ranks[at]
                if not ranks.any():
                    continue
                row = int(who[trial])
                kept = np.delete(np.arange(len(ranks)), row)
                node = None if leaves[trial] < 0 else self.base.complete.leaves[leaves[trial]]
                self.note(
                    "worsened", kept, ranks_of(-ranks[kept]), row, node=node, share=float(shares[trial])
                )
                if not best[row]:
                    tried_1 += 1
                    if ((ranks == 1) != best).any():
                        failed += 1
                        examples[int(self.rows[row])] = None
        self.refuse("worsened", refused)
        if tried_1:
            shown = tuple((row,) for row in list(examples)[:PAIRS])
            self.test_1 = IrregularityTest(not failed, tried_1, failed, shown)

    def duellists(self) -> NDArray[np.intp] | None:
        """Return the candidates of whom every two are ranked alone; None if there are no two."""
        most = DUELS if self.field.tables else PREPARED
        limit = int((1 + np.sqrt(1 + 8 * most)) / 2)  # so many candidates have as many pairs
        who = np.arange(len(self.rows)) if len(self.rows) <= limit else np.sort(self.by_rank[:limit])
        if len(who) < len(self.rows):
            self.notices.append(
                notice(
                    "pairs-capped",
                    "tests 2 and 3 are run on the best {tried} of {count} candidates",
                    tried=len(who),
                    count=len(self.rows),
                )
            )
        return who if len(who) > 1 else None

    def duels(self, who: NDArray[np.intp]) -> None:
        """Rank every two candidates alone; tests 2 and 3 are about that."""
        pairs = Pairs(who)
        inside = np.zeros((len(who), len(who)), np.int8)
        refused: list[tuple[int, Message]] = []
        for some, tried in self.run(pairs):
            refused += tried.refused
            a, b = pairs.positions(some)
            sign = np.sign(tried.ranks[:, 1] - tried.ranks[:, 0]).astype(np.int8)
            inside[a, b], inside[b, a] = sign, -sign
        whole = self.rows[who]
        self.pairwise[np.ix_(whole, whole)] = inside
        if refused:
            self.refuse("pairs", refused)
            self.test_2 = self.test_3 = IrregularityTest(None, pairs.count)
            return
        triples = pairwise_order.intransitive(inside)
        cycles = tuple(
            tuple(whole[list(triple)].tolist()) for triple in pairwise_order.examples(inside, PAIRS)
        )
        ranks = self.ranks[who]
        other = np.argwhere(np.triu(np.sign(ranks[None, :] - ranks[:, None]) != inside, 1))
        shown = [(a, b) if inside[a, b] >= 0 else (b, a) for a, b in other[:PAIRS].tolist()]
        pairs_shown = tuple((int(whole[a]), int(whole[b])) for a, b in shown)
        self.test_2 = IrregularityTest(not triples, pairs.count, triples, cycles)
        self.test_3 = IrregularityTest(not len(other), pairs.count, len(other), pairs_shown)

    def note(
        self,
        kind: Kind,
        kept: NDArray[np.intp],
        after: Ranks,
        row: int | None,
        *,
        node: str | None = None,
        share: float | None = None,
    ) -> int:
        """Remember what a trial changed among those kept, and return how many pairs swap."""
        self.tried[kind] += 1
        before = ranks_of(-self.ranks[kept])
        swaps = ties = 0
        if (before != after).any():
            swaps, ties = swapped(before, after), level_pairs_changed(before, after)
            self.changed[kind] += 1
            whole = self.rows[kept]
            self.changes[kind].append(
                Change(
                    kind,
                    None if row is None else int(self.rows[row]),
                    node,
                    share,
                    self.whole(whole, before),
                    self.whole(whole, after),
                    swaps,
                    ties,
                    bool(((before == 1) != (after == 1)).any()),
                )
            )
            if len(self.changes[kind]) > 4 * LISTED:
                self.changes[kind] = self.foremost(kind)
        if row is not None:
            at = self.rows[row]
            self.swaps[kind][at] = max(self.swaps[kind][at], swaps)
        return swaps

    def foremost(self, kind: Kind) -> list[Change]:
        """Return the changes that are told, those that unseat the leader and swap most pairs first."""
        ordered = sorted(self.changes[kind], key=lambda change: (-change.leader, -change.swaps))
        return ordered[:LISTED]

    def whole(self, rows: NDArray[np.intp], ranks: Ranks) -> Ranks:
        """Return (n,) ranks of all candidates, 0 for those who are not compared."""
        result = np.zeros(len(self.base.ranks), np.int32)
        result[rows] = ranks
        return result
