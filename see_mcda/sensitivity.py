"""How sure a ranking is: exactly where that can be had, by Monte Carlo where not."""

from see_mcda.analyses.acceptability.acceptability import acceptability
from see_mcda.analyses.agreement.agreement import agreement
from see_mcda.analyses.analysis import Analysis
from see_mcda.analyses.crossovers.crossovers import crossovers
from see_mcda.analyses.flip.flip import flip
from see_mcda.analyses.pillar_map.pillar_map import pillar_map
from see_mcda.analyses.rank_ranges.rank_ranges import rank_ranges
from see_mcda.analyses.reversal.reversal import reversal
from see_mcda.analyses.score_crossovers.score_crossovers import score_crossovers
from see_mcda.analyses.variance.variance import variance
from see_mcda.analyses.worth_knowing.worth_knowing import worth_knowing
from see_mcda.elicitation.ways import centre_weights
from see_mcda.uncertainty.distributions import read_distribution
from see_mcda.uncertainty.statements import read_statements
from see_mcda.uncertainty.value_steps import value_steps

__all__ = [
    "Analysis",
    "acceptability",
    "agreement",
    "centre_weights",
    "crossovers",
    "flip",
    "pillar_map",
    "rank_ranges",
    "read_distribution",
    "read_statements",
    "reversal",
    "score_crossovers",
    "value_steps",
    "variance",
    "worth_knowing",
]
