"""Classes of candidates, such as model, promising and not yet, by minimum conditions."""

from see_mcda.language.messages import message

QUESTION = message("The class of each candidate, what keeps it out of the next one, and what would lift it.")
EXAMPLES = ("", "--procedure mr-sort --majority 0.8", "--lang th --chart classes.svg")
BODY = {"weights": "equal"}
COMMAND = "classify"
PATH = "classifications"
