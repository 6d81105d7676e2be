"""Several rankings side by side: who leads, and who moves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.elicitation.report import weighting_names
from see_mcda.language.line_breaking import GAP, paragraph, ruled, widest, width
from see_mcda.language.messages import Message, message
from see_mcda.model.cell import GATE_STATES
from see_mcda.results.drawing import NARROWEST_NAME, NO_RANK, ON_CONDITION, WIDTH, Drawing, Verbatim, notes

if TYPE_CHECKING:
    from see_mcda.ranking.comparison import Comparison

RANGE = 7
"""Cells of the last column, from the best to the worst rank."""


def comparison_table(comparison: Comparison, language: str = "en", room: int = WIDTH) -> str:
    """Return a comparison as text: ranks side by side, who leads, who moves, the note and the warnings."""
    drawing = _ComparisonTable(comparison, language, room)
    parts = [
        drawing.heading(),
        drawing.key(),
        *drawing.tables(),
        drawing.findings(),
        *notes(comparison.problem, comparison.warnings, language, room),
    ]
    return "\n\n".join(parts)


def comparison_sentences(comparison: Comparison, language: str = "en") -> list[str]:
    """Return who leads how often, and who moves most."""
    drawing = _ComparisonTable(comparison, language, WIDTH)
    return [drawing.say(one) for one in (*drawing.leaders(), *drawing.movers())]


class _ComparisonTable(Drawing):
    def __init__(self, comparison: Comparison, language: str, width: int):
        super().__init__(comparison.problem, language, width)
        self.rankings = comparison.rankings
        self.ranks = comparison.ranks
        weightings = [ranking.weights for ranking in self.rankings]
        self.weightings = [name.text(language) for name in weighting_names(weightings)]
        names = list(dict.fromkeys(self.weightings))
        self.letters = [_letters(names.index(name)) for name in self.weightings]
        places = np.where(self.ranks == 0, np.nan, self.ranks)
        known = ~np.isnan(places).all(axis=0)
        means = np.full(places.shape[1], np.inf)
        means[known] = np.nanmean(places[:, known], axis=0)
        self.widths = [
            max(3, widest(self.rank(at, row) for row in range(len(places[at])))) for at in range(len(places))
        ]
        self.order = [int(row) for row in np.argsort(means, kind="stable")]

    def heading(self) -> str:
        words = message(
            "Ranks of {candidates} candidates in {rankings} rankings; 1 is best.",
            candidates=len(self.problem.candidates),
            rankings=len(self.rankings),
        )
        return "\n".join([*self.title(), paragraph(self.say(words), self.width), *self.directions()])

    def key(self) -> str:
        lines = [self.say(message("Weightings:"))]
        for name, letter in dict(zip(self.weightings, self.letters, strict=True)).items():
            lines.append(paragraph(name, self.width, f"  {letter}  "))
        lines.append(self.say(message("Methods:")))
        for ranking in {ranking.method.name: ranking for ranking in self.rankings}.values():
            words = message(ranking.method.description)
            lines.append(paragraph(self.say(words), self.width, f"  {ranking.method.name}  "))
        return "\n".join(lines)

    def tables(self) -> list[str]:
        """Return as many tables as are needed for all rankings to fit, each with every candidate."""
        room = self.width - NARROWEST_NAME - GAP - RANGE
        blocks: list[list[int]] = [[]]
        for columns in self.by_method(range(len(self.rankings))):
            if blocks[-1] and self.needed([*blocks[-1], *columns]) > room and self.needed(columns) <= room:
                blocks.append([])
            for at in columns:
                if blocks[-1] and self.needed([*blocks[-1], at]) > room:
                    blocks.append([])
                blocks[-1].append(at)
        return ["\n".join(self.table(block)) for block in blocks]

    def needed(self, block: Sequence[int]) -> int:
        """Return the cells that the columns of ranks take, with the gaps before them."""
        widths = self.rank_widths(block)
        return sum(widths) + GAP * len(widths)

    def table(self, block: Sequence[int]) -> list[str]:
        spans = [self.span(row) for row in self.order]
        head = [
            self.say(message("Candidate")),
            *(self.letters[at] for at in block),
            self.say(message("best - worst")),
        ]
        rows = [
            [self.name(row), *(self.rank(at, row) for at in block), span]
            for row, span in zip(self.order, spans, strict=True)
        ]
        widths = self.rank_widths(block)
        last = max(RANGE, widest(spans))
        name = min(
            max(NARROWEST_NAME, widest(row[0] for row in rows)),
            max(NARROWEST_NAME, self.width - sum(widths) - last - GAP * (len(block) + 1)),
        )
        all_widths = [name, *widths, last]
        right = range(1, len(all_widths))
        return [
            self.methods_line(block, widths, name),
            *ruled([head, *rows], all_widths, right),
        ]

    def rank_widths(self, block: Sequence[int]) -> list[int]:
        """Return the widths of the columns of ranks: what they need, and what their method's name needs."""
        widths = [max(self.widths[at], len(self.letters[at])) for at in block]
        for columns in self.by_method(block):
            name = self.rankings[block[columns[0]]].method.name
            lacking = width(name) - sum(widths[column] for column in columns) - GAP * (len(columns) - 1)
            widths[columns[0]] += max(lacking, 0)
        return widths

    def by_method(self, block: Sequence[int]) -> list[list[int]]:
        """Return the neighbouring columns that have one method."""
        names = [self.rankings[at].method.name for at in block]
        return [list(columns) for _, columns in groupby(range(len(block)), key=lambda column: names[column])]

    def methods_line(self, block: Sequence[int], widths: Sequence[int], name: int) -> str:
        """Return the line above the head: each method's name over its columns."""
        line = " " * name
        for columns in self.by_method(block):
            room = sum(widths[column] for column in columns) + GAP * (len(columns) - 1)
            label = self.rankings[block[columns[0]]].method.name
            line += " " * GAP + (label.center(room, ".") if len(columns) > 1 else label.rjust(room))
        return line

    def rank(self, at: int, row: int) -> str:
        rank = int(self.ranks[at, row])
        if not rank:
            return NO_RANK
        tied = int((self.ranks[at] == rank).sum()) > 1
        return f"{'>' if rank == 1 else ''}{rank}{'=' if tied else ''}"

    def span(self, row: int) -> str:
        places = [int(rank) for rank in self.ranks[:, row] if rank]
        if not places:
            return NO_RANK
        return str(places[0]) if min(places) == max(places) else f"{min(places)} - {max(places)}"

    def findings(self) -> str:
        lines = [message("> marks the leader.")]
        if any("=" in self.rank(at, row) for at in range(len(self.rankings)) for row in self.order):
            lines.append(message("= shares its rank."))
        if self.problem.conditional.any():
            lines.append(ON_CONDITION)
        return "\n".join(
            [
                *(paragraph(self.say(line), self.width) for line in lines),
                *(paragraph(self.say(line), self.width) for line in self.failed()),
                "",
                *(paragraph(self.say(line), self.width) for line in (*self.leaders(), *self.movers())),
            ]
        )

    def failed(self) -> list[Message]:
        found = []
        for row in np.flatnonzero(~self.problem.eligible).tolist():
            gates = [
                self.text(self.problem.reasons.get((row, column))) or gate.id
                for column, gate in enumerate(self.problem.framework.gates)
                if GATE_STATES[self.problem.gates[row, column]] == "fail"
            ]
            name = Verbatim(self.text(self.problem.name(row)))
            reasons = Verbatim("; ".join(gates))
            words = message(
                "- {name} fails a gate, so it is not ranked: {reasons}", name=name, reasons=reasons
            )
            found.append(words)
        return found

    def leaders(self) -> list[Message]:
        wins = (self.ranks == 1).sum(axis=0)
        leaders = [row for row in np.argsort(-wins, kind="stable").tolist() if wins[row]]
        count = len(self.rankings)
        if len(leaders) == 1:
            name = Verbatim(self.text(self.problem.name(leaders[0])))
            return [message("{name} leads in every ranking.", name=name)] if wins[leaders[0]] == count else []
        return [
            message(
                "{name} leads in {wins} of {count} rankings.",
                name=Verbatim(self.text(self.problem.name(row))),
                wins=int(wins[row]),
                count=count,
            )
            for row in leaders[:5]
        ]

    def movers(self) -> list[Message]:
        places = np.where(self.ranks == 0, np.nan, self.ranks)[:, self.problem.eligible]
        moves = np.nanmax(places, axis=0) - np.nanmin(places, axis=0)
        rows = np.flatnonzero(self.problem.eligible)
        if len(self.rankings) == 1:
            return []
        if not moves.any():
            return [message("Nobody changes rank.")]
        most = int(np.argmax(moves))
        return [
            message(
                "{still} of {count} keep their rank; {name} moves most, between ranks {best} and {worst}.",
                still=int((moves == 0).sum()),
                count=len(rows),
                name=Verbatim(self.text(self.problem.name(int(rows[most])))),
                best=int(np.nanmin(places[:, most])),
                worst=int(np.nanmax(places[:, most])),
            )
        ]


def _letters(position: int) -> str:
    """Return A, B, …, Z, AA and so on."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
