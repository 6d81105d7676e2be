"""The report of a ranking: who is where, under which gates and weights, and how surely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.elicitation.report import consistency_of, weighting_name, weights_used
from see_mcda.language.messages import Message, message
from see_mcda.methods.titles import method_title
from see_mcda.model.cell import GATE_STATES
from see_mcda.render.numbers import rounding
from see_mcda.render.report import ABSENT, LINE, Cell, Column, Joined, Quote, Report, Row, Section, Table
from see_mcda.results.subject import ON_CONDITION, Subject

if TYPE_CHECKING:
    from see_mcda.model.criteria import Criterion
    from see_mcda.ranking.ranking import Ranking

TIED = message("= marks a tied rank.")
MOST_NAMED = 40
"""Candidates that a headline names."""


def report(ranking: Ranking, *, nodes: bool = False) -> Report:
    """Return the table of ranks, the gates, the required minimum and the weights.

    ``nodes`` adds the score at every node of the tree.
    """
    return _RankingReport(ranking).report(nodes)


class _RankingReport:
    def __init__(self, ranking: Ranking):
        self.ranking = ranking
        self.problem = ranking.complete
        self.subject = Subject(ranking.complete)
        self.scored = ranking.prepared.has_scores
        self.tied = {id for tie in ranking.ties for id in tie}
        ranked = [row for row in ranking.order if ranking.ranks[row]]
        distinct = len({int(ranking.ranks[row]) for row in ranked})
        self.rounded = rounding([float(ranking.scores[row]) for row in ranked], distinct)
        self.shown = self._shown(ranked)

    def report(self, nodes: bool) -> Report:
        title, method, weighting = self.subject.title, self.ranking.method, self.ranking.weights
        called = message("Weights: {name}", name=weighting_name(weighting))
        described = {"name": method_title(method.name), "description": message(method.description)}
        headline = self.headline()
        consistency = {**weighting.consistency, **self.ranking.prepared.consistency()}
        return Report(
            title=title,
            headline=headline,
            sentences=[headline],
            subtitle=[message("Method: {name}", name=message("{name}, {description}", **described)), called],
            footnotes=[TIED] if self.tied else [],
            sections=[
                Section([*([title] if title else []), self.method(), called, *self.subject.directions()]),
                Section(table=self.table()),
                *([Section(key=key)] if (key := self.key()) else []),
                *self.gates(),
                *self.minimum(),
                *([Section(table=self.nodes())] if nodes and self.ranking.nodes else []),
                Section([weights_used(weighting), *consistency_of(consistency, self.problem.framework)]),
            ],
            data=self.data(),
            note=self.subject.note,
            warnings=self.ranking.warnings,
        )

    def headline(self) -> Message:
        first = [row for row in self.ranking.order if self.ranking.ranks[row] == 1]
        count = int((self.ranking.ranks > 0).sum())
        if not first:
            return message("There is no ranking because every candidate fails a gate.")
        if len(first) == 1:
            return message(
                "{candidate} ranks first of {count}", candidate=self.subject.candidate(first[0]), count=count
            )
        named: list[object] = [*self.subject.candidates(first[:MOST_NAMED])]
        if len(first) > MOST_NAMED:
            named.append(message("{count} more", count=len(first) - MOST_NAMED))
        return message("{candidates} are tied for first of {count}", candidates=named, count=count)

    def method(self) -> Message:
        method = self.ranking.method
        options = ", ".join(f"{name} {value}" for name, value in self.ranking.options.items())
        said = {
            "name": method_title(method.name),
            "description": message(method.description),
            "options": options,
        }
        if not self.scored:
            return message("Method: {name}, {description} ({options}).", **said)
        return message("Method: {name}, {description} ({options}). A higher score is better.", **said)

    def _shown(self, ranked: Sequence[int]) -> list[int]:
        """Return the rows of the table: the eligible in rank order, the reference where its score puts it."""
        rows, reference = list(ranked), self.problem.reference
        if reference is not None:
            score = self.ranking.scores[reference]
            at = next((at for at, row in enumerate(rows) if not self.ranking.scores[row] > score), len(rows))
            rows.insert(at, reference)
        return rows

    def table(self) -> Table:
        ranges, branches = self.ranking.score_ranges, self.branches()
        columns = [Column(None, message("Rank")), Column(None, message("Candidate"), number=False)]
        columns += [Column(None, message("Score"), self.rounded)] if self.scored else []
        ranged = any(row in ranges for row in self.shown)
        columns += [Column(None, message("from - to"), _span)] if ranged else []
        columns += [Column(None, Quote(branch.title), _score, part=1) for branch in branches]
        rows: list[Row] = [
            [
                self.rank(row),
                self.subject.candidate(row),
                *([float(self.ranking.scores[row])] if self.scored else []),
                *([ranges.get(row, "")] if ranged else []),
                *(float(self.ranking.nodes[branch.id][row]) for branch in branches),
            ]
            for row in self.shown
        ]
        return Table(columns, rows)

    def branches(self) -> list[Criterion]:
        """Return the branches right below the root, if they say more than the leaves."""
        children = self.problem.framework.root.children
        if not any(child.children for child in children):
            return []
        return [child for child in children if child.id in self.ranking.nodes]

    def rank(self, row: int) -> str:
        rank = int(self.ranking.ranks[row])
        return f"{rank}{'=' * (self.problem.candidates[row] in self.tied)}" if rank else ABSENT

    def key(self) -> list[Message]:
        words = [TIED] if self.tied else []
        if any(row in self.ranking.score_ranges for row in self.shown):
            words.append(
                message("from - to: range of the score, with all uncertain scores at their worst or best.")
            )
        return [*words, ON_CONDITION] if self.problem.conditional.any() else words

    def gates(self) -> list[Section]:
        if not self.problem.framework.gates:
            return []
        rows = [row for row in self.ranking.order if row != self.problem.reference]
        failed = [row for row in rows if not self.problem.eligible[row]]
        unanswered = [row for row in rows if self.problem.conditional[row]]
        counts = message(
            "Gates: {passed} passed, {open} not yet checked, {failed} failed.",
            passed=len(rows) - len(failed) - len(unanswered),
            open=len(unanswered),
            failed=len(failed),
        )
        found = [Section([counts])]
        for title, state, group in (
            (message("Not yet checked:"), "not-established", unanswered),
            (message("Not ranked, because a gate is failed:"), "fail", failed),
        ):
            if group:
                answers = [self.answers(row, state) for row in group]
                found.append(Section(answers, title=title, bullet="- "))
        return found

    def answers(self, row: int, state: str) -> Joined:
        """Return a candidate's name, where it would stand, and a line a gate that it does not pass."""
        name: Joined | Quote = self.subject.candidate(row)
        if state == "fail" and self.scored:
            words = message(
                "score {score}, would be rank {rank}",
                score=self.rounded(float(self.ranking.scores[row])),
                rank=self.ranking.shadow_ranks.get(row, 0),
            )
            name = Joined([name, words], ": ")
        lines = [name]
        for column, gate in enumerate(self.problem.framework.gates):
            if GATE_STATES[self.problem.gates[row, column]] == state:
                reason = self.problem.reasons.get((row, column))
                question = self.gate(gate.id)
                lines.append(Joined([question, Quote(reason)], ": ") if reason else question)
        return Joined(lines, LINE)

    def gate(self, gate: str) -> Quote:
        nodes = self.problem.framework.nodes.values()
        node = next(node for node in nodes if any(each.id == gate for each in node.gates))
        return Quote(node.title, after="" if len(node.gates) == 1 else f"({gate})")

    def minimum(self) -> list[Section]:
        below = self.ranking.below_minimum
        required = {**self.problem.framework.require, **self.problem.require}
        found = [
            message(
                "{name}: {node} {value}, at least {required} is required",
                name=Quote(self.problem.name(row)),
                node=self.subject.node(node),
                value=f"{value:.3f}",
                required=required[node],
            )
            for row in self.ranking.order
            for node, value in below.get(row, {}).items()
        ]
        return [Section(found, title=message("Below the required minimum:"), bullet="- ")] if found else []

    def nodes(self) -> Table:
        """Return the score at every node, a column a candidate."""
        framework, ids = self.problem.framework, self.problem.candidates
        columns = [Column(None, message("Score for each group and criterion"), number=False)]
        columns += [
            Column(None, Joined([self.rank(row), ids[row]], " "), _score, part=at)
            for at, row in enumerate(self.shown)
        ]
        rows: list[Row] = []
        for node in list(framework.nodes.values())[1:]:
            depth = framework.paths[node.id].count(".") - 1
            scores = self.ranking.nodes[node.id][self.shown]
            rows.append([Cell(node.id, Quote(node.title), depth), *scores.tolist()])
        return Table(columns, rows)

    def data(self) -> Table:
        """Return a row a candidate, in rank order, then those that are not ranked."""
        ranking, problem, ids = self.ranking, self.problem, list(self.ranking.nodes)
        columns = [
            *map(Column, ("rank", "id", "name", "score", "score_low", "score_high")),
            *map(Column, ("shadow_rank", "eligible", "conditional", "meets", *ids)),
        ]
        rows: list[Row] = [
            [
                int(ranking.ranks[row]) or None,
                problem.candidates[row],
                problem.name(row),
                _known(ranking.scores[row]),
                *ranking.score_ranges.get(row, (None, None)),
                None if row == problem.reference else ranking.shadow_ranks.get(row),
                bool(problem.eligible[row]),
                bool(problem.conditional[row]),
                row not in ranking.below_minimum,
                *(_known(ranking.nodes[node][row]) for node in ids),
            ]
            for row in ranking.order
        ]
        return Table(columns, rows)


def _score(score: float) -> str:
    return f"{score:.3f}"


def _span(ends: tuple[float, float]) -> str:
    return " - ".join(map(rounding(ends), ends))


def _known(number: float) -> float | None:
    return float(number) if np.isfinite(number) else None
