"""The smallest flip: the weights that move, from now to just after it, and how far away each rival is."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.analyses.flip.flip import Flip
from see_mcda.analyses.flip.report import weight_changes
from see_mcda.analyses.flip.unseating import WeightFlip
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Plural, message, per_cent
from see_mcda.methods.titles import method_title
from see_mcda.render import theme
from see_mcda.render.thresholds import points
from see_mcda.results.candidate_rows import MOST, CandidateRows
from see_mcda.results.picture import Datum, data, lines_at

_PLOT = theme.WIDTH - theme.NAMES - 180
_SEEN = 5e-4
"""Bounds that are worth naming."""
_FOUND = "#a9c0de"
"""How far the smallest change is that was found; what is proved is denser."""


def draw(flip: Flip, language: str = "en") -> Any:
    """Return the picture: now and after for each weight that moves, above the distance of each rival."""
    return _FlipPicture(flip, language).drawn()


class _FlipPicture(CandidateRows):
    def __init__(self, flip: Flip, language: str):
        super().__init__(flip.problem, language)
        self.flip = flip
        self.best = flip.smallest["absolute"]
        every = sorted(
            flip.rivals["absolute"], key=lambda one: np.inf if one.distance is None else one.distance
        )
        self.rivals = every[:MOST]
        self.left_out = len(every) - len(self.rivals)
        found = self.best is not None and self.best.state == "found"
        self.changed = weight_changes(flip, self.best) if self.best is not None and found else None
        moving = [] if self.changed is None else list(self.changed.after)
        self.moved, self.unmoved = moving[:MOST], len(moving) - len(moving[:MOST])

    def drawn(self) -> Any:
        parts = [part for part in (self.dumbbells(), self.distances()) if part is not None]
        if not parts:
            words = [{"words": self.say(message("There is nothing to draw."))}]
            parts = [lines_at(words, x=-theme.NAMES, color=theme.SOFT).properties(width=_PLOT, height=20)]
        said = self.flip.report()
        chart = alt.vconcat(*parts, spacing=34).resolve_scale(x="independent", y="independent")
        return self.finished(
            chart, self.say(said.headline), [self.say(words) for words in said.subtitle], foot=self.foot()
        )

    def over(self, words: Message) -> alt.TitleParams:
        """Return what stands above a part of the picture."""
        lines = self.lines(self.say(words), theme.WIDTH)
        return alt.TitleParams(
            lines, fontSize=theme.SIZE, lineHeight=theme.leading(theme.SIZE), frame="bounds"
        )

    def dumbbells(self) -> Any:
        if self.best is None or self.best.after is None or self.changed is None:
            return None
        changed = self.changed
        weights, after = self.flip.ranking.weights.values, self.best.after
        leaves = self.problem.framework.leaves
        titles = {
            column: self.lines(self.text(leaves[column].title), theme.NAMES - 10, most=2)
            for column in self.moved
        }
        rows: list[Datum] = [
            {
                "leaf": leaves[column].id,
                "title": self.text(leaves[column].title),
                "words": titles[column],
                "now": float(weights[column]),
                "after": float(after[column]),
                "label": per_cent(
                    f"{changed.now[column]}{GLUE}% → {changed.after[column]}{GLUE}%", self.language
                ),
            }
            for column in self.moved
        ]
        places = [leaves[column].id for column in self.moved]
        y = alt.Y("leaf:N", sort=places, scale=alt.Scale(domain=places), axis=None)
        top = max(float(weights[self.moved].max()), float(after[self.moved].max()))
        scale = alt.Scale(domain=[0, top * 1.05], nice=False)
        axis = alt.Axis(
            title=self.say(message("Weight")),
            labelExpr=f"format(100 * datum.value, '.3~f') + '{per_cent(f'{GLUE}%', self.language)}'",
            grid=True,
            tickCount=5,
        )
        base = alt.Chart(data(rows)).encode(
            y=y,
            tooltip=[
                alt.Tooltip("title:N", title=self.say(message("Criterion"))),
                alt.Tooltip("now:Q", title=self.say(message("now")), format=".4~%"),
                alt.Tooltip("after:Q", title=self.say(message("after")), format=".4~%"),
            ],
        )
        layers = [
            base.mark_rule(color=theme.QUIET, strokeWidth=3).encode(
                x=alt.X("now:Q", scale=scale, axis=axis), x2="after:Q"
            ),
            base.mark_circle(size=120, color=theme.PAPER, stroke=theme.INK, strokeWidth=2, opacity=1).encode(
                x=alt.X("now:Q", scale=scale)
            ),
            base.mark_circle(size=150, color=theme.MAIN, opacity=1).encode(x=alt.X("after:Q", scale=scale)),
            base.mark_text(align="left", x=_PLOT + 14, fontWeight=600).encode(text="label:N"),
            lines_at(rows, x=-theme.NAMES).encode(y=y, tooltip="title:N"),
        ]
        tall = max(map(len, titles.values()))
        step = alt.Step(theme.leading(theme.SIZE) * tall + 12)
        words = message("The weights that move: ring now, dot just after the change")
        return alt.layer(*layers).properties(width=_PLOT, height=step, title=self.over(words))

    def distances(self) -> Any:
        if not self.rivals or self.flip.tied:
            return None
        rows: list[Datum] = [
            {
                "candidate": self.problem.candidates[one.rival],
                "name": self.name(one.rival),
                "state": one.state,
                "points": None if one.distance is None else 100 * one.distance,
                "proved": None if one.distance is None else 100 * self.proved(one),
                "exact": one.exact,
                "label": self.label(one),
            }
            for one in self.rivals
        ]
        order = [one.rival for one in self.rivals]
        y = self.y(order)
        far = [one.distance for one in self.rivals if one.distance is not None]
        scale = alt.Scale(domain=[0, 105 * max(far, default=1.0) or 1.0], nice=False)
        axis = alt.Axis(
            title=self.say(message("Weight change in percentage points")),
            grid=True,
            tickCount=5,
            format=".3~f",
        )
        base = alt.Chart(data(rows)).encode(y=y)
        layers = [
            base.mark_bar(color=colour).encode(
                x=alt.X(f"{field}:Q", scale=scale, axis=axis),
                tooltip=[
                    alt.Tooltip("name:N", title=self.say(message("Rival"))),
                    alt.Tooltip("label:N", title=self.say(message("Points"))),
                ],
            )
            for field, colour in (("points", _FOUND), ("proved", theme.MAIN))
        ]
        layers += [
            base.mark_text(align="left", x=_PLOT + 14, fontWeight=600).encode(text="label:N"),
            *self.beside(order, None, y),
        ]
        words = message(
            "Change of weights, in percentage points, that puts each rival ahead of {leader}:",
            leader=self.name(self.flip.leader),
        )
        return alt.layer(*layers).properties(width=_PLOT, height=self.step(order), title=self.over(words))

    def proved(self, one: WeightFlip) -> float:
        """Return how small a change is proved not to be enough."""
        return float(one.distance or 0.0) if one.exact else min(one.lower_bound, one.distance or 0.0)

    def label(self, one: WeightFlip) -> str:
        if one.state == "impossible":
            words = message("impossible: proved")
        elif one.distance is None:
            words = message("none found")
        elif one.exact:
            words = message("{points}, exact", points=points(one.distance))
        elif one.lower_bound >= _SEEN:
            words = message(
                "{points}, at least {bound}",
                points=points(one.distance),
                bound=points(one.lower_bound, enough=False),
            )
        else:
            words = message("{points} found", points=points(one.distance))
        return self.say(words)

    def foot(self) -> list[str]:
        said: list[Message] = [message("Method: {name}", name=method_title(self.flip.ranking.method.name))]
        said.append(message("Percentage points: the sum of all changes of weight, up and down."))
        if any(not one.exact and one.distance is not None for one in self.rivals):
            said.append(
                message("Light: the smallest change that was found. Dark: proved that less is not enough.")
            )
        if self.unmoved:
            said.append(
                message(
                    Plural(
                        "{count} more weight changes less and is not shown.",
                        "{count} more weights change less and are not shown.",
                    ),
                    count=self.unmoved,
                )
            )
        shown = [self.flip.leader, *(one.rival for one in self.rivals)]
        said += self.remarks(shown, self.left_out)
        return [self.say(words) for words in said]
