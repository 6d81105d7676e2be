"""Random indices: which table answers, and those of incomplete judgments against a simulation."""

import numpy as np
import pytest
from judgment_strategies import SCALE, reciprocal

from see_mcda.errors import UnknownNameError
from see_mcda.weighting.batch import ahp_weights_batch
from see_mcda.weighting.completion import complete
from see_mcda.weighting.incomplete_index import INCOMPLETE_INDEX
from see_mcda.weighting.random_index import TABLES, random_index


def simulated(matrices):
    """Mean consistency index and its standard error."""
    n = matrices.shape[1]
    found = (ahp_weights_batch(matrices).lambda_max - n) / (n - 1)
    return found.mean(), found.std() / np.sqrt(found.size)


def random_matrices(n, k):
    rng = np.random.default_rng(n)
    return np.stack([reciprocal(n, rng.choice(SCALE, n * (n - 1) // 2)) for _ in range(k)])


@pytest.mark.parametrize("n", [4, 7])
def test_tables_made_with_all_values_of_the_scale_agree_with_a_simulation(n):
    mean, error = simulated(random_matrices(n, 10_000))
    # Chance of a false alarm about 1 in 10,000; the seed is fixed.
    assert TABLES["alonso_lamata"][n - 1] == pytest.approx(mean, abs=4 * error)


@pytest.mark.slow
@pytest.mark.parametrize("n", [4, 6])
def test_index_of_one_gap_agrees_with_a_simulation(n):
    matrices = random_matrices(n, 10_000)
    matrices[:, 0, 1] = matrices[:, 1, 0] = np.nan
    # With one gap the best value within the scale is the best one cut off: λ_max is convex in its logarithm.
    completed = np.clip(complete(matrices).matrices, 1 / 9, 9)
    mean, error = simulated(completed)
    assert INCOMPLETE_INDEX[n, 1] == pytest.approx(mean, abs=4 * error)


def test_more_gaps_leave_less_room_for_contradiction():
    for (n, missing), index in INCOMPLETE_INDEX.items():
        before = INCOMPLETE_INDEX.get((n, missing - 1), TABLES["saaty2005"][n - 1])
        assert 0 < index < before


@pytest.mark.parametrize("n", [3, 4, 8, 12, 20])
def test_judgments_that_just_connect_cannot_contradict_each_other(n):
    index = random_index(n, missing=(n - 1) * (n - 2) // 2)
    assert index.value == 0
    assert index.ratio(1e-17) == 0


def test_an_index_that_nobody_knows_gives_no_ratio():
    index = random_index(30, missing=3)
    assert (index.value, index.ratio(0.1)) == (None, None)


def test_an_unknown_table_is_refused():
    with pytest.raises(UnknownNameError, match="saaty1980, saaty2005"):
        random_index(3, "saaty")
