"""Why each candidate is in the best set or not, and from which cost and score on that would change.

With V₁ and V₀ the greatest values of a set with and without a candidate, one that is out would be in where
V₁ > V₀, and one that is in would be out where V₁ < V₀: sets of the same value change nothing. The highest
cost at which a candidate is in is what its cheapest companions leave of the budget in a set worth enough; the
score is that at which the difference of V₁ and V₀ vanishes, the references staying as they are. Each number
is replayed: with it and with the next one the best set is sought anew, and a number that fails this is
not given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.selection.constraint_rows import Constraint, Constraints
from see_mcda.analyses.selection.constraints import Decision
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array
from see_mcda.model.cell import GATE_STATES
from see_mcda.model.normalization import STAND_ALONE
from see_mcda.parallel import Progress
from see_mcda.ranking.ranking import Ranking

Code = Literal["gate", "excluded", "included", "constraint", "constraints", "value", "chosen"]
MOST = 60
"""Candidates for which costs and scores are sought; of more, only the reasons are given."""
STRICT = 1e-9
"""Of the set's value, by which one set must be better than another."""
DIGITS = 12
"""Significant digits of a cost."""
STEP = 1e-6
"""Of the budget, by which a cost is replayed beyond the highest one."""
STEPS = 1000
"""The parts of a scale to which scores are rounded, about."""
HALVINGS = 60
NEAR = 1e-12
"""Of a scale, within which a score is at the border."""


@dataclass(frozen=True)
class Cost:
    """The highest cost at which a candidate is in the best set; out of it, above."""

    attribute: str
    number: float


@dataclass(frozen=True)
class Score:
    """The worst score on one criterion (a column) with which a candidate is in the best set."""

    column: int
    number: float


@dataclass(frozen=True)
class Reason:
    """Why a candidate is in the best set or not.

    Attributes:
        code: a failed gate; excluded; included; out by a constraint, without which it is in; out by several
            constraints together; worth no more than one that is left out; or chosen for its value.
        constraints: the constraints that decide it.
        gates: the positions of the gates that it fails.
        loss: what a set is worth less if this candidate changes sides; None if it cannot.
        cost, score: where it would change sides, all else staying as it is.

    """

    code: Code
    constraints: tuple[Constraint, ...] = ()
    gates: tuple[int, ...] = ()
    loss: float | None = None
    cost: Cost | None = None
    score: Score | None = None


