"""Core indices: in which share of the non-dominated sets each candidate is (robust portfolio modelling).

A set dominates another if its value is at least as great under all weights of the region, so at all of its
corners, and greater under some. Candidates in all non-dominated sets are the core, those in none exterior;
a non-dominated set need not be optimal anywhere.

Source: Liesiö, Mild & Salo (2007), doi:10.1016/j.ejor.2005.12.041.
"""

from __future__ import annotations

import numpy as np

from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array

MOST_OPTIONS = 20
"""With more options, sets are too many to be tried one by one."""
MOST_SETS = 20_000
"""More non-dominated sets are not told."""
_AT_ONCE = 1 << 14
_EQUAL = 1e-12


def non_dominated(program: Program, values: Array, corners: Array) -> Chosen | None:
    """Return (k, o) the options of all non-dominated sets; None if they or the options are too many.

    Args:
        program: what may be chosen.
        values: (n, m) of the candidates.
        corners: (v, m) of the region.

    """
    o = len(program.owners)
    if o > MOST_OPTIONS:
        return None
    matrix, low, high = program.rows
    gains = np.array([program.gains(values @ corner) for corner in corners]).T
    equal = _EQUAL * (float(np.abs(gains).sum()) or 1.0)
    slack = _EQUAL * np.abs(matrix).sum(axis=1)
    kept, worth = np.zeros((0, o), bool), np.zeros((0, len(corners)))
    for start in range(0, 1 << o, _AT_ONCE):
        codes = np.arange(start, min(start + _AT_ONCE, 1 << o))
        sets = (codes[:, None] >> np.arange(o) & 1).astype(bool)
        sums = sets @ matrix.T
        sets = sets[((sums >= low - slack) & (sums <= high + slack)).all(axis=1)]
        own = sets @ gains
        for best in worth:
            better = _dominated(own, best, equal)
            sets, own = sets[~better], own[~better]
        sets, own = _skyline(sets, own, equal)
        held = np.ones(len(kept), bool)
        for best in own:
            held &= ~_dominated(worth, best, equal)
        kept, worth = np.vstack([kept[held], sets]), np.vstack([worth[held], own])
        if len(kept) > MOST_SETS:
            return None
    return kept


def core_index(program: Program, sets: Chosen) -> Array:
    """Return (n,) the share of the sets (k, o) that each candidate is in."""
    return np.asarray(np.mean([program.members(options) for options in sets], axis=0))


def _dominated(worth: Array, best: Array, equal: float) -> Chosen:
    return np.asarray((worth <= best + equal).all(axis=1) & (worth < best - equal).any(axis=1))


def _skyline(sets: Chosen, worth: Array, equal: float) -> tuple[Chosen, Array]:
    """Return those of some sets that none of them dominates."""
    order = np.argsort(-worth.sum(axis=1), kind="stable")
    sets, worth = sets[order], worth[order]
    at = 0
    while at < len(sets):  # nothing later can dominate what is earlier
        stays = ~_dominated(worth, worth[at], equal)
        stays[: at + 1] = True
        sets, worth = sets[stays], worth[stays]
        at += 1
    return sets, worth
