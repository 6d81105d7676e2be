"""The Method of Equal Shares: each voter has the same money, and candidates are bought by who supports them.

With b_i the money that voter i has left, c_j the cost of candidate j and u_ij the satisfaction of i with j, j
can be bought at ρ if its supporters can pay for it in proportion to their satisfaction::

    Σ_i min(b_i, ρ u_ij) = c_j

The candidate that can be bought at the least ρ is bought, until none can be. What then remains is used by
Add1: all start with a little more money, as long as what is bought stays within the real budget. The
satisfaction is the score times the cost (an approval is a score of 1), or the score itself.

A group of k voters with one ballot has k shares of the money. Where two numbers that decide are nearer than
rounding can tell, everything is computed anew in fractions. Candidates that truly tie are bought by total
score, then the cheaper one, then in the order of the table; each tie is reported.

Sources: Peters, Pierczyński & Skowron (2021), Proportional participatory budgeting with additive utilities,
NeurIPS 34, 12726-12737; Faliszewski, Flis, Peters et al. (2023), Participatory budgeting: data, tools, and
analysis, doi:10.24963/ijcai.2023/297 (Add1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array

Satisfaction = Literal["cost", "score"]
STEPS = 1_000
"""Add1 adds 1 to each voter's money, or this part of it where that is more."""
_NEAR = 1e-9
"""Numbers nearer than this, as a part of them, are compared as fractions."""


@dataclass(frozen=True, eq=False)
class EqualShares:
    """What voters buy together with equal shares of a budget.

    Attributes:
        bought: the candidates, in the order in which they were bought.
        payments: (v, n) what each voter or group pays for each candidate.
        money: what each single voter had at first, with what Add1 gave.
        added: how much of that Add1 gave.
        ties: candidates that tied, for each time that they did.

    """

    bought: tuple[int, ...]
    payments: Array
    money: float
    added: float
    ties: tuple[tuple[int, ...], ...]

    @property
    def selected(self) -> NDArray[np.bool_]:
        """(n,) whether each candidate was bought."""
        return np.isin(np.arange(self.payments.shape[1]), self.bought)

    @property
    def shares(self) -> Array:
        """(v,) the part of the money spent that each voter or group pays; 0 if nothing was bought."""
        paid = self.payments.sum(axis=1)
        return np.asarray(paid / (paid.sum() or 1.0))


