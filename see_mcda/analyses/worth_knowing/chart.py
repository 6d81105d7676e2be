"""What is worth knowing as bars: how much each score reduces the uncertainty, and who could become first."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from see_mcda.analyses.worth_knowing.report import score_name
from see_mcda.analyses.worth_knowing.worth_knowing import DoubtfulScore, WorthKnowing
from see_mcda.language.messages import Message, Plural, message
from see_mcda.render import theme
from see_mcda.render.numbers import shown_share
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.results.subject import Subject, more_candidates

MOST = 30
"""Scores and candidates in one picture; the rest is told at its foot."""
_LEFT = 250
"""Pixels for what stands beside the bars."""
_BAR = 90
"""Pixels of the longest bar."""
_SECOND = 165
"""Where the second bars begin."""
_LEADERS = 315
"""Where it begins who could become first."""
_PLOT = theme.WIDTH - _LEFT
_HIGH = 14
_X = alt.X("x:Q", scale=None, axis=None)
_Y = alt.Y("y:Q", scale=None, axis=None)


def draw(result: WorthKnowing, language: str = "en") -> Any:
    """Return the picture: a row for each doubtful score, then everybody's chance to be first."""
    return _WorthKnowingPicture(result, language).drawn()


class _WorthKnowingPicture(Picture):
    def __init__(self, result: WorthKnowing, language: str):
        super().__init__(result.problem, language)
        self.result = result
        self.scores = result.scores[:MOST]
        possible = [row for row in np.argsort(-result.chances, kind="stable").tolist() if result.chances[row]]
        self.possible = possible[:MOST]
        self.notes: list[Message] = []
        if len(result.scores) > MOST:
            self.notes.append(
                message(
                    Plural("{count} more score is not shown.", "{count} more scores are not shown."),
                    count=len(result.scores) - MOST,
                )
            )
        if len(possible) > MOST:
            self.notes.append(more_candidates(len(possible) - MOST))

    def drawn(self) -> Any:
        layers, down = self.worth() if self.scores else ([], 0.0)
        more, down = self.chances(down + 30 if layers else 0.0)
        chart = alt.layer(*layers, *more).properties(width=_PLOT, height=down)
        return self.reported(chart, self.result.report(), foot=self.notes)

    def worth(self) -> tuple[list[Any], float]:
        """Return two bars for each doubtful score and who is first for which of its values."""
        leading = theme.leading(theme.SIZE)
        heads = [
            (0, self.lines(self.say(message("uncertainty falls by")), _SECOND - 20, most=2)),
            (_SECOND, self.lines(self.say(message("bits")), _LEADERS - _SECOND - 20, most=2)),
            (
                _LEADERS,
                self.lines(self.say(message("first, all else at its midpoint")), _PLOT - _LEADERS, most=2),
            ),
        ]
        down = leading * max(len(lines) for _, lines in heads) + 8
        titles: list[Datum] = [
            {"x": x, "y": down - 8 - leading * len(lines) / 2, "words": lines} for x, lines in heads
        ]
        names: list[Datum] = []
        falls: list[Datum] = []
        bits: list[Datum] = []
        firsts: list[Datum] = []
        furthest = max(*(each.value + 2 * each.error for each in self.scores), 0.0)
        most_bits = max(*(each.bits + 2 * each.bits_error for each in self.scores), 0.0)
        for each in self.scores:
            name = self.say(score_name(each, Subject(self.problem)))
            left = self.lines(name, _LEFT - 16, most=3)
            leaders = self.leaders(each)
            high = leading * max(len(left), len(leaders)) + 12
            y = round(down + high / 2, 1)
            down += high
            about: dict[str, Any] = {
                "candidate": self.problem.candidates[each.row],
                "leaf": self.problem.leaves[each.column],
                "name": name,
                "y": y,
            }
            names.append({"y": y, "words": left})
            falls.append(
                {
                    **about,
                    "value": each.value,
                    "error": each.error,
                    **_ends(0, each.value, each.error, furthest),
                    "words": f"{100 * each.value:.1f}",
                }
            )
            bits.append(
                {
                    **about,
                    "bits": each.bits,
                    "error": each.bits_error,
                    **_ends(_SECOND, each.bits, each.bits_error, most_bits),
                    "words": f"{each.bits:.3f}",
                }
            )
            firsts.append({"x": _LEADERS, "y": y, "words": leaders})
        name_tip = alt.Tooltip("name:N", title=self.say(message("Candidate: score")))
        return [
            lines_at(titles, color=theme.SOFT).encode(x=_X, y=_Y),
            lines_at(names, x=-_LEFT).encode(y=_Y),
            *_bars(falls, theme.MAIN, [name_tip, "value:Q", "error:Q"]),
            *_bars(bits, theme.QUIET, [name_tip, "bits:Q", "error:Q"]),
            lines_at(firsts).encode(x=_X, y=_Y),
        ], down

    def leaders(self, each: DoubtfulScore) -> list[str]:
        """Return who is first for which values of a score, as lines."""
        shown: list[str] = []
        for at, part in enumerate(each.leaders):
            words: dict[str, object] = {
                "leaders": [self.name(row) for row in part.leaders],
                "low": f"{part.low:.4g}",
                "high": f"{part.high:.4g}",
            }
            if len(each.leaders) == 1:
                said = message("the same for every value")
            elif at == 0:
                said = message("below {high}: {leaders}", **words)
            elif at == len(each.leaders) - 1:
                said = message("from {low}: {leaders}", **words)
            else:
                said = message("{low} to {high}: {leaders}", **words)
            shown += self.lines(self.say(said), _PLOT - _LEADERS, most=3)
        return shown

    def chances(self, top: float) -> tuple[list[Any], float]:
        """Return a bar for each candidate that could be first."""
        named = self.names(self.possible, _LEFT - 16)
        heading = self.say(message("Chance of each candidate to rank first, before more is known"))
        rows: list[Datum] = []
        names: list[Datum] = []
        down = top + 30
        for row in self.possible:
            id = self.problem.candidates[row]
            high = theme.leading(theme.SIZE) * len(named[id]) + 10
            y = round(down + high / 2, 1)
            down += high
            chance, error = float(self.result.chances[row]), float(self.result.chance_errors[row])
            names.append({"y": y, "words": named[id], "name": self.name(row)})
            rows.append(
                {
                    "candidate": id,
                    "name": self.name(row),
                    "chance": chance,
                    "error": error,
                    "y": y,
                    **_ends(0, chance, error, 1.0, _PLOT - 90),
                    "words": shown_share(chance),
                }
            )
        tooltip = [alt.Tooltip("name:N", title=self.say(message("Candidate"))), "chance:Q", "error:Q"]
        return [
            lines_at([{"y": top + 8, "words": heading}], x=-_LEFT, fontWeight=600).encode(y=_Y),
            lines_at(names, x=-_LEFT).encode(y=_Y, tooltip="name:N"),
            *_bars(rows, theme.MAIN, tooltip),
        ], down


