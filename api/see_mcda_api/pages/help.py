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
            "Something by which candidates are judged. Criteria stand in a tree: those at its ends are"
            " scored, the others sum up what is below them."
        ),
    ),
    "gate": (
        message("Gate"),
        message(
            "A question that no high score can make up for. A candidate that fails it is not ranked; one"
            " whose answer is not established yet is ranked on condition."
        ),
    ),
    "weighting": (
        message("Weighting"),
        message(
            "How much each criterion counts beside its neighbours, in per cent. Weights are a matter of"
            " judgment: people may have different ones, and see what each leads to."
        ),
    ),
    "topsis": (
        message("TOPSIS"),
        message(
            "A method that measures how far each candidate is from the best and from the worst that there"
            " could be. Near the best and far from the worst gives a score near 1."
        ),
    ),
    "additive": (
        message("Weighted sum"),
        message("A method that multiplies each score by its weight and adds them up."),
    ),
    "ahp": (
        message("AHP: comparing in pairs"),
        message(
            "Weights from questions about two criteria at a time: which one is more important, and how many"
            " times? The answers also tell how well they agree with each other."
        ),
    ),
    "consistency": (
        message("Consistency ratio"),
        message(
            "How far judgments in pairs contradict each other: 0 is not at all. Above 0.1 it is worth looking"
            " at them again, at the one that is named first."
        ),
    ),
    "best-worst": (
        message("By the best and the worst"),
        message(
            "Weights from fewer questions: name the most and the least important criterion, and compare the"
            " others with these two only."
        ),
    ),
    "swing": (
        message("By swings from worst to best"),
        message(
            "Weights from the question which criterion one would raise from its worst to its best first. It"
            " keeps in mind how far apart worst and best are."
        ),
    ),
    "rank-order": (
        message("By an order of importance"),
        message("Weights from nothing but an order: the rule turns places into per cent."),
    ),
    "objective": (
        message("From the scores alone"),
        message(
            "Weights from how much the scores differ: a criterion at which all are alike cannot tell them"
            " apart. They say nothing of what is important to people."
        ),
    ),
    "sure": (
        message("How sure?"),
        message(
            "A ranking follows from weights and scores, and both are uncertain. These pages say how far they"
            " can change until somebody else is first."
        ),
    ),
    "crossover": (
        message("How far a weight may move"),
        message(
            "One weight moves, the others keep their proportions. At a certain share two candidates swap:"
            " these shares are computed exactly."
        ),
    ),
    "pillar-map": (
        message("Map of winners"),
        message(
            "A triangle with all mixes of three criteria: at a corner one of them has all the weight. Each"
            " colour is who wins there; its area is how much of all mixes that is."
        ),
    ),
    "acceptability": (
        message("Rank chances"),
        message(
            "How often a candidate gets each rank if weights and uncertain scores are drawn at random very"
            " many times."
        ),
    ),
    "rank-range": (
        message("Best and worst rank"),
        message("The ranks that a candidate can have at all, whatever the weights are."),
    ),
    "flip": (
        message("The smallest flip"),
        message(
            "The smallest change of weights, or of one score, with which another candidate becomes first. If"
            " it is small, the first place is not settled."
        ),
    ),
    "worth-knowing": (
        message("What to find out next"),
        message("The missing or uncertain score that would tell most about who is first, once it is known."),
    ),
    "agreement": (
        message("Agreement"),
        message("Whether other methods and weightings give the same order; 1 is the same, 0 is unrelated."),
    ),
    "kendall": (
        message("Kendall's tau-b"),
        message(
            "A number for how alike two rankings are: 1 is the same order, 0 is unrelated, -1 is the reverse."
        ),
    ),
    "improve": (
        message("What would make it first"),
        message("The smallest changes of its scores with which a candidate would reach first place."),
    ),
    "record": (
        message("What recomputes this"),
        message(
            "The versions and hashes with which anybody can compute the same numbers again and compare them."
        ),
    ),
}


@router.get("/help", name="help_page")
def help_page(request: Request) -> Response:
    """Explain every term."""
    terms = [{"id": id, "name": name.texts(), "words": words.texts()} for id, (name, words) in TERMS.items()]
    return shown(request, "help.html", {"terms": terms})
