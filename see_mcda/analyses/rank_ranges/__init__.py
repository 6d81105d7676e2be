"""Best and worst rank of each candidate under all allowed weights."""

from see_mcda.language.messages import message

QUESTION = message("The best and the worst rank of each candidate under all allowed weights.")
EXAMPLES = ('--method additive --statement "economic >= social"', "--effort 10")
BODY = {"statements": [], "method": "additive"}
