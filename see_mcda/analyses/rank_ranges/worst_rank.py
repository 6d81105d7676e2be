"""The worst rank of one candidate over all weights that statements allow, with weights where it has it."""

from __future__ import annotations

from see_mcda.analyses.rank_ranges.range_search import Search, searched_one
from see_mcda.analyses.rank_ranges.weight_region import WeightRegion
from see_mcda.arrays import Array
from see_mcda.methods import Prepared
from see_mcda.uncertainty.statements import Statements

SAMPLES = 4096


def worst_rank(prepared: Prepared, row: int, statements: Statements) -> tuple[int, Array, bool]:
    """Return a candidate's worst rank, (m,) weights that give it, and whether it is proved."""
    region = WeightRegion.of(statements.coefficients, statements.at_least)
    search = Search(prepared, region, seed=0, samples=SAMPLES, effort=1.0, statements=statements)
    return searched_one(search, row)
