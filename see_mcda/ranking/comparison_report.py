"""The report of a comparison: several rankings side by side, who leads, and who moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from see_mcda.elicitation.report import weighting_name, weighting_names
from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title
from see_mcda.model.cell import GATE_STATES
from see_mcda.ranking.report import TIED
from see_mcda.render.report import ABSENT, Column, Joined, Quote, Report, Row, Section, Table
from see_mcda.results.subject import ON_CONDITION, Subject

if TYPE_CHECKING:
    from see_mcda.ranking.comparison import Comparison

MOST_LEADERS = 5
"""Leaders of some rankings that are named."""


def report(comparison: Comparison) -> Report:
    """Return the ranks side by side, who fails a gate, who leads how often, and who moves most."""
    return _ComparisonReport(comparison).report()


class _ComparisonReport:
    def __init__(self, comparison: Comparison):
        self.comparison = comparison
        self.problem = comparison.problem
        self.subject = Subject(comparison.problem)
        self.rankings, self.ranks = comparison.rankings, comparison.ranks
        self.names = weighting_names([ranking.weights for ranking in self.rankings])
        names = list(dict.fromkeys(name.text() for name in self.names))
        self.letters = [_letters(names.index(name.text())) for name in self.names]

    def report(self) -> Report:
        title = self.subject.title
        heading = message(
            Plural(
                "Ranks of {candidates} candidates in {count} ranking; 1 is best.",
                "Ranks of {candidates} candidates in {count} rankings; 1 is best.",
            ),
            candidates=len(self.problem.candidates),
            count=len(self.rankings),
        )
        methods = {ranking.method.name: message(ranking.method.description) for ranking in self.rankings}
        weightings = dict(zip(self.letters, self.names, strict=True))
        sentences = [*self.leaders(), *self.movers()]
        tied = any(ranking.ties for ranking in self.rankings)
        key = [message("> marks the leader."), *([TIED] if tied else [])]
        key += [ON_CONDITION] if self.problem.conditional.any() else []
        failed = self.failed()
        return Report(
            title=title,
            headline=self.headline(),
            sentences=sentences,
            subtitle=self.subtitle(),
            footnotes=[TIED] if tied else [],
            sections=[
                Section([*([title] if title else []), heading, *self.subject.directions()]),
                Section([*weightings.values()], title=message("Weightings:"), labels=[*weightings]),
                Section([*methods.values()], title=message("Methods:"), labels=[*map(method_title, methods)]),
                Section(table=self.table()),
                Section(key=key),
                *([Section(failed)] if failed else []),
                *([Section(sentences)] if sentences else []),
            ],
            data=self.data(),
            note=self.subject.note,
            warnings=self.comparison.warnings,
        )

    def headline(self) -> Message:
        times = (self.ranks == 1).sum(axis=0)
        most = int(times.max())
        first = self.subject.candidates(np.flatnonzero(times == most).tolist())
        if len(first) == 1:
            return message(
                Plural(
                    "{candidates} is first in {times} of {count} ranking",
                    "{candidates} is first in {times} of {count} rankings",
                ),
                candidates=first,
                times=most,
                count=len(self.rankings),
            )
        return message(
            Plural(
                "{candidates} are each first in {times} of {count} ranking",
                "{candidates} are each first in {times} of {count} rankings",
            ),
            candidates=first,
            times=most,
            count=len(self.rankings),
        )

    def subtitle(self) -> list[Message]:
        methods = {ranking.method.name for ranking in self.rankings}
        said = [message("Ranks under different weights or methods; 1 is best.")]
        said += [message("Method: {name}", name=method_title(name)) for name in methods if len(methods) == 1]
        if len({id(ranking.weights) for ranking in self.rankings}) == 1:
            said.append(message("Weights: {name}", name=weighting_name(self.rankings[0].weights)))
        return said

    def table(self) -> Table:
        places = np.where(self.ranks == 0, np.nan, self.ranks)
        known = ~np.isnan(places).all(axis=0)
        means = np.full(places.shape[1], np.inf)
        means[known] = np.nanmean(places[:, known], axis=0)
        columns = [Column(None, message("Candidate"), number=False)]
        columns += [
            Column(None, Joined([letter]), part=at, band=method_title(ranking.method.name))
            for at, (letter, ranking) in enumerate(zip(self.letters, self.rankings, strict=True))
        ]
        last = len(self.rankings) - 1
        columns.append(Column(None, message("best - worst"), part=last, band=""))
        rows: list[Row] = [
            [
                self.subject.candidate(row),
                *(self.rank(at, row) for at in range(len(self.rankings))),
                self.span(row),
            ]
            for row in np.argsort(means, kind="stable").tolist()
        ]
        return Table(columns, rows)

    def rank(self, at: int, row: int) -> str:
        rank = int(self.ranks[at, row])
        tied = int((self.ranks[at] == rank).sum()) > 1
        return f"{'>' if rank == 1 else ''}{rank}{'=' if tied else ''}" if rank else ABSENT

    def span(self, row: int) -> str:
        places = [int(rank) for rank in self.ranks[:, row] if rank]
        if not places:
            return ABSENT
        return str(places[0]) if min(places) == max(places) else f"{min(places)} - {max(places)}"

    def failed(self) -> list[Message]:
        found = []
        for row in np.flatnonzero(~self.problem.eligible).tolist():
            reasons = [
                Quote(self.problem.reasons.get((row, column)) or {"en": gate.id})
                for column, gate in enumerate(self.problem.framework.gates)
                if GATE_STATES[self.problem.gates[row, column]] == "fail"
            ]
            words = message(
                "- {name} fails a gate, so it is not ranked: {reasons}",
                name=Quote(self.problem.name(row)),
                reasons=Joined(reasons, "; "),
            )
            found.append(words)
        return found

    def leaders(self) -> list[Message]:
        wins = (self.ranks == 1).sum(axis=0)
        leaders = [row for row in np.argsort(-wins, kind="stable").tolist() if wins[row]]
        count = len(self.rankings)
        if len(leaders) == 1:
            name = Quote(self.problem.name(leaders[0]))
            return [message("{name} leads in every ranking.", name=name)] if wins[leaders[0]] == count else []
        return [
            message(
                Plural(
                    "{name} leads in {wins} of {count} ranking.",
                    "{name} leads in {wins} of {count} rankings.",
                ),
                name=Quote(self.problem.name(row)),
                wins=int(wins[row]),
                count=count,
            )
            for row in leaders[:MOST_LEADERS]
        ]

    def movers(self) -> list[Message]:
        rows = np.flatnonzero(self.problem.eligible)
        if len(self.rankings) == 1 or not len(rows):
            return []
        places = self.ranks[:, rows]
        moves = places.max(axis=0) - places.min(axis=0)
        if not moves.any():
            return [message("No candidate changes rank.")]
        most = int(np.argmax(moves))
        return [
            message(
                "{still} of {count} keep their rank; {name} moves most, between ranks {best} and {worst}.",
                still=int((moves == 0).sum()),
                count=len(rows),
                name=Quote(self.problem.name(int(rows[most]))),
                best=int(places[:, most].min()),
                worst=int(places[:, most].max()),
            )
        ]

    def data(self) -> Table:
        """Return a row a candidate, with its rank in each ranking."""
        called = [
            Joined([f"{ranking.method.name}: ", name], "")
            for ranking, name in zip(self.rankings, self.names, strict=True)
        ]
        columns = [*map(Column, ("id", "name", "eligible")), *map(Column, called)]
        columns += [*map(Column, ("best", "worst"))]
        rows: list[Row] = []
        for row, id in enumerate(self.problem.candidates):
            places = [int(rank) for rank in self.ranks[:, row] if rank]
            rows.append(
                [
                    id,
                    self.problem.name(row),
                    bool(self.problem.eligible[row]),
                    *(int(rank) or None for rank in self.ranks[:, row]),
                    min(places, default=None),
                    max(places, default=None),
                ]
            )
        return Table(columns, rows)


def _letters(position: int) -> str:
    """Return A, B, …, Z, AA and so on."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
