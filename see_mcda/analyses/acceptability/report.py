"""The report of rank acceptability: who is first how often, who is tied, under which weights, all chances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.render.numbers import percent, shown_share
from see_mcda.render.report import ABSENT, Column, Quote, Report, Section, Table
from see_mcda.render.thresholds import up
from see_mcda.results.subject import Subject, more_candidates

if TYPE_CHECKING:
    from see_mcda.analyses.acceptability.acceptability import Acceptability

SPOKEN = 5
"""Candidates that are told of in sentences."""
LEADERS = 20
"""Candidates in the table where not every rank is counted, and among which the foremost are named."""
_COLUMNS = 10
"""Ranks with a column of their own; the later ones have one together."""
_SURE = 0.9
"""A candidate that is less often first with its own weights is not sure of it."""


def report(found: Acceptability) -> Report:
    """Return who is first how often and under which weights, and the chances of all ranks."""
    subject = Subject(found.problem)
    title, drawn = subject.title, how_drawn(found)
    leaders, favours = _leaders(found, subject), _favours(found, subject)
    order = by_expected_rank(found)
    return Report(
        title=title,
        headline=_headline(found, subject, order[:LEADERS]),
        sentences=[*leaders, *favours],
        subtitle=[drawn],
        sections=[
            Section([*([title] if title else []), drawn, *_another(found, subject), *subject.directions()]),
            Section(leaders),
            *([Section(favours, bullet="- ")] if favours else []),
            _chances(found, subject, order),
        ],
        data=_data(found, order),
        note=subject.note,
        warnings=found.warnings,
    )


def how_drawn(found: Acceptability) -> Message:
    """Return how many rankings were made, and what varied between them."""
    words = {"samples": f"{found.samples:,}", "scores": found.uncertain_scores}
    if not found.varies:
        return message("Neither the weights nor the scores vary, so there is only one ranking.")
    if not found.distribution.varies:
        return message(
            "Rankings computed: {samples}, each with the given weights and the uncertain scores ({scores})"
            " drawn at random; ± is the margin of error in 95 of 100 cases.",
            **words,
        )
    if found.uncertain_scores:
        return message(
            "Rankings computed: {samples}, each with weights and the uncertain scores ({scores}) drawn at"
            " random; ± is the margin of error in 95 of 100 cases.",
            **words,
        )
    return message(
        "Rankings computed: {samples}, each with weights drawn at random; ± is the margin of error in 95"
        " of 100 cases.",
        **words,
    )


def by_expected_rank(found: Acceptability) -> list[int]:
    """Return the eligible candidates, the best expected rank first."""
    eligible = np.flatnonzero(found.problem.eligible)
    return list(map(int, eligible[np.argsort(found.expected_rank[eligible], kind="stable")]))


def first_share(found: Acceptability, row: int) -> str:
    """Return a candidate's chance of being first, and how far off that is at most."""
    share = f"{percent(float(found.first_rank[row]))}{GLUE}%"
    error = found.standard_errors.first_rank[row] * found.margin
    return f"{share} ± {_error(error)}" if error else share


def _error(error: float) -> str:
    """Return an error in points of per cent, rounded up: it is said to be the most."""
    return f"{float(up(100 * error, -1)):.1f}"


def _by_first(found: Acceptability, rows: Iterable[int]) -> list[int]:
    return sorted(rows, key=lambda row: -found.first_rank[row])


def _winners(found: Acceptability) -> list[int]:
    return [row for row in _by_first(found, by_expected_rank(found)) if found.first_rank[row] > 0]


def _tied(found: Acceptability, top: int, row: int) -> bool:
    """Return whether the samples do not tell which of two is first more often."""
    errors = found.standard_errors.first_rank
    apart = found.margin * math.hypot(float(errors[top]), float(errors[row]))
    return bool(found.first_rank[top] - found.first_rank[row] <= apart)


def _headline(found: Acceptability, subject: Subject, rows: list[int]) -> Message:
    top, *others = _by_first(found, rows)
    tied = [row for row in others if _tied(found, top, row)]
    names = subject.candidates([top, *tied])
    if tied and all(found.always_level(top, row) for row in tied):
        return message("Most often first, and always tied: {candidates}", candidates=names)
    if tied:
        return message(
            "Most often first, and tied within the margin of error: {candidates}", candidates=names
        )
    return message(
        "{candidate} ranks first most often: in {share} of cases",
        candidate=names[0],
        share=first_share(found, top),
    )


def _another(found: Acceptability, subject: Subject) -> list[Message]:
    """Return why another candidate is spoken of than a plain ranking has first, if that is so."""
    others = found.first_with_equal_weights(found.distribution.document)
    winners = _winners(found)
    if not winners or not others or winners[0] in others:
        return []
    return [
        message(
            "With equal weights, {others} ranks first; when the weights vary, {candidate} is first most"
            " often.",
            others=subject.candidates(others),
            candidate=subject.candidate(winners[0]),
        )
    ]


def _leaders(found: Acceptability, subject: Subject) -> list[Message]:
    """Return who is first how often, who is tied there, and who never is first."""
    winners = _winners(found)
    if not found.varies:
        return [message("First: {candidates}.", candidates=subject.candidates(winners))]
    never = [row for row in by_expected_rank(found) if not found.first_rank[row]]
    return [
        *(
            message(
                "{candidate} ranks first in {share} of them.",
                candidate=subject.candidate(row),
                share=first_share(found, row),
            )
            for row in winners[:SPOKEN]
        ),
        *_alike(found, subject, winners),
        *(
            [
                message(
                    "Never first: {candidates}.",
                    candidates=_some(subject.candidates(never), SPOKEN),
                )
            ]
            if never
            else []
        ),
    ]


