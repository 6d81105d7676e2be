"""Rank candidates against weighted criteria, and say why.

>>> import see_mcda as sm
>>> problem = sm.Problem.from_arrays([[3, 200], [4, 300], [2, 100]], objectives=["max", "min"])
>>> sm.rank(problem, [2, 1], method="topsis").ranks
array([2, 1, 3], dtype=int32)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from see_mcda import methods, weighting
from see_mcda.errors import SeeMcdaError
from see_mcda.io import read_problem, write_problem
from see_mcda.io.library import frameworks, read_framework, read_weights, weightings
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.merging import merge
from see_mcda.model.problem import Problem
from see_mcda.model.reading import ReadingError
from see_mcda.ranking.comparison import Comparison, compare
from see_mcda.ranking.explanation import Explanation, explain
from see_mcda.ranking.ranking import Ranking, prepare, rank
from see_mcda.verification import Verification, verify
from see_mcda.weighting.weights import Weights

if TYPE_CHECKING:
    from see_mcda import sensitivity
    from see_mcda.analyses.classification.classification import classify
    from see_mcda.analyses.equal_shares.equal_shares import equal_shares
    from see_mcda.analyses.improvement.improvement import improve
    from see_mcda.analyses.selection.selection import select
    from see_mcda.verdicts.verdict import settled

__all__ = [
    "Comparison",
    "Criterion",
    "Explanation",
    "Framework",
    "Problem",
    "Ranking",
    "ReadingError",
    "SeeMcdaError",
    "Verification",
    "Weights",
    "classify",
    "compare",
    "equal_shares",
    "explain",
    "frameworks",
    "improve",
    "merge",
    "methods",
    "prepare",
    "rank",
    "read_framework",
    "read_problem",
    "read_weights",
    "select",
    "sensitivity",
    "settled",
    "verify",
    "weighting",
    "weightings",
    "write_problem",
]

_LATER = {
    "sensitivity": ("see_mcda.sensitivity", None),
    "settled": ("see_mcda.verdicts.verdict", "settled"),
    "classify": ("see_mcda.analyses.classification.classification", "classify"),
    "equal_shares": ("see_mcda.analyses.equal_shares.equal_shares", "equal_shares"),
    "improve": ("see_mcda.analyses.improvement.improvement", "improve"),
    "select": ("see_mcda.analyses.selection.selection", "select"),
}
"""Names that are imported when they are first used: a ranking does not need them."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATER[name]
    found: Any = import_module(module)
    globals()[name] = found = getattr(found, attribute) if attribute else found
    return found
