"""Values of one score at which the leader changes."""

from see_mcda.language.messages import message

QUESTION = message("At which values of one score does the leader change?")
EXAMPLES = ("sampran market",)
BODY = {"weights": "equal", "candidate": "sampran", "leaf": "market"}
MOST_SCORES = (20_000, 3_000)
