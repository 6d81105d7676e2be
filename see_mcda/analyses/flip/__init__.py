"""Smallest change that unseats the leader."""

from see_mcda.language.messages import message

QUESTION = message("The smallest change of weights, and of one score, that unseats the leader.")
EXAMPLES = ("--method additive", "--candidate sampran")
MOST_SCORES = (3_000, 300)
