"""The report of an agreement: do the rankings agree, who moves and why, ranks side by side, the assessors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.agreement.movers import CHOICES
from see_mcda.elicitation.report import weighting_names
from see_mcda.language.messages import Message, Plural, message
from see_mcda.methods.titles import method_title, normalization_title
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import ABSENT, Column, Joined, Quote, Report, Section, Table, Words
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.agreement.agreement import Agreement
    from see_mcda.analyses.agreement.assessors import Assessor, Assessors
    from see_mcda.analyses.agreement.movers import Move

MOVERS = 5
"""Candidates whose largest move is told in a sentence."""
APART = 5
"""Rankings that are told to stand apart."""
STRONG, WEAK = 0.9, 0.6
"""Kendall's W from which rankings agree almost wholly, and below which they agree little."""


def report(agreement: Agreement) -> Report:
    """Return what the rankings say together, who moves and why, tables of ranks, and the assessors."""
    subject = Subject(agreement.problem)
    title, wins = subject.title, (agreement.ranks == 1).sum(axis=0)
    answer = [*_leaders(agreement, subject, wins), *_concordance(agreement, subject)]
    moved = moves(agreement)
    panel = agreement.assessors
    return Report(
        title=title,
        headline=_headline(agreement, subject, wins),
        sentences=[*answer, *moved],
        subtitle=[*_alike(agreement), *_the_same_in_all(agreement)],
        sections=[
            Section([*([title] if title else []), *answer]),
            *_movers(agreement, moved),
            Section(
                table=_consensus(agreement, subject, wins),
                title=message("Ranks of each candidate over all rankings:"),
            ),
            *_outliers(agreement),
            *([_assessors(panel, subject)] if panel is not None else []),
        ],
        data=_data(agreement),
        note=subject.note,
        warnings=agreement.warnings,
    )


def moves(agreement: Agreement) -> list[Words]:
    """Return who moves most, the farthest first, and why."""
    subject = Subject(agreement.problem)
    found = [(row, move) for row, move in enumerate(agreement.moves) if move is not None]
    farthest = sorted(found, key=lambda item: -item[1].places)[:MOVERS]
    return [_moved(agreement, subject, row, move) for row, move in farthest]


def varied(agreement: Agreement) -> list[str]:
    """Return the choices in which the rankings differ, or the method."""
    several = [name for name in CHOICES if len({getattr(one, name) for one in agreement.combinations}) > 1]
    return several or ["method"]


def _headline(agreement: Agreement, subject: Subject, wins: NDArray[np.int64]) -> Message:
    most = int(wins.max())
    first = np.flatnonzero(wins == most).tolist()
    words: dict[str, object] = {
        "candidates": subject.candidates(first),
        "times": most,
        "count": len(agreement.rankings),
    }
    if len(first) == 1:
        return message(
            Plural(
                "{candidates} is first in {times} of {count} ranking",
                "{candidates} is first in {times} of {count} rankings",
            ),
            **words,
        )
    return message(
        Plural(
            "{candidates} are each first in {times} of {count} ranking",
            "{candidates} are each first in {times} of {count} rankings",
        ),
        **words,
    )


def _alike(agreement: Agreement) -> list[Message]:
    w = agreement.concordance.w
    if np.isnan(w):
        return []
    return [message("Agreement of all rankings: Kendall's W = {w} (1: the same order).", w=f"{w:.2f}")]


def _the_same_in_all(agreement: Agreement) -> Iterator[Message]:
    one, different = titles(agreement)[0], varied(agreement)
    for choice, words in (
        ("method", message("Method: {name}", name=one["method"])),
        ("normalization", message("Normalisation: {name}", name=one["normalization"])),
        ("weighting", message("Weights: {name}", name=one["weighting"])),
    ):
        if choice not in different:
            yield words


def _leaders(agreement: Agreement, subject: Subject, wins: NDArray[np.int64]) -> list[Message]:
    count, combinations = len(agreement.rankings), agreement.combinations
    leaders = [row for row in np.argsort(-wins, kind="stable").tolist() if wins[row]]
    compared = message(
        Plural(
            "{count} ranking: {methods} method(s), {normalizations} normalisation(s) and"
            " {weightings} weighting(s).",
            "{count} rankings are compared: {methods} method(s), {normalizations}"
            " normalisation(s) and {weightings} weighting(s).",
        ),
        count=count,
        methods=len({one.method for one in combinations}),
        normalizations=len({one.normalization for one in combinations}),
        weightings=len({one.weighting for one in combinations}),
    )
    if len(leaders) == 1:
        name = subject.candidate(leaders[0])
        return [compared, message("{name} ranks first in all of them.", name=name)]
    return [
        compared,
        *(
            message(
                "{name} ranks first in {wins} of {count}.",
                name=subject.candidate(row),
                wins=int(wins[row]),
                count=count,
            )
            for row in leaders[:5]
        ),
    ]


