"""Agreement of assessors: published coefficients, and the one who stands apart is found."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from see_mcda import Problem
from see_mcda.analyses.agreement.agreement import agreement
from see_mcda.analyses.agreement.assessors import assessors_of
from see_mcda.analyses.agreement.intraclass import intraclass
from see_mcda.analyses.agreement.rank_correlation import concordance
from see_mcda.errors import InputError
from see_mcda.methods.ranks import ranks
from see_mcda.model.cell import Cell

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Shrout & Fleiss (1979), doi:10.1037/0033-2909.86.2.420, table 2: four judges, six targets."""


def judged(scores, objective="max"):
    """A problem whose scores (n, m, k) are all given by k assessors."""
    scores = np.asarray(scores, dtype=float)
    problem = Problem.from_arrays(scores.mean(axis=2), [objective] * scores.shape[1])
    cells = {
        (row, column): Cell(values.min(), values.max(), assessors=tuple(values.tolist()))
        for row, table in enumerate(scores)
        for column, values in enumerate(table)
    }
    return problem.replace(cells=cells)


def test_the_six_forms_are_those_of_shrout_and_fleiss():
    published = {
        "ICC(1,1)": 0.17,
        "ICC(2,1)": 0.29,
        "ICC(3,1)": 0.71,
        "ICC(1,k)": 0.44,
        "ICC(2,k)": 0.62,
        "ICC(3,k)": 0.91,
    }
    assert {form: round(it.value, 2) for form, it in intraclass(SHROUT_FLEISS).items()} == published


def test_f_and_intervals_follow_from_the_analysis_of_variance():
    x = np.array(SHROUT_FLEISS, dtype=float)
    n, k = x.shape
    between = k * x.mean(axis=1).var(ddof=1)
    within = x.var(axis=1, ddof=1).mean()
    found = intraclass(x)["ICC(1,1)"]
    assert found.f == pytest.approx(between / within)
    assert found.degrees == (n - 1, n * (k - 1))
    assert found.p == pytest.approx(stats.f.sf(between / within, n - 1, n * (k - 1)))
    low = found.f / stats.f.ppf(0.975, n - 1, n * (k - 1))
    assert found.low == pytest.approx((low - 1) / (low + k - 1))
    residual = ((x - x.mean(axis=1)[:, None] - x.mean(axis=0) + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    consistent = intraclass(x)["ICC(3,k)"]
    assert consistent.value == pytest.approx(1 - residual / between)
    high = between / residual * stats.f.ppf(0.975, (n - 1) * (k - 1), n - 1)
    assert consistent.high == pytest.approx(1 - 1 / high)


@pytest.mark.parametrize("form", ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)"])
def test_the_interval_holds_the_truth_in_95_of_100_tables(form):
    """600 tables with a true correlation of 0.5; five standard errors: a false alarm in a million."""
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(600):
        targets, noise = rng.normal(size=(15, 1)), rng.normal(size=(15, 4))
        it = intraclass(targets + noise)[form]
        inside += it.low <= 0.5 <= it.high
    assert abs(inside / 600 - 0.95) < 5 * np.sqrt(0.95 * 0.05 / 600)


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 10), st.floats(-5, 5))
def test_the_unit_and_the_zero_of_the_scale_change_nothing(seed, unit, zero):
    x = np.random.default_rng(seed).normal(size=(6, 3))
    for form, it in intraclass(x).items():
        assert intraclass(unit * x + zero)[form].value == pytest.approx(it.value, abs=1e-9)


def test_a_stricter_assessor_spoils_agreement_but_not_consistency():
    x = np.arange(6.0)[:, None] + np.array([0.0, -3.0])
    forms = intraclass(x)
    assert forms["ICC(3,1)"].value == 1.0
    assert (forms["ICC(3,1)"].low, forms["ICC(3,1)"].high) == (1.0, 1.0)
    assert forms["ICC(2,1)"].value < 0.6


def test_the_same_score_everywhere_has_no_correlation():
    assert all(np.isnan(it.value) for it in intraclass(np.full((4, 3), 2.0)).values())


