"""The report of a flip: what it takes, in sentences, then each rival's distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.analyses.flip.nearest_weights import Norm, length
from see_mcda.arrays import Array
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.render.report import Column, Joined, Report, Section, Table
from see_mcda.render.thresholds import beyond, points
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.flip.flip import Flip
    from see_mcda.analyses.flip.single_score import ScoreFlip
    from see_mcda.analyses.flip.unseating import WeightFlip

_MOST_NAMED = 8
_MOST_SCORES = 5
_SEEN = 5e-4
"""Bounds of changes of weight that are worth naming."""
_LARGER = 0.02
"""By which part a change of weights may be larger when its digits are rounded."""
_MOST_DECIMALS = 15


def report(flip: Flip) -> Report:
    """Return what unseats the leader, the rivals by their distance, and the single scores that do it."""
    subject = Subject(flip.problem)
    title, best = subject.title, flip.smallest["absolute"]
    headline, weights = _about_weights(flip, subject)
    scores = _about_scores(flip, subject)
    sentences = [*weights, *scores, *_about_criteria(flip, subject)]
    return Report(
        title=title,
        headline=headline,
        sentences=sentences,
        subtitle=[
            *([how_near(best)] if best is not None and best.state == "found" else []),
            *(scores if flip.scores else []),
        ],
        sections=[
            *([Section([title])] if title else []),
            *(Section([words]) for words in sentences),
            *_rivals(flip, subject),
            *_scores(flip, subject),
        ],
        data=_data(flip),
        note=subject.note,
        warnings=flip.warnings,
    )


def _about_weights(flip: Flip, subject: Subject) -> tuple[Message, list[Message]]:
    """Return in one short sentence, then in full, which change of weights unseats the leader."""
    best = flip.smallest["absolute"]
    alone = _settled(flip, best, subject)
    if alone is not None:
        return alone, [alone]
    assert best is not None
    changed = weight_changes(flip, best)
    words = {
        "size": changed.size,
        "rival": subject.candidate(best.rival),
        "leader": subject.candidate(flip.leader),
        "changes": _changes(changed, subject),
    }
    short = message("A weight change of {size} percentage points puts {rival} ahead of {leader}", **words)
    full = (
        message(
            "A weight change of {size} percentage points (sum of absolute changes) is enough for {rival}"
            " to take the lead from {leader}: {changes}.",
            **words,
        )
        if flip.candidate is None
        else message(
            "A weight change of {size} percentage points (sum of absolute changes) is enough for {rival}"
            " to rank first: {changes}.",
            **words,
        )
    )
    return short, [full, how_near(best)]


def how_near(best: WeightFlip) -> Message:
    """Return how small a change of weights is proved not to be enough."""
    bound = points(best.distance if best.exact else best.lower_bound, enough=False)
    if best.exact:
        return message("Less than {bound} percentage points is proved not to be enough.", bound=bound)
    if best.lower_bound > _SEEN:
        return message(
            "No smaller change was found; less than {bound} percentage points is proved not to be enough.",
            bound=bound,
        )
    return message("No smaller change was found, but this is not proved.")


def _settled(flip: Flip, best: WeightFlip | None, subject: Subject) -> Message | None:
    """Return the one sentence there is to say where no change of weights is to be told."""
    leader = subject.candidate(flip.leader)
    wanted = None if flip.candidate is None else subject.candidate(flip.candidate)
    found: Message | None = None
    if wanted is not None and best is not None and best.state == "already":
        found = message("{candidate} already ranks first.", candidate=wanted)
    elif not flip.rivals["absolute"]:
        found = message("{leader} ranks first: there is no other candidate.", leader=leader)
    elif flip.tied and wanted is None:
        names = subject.candidates(flip.ranking.leaders)
        found = message("No change is needed: {names} are tied for first.", names=names)
    elif flip.secure and wanted is not None:
        found = message("No weights put {candidate} first.", candidate=wanted)
    elif flip.secure:
        found = message(
            "{leader} stays first under any weights: no candidate can overtake it.", leader=leader
        )
    elif best is None or best.distance is None:
        found = (
            message(
                "No weights were found under which {leader} is not first, but this is not proved.",
                leader=leader,
            )
            if wanted is None
            else message(
                "No weights were found under which {candidate} is first, but this is not proved.",
                candidate=wanted,
            )
        )
    return found


def _about_scores(flip: Flip, subject: Subject) -> list[Message]:
    if flip.tied or not flip.rivals["absolute"]:
        return []
    if not flip.scores:
        return [message("No change of a single score takes first place from the leader.")]
    one = flip.scores[0]
    return [
        message(
            "The smallest change of one score: if {candidate} had {after} instead of {value} for {leaf},"
            " {rival} would rank first.",
            candidate=subject.candidate(one.row),
            after=score_after(flip, one),
            value=f"{one.value:.6g}",
            leaf=subject.leaf(one.column),
            rival=subject.candidate(one.rival),
        )
    ]


def _about_criteria(flip: Flip, subject: Subject) -> list[Message]:
    found = flip.critical
    if found is None or found.percent_top is None or found.percent_any is None:
        return []
    top = float(np.nanmin(np.abs(found.relative_weight_changes(found.best))))
    return [
        message(
            "First place depends most on the weight of {top} (the leader changes if this weight changes by"
            " {size} per cent of its value and the others stay the same); the ranking as a whole depends"
            " most on {any}.",
            top=subject.leaf(found.percent_top),
            size=f"{top:.3g}",
            any=subject.leaf(found.percent_any),
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


def _changes(changed: WeightChanges, subject: Subject) -> Joined:
    shown = [
        subject.leaf(column, f"{now}{GLUE}% → {changed.after[column]}{GLUE}%")
        for column, now in changed.now.items()
    ]
    return Joined([*shown[:_MOST_NAMED], *(["…"] if len(shown) > _MOST_NAMED else [])], "; ")


def _rivals(flip: Flip, subject: Subject) -> list[Section]:
    if not flip.rivals["absolute"]:
        return []
    pairs = sorted(
        zip(flip.rivals["absolute"], flip.rivals["euclidean"], strict=True),
        key=lambda pair: (pair[0].distance is None, pair[0].distance or 0.0),
    )
    columns = [
        Column(None, message("Rival"), number=False),
        Column(None, message("Points"), points),
        Column(None, message("at least")),
        Column(None, message("Euclidean"), points),
    ]
    rows = [
        [subject.candidate(absolute.rival), absolute.distance, _bound(absolute), euclidean.distance]
        for absolute, euclidean in pairs
    ]
    title = message(
        "Change of weights, in percentage points, that puts each rival ahead of {leader}:",
        leader=subject.candidate(flip.leader),
    )
    unknown = message("at least: a smaller change is proved not to be enough; -: not known.")
    key = [unknown] if any(bound is None for _, _, bound, _ in rows) else []
    return [Section(title=title, table=Table(columns, rows), key=key)]


def _bound(flip: WeightFlip) -> Message | str | None:
    if flip.state == "impossible":
        return message("never")
    if flip.exact:
        return message("exact")
    return points(flip.lower_bound, enough=False) if flip.lower_bound > 0 else None


def _scores(flip: Flip, subject: Subject) -> list[Section]:
    shown = flip.scores[:_MOST_SCORES]
    if not shown:
        return []
    columns = [
        Column(None, message("Candidate"), number=False),
        Column(None, message("Criterion"), number=False),
        Column(None, message("Score")),
        Column(None, message("would be")),
    ]
    if any(one.level is not None for one in shown):
        columns.append(Column(None, message("Whole level")))
    rows = [
        [subject.candidate(one.row), subject.leaf(one.column), one.value, score_after(flip, one), one.level]
        for one in shown
    ]
    title = message("Single scores that take first place from the leader, the smallest changes first:")
    return [Section(title=title, table=Table(columns, rows))]


def score_after(flip: Flip, one: ScoreFlip) -> str:
    """Return the score after the change: as it is shown, the rival is first with it and the leader is not."""
    values = flip.problem.values.copy()

    def holds(score: float) -> bool:
        values[one.row, one.column] = score
        ranks = flip.prepared.ranks(flip.ranking.weights.values[None], values[None])[0]
        return bool(ranks[one.rival] == 1 and ranks[flip.leader] > 1)

    return beyond(one.after, one.value, holds)


def _data(flip: Flip) -> Table:
    """Return one row a rival and norm, with the weights just after the change."""
    problem = flip.problem
    keys = ["norm", "id", "name", "state", "distance", "lower_bound", "exact", *problem.leaves]
    rows: list[list[object]] = []
    norms: tuple[Norm, ...] = ("absolute", "euclidean")
    for norm in norms:
        for one in flip.rivals[norm]:
            rows.append(
                [
                    norm,
                    problem.candidates[one.rival],
                    problem.name(one.rival),
                    one.state,
                    one.distance,
                    one.lower_bound if np.isfinite(one.lower_bound) else None,
                    one.exact,
                    *([None] * len(problem.leaves) if one.after is None else one.after.tolist()),
                ]
            )
    return Table([Column(key) for key in keys], rows)
