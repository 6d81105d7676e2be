"""Documents read from results: rows become ids, arrays lists, and what no number is null."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.results.documents import ByLeaf, CandidateOf, LeafOf, Ranks, ResultModel

PROBLEM = sm.Problem.from_arrays([[1.0, 2.0], [2.0, 1.0]])


@dataclass
class Found:
    candidate: int = 1
    leaf: int = 0
    others: tuple[int, ...] = (0, 1)
    ranks: np.ndarray = field(default_factory=lambda: np.array([2, 0]))
    weights: np.ndarray = field(default_factory=lambda: np.array([0.25, 0.75]))
    matrix: np.ndarray = field(default_factory=lambda: np.array([[1.0, np.nan], [-np.inf, 0.0]]))
    bound: float = np.inf


class FoundModel(ResultModel):
    candidate: CandidateOf
    leaf: LeafOf
    others: list[CandidateOf]
    ranks: Ranks
    weights: ByLeaf
    matrix: list[list[float | None]]
    bound: float | None


def test_a_document_names_rows_and_columns_by_their_ids():
    document = FoundModel.model_validate(Found(), context=PROBLEM)
    first, second = PROBLEM.candidates
    assert (document.candidate, document.others) == (second, [first, second])
    assert document.leaf == PROBLEM.leaves[0]
    assert document.weights == dict(zip(PROBLEM.leaves, [0.25, 0.75], strict=True))


def test_a_document_has_null_where_there_is_no_number_and_no_rank():
    document = FoundModel.model_validate(Found(), context=PROBLEM)
    assert document.ranks == [2, None]
    assert document.matrix == [[1.0, None], [None, 0.0]]
    assert document.bound is None


@pytest.mark.parametrize(
    "find",
    [
        sm.sensitivity.crossovers,
        sm.sensitivity.flip,
        lambda problem: sm.improve(problem, candidate=problem.candidates[1]),
        lambda problem: sm.sensitivity.worth_knowing(problem, samples=16),
    ],
)
def test_a_document_is_read_back_from_its_json(find):
    document = find(sm.Problem.from_arrays([[1.0, 2.0, 4.0], [2.0, 1.0, 3.0], [0.5, 2.5, 3.5]])).model()
    words = document.model_dump_json(by_alias=True)
    assert type(document).model_validate_json(words) == document
    assert json.loads(words)["schema"] == document.schema_
