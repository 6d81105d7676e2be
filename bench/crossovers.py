"""All exact TOPSIS crossovers beside sweeps of one weight after another: ``python -m bench.crossovers``."""

from __future__ import annotations

import warnings

import numpy as np

from bench import peers
from bench.measure import Contestant, seconds
from see_mcda import Problem
from see_mcda.analyses.crossovers.crossovers import crossovers

STEPS = 800
"""Points of a peer's sweep, a hundred for each of eight weights; what lies between is not seen."""


def all_crossovers(n: int, m: int, rounds: int) -> dict[str, float]:
    """Time every crossover of every weight, intervals and replayed ranks and all, and the peers' sweeps."""
    generator = np.random.default_rng(n)
    matrix, weights = generator.random((n, m)), np.full(m, 1 / m)
    problem = Problem.from_arrays(matrix)
    shares = np.linspace(0, 1, STEPS // m)
    sweep = []
    for column in range(m):
        moved = np.tile((1 - shares)[:, None] / (m - 1), (1, m))
        moved[:, column] = shares
        sweep += list(moved)
    contestants = {
        "see-mcda, exact": Contestant(lambda: crossovers(problem, weights)),
        "see-mcda, as objects": Contestant(
            lambda: [node.crossings for node in crossovers(problem, weights).nodes.values()]
        ),
    }
    for name, peer in peers.TOPSIS.items():
        contestants[f"{name}, {STEPS} points"] = Contestant(
            lambda peer=peer: [peer(matrix, w) for w in sweep]  # type: ignore[misc]
        )
    return seconds(contestants, rounds)


if __name__ == "__main__":
    from bench.__main__ import report

    warnings.simplefilter("ignore")  # peers warn a lot
    report("all crossovers of every weight, 20×8", all_crossovers(20, 8, 15))
