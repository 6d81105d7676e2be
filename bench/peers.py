"""The same jobs by other libraries, each by its quickest public way."""

from __future__ import annotations

import ahpy
import numpy as np
import skcriteria
from pyDecision.algorithm import ahp_method, topsis_method
from pymcdm.methods import TOPSIS as PymcdmTopsis
from pymcdm.normalizations import vector_normalization
from pymcdm.weights.subjective import AHP as PymcdmAhp
from skcriteria.agg.topsis import TOPSIS as SkTopsis
from skcriteria.preprocessing.scalers import VectorScaler

from see_mcda.arrays import Array


def scikit_criteria(matrix: Array, weights: Array) -> Array:
    """Rank by scikit-criteria's documented way: a DecisionMatrix, a scaler, the method."""
    decision = skcriteria.mkdm(matrix, [max] * matrix.shape[1], weights=weights)
    return SkTopsis().evaluate(VectorScaler("matrix").transform(decision)).rank_


_PYMCDM = PymcdmTopsis(vector_normalization)


def pymcdm(matrix: Array, weights: Array) -> Array:
    """Rank by pymcdm."""
    return _PYMCDM.rank(_PYMCDM(matrix, weights, np.ones(matrix.shape[1])))


def pydecision(matrix: Array, weights: Array) -> Array:
    """Rank by pyDecision, whose scores have to be sorted by the caller."""
    scores = topsis_method(matrix, weights, ["max"] * matrix.shape[1], graph=False, verbose=False)
    ranks = np.empty(len(scores), int)
    ranks[np.argsort(-scores)] = np.arange(1, len(scores) + 1)
    return ranks


TOPSIS = {"scikit-criteria": scikit_criteria, "pymcdm": pymcdm, "pyDecision": pydecision}


def pydecision_ahp(matrix: Array) -> Array:
    """Return weights by pyDecision (by the mean of the columns, its quickest way), with its ratio."""
    return ahp_method(matrix, wd="m")[0]


def pymcdm_ahp(matrix: Array) -> Array:
    """Return weights by pymcdm."""
    return PymcdmAhp(matrix=matrix)()


def ahpy_ahp(matrix: Array) -> object:
    """Return weights by AHPy."""
    names = [str(i) for i in range(len(matrix))]
    pairs = {
        (names[i], names[j]): float(matrix[i, j]) for i in range(len(names)) for j in range(i + 1, len(names))
    }
    return ahpy.Compare("bench", pairs).local_weights


AHP = {"pyDecision": pydecision_ahp, "pymcdm": pymcdm_ahp, "ahpy": ahpy_ahp}