def equal_shares(
    scores: Array,
    costs: Array,
    budget: float,
    *,
    sizes: Array | None = None,
    satisfaction: Satisfaction = "cost",
    completion: bool = True,
    step: float | None = None,
) -> EqualShares:
    """Return what voters buy with equal shares of a budget.

    Args:
        scores: (v, n) of each voter or group for each candidate, 0 or more; approvals are 0 and 1.
        costs: (n,) above 0.
        budget: above 0.
        sizes: (v,) how many voters each row stands for (default: 1).
        satisfaction: score times cost, or the score.
        completion: whether Add1 uses what remains.
        step: what Add1 gives each voter at a time (default: 1, or a thousandth of the first money if that is
            more).

    """
    scores, costs = np.asarray(scores, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    people = np.ones(len(scores)) if sizes is None else np.asarray(sizes, dtype=np.float64)
    exact_costs = [Fraction(cost) for cost in costs.tolist()]
    limit = Fraction(float(budget))
    first = limit / sum(map(Fraction, people.tolist()))
    more = Fraction(step) if step is not None else max(Fraction(1), first / STEPS)
    auction = _Auction(scores, costs, people, satisfaction)
    added = Fraction(0)
    found = auction.outcome(first)
    while completion:
        spent = sum((exact_costs[row] for row in found.bought), Fraction(0))
        open_rows = set(np.flatnonzero(scores.any(axis=0)).tolist()) - {*found.bought}
        if not any(spent + exact_costs[row] <= limit for row in open_rows):
            break
        longer = auction.outcome(first + added + more)
        if sum((exact_costs[row] for row in longer.bought), Fraction(0)) > limit:
            break
        added, found = added + more, longer
    return EqualShares(
        bought=found.bought,
        payments=found.payments,
        money=float(first + added),
        added=float(added),
        ties=found.ties,
    )


@dataclass(frozen=True, eq=False)
class _Outcome:
    bought: tuple[int, ...]
    payments: Array
    ties: tuple[tuple[int, ...], ...]


class _TooNearError(Exception):
    """Rounding may have decided."""


class _Auction:
    """The voters and candidates, in floating point and in fractions."""

    def __init__(self, scores: Array, costs: Array, people: Array, satisfaction: Satisfaction):
        self.scores, self.costs, self.people = scores, costs, people
        self.satisfaction = satisfaction
        support = people @ scores
        self.turn = sorted(range(len(costs)), key=lambda row: (-support[row], costs[row], row))
        self.exact: tuple[Any, Any, Any] | None = None

    def outcome(self, money: Fraction) -> _Outcome:
        """Return what is bought if each single voter has some money at first."""
        try:
            return self._bought(*self._numbers(self.scores, self.costs, self.people), float(money), _NEAR)
        except _TooNearError:
            if self.exact is None:
                self.exact = self._numbers(*map(_fractions, (self.scores, self.costs, self.people)))
            return self._bought(*self.exact, money, 0)

    def _numbers(self, scores: Any, costs: Any, people: Any) -> tuple[Any, Any, Any]:
        return scores * costs if self.satisfaction == "cost" else scores, costs, people

    def _bought(self, satisfied: Any, costs: Any, people: Any, money: Any, near: float) -> _Outcome:
        left = np.full(len(people), money, dtype=satisfied.dtype)
        supporters = [np.flatnonzero(self.scores[:, row] > 0) for row in range(len(costs))]
        payments = np.zeros(self.scores.shape)
        prices: dict[int, Any] = {row: 0 for row in self.turn if len(supporters[row])}
        bought: list[int] = []
        ties: list[tuple[int, ...]] = []
        while prices:
            least, best = None, []
            # Money only gets less, so no price falls: who was dearer before need not be asked again.
            for row in sorted(prices, key=prices.__getitem__):
                if least is not None and prices[row] > least * (1 + near):
                    break
                who = supporters[row]
                price = _price(costs[row], left[who], satisfied[who, row], people[who], near)
                if price is None:
                    del prices[row]
                    continue
                prices[row] = price
                if least is None or price < least * (1 - near):
                    least, best = price, [row]
                elif price <= least * (1 + near):
                    least, best = min(price, least), [*best, row]
            if least is None:
                break
            if len(best) > 1:
                if near:
                    raise _TooNearError
                ties.append(tuple(sorted(best)))
            row = min(best, key=self.turn.index)
            who = supporters[row]
            paid = np.minimum(left[who], least * satisfied[who, row])
            left[who] -= paid
            payments[who, row] = (paid * people[who]).astype(float)
            bought.append(row)
            del prices[row]
        return _Outcome(tuple(bought), payments, tuple(ties))


def _price(cost: Any, money: Any, satisfied: Any, people: Any, near: float) -> Any:
    """Return the least ρ at which some voters can pay a cost, or None if they cannot."""
    have = people * money
    together = have.sum()
    if abs(together - cost) <= near * cost and near:
        raise _TooNearError
    if together < cost:
        return None
    order = np.argsort(money / satisfied, kind="stable")
    have, weighed = have[order], (people * satisfied)[order]
    # The first ones in order pay all they have; the others share the rest.
    rest = cost - (np.cumsum(have) - have)
    among = np.cumsum(weighed[::-1])[::-1]
    price = rest / among
    enough = price * satisfied[order] <= money[order]
    return price[int(np.argmax(enough))] if enough.any() else price[-1]


def _fractions(numbers: Array) -> Any:
    exact = np.empty(numbers.shape, dtype=object)
    exact.ravel()[:] = [Fraction(number) for number in numbers.ravel().tolist()]
    return exact
