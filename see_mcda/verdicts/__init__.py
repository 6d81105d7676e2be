"""Whether a decision is settled, and if not, what would settle it."""

from see_mcda.language.messages import message

QUESTION = message("Is the first place settled, and if not, what would settle it?")
EXAMPLES = ("--weights social-led", '--statement "market >= cooperation"')
BODY = {"weights": "social-led", "method": "additive"}
MOST_SCORES = (3_000, 300)
COMMAND = "settled"
PATH = "verdicts"
