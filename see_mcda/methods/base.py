"""The base classes of methods: a method is prepared for a problem and scores many weight vectors at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import MethodError, UnknownNameError, refuse
from see_mcda.language.messages import Notice
from see_mcda.methods.ranks import Ranks, ranks
from see_mcda.model.naming import NORMALIZATION, Choices, folded
from see_mcda.model.normalization import NORMALIZATIONS, worst_and_best
from see_mcda.model.problem import Problem


class Prepared:
    """A method prepared for one problem with complete scores.

    A subclass defines :meth:`scores`; the other methods have defaults that it may override.
    """

    contribution_kind = "none"
    """``exact``: contributions add up to the score; ``allocated``: they share it out; ``log``: they add up to
    its logarithm; ``none``: the method has none."""
    has_scores = True
    """False for a method that ranks without scores: :meth:`ranks` is the method, results have no scores."""

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        self.problem = problem
        self.options = dict(options)

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return (k, n) scores, higher is better, for (k, m) weights that sum to 1.

        ``values`` are other scores of the candidates, in their own units: (n, m), or (k, n, m) with a table
        for each weight vector.
        """
        raise NotImplementedError

    def order_keys(self, weights: Array) -> Array:
        """Return a fresh (k, n) array that orders candidates as :meth:`scores` does, if that is cheaper.

        Its differences are at most twice those of the scores.
        """
        return np.array(self.scores(weights), dtype=np.float64)

    def ranks(self, weights: Array, values: Array | None = None) -> Ranks:
        """Return (k, n) ranks; 0 for ineligible candidates."""
        return ranks(self.scores(weights, values), self.problem.eligible)

    def linear_values(self) -> Array | None:
        """Return (n, m) v for which w·v orders the candidates as :meth:`scores` does; None if there are none.

        They may be minus infinity (the logarithm of 0), which counts where its weight is above 0.
        """
        return None

    def quadratic_parts(self) -> tuple[Array, Array] | None:
        """Return (n, m) p and q for which (w²·q) / (w²·p) orders the candidates as :meth:`scores` does."""
        return None

    def native_scores(self, scores: Array) -> Array:
        """Return the scores with the sign and range in which the method was published."""
        return scores

    def contributions(self, weights: Array) -> Array | None:
        """Return (n, m): what each leaf contributes to each candidate's score under (m,) weights."""
        return None

    def differences(self, weights: Array, a: int, b: int) -> Array | None:
        """Return (m,): what each leaf adds to the lead of row a over row b, under (m,) weights.

        They add up to the lead (of logarithms, if contributions do); 0 where both score the same.
        """
        contributions = self.contributions(weights)
        if contributions is None:
            return None
        with np.errstate(invalid="ignore"):
            lead = contributions[a] - contributions[b]
        return np.where(np.isnan(lead), 0.0, lead)  # both minus infinity: no difference

    def lead_without(self, weights: Array, a: int, b: int, columns: Sequence[int]) -> float:
        """Return the lead of row a over row b, under (m,) weights, if a scored at ``columns`` as b does."""
        values = self.problem.values.copy()
        values[a, list(columns)] = values[b, list(columns)]
        scores = self.scores(weights[None], values)[0]
        return float(scores[a] - scores[b])

    def worst_and_best(self, column: int, low: float, high: float) -> tuple[float, float]:
        """Return the scores in [``low``, ``high``] that are worst and best for a candidate at a leaf."""
        leaf = self.problem.framework.leaves[column]
        if self.options.get("normalization") == "scale" and leaf.value is not None:
            return worst_and_best(leaf.value.points, low, high)
        return (low, high) if leaf.objective == "max" else (high, low)

    def scores_stand_alone(self) -> bool:
        """Whether each candidate's score is independent of the other candidates."""
        return False

    def rolls_up(self) -> bool:
        """Whether :meth:`scores` under the weights of one sub-tree is that node's score."""
        return True

    def warnings(self) -> tuple[Notice, ...]:
        """Return warnings about how the scores were computed."""
        return ()

    def consistency(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the consistency of judgments between candidates, by leaf."""
        return {}


Build = Callable[[Problem, Mapping[str, Any]], Prepared]


def _all_scored(problem: Problem, options: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Method:
    """A ranking method that can be found by name.

    Attributes:
        name: its name in every interface.
        description: one line, an English template for the catalogue.
        source: the publication, with its DOI.
        build: creates the :class:`Prepared` from a complete problem and resolved options.
        normalizations: the ones it can use; the first is its default.
        options: the other options, each with the values it may take; the first is its default, unless
            the problem decides.
        needs: the requirements on the data, an English template for the catalogue.
        aliases: other names.
        skips: whether it can leave missing scores out.
        unscored: the leaves at which it needs no scores, for a problem and the options that were given.

    """

    name: str
    description: str
    source: str
    build: Build
    normalizations: tuple[str, ...]
    options: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    needs: str = ""
    aliases: tuple[str, ...] = ()
    skips: bool = False
    unscored: Callable[[Problem, Mapping[str, Any]], Sequence[str]] = _all_scored

    def prepare(self, problem: Problem, **options: Any) -> Prepared:
        """Return the method prepared for a problem; missing scores are filled as the problem specifies.

        Raises :class:`UnknownNameError` for an option or value that the method does not have, and
        :class:`MethodError` where the data break its assumptions.
        """
        complete, _ = problem.complete(unscored=self.unscored(problem, options), skips=self.skips)
        if not complete.eligible.any():
            raise refuse(
                MethodError, "nobody-eligible", "every candidate fails a gate, so there is nothing to rank"
            )
        return self.build(complete, self.resolve(problem, options))

    def resolve(self, problem: Problem, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return every option with its value: the given one, the framework's, or the method's default."""
        given = {name: value for name, value in options.items() if value is not None}
        for name in given:
            if name != "normalization" and name not in self.options:
                raise refuse(
                    UnknownNameError,
                    "unknown-option",
                    "{method} has no option {name}; it has {known}",
                    method=self.name,
                    name=name,
                    known=["normalization", *self.options],
                )
        resolved: dict[str, Any] = {"normalization": self._normalization(problem, given.get("normalization"))}
        for name, values in self.options.items():
            value = given.get(name)
            if value is None:
                value = self._default(problem, resolved, name, values)
            if value not in values:
                value = next((each for each in values if folded(str(each)) == folded(str(value))), value)
            if value not in values:
                raise refuse(
                    UnknownNameError,
                    "unknown-value",
                    "{name} of {method} must be one of {known}, not {given}",
                    name=name,
                    method=self.name,
                    known=list(values),
                    given=str(value),
                )
            resolved[name] = value
        return resolved

    def _normalization(self, problem: Problem, given: str | None) -> str:
        declared = problem.framework.normalization
        name = check_normalization(given or declared or self.normalizations[0])
        if name not in self.normalizations:
            if given is None and declared is not None:
                return self.normalizations[0]
            raise refuse(
                MethodError,
                "normalization",
                "{method} cannot use the normalisation {given}; it can use {known}",
                method=self.name,
                given=name,
                known=list(self.normalizations),
            )
        return str(name)

    def _default(
        self, problem: Problem, resolved: Mapping[str, Any], name: str, values: tuple[Any, ...]
    ) -> Any:
        if name == "source" and problem.comparisons:
            return "pairwise"
        if name != "ideal":
            return values[0]
        if resolved["normalization"] == "scale":
            return problem.framework.ideal or "fixed"
        return "observed"


def check_normalization(name: str) -> str:
    """Return the normalisation of this name; raise :class:`UnknownNameError` if there is none."""
    return Choices(NORMALIZATION, dict.fromkeys(NORMALIZATIONS, ())).resolve(name)
