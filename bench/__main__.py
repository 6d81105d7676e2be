"""Speed and memory of see-mcda beside its peers and the machine's floor, all in one run: ``make bench``.

Every figure is a ratio to something that was timed in the same process a moment before. The floor is bare
numpy: the two matrix products of TOPSIS and one sort of each row.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

from bench import peers
from bench.measure import Contestant, seconds
from see_mcda import Problem, prepare, rank
from see_mcda.arrays import Array
from see_mcda.methods.ranks import batch_ranks, block_size
from see_mcda.parallel import workers
from see_mcda.weighting.batch import ahp_weights_batch

VECTORS = 10_000
MATRICES = 10_000
SAMPLE = 100
"""Weight vectors or matrices that a looping peer is timed on; the time for all is in proportion."""


def bare(matrix: Array, weights: Array, order: bool) -> None:
    """Do the least that ranks: normalise, two products, one sort (or argsort) of each row, in good blocks."""
    r = matrix / np.sqrt(np.square(matrix).sum(axis=0))
    to_ideal, to_anti = np.square(r - r.max(axis=0)).T, np.square(r - r.min(axis=0)).T
    squared = np.square(weights)
    size = block_size(len(matrix))
    for start in range(0, len(squared), size):
        far = squared[start : start + size] @ to_ideal
        near = squared[start : start + size] @ to_anti
        near /= far + near
        if order:
            np.argsort(near, axis=1)
        else:
            near.sort(axis=1)


def one_ranking(n: int, m: int, rounds: int) -> None:
    """Time one ranking through the public, validated call."""
    generator = np.random.default_rng(n)
    matrix, weights = generator.random((n, m)), np.full(m, 1 / m)
    problem = Problem.from_arrays(matrix)
    contestants = {
        "see-mcda": Contestant(lambda: rank(problem, weights).ranks),
        "see-mcda, table and all": Contestant(lambda: rank(Problem.from_arrays(matrix), weights).ranks),
        "bare products and argsort": Contestant(lambda: bare(matrix, weights[None], order=True)),
    }
    for name, peer in peers.TOPSIS.items():
        contestants[name] = Contestant(lambda peer=peer: peer(matrix, weights))  # type: ignore[misc]
    report(f"one ranking, {n:,}×{m}", seconds(contestants, rounds))


def many_rankings(n: int, m: int, rounds: int, sample: int) -> None:
    """Time ten thousand rankings of one table, ranks and not only scores."""
    generator = np.random.default_rng(n)
    matrix, weights = generator.random((n, m)), generator.dirichlet(np.ones(m), VECTORS)
    problem = Problem.from_arrays(matrix)

    def floor(order: bool) -> None:
        with workers(None, worth_it=False):
            bare(matrix, weights, order)

    contestants = {
        "see-mcda": Contestant(lambda: batch_ranks(prepare(problem), weights)),
        "bare products and sort": Contestant(lambda: floor(False)),
        "bare products and argsort": Contestant(lambda: floor(True)),
    }
    for name, peer in peers.TOPSIS.items():
        contestants[name] = Contestant(
            lambda peer=peer: [peer(matrix, w) for w in weights[:sample]],  # type: ignore[misc]
            sample / VECTORS,
        )
    report(f"{VECTORS:,} rankings, {n:,}×{m}", seconds(contestants, rounds))


def many_matrices(n: int, rounds: int) -> None:
    """Time the weights and λ_max of ten thousand judgment matrices."""
    generator = np.random.default_rng(n)
    scale = np.concatenate([1 / np.arange(9, 1, -1), np.arange(1, 10)])
    upper = np.triu(scale[generator.integers(0, len(scale), (MATRICES, n, n))], 1)
    matrices = upper + np.transpose(np.divide(1, upper, out=np.zeros_like(upper), where=upper > 0), (0, 2, 1))
    matrices += np.eye(n)
    contestants = {"see-mcda": Contestant(lambda: ahp_weights_batch(matrices))}
    for name, peer in peers.AHP.items():
        contestants[name] = Contestant(
            lambda peer=peer: [peer(matrix) for matrix in matrices[:SAMPLE]],  # type: ignore[misc]
            SAMPLE / MATRICES,
        )
    report(f"{MATRICES:,} AHP matrices, {n}×{n}", seconds(contestants, rounds))


def memory() -> None:
    """Measure the peak memory of counting ranks and winners above the data, for ever more weight vectors."""
    print("\nmemory above the data (MiB), 1,000×8")
    for call in ("rank_counts", "winner_counts"):
        for vectors in (10_000, 100_000, 1_000_000 if call == "winner_counts" else 300_000):
            above = int(fresh("bench.memory", call, str(vectors)))
            print(f"  {call:<16} {vectors:>9,} weight vectors {above / 2**20:8.1f}")


def imports() -> None:
    """Time the import and the help in fresh processes, beside Python and numpy alone."""
    print("\nseconds in a fresh process (median of 5)")
    for name, code in (
        ("python", "pass"),
        ("import numpy", "import numpy"),
        ("import see_mcda", "import see_mcda"),
        (
            "see-mcda --help",
            "import sys; sys.argv = ['see-mcda', '--help']; from see_mcda.cli import main; main()",
        ),
    ):
        run = [sys.executable, "-c", code]
        taken = seconds(
            {name: Contestant(lambda run=run: subprocess.run(run, capture_output=True, check=False))}, 5
        )  # type: ignore[misc]
        print(f"  {name:<18} {taken[name]:6.3f}")


def fresh(module: str, *arguments: str) -> str:
    """Run a module of this folder in a fresh process and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    return str(json.loads(done.stdout))


def report(job: str, taken: dict[str, float]) -> None:
    """Print the medians and how many times the first contestant's they are."""
    ours = next(iter(taken.values()))
    print(f"\n{job}")
    for name, time in taken.items():
        print(f"  {name:<26} {time * 1e3:12.3f} ms   {time / ours:8.2f}×")


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # peers warn a lot
    one_ranking(20, 8, 50)
    one_ranking(1_000, 8, 50)
    one_ranking(100_000, 8, 9)
    many_rankings(20, 8, 15, SAMPLE)
    many_rankings(1_000, 8, 7, SAMPLE)
    many_matrices(8, 15)
    memory()
    imports()
    for analysis in ("crossovers", "acceptability", "rank_ranges", "selection", "variance", "reading"):
        print(f"\n== {analysis}", flush=True)
        subprocess.run(
            [sys.executable, "-m", f"bench.{analysis}"], check=True, cwd=Path(__file__).parent.parent
        )