@dataclass
class Explainer:
    """What is needed to say why; ``without`` are the best sets without each of the constraints."""

    base: Ranking
    constraints: Constraints
    program: Program
    values: Array
    best: Chosen
    without: Sequence[NDArray[np.bool_]]
    exact: bool

    def __post_init__(self) -> None:
        self.problem = self.base.complete
        self.chosen = self.program.members(self.best)
        self.worth = self.program.value(self.best, self.values)
        self.strict = STRICT * max(1.0, abs(self.worth))
        self.explained = int(self.problem.eligible.sum()) <= MOST

    def reasons(self, progress: Progress | None = None) -> tuple[Reason, ...]:
        """Return why each candidate is in the best set or not."""
        found: list[Reason] = []
        for row in range(len(self.values)):
            found.append(self.reason(row))
            if progress is not None:
                progress(row + 1, len(self.values))
        return tuple(found)

    def reason(self, row: int) -> Reason:
        """Return why one candidate is in the best set or not."""
        if not self.problem.eligible[row]:
            fails = np.flatnonzero(self.problem.gates[row] == GATE_STATES.index("fail"))
            return Reason("gate", gates=tuple(fails.tolist()))
        inside = bool(self.chosen[row])
        for each in self.constraints.each:
            said = each.sentence
            own = (each.matrix[:, self.program.owners == row] != 0).any()
            if isinstance(said, Decision) and own:
                return Reason("included" if inside else "excluded", (each,))
        reason = Reason("chosen") if inside else self._why_out(row)
        return self._with_numbers(row, inside, reason) if self.explained else reason

    def _why_out(self, row: int) -> Reason:
        alone = [
            each for each, chosen in zip(self.constraints.each, self.without, strict=True) if chosen[row]
        ]
        if alone:
            return Reason("constraint", tuple(alone))
        if self.values[row] <= self.program.baseline:
            return Reason("value")
        return Reason("constraints")

    def _with_numbers(self, row: int, inside: bool, reason: Reason) -> Reason:
        """Return a reason with what it would take for the candidate to change sides."""
        options = np.flatnonzero(self.program.owners == row)
        turned = self._placed(self.program, row, not inside).best(self.values)
        if len(options) > 1:
            loss = None if turned is None else self.worth - self.program.value(turned, self.values)
            return replace(reason, loss=loss)
        if turned is None:
            return replace(reason, cost=None if inside else self._cost(row, self.worth))
        other = self.program.value(turned, self.values)
        loss = max(0.0, self.worth - other)
        return replace(
            reason,
            loss=loss,
            cost=self._cost(row, other if inside else self.worth),
            score=self._score(row, inside, loss),
        )

    def _placed(self, program: Program, row: int, inside: bool) -> Program:
        own = program.owners == row
        if own.sum() == 1:  # its numbers move to the limits: beside a very large one, others would be lost
            taken = program.matrix[:, own][:, 0] * inside
            matrix = np.where(own, 0.0, program.matrix)
            program = replace(program, matrix=matrix, low=program.low - taken, high=program.high - taken)
        return program.with_rows(own.astype(float)[None], np.array([inside * 1.0]), np.array([inside * 1.0]))

    def _is_in(self, program: Program, row: int, values: Array) -> bool:
        """Return whether a candidate is in the best set; if it makes no difference, whether it is now."""
        best = [self._placed(program, row, inside).best(values) for inside in (False, True)]
        worth = [-math.inf if each is None else program.value(each, values) for each in best]
        return worth[1] > worth[0] + (-1 if self.chosen[row] else 1) * self.strict / 2

    def _cost(self, row: int, outside: float) -> Cost | None:
        """Return the highest cost at which a candidate is in the best set, replayed on both sides."""
        budgets = [each for each in self.constraints.each if each.is_budget]
        budget = next((each for each in budgets if each.used(self.best) == each.limit), (*budgets, None)[0])
        if budget is None or budget.attribute is None or budget.limit is None:
            return None
        own = self.program.owners == row
        now = float(self.constraints.numbers[budget.attribute][row])
        most = self._most(row, budget, outside)
        if now <= 0 or most is None or most <= 0:
            return None
        step = max(STEP * budget.limit, STEP)
        inside, beyond = (
            self._is_in(self._at_cost(budget.attribute, own, cost / now), row, self.values)
            for cost in (most, most + step)
        )
        return Cost(budget.attribute, most) if inside and not beyond else None

    def _most(self, row: int, budget: Constraint, outside: float) -> float | None:
        """Return what the cheapest companions leave of a budget, in a set worth enough beside ``outside``."""
        own = self.program.owners == row
        freed = self._placed(self.constraints.program(self.program.baseline, without=budget), row, True)
        gains = self.program.gains(self.values)
        enough = outside if self.chosen[row] else outside + self.strict
        freed = freed.with_rows(gains[None], np.array([enough - self.strict / 4]), np.array([np.inf]))
        cheapest = freed.greatest(np.where(own, 0.0, -budget.matrix[0]))
        if cheapest is None:
            return None
        most = float(budget.high[0] - budget.matrix[0][cheapest & ~own].sum())
        return float(f"{most:.{DIGITS}g}")

    def _at_cost(self, attribute: str, own: NDArray[np.bool_], times: float) -> Program:
        changed = [
            replace(each, matrix=np.where(own, each.matrix * times, each.matrix))
            if each.attribute == attribute
            else each
            for each in self.constraints.each
        ]
        return replace(self.constraints, each=tuple(changed)).program(self.program.baseline)

    def _score(self, row: int, inside: bool, loss: float) -> Score | None:
        """Return the score that changes sides, on the heaviest criterion that is enough alone."""
        if not self.exact:
            return None
        weights = self.base.weights.values
        for column in np.argsort(-weights, kind="stable").tolist():
            if weights[column] > 0 and (found := self._score_at(row, column, inside, loss)) is not None:
                return Score(column, found)
        return None

    def _score_at(self, row: int, column: int, inside: bool, loss: float) -> float | None:
        worst, ideal = self._room(column)
        now = float(self.problem.values[row, column])
        end = worst if inside else ideal
        wanted = -loss if inside else loss
        if end == now or abs(self._gain(row, column, end)) <= loss:
            return None
        low, high = now, end  # the border is between
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if abs(self._gain(row, column, middle)) < abs(wanted):
                low = middle
            else:
                high = middle
        points = self._points(column, high, worst, ideal, inside)
        if points is None:
            return None
        into, out = points
        return into if self._turns(row, column, into, True) and self._turns(row, column, out, False) else None

    def _points(
        self, column: int, border: float, worst: float, ideal: float, inside: bool
    ) -> tuple[float, float] | None:
        """Return the rounded score from which on a candidate is in, and the next worse one.

        At the border itself, one that is ``inside`` is still in, and one that is not is still out.
        """
        scale = self.problem.framework.leaves[column].scale
        sign = 1.0 if ideal > worst else -1.0
        near = NEAR * abs(ideal - worst) * (-1 if inside else 1)
        if scale is not None and scale.levels:
            levels = sorted((float(each) for each in scale.levels), key=lambda each: each * sign)
            into = next((each for each in levels if sign * (each - border) > near), None)
            out = next((each for each in reversed(levels) if sign * (each - border) <= near), None)
            return None if into is None or out is None else (into, out)
        step = 10.0 ** math.floor(math.log10(abs(ideal - worst) / STEPS * 2))
        at = math.floor((sign * border + near) / step) + 1
        return round(sign * at * step, 12), round(sign * (at - 1) * step, 12)

    def _turns(self, row: int, column: int, score: float, inside: bool) -> bool:
        values = self.values.copy()
        values[row] += self._gain(row, column, score)
        return self._is_in(self.program, row, values) == inside

    def _gain(self, row: int, column: int, score: float) -> float:
        """Return what a candidate's value changes by with another score, on the same references."""
        weight = float(self.base.weights.values[column])
        prepared, now = self.base.prepared, float(self.problem.values[row, column])
        if self.base.options["normalization"] in STAND_ALONE:
            changed = self.problem.values.copy()
            changed[row, column] = score
            after = float(prepared.scores(self.base.weights.values[None], changed)[0, row])
            return after - float(self.values[row])
        linear = prepared.linear_values()
        assert linear is not None
        rows = np.flatnonzero(self.problem.eligible)
        x, u = self.problem.values[rows, column], linear[rows, column]
        low, high = int(np.argmin(x)), int(np.argmax(x))
        return weight * float((u[high] - u[low]) / (x[high] - x[low])) * (score - now)

    def _room(self, column: int) -> tuple[float, float]:
        """Return the worst and the best score that a candidate can have; the same where none can change."""
        leaf = self.problem.framework.leaves[column]
        low, high = map(float, self.problem.extent[:, column])
        if low == high or (self.base.options["normalization"] == "linear" and leaf.objective == "min"):
            return low, low
        if leaf.value is not None:
            points = [float(x) for x, _ in leaf.value.points]
            low, high = min(points), max(points)
        elif leaf.scale is not None and leaf.scale.min is not None and leaf.scale.max is not None:
            low, high = leaf.scale.min, leaf.scale.max
        return (low, high) if leaf.objective == "max" else (high, low)