def _some(names: list[Quote], most: int) -> list[Quote | Message]:
    more = len(names) - most
    return [*names[:most], *([message("{count} more", count=more)] if more > 0 else [])]


def _alike(found: Acceptability, subject: Subject, winners: list[int]) -> list[Message]:
    """Return who is always level, and who cannot be told from the first by the samples."""
    if len(winners) < 2:
        return []
    lines, left = [], winners[:SPOKEN]
    while left:
        level = [row for row in left if row == left[0] or found.always_level(left[0], row)]
        if len(level) > 1:
            names = subject.candidates(level)
            lines.append(message("These are always tied: {candidates}.", candidates=names))
        left = [row for row in left if row not in level]
    top, *others = winners
    near = [row for row in others if _tied(found, top, row) and not found.always_level(top, row)]
    if near:
        lines.append(
            message(
                "These are tied for first within the margin of error: {candidates}. More samples may"
                " separate them.",
                candidates=_some(subject.candidates([top, *near]), 1 + LEADERS),
            )
        )
    return lines


def _favours(found: Acceptability, subject: Subject) -> list[Message]:
    """Return which criteria weigh more than usual where a candidate is first, and how sure it is."""
    lines: list[Message] = []
    center = found.ranking.weights.values
    for row in _winners(found)[:SPOKEN]:
        central, errors = found.central_weights[row], found.standard_errors.central_weights[row]
        more = central - center
        clear = np.nan_to_num(errors, nan=np.inf) * found.margin < more
        most = [int(column) for column in np.argsort(-more)[:2] if clear[column] and more[column] > 0.01]
        if most:
            parts = [
                message(
                    "{leaf} (here {share} on average, overall {usual})",
                    leaf=subject.leaf(column),
                    share=shown_share(float(central[column])),
                    usual=shown_share(float(center[column])),
                )
                for column in most
            ]
            lines.append(
                message(
                    "{candidate} ranks first when more than the usual weight is on {leaves}.",
                    candidate=subject.candidate(row),
                    leaves=parts,
                )
            )
        sure = 1.0 if found.confidence is None else float(found.confidence[row])
        if found.distribution.varies and found.confidence_samples and sure < _SURE:
            lines.append(
                message(
                    "Even with the weights that favour {candidate}, it ranks first in only {share} of"
                    " cases: the uncertain scores decide.",
                    candidate=subject.candidate(row),
                    share=f"{percent(sure, 0)}{GLUE}%",
                )
            )
    return lines


def _chances(found: Acceptability, subject: Subject, order: list[int]) -> Section:
    """Return the table of the chances of all ranks; of the leaders alone where not every rank is counted."""
    errors, e = found.standard_errors, len(order)
    if found.rank_acceptability is None or errors.rank_acceptability is None:
        ends, shown = sorted({1, found.top, e}), order[:LEADERS]
        worst = max(errors.first_rank.max(), errors.top_ranks.max())
    else:
        ends, shown = sorted({*range(1, min(e, _COLUMNS) + 1), e}), order
        worst = errors.rank_acceptability.max()
    groups = [(above + 1, end) for above, end in pairwise([0, *ends])]
    together = [found.chance(row, *group) for row in shown for group in groups if group[1] > group[0]]
    worst = max(float(worst), *(math.sqrt(max(p * (1 - p), 0.0) / found.samples) for p in together), 0.0)
    columns = [
        Column(None, message("Candidate"), number=False),
        *(
            Column(None, _span(low, high), _percent, part=part)
            for part, (low, high) in enumerate(groups, start=1)
        ),
        Column(None, message("expected rank"), lambda rank: f"{rank:.2f}", part=len(groups) + 1),
    ]
    rows = [
        [
            subject.candidate(row),
            *(found.chance(row, *group) for group in groups),
            float(found.expected_rank[row]),
        ]
        for row in shown
    ]
    hidden = e - len(shown)
    return Section(
        table=Table(columns, rows),
        title=message(
            "Chance of each rank in per cent (± {error} at most):",
            error=_error(worst * found.margin),
        ),
        key=[more_candidates(hidden)] if hidden else [],
    )


def _span(low: int, high: int) -> Quote:
    return Quote({"en": str(low) if low == high else f"{low}-{high}"})


def _percent(chance: float) -> str:
    return ABSENT if chance == 0 else percent(chance)


def _data(found: Acceptability, order: list[int]) -> Table:
    """Return one row a candidate, with full precision."""
    problem, errors = found.problem, found.standard_errors
    chances = [
        (message("chance of rank {rank} or better", rank=found.top), found.top_ranks, errors.top_ranks)
    ]
    if found.rank_acceptability is None or errors.rank_acceptability is None:
        chances.append((message("chance of rank {rank}", rank=1), found.first_rank, errors.first_rank))
    else:
        for place in range(len(order)):
            words = message("chance of rank {rank}", rank=place + 1)
            chances.append((words, found.rank_acceptability[:, place], errors.rank_acceptability[:, place]))
    error = message("standard error")
    heads: list[Message | str] = ["id", message("Candidate"), message("expected rank"), error]
    heads += [message("confidence"), *(head for words, _, _ in chances for head in (words, error))]
    heads += [message("central weight of {leaf}", leaf=leaf.title) for leaf in problem.framework.leaves]
    rows = []
    for row in order:
        numbers = [found.expected_rank[row], errors.expected_rank[row]]
        numbers.append(math.nan if found.confidence is None else found.confidence[row])
        for _, shares, off in chances:
            numbers += [shares[row], off[row]]
        numbers += found.central_weights[row].tolist()
        shown = (None if math.isnan(number) else float(number) for number in numbers)
        rows.append([problem.candidates[row], problem.name(row), *shown])
    return Table([Column(head) for head in heads], rows)
