"""Weights from the scores alone, by scikit-criteria: criteria on which candidates differ weigh more.

- ``entropy``: one minus the entropy of a column's shares x/Σx (Hwang, C.-L., & Yoon, K. (1981). *Multiple
  Attribute Decision Making*. Springer, doi:10.1007/978-3-642-48318-9). Needs scores of 0 or more.
- ``critic``: standard deviation times how little a column goes with the others, on scores from worst 0 to
  best 1 (Diakoulaki, D., Mavrotas, G., & Papayannakis, L. (1995). *Computers & Operations Research* 22,
  763–770, doi:10.1016/0305-0548(94)00059-H). Needs columns that vary.
- ``std``: standard deviation, on scores from worst 0 to best 1 (Diakoulaki et al. 1995).
- ``merec``: what the candidates' overall score loses when the criterion is left out (Keshavarz-Ghorabaee, M.,
  et al. (2021). *Symmetry* 13, 525, doi:10.3390/sym13040525). Needs scores above 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError, UnknownNameError, refuse
from see_mcda.language.messages import Notice, notice
from see_mcda.model.normalization import NORMALIZATIONS, Normalizer
from see_mcda.model.problem import Problem

Rule = Literal["entropy", "critic", "std", "merec"]
Correlation = Literal["pearson", "spearman"]
RULES: tuple[str, ...] = get_args(Rule)
CORRELATIONS: tuple[str, ...] = get_args(Correlation)

ALIKE = 1e-12
"""Scores that differ by less, beside the largest, do not differ."""


@dataclass(frozen=True, eq=False)
class ObjectiveWeights:
    """Weights from scores.

    Attributes:
        weights: (m,) summing to 1.
        rule: by which they were made.
        normalization: what was done to the scores first; None for the rule's own.
        warnings: criteria that got no weight because candidates do not differ there.
    """

    weights: Array
    rule: str
    normalization: str | None
    warnings: tuple[Notice, ...] = ()

    def __post_init__(self) -> None:
        self.weights.setflags(write=False)


def objective_weights(
    matrix: ArrayLike,
    objectives: Sequence[str | int] | None = None,
    rule: Rule = "entropy",
    *,
    normalization: str | None = None,
    correlation: Correlation = "pearson",
    labels: Sequence[str] | None = None,
) -> ObjectiveWeights:
    """Return weights (m,) from the scores (n, m) of n candidates.

    Args:
        matrix: (n, m) scores, all given.
        objectives: (m,) ``max`` or ``min`` (or 1, −1); all ``max`` if not given.
        rule: ``entropy``, ``critic``, ``std`` or ``merec``.
        normalization: as for methods; None = the rule's own, ``none`` = the scores as they are.
        correlation: ``pearson`` or ``spearman``, for ``critic``.
        labels: (m,) ids of the criteria, c1, c2, … if not given.

    Raises:
        MethodError: naming each column for which the rule has no answer.
        ProblemError: what is no table of numbers.
        UnknownNameError: an unknown rule, normalisation or correlation.
    """
    return objective(
        Problem.from_arrays(matrix, objectives, criteria=labels),
        rule,
        normalization=normalization,
        correlation=correlation,
    )


def objective(
    problem: Problem,
    rule: Rule = "entropy",
    *,
    normalization: str | None = None,
    correlation: str = "pearson",
) -> ObjectiveWeights:
    """Return weights (m,) from the scores of a problem's eligible candidates; see above."""
    _check_options(rule, normalization, correlation)
    scores = problem.values[problem.eligible]
    _check_complete(scores, problem.leaves, rule)
    signs = problem.framework.objectives
    if normalization is not None:
        normalizer = Normalizer(problem, normalization)
        scores, signs = normalizer(problem.values)[problem.eligible], normalizer.signs
    if scores.shape[1] == 1:
        return ObjectiveWeights(np.ones(1), rule, normalization)
    constant = np.atleast_1d(np.ptp(scores, axis=0) <= ALIKE * np.abs(scores).max(axis=0))
    _check_columns(scores, constant, problem.leaves, rule)
    scaled = normalization is not None
    weights = _weigh(_moderate(scores, rule, scaled=scaled), signs, rule, correlation, scaled=scaled)
    weights[constant] = 0.0
    total = weights.sum()
    if not np.isfinite(total) or total <= 0:
        raise refuse(
            MethodError,
            "no-weights",
            "{rule} finds no weights in these scores: all criteria rank alike, or their numbers are too far "
            "apart",
            rule=rule,
        )
    warnings = [
        notice(
            "constant-column",
            "all candidates have the same score at {leaf}, so it gets no weight",
            leaf.id,
            leaf=leaf.title,
        )
        for leaf, alike in zip(problem.framework.leaves, constant, strict=True)
        if alike
    ]
    return ObjectiveWeights(weights / total, rule, normalization, tuple(warnings))


