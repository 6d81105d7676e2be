"""Normalisations: their formulas, their references, what they refuse, and what they warn of."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ANY, problems, scaled_leaf, scaled_problems

import see_mcda as sm
from see_mcda.errors import MethodError
from see_mcda.model.criteria import Criterion, Framework, Scale, ValueFunction
from see_mcda.model.normalization import Normalizer, scale_values


def _one_leaf(x, leaf):
    framework = Framework(Criterion("t", children=[leaf]))
    return sm.Problem.from_arrays(np.reshape(np.array(x, dtype=float), (-1, 1)), framework=framework)


def _normalized(problem, how, **options):
    return Normalizer(problem, how, **options)(problem.values)


@given(problems())
def test_formulas_of_the_normalisations(problem):
    x = problem.values
    benefit = problem.framework.objectives > 0
    low, high = x.min(axis=0), x.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    expected = {
        "vector": x / np.linalg.norm(x, axis=0),
        "sum": x / x.sum(axis=0),
        "max": x / high,
        "linear": np.where(benefit, x / high, low / x),
        "minmax": np.where(high > low, np.where(benefit, x - low, high - x) / span, 0.0),
        "none": x,
    }
    for how, wanted in expected.items():
        np.testing.assert_allclose(_normalized(problem, how), wanted, rtol=1e-12, err_msg=how)


@given(problems(elements=ANY), st.sampled_from(["vector", "minmax"]), st.sampled_from([1e-160, 1e160]))
def test_units_do_not_matter_however_small_or_large(problem, how, unit):
    try:
        plain = _normalized(problem, how)
    except MethodError:
        return
    other = problem.replace(values=problem.values * unit)
    assume((np.abs(other.values[problem.values != 0]) > 1e-300).all())
    np.testing.assert_allclose(_normalized(other, how), plain, rtol=1e-9, atol=1e-9)


@given(problems(gated=True), st.sampled_from(["vector", "sum", "max", "linear", "minmax", "none"]))
def test_references_are_those_of_the_eligible_and_nobody_goes_beyond_them(problem, how):
    normalized = _normalized(problem, how)
    rows = np.flatnonzero(problem.eligible)
    alone = problem.replace(
        candidates=tuple(problem.candidates[row] for row in rows),
        values=problem.values[rows],
        gates=problem.gates[rows],
        names=(),
        attributes=(),
        notes=(),
        labels=(),
    )
    np.testing.assert_allclose(normalized[rows], _normalized(alone, how), rtol=1e-12)
    seen = normalized[rows]
    margin = 1e-12 * np.maximum(1, np.abs(seen).max(axis=0))
    assert (normalized >= seen.min(axis=0) - margin).all()
    assert (normalized <= seen.max(axis=0) + margin).all()


def test_a_constant_column_is_0_for_all_under_minmax_and_said():
    problem = sm.Problem.from_arrays([[5, 1], [5, 2]])
    normalizer = Normalizer(problem, "minmax")
    assert normalizer(problem.values)[:, 0].tolist() == [0, 0]
    (said,) = normalizer.warnings()
    assert said.code == "constant-column"
    assert "c1" in said.text()
    assert "c2" not in said.text()


@pytest.mark.parametrize(
    ("objective", "x", "u"), [("max", [0, 1, 4], [0, 0.25, 1]), ("min", [0, 1, 4], [1, 0.75, 0])]
)
def test_scale_runs_from_the_worst_end_to_the_best(objective, x, u):
    problem = _one_leaf(x, scaled_leaf("c1", objective))
    assert _normalized(problem, "scale")[:, 0].tolist() == u


def test_scores_beyond_the_ends_count_as_the_end_and_are_named():
    problem = _one_leaf([-1, 2, 5], scaled_leaf("c1"))
    normalizer = Normalizer(problem, "scale")
    assert normalizer(problem.values)[:, 0].tolist() == [0, 0.5, 1]
    (said,) = normalizer.warnings()
    assert said.code == "clipped"
    assert list(map(str, said.message.params["cells"])) == [
        "candidates[0].scores.c1",
        "candidates[2].scores.c1",
    ]


@pytest.mark.parametrize(
    ("method", "scores"),
    [("additive", [-1, 0.5, 2]), ("topsis", [0, 0.5, 1]), ("multiplicative", [0, 0.5, 1])],
)
def test_beyond_neutral_and_good_only_the_weighted_sum_goes_on(method, scores):
    problem = _one_leaf([10, 25, 40], Criterion("c1", scale=Scale(neutral=20, good=30)))
    ranking = sm.rank(problem, method=method, normalization="scale")
    np.testing.assert_allclose(ranking.scores, scores, atol=1e-12)
    assert [said.code for said in ranking.warnings] == ([] if method == "additive" else ["clipped"])


def test_a_cost_with_neutral_and_good_falls():
    problem = _one_leaf([30, 20, 10], Criterion("c1", objective="min", scale=Scale(neutral=30, good=10)))
    assert _normalized(problem, "scale")[:, 0].tolist() == [0, 0.5, 1]


def test_a_value_function_goes_before_the_scale_and_may_turn():
    leaf = Criterion("c1", scale=Scale(min=0, max=100), value=ValueFunction([[10, 0], [50, 1], [90, 0.5]]))
    problem = _one_leaf([0, 10, 30, 50, 70, 90, 200], leaf)
    np.testing.assert_allclose(_normalized(problem, "scale")[:, 0], [0, 0, 0.5, 1, 0.75, 0.5, 0.5])
    assert Normalizer(problem, "scale").warnings() == ()


def test_a_scale_of_huge_ends_does_not_overflow():
    problem = _one_leaf([-1.5e308, 0, 1.5e308], Criterion("c1", scale=Scale(min=-1.5e308, max=1.5e308)))
    np.testing.assert_allclose(_normalized(problem, "scale")[:, 0], [0, 0.5, 1])


@given(scaled_problems(gated=True))
def test_scale_lies_in_0_to_1_and_some_leaves_can_be_asked_for(problem):
    u = _normalized(problem, "scale")
    assert ((u >= 0) & (u <= 1)).all()
    columns = [column for column in range(problem.shape[1]) if column % 2 == 0]
    assert np.array_equal(scale_values(problem, columns), u[:, columns])


def test_scale_names_every_leaf_that_has_no_references():
    framework = Framework(
        Criterion("t", children=[Criterion("a"), scaled_leaf("b"), Criterion("c", scale=Scale(good=1))])
    )
    problem = sm.Problem.from_arrays([[1, 1, 1]], framework=framework)
    with pytest.raises(MethodError) as refused:
        Normalizer(problem, "scale")
    assert [(fault.code, str(fault.where)) for fault in refused.value.faults] == [
        ("no-scale", "t.a"),
        ("no-scale", "t.c"),
    ]


@pytest.mark.parametrize(
    ("how", "column", "objective"),
    [
        ("vector", [0, 0], "max"),
        ("sum", [0, 0], "max"),
        ("sum", [-1, 3], "max"),
        ("max", [0, -1], "max"),
        ("linear", [0, 0], "max"),
        ("linear", [0, 2], "min"),
        ("linear", [-1, 2], "min"),
        ("max", [-1e300, 1e-300], "max"),
    ],
)
def test_a_column_that_a_normalisation_cannot_take_is_named(how, column, objective):
    problem = sm.Problem.from_arrays(np.column_stack([[1, 2], column]), ["max", objective])
    with pytest.raises(MethodError) as refused:
        Normalizer(problem, how)
    assert [fault.message.params["leaf"] for fault in refused.value.faults] == [{"en": "c2"}]
