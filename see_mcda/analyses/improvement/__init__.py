"""Smallest changes with which a candidate reaches a rank."""

from see_mcda.language.messages import message

QUESTION = message("The smallest changes with which a candidate reaches a rank.")
EXAMPLES = ("moral-farmer --rank 1", "sampran --fixed pillars --cost market=3")
BODY = {"weights": "equal", "candidate": "moral-farmer", "method": "additive"}
MOST_SCORES = (20_000, 300)
COMMAND = "improve"
PATH = "improvements"
