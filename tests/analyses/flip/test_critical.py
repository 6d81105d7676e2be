"""The critical criteria and scores of Triantaphyllou and Sánchez (1997)."""

import numpy as np
import pytest
from hypothesis import given
from published import assert_reproduced, cases
from strategies import problems, scaled_leaf, weight_vectors, with_gate

import see_mcda as sm
from see_mcda.analyses.flip.critical import Critical, critical
from see_mcda.errors import MethodError

X = np.array([[7.0, 3.0, 5.0], [4.0, 6.0, 5.0], [2.0, 5.0, 9.0]])


def found_in(measures: Critical) -> dict:
    n, m = measures.values.shape
    none = lambda number: None if np.isnan(number) else number  # noqa: E731
    pairs = [(i, j) for i in range(n) for j in range(n) if i < j]
    delta = {f"{i},{j},{k}": none(measures.weight_changes(i)[j, k]) for i, j in pairs for k in range(m)}
    relative = {
        f"{i},{j},{k}": none(measures.relative_weight_changes(i)[j, k]) for i, j in pairs for k in range(m)
    }
    tau = {
        f"{i},{j},{k}": none(measures.relative_score_changes(i)[j, k])
        for i in range(n)
        for j in range(m)
        for k in range(n)
    }
    return {
        "preference": measures.preferences,
        "rank": sm.methods.ranks.ranks(measures.preferences),
        "delta": delta,
        "delta_percent": relative,
        "tau_percent": tau,
        "criticality_degree": measures.criticality,
        "sensitivity": measures.sensitivity,
        "percent_top_critical": measures.percent_top,
        "percent_any_critical": measures.percent_any,
    }


@pytest.mark.parametrize("case", cases("sensitivity", "weight_sensitivity_ts"))
def test_as_published(case):
    # The paper's weights sum to 1.0001 and are used as they are.
    given_input = case["input"]
    matrix, weights = np.array(given_input["matrix"]), np.array(given_input["weights"])
    measures = Critical(matrix, weights, "sum", tuple(range(len(matrix))))
    assert_reproduced(case, found_in(measures))


@pytest.mark.parametrize("method", ["additive", "multiplicative"])
@given(problem=problems(objectives=("max",), n=(2, 5), m=(1, 4)))
def test_a_changed_weight_makes_the_pair_equal(method, problem):
    options = {"method": method, "normalization": "sum" if method == "additive" else "max"}
    measures = critical(problem, "equal", **options)
    for i in measures.rows:
        for j, row in enumerate(measures.weight_changes(i)):
            for k in np.flatnonzero(~np.isnan(row)):
                w = measures.weights.copy()
                w[k] -= row[k]
                np.testing.assert_allclose(
                    measures.values[i] @ w, measures.values[j] @ w, rtol=1e-6, atol=1e-6 * np.abs(w).max()
                )
                assert w[k] >= -1e-12


@given(problem=problems(objectives=("max",), n=(2, 5), m=(1, 4)))
def test_a_changed_score_makes_the_pair_equal(problem):
    w = np.full(problem.shape[1], 1 / problem.shape[1])
    for method, options in (
        ("additive", {"normalization": "sum"}),
        ("ahp", {}),
        ("multiplicative", {"normalization": "max"}),
    ):
        measures = critical(problem, w, method=method, **options)
        for i in measures.rows:
            for j, row in enumerate(measures.score_changes(i)):
                for k in np.flatnonzero(~np.isnan(row)):
                    a = np.exp(measures.values) if method == "multiplicative" else measures.values.copy()
                    a[i, j] -= row[k]
                    if method == "ahp":
                        if abs(a[:, j].sum()) < 1e-6:
                            continue
                        a[:, j] /= a[:, j].sum()
                    if method == "multiplicative":
                        if a[i, j] < 1e-9:
                            continue
                        a = np.log(a)
                    np.testing.assert_allclose(
                        a[i] @ w, a[k] @ w, rtol=1e-6, atol=1e-6 * max(np.abs(a).max(), 1)
                    )


def test_equal_alternatives_need_no_change():
    problem = sm.Problem.from_arrays([[1.0, 2.0], [2.0, 1.0]])
    measures = critical(problem, normalization="sum")
    np.testing.assert_allclose(measures.weight_changes(0)[1], 0, atol=1e-12)
    np.testing.assert_allclose(measures.criticality, 0, atol=1e-9)


def test_equal_scores_at_a_criterion_have_no_change_there():
    measures = critical(sm.Problem.from_arrays(X), normalization="sum")
    assert np.isnan(measures.weight_changes(0)[1, 2])
    assert np.isnan(measures.weight_changes(0)[0]).all()


def test_a_weight_of_zero_has_no_relative_change():
    measures = critical(sm.Problem.from_arrays(X), [0.5, 0.5, 0.0], normalization="sum")
    assert np.isnan(measures.criticality[2])
    assert measures.sensitivity[2] == 0
    assert np.isnan(measures.score_changes(0)[2]).all()


def test_somebody_who_fails_a_gate_is_in_no_pair():
    leaves = [scaled_leaf(f"c{j}") for j in range(3)]
    problem = with_gate(leaves, X / 3, ["pass", "fail", "pass"])
    measures = critical(problem, normalization="sum")
    assert measures.rows == (0, 2)
    assert np.isnan(measures.weight_changes(0)[1]).all()
    assert np.isnan(measures.score_criticality[1]).all()


def test_topsis_has_none():
    with pytest.raises(MethodError) as refused:
        critical(sm.Problem.from_arrays(X), method="topsis")
    assert refused.value.faults[0].code == "not-additive"


@given(problem=problems(objectives=("max",), n=(2, 6), m=(2, 4)), data=weight_vectors(4, zeros=False))
def test_the_top_criterion_is_never_more_critical_than_the_any_criterion(problem, data):
    measures = critical(problem, data[: problem.shape[1]], normalization="sum")
    if measures.percent_top is not None:
        top = np.nanmin(np.abs(measures.relative_weight_changes(measures.best)))
        assert measures.criticality[measures.percent_any] <= top * (1 + 1e-12)
