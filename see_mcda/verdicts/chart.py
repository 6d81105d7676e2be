"""A verdict as intervals: the lead over each rival, and what is left of it in the worst case."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from see_mcda.language.messages import message
from see_mcda.render import theme
from see_mcda.results.picture import Datum, Picture, data, labels
from see_mcda.results.subject import more_candidates
from see_mcda.verdicts.verdict import Verdict

MOST = 30
"""Rivals in one picture; the rest is told at its foot."""


def draw(result: Verdict, language: str = "en") -> Any:
    """Return the picture: a row for each rival, the nearest first."""
    about = result.selection or result.classification
    if about is not None:
        return about.chart(language)
    picture = Picture(result.problem, language)
    rivals = [
        row for row in result.ranking.order if row != result.leader and not math.isnan(result.leads[row])
    ]
    shown = rivals[:MOST]
    named = picture.names(shown)
    rows: list[Datum] = [
        {
            "candidate": result.problem.candidates[row],
            "name": picture.name(row),
            "lead": float(result.leads[row]),
            "least": None if math.isnan(result.least[row]) else float(result.least[row]),
            "behind": bool(result.least[row] < 0) or row in result.rivals,
        }
        for row in shown
    ]
    title = message("Lead of {leader} over each rival", leader=picture.name(result.leader))
    y = alt.Y(
        "candidate:N",
        sort=[result.problem.candidates[row] for row in shown],
        title=None,
        axis=alt.Axis(labelExpr=labels(named), labelLimit=0),
    )
    x = alt.X("lead:Q", title=picture.lines(picture.say(title), theme.WIDTH - theme.NAMES))
    colour = alt.condition("datum.behind", alt.value(theme.AGAINST), alt.value(theme.MAIN))
    tooltip = ["name:N", "lead:Q", "least:Q"]
    base = alt.Chart(data(rows)).encode(y=y, color=colour, tooltip=tooltip)
    chart = alt.layer(
        base.mark_rule(size=3).transform_filter("datum.least !== null").encode(x=x, x2="least:Q"),
        base.mark_tick(thickness=3, size=14).transform_filter("datum.least !== null").encode(x="least:Q"),
        base.mark_point(filled=True, size=110, opacity=1).encode(x=x),
        alt.Chart(data([{"x": 0}])).mark_rule(color=theme.INK).encode(x="x:Q"),
    ).properties(width=theme.WIDTH - theme.NAMES, height=alt.Step(44))
    key = [
        message("Dot: with the scores as they are."),
        *(
            [message("Line: down to the worst case of the scores in doubt; left of 0 the lead is lost.")]
            if result.doubtful and any(row["least"] is not None for row in rows)
            else []
        ),
    ]
    left = len(rivals) - len(shown)
    return picture.reported(chart, result.report(), key, [more_candidates(left)] if left else [])
