"""A reversal as text: does the order of two depend on others, what swaps when, and the three tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GAP, paragraph, ruled, widest, width
from see_mcda.language.messages import Message, message
from see_mcda.results.drawing import WIDTH, Drawing, Verbatim

if TYPE_CHECKING:
    from see_mcda.analyses.reversal.order_changes import Change, IrregularityTest
    from see_mcda.analyses.reversal.reversal import Reversal
    from see_mcda.render.cells import Rows

TOLD = 5
"""Changes of each kind that are told in a sentence."""


def reversal_text(reversal: Reversal, language: str = "en", room: int = WIDTH) -> str:
    """Return whether the order depends on who else is there, what changes, and the tests."""
    drawing = _ReversalText(reversal, language, room)
    parts = [
        "\n".join([*drawing.title(), *drawing.lines(drawing.answer())]),
        *drawing.changes(),
        drawing.criteria(),
        drawing.tests(),
        *drawing.notes(reversal.warnings),
    ]
    return "\n\n".join(part for part in parts if part)


class _ReversalText(Drawing):
    def __init__(self, reversal: Reversal, language: str, room: int):
        super().__init__(reversal.problem, language, room)
        self.it = reversal

    def lines(self, messages: list[Message]) -> list[str]:
        return [paragraph(self.say(words), self.width) for words in messages]

    def who(self, row: int) -> Verbatim:
        return self.named(row)

    def node(self, id: str | None) -> Verbatim:
        return Verbatim(self.text(self.problem.framework.nodes[id or self.problem.framework.id].title))

    def answer(self) -> list[Message]:
        it = self.it
        first = [self.who(row) for row in np.flatnonzero(it.ranking.ranks == 1).tolist()]
        removed, copied = it.changed["removed"], it.changed["copied"]
        said = [message("First by {method}: {names}.", method=it.ranking.method.name, names=first)]
        if not it.tried["removed"] and not it.tried["copied"]:
            said.append(message("There are too few candidates for anybody's order to depend on others."))
        elif not removed and not copied:
            said.append(
                message(
                    "Removing any candidate, or adding a copy of any, never changes the order of the others"
                    " ({trials} trials).",
                    trials=it.tried["removed"] + it.tried["copied"],
                )
            )
        else:
            said.append(
                message(
                    "The order of the others depends on who else is there: it changes when {removed} of"
                    " {tried} candidates is removed, and when {copied} of {copies} is copied.",
                    removed=removed,
                    tried=it.tried["removed"],
                    copied=copied,
                    copies=it.tried["copied"],
                )
            )
        if it.independent:
            said.append(
                message(
                    "This must be so: scores are measured against fixed references, so nobody's score depends"
                    " on who else is there."
                )
            )
        upset = [c for c in it.changes if c.leader and c.kind in ("removed", "copied")]
        if upset:
            said.append(message("Even the first place can change so."))
        return said

    def changes(self) -> list[str]:
        found = []
        for kind, title in (
            ("removed", message("If a candidate is removed:")),
            ("copied", message("If a candidate stands there twice:")),
            ("worsened", message("If a candidate is made worse, and the others stay as they are:")),
        ):
            these = [change for change in self.it.changes if change.kind == kind]
            if not these:
                continue
            shown = these[:TOLD]
            lines = [paragraph(self.say(self.told(change)), self.width, "- ") for change in shown]
            rest = self.it.changed[these[0].kind] - len(shown)
            if rest > 0:
                lines.append(
                    paragraph(self.say(message("… and {count} more.", count=rest)), self.width, "- ")
                )
            found.append(self.block(title, lines))
        return found

    def told(self, change: Change) -> Message:
        words: dict[str, object] = {
            "name": self.who(change.candidate if change.candidate is not None else 0),
            "effect": self.effect(change),
        }
        if change.kind == "removed":
            return message("without {name}: {effect}", **words)
        if change.kind == "copied":
            return message("with a copy of {name}: {effect}", **words)
        if change.node is not None:
            return message(
                "{name} as poor as the poorest in {leaf}: {effect}", leaf=self.node(change.node), **words
            )
        if change.share == 1.0:
            return message("{name} as poor as the poorest everywhere: {effect}", **words)
        return message("{name} half-way to the poorest everywhere: {effect}", **words)

    def effect(self, change: Change) -> Message:
        pairs = [message("{a} falls behind {b}", a=self.who(a), b=self.who(b)) for a, b in change.pairs[:2]]
        more = change.swaps - len(pairs)
        if not pairs:
            return message("{ties} pairs become level or stop being level.", ties=change.ties)
        if more > 0:
            return message("{pairs}, and {more} other pairs swap.", pairs=pairs, more=more)
        return message("{pairs}.", pairs=pairs)

    def criteria(self) -> str:
        it = self.it
        if not it.left_out:
            return ""
        after = {change.node: change for change in it.changes if change.kind == "left-out"}
        rows = [
            [
                self.say(message("Left out")),
                self.say(message("pairs that swap")),
                self.say(message("then first")),
            ]
        ]
        for node in sorted(it.left_out, key=lambda id: -it.left_out[id]):
            ranks = after[node].after if node in after else it.ranking.ranks
            names = [self.name(row) for row in np.flatnonzero(ranks == 1).tolist()]
            title = self.text(self.problem.framework.nodes[node].title)
            rows.append([title, str(it.left_out[node]), ", ".join(names)])
        rest = self.width - max(width(word) for word in rows[0][1].split()) - 2 * GAP
        needed = [widest(row[at] for row in rows) for at in (0, 2)]
        first = min(needed[0], max(rest // 2, rest - needed[1]))
        widths = [first, self.width - rest - 2 * GAP, min(needed[1], rest - first)]
        heading = message("If a criterion is left out (those beside it keep their proportions):")
        return self.block(heading, ruled(rows, widths, [1]))

    def tests(self) -> str:
        it = self.it
        said = [
            self.verdict(
                it.test_1,
                message("1. The first stays first when another one is replaced by a worse one"),
                message("{failed} of {tried} replacements change the first", **_counts(it.test_1)),
            ),
            self.verdict(
                it.test_2,
                message("2. Ranked two by two, the candidates form an order"),
                message("{failed} sets of three go round in a circle", **_counts(it.test_2)),
            ),
            self.verdict(
                it.test_3,
                message("3. That order is the ranking of all"),
                message("{failed} of {tried} pairs stand otherwise", **_counts(it.test_3)),
            ),
        ]
        if it.test_1.examples:
            row = it.test_1.examples[0][0]
            said.append(message("Test 1, for example: {name} made worse.", name=self.who(row)))
        if it.test_2.examples:
            a, b, c = it.test_2.examples[0]
            said.append(
                message(
                    "Test 2, for example: {a} is not behind {b}, nor {b} behind {c}, and yet {c} is ahead of"
                    " {a}.",
                    a=self.who(a),
                    b=self.who(b),
                    c=self.who(c),
                )
            )
        if it.test_3.examples:
            a, b = it.test_3.examples[0]
            ranks = it.ranking.ranks
            said.append(
                message(
                    "Test 3, for example: alone, {a} is not behind {b}; among all, {a} has rank {rank_a} and"
                    " {b} rank {rank_b}.",
                    a=self.who(a),
                    b=self.who(b),
                    rank_a=int(ranks[a]),
                    rank_b=int(ranks[b]),
                )
            )
        title = message("The tests of Wang and Triantaphyllou (2008):")
        return self.block(title, [paragraph(self.say(words), self.width) for words in said])

    def verdict(self, test: IrregularityTest, claim: Message, failure: Message) -> Message:
        if test.passed is None:
            return message("{claim}: cannot be tried here.", claim=claim)
        if test.passed:
            return message("{claim}: yes ({tried} tried).", claim=claim, tried=test.tried)
        return message("{claim}: no, {failure}.", claim=claim, failure=failure)


def _counts(test: IrregularityTest) -> dict[str, object]:
    return {"failed": test.failed, "tried": test.tried}


def reversal_rows(reversal: Reversal, language: str = "en") -> Rows:
    """Return a row for each change: what was done, to whom, where, the pairs that swap, and all ranks."""
    drawing = Drawing(reversal.problem, language, WIDTH)
    problem = reversal.problem
    head = [
        drawing.say(message("Trial")),
        drawing.say(message("Candidate")),
        drawing.say(message("Criterion")),
        drawing.say(message("Share")),
        drawing.say(message("pairs that swap")),
        drawing.say(message("first changes")),
        *problem.candidates,
    ]
    rows: list[list[object]] = []
    for change in reversal.changes:
        done = [
            change.kind,
            None if change.candidate is None else problem.candidates[change.candidate],
            change.node,
            change.share,
            change.swaps,
            change.leader,
        ]
        rows.append([*done, *(rank or None for rank in change.after.tolist())])
    return head, rows
