"""Variance shares as text: what the doubt comes from, in a sentence, then the shares of every input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, Verbatim, shown_share

if TYPE_CHECKING:
    from see_mcda.analyses.variance.variance import Variance

_OWN = ("weights", "scores", "method")


def variance_text(result: Variance, language: str = "en", room: int = WIDTH) -> str:
    """Return the answer in sentences, the table of shares, what the inputs are, the note and the warnings."""
    drawing = Drawing(result.problem, language, room)
    text = _VarianceText(result, drawing)
    parts = [
        "\n".join([*drawing.title(), *(paragraph(drawing.say(words), room) for words in text.sentences())]),
        "\n".join(text.table()),
        "\n".join(paragraph(drawing.say(words), room) for words in (*text.key(), *result.explanation)),
        *drawing.notes(result.warnings),
    ]
    return "\n\n".join(parts)


class _VarianceText:
    def __init__(self, result: Variance, drawing: Drawing):
        self.result = result
        self.drawing = drawing
        self.at = result.outcomes.index(result.of)

    def named(self, row: int) -> Verbatim:
        return self.drawing.named(row)

    def outcome(self, name: str) -> Message:
        words = {"candidate": self.named(self.result.candidate), "leader": self.named(self.result.leader)}
        if name == "score":
            return message("the score of {candidate}", **words)
        if name == "rank":
            return message("the rank of {candidate}", **words)
        return message("the lead of {leader} over the best other candidate", **words)

    def another(self) -> list[Message]:
        """Return why another candidate is spoken of than a plain ranking has first, if that is so."""
        result = self.result
        chosen = result.arguments["candidate"] is not None and self.result.of != "margin"
        others = [] if chosen else result.first_with_equal_weights(result.arguments["weights"])
        if not others or result.leader in others:
            return []
        return [
            message(
                "With equal weights {others} is first; here the weights vary, and {leader} is first at their"
                " mean.",
                others=[self.named(row) for row in others],
                leader=self.named(result.leader),
            )
        ]

    def sentences(self) -> list[Message]:
        found = self.result.indices
        total = found.total[self.at]
        if np.isnan(total).all():
            what = self.outcome(self.result.of)
            return [message("Nothing that is uncertain changes {outcome}.", outcome=what)]
        sentences = [
            *self.another(),
            message(
                "How much of the doubt about {outcome} comes from where (its variance is 100 %):",
                outcome=self.outcome(self.result.of),
            ),
        ]
        for g, each in enumerate(self.result.inputs):
            if each.kind in _OWN:
                sentences.append(
                    message(
                        "- {input}: {first} alone, {total} together with the others.",
                        input=each.title,
                        first=Verbatim(_share(found.first[self.at, g])),
                        total=Verbatim(_share(total[g])),
                    )
                )
        parts = [g for g, each in enumerate(self.result.inputs) if each.kind not in _OWN]
        if parts:
            most = max(parts, key=lambda g: float(total[g]))
            sentences.append(
                message("The largest single part is {input}.", input=self.result.inputs[most].title)
            )
        return sentences

    def table(self) -> list[str]:
        """Return each input's shares of the chosen outcome, and its total shares of the others."""
        result, found = self.result, self.result.indices
        others = [o for o in range(len(result.outcomes)) if o != self.at]
        titles = {"score": message("score"), "margin": message("lead"), "rank": message("rank")}
        head = [
            message("Source of doubt"),
            message("alone"),
            message("in all"),
            message("from - to"),
            *(titles[result.outcomes[o]] for o in others),
        ]
        order = sorted(
            range(len(result.inputs)),
            key=lambda g: (
                result.inputs[g].kind not in _OWN,
                -np.nan_to_num(found.total[self.at, g]) if result.inputs[g].kind not in _OWN else g,
            ),
        )
        rows = [[self.drawing.say(words) for words in head]]
        for g in order:
            low, high = found.total_intervals[self.at, g]
            rows.append(
                [
                    self.drawing.text(result.inputs[g].title.texts()),
                    _share(found.first[self.at, g]),
                    _share(found.total[self.at, g]),
                    NO_RANK if np.isnan(low) else f"{_number(low)} - {_number(high)}",
                    *(_share(found.total[o, g]) for o in others),
                ]
            )
        return self.drawing.columns(rows, 0, range(1, len(head)))

    def key(self) -> list[Message]:
        words = [
            message(
                "alone: the share of the variance that goes if this were known; in all: with what it does"
                " together with other inputs, and the interval of that ({confidence}).",
                confidence=Verbatim(shown_share(self.result.confidence)),
            )
        ]
        if len(self.result.outcomes) > 1:
            words.append(message("The last columns: the share in all for the other outcomes."))
        words.append(
            message(
                "{samples} samples, {evaluations} evaluations; seed {seed}.",
                samples=self.result.indices.samples,
                evaluations=self.result.indices.evaluations,
                seed=self.result.seed or 0,
            )
        )
        return words


def _share(share: float) -> str:
    """Return a share in per cent; below 0 there is only sampling error."""
    return NO_RANK if np.isnan(share) else f"{_number(share)} %"


def _number(share: float) -> str:
    return f"{100 * max(float(share), 0.0):.1f}"
