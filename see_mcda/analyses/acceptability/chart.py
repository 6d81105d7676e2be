"""Rank acceptability as stacked bars: the chances of each candidate to be first, second and so on."""

from __future__ import annotations

from typing import Any

import altair as alt

from see_mcda.analyses.acceptability.acceptability import Acceptability
from see_mcda.analyses.acceptability.report import by_expected_rank, first_share
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import message, per_cent
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.results.candidate_rows import MOST, CandidateRows
from see_mcda.results.picture import Datum, data, labels

_PLOT = theme.WIDTH - theme.NAMES - 170
_SINGLE = 9
"""Up to so many ranks each has a colour of its own; with more, the later ones are taken together."""
_ENDS = (1, 2, 3, 5, 10, 20, 50)
"""The last rank of each group then."""
_DARK, _LIGHT = (0x10, 0x3A, 0x73), (0xE3, 0xEA, 0xF3)
"""The colours of the first rank and of the last; between them it gets lighter and lighter."""
_INKED = 0.45
"""From this part of the ranks on, letters on a colour are dark."""
_DARKER, _LIGHTER = 0.35, 0.49
"""Between these parts of the way neither ink nor paper has a contrast of 4.5 to 1 to the colour."""
_LETTER = 9


def draw(found: Acceptability, language: str = "en") -> Any:
    """Return the picture: a bar for each candidate, the best expected rank at the top."""
    return _AcceptabilityPicture(found, language).drawn()


class _AcceptabilityPicture(CandidateRows):
    def __init__(self, found: Acceptability, language: str):
        super().__init__(found.problem, language)
        self.found = found
        self.report = found.report()
        order = by_expected_rank(found)
        self.e = len(order)
        self.rows: list[int] = order[:MOST]
        self.groups = self.grouped()

    def grouped(self) -> list[tuple[int, int]]:
        """Return the ranks (from, to) that have a colour together."""
        if self.found.rank_acceptability is None:
            ends = sorted({1, self.found.top, self.e})
        elif self.e <= _SINGLE:
            return [(rank, rank) for rank in range(1, self.e + 1)]
        else:
            ends = [*[end for end in _ENDS if end < self.e], self.e]
        return list(zip([1, *[end + 1 for end in ends]], ends, strict=False))

    def called(self, group: tuple[int, int]) -> str:
        return str(group[0]) if group[0] == group[1] else f"{group[0]}–{group[1]}"

    def drawn(self) -> Any:
        y = self.y(self.rows)
        errors = self.found.standard_errors.first_rank
        firsts: list[Datum] = [
            {
                "candidate": self.problem.candidates[row],
                "first": float(self.found.first_rank[row]),
                "error": float(errors[row]) * self.found.margin,
                "words": first_share(self.found, row),
            }
            for row in self.rows
        ]
        layers = [
            *self.bars(y),
            alt.Chart(data(firsts))
            .mark_text(align="left", x=_PLOT + 10, fontWeight=600)
            .encode(y=y, text="words:N"),
            *self.beside(self.rows, [f"{self.found.expected_rank[row]:.1f}" for row in self.rows], y),
            *self.heads(
                [
                    (-theme.NAMES - 42, "left", message("expected rank")),
                    (_PLOT + 10, "left", message("first")),
                ]
            ),
        ]
        chart = alt.layer(*layers).properties(width=_PLOT, height=self.step(self.rows))
        return self.finished(
            chart,
            self.say(self.report.headline),
            map(self.say, self.report.subtitle),
            foot=self.foot(),
        )

    def bars(self, y: alt.Y) -> list[Any]:
        steps = max(len(self.groups) - 1, 1)
        light = [at / steps for at in range(len(self.groups))]
        colours = [_between(part) for part in light]
        domain = [self.called(group) for group in self.groups]
        rows: list[Datum] = []
        for row in self.rows:
            start = 0.0
            for at, (low, high) in enumerate(self.groups):
                chance = self.found.chance(row, low, high)
                if chance:
                    fits = chance * _PLOT >= _LETTER * len(domain[at]) + 4
                    rows.append(
                        {
                            "candidate": self.problem.candidates[row],
                            "name": self.name(row),
                            "ranks": domain[at],
                            "from": start,
                            "to": start + chance,
                            "middle": start + chance / 2,
                            "chance": chance,
                            "share": self.say(message("{share}", share=shown_share(chance))),
                            "label": domain[at] if fits else "",
                            "ink": theme.INK if light[at] >= _INKED else theme.PAPER,
                        }
                    )
                start += chance
        x: dict[str, Any] = {"scale": alt.Scale(domain=[0, 1], nice=False)}
        axis = alt.Axis(
            title=self.say(message("Chance of each rank")),
            values=[0, 0.25, 0.5, 0.75, 1],
            grid=False,
            labelExpr=f"(100 * datum.value) + '{per_cent(f'{GLUE}%', self.language)}'",
        )
        legend = alt.Legend(
            title=self.say(message("Rank")), orient="top", direction="horizontal", symbolStrokeWidth=1,
            symbolStrokeColor=theme.QUIET, offset=26, labelExpr=labels({name: name for name in domain}),
            columns=len(domain),
        )  # fmt: skip
        base = alt.Chart(data(rows)).encode(y=y)
        return [
            base.mark_bar(stroke=theme.PAPER, strokeWidth=1).encode(
                x=alt.X("from:Q", axis=axis, **x),
                x2="to:Q",
                color=alt.Color("ranks:N", scale=alt.Scale(domain=domain, range=colours), legend=legend),
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Candidate"))),
                    alt.Tooltip("ranks:N", title=self.say(message("Rank"))),
                    alt.Tooltip("share:N", title=self.say(message("Chance"))),
                ],
            ),
            base.mark_text(fontSize=theme.SMALL).encode(
                x=alt.X("middle:Q", **x), text="label:N", color=alt.Color("ink:N", scale=None)
            ),
        ]

    def foot(self) -> list[str]:
        method = message("Method: {name}", name=method_title(self.found.ranking.method.name))
        remarks = self.remarks(self.rows, self.e - len(self.rows))
        return [self.say(words) for words in (method, *remarks)]


def _between(part: float) -> str:
    """Return the colour of a part of the ranks, from dark to light."""
    if part < _INKED:
        way = part / _INKED * _DARKER
    else:
        way = _LIGHTER + (part - _INKED) / (1 - _INKED) * (1 - _LIGHTER)
    mixed = [round(dark + way * (light - dark)) for dark, light in zip(_DARK, _LIGHT, strict=True)]
    return "#" + "".join(f"{one:02x}" for one in mixed)
