"""Weighting methods against published numbers; each case names its source."""

import numpy as np
import pytest
from published import assert_reproduced, cases

from see_mcda.weighting.ahp import ahp
from see_mcda.weighting.batch import ahp_weights_batch
from see_mcda.weighting.best_worst import best_worst, consistency_index
from see_mcda.weighting.consensus import consensus
from see_mcda.weighting.group import group
from see_mcda.weighting.objective import objective_weights
from see_mcda.weighting.random_index import NAMES, TABLES, random_index
from see_mcda.weighting.rank_order import rank_order


def from_upper(n, upper):
    """Judgments of which only the upper triangle is given, row by row."""
    matrix = np.full((n, n), np.nan)
    matrix[np.triu_indices(n, 1)] = upper
    return matrix


def with_gaps(matrix):
    return np.array([[np.nan if entry is None else entry for entry in row] for row in matrix], dtype=float)


def geometric_consistency_index(result):
    """Aguarón & Moreno-Jiménez (2003): the mean squared residual of the logarithms."""
    n = len(result.weights)
    residuals = np.log(result.judgments * result.weights / result.weights[:, None])
    return (residuals**2).sum() / ((n - 1) * (n - 2))


@pytest.mark.parametrize("case", cases("ahp-matrix", "ahp_matrix"))
def test_published_ahp_weights_and_consistency(case):
    matrix = from_upper(case["input"]["n"], case["input"]["upper"])
    result = ahp(matrix)
    geometric = ahp(matrix, method="geometric")
    assert geometric.lambda_max == result.lambda_max
    found = {
        "eigenvector": result.weights,
        "geometric_mean": geometric.weights,
        # Column means are weights only where the columns agree, as in the consistent case that has them.
        "column_mean": result.weights,
        "lambda_max": result.lambda_max,
        "ci": result.consistency_index,
        "gci": geometric_consistency_index(geometric),
        **{f"cr_{name}": ahp(matrix, random_index=name).consistency_ratio for name in NAMES},
    }
    assert_reproduced(case, found)


@pytest.mark.parametrize("case", cases("ahp-matrix", "ahp_matrix"))
def test_published_ahp_weights_in_a_batch(case):
    full = ahp(from_upper(case["input"]["n"], case["input"]["upper"])).judgments
    weights, lambda_max = ahp_weights_batch(np.stack([full, full.T, full]))
    limit = case["tolerance"] if isinstance(case["tolerance"], float) else case["tolerance"]["default"]
    for row in (0, 2):
        assert weights[row] == pytest.approx(case["expected"]["eigenvector"], abs=limit)
        assert lambda_max[row] == pytest.approx(ahp(full).lambda_max, rel=1e-12)


@pytest.mark.parametrize("case", cases("ahp-matrix", "random_index"))
def test_published_random_indices(case):
    assert {name: list(table) for name, table in TABLES.items()} == case["input"]["tables"]
    # All 17³ matrices of three criteria on Saaty's scale, in one batch.
    scale = np.concatenate([1 / np.arange(9, 1, -1.0), np.arange(1, 10.0)])
    a, b, c = (grid.ravel() for grid in np.meshgrid(scale, scale, scale))
    one = np.ones_like(a)
    every = np.stack([one, a, b, 1 / a, one, c, 1 / b, 1 / c, one], axis=1).reshape(-1, 3, 3)
    mean = ((ahp_weights_batch(every).lambda_max - 3) / 2).mean()
    assert_reproduced(case, {"exact_n3": mean})


@pytest.mark.parametrize("case", cases("ahp-incomplete"))
def test_published_incomplete_judgments(case):
    matrix = with_gaps(case["input"]["matrix"])
    harker = ahp(matrix, incomplete="harker")
    least = ahp(matrix, incomplete="lambda-min")
    n = len(matrix)
    missing = np.isnan(matrix)
    complete_index = random_index(n, case["input"].get("ri", "saaty1980")).value
    found = {
        "harker": {
            "priority": harker.weights,
            "lambda_max": harker.lambda_max,
            "auxiliary": np.where(missing, 0, matrix) + np.diag(missing.sum(axis=1)),
        },
        "llsm": {"priority": ahp(matrix, incomplete="llsm").weights},
        "lambda_min": {
            "priority": least.weights,
            "lambda_max": least.lambda_max,
            "completed": {f"{i},{j}": least.completed[i, j] for i, j in np.argwhere(missing)},
            # The source divides by the index of complete matrices.
            "cr": least.consistency_index / complete_index,
        },
    }
    assert_reproduced(case, found)
    auxiliary = found["harker"]["auxiliary"]
    assert auxiliary @ harker.weights == pytest.approx(
        (auxiliary @ harker.weights).sum() * harker.weights, abs=1e-12
    )


