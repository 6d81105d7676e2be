"""The Method of Equal Shares: each voter has the same money, and candidates are bought by who supports them.

With b_i the money that voter i has left, c_j the cost of candidate j and u_ij the satisfaction of i with j, j
can be bought at ρ if its supporters can pay for it in proportion to their satisfaction::

    Σ_i min(b_i, ρ u_ij) = c_j

The candidate that can be bought at the least ρ is bought, until none can be. What then remains is used by
Add1: all start with a little more money, as long as what is bought stays within the real budget. The
satisfaction is the score times the cost (an approval is a score of 1), or the score itself.

A group of k voters with one ballot has k shares of the money. Where two numbers that decide are nearer than
rounding can tell, everything is computed anew with 100 digits. Candidates that still tie are bought by total
score, then the cheaper one, then in the order of the table; each tie is reported.

Sources: Peters, Pierczyński & Skowron (2021), Proportional participatory budgeting with additive utilities,
NeurIPS 34, 12726-12737; Faliszewski, Flis, Peters et al. (2023), Participatory budgeting: data, tools, and
analysis, doi:10.24963/ijcai.2023/297 (Add1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import RunError, refuse
from see_mcda.parallel import Work

Satisfaction = Literal["cost", "score"]
STEPS = 1_000
"""Add1 adds 1 to each voter's money, or this part of it where that is more."""
_NEAR = 1e-9
"""Floating-point numbers nearer than this, as a part of them, are compared with :data:`_DIGITS`."""
_DIGITS = 100
_EQUAL = Decimal("1e-60")
"""Numbers with so many digits nearer than this are equal: rounding keeps far more of them."""


@dataclass(frozen=True, eq=False)
class Purchases:
    """What voters buy together with equal shares of a budget.

    Attributes:
        bought: the candidates, in the order in which they were bought.
        payments: (v, n) what each voter or group pays for each candidate.
        money: what each single voter had at first, with what Add1 gave.
        added: how much of that Add1 gave.
        ties: candidates that tied, for each time that they did.
        before: the candidates that are bought without Add1.

    """

    bought: tuple[int, ...]
    payments: Array
    money: float
    added: float
    ties: tuple[tuple[int, ...], ...]
    before: tuple[int, ...]

    @property
    def selected(self) -> NDArray[np.bool_]:
        """(n,) whether each candidate was bought."""
        return np.isin(np.arange(self.payments.shape[1]), self.bought)

    @property
    def shares(self) -> Array:
        """(v,) the part of the money spent that each voter or group pays; 0 if nothing was bought."""
        paid = self.payments.sum(axis=1)
        return np.asarray(paid / (paid.sum() or 1.0))


def buy(
    scores: Array,
    costs: Array,
    budget: float,
    *,
    sizes: Array | None = None,
    satisfaction: Satisfaction = "cost",
    completion: bool = True,
    step: float | None = None,
    work: Work | None = None,
) -> Purchases:
    """Return what voters buy with equal shares of a budget.

    Args:
        scores: (v, n) of each voter or group for each candidate, 0 or more; approvals are 0 and 1.
        costs: (n,) above 0.
        budget: above 0.
        sizes: (v,) how many voters each row stands for (default: 1).
        satisfaction: score times cost, or the score.
        completion: whether Add1 uses what remains.
        step: what Add1 gives each voter at a time (default: 1, or a thousandth of their money if that is
            more).
        work: its progress is the money spent, in thousandths of the budget.

    """
    scores, costs = np.asarray(scores, dtype=np.float64), np.asarray(costs, dtype=np.float64)
    people = np.ones(len(scores)) if sizes is None else np.asarray(sizes, dtype=np.float64)
    ballots, ballot = np.unique(scores, axis=0, return_inverse=True)
    together = np.bincount(ballot, people, len(ballots)).astype(float)
    found = _Auction(ballots, costs, together, satisfaction).held(
        Fraction(float(budget)) / sum(map(Fraction, people.tolist())),
        Fraction(float(budget)),
        None if step is None else Fraction(step),
        completion=completion,
        work=work or Work(),
    )
    return replace(found, payments=found.payments[ballot] * (people / together[ballot])[:, None])


@dataclass(frozen=True, eq=False)
class _Outcome:
    bought: tuple[int, ...]
    payments: Array
    ties: tuple[tuple[int, ...], ...]


class _TooNearError(Exception):
    """Rounding may have decided."""


