"""Uncertain scores whose value would tell most about the leader."""

from see_mcda.language.messages import message

QUESTION = message("Which uncertain score, once known, would tell most about who is first?")
EXAMPLES = ("--missing interval",)
BODY = {"weights": "equal", "samples": 256, "seed": 7}
