"""Sources of uncertainty (Sobol indices)."""

from see_mcda.language.messages import message

QUESTION = message(
    "How much of the uncertainty comes from the weights, the scores and the method (Sobol indices)?"
)
EXAMPLES = ("--weights equal --concentration 30",)
BODY = {"weights": "uniform", "samples": 256, "seed": 7}
