"""An agreement as a table of ranks, a column for each ranking; the consensus beside it, tau-b below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.agreement.agreement import Agreement
from see_mcda.analyses.agreement.report import titles, varied
from see_mcda.language.messages import message
from see_mcda.render import theme
from see_mcda.render.report import Joined
from see_mcda.results.picture import Datum, Picture, data, lines_at, percent
from see_mcda.results.subject import more_candidates

MOST = 40
"""Candidates in one picture; the rest is told at its foot."""
MOST_RANKINGS = 12
"""Rankings in one picture; of more, the best, the median and the worst rank stand for all."""
_CELL = 27
"""Pixels of a column at least: two digits with room."""
_LOW = 24
"""Pixels of a row of tau-b."""
_LONGEST = 36
"""Letters of what stands above a column."""
_GAP = 14
_CONSENSUS = 88
"""Pixels of a column of the consensus."""
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_DARK = 0.2
"""The luminance below which paper is easier to read on a fill than ink."""
_ZERO = 110
"""Pixels from the left of the assessors' bars to their zero."""


def draw(agreement: Agreement, language: str = "en") -> Any:
    """Return the picture: every candidate's rank in every ranking, and how alike the rankings are."""
    return _AgreementPicture(agreement, language).drawn()


class _AgreementPicture(Picture):
    def __init__(self, agreement: Agreement, language: str):
        super().__init__(agreement.problem, language)
        self.it = agreement
        self.report = agreement.report()
        ranked = np.flatnonzero(self.problem.eligible)
        order = ranked[np.lexsort((agreement.ranks.mean(axis=0)[ranked], agreement.borda[ranked]))].tolist()
        self.shown, self.left_out = order[:MOST], len(order) - len(order[:MOST])
        self.count = len(agreement.rankings)
        self.summed = self.count > MOST_RANKINGS
        it = agreement
        self.numbers = np.stack([it.best, it.median, it.worst]) if self.summed else it.ranks
        """(columns, n) what stands in the table."""
        self.columns = len(self.numbers)
        self.column = max(_CELL, (theme.WIDTH - theme.NAMES - 2 * _CONSENSUS - _GAP) / self.columns)
        self.column = min(self.column, 4.0 * _CELL)
        self.across = self.column * self.columns
        names = self.names(self.shown)
        self.words = {row: names[self.problem.candidates[row]] for row in self.shown}
        self.row = theme.leading(theme.SIZE) * max(len(lines) for lines in self.words.values()) + 8
        self.heads = (
            [self.say(words) for words in (message("best rank"), message("median"), message("worst rank"))]
            if self.summed
            else [self.say(Joined([one[name] for name in varied(agreement)])) for one in titles(agreement)]
        )

    def drawn(self) -> Any:
        layers = [*self.column_heads(), *self.table(), *self.consensus()]
        down = self.row * len(self.shown)
        if self.columns > 1 and not self.summed:
            more, down = self.alike(down + 46)
            layers += more
        if self.it.assessors is not None:
            more, down = self.assessors(down + 46)
            layers += more
        wide = self.across + _GAP + 2 * _CONSENSUS
        chart = alt.layer(*layers).properties(width=wide, height=down)
        title, wide = self.say(self.report.headline), max(theme.WIDTH, wide + theme.NAMES)
        return self.finished(chart, title, self.says(), wide, foot=self.foot())

    def left(self, at: int) -> float:
        return round(at * self.column, 2)

    def column_heads(self) -> list[Any]:
        rows = [
            {"x": self.left(at) + self.column / 2, "words": _short(words)}
            for at, words in enumerate(self.heads)
        ]
        upright: dict[str, Any] = {"angle": 270, "align": "left", "fontSize": theme.SMALL, "y": -8}
        if self.summed:  # three wide columns
            upright |= {"angle": 0, "align": "center", "y": -14}
        return [
            alt.Chart(data(rows)).mark_text(**upright, baseline="middle").encode(x=_X, text="words:N"),
        ]

    def table(self) -> list[Any]:
        """Return the names and the ranks, the better the darker."""
        most = max(int(self.it.ranks.max()), 2)
        rows: list[Datum] = []
        names: list[Datum] = []
        for down, row in enumerate(self.shown):
            id = self.problem.candidates[row]
            names.append({"y": (down + 0.5) * self.row, "words": self.words[row], "name": self.name(row)})
            for at, numbers in enumerate(self.numbers):
                rank = float(numbers[row])
                tied = not self.summed and any(id in tie for tie in self.it.rankings[at].ties)
                rows.append(
                    {
                        "candidate": id,
                        "name": self.name(row),
                        "ranking": self.heads[at],
                        "rank": rank,
                        "shown": f"{rank:g}{'=' if tied else ''}",
                        **self.box(at, down * self.row, self.row),
                        **_shade(1 - (rank - 1) / (most - 1) if rank > 1 else 1.0),
                        "weight": 600 if rank == 1 else 400,
                    }
                )
        tooltip = [
            alt.Tooltip("name:N", title=self.say(message("Candidate"))),
            alt.Tooltip("ranking:N", title=self.say(message("Ranking"))),
            alt.Tooltip("shown:N", title=self.say(message("Rank"))),
        ]
        return [
            lines_at(names, x=-theme.NAMES).encode(y=_Y, tooltip="name:N"),
            *_boxes(rows, tooltip, theme.SIZE),
        ]

    def box(self, at: int, top: float, high: float) -> dict[str, float]:
        left = self.left(at)
        return {
            "x": round(left + self.column / 2, 2),
            "y": round(top + high / 2, 2),
            "left": left + 1,
            "right": round(left + self.column - 1, 2),
            "top": round(top + 1, 2),
            "bottom": round(top + high - 1, 2),
        }

    def consensus(self) -> list[Any]:
        """Return the ranks of both consensus rankings, to the right of all others."""
        start = self.across + _GAP
        heads = [
            {"x": start + (at + 0.5) * _CONSENSUS, "words": [self.say(words), self.say(message("consensus"))]}
            for at, words in enumerate((message("Borda"), message("Copeland")))
        ]
        rows: list[Datum] = []
        for down, row in enumerate(self.shown):
            for at, (name, ranks) in enumerate((("borda", self.it.borda), ("copeland", self.it.copeland))):
                rows.append(
                    {
                        "candidate": self.problem.candidates[row],
                        "consensus": name,
                        "rank": int(ranks[row]),
                        "x": start + (at + 0.5) * _CONSENSUS,
                        "y": (down + 0.5) * self.row,
                        "shown": f"{int(ranks[row])}{'=' if (ranks == ranks[row]).sum() > 1 else ''}",
                    }
                )
        high = self.row * len(self.shown)
        line = alt.Chart(data([{"x": start - _GAP / 2, "y": 0, "y2": high}]))
        return [
            lines_at(
                heads, align="center", y=-8 - theme.leading(theme.SMALL) / 2, fontSize=theme.SMALL
            ).encode(x=_X),
            alt.Chart(data(rows))
            .mark_text(baseline="middle", fontWeight=600)
            .encode(x=_X, y=_Y, text="shown:N"),
            line.mark_rule(color=theme.QUIET).encode(x=_X, y=_Y, y2="y2:Q"),
        ]

    def alike(self, top: float) -> tuple[list[Any], float]:
        """Return the table of tau-b under the same columns, and where it ends."""
        heading = self.say(message("Agreement of two rankings (Kendall's tau-b; 1: the same order)"))
        rows: list[Datum] = []
        names: list[Datum] = []
        for down, words in enumerate(self.heads):
            names.append({"y": top + (down + 0.5) * _LOW, "words": _short(words)})
            for at in range(self.columns):
                tau = float(self.it.tau_b[down, at])
                if at == down or np.isnan(tau):
                    continue
                rows.append(
                    {
                        "a": words,
                        "b": self.heads[at],
                        "tau": tau,
                        "shown": _two(tau),
                        **self.box(at, top + down * _LOW, _LOW),
                        **_shade(tau),
                        "weight": 400,
                    }
                )
        tooltip = ["a:N", "b:N", alt.Tooltip("tau:Q", title="tau-b", format=".3f")]
        return [
            _heading(heading, top),
            lines_at(names, x=-theme.NAMES, fontSize=theme.SMALL).encode(y=_Y),
            *_boxes(rows, tooltip, theme.SMALL - 1),
        ], top + self.columns * _LOW

    def assessors(self, top: float) -> tuple[list[Any], float]:
        """Return how far each assessor is from the others, and where the bars end."""
        panel = self.it.assessors
        assert panel is not None
        heading = self.say(
            message(
                "Distance of each assessor from the mean of the others, as a share of the scale: stricter"
                " to the left, more lenient to the right"
            )
        )
        most = max(*(abs(one.mean_deviation) for one in panel.each), 0.01)
        rows: list[Datum] = []
        for at, one in enumerate(panel.each[:MOST]):
            deviation = float(one.mean_deviation)
            far = one.place == panel.far_off
            told = message(
                "{signed}; {distance} away on average",
                signed=f"{'+' if deviation > 0 else '−' if deviation < 0 else ''}{percent(abs(deviation))}",
                distance=percent(one.mean_distance),
            )
            if far:
                told = message("{told} (farthest)", told=told)
            rows.append(
                {
                    "assessor": one.place + 1,
                    "words": self.say(message("Assessor {place}", place=one.place + 1)),
                    "told": self.say(told),
                    "deviation": deviation,
                    "distance": float(one.mean_distance),
                    "y": top + (at + 0.5) * _LOW,
                    "x": _ZERO,
                    "end": round(_ZERO + deviation / most * (_ZERO - 6), 2),
                    "after": _ZERO * 2 + 10,
                    "ink": theme.AGAINST if far else theme.MAIN,
                }
            )
        base = alt.Chart(data(rows)).encode(y=_Y)
        down = top + len(rows) * _LOW
        beside: dict[str, Any] = {"baseline": "middle", "align": "left"}
        return [
            _heading(heading, top),
            base.mark_text(x=-theme.NAMES, **beside).encode(text="words:N"),
            base.mark_bar(height=14).encode(x=_X, x2="end:Q", color=alt.Color("ink:N", scale=None)),
            base.mark_text(**beside).encode(x=alt.X("after:Q", scale=None, axis=None), text="told:N"),
            alt.Chart(data([{"x": _ZERO, "y": top, "y2": down}]))
            .mark_rule(color=theme.QUIET)
            .encode(x=_X, y=_Y, y2="y2:Q"),
        ], down

    def says(self) -> list[str]:
        signs = message("Ranks under different weights or methods; 1 is best.")
        return [self.say(words) for words in (signs, *self.report.subtitle)]

    def foot(self) -> list[str]:
        said = []
        if self.summed:
            said.append(
                message(
                    "{count} rankings are too many to show side by side: these are the best, median and"
                    " worst ranks over all of them.",
                    count=self.count,
                )
            )
        elif any(ranking.ties for ranking in self.it.rankings):
            said.append(message("= marks a tied rank."))
        if not self.problem.eligible.all():
            failed = np.flatnonzero(~self.problem.eligible).tolist()
            names: Sequence[object] = [self.name(row) for row in failed[:10]]
            said.append(
                message(
                    "Not ranked, because a gate is failed ({count}): {names}", count=len(failed), names=names
                )
            )
        if self.left_out:
            said.append(more_candidates(self.left_out))
        return [self.say(words) for words in said]


