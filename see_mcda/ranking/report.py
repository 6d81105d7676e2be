"""A ranking as a table: who is where, under which gates and weights, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from see_mcda.elicitation.report import consistency_lines, weighting_name, weights_line
from see_mcda.language.line_breaking import GAP, paragraph, ruled
from see_mcda.language.messages import message
from see_mcda.model.cell import GATE_STATES
from see_mcda.results.drawing import (
    NARROWEST_NAME,
    NO_RANK,
    ON_CONDITION,
    WIDTH,
    Drawing,
    Verbatim,
    column_widths,
    notes,
    rounding,
)

if TYPE_CHECKING:
    from see_mcda.model.criteria import Criterion
    from see_mcda.ranking.ranking import Ranking


def ranking_table(ranking: Ranking, language: str = "en", room: int = WIDTH, *, nodes: bool = False) -> str:
    """Return a ranking as text: the table, the gates, the weights, the note and the warnings.

    ``nodes`` adds the score at every node of the tree.
    """
    drawing = _RankingTable(ranking, language, room)
    parts = [
        drawing.heading(),
        drawing.table(),
        *drawing.legend(),
        *drawing.gates(),
        *drawing.minimum(),
        *(drawing.nodes() if nodes else ()),
        drawing.weights(),
        *notes(ranking.problem, ranking.warnings, language, room),
    ]
    return "\n\n".join(parts)


class _RankingTable(Drawing):
    def __init__(self, ranking: Ranking, language: str, width: int):
        super().__init__(ranking.complete, language, width)
        self.ranking = ranking
        self.scored = ranking.prepared.has_scores
        ties = {id for tie in ranking.ties for id in tie}
        self.tied = [candidate in ties for candidate in self.problem.candidates]
        ranked = [row for row in ranking.order if ranking.ranks[row]]
        distinct = len({int(ranking.ranks[row]) for row in ranked})
        shown = rounding([float(ranking.scores[row]) for row in ranked], distinct)
        self.scores = [shown(float(score)) for score in ranking.scores]

    def heading(self) -> str:
        method = self.ranking.method
        options = ", ".join(f"{name} {value}" for name, value in self.ranking.options.items())
        said = {"name": method.name, "description": message(method.description), "options": options}
        words = (
            message("Method: {name}, {description} ({options}). A higher score is better.", **said)
            if self.scored
            else message("Method: {name}, {description} ({options}).", **said)
        )
        called = message("Weights: {name}", name=weighting_name(self.ranking.weights))
        return "\n".join(
            [
                *self.title(),
                *(paragraph(self.say(line), self.width) for line in (words, called)),
                *self.directions(),
            ]
        )

    def shown_rows(self) -> list[int]:
        """Return the rows of the table: the eligible in rank order, the reference where its score puts it."""
        rows = [row for row in self.ranking.order if self.ranking.ranks[row]]
        reference = self.problem.reference
        if reference is not None:
            score = self.ranking.scores[reference]
            at = next((at for at, row in enumerate(rows) if not self.ranking.scores[row] > score), len(rows))
            rows.insert(at, reference)
        return rows

    def table(self) -> str:
        branches = self.branches()
        rows = self.rows(branches)
        widths = column_widths(rows)
        if branches and self.width - sum(widths) + widths[1] - GAP * (len(widths) - 1) < NARROWEST_NAME:
            return "\n".join([*self.drawn(self.rows([])), "", *self.drawn(self.rows(branches, scores=False))])
        return "\n".join(self.drawn(rows))

    def drawn(self, rows: Sequence[Sequence[str]]) -> list[str]:
        return self.columns(rows, 1, [0, *range(2, len(rows[0]))])

    def branches(self) -> list[Criterion]:
        """Return the branches right below the root, if they say more than the leaves."""
        children = self.problem.framework.root.children
        return (
            [child for child in children if child.id in self.ranking.nodes]
            if any(c.children for c in children)
            else []
        )

    def rows(self, branches: Sequence[Criterion], *, scores: bool = True) -> list[list[str]]:
        ranges = self.ranking.score_ranges if scores else {}
        ranged = any(row in ranges for row in self.shown_rows())
        head = [self.say(message("Rank")), self.say(message("Candidate"))]
        if scores and self.scored:
            head.append(self.say(message("Score")))
        if ranged:
            head.append(self.say(message("from - to")))
        head += [self.text(branch.title) for branch in branches]
        rows = [head]
        for row in self.shown_rows():
            cells = [self.rank(row), self.name(row)]
            if scores and self.scored:
                cells.append(self.scores[row])
            if ranged:
                cells.append(self.span(ranges[row]) if row in ranges else "")
            cells += [f"{float(self.ranking.nodes[branch.id][row]):.3f}" for branch in branches]
            rows.append(cells)
        return rows

    def span(self, ends: tuple[float, float]) -> str:
        return " - ".join(map(rounding(ends), ends))

    def rank(self, row: int) -> str:
        rank = int(self.ranking.ranks[row])
        return f"{rank}{'=' if self.tied[row] else ''}" if rank else NO_RANK

    def legend(self) -> list[str]:
        lines = []
        if self.ranking.ties:
            lines.append(message("= shares its rank."))
        if any(row in self.ranking.score_ranges for row in self.shown_rows()):
            lines.append(
                message(
                    "from - to: the score with the doubtful scores all at their worst, all at their best."
                )
            )
        if self.problem.conditional.any():
            lines.append(ON_CONDITION)
        return ["\n".join(paragraph(self.say(line), self.width) for line in lines)] if lines else []

    def gates(self) -> list[str]:
        framework = self.problem.framework
        if not framework.gates:
            return []
        rows = [row for row in range(len(self.problem.candidates)) if row != self.problem.reference]
        failed = [row for row in self.ranking.order if row in rows and not self.problem.eligible[row]]
        open_rows = [row for row in self.ranking.order if self.problem.conditional[row]]
        lines = []
        if open_rows:
            lines.append("  " + self.say(message("Not established:")))
            for row in open_rows:
                lines += self.gate_lines(row, "not-established", [self.name(row)])
        if failed:
            lines.append("  " + self.say(message("Failed, so not ranked:")))
            for row in failed:
                lines += self.gate_lines(row, "fail", [self.name(row), *self.would_be(row)])
        counts = message(
            "Gates: {passed} pass, {open} not established, {failed} failed.",
            passed=len(rows) - len(failed) - len(open_rows),
            open=len(open_rows),
            failed=len(failed),
        )
        return [self.block(counts, lines)]

    def would_be(self, row: int) -> list[str]:
        if not self.scored:
            return []
        words = message(
            "score {score}, would be rank {rank}",
            score=self.scores[row],
            rank=self.ranking.shadow_ranks.get(row, 0),
        )
        return [self.say(words)]

    def gate_lines(self, row: int, state: str, head: Sequence[str]) -> list[str]:
        lines = [paragraph(": ".join(head), self.width, "  - ")]
        for column, gate in enumerate(self.problem.framework.gates):
            if GATE_STATES[self.problem.gates[row, column]] == state:
                reason = self.text(self.problem.reasons.get((row, column)))
                lines.append(
                    paragraph(
                        f"{self.gate_name(gate.id)}{': ' if reason else ''}{reason}", self.width, "    "
                    )
                )
        return lines

    def gate_name(self, gate: str) -> str:
        node = next(
            node for node in self.problem.framework.nodes.values() if any(g.id == gate for g in node.gates)
        )
        return self.text(node.title) if len(node.gates) == 1 else f"{self.text(node.title)} ({gate})"

    def minimum(self) -> list[str]:
        below = self.ranking.below_minimum
        if not below:
            return []
        required = {**self.problem.framework.require, **self.problem.require}
        lines = []
        for row in self.ranking.order:
            for node, value in below.get(row, {}).items():
                words = message(
                    "{name}: {node} {value}, at least {required} is required",
                    name=Verbatim(self.text(self.problem.name(row))),
                    node=self.problem.framework.nodes[node].title,
                    value=f"{value:.3f}",
                    required=required[node],
                )
                lines.append(paragraph(self.say(words), self.width, "  - "))
        return [self.block(message("Below the required minimum:"), lines)]

    def nodes(self) -> list[str]:
        """Return the score at every node, one column a candidate, as many as fit beside each other."""
        if not self.ranking.nodes:
            return []
        framework = self.problem.framework
        rows, shown = self.shown_rows(), list(framework.nodes.values())[1:]
        depth = {node.id: framework.paths[node.id].count(".") - 1 for node in shown}
        labels = ["  " * depth[node.id] + self.text(node.title) for node in shown]
        at_once = max((self.width - 30) // (10 + GAP), 1)
        tables = []
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            head = [
                self.say(message("Score at each node")),
                *(f"{self.rank(row)} {self.problem.candidates[row]}" for row in some),
            ]
            widths = [self.width - (10 + GAP) * len(some), *([10] * len(some))]
            scores = [[f"{float(self.ranking.nodes[node.id][row]):.3f}" for row in some] for node in shown]
            rows_shown = [head, *([label, *numbers] for label, numbers in zip(labels, scores, strict=True))]
            lines = ruled(rows_shown, widths, range(1, len(some) + 1))
            tables.append("\n".join(lines))
        return tables

    def weights(self) -> str:
        lines = [paragraph(weights_line(self.ranking.weights, self.language), self.width)]
        lines += consistency_lines(
            {**self.ranking.weights.consistency, **self.ranking.prepared.consistency()},
            self.problem.framework,
            self.language,
            self.width,
        )
        return "\n".join(lines)