@pytest.mark.parametrize("case", cases("ahp-group"))
@pytest.mark.parametrize("method", ["geometric", "eigenvector"])
def test_published_group_aggregation(case, method):
    matrices = [from_upper(case["input"]["n"], upper) for upper in case["input"]["uppers"]]
    judged = group(matrices, how="judgments", method=method)
    averaged = group(matrices, how="priorities", method=method)
    product = np.prod([judge.weights for judge in averaged.judges], axis=0) ** (1 / len(matrices))
    found = {
        "aij": judged.weights,
        "aip_arithmetic": averaged.weights,
        "aip_geometric": product / product.sum(),
    }
    assert_reproduced({**case, "expected": case["expected"][method]}, found)


@pytest.mark.parametrize("case", cases("ahp-consensus"))
def test_published_consensus(case):
    found = consensus(np.array(case["input"]["priorities"]))
    assert_reproduced(case, vars(found))


@pytest.mark.parametrize("case", cases("bwm", "bwm"))
def test_published_best_worst_weights(case):
    given = case["input"]["best_to_others"], case["input"]["others_to_worst"]
    linear, nonlinear = best_worst(*given, model="linear"), best_worst(*given, model="nonlinear")
    a_bw = max(case["input"]["best_to_others"])
    found = {
        "linear": {
            "weights": linear.weights,
            "xi_linear": linear.xi,
            "rank": np.argsort(np.argsort(-linear.weights)) + 1,
        },
        "nonlinear": {
            "xi": nonlinear.xi,
            "lower": nonlinear.intervals[:, 0],
            "upper": nonlinear.intervals[:, 1],
            "center": nonlinear.weights,
            "consistency_index": consistency_index(a_bw),
            "consistency_ratio": nonlinear.consistency_ratio,
        },
    }
    assert_reproduced(case, found)


@pytest.mark.parametrize("case", cases("bwm", "bwm_consistency_index"))
def test_published_best_worst_consistency_indices(case):
    assert_reproduced(case, {"index": [consistency_index(a) for a in range(1, 10)]})


@pytest.mark.parametrize("case", cases("rank-order-weights"))
def test_published_rank_order_weights(case):
    rules = {"roc": "roc", "rank_sum": "rs", "rank_reciprocal": "rr"}
    found = {
        str(n): {name: rank_order(range(1, n + 1), rule).weights for name, rule in rules.items()}
        for n in case["input"]["n"]
    }
    assert_reproduced(case, found)


@pytest.mark.parametrize("case", cases("objective-weights", "critic_weights"))
def test_published_critic_weights(case):
    given = case["input"]
    found = {}
    for correlation in given["correlation"]:
        weights = objective_weights(
            given["matrix"], given["objectives"], "critic", correlation=correlation
        ).weights
        # The information that the weights share out, up to its sum.
        total = sum(case["exact"][correlation]["information"])
        found[correlation] = {"weights": weights, "information": weights * total}
    assert_reproduced(case, found)


@pytest.mark.parametrize("case", cases("objective-weights", "merec_weights"))
def test_published_merec_weights(case):
    weights = objective_weights(case["input"]["matrix"], case["input"]["objectives"], "merec").weights
    assert_reproduced(
        case, {"weights": weights, "removal_effect": weights * sum(case["exact"]["removal_effect"])}
    )


@pytest.mark.parametrize("case", cases("objective-weights", "entropy_weights"))
def test_published_entropy_weights(case):
    weights = objective_weights(case["input"]["matrix"], rule="entropy").weights
    entropies = case.get("exact", {}).get("entropy", [])
    divergence = sum(1 - entropy for entropy in entropies)
    assert_reproduced(case, {"weights": weights, "entropy": 1 - weights * divergence})


@pytest.mark.parametrize("case", cases("objective-weights", "std_weights"))
def test_published_std_weights(case):
    weights = objective_weights(
        case["input"]["matrix"], rule="std", normalization=case["input"]["normalization"]
    ).weights
    assert_reproduced(case, {"weights": weights})
