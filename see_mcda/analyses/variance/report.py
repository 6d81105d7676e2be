"""The report of variance shares: sources of the uncertainty, then the shares of every input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, message
from see_mcda.methods.titles import method_title
from see_mcda.ranking.ranking import finite
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import ABSENT, Column, Report, Section, Table
from see_mcda.render.thresholds import down, up
from see_mcda.results.subject import Subject

if TYPE_CHECKING:
    from see_mcda.analyses.variance.variance import Variance

SOURCES = ("weights", "scores", "method")
"""The kinds of inputs that are whole sources of doubt."""


def report(result: Variance) -> Report:
    """Return the answer in sentences, the table of shares, and what the inputs are."""
    subject = Subject(result.problem)
    title = subject.title
    outcome = _outcome(result, subject)
    another = _another(result, subject)
    sources: list[Message] = []
    largest: list[Message] = []
    if result.still:
        headline = message("No uncertain input changes {outcome}.", outcome=outcome)
        another = []
    else:
        headline = message(
            "Sources of the uncertainty about {outcome} (its variance is 100 %)", outcome=outcome
        )
        sources, largest = _sources(result), _largest(result)
    samples = message(
        "{samples} samples, {evaluations} evaluations; seed {seed}.",
        samples=result.indices.samples,
        evaluations=result.indices.evaluations,
        seed=result.seed or 0,
    )
    return Report(
        title=title,
        headline=headline,
        sentences=[*another, headline, *sources, *largest],
        subtitle=[message("Method: {name}", name=method_title(result.ranking.method.name))],
        footnotes=[*result.explanation, samples],
        sections=[
            *([Section([title])] if title else []),
            *([Section(another)] if another else []),
            Section(sources, title=headline, bullet="- "),
            *([Section(largest)] if largest else []),
            Section(table=_table(result)),
            Section([*_key(result), samples, *result.explanation]),
        ],
        data=_data(result),
        note=subject.note,
        warnings=result.warnings,
    )


def _outcome(result: Variance, subject: Subject) -> Message:
    if result.of == "score":
        return message("the score of {candidate}", candidate=subject.candidate(result.candidate))
    if result.of == "rank":
        return message("the rank of {candidate}", candidate=subject.candidate(result.candidate))
    return message(
        "the lead of {leader} over the best other candidate", leader=subject.candidate(result.leader)
    )


def _another(result: Variance, subject: Subject) -> list[Message]:
    """Return why another candidate is spoken of than a plain ranking has first, if that is so."""
    chosen = result.arguments["candidate"] is not None and result.of != "margin"
    others = [] if chosen else result.first_with_equal_weights(result.arguments["weights"])
    if not others or result.leader in others:
        return []
    return [
        message(
            "With equal weights, {others} ranks first; at the mean of the varying weights, {leader} does.",
            others=subject.candidates(others),
            leader=subject.candidate(result.leader),
        )
    ]


def _sources(result: Variance) -> list[Message]:
    return [
        message(
            "{input}: {first} alone, {total} including interactions.",
            input=each.title,
            first=shown(first),
            total=shown(total),
        )
        for each, first, total in zip(result.inputs, result.first_order, result.total, strict=True)
        if each.kind in SOURCES
    ]


def _largest(result: Variance) -> list[Message]:
    parts = [g for g, each in enumerate(result.inputs) if each.kind not in SOURCES]
    if not parts:
        return []
    most = max(parts, key=lambda g: float(result.total[g]))
    return [message("The largest single source is {input}.", input=result.inputs[most].title)]


def _table(result: Variance) -> Table:
    """Return each input's shares of the chosen outcome, and its total shares of the others."""
    found, at = result.indices, result.outcomes.index(result.of)
    others = [o for o in range(len(result.outcomes)) if o != at]
    titles = {"score": message("score"), "margin": message("lead"), "rank": message("rank")}
    columns = [
        Column(None, message("Source of uncertainty"), number=False),
        Column(None, message("alone"), shown),
        Column(None, message("in all"), shown),
        Column(None, message("from - to")),
        *(Column(None, titles[result.outcomes[o]], shown) for o in others),
    ]
    parts = [g for g, each in enumerate(result.inputs) if each.kind not in SOURCES]
    sources = [g for g in range(len(result.inputs)) if g not in parts]
    rows = []
    for g in [*sources, *sorted(parts, key=lambda g: -np.nan_to_num(result.total[g]))]:
        low, high = found.total_intervals[at, g]
        span = None if np.isnan(low) else _range(low, high)
        title = result.inputs[g].title
        rows.append([title, found.first[at, g], found.total[at, g], span, *found.total[others, g]])
    return Table(columns, rows)


def _key(result: Variance) -> list[Message]:
    words = [
        message(
            "alone: share of the variance removed if this were known; in all: share including interactions"
            " with other inputs, and its interval ({confidence}).",
            confidence=shown_share(result.confidence),
        )
    ]
    if len(result.outcomes) > 1:
        words.append(message("Last columns: the share in all for the other outcomes."))
    return words


def _data(result: Variance) -> Table:
    """Return a row for each outcome and input."""
    keys = ["outcome", "kind", "id", "input"]
    keys += [
        f"{index}_{part}" for index in ("first_order", "total") for part in ("share", "error", "low", "high")
    ]
    found = result.indices
    numbers = np.concatenate(
        [
            np.stack([found.first, found.first_errors], axis=2),
            found.first_intervals,
            np.stack([found.total, found.total_errors], axis=2),
            found.total_intervals,
        ],
        axis=2,
    )
    rows = [
        [outcome, each.kind, each.id, each.title, *map(finite, numbers[o, g].tolist())]
        for o, outcome in enumerate(result.outcomes)
        for g, each in enumerate(result.inputs)
    ]
    return Table([Column(key) for key in keys], rows)


def shown(share: float) -> str:
    """Return a share in per cent; below 0 and above 1 there is only sampling error."""
    return ABSENT if np.isnan(share) else f"{100 * min(max(share, 0.0), 1.0):.1f}{GLUE}%"


def _range(low: float, high: float) -> str:
    """Return an interval of a share in per cent, rounded outwards."""
    low, high = (100 * min(max(end, 0.0), 1.0) for end in (low, high))
    ends = down(low, -1), up(high, -1)
    return " - ".join(f"{float(end):.1f}" for end in ends)
