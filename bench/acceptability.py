"""Rank acceptability beside a compiled loop and the quickest peer: ``python -m bench.acceptability``.

Every figure is a ratio of two things timed in one run. The compiled loop needs numba
(``requirements/bench.txt``).
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization

from see_mcda import Problem, prepare
from see_mcda.analyses.acceptability.acceptability import acceptability
from see_mcda.arrays import Array

SAMPLES = 100_000
PEER_SAMPLES = 200


def best(run: Callable[[], object], rounds: int) -> float:
    """Return the least seconds of several runs."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def peer_loop(matrix: Array, samples: int) -> None:
    """Do the same by pymcdm, one ranking after the other, and count."""
    topsis = TOPSIS(vector_normalization)
    generator = np.random.default_rng(0)
    n, m = matrix.shape
    counts, sums = np.zeros((n, n), np.int64), np.zeros((n, m))
    rows, types = np.arange(n), np.ones(m)
    for _ in range(samples):
        w = generator.dirichlet(np.ones(m))
        ranks = topsis.rank(topsis(matrix, w, types)).astype(int) - 1
        counts[rows, ranks] += 1
        sums[ranks == 0] += w


def speed(n: int, m: int, rounds: int) -> None:
    """Time 100,000 samples at n×m, on one thread and on two."""
    matrix = np.random.default_rng(n).random((n, m))
    problem = Problem.from_arrays(matrix)

    def ours(points: str, threads: int) -> Callable[[], object]:
        def run() -> None:
            with ThreadPoolExecutor(threads) as pool:
                acceptability(problem, samples=SAMPLES, points=points, executor=pool)  # type: ignore[arg-type]

        return run

    print(f"\n{SAMPLES:,} samples, {n:,}×{m}")
    rows: dict[str, float] = {}
    for points in ("random", "quasi"):
        for threads in (1, 2):
            rows[f"see-mcda, {points}, {threads} thread(s)"] = best(ours(points, threads), rounds)
    rows["pymcdm in a loop"] = best(lambda: peer_loop(matrix, PEER_SAMPLES), 3) * SAMPLES / PEER_SAMPLES
    if n <= 255:
        rows |= compiled(problem, rounds)
    unit = rows["see-mcda, random, 1 thread(s)"]
    for name, taken in rows.items():
        print(f"  {name:<34} {taken * 1e3:12.1f} ms {taken / unit:9.2f}×")


def two_threads(n: int, m: int, rounds: int) -> None:
    """Tell how much faster two threads are than one, for a short and for a long job, taken in turn."""
    problem = Problem.from_arrays(np.random.default_rng(n).random((n, m)))
    print(f"\ntwo threads beside one, {n:,}×{m} (median of {rounds} pairs)")
    for samples in (SAMPLES, 10 * SAMPLES):
        for points in ("random", "quasi"):
            gains = []
            for _ in range(rounds):
                taken = []
                for threads in (1, 2):
                    with ThreadPoolExecutor(threads) as pool:
                        begin = time.perf_counter()
                        acceptability(problem, samples=samples, points=points, executor=pool)  # type: ignore[arg-type]
                        taken.append(time.perf_counter() - begin)
                gains.append(taken[0] / taken[1])
            print(f"  {samples:>9,} samples, {points:<6} {statistics.median(gains):6.2f}")


def compiled(problem: Problem, rounds: int) -> dict[str, float]:
    """Time the fused loop on one thread and on two, if numba is there."""
    try:
        from bench.fused_loop import fused  # noqa: PLC0415 (numba takes seconds to import)
    except ImportError:
        print("  (no numba: the compiled loop is left out)")
        return {}
    parts = prepare(problem).quadratic_parts()  # type: ignore[attr-defined]
    to_ideal, to_anti = (np.ascontiguousarray(part) for part in parts)
    fused(to_ideal, to_anti, 10, 0)

    def two() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda seed: fused(to_ideal, to_anti, SAMPLES // 2, seed), (0, 1)))

    return {
        "compiled loop, 1 thread": best(lambda: fused(to_ideal, to_anti, SAMPLES, 0), rounds),
        "compiled loop, 2 threads": best(two, rounds),
    }


def fewer_samples(n: int, m: int, seeds: int) -> None:
    """Tell how many random samples are as good as one quasi-random sample, by the stated errors."""
    problem = Problem.from_arrays(np.random.default_rng(n).random((n, m)))
    print(f"\nrandom samples worth one quasi-random sample, {n}×{m} (rank-1 chances, by stated errors)")
    for samples in (10_000, 100_000):
        variances = []
        for seed in range(seeds):
            found = acceptability(problem, samples=samples, seed=seed, points="quasi")
            b = found.rank_acceptability[:, 0]
            variances.append(
                [
                    np.sum(b * (1 - b)) / found.samples,
                    np.sum(found.standard_errors.rank_acceptability[:, 0] ** 2),
                ]
            )
        random, quasi = np.mean(variances, axis=0)
        print(f"  {samples:>9,} samples {random / quasi:6.2f}")


def memory(samples: int, n: int, m: int) -> None:
    """Measure the peak above the data of a large run."""
    problem = Problem.from_arrays(np.random.default_rng(0).random((n, m)))
    acceptability(problem, samples=2_000)
    tracemalloc.start()
    acceptability(problem, samples=samples, cancel=threading.Event())
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    print(f"\n{samples:,} samples, {n:,}×{m}: {peak:.1f} MiB above the data")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["speed", "threads", "large", "quasi", "memory"]
    if "speed" in chosen:
        speed(20, 8, 15)
    if "threads" in chosen:
        two_threads(20, 8, 7)
    if "large" in chosen:
        speed(1_000, 8, 1)
    if "quasi" in chosen:
        fewer_samples(20, 8, 20)
    if "memory" in chosen:
        memory(1_000_000, 1_000, 8)
