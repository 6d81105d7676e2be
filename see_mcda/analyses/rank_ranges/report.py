"""Rank ranges as text: who can be first, who never, who is never below whom, and every range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, Verbatim

if TYPE_CHECKING:
    from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges

SENTENCES = 5
"""Candidates of whom it is told, at most, below whom they never are."""


def rank_ranges_text(ranges: RankRanges, language: str = "en", room: int = WIDTH) -> str:
    """Return who can be first, a table of all ranges, the note and the warnings."""
    drawing = _RankRangesText(ranges, language, room)
    parts = [
        "\n".join([*drawing.title(), *drawing.lines([drawing.question()])]),
        "\n".join(drawing.lines(drawing.sentences())),
        "\n".join([*drawing.table(), *drawing.lines(drawing.legend())]),
        *drawing.notes(ranges.warnings),
    ]
    return "\n\n".join(parts)


def rank_ranges_sentences(ranges: RankRanges, language: str = "en") -> list[str]:
    """Return who can be first, and who is never below whom."""
    drawing = _RankRangesText(ranges, language, WIDTH)
    return drawing.spoken(drawing.sentences())


class _RankRangesText(Drawing):
    def __init__(self, ranges: RankRanges, language: str, width: int):
        super().__init__(ranges.problem, language, width)
        self.it = ranges
        self.open = not bool(ranges.proved[ranges.problem.eligible].all())

    def lines(self, messages: list[Message]) -> list[str]:
        return [paragraph(self.say(words), self.width) for words in messages]

    def who(self, row: int) -> Verbatim:
        return self.named(row)

    def question(self) -> Message:
        if not self.it.statements:
            return message("Which rank can each candidate have, whatever the weights?")
        return message(
            "Which rank can each candidate have, under all weights with {statements}?",
            statements=Verbatim(" · ".join(_shown(statement) for statement in self.it.statements)),
        )

    def sentences(self) -> list[Message]:
        return [*self.first(), *self.middle(), *self.above()]

    def first(self) -> list[Message]:
        always, can, never = self.it.always_first, self.it.can_be_first, self.it.never_first
        said = []
        if always:
            said.append(
                message("First under all these weights: {names}.", names=[self.who(row) for row in always])
            )
        if len(can) > len(always):
            others = [self.who(row) for row in can if row not in always]
            said.append(message("Can be first: {names}.", names=others))
        if never:
            said.append(message("Never first: {names}.", names=[self.who(row) for row in never]))
        return said

    def middle(self) -> list[Message]:
        """Return how the leader in the middle of the weights can fare."""
        it = self.it
        leader = next(row for row in it.ranking.order)
        name, best, worst = self.who(leader), int(it.best[leader]), int(it.worst[leader])
        sure, last = int(it.outer_worst[leader]), int(it.problem.eligible.sum())
        if best == worst:
            said = message(
                "{name}, first in the middle of these weights, is always rank {best}.", name=name, best=best
            )
            return [said] if sure == worst else []
        said = message(
            "{name}, first in the middle of these weights, can be anything from rank {best} to rank {worst}.",
            name=name,
            best=best,
            worst=worst,
        )
        if sure == last:
            return [said]
        return [said, message("It is never worse than rank {worst}.", worst=sure)]

    def above(self) -> list[Message]:
        order = self.it.ranking.order
        found = [(row, self.it.never_below(row)) for row in order if self.it.never_below(row)]
        return [
            message(
                "{name} is never below {others}.",
                name=self.who(row),
                others=[self.who(other) for other in order if other in below],
            )
            for row, below in found[:SENTENCES]
        ]

    def table(self) -> list[str]:
        it = self.it
        head = [message("Candidate"), message("best rank"), message("worst rank"), message("in the middle")]
        if self.open:
            head.append(message("proved limits"))
        rows = [[self.say(words) for words in head]]
        for row in it.ranking.order:
            cells = [self.name(row)]
            if not it.problem.eligible[row]:
                rows.append([*cells, *[NO_RANK] * (len(head) - 1)])
                continue
            cells += [str(int(it.best[row])), str(int(it.worst[row])), str(int(it.ranking.ranks[row]))]
            if self.open:
                limits = f"{int(it.outer_best[row])} - {int(it.outer_worst[row])}"
                cells.append("=" if it.proved[row].all() else limits)
            rows.append(cells)
        return self.columns(rows, 0, range(1, len(head)))

    def legend(self) -> list[Message]:
        said = [message("In the middle: the rank at the mean of the most extreme weights that are allowed.")]
        if self.open:
            said.append(
                message("Proved limits: no weights lead beyond them; = where best and worst are exact.")
            )
        else:
            said.append(message("All ranges are exact: weights that reach each rank are in the result."))
        return said


def _shown(statement: Any) -> str:
    if isinstance(statement, str):
        return statement
    return f"{statement['coefficients']} >= {statement.get('at_least', 0.0):g}"
