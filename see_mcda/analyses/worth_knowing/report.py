"""What is worth knowing, as text: the doubt, the score to find out next, then every doubtful score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from see_mcda.language.line_breaking import paragraph
from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import percent
from see_mcda.render.thresholds import within
from see_mcda.results.drawing import WIDTH, Drawing, Verbatim, shown_share

if TYPE_CHECKING:
    from see_mcda.analyses.worth_knowing.worth_knowing import DoubtfulScore, WorthKnowing

_TOLD = 5
"""Doubtful scores whose values are told in sentences."""


def worth_knowing_text(result: WorthKnowing, language: str = "en", room: int = WIDTH) -> str:
    """Return the answer in sentences, the table of doubtful scores, the note and the warnings."""
    text = _WorthKnowingText(result, Drawing(result.problem, language, room))
    drawing = text.drawing
    parts = [
        "\n".join([*drawing.title(), *(paragraph(drawing.say(words), room) for words in text.sentences())]),
        *text.table(),
        *drawing.notes(result.warnings),
    ]
    return "\n\n".join(parts)


def worth_knowing_sentences(result: WorthKnowing, language: str = "en") -> list[str]:
    """Return which doubtful score to find out next."""
    text = _WorthKnowingText(result, Drawing(result.problem, language, WIDTH))
    return text.drawing.spoken(text.sentences())


def likeliest(result: WorthKnowing, words: Mapping[str, object]) -> Message:
    """Return who is most likely to be first: ``name``, in ``chance`` of the cases, ``doubt`` to be wrong."""
    if len(result.level) > 1:
        return message(
            "Most likely to be first, and equally so, in {chance} of the cases: {name}; to name one of them"
            " is wrong in {doubt}.",
            **words,
        )
    return message(
        "{name} is most likely to be first, in {chance} of the cases; to name it is wrong in {doubt}.",
        **words,
    )


def points(share: float) -> str:
    """Return a difference of two shares in points of per cent: ``12.4``."""
    return percent(share).removesuffix(".0")


class _WorthKnowingText:
    def __init__(self, result: WorthKnowing, drawing: Drawing):
        self.result = result
        self.drawing = drawing

    def named(self, row: int) -> Verbatim:
        return self.drawing.named(row)

    def leaf(self, each: DoubtfulScore) -> Verbatim:
        return Verbatim(self.drawing.text(self.result.problem.framework.leaves[each.column].title))

    def sentences(self) -> list[Message]:
        result = self.result
        words = {
            "name": [self.named(row) for row in result.level],
            "chance": Verbatim(shown_share(float(result.chances[result.likeliest]))),
            "doubt": Verbatim(shown_share(result.doubt)),
        }
        if not result.scores:
            return [
                message("No score is missing or uncertain: there is no score to find out."),
                message(
                    "The weights are uncertain: {name} is first in {chance} of the cases. To reduce this"
                    " doubt, agree on the weights.",
                    **words,
                )
                if result.weights_vary
                else message("{name} is first, whatever else is found out.", **words)
                if len(result.level) == 1
                else message("Whatever else is found out, first place is shared by: {name}.", **words),
            ]
        sentences = [likeliest(result, words)]
        best = result.scores[0]
        found = {"candidate": self.named(best.row), "leaf": self.leaf(best)}
        if best.value > 2 * best.error:
            sentences.append(
                message(
                    "Find out first: the score of {candidate} at {leaf}. Once it is known, the doubt falls"
                    " by {value} points on average, from {doubt} to {rest}.",
                    value=Verbatim(points(best.value)),
                    rest=Verbatim(shown_share(max(0.0, result.doubt - best.value))),
                    doubt=words["doubt"],
                    **found,
                )
            )
        elif best.bits > 2 * best.bits_error:
            most = max(result.scores, key=lambda each: each.bits)
            sentences.append(
                message(
                    "No score by itself would clearly change whom to name. The score of {candidate} at {leaf}"
                    " tells most about who is first.",
                    candidate=self.named(most.row),
                    leaf=self.leaf(most),
                )
            )
        else:
            sentences.append(message("No single score would clearly change who is first."))
        for each in result.scores[:_TOLD]:
            if len(each.leaders) > 1:
                sentences += [self.interval(each, at) for at in range(len(each.leaders))]
        return sentences

    def interval(self, each: DoubtfulScore, at: int) -> Message:
        part = each.leaders[at]
        low, high = within(part.low, part.high, each.high - each.low)
        words = {
            "candidate": self.named(each.row),
            "leaf": self.leaf(each),
            "low": low,
            "high": high,
            "leaders": [self.named(row) for row in part.leaders],
        }
        if at == 0:
            return message(
                "- If the score of {candidate} at {leaf} is below {high}, first is: {leaders}"
                " (all else at its middle).",
                **words,
            )
        if at == len(each.leaders) - 1:
            return message(
                "- If the score of {candidate} at {leaf} is above {low}, first is: {leaders}"
                " (all else at its middle).",
                **words,
            )
        return message(
            "- If the score of {candidate} at {leaf} is from {low} to {high}, first is: {leaders}"
            " (all else at its middle).",
            **words,
        )

    def table(self) -> list[str]:
        result = self.result
        if not result.scores:
            return []
        head = [
            message("Candidate: score"),
            message("range"),
            message("doubt falls by"),
            message("+/-"),
            message("bits"),
        ]
        rows = [[self.drawing.say(words) for words in head]]
        for each in result.scores:
            name = message("{candidate}: {leaf}", candidate=self.named(each.row), leaf=self.leaf(each))
            rows.append(
                [
                    self.drawing.say(name) + (" ?" if each.missing else ""),
                    f"{each.low:.4g} - {each.high:.4g}",
                    f"{100 * each.value:.1f}",
                    f"{100 * each.error:.1f}",
                    f"{each.bits:.3f}",
                ]
            )
        key = [
            message(
                "doubt falls by: how much smaller, on average, the chance to name the wrong winner becomes"
                " once this score is known, in points of per cent; +/-: its standard error."
            ),
            message("bits: what knowing the score tells about who is first (0: nothing)."),
        ]
        if any(each.missing for each in result.scores):
            key.append(message("? has no score yet: anything on its scale is possible."))
        key.append(message("{samples} samples; seed {seed}.", samples=result.samples, seed=result.seed or 0))
        lines = [paragraph(self.drawing.say(words), self.drawing.width) for words in key]
        return ["\n".join(self.drawing.columns(rows, 0, range(1, 5))), "\n".join(lines)]
