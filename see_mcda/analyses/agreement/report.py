"""An agreement as text: do the rankings agree, who moves and why, the ranks side by side, the assessors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, Verbatim, shown_share

if TYPE_CHECKING:
    from see_mcda.analyses.agreement.agreement import Agreement
    from see_mcda.analyses.agreement.assessors import Assessor, Assessors
    from see_mcda.analyses.agreement.movers import Move
    from see_mcda.render.cells import Rows

MOVERS = 5
"""Candidates whose largest move is told in a sentence."""
APART = 5
"""Rankings that are told to stand apart."""
STRONG, WEAK = 0.9, 0.6
"""Kendall's W from which rankings agree almost wholly, and below which they agree little."""


def agreement_text(agreement: Agreement, language: str = "en", room: int = WIDTH) -> str:
    """Return what the rankings say together, who moves and why, a table of ranks, and the assessors."""
    drawing = _AgreementText(agreement, language, room)
    parts = [
        "\n".join([*drawing.title(), *drawing.lines(drawing.answer())]),
        *drawing.movers(),
        drawing.consensus(),
        drawing.outliers(),
        *drawing.assessors(),
        *drawing.notes(agreement.warnings),
    ]
    return "\n\n".join(part for part in parts if part)


def agreement_sentences(agreement: Agreement, language: str = "en") -> list[str]:
    """Return what the rankings say together, and who moves most and why."""
    drawing = _AgreementText(agreement, language, WIDTH)
    said = [drawing.say(one) for one in drawing.answer()]
    moved = [drawing.moved(row, move) for row, move in drawing.moves()]
    return [*said, *moved, *drawing.spoken(())]


def moves_sentences(agreement: Agreement, language: str = "en") -> list[str]:
    """Return who moves most and why."""
    drawing = _AgreementText(agreement, language, WIDTH)
    moved = [drawing.moved(row, move) for row, move in drawing.moves()]
    return [*moved, *drawing.spoken(())]


