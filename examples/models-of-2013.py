"""Under which weights would the three models of 2013 take the first three places, in any order?

The scores in see-models.yaml are illustrative: nobody measured them.
"""

from pathlib import Path

import numpy as np

import see_mcda as sm

MODELS = ("khao-khitchakut", "sampran", "moral-farmer")

problem = sm.read_problem(Path(__file__).with_name("see-models.yaml"))
ranking = sm.rank(problem, method="additive")
others = [id for id, eligible in zip(problem.candidates, problem.eligible, strict=True) if eligible]
statements = [f"@{model} >= @{other}" for model in MODELS for other in others if other not in MODELS]

every = sm.sensitivity.read_distribution("uniform", problem.framework)
allowed = sm.sensitivity.read_statements(statements, problem.framework, lambda: ranking.prepared)
sample = every.sample(np.random.default_rng(1), 100_000)
inside = sample[allowed.holds(sample)]
print(f"under {len(inside) / len(sample):.1%} of all weightings, for example under these:")

ranges = sm.sensitivity.rank_ranges(problem, statements, method="additive")
for leaf, weight, low, high in zip(
    problem.framework.leaves,
    ranges.ranking.weights.values,
    inside.min(axis=0),
    inside.max(axis=0),
    strict=True,
):
    print(f"{leaf.title['en']:40} {weight:6.1%}   (seen from {low:.1%} to {high:.1%})")
print("worst ranks:", {model: int(ranges.worst[problem.candidates.index(model)]) for model in MODELS})
