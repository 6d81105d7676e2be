"""Winner under every mix of three branches."""

from see_mcda.language.messages import message

QUESTION = message(
    "Who ranks first under every mix of the three pillars, or of any three criteria in one group?"
)
EXAMPLES = ("--chart map.svg", "--method additive")
MOST_SCORES = (20_000, 300)