class _AgreementText(Drawing):
    def __init__(self, agreement: Agreement, language: str, width: int):
        super().__init__(agreement.problem, language, width)
        self.it = agreement
        self.count = len(agreement.rankings)

    def lines(self, messages: list[Message]) -> list[str]:
        return [paragraph(self.say(words), self.width) for words in messages]

    def who(self, row: int) -> Verbatim:
        return self.named(row)

    def answer(self) -> list[Message]:
        wins = (self.it.ranks == 1).sum(axis=0)
        leaders = [row for row in np.argsort(-wins, kind="stable").tolist() if wins[row]]
        combinations = self.it.combinations
        said = [
            message(
                "{count} rankings are compared: {methods} method(s), {normalizations} normalisation(s)"
                " and {weightings} weighting(s).",
                count=self.count,
                methods=len({one.method for one in combinations}),
                normalizations=len({one.normalization for one in combinations}),
                weightings=len({one.weighting for one in combinations}),
            )
        ]
        if len(leaders) == 1:
            said.append(message("{name} is first in every one of them.", name=self.who(leaders[0])))
        else:
            said += [
                message(
                    "{name} is first in {wins} of {count}.",
                    name=self.who(row),
                    wins=int(wins[row]),
                    count=self.count,
                )
                for row in leaders[:5]
            ]
        return [*said, *self.concordance()]

    def concordance(self) -> list[Message]:
        w = self.it.concordance.w
        if np.isnan(w):
            return [message("How far they agree cannot be measured: one ranking, or nobody told apart.")]
        shown = f"{w:.2f}"
        said = [
            message(
                "On the whole order they agree almost wholly (Kendall's W = {w}; 1 is the same order).",
                w=shown,
            )
            if w >= STRONG
            else message(
                "On the whole order they agree in the main (Kendall's W = {w}; 1 is the same order).", w=shown
            )
            if w >= WEAK
            else message(
                "On the whole order they agree little (Kendall's W = {w}; 1 is the same order).", w=shown
            )
        ]
        first = [np.flatnonzero(ranks == 1).tolist() for ranks in (self.it.borda, self.it.copeland)]
        if first[0] == first[1]:
            said.append(
                message(
                    "Taken together, by points (Borda) and by duels (Copeland): {names} first.",
                    names=[self.who(row) for row in first[0]],
                )
            )
        else:
            said.append(
                message(
                    "Taken together: by points (Borda) {points} first, by duels (Copeland) {duels}.",
                    points=[self.who(row) for row in first[0]],
                    duels=[self.who(row) for row in first[1]],
                )
            )
        return said

    def moves(self) -> list[tuple[int, Move]]:
        """Return who moves, the farthest first."""
        moves = [(row, move) for row, move in enumerate(self.it.moves) if move is not None]
        return sorted(moves, key=lambda item: -item[1].places)[:MOVERS]

    def movers(self) -> list[str]:
        moves = self.moves()
        if not moves:
            return [*self.lines([message("Nobody changes rank.")])] if self.count > 1 else []
        said = [paragraph(self.moved(row, move), self.width, "- ") for row, move in moves]
        title = message("Who moves most when one choice is changed, and why:")
        return [self.block(title, said)]

    def moved(self, row: int, move: Move) -> str:
        """Return which change of one choice moves a candidate most, and for which criterion."""
        said = self.say(self.places(row, move))
        if move.leaf is None:
            return said
        leaf = Verbatim(self.text(self.problem.framework.leaves[move.leaf].title))
        return " ".join([said, self.say(message("It is mostly its standing at {leaf}.", leaf=leaf))])

    def places(self, row: int, move: Move) -> Message:
        start, end = self.it.combinations[move.start], self.it.combinations[move.end]
        words: dict[str, object] = {
            "name": self.who(row),
            "before": int(self.it.ranks[move.start, row]),
            "after": int(self.it.ranks[move.end, row]),
            "from": _chosen(start, move.choice),
            "to": _chosen(end, move.choice),
            "method": start.method,
            "normalization": start.normalization,
            "weighting": start.weighting,
        }
        if move.choice == "method":
            return message(
                "{name}: rank {before} by {from}, {after} by {to} (normalisation {normalization},"
                " weighting {weighting}).",
                **words,
            )
        if move.choice == "normalization":
            return message(
                "{name}: rank {before} with the normalisation {from}, {after} with {to} ({method},"
                " weighting {weighting}).",
                **words,
            )
        if move.choice == "weighting":
            return message(
                "{name}: rank {before} under the weighting {from}, {after} under {to} ({method},"
                " normalisation {normalization}).",
                **words,
            )
        return message("{name}: rank {before} by {from}, {after} by {to}.", **words)

    def consensus(self) -> str:
        it = self.it
        order = np.argsort(np.where(it.borda == 0, len(it.borda) + 1, it.borda), kind="stable").tolist()
        head = [
            self.say(message("Candidate")),
            self.say(message("Borda")),
            self.say(message("Copeland")),
            self.say(message("best rank")),
            self.say(message("median")),
            self.say(message("worst rank")),
            self.say(message("first in")),
        ]
        rows = [head]
        for row in order:
            if not self.problem.eligible[row]:
                rows.append([self.name(row), *[NO_RANK] * (len(head) - 1)])
                continue
            wins = int((it.ranks[:, row] == 1).sum())
            numbers = (it.borda[row], it.copeland[row], it.best[row], it.median[row], it.worst[row])
            rows.append([self.name(row), *(f"{number:g}" for number in numbers), f"{wins}/{self.count}"])
        title = message("Ranks of each candidate over all rankings:")
        return self.block(title, self.columns(rows, 0, range(1, len(head))))

    def outliers(self) -> str:
        """Return each method's and normalisation's mean agreement with all other rankings."""
        if self.count < 2:
            return ""
        alike = self.it.tau_b.copy()
        np.fill_diagonal(alike, np.nan)
        rows = [[self.say(message("Ranking")), "tau-b"]]
        means = [float(row[~np.isnan(row)].mean()) if (~np.isnan(row)).any() else np.nan for row in alike]
        for at in np.argsort(np.nan_to_num(means, nan=-2.0), kind="stable")[:APART].tolist():
            one = self.it.combinations[at]
            shown = NO_RANK if np.isnan(means[at]) else f"{means[at]:.2f}"
            rows.append([f"{one.method}, {one.normalization}, {one.weighting}", shown])
        title = message(
            "Which rankings stand most apart, by their mean agreement with all others (Kendall's tau-b;"
            " 1: the same order, 0: no relation, -1: reversed):"
        )
        return self.block(title, self.columns(rows, 0, [1]))

    def assessors(self) -> list[str]:
        panel = self.it.assessors
        if panel is None:
            return []
        return [
            self.block(
                message("The assessors (told apart by their place in a score):"),
                [paragraph(self.say(words), self.width, "- ") for words in self.panel(panel)],
            )
        ]

    def panel(self, panel: Assessors) -> list[Message]:
        said = [
            message("{count} assessors judged {scores} scores.", count=panel.count, scores=len(panel.cells))
        ]
        icc = panel.intraclass["ICC(2,1)"]
        if np.isnan(icc.value):
            said.append(message("How alike they score cannot be measured: the scores do not differ."))
        else:
            said.append(
                message(
                    "How alike they score: {value}, between {low} and {high} at a confidence of 95 %"
                    " (intraclass correlation, absolute agreement, ICC(2,1); 1 is the same scores).",
                    value=f"{icc.value:.2f}",
                    low=_two(icc.low),
                    high=_two(icc.high),
                )
            )
        for leaf, found in panel.concordance.items():
            if not np.isnan(found.w):
                said.append(
                    message(
                        "How alike they order {candidates} candidates at {leaf}: {w} (Kendall's W).",
                        candidates=found.candidates,
                        leaf=Verbatim(self.text(self.problem.framework.nodes[leaf].title)),
                        w=f"{found.w:.2f}",
                    )
                )
        if panel.far_off is None:
            said.append(message("No single assessor stands apart from the others."))
        else:
            said += self.far_off(panel.each[panel.far_off])
        return said

    def far_off(self, one: Assessor) -> list[Message]:
        words: dict[str, object] = {
            "place": one.place + 1,
            "distance": shown_share(one.mean_distance),
        }
        said = [
            message(
                "Assessor {place} is farthest from the others: {distance} of the scale on average, and on the"
                " whole kinder.",
                **words,
            )
            if one.mean_deviation > 0
            else message(
                "Assessor {place} is farthest from the others: {distance} of the scale on average, and on the"
                " whole stricter.",
                **words,
            )
        ]
        for cell in one.farthest[:3]:
            said.append(
                message(
                    "Assessor {place} gave {name} {given} at {leaf}, the others {others} on average.",
                    place=one.place + 1,
                    name=self.who(cell.row),
                    given=cell.given,
                    leaf=Verbatim(self.text(self.problem.framework.leaves[cell.column].title)),
                    others=cell.others,
                )
            )
        return said


