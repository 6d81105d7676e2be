"""Group weights: aggregation, consensus, clusters, awkward input."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgment_strategies import connected, consistent, judgments, priorities, reciprocal

from see_mcda.errors import UnknownNameError, WeightingError
from see_mcda.weighting.ahp import METHODS, ahp
from see_mcda.weighting.consensus import consensus, pairwise_consensus
from see_mcda.weighting.group import HOWS, group

NAN = np.nan


@st.composite
def panels(draw):
    """Judgments of several members on the same criteria, and the members' weights."""
    n = draw(st.integers(2, 5))
    matrices = draw(st.lists(judgments(n=(n, n)), min_size=1, max_size=5))
    voters = draw(st.lists(st.integers(1, 5), min_size=len(matrices), max_size=len(matrices)))
    return np.stack(matrices), np.array(voters, dtype=float)


@given(judgments(n=(2, 6)), st.sampled_from(HOWS), st.sampled_from(METHODS), st.integers(1, 4))
def test_members_who_judge_alike_weigh_like_one(matrix, how, method, k):
    result = group([matrix] * k, how=how, method=method)
    assert result.weights == pytest.approx(ahp(matrix, method=method).weights, rel=1e-11)
    assert result.consensus == pytest.approx(1)
    assert [cluster.members for cluster in result.clusters] == [tuple(range(k))]


@given(panels(), st.sampled_from(HOWS))
def test_a_member_of_weight_2_counts_as_two_members(panel, how):
    matrices, voters = panel
    repeated = np.repeat(matrices, voters.astype(int), axis=0)
    assert group(matrices, voters, how).weights == pytest.approx(group(repeated, how=how).weights, rel=1e-10)


@given(panels(), st.sampled_from(HOWS), st.randoms())
def test_order_of_the_members_does_not_matter(panel, how, random):
    matrices, voters = panel
    order = list(range(len(matrices)))
    random.shuffle(order)
    straight, shuffled = group(matrices, voters, how), group(matrices[order], voters[order], how)
    assert shuffled.weights == pytest.approx(straight.weights, rel=1e-11)
    assert shuffled.consensus == pytest.approx(straight.consensus, abs=1e-12)
    assert shuffled.similarity == pytest.approx(straight.similarity[np.ix_(order, order)], abs=1e-12)


@given(panels())
def test_common_matrix_is_the_weighted_geometric_mean_and_reciprocal(panel):
    matrices, voters = panel
    common = group(matrices, voters).aggregated.judgments
    expected = np.exp(np.einsum("k,kij->ij", voters / voters.sum(), np.log(matrices)))
    assert common == pytest.approx(expected, rel=1e-12)
    assert common * common.T == pytest.approx(np.ones_like(common), rel=1e-15)


@given(panels())
def test_row_geometric_means_make_both_geometric_aggregations_the_same(panel):
    matrices, voters = panel
    own = np.stack([ahp(matrix, method="geometric").weights for matrix in matrices])
    product = np.exp(voters / voters.sum() @ np.log(own))
    assert group(matrices, voters, method="geometric").weights == pytest.approx(
        product / product.sum(), rel=1e-10
    )


def test_a_pair_counts_the_members_who_judged_it():
    a = reciprocal(3, [2, 8, 4])
    b = reciprocal(3, [4, NAN, 1])
    common = group([a, b], voters=[3, 1]).aggregated.judgments
    assert common[0, 1] == pytest.approx((2**3 * 4) ** 0.25)
    assert common[0, 2] == pytest.approx(8)
    assert common[1, 2] == pytest.approx(4**0.75)


def test_members_who_together_connect_all_criteria_have_weights_but_only_from_judgments():
    a, b = reciprocal(3, [2, NAN, NAN]), reciprocal(3, [NAN, NAN, 3])
    result = group([a, b])
    assert result.weights == pytest.approx(np.array([6, 3, 1]) / 10)
    assert result.judges == (None, None)
    assert (result.consensus, result.homogeneity, result.clusters) == (None, None, ())
    assert [str(warning.where) for warning in result.warnings] == ["[0]", "[1]"]
    with pytest.raises(WeightingError) as error:
        group([a, b], how="priorities")
    assert [str(fault.where) for fault in error.value.faults] == ["[0]", "[1]"]


def test_a_member_without_weight_counts_nowhere():
    a, b, c = (consistent(np.array(w)) for w in ([0.6, 0.3, 0.1], [0.5, 0.3, 0.2], [0.1, 0.1, 0.8]))
    for how in HOWS:
        with_c, without = group([a, b, c], [1, 2, 0], how), group([a, b], [1, 2], how)
        assert with_c.weights == pytest.approx(without.weights, rel=1e-12)
        assert with_c.consensus == pytest.approx(without.consensus)
        assert np.isnan(with_c.similarity[2]).all()
        assert all(2 not in cluster.members for cluster in with_c.clusters)


