"""Agreement between methods, weightings and assessors."""

from see_mcda.language.messages import message

QUESTION = message("Do methods, normalisations, weightings and assessors agree?")
EXAMPLES = ("--weights equal social-led economic-led --method topsis additive",)
BODY = {"weights": ["equal", "social-led"], "methods": ["topsis", "additive"]}
