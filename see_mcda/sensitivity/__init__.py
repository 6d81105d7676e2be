"""How sure a ranking is: exactly where that can be had, by Monte Carlo where not."""

from see_mcda.sensitivity.acceptability import acceptability
from see_mcda.sensitivity.agreement import agreement
from see_mcda.sensitivity.analysis import Analysis
from see_mcda.sensitivity.crossovers import crossovers
from see_mcda.sensitivity.flip import flip
from see_mcda.sensitivity.pillar_map import pillar_map
from see_mcda.sensitivity.rank_ranges import rank_ranges
from see_mcda.sensitivity.reversal import reversal
from see_mcda.sensitivity.score_crossovers import score_crossovers
from see_mcda.sensitivity.variance import variance
from see_mcda.sensitivity.weight_space.distributions import read_distribution
from see_mcda.sensitivity.weight_space.statements import read_statements
from see_mcda.sensitivity.worth_knowing import worth_knowing

__all__ = [
    "Analysis",
    "acceptability",
    "agreement",
    "crossovers",
    "flip",
    "pillar_map",
    "rank_ranges",
    "read_distribution",
    "read_statements",
    "reversal",
    "score_crossovers",
    "variance",
    "worth_knowing",
]