def _concordance(agreement: Agreement, subject: Subject) -> list[Message]:
    w = agreement.concordance.w
    if np.isnan(w):
        return [
            message(
                "Their agreement cannot be measured: there is only one ranking, or all candidates are tied."
            )
        ]
    shown = f"{w:.2f}"
    said = (
        message(
            "Overall, the rankings agree almost completely (Kendall's W = {w}; 1: the same order).", w=shown
        )
        if w >= STRONG
        else message(
            "Overall, the rankings agree for the most part (Kendall's W = {w}; 1: the same order).", w=shown
        )
        if w >= WEAK
        else message("Overall, the rankings agree little (Kendall's W = {w}; 1: the same order).", w=shown)
    )
    points, duels = (
        subject.candidates(np.flatnonzero(ranks == 1).tolist())
        for ranks in (agreement.borda, agreement.copeland)
    )
    if points == duels:
        return [
            said,
            message(
                "First in the consensus, both by points (Borda) and by pairwise comparisons (Copeland):"
                " {names}.",
                names=points,
            ),
        ]
    return [
        said,
        message(
            "First in the consensus: by points (Borda), {points}; by pairwise comparisons (Copeland),"
            " {duels}.",
            points=points,
            duels=duels,
        ),
    ]


def _movers(agreement: Agreement, moved: Sequence[Words]) -> Iterator[Section]:
    if moved:
        title = message("Largest changes of rank when one choice changes, and why:")
        yield Section(moved, title=title, bullet="- ")
    elif len(agreement.rankings) > 1:
        yield Section([message("No candidate changes rank.")])


def _moved(agreement: Agreement, subject: Subject, row: int, move: Move) -> Words:
    """Return which change of one choice moves a candidate most, and for which criterion."""
    said = _places(agreement, subject.candidate(row), row, move)
    if move.leaf is None:
        return said
    leaf = message("The main reason is its score for {leaf}.", leaf=subject.leaf(move.leaf))
    return Joined([said, leaf], " ")


def _places(agreement: Agreement, name: Quote, row: int, move: Move) -> Message:
    named = titles(agreement)
    start, end = named[move.start], named[move.end]
    words: dict[str, object] = {
        "name": name,
        "before": int(agreement.ranks[move.start, row]),
        "after": int(agreement.ranks[move.end, row]),
        "from": _chosen(start, move.choice),
        "to": _chosen(end, move.choice),
        **start,
    }
    if move.choice == "method":
        return message(
            "{name}: rank {before} by {from}, {after} by {to} (normalisation {normalization},"
            " weighting {weighting}).",
            **words,
        )
    if move.choice == "normalization":
        return message(
            "{name}: rank {before} with the normalisation {from}, {after} with {to} ({method},"
            " weighting {weighting}).",
            **words,
        )
    if move.choice == "weighting":
        return message(
            "{name}: rank {before} under the weighting {from}, {after} under {to} ({method},"
            " normalisation {normalization}).",
            **words,
        )
    return message("{name}: rank {before} by {from}, {after} by {to}.", **words)


def _chosen(named: Mapping[str, Message | str | Quote], choice: str) -> Message | str | Quote | Joined:
    return named.get(choice) or Joined([*named.values()])


def titles(agreement: Agreement) -> list[dict[str, Message | str | Quote]]:
    """Return for each combination the titles of its choices, by the names of the choices."""
    weights = {
        one.weighting: ranking.weights
        for one, ranking in zip(agreement.combinations, agreement.rankings, strict=True)
    }
    weightings = dict(zip(weights, weighting_names([*weights.values()]), strict=True))
    return [
        {
            "method": method_title(one.method),
            "normalization": normalization_title(one.normalization),
            "weighting": weightings[one.weighting],
        }
        for one in agreement.combinations
    ]


def _consensus(agreement: Agreement, subject: Subject, wins: NDArray[np.int64]) -> Table:
    columns = [Column(None, message("Candidate"), number=False)]
    columns += [Column(None, words) for words in (*_RANKS, message("times first"))]
    count = len(agreement.rankings)
    order = np.argsort(np.where(agreement.problem.eligible, agreement.borda, np.inf), kind="stable").tolist()
    rows = [
        [
            subject.candidate(row),
            *_ranks(agreement, row),
            f"{wins[row]}/{count}" if agreement.problem.eligible[row] else None,
        ]
        for row in order
    ]
    return Table(columns, rows)


