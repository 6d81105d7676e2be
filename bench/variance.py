"""Sobol indices of a score on uncertain weights beside SALib's loop: ``python -m bench.variance``.

Both share the variance of one candidate's TOPSIS score out among the importances of the criteria (weights
are their shares), with as many evaluations and as many bootstrap resamples. SALib gives a function one
point after the other, as its users write it; ``SALib, our batch`` gives it our batch evaluation of all points
at once.
SALib is a dependency of the benchmark only.
"""

from __future__ import annotations

import sys

import numpy as np

from bench.measure import Contestant, seconds
from see_mcda import Problem, rank
from see_mcda.analyses.variance.sobol_indices import sobol_indices
from see_mcda.analyses.variance.uncertain_outcome import UncertainOutcome
from see_mcda.analyses.variance.weight_drivers import read_drivers
from see_mcda.arrays import Array
from see_mcda.uncertainty.score_distributions import ScoreDistribution

RESAMPLES = 100
"""SALib's default."""


def main(n: int = 20, m: int = 8, samples: int = 4096, rounds: int = 3) -> None:
    """Time both on a random problem and print the ratio."""
    from SALib.analyze import sobol  # noqa: PLC0415
    from SALib.sample import sobol as sample  # noqa: PLC0415

    matrix = np.random.default_rng(n).random((n, m)) + 0.1
    problem = Problem.from_arrays(matrix)
    drivers = read_drivers("uniform", problem.framework)
    prepared = rank(problem, drivers.center).prepared
    scores = ScoreDistribution.of(problem)
    outcome = UncertainOutcome((prepared,), drivers.center.values, drivers.maker, m, scores, 0, 0, ("score",))
    names = [f"c{j + 1}" for j in range(m)]
    asked = {"num_vars": m, "names": names, "bounds": [[0.0, 1.0]] * m}
    found: dict[str, Array] = {}

    def ours() -> None:
        groups = [[j] for j in range(m)]
        found["see-mcda"] = sobol_indices(outcome, m, groups, samples=samples, resamples=RESAMPLES).total[0]

    def peer(name: str, batch: bool) -> None:
        points = sample.sample(asked, samples, calc_second_order=False)
        points = np.clip(points, 1e-12, 1 - 1e-12)
        y = outcome(points)[:, 0] if batch else np.array([_closeness(matrix, u) for u in points])
        result = sobol.analyze(asked, y, calc_second_order=False, num_resamples=RESAMPLES)
        found[name] = np.asarray(result["ST"])

    contestants = {
        "see-mcda": Contestant(ours),
        "SALib's loop": Contestant(lambda: peer("SALib's loop", False)),
        "SALib, our batch": Contestant(lambda: peer("SALib, our batch", True)),
    }
    times = seconds(contestants, rounds)
    print(f"Sobol indices, {n:,}×{m}, {samples:,} base samples, {samples * (m + 2):,} evaluations")
    for name, taken in times.items():
        away = np.abs(found[name] - found["see-mcda"]).max()
        ratio = taken / times["see-mcda"]
        print(
            f"  {name:<18} {1000 * taken:10.1f} ms {ratio:8.1f} times; indices differ by at most {away:.3f}"
        )


def _closeness(matrix: Array, u: Array) -> float:
    """Return the TOPSIS closeness of the first candidate, as a loop over points computes it."""
    importance = -np.log1p(-u)
    w = importance / importance.sum()
    v = matrix / np.sqrt((matrix**2).sum(axis=0)) * w
    far = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    near = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    return float((near / (far + near))[0])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