def test_like_minded_members_are_clustered():
    left, right = np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.2, 0.7])
    matrices = [consistent(w) for w in (left, right, left * [1, 1.1, 1], left, right * [1.2, 1, 1])]
    result = group(matrices, how="priorities")
    assert [cluster.members for cluster in result.clusters] == [(0, 2, 3), (1, 4)]
    assert all(cluster.consensus > 0.95 for cluster in result.clusters)
    assert result.consensus < 0.75
    assert result.clusters[1].weights == pytest.approx(
        (result.judges[1].weights + result.judges[4].weights) / 2
    )


@given(st.lists(priorities(n=(4, 4)), min_size=1, max_size=7), st.sampled_from([0.0, 0.5, 0.75, 0.9, 1.0]))
def test_every_two_members_of_a_cluster_reach_the_threshold(weights, threshold):
    result = group([consistent(w) for w in weights], threshold=threshold)
    members = [member for cluster in result.clusters for member in cluster.members]
    assert sorted(members) == list(range(len(weights)))
    for cluster in result.clusters:
        assert (result.similarity[np.ix_(cluster.members, cluster.members)] >= threshold - 1e-12).all()
    # No two clusters could be joined.
    for a in result.clusters:
        for b in result.clusters:
            if a is not b:
                assert result.similarity[np.ix_(a.members, b.members)].min() < threshold


@given(st.lists(priorities(n=(3, 3)), min_size=2, max_size=5))
def test_pairwise_consensus_is_the_consensus_of_two(weights):
    table = pairwise_consensus(np.stack(weights))
    assert (table == table.T).all()
    assert table[0, 1] == pytest.approx(consensus(np.stack(weights[:2])).consensus, abs=1e-12)


@given(st.lists(priorities(n=(5, 5)), min_size=1, max_size=5))
def test_consensus_and_homogeneity_are_at_most_1(weights):
    found = consensus(np.stack(weights))
    assert found.consensus <= 1 + 1e-12
    assert -1e-12 <= found.homogeneity <= 1 + 1e-12
    assert found.h_gamma == pytest.approx(found.h_alpha + found.h_beta, abs=1e-12)


def test_judges_who_share_nothing_have_no_homogeneity():
    assert consensus(np.eye(3)).homogeneity == pytest.approx(0)
    assert consensus(np.eye(3)).h_alpha == 0


@pytest.mark.parametrize(
    ("priorities", "homogeneity"),
    [
        ([[0.55, 0.25, 0.15, 0.05], [0.4, 0.35, 0.15, 0.1], [0.2, 0.2, 0.35, 0.25]], 0.895911942),
        (np.array([[9, 1, 1, 1, 1], [1, 9, 1, 1, 1]]) / 13, 0.691780768),
    ],
)
def test_homogeneity_is_relative_to_the_number_of_criteria(priorities, homogeneity):
    """Goepel's AHP-OS divides by the number of criteria, however many judges there are."""
    assert consensus(np.array(priorities)).homogeneity == pytest.approx(homogeneity, abs=1e-9)


def test_a_single_criterion_is_agreed_on():
    result = group([[[1]], [[1]]])
    assert (result.weights.tolist(), result.consensus) == ([1.0], 1.0)
    assert [cluster.members for cluster in result.clusters] == [(0, 1)]


@given(connected(n=(3, 5)), st.sampled_from(HOWS))
def test_summary_can_be_written_as_json(matrix, how):
    result = group([matrix, np.ones_like(matrix)], how=how)
    said = json.loads(json.dumps(result.summary(["ann", "bo"]), allow_nan=False))
    assert [judge["id"] for judge in said["judges"]] == ["ann", "bo"]
    assert said["consensus"] == result.consensus


def test_faults_of_all_members_are_named_at_once():
    with pytest.raises(WeightingError) as error:
        group([[[1, -2], [NAN, 1]], np.ones((2, 2)), np.ones((3, 3)), [[1, 2]]])
    assert [str(fault.where) for fault in error.value.faults] == ["[0]: [0, 1]", "[2]", "[3]"]


@pytest.mark.parametrize("voters", [[1], [1, -1], [0, 0], [1, NAN], ["1", 1], 3])
def test_bad_weights_of_members_are_refused(voters):
    with pytest.raises(WeightingError):
        group([np.ones((2, 2))] * 2, voters)


@pytest.mark.parametrize("matrices", [[], 3, None])
def test_a_group_of_nobody_is_refused(matrices):
    with pytest.raises(WeightingError):
        group(matrices)


@pytest.mark.parametrize(
    "option", [{"how": "mean"}, {"method": "mean"}, {"random_index": "x"}, {"incomplete": "x"}]
)
def test_unknown_options_are_refused(option):
    with pytest.raises(UnknownNameError):
        group([np.ones((2, 2))], **option)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, NAN])
def test_a_threshold_is_a_consensus(threshold):
    with pytest.raises(WeightingError):
        group([np.ones((2, 2))], threshold=threshold)
