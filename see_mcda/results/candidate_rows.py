"""Pictures with one line a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from see_mcda.language.messages import Message, message
from see_mcda.render import theme
from see_mcda.render.report import Words
from see_mcda.results.picture import Datum, Picture, data, lines_at
from see_mcda.results.subject import more_candidates

MOST = 20
"""Candidates in one picture; the rest is told at its foot."""


class CandidateRows(Picture):
    """A picture with a line for each candidate, its number and its name to the left."""

    def y(self, rows: Sequence[int]) -> alt.Y:
        """Return the place of each candidate down the picture."""
        places = [self.problem.candidates[row] for row in rows]
        scale = alt.Scale(domain=places, paddingInner=0.3, paddingOuter=0.1)
        return alt.Y("candidate:N", sort=places, scale=scale, axis=None)

    def step(self, rows: Sequence[int]) -> alt.Step:
        """Return the pixels from one candidate to the next."""
        tall = max(map(len, self.names(rows).values()), default=1)
        return alt.Step(theme.leading(theme.SIZE) * tall + 12)

    def beside(self, rows: Sequence[int], numbers: Sequence[str] | None, y: alt.Y) -> list[Any]:
        """Return what stands left of the plot: the name, and before it a number each if there are any."""
        names = self.names(rows)
        shown: list[Datum] = [
            {"candidate": id, "words": names[id], "name": self.name(row), "number": number}
            for row, number in zip(rows, numbers or [""] * len(rows), strict=True)
            for id in [self.problem.candidates[row]]
        ]
        layers = [lines_at(shown, x=-theme.NAMES).encode(y=y, tooltip="name:N")]
        if numbers is not None:
            number = alt.Chart(data(shown)).mark_text(align="right", x=-theme.NAMES - 12, fontWeight=600)
            layers.append(number.encode(y=y, text="number:N"))
        return layers

    def heads(self, heads: Sequence[tuple[float, Any, Words]], top: float = -10) -> list[Any]:
        """Return words above columns: where across, how aligned, what."""
        return [
            alt.Chart(data([{"words": self.say(words)}]))
            .mark_text(x=x, y=top, align=align, color=theme.SOFT, fontSize=theme.SMALL)
            .encode(text="words:N")
            for x, align, words in heads
        ]

    def remarks(self, rows: Sequence[int], left_out: int) -> list[Message]:
        """Return what has to be said of the candidates: who takes no part, who is not shown."""
        said = []
        failed = [int(row) for row in np.flatnonzero(~self.problem.eligible)]
        if failed:
            named: list[object] = [self.name(row) for row in failed[:MOST]]
            if len(failed) > MOST:
                named.append(message("{count} more", count=len(failed) - MOST))
            said.append(message("Not ranked, because a gate is failed: {candidates}", candidates=named))
        if left_out:
            said.append(more_candidates(left_out))
        return said
