"""A ranking as bars: who is where, what each score is made of, and who stands below the gates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from see_mcda.language.messages import Message, message
from see_mcda.model.cell import GATE_STATES
from see_mcda.ranking.ranking import Ranking
from see_mcda.ranking.report import report
from see_mcda.render import theme
from see_mcda.render.numbers import rounding
from see_mcda.results.picture import Datum, Picture, data, labels, lines_at
from see_mcda.results.subject import more_candidates

MOST = 40
"""Candidates in one picture; the rest is told at its foot."""
_GATE = " gate"
"""The place of the gate line among the candidates; no id is like it."""
_PLOT = theme.WIDTH - theme.NAMES - 90
"""Pixels for the bars: beside them stand names, ranks and scores."""


def draw(ranking: Ranking, language: str = "en") -> Any:
    """Return the picture: a bar for each candidate, in parts where the method has them."""
    return _RankingPicture(ranking, language).drawn()


class _RankingPicture(Picture):
    def __init__(self, ranking: Ranking, language: str):
        super().__init__(ranking.complete, language)
        self.ranking = ranking
        self.scored = ranking.prepared.has_scores
        order = [row for row in ranking.order if row != self.problem.reference]
        self.shown = [row for row in order if ranking.ranks[row]][:MOST]
        self.failed = [row for row in order if not ranking.ranks[row]][: MOST - len(self.shown)]
        self.left_out = len(order) - len(self.shown) - len(self.failed)
        distinct = len({int(ranking.ranks[row]) for row in self.shown})
        self.rounded = rounding([float(ranking.scores[row]) for row in self.shown], distinct)

    def drawn(self) -> Any:
        parts = self.parts() if self.scored else None
        gate = [_GATE] if self.failed else []
        places = [self.id(row) for row in self.shown] + gate + [self.id(row) for row in self.failed]
        y = alt.Y(
            "candidate:N",
            sort=places,
            scale=alt.Scale(domain=places, paddingInner=0.3, paddingOuter=0.1),
            axis=None,
        )
        layers: list[Any] = (
            [self.bars(y, parts), self.scores(y), *self.ranges(y)] if self.scored else [self.dots(y)]
        )
        layers += self.names_beside(y)
        if gate:
            layers += self.gate(y)
        chart = alt.layer(*layers).properties(width=_PLOT, height=alt.Step(self.step()))
        said = report(self.ranking)
        subtitle, foot = map(self.say, said.subtitle), map(self.say, [*self.key(parts), *said.footnotes])
        return self.finished(chart, self.say(said.headline), subtitle, foot=[*foot, *self.rest()])

    def step(self) -> float:
        """Return the pixels from one candidate to the next: room for the longest name."""
        tall = max(map(len, self.names([*self.shown, *self.failed]).values()))
        return theme.leading(theme.SIZE) * max(tall, 2 if self.failed else 1) + 12

    def names_beside(self, y: alt.Y) -> list[Any]:
        """Return the ranks and the names to the left of the bars."""
        names = self.names([*self.shown, *self.failed])
        rows: list[Datum] = [
            {"candidate": self.id(row), "words": names[self.id(row)], "name": self.name(row)}
            for row in [*self.shown, *self.failed]
        ]
        tied = {id for tie in self.ranking.ties for id in tie}
        ranks: list[Datum] = [
            {"candidate": self.id(row), "words": f"{self.ranking.ranks[row]}{'=' * (self.id(row) in tied)}"}
            for row in self.shown
        ]
        beside: dict[str, Any] = {"y": y, "tooltip": "name:N"}
        return [
            lines_at(rows, x=-theme.NAMES).encode(**beside),
            lines_at(ranks, x=-theme.NAMES - 12, align="right", fontWeight=600).encode(y=y),
        ]

    def id(self, row: int) -> str:
        return self.problem.candidates[row]

    def key(self, parts: Sequence[Datum] | None) -> list[Message]:
        """Return what the parts of the bars and the thin lines are."""
        said = []
        if parts is not None and self.ranking.contribution_kind == "allocated":
            said.append(
                message(
                    "The score of a bar is divided in proportion to the criteria's parts of the distance"
                    " from the worst."
                )
            )
        if self.ranking.score_ranges:
            said.append(
                message("Thin lines: range of the score, with all uncertain scores at their worst or best.")
            )
        return said

    def rest(self) -> list[str]:
        if not self.left_out:
            return []
        return [self.say(more_candidates(self.left_out))]

    def parts(self) -> list[Datum] | None:
        """Return what each leaf, or each branch if there are many leaves, adds to each score."""
        contributions = self.ranking.contributions
        if contributions is None or self.ranking.contribution_kind not in ("exact", "allocated"):
            return None
        framework = self.problem.framework
        groups = framework.leaves if len(framework.leaves) <= len(theme.SERIES) else framework.root.children
        if len(groups) > len(theme.SERIES) or not np.isfinite(contributions).all():
            return None
        return [
            {
                "candidate": self.id(row),
                "name": self.name(row),
                "part": group.id,
                "title": self.text(group.title),
                "at": at,
                "value": float(contributions[row, list(framework.columns[group.id])].sum()),
            }
            for row in self.shown
            for at, group in enumerate(groups)
        ]

    def bars(self, y: alt.Y, parts: list[Datum] | None) -> Any:
        name = alt.Tooltip("name:N", title=self.say(message("Candidate")))
        axis = alt.Axis(title=self.say(message("Score")), grid=True, tickCount=5)
        if parts is None:
            rows: list[Datum] = [
                {"candidate": self.id(row), "name": self.name(row), "value": float(self.ranking.scores[row])}
                for row in self.shown
                if np.isfinite(self.ranking.scores[row])
            ]
            number = alt.Tooltip("value:Q", title=self.say(message("Score")), format=".6~g")
            return (
                alt.Chart(data(rows))
                .mark_bar(color=theme.MAIN)
                .encode(y=y, x=alt.X("value:Q", axis=axis), tooltip=[name, number])
            )
        groups = {str(part["part"]): part["title"] for part in parts}
        titles = {id: self.lines(str(title), 150, most=2) for id, title in groups.items()}
        legend = alt.Legend(
            title=None, orient="top", columns=3, labelExpr=labels(titles), direction="horizontal", offset=10
        )
        return (
            alt.Chart(data(parts))
            .mark_bar(stroke=theme.PAPER, strokeWidth=1)
            .encode(
                y=y,
                x=alt.X("value:Q", stack="zero", axis=axis),
                color=alt.Color("part:N", scale=alt.Scale(domain=list(groups)), legend=legend),
                order=alt.Order("at:Q"),
                tooltip=[
                    name,
                    alt.Tooltip("title:N", title=self.say(message("Criterion"))),
                    alt.Tooltip("value:Q", title=self.say(message("adds")), format=".4~g"),
                ],
            )
        )

    def scores(self, y: alt.Y) -> Any:
        ranges = self.ranking.score_ranges
        rows: list[Datum] = [
            {
                "candidate": self.id(row),
                "end": max(float(self.ranking.scores[row]), ranges.get(row, (0.0, 0.0))[1], 0.0),
                "shown": self.rounded(float(self.ranking.scores[row])),
            }
            for row in self.shown
            if np.isfinite(self.ranking.scores[row])
        ]
        return (
            alt.Chart(data(rows))
            .mark_text(align="left", dx=7, fontWeight=600)
            .encode(y=y, x="end:Q", text="shown:N")
        )

    def ranges(self, y: alt.Y) -> list[Any]:
        rows: list[Datum] = [
            {"candidate": self.id(row), "low": low, "high": high}
            for row, (low, high) in self.ranking.score_ranges.items()
            if row in self.shown
        ]
        if not rows:
            return []
        base = alt.Chart(data(rows)).encode(y=y)
        ink: dict[str, Any] = {"color": theme.INK, "thickness": 1.5}
        ends = [base.mark_tick(size=9, **ink).encode(x=f"{end}:Q") for end in ("low", "high")]
        return [base.mark_rule(color=theme.INK, size=1.5).encode(x="low:Q", x2="high:Q"), *ends]

    def dots(self, y: alt.Y) -> Any:
        rows: list[Datum] = [
            {"candidate": self.id(row), "name": self.name(row), "rank": int(self.ranking.ranks[row])}
            for row in self.shown
        ]
        axis = alt.Axis(title=self.say(message("Rank")), grid=True, tickMinStep=1, format="d")
        scale = alt.Scale(domain=[max(int((self.ranking.ranks > 0).sum()), 2), 1], nice=False, padding=10)
        return (
            alt.Chart(data(rows))
            .mark_circle(color=theme.MAIN, size=140, opacity=1)
            .encode(y=y, x=alt.X("rank:Q", axis=axis, scale=scale), tooltip=["name:N", "rank:Q"])
        )

    def gate(self, y: alt.Y) -> list[Any]:
        """Return the line below which nobody is ranked, and why not."""
        words = self.say(message("Below this line: not ranked because a gate is failed"))
        line = alt.Chart(data([{"candidate": _GATE, "words": words}])).encode(y=y)
        rows: list[Datum] = [{"candidate": self.id(row), "words": self.why(row)} for row in self.failed]
        return [
            line.mark_rule(color=theme.AGAINST, size=1.5, strokeDash=[5, 4], yOffset=9),
            line.mark_text(color=theme.AGAINST, dy=-4, fontWeight=600, align="left", x=4).encode(
                text="words:N"
            ),
            lines_at(rows, color=theme.SOFT, x=4).encode(y=y),
        ]

    def why(self, row: int) -> list[str]:
        """Return the gates that a candidate fails, and where it would stand, as lines."""
        gates = self.problem.framework.gates
        states = dict(zip((gate.id for gate in gates), self.problem.gates[row], strict=True))
        failed = [
            self.text(node.title)
            for node in self.problem.framework.nodes.values()
            if any(GATE_STATES[states[gate.id]] == "fail" for gate in node.gates)
        ]
        words = ", ".join(failed)
        if row in self.ranking.shadow_ranks:
            would = message(
                "score {score}, would be rank {rank}",
                score=self.rounded(float(self.ranking.scores[row])),
                rank=self.ranking.shadow_ranks[row],
            )
            words = f"{words}: {self.say(would)}"
        return self.lines(words, _PLOT, most=2)