def _check_options(rule: str, normalization: str | None, correlation: str) -> None:
    faults = Faults()
    for name, given, known in (
        ("rule", rule, RULES),
        ("normalization", normalization, (None, *NORMALIZATIONS)),
        ("correlation", correlation, CORRELATIONS),
    ):
        if given not in known:
            faults.add(
                "option",
                "there is no {given}; choose from {known}",
                name,
                given=repr(given),
                known=[one for one in known if one is not None],
            )
    faults.stop(UnknownNameError)


def _check_complete(scores: Array, leaves: Sequence[str], rule: str) -> None:
    faults = Faults()
    if len(scores) < 2:
        faults.add(
            "one-candidate",
            "{rule} weighs by differences between candidates; at least two are needed, not {count}",
            None,
            rule=rule,
            count=len(scores),
        )
    for leaf, complete in zip(leaves, np.isfinite(scores).T, strict=True):
        if not complete.all():
            faults.add("missing-scores", "{rule} needs every score; some are missing here", leaf, rule=rule)
    faults.stop(MethodError)


def _check_columns(scores: Array, constant: NDArray[np.bool_], leaves: Sequence[str], rule: str) -> None:
    """Refuse what scikit-criteria answers with NaN or negative weights."""
    faults = Faults()
    if constant.all():
        faults.add(
            "no-differences",
            "all candidates have the same scores; {rule} finds no weights",
            None,
            rule=rule,
        )
    for leaf, column, alike in zip(leaves, scores.T, constant, strict=True):
        if rule == "critic" and alike and not constant.all():
            faults.add(
                "constant-column",
                "all candidates have the same score here; critic needs differences: leave this criterion out",
                leaf,
            )
        if rule == "entropy" and column.min() < 0:
            faults.add(
                "negative-scores",
                "entropy needs scores of 0 or more; the lowest here is {least}",
                leaf,
                least=float(column.min()),
            )
        if rule == "entropy" and column.max() == 0 == column.min():
            faults.add(
                "zero-column",
                "all scores are 0 here; entropy has no shares to compare: leave this criterion out",
                leaf,
            )
        if rule == "merec" and column.min() <= 0:
            faults.add(
                "nonpositive-scores",
                "merec needs scores above 0; the lowest here is {least}",
                leaf,
                least=float(column.min()),
            )
    faults.stop(MethodError)


def _moderate(scores: Array, rule: str, *, scaled: bool) -> Array:
    """Return scores divided so that the largest is 1, which keeps squares finite; for ``std`` from 0 to 1.

    A column's own unit changes no weight, but for ``std`` on ``scaled`` scores, which are divided as a whole.
    """
    if rule == "std" and scaled:
        return np.asarray(scores / np.abs(scores).max())
    largest = np.abs(scores).max(axis=0)
    moderate = np.asarray(scores / np.where(largest > 0, largest, 1.0))
    if rule != "std":
        return moderate
    moderate -= moderate.min(axis=0)
    largest = moderate.max(axis=0)
    return np.asarray(moderate / np.where(largest > 0, largest, 1.0))


def _weigh(scores: Array, signs: Array, rule: str, correlation: str, *, scaled: bool) -> Array:
    from skcriteria.preprocessing import weighters  # noqa: PLC0415 (it takes seconds to import)

    with np.errstate(all="ignore"):  # what is not a number is refused afterwards
        found: Any
        if rule == "entropy":
            found = weighters.entropy_weights(scores)
        elif rule == "critic":
            found = weighters.critic_weights(scores, signs, correlation=correlation, scale=not scaled)
        elif rule == "std":
            found = weighters.std_weights(scores)
        else:
            found = weighters.merec_weights(scores, signs)
    # Rounding may leave an entropy a hair above 1.
    return np.asarray(np.maximum(found, 0.0))
