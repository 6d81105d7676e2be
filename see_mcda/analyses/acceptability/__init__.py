"""Chances of each rank under uncertain weights and scores (SMAA-2)."""

from see_mcda.language.messages import message

QUESTION = message(
    "How often does each candidate get each rank, if weights and scores are uncertain (SMAA-2)?"
)
EXAMPLES = (
    "--samples 100000",
    '--statement "economic >= social" "fair-trade <= 0.2"',
    "--weights social-led --concentration 50",
)
BODY = {"weights": "uniform", "samples": 2000, "seed": 7}