_RANKS = (
    message("Borda"),
    message("Copeland"),
    message("best rank"),
    message("median"),
    message("worst rank"),
)


def _ranks(agreement: Agreement, row: int) -> list[float | None]:
    it = agreement
    return [of[row].item() or None for of in (it.borda, it.copeland, it.best, it.median, it.worst)]


def _outliers(agreement: Agreement) -> Iterator[Section]:
    """Return the rankings that agree least, on average, with all others."""
    if len(agreement.rankings) < 2:
        return
    alike = agreement.tau_b.copy()
    np.fill_diagonal(alike, np.nan)
    means = [float(row[~np.isnan(row)].mean()) if (~np.isnan(row)).any() else None for row in alike]
    order = sorted(range(len(means)), key=lambda at: (means[at] is not None, means[at]))
    columns = [
        Column(None, message("Ranking"), number=False),
        Column(None, Quote({"en": "tau-b"}), lambda mean: f"{mean:.2f}"),
    ]
    named = titles(agreement)
    rows = [[Joined([*named[at].values()]), means[at]] for at in order[:APART]]
    title = message(
        "Rankings that differ most from the others, by mean agreement (Kendall's tau-b; 1: the same order,"
        " 0: no relation, -1: reversed):"
    )
    yield Section(table=Table(columns, rows), title=title)


def _assessors(panel: Assessors, subject: Subject) -> Section:
    said = [
        message(
            Plural(
                "{assessors} assessors judged {count} score.",
                "{assessors} assessors judged {count} scores.",
            ),
            assessors=panel.count,
            count=len(panel.cells),
        )
    ]
    icc = panel.intraclass["ICC(2,1)"]
    if np.isnan(icc.value):
        said.append(message("The agreement of their scores cannot be measured: the scores do not differ."))
    else:
        said.append(
            message(
                "Agreement of their scores: {value}, between {low} and {high} at a confidence of 95\u00a0%"
                " (intraclass correlation, absolute agreement, ICC(2,1); 1: the same scores).",
                value=_two(icc.value),
                low=_two(icc.low),
                high=_two(icc.high),
            )
        )
    said += [
        message(
            "Agreement on the order of {candidates} candidates for {leaf}: {w} (Kendall's W).",
            candidates=found.candidates,
            leaf=subject.node(leaf),
            w=_two(found.w),
        )
        for leaf, found in panel.concordance.items()
        if not np.isnan(found.w)
    ]
    if panel.far_off is None:
        said.append(message("No assessor differs clearly from the others."))
    else:
        said += _far_off(panel.each[panel.far_off], subject)
    title = message("Assessors (by their position in a score):")
    return Section(said, title=title, bullet="- ")


def _far_off(one: Assessor, subject: Subject) -> list[Message]:
    words: dict[str, object] = {"place": one.place + 1, "distance": shown_share(one.mean_distance)}
    farthest = (
        message(
            "Assessor {place} is farthest from the others: {distance} of the scale on average, and more"
            " lenient overall.",
            **words,
        )
        if one.mean_deviation > 0
        else message(
            "Assessor {place} is farthest from the others: {distance} of the scale on average, and"
            " stricter overall.",
            **words,
        )
    )
    return [
        farthest,
        *(
            message(
                "Assessor {place} gave {name} {given} for {leaf}; the others gave {others} on average.",
                place=one.place + 1,
                name=subject.candidate(cell.row),
                given=cell.given,
                leaf=subject.leaf(cell.column),
                others=cell.others,
            )
            for cell in one.farthest[:3]
        ),
    ]


def _two(number: float) -> str:
    return ABSENT if np.isnan(number) else f"{number:.2f}"


def _data(agreement: Agreement) -> Table:
    """Return a row for each candidate: consensus, best, median and worst rank, then every ranking's."""
    problem = agreement.problem
    called = [", ".join(one.choices().values()) for one in agreement.combinations]
    heads: list[Message | str] = ["id", message("Candidate"), *_RANKS, *called]
    rows = [
        [
            candidate,
            problem.name(row),
            *_ranks(agreement, row),
            *(rank or None for rank in agreement.ranks[:, row].tolist()),
        ]
        for row, candidate in enumerate(problem.candidates)
    ]
    return Table([Column(head) for head in heads], rows)
