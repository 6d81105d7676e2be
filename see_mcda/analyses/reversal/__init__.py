"""Rank reversal when candidates or criteria are removed or copied."""

from see_mcda.language.messages import message

QUESTION = message("What changes if a candidate is removed or copied, or a criterion is left out?")
EXAMPLES = ("--normalization vector",)
