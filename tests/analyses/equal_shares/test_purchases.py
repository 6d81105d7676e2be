"""The Method of Equal Shares: properties, and a second implementation in plain fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from see_mcda.analyses.equal_shares.purchases import Satisfaction, buy

Array = NDArray[np.float64]


@st.composite
def elections(draw: st.DrawFn) -> tuple[Array, Array, float]:
    voters, n = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    row = st.lists(st.sampled_from([0, 0, 1, 1, 2, 3]), min_size=n, max_size=n)
    scores = np.array(draw(st.lists(row, min_size=voters, max_size=voters)), float)
    costs = np.array(draw(st.lists(st.integers(1, 12), min_size=n, max_size=n)), float)
    return scores, costs, float(draw(st.integers(1, 40)))


def price(cost: Fraction, money: list[Fraction], satisfied: list[Fraction]) -> Fraction | None:
    """Return the least ρ with Σ min(b, ρ u) = cost: that sum is linear in ρ between the b / u."""
    if sum((b for b, u in zip(money, satisfied, strict=True) if u), Fraction(0)) < cost:
        return None
    for ends in sorted({b / u for b, u in zip(money, satisfied, strict=True) if u}):
        if sum(min(b, ends * u) for b, u in zip(money, satisfied, strict=True)) >= cost:
            rich = [(b, u) for b, u in zip(money, satisfied, strict=True) if u and b / u >= ends]
            poor = sum((b for b, u in zip(money, satisfied, strict=True) if u and b / u < ends), Fraction(0))
            return (cost - poor) / sum(u for _, u in rich)
    raise AssertionError


def plain(
    scores: Array, costs: Array, money: Fraction, satisfaction: str
) -> tuple[list[int], list[Fraction]]:
    """Return what is bought without completion, and what each voter has left."""
    u = [
        [
            Fraction(s) * (Fraction(c) if satisfaction == "cost" else 1)
            for s, c in zip(row, costs, strict=True)
        ]
        for row in scores
    ]
    left = [money] * len(scores)
    bought: list[int] = []
    while True:
        open_rows = [row for row in range(len(costs)) if row not in bought and scores[:, row].any()]
        asked = {row: price(Fraction(costs[row]), left, [own[row] for own in u]) for row in open_rows}
        affordable = {row: rho for row, rho in asked.items() if rho is not None}
        if not affordable:
            return bought, left
        row = min(affordable, key=lambda row: (affordable[row], -scores[:, row].sum(), costs[row], row))
        left = [b - min(b, affordable[row] * own[row]) for b, own in zip(left, u, strict=True)]
        bought.append(row)


@settings(max_examples=200, deadline=None)
@given(elections(), st.sampled_from(["cost", "score"]))
def test_bought_and_paid_as_in_plain_fractions(
    election: tuple[Array, Array, float], satisfaction: Satisfaction
) -> None:
    scores, costs, budget = election
    found = buy(scores, costs, budget, satisfaction=satisfaction, completion=False)
    money = Fraction(budget) / len(scores)
    bought, left = plain(scores, costs, money, satisfaction)
    assert list(found.bought) == bought
    assert found.payments.sum(axis=1) == pytest.approx([float(money - b) for b in left])
    assert found.payments.sum(axis=0) == pytest.approx(costs * found.selected)


@settings(max_examples=100, deadline=None)
@given(elections())
def test_completion_is_the_last_outcome_within_the_budget(election: tuple[Array, Array, float]) -> None:
    scores, costs, budget = election
    found = buy(scores, costs, budget, step=1.0)
    assert costs[found.selected].sum() <= budget
    money = Fraction(budget) / len(scores) + Fraction(found.added)
    assert list(found.bought) == plain(scores, costs, money, "cost")[0]
    left = budget - costs[found.selected].sum()
    wanted = ~found.selected & scores.any(axis=0)
    if (costs[wanted] <= left).any():
        further = plain(scores, costs, money + 1, "cost")[0]
        assert costs[further].sum() > budget


@settings(max_examples=60, deadline=None)
@given(elections(), st.data())
def test_a_group_is_as_many_voters_with_one_ballot(
    election: tuple[Array, Array, float], data: st.DataObject
) -> None:
    scores, costs, budget = election
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=len(scores), max_size=len(scores)))
    groups = buy(scores, costs, budget, sizes=np.array(sizes, float))
    voters = buy(np.repeat(scores, sizes, axis=0), costs, budget)
    assert groups.bought == voters.bought
    group = np.repeat(np.arange(len(sizes)), sizes)
    assert groups.shares == pytest.approx(np.bincount(group, voters.shares, len(sizes)))


def test_voters_who_agree_and_can_pay_for_something_get_their_share() -> None:
    scores = np.array([[1, 1, 1, 0, 0]] * 6 + [[0, 0, 0, 1, 1]] * 4, float)
    found = buy(scores, np.full(5, 10.0), 50.0)
    assert found.selected.all()
    assert found.shares[:6].sum() == pytest.approx(0.6)
    less = buy(scores, np.full(5, 10.0), 25.0).selected
    assert (less[:3].sum(), less[3:].sum()) == (1, 1)


def test_true_ties_are_reported_and_broken_by_score_cost_and_order() -> None:
    found = buy(np.ones((3, 3)), np.array([10.0, 10.0, 10.0]), 20.0)
    assert found.bought == (0, 1)
    assert found.ties == ((0, 1, 2), (1, 2))


def test_money_that_just_suffices_suffices() -> None:
    costs = np.array([0.1, 0.2])
    found = buy(np.ones((3, 2)), costs, float(costs.sum()), completion=False)
    assert found.selected.all() == (Fraction(0.1) + Fraction(0.2) <= Fraction(float(costs.sum())))
    assert buy(np.ones((7, 1)), np.array([5.0]), 5.0, completion=False).bought == (0,)
