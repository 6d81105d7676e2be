"""Writes ``browser.json``: problems and weights with the engine's scores, ranks and regions, for both sides.

``python tests/golden/make.py`` after a change of the engine; ``tests/test_golden.py`` holds the engine to the
file and ``web/test/golden.test.ts`` the elements.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

import see_mcda as sm
from see_mcda.analyses.pillar_map.pillar_map import mixing
from see_mcda.sensitivity import pillar_map
from see_mcda_api.pages.explore import formula

FILE = Path(__file__).parent / "browser.json"
PILLARS = ("economic", "social", "environmental")
METHODS: tuple[tuple[str, dict[str, str]], ...] = (
    ("topsis", {}),
    ("topsis", {"normalization": "vector", "ideal": "observed"}),
    ("additive", {}),
    ("ahp", {}),
    ("ahp", {"source": "ratings"}),
)
SETTINGS = 10


def problems() -> dict[str, sm.Problem]:
    """Return the shipped example, and one of random levels with ties and a failed gate."""
    example = sm.read_problem(Path(__file__).parents[2] / "examples" / "see-models.yaml")
    dice = np.random.default_rng(20261124)
    levels = dice.integers(0, 5, (24, len(example.leaves)))
    levels[7] = levels[3]
    candidates = [
        {
            "id": f"c{row}",
            "gates": {"fair-trade": {"state": "fail", "reason": "dumping"} if row == 5 else "pass"},
            "scores": dict(zip(example.leaves, map(int, levels[row]), strict=True)),
        }
        for row in range(len(levels))
    ]
    document = {"schema": "see-mcda/problem/1", "framework": "see", "candidates": candidates}
    return {"example": example, "random": sm.read_problem(document)}


def cases() -> list[dict[str, Any]]:
    """Return what both sides must agree on."""
    found = []
    for name, problem in problems().items():
        dice = np.random.default_rng(7)
        weights = dice.dirichlet(np.ones(len(problem.leaves)), SETTINGS).round(6)
        weights[:, -1] = 1 - weights[:, :-1].sum(axis=1)
        for method, options in METHODS:
            settings = []
            for row in weights:
                ranking = sm.rank(problem, row, method=method, **options)
                settings.append(
                    {
                        "weights": row.tolist(),
                        "scores": ranking.scores.tolist(),
                        "ranks": ranking.ranks.tolist(),
                    }
                )
            equal = sm.rank(problem, "equal", method=method, **options)
            corners, _ = mixing(equal.weights, PILLARS)
            regions = pillar_map(problem, "equal", method=method, **options)
            found.append(
                {
                    "problem": name,
                    "method": method,
                    "options": options,
                    "eligible": equal.complete.eligible.tolist(),
                    "formula": formula(equal.prepared),
                    "settings": settings,
                    "corners": corners.tolist(),
                    "exact": regions.exact,
                    "areas": {problem.candidates[region.rows[0]]: region.area for region in regions.regions},
                    "candidates": list(problem.candidates),
                }
            )
    return found


if __name__ == "__main__":
    FILE.write_text(json.dumps(cases(), separators=(",", ":")) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
