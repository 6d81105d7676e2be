"""Random frameworks, problems and weights: the one module of hypothesis strategies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from see_mcda import Criterion, Framework, Problem
from see_mcda.model.cell import GATE_STATES
from see_mcda.model.criteria import Gate, Objective, Scale

Array = NDArray[np.float64]

BOTH: tuple[Objective, ...] = ("max", "min")
POSITIVE = st.one_of(st.integers(1, 9).map(float), st.floats(0.01, 1000.0))
"""Small whole numbers, so that ties come up, and others."""
ANY = st.one_of(st.integers(-5, 5).map(float), st.floats(-1000.0, 1000.0))
LEVELS = st.integers(0, 8).map(lambda half: half / 2)
"""Scores on a scale from 0 to 4."""


@st.composite
def tables(draw, elements=POSITIVE, n=(2, 8), m=(1, 6)) -> Array:
    """(n, m) scores."""
    rows, columns = draw(st.integers(*n)), draw(st.integers(*m))
    row = st.lists(elements, min_size=columns, max_size=columns)
    return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))


@st.composite
def weight_vectors(draw, m: int, zeros: bool = True) -> Array:
    """(m,) weights, not normalised, not all 0."""
    least = 0 if zeros else 1
    w = np.array(draw(st.lists(st.integers(least, 10), min_size=m, max_size=m)), dtype=float)
    if not w.any():
        w[draw(st.integers(0, m - 1))] = 1.0
    return w * draw(st.sampled_from([1.0, 0.1, 7.3]))


@st.composite
def weight_batches(draw, m: int, k: int = 12) -> Array:
    """(k, m) weights that sum to 1, corners among them."""
    seed = draw(st.integers(0, 2**32 - 1))
    w = np.random.default_rng(seed).dirichlet(np.ones(m), size=k)
    w[0] = np.eye(m)[0]
    w[1] = 1 / m
    return w


@st.composite
def problems(
    draw, elements=POSITIVE, objectives: Sequence[Objective] = BOTH, n=(2, 8), m=(1, 6), gated: bool = False
) -> Problem:
    """Plain tables as problems; some candidates fail a gate if ``gated`` (never all)."""
    x = draw(tables(elements, n, m))
    directions = [draw(st.sampled_from(objectives)) for _ in range(x.shape[1])]
    if not gated:
        return Problem.from_arrays(x, directions)
    leaves = [Criterion(f"c{j + 1}", objective=way) for j, way in enumerate(directions)]
    return with_gate(leaves, x, draw(gate_answers(len(x))))


@st.composite
def gate_answers(draw, n: int) -> list[str]:
    """One answer a candidate; somebody passes."""
    answers = draw(st.lists(st.sampled_from(GATE_STATES), min_size=n, max_size=n))
    answers[draw(st.integers(0, n - 1))] = "pass"
    return answers


def with_gate(leaves: Sequence[Criterion], x: Array, answers: Sequence[str]) -> Problem:
    """A problem with one gate, ``clean``, answered for each candidate."""
    framework = Framework(Criterion("gated", gates=[Gate("clean")], children=list(leaves)))
    gates = np.array([[GATE_STATES.index(answer)] for answer in answers], np.int8)
    return Problem(framework, tuple(f"a{i + 1}" for i in range(len(x))), x, gates=gates)


def scaled_leaf(id: str, objective: Objective = "max", **scale: float) -> Criterion:
    """A leaf on a scale from 0 to 4, with neutral 2 and good 3 (turned for a cost)."""
    neutral, good = (2.0, 3.0) if objective == "max" else (2.0, 1.0)
    return Criterion(
        id,
        objective=objective,
        scale=Scale(**{"min": 0.0, "max": 4.0, "neutral": neutral, "good": good, **scale}),
    )


@st.composite
def scaled_problems(draw, n=(1, 6), m=(1, 5), gated: bool = False) -> Problem:
    """Problems whose leaves have fixed scales, as the shipped frameworks' do."""
    x = draw(tables(LEVELS, n, m))
    leaves = [scaled_leaf(f"c{j + 1}", draw(st.sampled_from(BOTH))) for j in range(x.shape[1])]
    answers = draw(gate_answers(len(x))) if gated else ["pass"] * len(x)
    problem = with_gate(leaves, x, answers)
    framework = Framework(problem.framework.root, normalization="scale", ideal="fixed")
    return problem.replace(framework=framework)


@st.composite
def trees(draw, depth: int = 3) -> Framework:
    """Frameworks of any shape: branches of one to three children down to ``depth``."""
    count = 0

    def node(level: int) -> Criterion:
        nonlocal count
        count += 1
        id = f"n{count}"
        width = draw(st.integers(0 if level else 1, 3)) if level < depth else 0
        objective = draw(st.sampled_from(BOTH)) if not width else "max"
        return Criterion(id, objective=objective, children=[node(level + 1) for _ in range(width)])

    return Framework(node(0))


@st.composite
def tree_problems(draw, elements=POSITIVE) -> Problem:
    """Random scores on random trees."""
    framework = draw(trees())
    m = len(framework.leaves)
    x = draw(tables(elements, (2, 6), (m, m)))
    return Problem(framework, tuple(f"a{i + 1}" for i in range(len(x))), x)
