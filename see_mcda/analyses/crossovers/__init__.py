"""Weights at which two candidates swap."""

from see_mcda.language.messages import message

QUESTION = message("At which weights do two candidates swap, and how far does the leader's lead hold?")
EXAMPLES = ("--weights economic-led --chart crossovers.svg", "--node market social")
BODY = {"weights": "social-led", "nodes": ["market"]}
MOST_SCORES = (20_000, 300)