def _ends(start: float, value: float, error: float, most: float, wide: float = _BAR) -> dict[str, Any]:
    """Return the pixels of a bar, of two standard errors around its end, and of what stands beside it."""
    each = wide / most if most > 0 else 0.0
    low, high = max(value - 2 * error, 0.0), value + 2 * error
    if most > 0:
        high = min(high, most * (1 + 8 / wide))
    return {
        "x": start,
        "end": round(start + value * each, 2),
        "low": round(start + low * each, 2),
        "high": round(start + high * each, 2),
        "after": round(start + max(high, value) * each + 8, 2),
        "doubtful": error > 0,
    }


def _bars(rows: list[Datum], colour: str, tooltip: list[Any]) -> list[Any]:
    base = alt.Chart(data(rows)).encode(y=_Y, tooltip=tooltip)
    doubtful = base.transform_filter("datum.doubtful")

    def pixels(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=None, axis=None)

    return [
        base.mark_bar(height=_HIGH, color=colour).encode(x=_X, x2="end:Q"),
        base.mark_rule(color=theme.QUIET, yOffset=-_HIGH / 2, y2Offset=_HIGH / 2).encode(x=_X, y2="y:Q"),
        doubtful.mark_rule(color=theme.INK, size=1.5).encode(x=pixels("low"), x2="high:Q"),
        *(
            doubtful.mark_tick(color=theme.INK, thickness=1.5, size=9).encode(x=pixels(end))
            for end in ("low", "high")
        ),
        lines_at(rows).encode(x=pixels("after"), y=_Y),
    ]
