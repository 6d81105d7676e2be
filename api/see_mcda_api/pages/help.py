"""``/help``: every term in plain words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from see_mcda.language.messages import Message, message
from see_mcda_api.pages.visit import shown

router = APIRouter(include_in_schema=False)
TERMS: dict[str, tuple[Message, Message]] = {
    "criterion": (
        message("Criterion"),
        message(
            "A quality that candidates are scored on. Criteria form a tree: the lowest ones are scored,"
            " and each group summarises the criteria below it."
        ),
    ),
    "gate": (
        message("Gate"),
        message(
            "A requirement that no high score can make up for. A candidate that fails a gate is not"
            " ranked; a candidate whose gate is not yet checked is ranked conditionally."
        ),
    ),
    "weighting": (
        message("Weighting"),
        message(
            "How much each criterion counts within its group, in per cent. Weights are a matter of"
            " judgment: different people can use different weightings and compare the results."
        ),
    ),
    "topsis": (
        message("TOPSIS"),
        message(
            "A method that measures how far each candidate is from an ideal best and an ideal worst"
            " candidate. A candidate close to the best and far from the worst scores near 1."
        ),
    ),
    "additive": (
        message("Weighted sum"),
        message("A method that multiplies each score by its weight and adds them up."),
    ),
    "ahp": (
        message("Pairwise comparison (AHP)"),
        message(
            "Weights from questions about two criteria at a time: which is more important, and how many"
            " times? The answers also show how consistent they are."
        ),
    ),
    "consistency": (
        message("Consistency ratio"),
        message(
            "How much pairwise comparisons contradict each other; 0 means not at all. If it is above"
            " 0.1, review the comparisons, starting with the one named first."
        ),
    ),
    "best-worst": (
        message("Best-worst method"),
        message(
            "Weights from fewer questions: choose the most and the least important criterion, then"
            " compare the others with these two only."
        ),
    ),
    "swing": (
        message("Swing weighting"),
        message(
            "Weights from asking which criterion you would raise from its worst to its best level"
            " first. This takes into account how far apart the two levels are."
        ),
    ),
    "rank-order": (
        message("Rank order"),
        message("Weights from the order of importance only. A formula converts positions into percentages."),
    ),
    "objective": (
        message("From the scores only"),
        message(
            "Weights from how much the scores differ: a criterion on which all candidates score the"
            " same gets no weight. These weights do not reflect what matters to people."
        ),
    ),
    "sure": (
        message("Robustness"),
        message(
            "A ranking depends on weights and scores, and both are uncertain. These analyses show how"
            " far they can change before another candidate ranks first."
        ),
    ),
    "crossover": (
        message("How far a weight can change"),
        message(
            "One weight changes while the others keep their proportions. The weights at which two"
            " candidates swap ranks are computed exactly."
        ),
    ),
    "pillar-map": (
        message("Map of winners"),
        message(
            "A triangle of all mixes of three weights; at each corner one criterion has all the weight."
            " The colour shows which candidate ranks first; its area is the share of all mixes."
        ),
    ),
    "acceptability": (
        message("Rank probabilities"),
        message(
            "How often a candidate gets each rank when weights and uncertain scores are drawn at random"
            " many times."
        ),
    ),
    "rank-range": (
        message("Best and worst rank"),
        message("The best and the worst rank a candidate can have under any weights."),
    ),
    "flip": (
        message("Smallest change of winner"),
        message(
            "The smallest change of the weights, or of one score, that puts another candidate first. If"
            " it is small, the first place is not certain."
        ),
    ),
    "worth-knowing": (
        message("What to find out next"),
        message("The missing or uncertain score that would most reduce the uncertainty about first place."),
    ),
    "agreement": (
        message("Agreement"),
        message(
            "Whether other methods and weightings give the same order: 1 is the same order, 0 is unrelated."
        ),
    ),
    "kendall": (
        message("Kendall's tau-b"),
        message(
            "A measure of how similar two rankings are: 1 is the same order, 0 is unrelated, -1 is the"
            " reverse order."
        ),
    ),
    "improve": (
        message("How it could rank first"),
        message("The smallest changes of its scores that would put a candidate first."),
    ),
    "selection": (
        message("Best set"),
        message(
            "The candidates that together have the greatest value within the constraints, such as a budget"
            " or a number. Those with the highest scores are not always in it: two cheaper ones may be worth"
            " more than one that is expensive."
        ),
    ),
    "price": (
        message("Price of a constraint"),
        message("How much more the best set would be worth without the constraint; 0 means no effect."),
    ),
    "class": (
        message("Class"),
        message(
            "Classes such as model, promising and not yet have minimum conditions. A candidate is in the"
            " best class whose conditions it meets."
        ),
    ),
    "record": (
        message("Reproducibility record"),
        message("The versions and hashes needed to compute the same numbers again."),
    ),
}


@router.get("/help", name="help_page")
def help_page(request: Request) -> Response:
    """Explain every term."""
    terms = [{"id": id, "name": name.texts(), "words": words.texts()} for id, (name, words) in TERMS.items()]
    return shown(request, "help.html", {"terms": terms})
