"""Print the peak bytes above the data of one reducing call: ``python -m bench.memory CALL VECTORS``."""

from __future__ import annotations

import sys
import tracemalloc

import numpy as np

from see_mcda import Problem, prepare
from see_mcda.methods import ranks


def main(call: str, vectors: int) -> None:
    """Rank 1,000×8 under ``vectors`` weight vectors by the call of :mod:`see_mcda.methods.ranks`."""
    generator = np.random.default_rng(0)
    prepared = prepare(Problem.from_arrays(generator.random((1_000, 8))))
    weights = generator.standard_exponential((vectors, 8))
    weights /= weights.sum(axis=1, keepdims=True)
    tracemalloc.start()
    getattr(ranks, call)(prepared, weights)
    print(tracemalloc.get_traced_memory()[1])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