@pytest.mark.parametrize("table", [[[1, 2]], [[1], [2]], [1, 2], [[1, np.nan], [2, 3]]])
def test_a_table_that_cannot_be_judged_is_refused(table):
    with pytest.raises(InputError):
        intraclass(table)


def test_kendalls_w_is_that_of_siegel():
    """Siegel (1956), Nonparametric Statistics, p. 230: three executives rank six applicants, W = .16."""
    found = concordance([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert found.w == pytest.approx(12 * 25.5 / (9 * (6**3 - 6)))
    assert round(found.w, 2) == 0.16


@given(st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=3, max_size=6))
def test_kendalls_w_with_ties_is_friedmans_statistic(scores):
    table = ranks(np.array(scores, dtype=float))
    found = concordance(table)
    if (table == 1).all():
        assert np.isnan(found.w)
        return
    with np.errstate(all="ignore"):
        friedman = stats.friedmanchisquare(*np.array(scores).T)
    assert found.chi_square == pytest.approx(friedman.statistic, abs=1e-9)
    assert found.p == pytest.approx(friedman.pvalue, abs=1e-9)


def test_the_assessor_who_stands_apart_is_named_with_the_scores_where():
    scores = np.repeat(np.array([[1.0, 4], [2, 3], [3, 2], [4, 1]])[:, :, None], 3, axis=2)
    scores[:, :, 1] -= 0.5
    scores[2, 0, 1] = 0.0
    panel, notices = assessors_of(judged(scores))
    assert notices == ()
    assert panel.far_off == 1
    stern = panel.each[1]
    assert stern.mean_deviation < 0
    worst = stern.farthest[0]
    assert (worst.row, worst.column, worst.given, worst.others) == (2, 0, 0.0, 3.0)


def test_less_money_is_kinder_where_less_is_better():
    scores = np.repeat(np.array([[1.0], [2.0], [3.0], [4.0]])[:, :, None], 3, axis=2)
    scores[:, :, 2] -= 1.0
    panel, _ = assessors_of(judged(scores, "min"))
    assert panel.far_off == 2
    assert panel.each[2].mean_deviation > 0


def test_each_leaf_has_its_own_w():
    same = [[1.0, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4]]
    turned = [[1.0, 4, 1], [2, 3, 2], [3, 2, 3], [4, 1, 4]]
    panel, _ = assessors_of(judged(np.stack([same, turned], axis=1)))
    assert panel.concordance["c1"].w == pytest.approx(1.0)
    assert panel.concordance["c2"].w == pytest.approx(1 / 9)  # rank sums 6, 7, 8, 9: S = 5 of 45


def test_two_alone_cannot_say_which_of_them_is_off():
    rng = np.random.default_rng(3)
    panel, _ = assessors_of(judged(rng.integers(0, 5, (5, 2, 2))))
    assert panel.far_off is None


def test_without_assessors_there_is_nothing_to_say():
    assert assessors_of(Problem.from_arrays([[1, 2], [2, 1]])) == (None, ())
    assert agreement(Problem.from_arrays([[1, 2], [2, 1]])).assessors is None


def test_too_few_scores_or_another_panel_are_told():
    problem = judged(np.random.default_rng(0).integers(0, 5, (4, 2, 3)))
    few = problem.replace(cells=dict(list(problem.cells.items())[:2]))
    panel, notices = assessors_of(few)
    assert panel is None
    assert [one.code for one in notices] == ["few-judged"]
    mixed = dict(problem.cells) | {(0, 0): Cell(1, 2, assessors=(1.0, 2.0))}
    panel, notices = assessors_of(problem.replace(cells=mixed))
    assert len(panel.cells) == 7
    assert [one.code for one in notices] == ["other-panels"]


def test_they_are_in_the_document_and_in_the_text():
    problem = judged(np.random.default_rng(1).uniform(1, 5, (5, 2, 3)))
    found = agreement(problem)
    document = json.loads(found.to_json())["assessors"]
    assert document["count"] == 3
    assert document["scores"] == 10
    assert set(document["intraclass"]) == set(intraclass(SHROUT_FLEISS))
    assert f"{document['intraclass']['ICC(2,1)']['value']:.2f}" in found.table()
    assert agreement(problem, assessors=False).assessors is None
