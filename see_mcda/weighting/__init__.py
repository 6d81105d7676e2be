"""Weighting methods: from judgments, best and worst, swings, an order, examples, the data, or a group.

Each returns a result with ``weights`` (m,) that sum to 1. Weights on a criteria tree are
:class:`see_mcda.Weights`, read by :func:`see_mcda.read_weights`.
"""

from see_mcda.weighting.ahp import ahp
from see_mcda.weighting.batch import ahp_weights_batch
from see_mcda.weighting.best_worst import best_worst
from see_mcda.weighting.group import group
from see_mcda.weighting.objective import objective
from see_mcda.weighting.rank_order import rank_order
from see_mcda.weighting.swing import swing
from see_mcda.weighting.utastar import utastar

__all__ = ["ahp", "ahp_weights_batch", "best_worst", "group", "objective", "rank_order", "swing", "utastar"]
