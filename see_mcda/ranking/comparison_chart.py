"""Several rankings side by side: a line for each candidate, from rank to rank."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.elicitation.report import weighting_names
from see_mcda.language.messages import message
from see_mcda.methods.titles import method_title
from see_mcda.ranking.comparison import Comparison
from see_mcda.ranking.comparison_report import report
from see_mcda.render import theme
from see_mcda.render.report import said
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.results.subject import more_candidates

MOST = 40
"""Candidates in one picture; the rest is told at its foot."""
_NARROWEST = 116
"""Pixels from one ranking to the next at least."""
_UPWARDS = alt.ExprRef(f"-(datum.words.length - 1) * {theme.leading(theme.SIZE)}")


def draw(comparison: Comparison, language: str = "en") -> Any:
    """Return the picture: rankings beside each other, the best rank at the top."""
    return _ComparisonPicture(comparison, language).drawn()


class _ComparisonPicture(Picture):
    def __init__(self, comparison: Comparison, language: str):
        super().__init__(comparison.problem, language)
        self.comparison = comparison
        self.rankings = comparison.rankings
        ranks = comparison.ranks
        places = np.where(ranks == 0, np.inf, ranks).astype(float)
        mean = np.where(np.isfinite(places).any(axis=0), places.mean(axis=0), np.inf)
        ranked = [int(row) for row in np.argsort(mean, kind="stable") if (ranks[:, row] > 0).any()]
        self.shown, self.left_out = ranked[:MOST], len(ranked) - len(ranked[:MOST])
        self.slots = self.placed()
        """(r, shown) the line on which a candidate stands: its rank, the tied below each other."""
        lead = [row for row in self.shown if (ranks[:, row] == 1).any()]
        coloured = self.shown if len(self.shown) <= len(theme.SERIES) else lead[: len(theme.SERIES)]
        self.colour = {row: theme.SERIES[at] for at, row in enumerate(coloured)}

    def placed(self) -> list[dict[int, int]]:
        found = []
        at_last = {row: at for at, row in enumerate(self.shown)}
        for ranks in self.comparison.ranks:
            order = sorted((row for row in self.shown if ranks[row]), key=lambda r: (ranks[r], at_last[r]))
            found.append({row: at + 1 for at, row in enumerate(order)})
        return found

    def drawn(self) -> Any:
        names = self.names(self.shown, theme.NAMES + 20)
        tall = max(map(len, names.values()), default=1)
        step = theme.leading(theme.SIZE) * tall + 10
        count = len(self.rankings)
        plot = max(theme.WIDTH - theme.NAMES - 60, _NARROWEST * count)
        called = self.called(plot / count - 8)
        heads: list[Datum] = [{"at": at, "words": lines} for at, lines in called.items()]
        rows = self.rows()
        places = list(range(count))
        x = alt.X("at:O", sort=places, scale=alt.Scale(domain=places, padding=0.5), axis=None)
        scale = alt.Scale(domain=[0.5, len(self.shown) + 0.5], reverse=True, nice=False, zero=False)
        y = alt.Y("slot:Q", scale=scale, axis=None)
        colour = alt.Color("colour:N", scale=None)
        base = alt.Chart(data(rows)).encode(x=x, y=y)
        tooltip = [
            alt.Tooltip("name:N", title=self.say(message("Candidate"))),
            alt.Tooltip("ranking:N", title=self.say(message("Ranking"))),
            alt.Tooltip("shown:N", title=self.say(message("Rank"))),
        ]
        layers: list[Any] = [
            base.mark_line(strokeWidth=2.5).encode(color=colour, detail="candidate:N", order="at:O"),
            base.mark_circle(size=560, opacity=1).encode(color=colour, tooltip=tooltip),
            base.mark_text(color=theme.PAPER, fontWeight=600, fontSize=theme.SMALL, dy=0.5).encode(
                text="shown:N", tooltip=tooltip
            ),
            lines_at(self.ends(names), dx=20).encode(x=x, y=y),
            lines_at(heads, align="center", baseline="bottom", y=-6, dy=_UPWARDS).encode(x=x),
        ]
        chart = alt.layer(*layers).properties(width=plot, height=step * max(len(self.shown), 1))
        said = report(self.comparison)
        foot = [*map(self.say, said.footnotes), *self.rest()]
        return self.finished(chart, self.say(said.headline), map(self.say, said.subtitle), foot=foot)

    def called(self, pixels: float) -> dict[int, list[str]]:
        """Return what stands above each ranking: its weights, and its method if there are several."""
        weightings = [ranking.weights for ranking in self.rankings]
        names = [name.text(self.language) for name in weighting_names(weightings)]
        methods = [said(method_title(ranking.method.name), self.language) for ranking in self.rankings]
        heads = {}
        for at, (name, method) in enumerate(zip(names, methods, strict=True)):
            lines = self.lines(name, pixels, most=5) if len(set(names)) > 1 else []
            if len(set(methods)) > 1 or not lines:
                lines = [*self.lines(method, pixels, most=2), *lines]
            heads[at] = lines
        return heads

    def rows(self) -> list[Datum]:
        called = self.called(1e4)
        rows: list[Datum] = []
        for at, ranking in enumerate(self.rankings):
            tied = {id for tie in ranking.ties for id in tie}
            for row, slot in self.slots[at].items():
                id = self.problem.candidates[row]
                rows.append(
                    {
                        "candidate": id,
                        "name": self.name(row),
                        "at": at,
                        "ranking": ", ".join(called[at]),
                        "slot": slot,
                        "shown": f"{int(ranking.ranks[row])}{'=' if id in tied else ''}",
                        "colour": self.colour.get(row, theme.QUIET),
                    }
                )
        return rows

    def ends(self, names: dict[str, list[str]]) -> list[Datum]:
        """Return the name of each candidate beside its last rank."""
        ends: list[Datum] = []
        for row in self.shown:
            at = max(at for at, slots in enumerate(self.slots) if row in slots)
            label = names[self.problem.candidates[row]]
            ends.append({"at": at, "slot": self.slots[at][row], "words": label})
        return ends

    def rest(self) -> list[str]:
        if not self.left_out:
            return []
        return [self.say(more_candidates(self.left_out))]
