"""Rank the shipped candidates from Python, and say why the first is first."""

from pathlib import Path

import see_mcda as sm

problem = sm.read_problem(Path(__file__).parent / "see-models.yaml")
ranking = sm.rank(problem, "social-led", method="topsis")
print(ranking.table())
print(sm.explain(problem, "social-led").text())
