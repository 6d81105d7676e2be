"""The set of candidates with the greatest value within constraints."""

from see_mcda.language.messages import message

QUESTION = message("Which candidates together are worth most within a budget and other constraints?")
EXAMPLES = ("--number 2", '--number 2 --exclude "moral-farmer because its licence expired"')
BODY = {"weights": "equal", "constraints": ["exactly 1", "exclude moral-farmer"]}
MOST_SCORES = (20_000, 20_000)
COMMAND = "select"
PATH = "selections"
