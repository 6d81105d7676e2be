"""What a trial changes in the order of candidates: which pairs swap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.methods.ranks import Ranks

Kind = Literal["removed", "copied", "left-out", "worsened"]
KINDS: tuple[Kind, ...] = ("removed", "copied", "left-out", "worsened")
PAIRS = 20
"""Swapped pairs (and examples of a failed test) that are told in full."""


@dataclass(frozen=True, eq=False)
class Change:
    """What one trial changes in the order of the others.

    Attributes:
        kind: what was done.
        candidate: the row of the candidate it was done to; None where a criterion is left out.
        node: the criterion that is left out, or the only one in which a candidate is made worse.
        share: how far a candidate is moved towards the worst scores; None for the other kinds.
        before, after: (n,) ranks of those who are compared, among themselves; 0 for the others.
        swaps: how many pairs swap.
        ties: how many pairs become level, or stop being level.
        leader: whether the first (or who share that place) changes.

    """

    kind: Kind
    candidate: int | None
    node: str | None
    share: float | None
    before: Ranks
    after: Ranks
    swaps: int
    ties: int
    leader: bool

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Some pairs that swap, those at the top first: (a, b) where a was ahead of b and is now behind."""
        found: list[tuple[int, int]] = []
        for a in np.lexsort((self.after, self.before)):
            if self.before[a]:
                behind = np.flatnonzero((self.before > self.before[a]) & (self.after < self.after[a]))
                behind = behind[np.argsort(self.before[behind], kind="stable")]
                found += [(int(a), int(b)) for b in behind[: PAIRS - len(found)]]
                if len(found) >= PAIRS:
                    break
        return tuple(found)


@dataclass(frozen=True)
class IrregularityTest:
    """A test of Wang and Triantaphyllou.

    Attributes:
        passed: None if it could not be tried.
        tried: how many replacements (test 1) or pairs (2 and 3).
        failed: how many replacements change the first, triples are not transitive, pairs stand otherwise in
            the whole ranking.
        examples: some of these, as rows: the replaced one; (a, b, c) with a level with or ahead of b, b of
            c, and yet c ahead of a; the pair, the one ahead in the duel first.

    """

    passed: bool | None
    tried: int
    failed: int = 0
    examples: tuple[tuple[int, ...], ...] = ()


_FEW = 1500
"""Candidates up to which looking at every pair is faster."""


def swapped(before: Ranks, after: Ranks) -> int:
    """Return how many pairs have one ahead in the first (n,) ranking and the other one in the second."""
    if len(before) <= _FEW:
        b, a = before.astype(np.int16), after.astype(np.int16)
        return int(np.count_nonzero((b[:, None] < b) & (a[:, None] > a)))
    return inversions(after[np.lexsort((after, before))].astype(np.int64))


def level_pairs_changed(before: Ranks, after: Ranks) -> int:
    """Return how many pairs are level in just one of two (n,) rankings."""
    both = before.astype(np.int64) * (len(before) + 1) + after
    return _level_pairs(before) + _level_pairs(after) - 2 * _level_pairs(both)


def _level_pairs(ranks: NDArray[np.int64] | Ranks) -> int:
    sizes = np.unique(ranks, return_counts=True)[1]
    return int((sizes * (sizes - 1)).sum()) // 2


def inversions(a: NDArray[np.int64]) -> int:
    """Return how many i < j have a_i > a_j, bit by bit.

    Two numbers are in the wrong order at the highest bit in which they differ: among those that agree in all
    higher bits, each 0 counts the 1s before it. Then these are parted by the bit, each part in its order.
    """
    found = 0
    for bit in reversed(range(int(a.max(initial=0)).bit_length())):
        group = a >> (bit + 1)
        ones = (a >> bit) & 1
        before = np.cumsum(ones) - ones
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        sizes = np.diff(starts, append=len(a))
        within = before - np.repeat(before[starts], sizes)
        found += int(within[ones == 0].sum())
        a = a[np.argsort(a >> bit, kind="stable")]
    return found
