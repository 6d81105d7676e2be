"""The smallest flip as text: what it takes, in sentences, then each rival's distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.flip.nearest_weights import Norm, length
from see_mcda.language.line_breaking import GLUE, paragraph
from see_mcda.language.messages import Message, message, say
from see_mcda.render.thresholds import beyond, points
from see_mcda.results.drawing import NO_RANK, WIDTH, Drawing, Verbatim

if TYPE_CHECKING:
    from see_mcda.analyses.analysis import Rows
    from see_mcda.analyses.flip.flip import Flip
    from see_mcda.analyses.flip.single_score import ScoreFlip
    from see_mcda.analyses.flip.unseating import WeightFlip

Array = NDArray[np.float64]
_MOST_NAMED = 8
_MOST_SCORES = 5
_SEEN = 5e-4
"""Bounds of changes of weight that are worth naming."""
_LARGER = 0.02
"""By which part a change of weights may be larger when its digits are rounded."""
_MOST_DECIMALS = 15


def flip_text(flip: Flip, language: str = "en", room: int = WIDTH) -> str:
    """Return what unseats the leader, the rivals by their distance, the scores, the note and the warnings."""
    drawing = Drawing(flip.problem, language, room)
    return "\n\n".join(
        [
            *drawing.title(),
            *(paragraph(drawing.say(sentence), room) for sentence in _sentences(flip, drawing)),
            *_rivals(flip, drawing),
            *_scores(flip, drawing),
            *drawing.notes(flip.warnings),
        ]
    )


def flip_sentences(flip: Flip, language: str = "en") -> list[str]:
    """Return what unseats the leader."""
    drawing = Drawing(flip.problem, language, WIDTH)
    return drawing.spoken(_sentences(flip, drawing))


def _sentences(flip: Flip, drawing: Drawing) -> list[Message]:
    return [
        *_about_weights(flip, drawing),
        *_about_scores(flip, drawing),
        *_about_criteria(flip, drawing),
    ]


def _about_weights(flip: Flip, drawing: Drawing) -> list[Message]:
    best = flip.smallest["absolute"]
    alone = settled(flip, best, drawing.named)
    if alone is not None or best is None or best.distance is None:
        return [] if alone is None else [alone]
    leader = drawing.named(flip.leader)
    changed = weight_changes(flip, best)
    changes = Verbatim("; ".join(_changes(changed, drawing)))
    words = (
        message(
            "A change of {size} points of weight (sum of absolute changes) is enough for {rival} to take the"
            " lead from {leader}: {changes}.",
            size=changed.size,
            rival=drawing.named(best.rival),
            leader=leader,
            changes=changes,
        )
        if flip.candidate is None
        else message(
            "A change of {size} points of weight (sum of absolute changes) is enough for {rival} to be"
            " first: {changes}.",
            size=changed.size,
            rival=drawing.named(best.rival),
            changes=changes,
        )
    )
    return [words, how_near(best)]


def how_near(best: WeightFlip) -> Message:
    """Return how small a change of weights is proved not to be enough."""
    bound = points(best.distance if best.exact else best.lower_bound, enough=False)
    if best.exact:
        return message("Less than {bound} points is not enough: this is proved.", bound=bound)
    if best.lower_bound > _SEEN:
        return message(
            "No smaller change was found; it is proved that less than {bound} points is not enough.",
            bound=bound,
        )
    return message("No smaller change was found; that is no proof that there is none.")


def settled(flip: Flip, best: WeightFlip | None, name: Callable[[int], object]) -> Message | None:
    """Return the one sentence there is to say where no change of weights is to be told."""
    leader = name(flip.leader)
    wanted = None if flip.candidate is None else name(flip.candidate)
    found: Message | None = None
    if wanted is not None and best is not None and best.state == "already":
        found = message("{candidate} is first already.", candidate=wanted)
    elif not flip.rivals["absolute"]:
        found = message("{leader} is first: there is nobody else to rank.", leader=leader)
    elif flip.tied and wanted is None:
        names = [name(int(row)) for row in np.flatnonzero(flip.ranking.ranks == 1)]
        found = message("No change is needed: {names} share first place.", names=names)
    elif flip.secure and wanted is not None:
        found = message("{candidate} is first under no weights.", candidate=wanted)
    elif flip.secure:
        found = message("{leader} stays first under any weights: nobody can overtake.", leader=leader)
    elif best is None or best.distance is None:
        found = (
            message(
                "No weights were found under which {leader} is not first; that is no proof.", leader=leader
            )
            if wanted is None
            else message(
                "No weights were found under which {candidate} is first; that is no proof.", candidate=wanted
            )
        )
    return found


def _about_scores(flip: Flip, drawing: Drawing) -> list[Message]:
    if flip.tied or not flip.rivals["absolute"]:
        return []
    if not flip.scores:
        return [message("No single score, however it is changed, takes first place from the leader.")]
    one = flip.scores[0]
    return [
        message(
            "The smallest change of one score: if {candidate} had {after} instead of {value} at {leaf},"
            " {rival} would be first.",
            candidate=drawing.named(one.row),
            after=Verbatim(score_after(flip, one)),
            value=Verbatim(f"{one.value:.6g}"),
            leaf=Verbatim(drawing.text(flip.problem.framework.leaves[one.column].title)),
            rival=drawing.named(one.rival),
        )
    ]


def _about_criteria(flip: Flip, drawing: Drawing) -> list[Message]:
    found = flip.critical
    if found is None or found.percent_top is None or found.percent_any is None:
        return []
    leaves = flip.problem.framework.leaves
    top = float(np.nanmin(np.abs(found.relative_weight_changes(found.best))))
    return [
        message(
            "The weight that first place depends on most is that of {top} (it changes hands at a change of"
            " {size} per cent of this weight, the others staying as they are); the ranking as a whole depends"
            " most on {any}.",
            top=Verbatim(drawing.text(leaves[found.percent_top].title)),
            size=Verbatim(f"{top:.3g}"),
            any=Verbatim(drawing.text(leaves[found.percent_any].title)),
        )
    ]


@dataclass(frozen=True)
class WeightChanges:
    """Weights now and after, in per cent by column, the largest change first, and their size in points."""

    size: str
    now: Mapping[int, str]
    after: Mapping[int, str]


def weight_changes(flip: Flip, best: WeightFlip) -> WeightChanges:
    """Return the weights that move, with digits enough for the rival to be ahead with the weights shown.

    Rounded weights may fall short of the border: then the whole change is made a little larger.
    """
    weights = flip.ranking.weights.values
    assert best.after is not None
    change = best.after - weights
    largest = length(change, best.norm) * (1 + _LARGER)
    for decimals in range(1, _MOST_DECIMALS):
        unit = 10.0 ** -(decimals + 2)
        for quarters in range(9):
            farther = 1 + quarters / 4 * unit / np.abs(change).max()
            shown = np.round(np.maximum(weights + farther * change, 0.0) / unit) * unit
            moved = [
                int(column)
                for column in np.argsort(-np.abs(change), kind="stable")
                if _percent(shown[column], decimals) != _percent(weights[column], decimals)
            ]
            after = weights.copy()
            after[moved] = shown[moved]
            if moved and length(after - weights, best.norm) <= largest and _holds(flip, best, after):
                break
        else:
            continue
        break
    else:
        moved, after = np.flatnonzero(change).tolist(), best.after
    return WeightChanges(
        points(float(np.abs(after - weights).sum())),
        {column: _percent(weights[column], decimals) for column in moved},
        {column: _percent(after[column], decimals) for column in moved},
    )


def _holds(flip: Flip, best: WeightFlip, weights: Array) -> bool:
    assert best.after is not None
    ranks = flip.prepared.ranks(np.array([weights / weights.sum(), best.after]))
    ahead = ranks[0, best.rival] < ranks[0, flip.leader]
    return bool(ahead and (ranks[0, best.rival] == 1 or ranks[1, best.rival] > 1))


def _percent(weight: float, decimals: int) -> str:
    return f"{100 * weight:.{decimals}f}".rstrip("0").removesuffix(".")


def _changes(changed: WeightChanges, drawing: Drawing) -> list[str]:
    leaves = drawing.problem.framework.leaves
    shown = [
        f"{drawing.text(leaves[column].title)} {now}{GLUE}% → {changed.after[column]}{GLUE}%"
        for column, now in changed.now.items()
    ]
    return [*shown[:_MOST_NAMED], "…"] if len(shown) > _MOST_NAMED else shown


def _rivals(flip: Flip, drawing: Drawing) -> list[str]:
    if not flip.rivals["absolute"]:
        return []
    head = [
        drawing.say(message("Rival")),
        drawing.say(message("Points")),
        drawing.say(message("at least")),
        drawing.say(message("Euclidean")),
    ]
    pairs = sorted(
        zip(flip.rivals["absolute"], flip.rivals["euclidean"], strict=True),
        key=lambda pair: (pair[0].distance is None, pair[0].distance or 0.0),
    )
    rows = [head]
    for absolute, euclidean in pairs:
        rows.append(
            [
                drawing.name(absolute.rival),
                points(absolute.distance),
                _bound(absolute, drawing),
                points(euclidean.distance),
            ]
        )
    title = message(
        "How far the weights have to move, in points, for each rival to be before {leader}:",
        leader=drawing.named(flip.leader),
    )
    lines = drawing.columns(rows, 0, range(1, 4))
    if any(row[2] == NO_RANK for row in rows):
        unknown = message("at least: a smaller change is proved not to be enough; -: not known.")
        lines.append(paragraph(drawing.say(unknown), drawing.width))
    return [drawing.block(title, lines)]


def _bound(flip: WeightFlip, drawing: Drawing) -> str:
    if flip.state == "impossible":
        return drawing.say(message("never"))
    if flip.exact:
        return drawing.say(message("exact"))
    return points(flip.lower_bound, enough=False) if flip.lower_bound > 0 else NO_RANK


def _scores(flip: Flip, drawing: Drawing) -> list[str]:
    if not flip.scores:
        return []
    leaves = flip.problem.framework.leaves
    with_levels = any(one.level is not None for one in flip.scores[:_MOST_SCORES])
    rows = [
        [
            drawing.say(message("Candidate")),
            drawing.say(message("Criterion")),
            drawing.say(message("Score")),
            drawing.say(message("would be")),
            *([drawing.say(message("Whole level"))] if with_levels else []),
        ]
    ]
    for one in flip.scores[:_MOST_SCORES]:
        rows.append(
            [
                drawing.name(one.row),
                drawing.text(leaves[one.column].title),
                f"{one.value:.6g}",
                score_after(flip, one),
                *([NO_RANK if one.level is None else f"{one.level:g}"] if with_levels else []),
            ]
        )
    title = message("Single scores that take first place from the leader, the smallest changes first:")
    return [drawing.block(title, drawing.columns(rows, 0, range(2, len(rows[0]))))]


def score_after(flip: Flip, one: ScoreFlip) -> str:
    """Return the score after the change: as it is shown, the rival is first with it and the leader is not."""
    values = flip.problem.values.copy()

    def holds(score: float) -> bool:
        values[one.row, one.column] = score
        ranks = flip.prepared.ranks(flip.ranking.weights.values[None], values[None])[0]
        return bool(ranks[one.rival] == 1 and ranks[flip.leader] > 1)

    return beyond(one.after, one.value, holds)


def flip_rows(flip: Flip, language: str = "en") -> Rows:
    """Return one row a rival and norm, with the weights just after the change."""
    problem = flip.problem
    header = ["norm", "id", "name", "state", "distance", "lower_bound", "exact", *problem.leaves]
    rows: list[list[object]] = []
    norms: tuple[Norm, ...] = ("absolute", "euclidean")
    for norm in norms:
        for one in flip.rivals[norm]:
            after = [None] * len(problem.leaves) if one.after is None else one.after.tolist()
            bound = one.lower_bound if np.isfinite(one.lower_bound) else None
            rows.append(
                [
                    norm,
                    problem.candidates[one.rival],
                    say(problem.name(one.rival), language),
                    one.state,
                    one.distance,
                    bound,
                    one.exact,
                    *after,
                ]
            )
    return header, rows
