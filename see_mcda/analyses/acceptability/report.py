"""Rank acceptability as text: who is first how often, who cannot be told apart, and all chances."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GAP, GLUE, paragraph
from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import percent
from see_mcda.results.drawing import (
    NARROWEST_NAME,
    NO_RANK,
    WIDTH,
    Drawing,
    Verbatim,
    shown_share,
)

if TYPE_CHECKING:
    from see_mcda.analyses.acceptability.acceptability import Acceptability
    from see_mcda.render.cells import Rows

SPOKEN = 5
"""Candidates that are told of in sentences."""
LEADERS = 20
"""Candidates in the table where not every rank is counted."""
_SURE = 0.9
"""A candidate that is less often first with its own weights is not sure of it."""
_CHANCE = 5
"""Cells of a chance in the table."""


def acceptability_text(found: Acceptability, language: str = "en", room: int = WIDTH) -> str:
    """Return the answer in sentences, then the chances of all ranks, the note and the warnings."""
    drawing = _AcceptabilityTable(found, language, room)
    favours = [paragraph(drawing.say(line), room, "- ") for line in drawing.favours()]
    return "\n\n".join(
        [
            drawing.heading(),
            "\n".join(paragraph(drawing.say(line), room) for line in drawing.leaders()),
            *(["\n".join(favours)] if favours else []),
            drawing.chances(),
            *drawing.notes(found.warnings),
        ]
    )


def acceptability_rows(found: Acceptability, language: str = "en") -> Rows:
    """Return the header and one row a candidate, with full precision."""
    drawing = _AcceptabilityTable(found, language, WIDTH)
    problem, errors = found.problem, found.standard_errors
    e = int(problem.eligible.sum())
    head = ["id", drawing.say(message("Candidate")), drawing.say(message("expected rank"))]
    head += [drawing.say(message("standard error")), drawing.say(message("confidence"))]
    chances = [(message("chance of a rank up to {rank}", rank=found.top), found.top_ranks, errors.top_ranks)]
    if found.rank_acceptability is None or errors.rank_acceptability is None:
        chances.append((message("chance of rank {rank}", rank=1), found.first_rank, errors.first_rank))
    else:
        for place in range(e):
            words = message("chance of rank {rank}", rank=place + 1)
            chances.append((words, found.rank_acceptability[:, place], errors.rank_acceptability[:, place]))
    for words, _, _ in chances:
        head += [drawing.say(words), drawing.say(message("standard error"))]
    head += [
        drawing.say(message("central weight of {leaf}", leaf=leaf.title)) for leaf in problem.framework.leaves
    ]
    rows: list[list[object]] = []
    for row in drawing.order:
        numbers = [found.expected_rank[row], errors.expected_rank[row]]
        numbers.append(math.nan if found.confidence is None else found.confidence[row])
        for _, shares, error in chances:
            numbers += [shares[row], error[row]]
        numbers += found.central_weights[row].tolist()
        rows.append(
            [
                problem.candidates[row],
                drawing.text(problem.name(row)),
                *(None if math.isnan(number) else float(number) for number in numbers),
            ]
        )
    return head, rows


def acceptability_sentences(found: Acceptability, language: str = "en") -> list[str]:
    """Return who comes first how often, and under which weights."""
    drawing = _AcceptabilityTable(found, language, WIDTH)
    return drawing.spoken((*drawing.leaders(), *drawing.favours()))


def how_drawn(found: Acceptability) -> Message:
    """Return how many rankings were made, and what varied between them."""
    words = {"samples": f"{found.samples:,}", "scores": found.uncertain_scores}
    if not found.varies:
        return message("Neither the weights nor the scores vary here: there is only one ranking.")
    if not found.distribution.varies:
        return message(
            "Rankings made: {samples}, each with the weights as given and the uncertain scores ({scores})"
            " drawn at random; ± says how far off a chance is at most, in 95 of 100 cases.",
            **words,
        )
    if found.uncertain_scores:
        return message(
            "Rankings made: {samples}, each with weights and the uncertain scores ({scores}) drawn at random;"
            " ± says how far off a chance is at most, in 95 of 100 cases.",
            **words,
        )
    return message(
        "Rankings made: {samples}, each with weights drawn at random; ± says how far off a chance is at most,"
        " in 95 of 100 cases.",
        **words,
    )


class _AcceptabilityTable(Drawing):
    def __init__(self, found: Acceptability, language: str, width: int):
        super().__init__(found.problem, language, width)
        self.found = found
        self.e = int(self.problem.eligible.sum())
        eligible = np.flatnonzero(self.problem.eligible)
        by_rank = eligible[np.argsort(found.expected_rank[eligible], kind="stable")]
        self.order = [int(row) for row in by_rank]
        self.first = found.first_rank
        by_first = sorted(self.order, key=lambda row: -self.first[row])
        self.winners = [row for row in by_first if self.first[row] > 0]

    def heading(self) -> str:
        words = [how_drawn(self.found), *self.another()]
        said = [paragraph(self.say(one), self.width) for one in words]
        return "\n".join([*self.title(), *said, *self.directions()])

    def another(self) -> list[Message]:
        """Return why another candidate is spoken of than a plain ranking has first, if that is so."""
        others = self.found.first_with_equal_weights(self.found.distribution.document)
        if not self.winners or not others or self.winners[0] in others:
            return []
        return [
            message(
                "With equal weights {others} is first; here the weights vary, and {candidate} is most often.",
                others=[self.named(row) for row in others],
                candidate=self.named(self.winners[0]),
            )
        ]

    def leaders(self) -> list[Message]:
        """Return who is first how often, who cannot be told apart there, and who never is first."""
        if not self.found.varies:
            return [
                message("First in it: {candidates}.", candidates=[self.named(row) for row in self.winners])
            ]
        lines = [
            message(
                "{candidate} comes first in {share} of them.",
                candidate=self.named(row),
                share=Verbatim(self.share(row)),
            )
            for row in self.winners[:SPOKEN]
        ]
        lines += self.alike()
        never = [row for row in self.order if not self.first[row]]
        if never:
            words = [self.named(row) for row in never[:SPOKEN]]
            more = len(never) - len(words)
            shown: list[Message] = [*words, *([message("{count} more", count=more)] if more else [])]
            lines.append(message("Never first in any of them: {candidates}.", candidates=shown))
        return lines

    def share(self, row: int) -> str:
        share = f"{percent(float(self.first[row]))}{GLUE}%"
        error = self.found.standard_errors.first_rank[row] * self.found.margin
        return f"{share} ± {100 * error:.1f}"

    def alike(self) -> list[Message]:
        """Return who is always level, and who cannot be told from the first by the samples."""
        if len(self.winners) < 2:
            return []
        lines, left = [], self.winners[:SPOKEN]
        while left:
            level = [row for row in left if row == left[0] or self.found.always_level(left[0], row)]
            if len(level) > 1:
                names = [self.named(row) for row in level]
                lines.append(
                    message("These are always level with each other: {candidates}.", candidates=names)
                )
            left = [row for row in left if row not in level]
        errors = self.found.standard_errors.first_rank
        top = self.winners[0]
        near = [
            row
            for row in self.winners[1:]
            if not self.found.always_level(top, row)
            and self.first[top] - self.first[row]
            <= self.found.margin * math.hypot(float(errors[top]), float(errors[row]))
        ]
        if near:
            shown: list[Message] = [self.named(row) for row in [top, *near[:LEADERS]]]
            if len(near) > LEADERS:
                shown.append(message("{count} more", count=len(near) - LEADERS))
            lines.append(
                message(
                    "These cannot be told apart by how often they come first: {candidates}. More samples"
                    " might.",
                    candidates=shown,
                )
            )
        return lines

    def favours(self) -> list[Message]:
        """Return which criteria weigh more than usual where a candidate is first, and how sure it is."""
        found = self.found
        lines: list[Message] = []
        center = found.ranking.weights.values
        for row in self.winners[:SPOKEN]:
            central, errors = found.central_weights[row], found.standard_errors.central_weights[row]
            more = central - center
            clear = np.nan_to_num(errors, nan=np.inf) * found.margin < more
            most = [int(column) for column in np.argsort(-more)[:2] if clear[column] and more[column] > 0.01]
            if most:
                leaves = self.problem.framework.leaves
                parts = [
                    message(
                        "{leaf} (on average {share}, on the whole {usual})",
                        leaf=leaves[column].title,
                        share=Verbatim(shown_share(float(central[column]))),
                        usual=Verbatim(shown_share(float(center[column]))),
                    )
                    for column in most
                ]
                lines.append(
                    message(
                        "{candidate} comes first where much weight lies on {leaves}.",
                        candidate=self.named(row),
                        leaves=parts,
                    )
                )
            sure = 1.0 if found.confidence is None else float(found.confidence[row])
            if found.distribution.varies and found.confidence_samples and sure < _SURE:
                lines.append(
                    message(
                        "Even with the weights that suit {candidate}, it is first in {share} of cases only: "
                        "the uncertain scores decide.",
                        candidate=self.named(row),
                        share=Verbatim(f"{100 * sure:.0f}{GLUE}%"),
                    )
                )
        return lines

    def chances(self) -> str:
        """Return the table: as many ranks as fit, the others summed; the leaders alone without all ranks."""
        errors, every = self.found.standard_errors, self.found.rank_acceptability is not None
        fits = (self.width - NARROWEST_NAME - GAP - 8) // (_CHANCE + GAP)
        each = (self.e if self.e <= fits else max(fits - 1, 1)) if every else 1
        groups = [(place, place) for place in range(1, each + 1)]
        ends = sorted({end for end in (each, *(() if every else (self.found.top,)), self.e) if end >= each})
        groups += [(above + 1, end) for above, end in pairwise(ends)]
        heads = [str(low) if low == high else f"{low}-{high}" for low, high in groups]
        rows = [[self.say(message("Candidate")), *heads, self.say(message("expected rank"))]]
        for row in self.order if every else self.order[:LEADERS]:
            cells = [_percent(self.found.chance(row, *group)) for group in groups]
            rows.append([self.name(row), *cells, f"{self.found.expected_rank[row]:.2f}"])
        tables = (
            (errors.first_rank, errors.top_ranks)
            if errors.rank_acceptability is None
            else (errors.rank_acceptability,)
        )
        worst = max(float(table.max()) for table in tables) * self.found.margin
        words = message(
            "Chance of each rank in per cent (± {error} at most):",
            error=f"{100 * worst:.1f}",
        )
        block = self.block(words, self.columns(rows, 0, range(1, len(rows[0]))))
        hidden = 1 + self.e - len(rows)
        more = [
            paragraph(self.say(message("{count} more candidates are not shown.", count=hidden)), self.width)
        ]
        return "\n".join([block, *(more if hidden else [])])


def _percent(chance: float) -> str:
    if chance == 0:
        return NO_RANK
    return percent(chance)