def _chosen(combination: object, choice: str) -> str:
    if choice != "several":
        return str(getattr(combination, choice))
    return ", ".join(getattr(combination, name) for name in ("method", "normalization", "weighting"))


def _two(number: float) -> str:
    return NO_RANK if np.isnan(number) else f"{number:.2f}"


def agreement_rows(agreement: Agreement, language: str = "en") -> Rows:
    """Return a row for each candidate: consensus, best, median and worst rank, then every ranking's."""
    drawing = Drawing(agreement.problem, language, WIDTH)
    head = [
        "id",
        *(
            drawing.say(words)
            for words in (
                message("Candidate"),
                message("Borda"),
                message("Copeland"),
                message("best rank"),
                message("median"),
                message("worst rank"),
            )
        ),
        *(f"{one.method}, {one.normalization}, {one.weighting}" for one in agreement.combinations),
    ]
    rows: list[list[object]] = []
    for row, candidate in enumerate(agreement.problem.candidates):
        numbers = [
            agreement.borda[row].item(),
            agreement.copeland[row].item(),
            agreement.best[row].item(),
            agreement.median[row].item(),
            agreement.worst[row].item(),
            *agreement.ranks[:, row].tolist(),
        ]
        rows.append([candidate, drawing.text(agreement.problem.name(row)), *(n or None for n in numbers)])
    return head, rows
