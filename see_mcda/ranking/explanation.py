"""Why one candidate ranks above another one, in words that are checked against the numbers.

The lead of a over b is shared out among the leaves by the method (exactly for additive methods, of logarithms
for the weighted product, as an allocation for TOPSIS; where a method has no contributions, a leaf's part is
the change of the lead when a scores there as b does). The *decisive* leaves are the fewest, largest first,
whose differences together outweigh all that speaks for b. Each explanation is tried: a is given b's scores at
the decisive leaves, and the text says whether it still leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

import numpy as np

from see_mcda.arguments import About, CandidateId
from see_mcda.arrays import Array
from see_mcda.errors import InputError, MethodError, refuse
from see_mcda.language.messages import Message, Text, message
from see_mcda.methods.ranks import TIE
from see_mcda.methods.titles import method_title
from see_mcda.model.cell import GATE_STATES
from see_mcda.model.problem import Problem
from see_mcda.ranking.document import ExplainedLeaf, ExplanationModel
from see_mcda.ranking.ranking import (
    MethodOptions,
    MissingScores,
    OneMethod,
    OneWeighting,
    Ranking,
    complete_ranking,
    finite,
)
from see_mcda.results.documents import NoticeModel, RecordModel
from see_mcda.results.result import Result


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Result):
    """Why the candidate in row ``leader`` stands above (or level with) the one in row ``other``."""

    name: ClassVar[str] = "explanation"
    prefix: ClassVar[str] = "explanation_"

    ranking: Ranking
    leader: int
    other: int

    @property
    def lead(self) -> float:
        """The leader's score less the other one's; 0 if they are tied."""
        return float(self.ranking.scores[self.leader] - self.ranking.scores[self.other])

    @property
    def tied(self) -> bool:
        """Whether both share a rank."""
        return bool(self.ranking.ranks[self.leader] == self.ranking.ranks[self.other] != 0)

    @cached_property
    def differences(self) -> Array:
        """(m,) what each leaf adds to the lead; they add up to it where contributions do to the score.

        NaN where the method has no answer to what the lead would be without a leaf.
        """
        shares = self.ranking.prepared.differences(self.ranking.weights.values, self.leader, self.other)
        if shares is not None:
            return shares
        m = len(self.ranking.problem.leaves)
        if not self.ranking.prepared.has_scores:
            return np.zeros(m)
        return np.array([self.lead - self._lead_without([column]) for column in range(m)])

    @cached_property
    def decisive(self) -> tuple[int, ...]:
        """The columns of the fewest leaves whose differences outweigh all that speaks for the other one."""
        if np.isnan(self.differences).any():
            return ()
        against = -self.differences[self.differences < 0].sum()
        columns: list[int] = []
        gained = 0.0
        for column in np.argsort(-self.differences, kind="stable"):
            if self.differences[column] <= TIE or gained > against + TIE:
                break
            columns.append(int(column))
            gained += float(self.differences[column])
        return tuple(columns) if gained > against + TIE else ()

    @cached_property
    def lead_without_decisive(self) -> float | None:
        """The lead if the leader scored at the decisive leaves as the other one does."""
        if not self.decisive or not self.ranking.prepared.has_scores:
            return None
        return finite(self._lead_without(self.decisive))

    def _lead_without(self, columns: Sequence[int]) -> float:
        weights = self.ranking.weights.values
        try:
            return self.ranking.prepared.lead_without(weights, self.leader, self.other, columns)
        except MethodError:  # such scores would break the method's assumptions
            return np.nan

    @cached_property
    def sentences(self) -> tuple[Message, ...]:
        """The explanation, one sentence after the other."""
        return tuple(_Writer(self).write())

    @cached_property
    def conclusion(self) -> tuple[Message, ...]:
        """What decides, and how certain that is: the sentences without the standing and without each leaf."""
        writer = _Writer(self)
        return (*writer.decision(), *writer.doubt()) if self.ranking.prepared.has_scores else ()

    def brief(self) -> str:
        """Return who is compared, and by how much the first one leads."""
        a, b = (self.ranking.complete.candidates[row] for row in (self.leader, self.other))
        lead = f"; lead {self.lead:.4g}" if self.ranking.prepared.has_scores else ""
        return f"{a} and {b}{lead}, by {self.ranking.method.name}"

    def text(self, language: str = "en") -> str:
        """Return the explanation as lines in ``language``."""
        return "\n".join(sentence.text(language) for sentence in self.sentences)

    def model(self) -> ExplanationModel:
        """Return the result document (``see-mcda/explanation/1``)."""
        ranking = self.ranking
        problem = ranking.complete
        contributions = ranking.contributions
        scored = ranking.prepared.has_scores
        weights = ranking.weights.to_dict()
        note = problem.note or problem.framework.note
        return ExplanationModel(
            title=dict(problem.title) if problem.title else None,
            method=ranking.method_model(),
            weighting=ranking.weighting_model(),
            weights=weights,
            leader=problem.candidates[self.leader],
            other=problem.candidates[self.other],
            scores=(finite(ranking.scores[self.leader]), finite(ranking.scores[self.other])),
            ranks=(int(ranking.ranks[self.leader]) or None, int(ranking.ranks[self.other]) or None),
            leaves={
                leaf: ExplainedLeaf(
                    values=(
                        finite(problem.values[self.leader, column]),
                        finite(problem.values[self.other, column]),
                    ),
                    weight=weights[leaf],
                    contributions=None
                    if contributions is None
                    else (
                        finite(contributions[self.leader, column]),
                        finite(contributions[self.other, column]),
                    ),
                    difference=finite(self.differences[column]) if scored else None,
                )
                for column, leaf in enumerate(problem.leaves)
            },
            contribution_kind=ranking.contribution_kind,  # type: ignore[arg-type]
            decisive=[problem.leaves[column] for column in self.decisive],
            lead_without_them=self.lead_without_decisive,
            sentences=[sentence.texts() for sentence in self.sentences],
            warnings=[NoticeModel.of(warning) for warning in ranking.warnings],
            note=dict(note) if note else None,
            record=RecordModel(**ranking.record),
        )


def explain(
    problem: Problem,
    weights: OneWeighting = "equal",
    a: Annotated[CandidateId, About("candidate, by its name or id (default: the first)", metavar="A")] = None,
    b: Annotated[
        CandidateId, About("other candidate, by its name or id (default: the one just below)", metavar="B")
    ] = None,
    *,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
) -> Explanation:
    """Explain why candidate ``a`` ranks above ``b``, or below it.

    ``a`` defaults to the first of the ranking; ``b`` to the one just below ``a``, or just above it if ``a``
    is last. The other arguments are those of :func:`see_mcda.rank`. Raises :class:`see_mcda.SeeMcdaError` for
    an unknown candidate or if there is nobody to compare with.
    """
    ranking = complete_ranking(problem, weights, method=method, missing=missing, **options)
    order = ranking.order
    if len(order) < 2:
        raise refuse(
            InputError, "one-candidate", "there is only one candidate, so there is none to compare it with"
        )
    row = order[0] if a is None else ranking.complete.row(a)
    if b is None:
        at = order.index(row)
        beside = order[at + 1] if at + 1 < len(order) else order[at - 1]
    else:
        beside = ranking.complete.row(b)
    if row == beside:
        raise refuse(
            InputError, "same-candidate", "two different candidates are needed, not {id} twice", id=a
        )
    leader, other = sorted((row, beside), key=order.index)
    return Explanation(ranking, leader, other)


class _Writer:
    """Writes the sentences of an explanation; every claim in them is computed where it is written."""

    def __init__(self, explanation: Explanation):
        self.it = explanation
        self.problem = explanation.ranking.complete
        self.a: Text = self.problem.name(explanation.leader)
        self.b: Text = self.problem.name(explanation.other)
        self.leaves = self.problem.framework.leaves
        pair = explanation.ranking.scores[[explanation.leader, explanation.other]]
        # up to it, two scores are tied
        self._level = TIE * max(1.0, float(np.abs(np.nan_to_num(pair)).max()))

    def write(self) -> list[Message]:
        sentences = [self._standing()]
        if not self.problem.eligible[self.it.other]:
            sentences.append(self._failed(self.it.other, self.b))
            if not self.problem.eligible[self.it.leader]:
                sentences.append(self._failed(self.it.leader, self.a))
        if self.it.ranking.prepared.has_scores:
            sentences += self._sides()
            sentences += self.decision()
            sentences += self._kind()
            sentences += self.doubt()
        return sentences

    def _standing(self) -> Message:
        ranking = self.it.ranking
        words = {
            "a": self.a,
            "b": self.b,
            "method": method_title(ranking.method.name),
            "weighting": ranking.weights.name or ranking.weights.id or message("custom weights"),
            "rank": int(ranking.ranks[self.it.leader]),
            "other_rank": int(ranking.ranks[self.it.other]),
            "score": round(float(ranking.scores[self.it.leader]), 4),
            "other_score": round(float(ranking.scores[self.it.other]), 4),
        }
        if self.it.tied:
            return message(
                "{a} and {b} share rank {rank} by {method} under {weighting}, with the score {score}.",
                **words,
            )
        if not self.problem.eligible[self.it.other]:
            return message(
                "{b} is not ranked; by {method} under {weighting} its score would be {other_score}, and"
                " {a} has {score}.",
                **words,
            )
        if not ranking.prepared.has_scores:
            return message(
                "{a} is rank {rank} and {b} rank {other_rank}, by {method} under {weighting}.", **words
            )
        return message(
            "{a} is rank {rank} with {score}, {b} is rank {other_rank} with {other_score},"
            " by {method} under {weighting}.",
            **words,
        )

    def _failed(self, row: int, name: Text) -> Message:
        if row == self.problem.reference:
            return message("{name} is not a candidate; it is shown for comparison.", name=name)
        failed = [
            self.problem.reasons.get((row, at)) or gate.question or {"en": gate.id}
            for at, gate in enumerate(self.problem.framework.gates)
            if GATE_STATES[self.problem.gates[row, at]] == "fail"
        ]
        return message("{name} fails a gate: {reasons}", name=name, reasons=failed)

    def _sides(self) -> list[Message]:
        order = np.argsort(-np.abs(self.it.differences), kind="stable")
        ahead = [column for column in order if self.it.differences[column] > TIE]
        behind = [column for column in order if self.it.differences[column] < -TIE]
        sentences = []
        if ahead:
            sentences.append(
                message("For {a}: {leaves}.", a=self.a, leaves=[self._leaf(column) for column in ahead])
            )
        if behind:
            sentences.append(
                message("For {b}: {leaves}.", b=self.b, leaves=[self._leaf(column) for column in behind])
            )
        sentences += self._level_leaves([at for at in order if abs(self.it.differences[at]) <= TIE])
        unknown = [self.leaves[column].title for column in order if np.isnan(self.it.differences[column])]
        if unknown:
            sentences.append(message("The method gives no separate figure for: {leaves}.", leaves=unknown))
        return sentences

    def _level_leaves(self, columns: Sequence[int]) -> list[Message]:
        """Return at which leaves nothing is added to the lead, and why: the scores there may differ."""
        pair = self.problem.values[[self.it.leader, self.it.other]]
        differ = np.isfinite(pair).all(axis=0) & (pair[0] != pair[1])
        unweighted = self.it.ranking.weights.values == 0
        same = [self.leaves[at].title for at in columns if not differ[at]]
        without = [self.leaves[at].title for at in columns if differ[at] and unweighted[at]]
        alike = [self.leaves[at].title for at in columns if differ[at] and not unweighted[at]]
        sentences = []
        if same:
            sentences.append(message("No difference: {leaves}.", leaves=same))
        if without:
            sentences.append(message("Not counted, with a weight of 0: {leaves}.", leaves=without))
        if alike and not self.problem.eligible[self.it.other]:
            sentences.append(
                message(
                    "Different scores that count the same: {leaves}. A candidate that is not ranked counts"
                    " at most as the best and at least as the worst of the others.",
                    leaves=alike,
                )
            )
        elif alike:
            sentences.append(message("Different scores that count the same: {leaves}.", leaves=alike))
        return sentences

    def _leaf(self, column: int) -> Message:
        value, other = self.problem.values[[self.it.leader, self.it.other], column].tolist()
        leaf, difference = self.leaves[column].title, f"{self.it.differences[column]:+.4g}"
        if np.isnan(value) or np.isnan(other):  # judged in pairs, not scored
            return message("{leaf} ({difference})", leaf=leaf, difference=difference)
        return message(
            "{leaf} ({value} against {other_value}, {difference})",
            leaf=leaf,
            value=value,
            other_value=other,
            difference=difference,
        )

    def decision(self) -> list[Message]:
        """Return which leaves decide, and who leads without them."""
        if self.it.tied or not self.it.decisive:
            return []
        names = [self.leaves[column].title for column in self.it.decisive]
        words = {"a": self.a, "b": self.b, "leaves": names}
        against = (self.it.differences < -TIE).any()
        sentences = [
            message("Decisive: {leaves}; this alone outweighs everything in favour of {b}.", **words)
            if against
            else message("Nothing is in favour of {b}; the largest difference is for {leaves}.", **words)
        ]
        left = self.it.lead_without_decisive
        if left is not None and self.problem.eligible[self.it.other]:
            sentences.append(
                message("If {a} had the scores of {b} there, {a} would still be ahead of {b}.", **words)
                if left > self._level
                else message("If {a} had the scores of {b} there, {b} would be ahead of {a}.", **words)
                if left < -self._level
                else message("If {a} had the scores of {b} there, the two would be tied.", **words)
            )
        return sentences

    def _kind(self) -> list[Message]:
        if self.it.tied or not self.it.decisive:
            return []
        if self.it.ranking.contribution_kind == "allocated":
            return [
                message(
                    "TOPSIS is not a sum: the differences divide the lead in closeness (allocated,"
                    " Aumann-Shapley)."
                )
            ]
        if self.it.ranking.contribution_kind == "log":
            return [message("The differences are of logarithms: the weighted product multiplies.")]
        return []

    def doubt(self) -> list[Message]:
        """Return whether doubtful scores could turn the two."""
        ranges = self.it.ranking.score_ranges
        scores = self.it.ranking.scores
        low = ranges.get(self.it.leader, (scores[self.it.leader],) * 2)[0]
        high = ranges.get(self.it.other, (scores[self.it.other],) * 2)[1]
        if not self.it.tied and self.problem.eligible[self.it.other] and low <= high and ranges:
            return [
                message(
                    "Not certain: with the uncertain scores at the ends of their ranges, {a} could have"
                    " {low} and {b} {high}.",
                    a=self.a,
                    b=self.b,
                    low=round(float(low), 4),
                    high=round(float(high), 4),
                )
            ]
        return []
