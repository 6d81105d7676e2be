"""What is said about weights: read as it was meant, told back, and refused where it cannot hold."""

from __future__ import annotations

import json
import pickle
from itertools import chain, combinations

import numpy as np
import pytest

from see_mcda import read_framework
from see_mcda.errors import WeightingError
from see_mcda.uncertainty.contradictions import satisfiable, smallest_contradiction
from see_mcda.uncertainty.statements import Statements, read_statements

SEE = read_framework("see")
LEAF = {leaf.id: column for column, leaf in enumerate(SEE.leaves)}


def weights(**given: float) -> np.ndarray:
    """A row of leaf weights from a few, by ids with _ for -."""
    row = np.zeros(len(LEAF))
    for name, value in given.items():
        row[LEAF[name.replace("_", "-")]] = value
    return row


def rows(words: str) -> list[tuple[list[float], float]]:
    read = read_statements([words], SEE)
    return [(row.tolist(), least) for row, least in zip(read.coefficients, read.at_least, strict=True)]


@pytest.mark.parametrize(
    ("words", "coefficients", "least"),
    [
        ("cooperation >= market", weights(cooperation=1, market=-1), 0),
        ("market <= cooperation", weights(cooperation=1, market=-1), 0),
        ("market ≤ cooperation", weights(cooperation=1, market=-1), 0),
        ("economic >= 2 * social", weights(economic=1, social=-2), 0),
        ("economic >= social * 2", weights(economic=1, social=-2), 0),
        ("economic/2 >= social", weights(economic=0.5, social=-1), 0),
        ("fair-trade >= 0.05", weights(fair_trade=1), 0.05),
        ("fair-trade >= 5 %", weights(fair_trade=1), 0.05),
        ("fair-trade >= 5%", weights(fair_trade=1), 0.05),
        ("economic + social >= environmental", weights(economic=1, social=1, environmental=-1), 0),
        ("economic - social >= 0.1", weights(economic=1, social=-1), 0.1),
        ("2 * (economic + market) >= 0.3 - social", weights(economic=2, market=2, social=1), 0.3),
        ("economic / social >= 150 %", weights(economic=1, social=-1.5), 0),
        ("pillars >= 0.4", weights(economic=1, social=1, environmental=1), 0.4),
        ("supply-chain >= 1e-3", weights(supply_chain=1), 0.001),
    ],
)
def test_words_mean_one_inequality(words, coefficients, least):
    assert rows(words) == [(pytest.approx(coefficients.tolist()), pytest.approx(least))]


def test_bounds_ratios_equalities_and_chains_mean_two_inequalities():
    assert rows("0.1 <= fair-trade <= 40 %") == [
        (weights(fair_trade=1).tolist(), 0.1),
        (weights(fair_trade=-1).tolist(), -0.4),
    ]
    assert rows("1.5 <= economic / social <= 3") == [
        (weights(economic=1, social=-1.5).tolist(), 0.0),
        (weights(economic=-1, social=3).tolist(), 0.0),
    ]
    assert rows("economic = social") == [
        (weights(economic=1, social=-1).tolist(), 0.0),
        (weights(economic=-1, social=1).tolist(), 0.0),
    ]
    assert rows("cooperation >= market >= framework") == rows("cooperation >= market") + rows(
        "market >= framework"
    )


def test_numbers_say_the_same_as_words():
    by_list = read_statements([{"coefficients": weights(economic=1, social=-2).tolist(), "at_least": 0}], SEE)
    by_id = read_statements([{"coefficients": {"economic": 1, "social": -2}}], SEE)
    by_words = read_statements(["economic >= 2 * social"], SEE)
    for read in (by_list, by_id):
        np.testing.assert_array_equal(read.coefficients, by_words.coefficients)
        np.testing.assert_array_equal(read.at_least, by_words.at_least)


def test_statements_are_told_back_as_given():
    given = [
        "cooperation >= market >= framework",
        {"coefficients": {"pillars": 1}, "at_least": 0.4},
        "economic = social",
        "economic = social",
    ]
    read = read_statements(given, SEE)
    assert read.to_list() == given
    assert read.groups == ((0, 1), (2,), (3, 4), (5, 6))
    again = pickle.loads(pickle.dumps(read))
    assert json.loads(json.dumps(again.to_list())) == given
    assert again.groups == read.groups
    assert read_statements(read, SEE) is read


def test_nothing_said_allows_every_weighting():
    for nothing in (None, []):
        read = read_statements(nothing, SEE)
        assert len(read) == 0
        assert read.holds(np.eye(8)).all()


