"""Request bodies for weights."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, Field

from see_mcda.elicitation.ways import Place
from see_mcda.weighting.ahp import INCOMPLETE, METHODS
from see_mcda.weighting.best_worst import MODELS
from see_mcda.weighting.group import HOWS
from see_mcda.weighting.objective import RULES as SCORE_RULES
from see_mcda.weighting.random_index import DEFAULT, NAMES
from see_mcda.weighting.rank_order import RULES as ORDER_RULES
from see_mcda_api.http.bodies import Body

JudgmentMethod: TypeAlias = Literal[METHODS]  # type: ignore[valid-type]
RandomIndex: TypeAlias = Literal[NAMES]  # type: ignore[valid-type]
Incomplete: TypeAlias = Literal[INCOMPLETE]  # type: ignore[valid-type]
How: TypeAlias = Literal[HOWS]  # type: ignore[valid-type]
Model: TypeAlias = Literal[MODELS]  # type: ignore[valid-type]
OrderRule: TypeAlias = Literal[ORDER_RULES]  # type: ignore[valid-type]
ScoreRule: TypeAlias = Literal[SCORE_RULES]  # type: ignore[valid-type]
Judgments: TypeAlias = str | list[list[Any]] | dict[str, Any]
Numbers: TypeAlias = str | dict[str, float | str]
JUDGED = (
    "pairs [[a, b, 3], …] (a is 3 times as important as b), rows of a matrix (null for a missing judgment),"
    " {matrix, criteria}, or text: 1 3; 1/3 1"
)
NUMBERED = "a number for each criterion: {a: 1, b: 3}, or text: a=1,b=3"


def example(**fields: Any) -> ConfigDict:
    """Return the configuration of a body with one example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Placed(Body):
    """The criteria to weigh."""

    way: ClassVar[str]
    framework: str | dict[str, Any] | None = Field(
        default=None, description="the name of a built-in framework, or a framework document"
    )
    node: str | None = Field(default=None, description="the node of the framework whose children are weighed")
    criteria: list[str] | None = Field(
        default=None, description="the names of the criteria, if there is no framework"
    )
    id: str | None = Field(default=None, description="the id of the weighting document")

    def place(self) -> Place:
        """Return the place of the criteria in the framework."""
        return Place.of(self.framework, self.node, self.criteria)


class _Judged(Placed):
    method: JudgmentMethod = Field(default=METHODS[0], description="the prioritisation method")
    random_index: RandomIndex = Field(default=DEFAULT, description="random index of the consistency ratio")
    incomplete: Incomplete = Field(default=INCOMPLETE[0], description="the treatment of missing judgments")
    dates_as_fractions: bool = Field(
        default=False, description="read a date such as 3-Jan as the fraction (1/3) that was typed"
    )


class AhpWeights(_Judged):
    """Pairwise comparisons of one person."""

    model_config = example(
        framework="see",
        node="pillars",
        judgments=[["social", "economic", 2], ["environmental", "economic", 3]],
    )
    way = "ahp"
    judgments: Judgments = Field(description=JUDGED)


class GroupWeights(_Judged):
    """Pairwise comparisons of several people."""

    model_config = example(
        judgments=["1 3 5; 1/3 1 2; 1/5 1/2 1", "1 2 4; 1/2 1 2; 1/4 1/2 1"],
        criteria=["price", "quality", "service"],
        members=["anna", "boon"],
        voters=[1, 2],
    )
    way = "group"
    judgments: list[Judgments] = Field(min_length=1, description=f"for each member: {JUDGED}")
    members: list[str] | None = Field(default=None, description="an id for each member")
    voters: list[float] | None = Field(default=None, description="the weight of each member (default: equal)")
    how: How = Field(default=HOWS[0], description="what is aggregated: judgments or priorities")


class BestWorstWeights(Placed):
    """Comparisons of the best and the worst criterion with the others."""

    model_config = example(
        best_to_others={"price": 2, "quality": 1, "service": 8},
        others_to_worst={"price": 4, "quality": 8, "service": 1},
    )
    way = "best-worst"
    best_to_others: Numbers = Field(
        description=f"importance of the best criterion relative to each; {NUMBERED}"
    )
    others_to_worst: Numbers = Field(
        description=f"importance of each criterion relative to the worst; {NUMBERED}"
    )
    model: Model = Field(default=MODELS[0], description="the optimisation model")


class SwingWeights(Placed):
    """Points for raising each criterion from its worst to its best level."""

    model_config = example(
        framework="see", node="pillars", points={"economic": 60, "social": 100, "environmental": 80}
    )
    way = "swing"
    points: Numbers = Field(description=f"points from 0 to 100; {NUMBERED}")


class SwingQuestions(Placed):
    """The criteria of swing questions."""

    model_config = example(framework="see", node="pillars", first="social")
    first: str | None = Field(
        default=None, description="the criterion with 100 points; without it, the first question asks for it"
    )


class RankOrderWeights(Placed):
    """Criteria in order of importance."""

    model_config = example(framework="see", node="pillars", order=[["social"], ["economic", "environmental"]])
    way = "rank-order"
    order: str | list[str | list[str]] = Field(
        description="most important first, an inner list is a tie; or text: a > b = c"
    )
    rule: OrderRule = Field(default=ORDER_RULES[0], description="the formula for the weights")


_PROBLEM: dict[str, Any] = {
    "framework": "see",
    "missing": "neutral",
    "candidates": [
        {"id": "sampran", "scores": {"cooperation": 3.5, "market": 3, "economic": 3.5}},
        {"id": "moral-farmer", "scores": {"cooperation": 4, "market": 2.5, "economic": 3}},
    ],
}


class FromProblem(Body):
    """A problem that determines the weights."""

    way: ClassVar[str]
    problem: dict[str, Any] = Field(description="the problem document; see GET /v1/schemas/problem")
    normalization: str | None = Field(
        default=None, description="the normalisation of the scores (default: that of the rule or method)"
    )
    missing: str | None = Field(default=None, description="the treatment of missing scores")
    id: str | None = Field(default=None, description="the id of the weighting document")


class ObjectiveWeights(FromProblem):
    """A problem whose scores determine the weights."""

    model_config = example(problem=_PROBLEM, rule="std")
    way = "objective"
    rule: ScoreRule = Field(default=SCORE_RULES[0], description="the formula for the weights")


class CentreWeights(FromProblem):
    """Statements about the criteria or candidates of a problem, which allow the weights around a centre."""

    model_config = example(
        problem=_PROBLEM, statements=["economic >= 2 * social", "@moral-farmer >= @sampran"]
    )
    way = "centre"
    statements: list[str | dict[str, Any]] = Field(description='statements, such as "economic >= social"')
    method: str = Field(default="additive", description="the method of the scores that statements compare")


class ShownWeights(Body):
    """A weighting and the framework to show it on."""

    model_config = example(weights="social-led", framework="see")
    weights: str | dict[str, Any] | list[float] = Field(
        description="the name of a built-in weighting, a weighting document, {leaf: weight}, or a list"
    )
    framework: str | dict[str, Any] = Field(
        default="see", description="the name of a built-in framework, or a framework document"
    )


class Question(Body):
    """An elicitation question."""

    question: dict[str, str] = Field(description="the text in each language")