class _Auction:
    """The ballots and candidates, in floating point and with many digits."""

    def __init__(self, scores: Array, costs: Array, people: Array, satisfaction: Satisfaction):
        self.scores, self.costs, self.people = scores, costs, people
        self.satisfaction = satisfaction
        self.exact_costs = [Fraction(cost) for cost in costs.tolist()]
        support = people @ scores
        self.turn = sorted(range(len(costs)), key=lambda row: (-support[row], costs[row], row))
        self.wanted = np.flatnonzero(scores.any(axis=0)).tolist()
        self.supporters = [np.flatnonzero(scores[:, row] > 0) for row in range(len(costs))]
        self.digits: tuple[Any, Any, Any] | None = None

    def held(
        self, first: Fraction, budget: Fraction, step: Fraction | None, *, completion: bool, work: Work
    ) -> Purchases:
        """Return what is bought with some money each, and then by Add1.

        The steps of Add1 are taken in floating point; the last outcome within the budget and the next one,
        beyond it, are then settled with all digits. If those disagree, all steps are taken anew with them.
        """
        plain = self.settled(first)
        added, found = Fraction(0), plain
        for rough in (True, False) if completion else ():
            added, found, beyond = self.add1(first, budget, step, plain, work, rough=rough)
            if not rough:
                break
            settled = self.settled(first + added)
            after = None if beyond is None else self.settled(first + added + beyond)
            if self.cost(settled) <= budget and (
                self.cost(after) > budget if after else not self.fits(settled, budget)
            ):
                found = settled
                break
        return Purchases(
            bought=found.bought,
            payments=found.payments,
            money=float(first + added),
            added=float(added),
            ties=found.ties,
            before=plain.bought,
        )

    def add1(
        self,
        first: Fraction,
        budget: Fraction,
        step: Fraction | None,
        found: _Outcome,
        work: Work,
        *,
        rough: bool,
    ) -> tuple[Fraction, _Outcome, Fraction | None]:
        """Return what is added, what is then bought, and the step that is one too many, if there is one."""
        added = Fraction(0)
        while self.fits(found, budget):
            if work.cancel is not None and work.cancel.is_set():
                raise refuse(RunError, "cancelled", "cancelled")
            more = step or max(Fraction(1), (first + added) / STEPS)
            longer = (self.rough if rough else self.settled)(first + added + more)
            if self.cost(longer) > budget:
                return added, found, more
            added, found = added + more, longer
            if work.progress is not None:
                work.progress(int(1_000 * self.cost(found) / budget), 1_000)
        return added, found, None

    def cost(self, found: _Outcome) -> Fraction:
        """Return what is spent."""
        return sum((self.exact_costs[row] for row in found.bought), Fraction(0))

    def fits(self, found: _Outcome, budget: Fraction) -> bool:
        """Return whether another candidate that has supporters fits into the budget."""
        left = budget - self.cost(found)
        return any(self.exact_costs[row] <= left for row in self.wanted if row not in found.bought)

    def rough(self, money: Fraction) -> _Outcome:
        """Return what is bought if numbers that floating point may not tell apart are equal."""
        return self._bought(*self._numbers(self.scores, self.costs, self.people), float(money), _NEAR)

    def settled(self, money: Fraction) -> _Outcome:
        """Return what is bought if each single voter has some money at first."""
        try:
            return self._bought(
                *self._numbers(self.scores, self.costs, self.people), float(money), _NEAR, strict=True
            )
        except _TooNearError:
            with localcontext(Context(prec=_DIGITS)):
                if self.digits is None:
                    self.digits = self._numbers(*map(_decimals, (self.scores, self.costs, self.people)))
                exact = Decimal(money.numerator) / Decimal(money.denominator)
                return self._bought(*self.digits, exact, _EQUAL)

    def _numbers(self, scores: Any, costs: Any, people: Any) -> tuple[Any, Any, Any]:
        return scores * costs if self.satisfaction == "cost" else scores, costs, people

    def _bought(
        self, satisfied: Any, costs: Any, people: Any, money: Any, near: Any, *, strict: bool = False
    ) -> _Outcome:
        left = np.full(len(people), money, dtype=satisfied.dtype)
        payments = np.zeros(self.scores.shape)
        prices: dict[int, Any] = {row: 0 for row in self.turn if len(self.supporters[row])}
        bought: list[int] = []
        ties: list[tuple[int, ...]] = []
        while prices:
            least, best = None, []
            # Money only gets less, so no price falls: who was dearer before need not be asked again.
            for row in sorted(prices, key=prices.__getitem__):
                if least is not None and prices[row] > least * (1 + near):
                    break
                who = self.supporters[row]
                price = _price(costs[row], left[who], satisfied[who, row], people[who], near, strict=strict)
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
                if strict:
                    raise _TooNearError
                ties.append(tuple(sorted(best)))
            row = min(best, key=self.turn.index)
            who = self.supporters[row]
            paid = np.minimum(left[who], prices[row] * satisfied[who, row])
            left[who] -= paid
            payments[who, row] = (paid * people[who]).astype(float)
            bought.append(row)
            del prices[row]
        return _Outcome(tuple(bought), payments, tuple(ties))


def _price(cost: Any, money: Any, satisfied: Any, people: Any, near: Any, *, strict: bool) -> Any:
    """Return the least ρ at which some voters can pay a cost, or None if they cannot."""
    have = people * money
    together = have.sum()
    if strict and abs(together - cost) <= near * cost:
        raise _TooNearError
    if together < cost * (1 - near):
        return None
    order = np.argsort(money / satisfied, kind="stable")
    have, weighed = have[order], (people * satisfied)[order]
    # The first ones in order pay all they have; the others share the rest.
    rest = cost - (np.cumsum(have) - have)
    among = np.cumsum(weighed[::-1])[::-1]
    price = rest / among
    enough = price * satisfied[order] <= money[order]
    return price[int(np.argmax(enough))] if enough.any() else price[-1]


def _decimals(numbers: Sequence[Any] | Array) -> Any:
    given = np.asarray(numbers)
    exact = np.empty(given.shape, dtype=object)
    exact.ravel()[:] = [Decimal(number) for number in given.ravel().tolist()]
    return exact