def test_holds_tells_which_weightings_are_allowed():
    read = read_statements(["cooperation >= market", "pillars >= 0.5"], SEE)
    w = np.array(
        [weights(cooperation=0.5, social=0.5), weights(market=0.5, social=0.5), weights(cooperation=1)]
    )
    assert read.holds(w).tolist() == [True, False, False]
    assert read.holds(weights(cooperation=0.5, social=0.5 - 1e-7)[None]).tolist() == [False]
    assert read.holds(weights(cooperation=0.5, social=0.5 - 1e-7)[None], 1e-6).tolist() == [True]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("coop >= market", "did you mean “Interdependence and cooperation”"),
        ("markett >= social", "did you mean “Trade under the market mechanism”"),
        ("zzz >= social", "choose from Characteristics, “Interdependence"),
        ("cooperation-market >= 0", "put spaces around a minus"),
        ("cooperation -0.1 >= 0", "put spaces around"),
        ("cooperation > market", "write >= or <="),
        ("cooperation", "must be a comparison"),
        ("", "something is missing"),
        ("cooperation >=", "something is missing"),
        ("0.1 <= 0.4", "no criterion is left"),
        ("cooperation >= cooperation", "no criterion is left"),
        ("cooperation * market >= 1", "cannot be multiplied"),
        ("cooperation / market >= social / economic", "two ratios"),
        ("cooperation / market + social >= 1", "must be alone"),
        ("cooperation / (market - social) >= 1", "without a minus"),
        ("cooperation / 0 >= 1", "division by 0"),
        ("cooperation >= 0,1", "with a point"),
        ("cooperation >= 1e999", "too large"),
        ("2 cooperation >= 1", "not expected here"),
        ("(cooperation >= 1", "closing parenthesis"),
        ("(" * 50 + "market" + ")" * 50 + " >= 0.1", "parentheses"),
        ("market" + " + market" * 5_000 + " >= 0.1", "characters"),
        (3, "a statement must be text"),
        ({"coefficients": [1, 2]}, "8 coefficients"),
        ({"coefficient": {"market": 1}}, "must have the keys"),
        ({"coefficients": {"markt": 1}}, "did you mean “Trade under the market mechanism”"),
        ({"coefficients": {"market": "x"}}, "a finite number"),
        ({"coefficients": {"market": 1}, "at_least": float("nan")}, "a finite number"),
        ({"coefficients": {"market": 0}}, "no criterion is left"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_be_right(statement, told):
    with pytest.raises(WeightingError) as refused:
        read_statements([statement], SEE)
    assert told in str(refused.value)


def test_every_fault_of_every_statement_is_told_at_once():
    with pytest.raises(WeightingError) as refused:
        read_statements(["coop >= markt", "economic >= 0.1", "social > 0", 7], SEE)
    where = [str(fault.where) for fault in refused.value.faults]
    assert where == ["statements[0]", "statements[0]", "statements[2]", "statements[3]"]


def test_statements_of_another_tree_are_refused():
    other = read_framework("see-indicators")
    with pytest.raises(WeightingError, match="belong to the framework"):
        read_statements(read_statements(["market >= 0.1"], SEE), other)


def test_a_contradiction_names_the_fewest_statements_that_clash():
    chain_of_four = [
        "economic >= 0.01",
        "cooperation >= market",
        "market >= framework",
        "framework >= 2 * cooperation",
        "cooperation >= 0.1",
    ]
    with pytest.raises(WeightingError) as refused:
        read_statements(chain_of_four, SEE)
    assert "economic" not in str(refused.value)
    assert all(words in str(refused.value) for words in chain_of_four[1:])
    with pytest.raises(WeightingError) as refused:
        read_statements([*chain_of_four, "pillars >= 60 %", "characteristics >= 0.5"], SEE)
    assert "“pillars >= 60 %” · “characteristics >= 0.5”" in str(refused.value)
    assert "market" not in str(refused.value)
    with pytest.raises(WeightingError, match="satisfy “fair-trade >= 10”"):
        read_statements(["market >= 0.1", "fair-trade >= 10"], SEE)


@pytest.mark.slow
def test_the_contradiction_is_smallest_by_trying_all_subsets():
    generator = np.random.default_rng(5)
    clashes = 0
    for _ in range(9):
        a = generator.integers(-3, 4, (6, 4)).astype(float)
        a[~a.any(axis=1), 0] = 1.0
        b = generator.uniform(-0.2, 1.2, 6)
        found = smallest_contradiction(a, b, [(row,) for row in range(6)])
        bad = [
            subset
            for subset in chain.from_iterable(combinations(range(6), size) for size in range(1, 6))
            if not satisfiable(a[list(subset)], b[list(subset)])
        ]
        if found is None:
            assert not bad
        else:
            clashes += 1
            assert found in bad
            assert len(found) == len(bad[0])
    assert clashes >= 4


def test_statements_that_only_just_hold_are_no_contradiction():
    exactly = ["pillars = 0.3", "characteristics = 0.7", "market = 0.7", "social = 0.1 + 0.2"]
    assert isinstance(read_statements(exactly, SEE), Statements)
