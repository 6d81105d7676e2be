"""The set of candidates that people buy with equal shares of a budget."""

from see_mcda.language.messages import message

QUESTION = message("Which candidates do people choose if everyone has an equal share of the budget?")
EXAMPLES = ('--budget "cost <= 600000" --votes see/votes-invented.csv',)
BODY = {
    "budget": "cost <= 200000",
    "votes": [
        {"voter": "Farmers", "size": 40, "approves": ["sampran"]},
        {"voter": "Teachers", "size": 20, "approves": ["sampran", "moral-farmer"]},
    ],
}
MOST_SCORES = (20_000, 20_000)
COMMAND = "equal-shares"
PATH = "equal-shares"
