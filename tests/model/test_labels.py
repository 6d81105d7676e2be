"""Labels of pandas' series and frames are honoured; what has none is read in order."""

import numpy as np
import pandas as pd
import pytest

import see_mcda as sm
from see_mcda.errors import ProblemError, WeightingError

FRAME = pd.DataFrame(
    {"taste": [3.0, 4, 1], "price": [20.0, 60, 5]}, index=pd.Index(["tea", "coffee", "water"], name="drink")
)
OBJECTIVES = ["max", "min"]


def problem():
    return sm.Problem.from_arrays(FRAME, OBJECTIVES)


def test_a_frames_names_are_the_ids():
    assert problem().candidates == ("tea", "coffee", "water")
    assert problem().leaves == ("taste", "price")
    named = sm.Problem.from_arrays(FRAME, OBJECTIVES, criteria=["a", "b"], candidates=["x", "y", "z"])
    assert (named.leaves, named.candidates) == (("a", "b"), ("x", "y", "z"))


def test_a_frame_that_is_only_numbered_has_no_names():
    plain = sm.Problem.from_arrays(pd.DataFrame(FRAME.to_numpy()), OBJECTIVES)
    assert plain == sm.Problem.from_arrays(FRAME.to_numpy(), OBJECTIVES)
    assert plain.leaves == ("c1", "c2")


def test_a_frame_is_put_in_the_order_of_the_frameworks_leaves():
    framework = problem().framework
    turned = sm.Problem.from_arrays(FRAME[["price", "taste"]], framework=framework)
    assert turned == problem()
    with pytest.raises(ProblemError) as refused:
        sm.Problem.from_arrays(FRAME.rename(columns={"price": "cost"}), framework=framework)
    assert [str(fault.where) for fault in refused.value.faults] == ["cost", "price"]


@pytest.mark.parametrize(
    "objectives", [{"price": "min", "taste": "max"}, pd.Series({"price": -1, "taste": 1})]
)
def test_objectives_by_id(objectives):
    assert sm.Problem.from_arrays(FRAME, objectives) == problem()
    with pytest.raises(ProblemError, match="no criterion cost"):
        sm.Problem.from_arrays(FRAME, pd.Series({"cost": -1, "taste": 1}))
    with pytest.raises(ProblemError, match=r"objectives\[1\]"):
        sm.Problem.from_arrays(FRAME, {"taste": 1})


def test_weights_of_a_series_go_where_its_labels_say():
    weights = pd.Series({"price": 1.0, "taste": 2.0})
    expected = {"taste": pytest.approx(2 / 3), "price": pytest.approx(1 / 3)}
    assert sm.rank(problem(), weights).weights.to_dict() == expected
    assert sm.read_weights(weights, problem().framework).to_dict() == expected
    (compared,) = sm.compare(problem(), weights).rankings
    assert compared.weights.to_dict() == expected
    assert len(sm.compare(problem(), [weights, "equal"]).rankings) == 2
    accepted = sm.sensitivity.acceptability(problem(), weights, samples=16)
    assert accepted.ranking.weights.to_dict() == expected
    assert sm.verify(accepted.model(), problem()).same


@pytest.mark.parametrize("labels", [["taste", "cost"], [0, 1], ["price", "price"]])
def test_a_series_labelled_otherwise_is_refused_by_its_labels(labels):
    with pytest.raises(WeightingError, match=f"{labels[-1]}"):
        sm.rank(problem(), pd.Series([2.0, 1.0], index=labels))


def test_a_series_may_be_labelled_by_names():
    import skcriteria  # noqa: PLC0415

    matrix = skcriteria.mkdm(
        FRAME.to_numpy(), [max, min], weights=[2, 1], criteria=["The taste", "The price"]
    )
    ranking = sm.rank(sm.Problem.from_skcriteria(matrix), matrix.weights[::-1])
    np.testing.assert_allclose(ranking.weights.values, [2 / 3, 1 / 3])
