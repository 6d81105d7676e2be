"""Whether a decision is settled, and if not, what would settle it."""

from see_mcda.language.messages import message

QUESTION = message("Is the decision settled, and if not, what would settle it?")
EXAMPLES = ("--weights social-led", "--outcome classes", "--number 3 --weights social-led")
BODY = {"weights": "social-led", "method": "additive"}
MOST_SCORES = (3_000, 300)
COMMAND = "settled"
PATH = "verdicts"