_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)


def _boxes(rows: Sequence[Datum], tooltip: list[Any], size: float) -> list[Any]:
    """Return filled boxes with what they show inside."""
    base = alt.Chart(data(rows))
    return [
        base.mark_rect().encode(
            x=alt.X("left:Q", scale=None, axis=None),
            x2="right:Q",
            y=alt.Y("top:Q", scale=None, axis=None),
            y2="bottom:Q",
            color=alt.Color("fill:N", scale=None),
            tooltip=tooltip,
        ),
        *(
            base.transform_filter(f"datum.weight == {weight}")
            .mark_text(baseline="middle", fontSize=size, fontWeight=weight, dy=0.5)
            .encode(x=_X, y=_Y, text="shown:N", color=alt.Color("ink:N", scale=None), tooltip=tooltip)
            for weight in (400, 600)
        ),
    ]


def _heading(words: str, top: float) -> Any:
    rows = [{"y": top - 16, "words": words}]
    return lines_at(rows, x=-theme.NAMES, fontWeight=600).encode(y=_Y)


def _shade(strength: float) -> dict[str, str]:
    """Return a fill, the stronger the darker, and ink that can be read on it; below 0 another hue."""
    hue = _rgb(theme.MAIN if strength >= 0 else theme.AGAINST)
    density = 0.06 + 0.94 * min(abs(strength), 1.0) ** 1.6
    mixed = np.rint(255 + (hue - 255) * density)
    fill = "#" + "".join(f"{part:02x}" for part in mixed.astype(int).tolist())
    light = float(
        np.where(mixed / 255 <= 0.04045, mixed / 255 / 12.92, ((mixed / 255 + 0.055) / 1.055) ** 2.4)
        @ _LUMINANCE
    )
    return {"fill": fill, "ink": theme.PAPER if light < _DARK else theme.INK}


def _rgb(code: str) -> NDArray[np.float64]:
    return np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)], dtype=float)


def _two(tau: float) -> str:
    """Return two decimals without the 0 before them, so that they fit a narrow column."""
    shown = f"{tau:.2f}" if abs(tau) < 0.995 else f"{tau:.0f}"
    return shown.replace("-0.00", "0.00").replace("0.", ".").replace("-", "−")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
