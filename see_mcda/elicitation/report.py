"""Weights and the consistency of judgments in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from see_mcda.language.line_breaking import GAP, GLUE, paragraph, plain, ruled
from see_mcda.language.messages import LANGUAGES, Message, Text, message, per_cent, say
from see_mcda.render.numbers import shown_share
from see_mcda.render.report import ABSENT, Joined, Quote
from see_mcda.render.text import NARROWEST_NAME, column_widths
from see_mcda.weighting.random_index import CONSISTENT

if TYPE_CHECKING:
    from see_mcda.elicitation.result import Elicited
    from see_mcda.model.criteria import Criterion, Framework
    from see_mcda.weighting.weights import Weights

FLAT = 5e-4
"""Intervals that are no wider look like one number."""
SPOKEN_NODES = 14
"""With more nodes than this, only the upper two levels of a weighting are told."""


def weighting_name(weights: Weights) -> Quote | Message:
    """Return the name of a weighting."""
    if weights.name or weights.id:
        return Quote(weights.name or {"en": str(weights.id)})
    return message("as given")


def weighting_names(weightings: Sequence[Weights]) -> list[Quote]:
    """Return the names of weightings; those that different weights share have ids or numbers behind them."""
    named = {
        language: _told_apart([weighting_name(weights).text(language) for weights in weightings], weightings)
        for language in LANGUAGES
    }
    return [Quote(dict(zip(named, names, strict=True))) for names in zip(*named.values(), strict=True)]


def _told_apart(names: Sequence[str], weightings: Sequence[Weights]) -> list[str]:
    kinds = [(name, tuple(weights.values.tolist())) for name, weights in zip(names, weightings, strict=True)]
    of_kind = dict(zip(kinds, weightings, strict=True))
    marks = {}
    for name in set(names):
        alike = [kind for kind in dict.fromkeys(kinds) if kind[0] == name]
        ids = [of_kind[kind].id for kind in alike]
        if None in ids or len(set(ids)) < len(ids):
            ids = [str(at + 1) for at in range(len(ids))]
        for kind, mark in zip(alike, ids, strict=True):
            marks[kind] = f"{name} ({mark})" if len(alike) > 1 else name
    return [marks[kind] for kind in kinds]


def weights_used(weights: Weights) -> Message:
    """Return all weights in one sentence, each branch with its parts: ``Pillars 60 % (Social 20 %, …)``."""
    framework = weights.framework
    upper = len(framework.nodes) > SPOKEN_NODES

    def told(node: Criterion, depth: int) -> Quote | Joined:
        share = float(weights.values[list(framework.columns[node.id])].sum())
        words = Quote(node.title, after=shown_share(share))
        if node.is_leaf or (upper and depth == 2):
            return words
        parts = Joined([told(child, depth + 1) for child in node.children])
        return Joined([words, " (", parts, ")"], "")

    return message(
        "Weights used: {weights}", weights=Joined([told(child, 1) for child in framework.root.children])
    )


def consistency_of(consistency: Mapping[str, Mapping[str, Any]], framework: Framework) -> list[Message]:
    """Return a sentence for each node whose judgments have a consistency ratio."""
    found = []
    for node, known in consistency.items():
        ratio = known.get("consistency_ratio")
        branch = framework.nodes.get(node)
        if ratio is None or (
            branch is not None and len(branch.children) in (1, 2)
        ):  # two cannot contradict themselves
            continue
        words = message(
            "Judgments at {node}: consistency ratio {ratio} (random index {index}); at most 0.1 is good.",
            node=branch.title if branch is not None else {"en": node},
            ratio=f"{ratio:.3f}",
            index=str(known.get("random_index", ABSENT)),
        )
        found.append(words)
    return found


def weights_text(weights: Weights, language: str, width: int) -> str:
    """Return a weighting as text: its name, its reasons, and the local and global weight of every node."""
    framework = weights.framework
    parts = [paragraph(weighting_name(weights).text(language), width)]
    if weights.rationale:
        parts.append(paragraph(plain(say(weights.rationale, language)), width))
    rows = [
        [
            message("Criterion").text(language),
            message("in its group").text(language),
            message("overall").text(language),
        ]
    ]
    for node in framework.inner:
        for child, share in zip(node.children, weights.local[node.id].tolist(), strict=True):
            whole = float(weights.values[list(framework.columns[child.id])].sum())
            rows.append(
                [child.id, *(per_cent(f"{100 * part:.1f}{GLUE}%", language) for part in (share, whole))]
            )
    order = {name: place for place, name in enumerate(framework.nodes)}
    rows[1:] = sorted(rows[1:], key=lambda row: order[row[0]])
    for row in rows[1:]:
        indent = "  " * (framework.paths[row[0]].count(".") - 1)
        row[0] = f"{indent}{plain(say(framework.nodes[row[0]].title, language))}"
    widths = column_widths(rows)
    widths[0] = min(widths[0], width - sum(widths[1:]) - 2 * GAP)
    parts.append("\n".join(ruled(rows, widths, (1, 2))))
    said = consistency_of(weights.consistency, framework)
    parts += [paragraph(words.text(language), width) for words in said]
    parts += [paragraph(warning.text(language), width, "- ") for warning in weights.warnings]
    return "\n\n".join(parts)


def elicited_text(elicited: Elicited, language: str, width: int) -> str:
    """Return elicited weights as text: what each counts, how well the answers fit, what to look at first."""
    intervals = elicited.details.get("intervals")
    if intervals and all(high - low < FLAT for low, high in intervals):
        intervals = None
    rows = [[message("Criterion").text(language), message("Weight").text(language)]]
    if intervals:
        rows[0].append(message("from - to").text(language))
    for at, (criterion, share) in enumerate(zip(elicited.criteria, elicited.weights.tolist(), strict=True)):
        row = [
            plain(say(_title(elicited, criterion), language)),
            per_cent(f"{100 * share:.1f}{GLUE}%", language),
        ]
        if intervals:
            row.append(" - ".join(per_cent(f"{100 * end:.1f}{GLUE}%", language) for end in intervals[at]))
        rows.append(row)
    widths = column_widths(rows)
    widths[0] = min(widths[0], max(width - sum(widths[1:]) - GAP * (len(widths) - 1), NARROWEST_NAME))
    parts = ["\n".join(ruled(rows, widths, range(1, len(widths))))]
    said = [*_consistency(elicited.details), *_agreement(elicited.details)]
    if said:
        parts.append("\n".join(paragraph(line.text(language), width) for line in said))
    if elicited.suggestions:
        head = message("Review these judgments first:").text(language)
        lines = [paragraph(line.text(language), width, "- ", "  ") for line in elicited.suggestions]
        parts.append("\n".join([head, *lines]))
    if elicited.warnings:
        lines = [paragraph(line.text(language), width, "- ", "  ") for line in elicited.warnings]
        parts.append("\n".join([message("Please note:").text(language), *lines]))
    return "\n\n".join(parts)


def _title(elicited: Elicited, criterion: str) -> Text:
    node = elicited.framework.nodes.get(criterion) if elicited.framework else None
    return node.title if node else {"en": criterion}


def _consistency(details: Mapping[str, Any]) -> list[Message]:
    found = []
    ratio, index = details.get("consistency_ratio"), details.get("random_index")
    if ratio is not None and index is not None:
        words = {"ratio": f"{ratio:.3f}", "index": index, "limit": CONSISTENT}
        fit = message(
            "Consistency ratio {ratio} (random index {index}): the judgments are consistent (at most"
            " {limit}).",
            **words,
        )
        misfit = message(
            "Consistency ratio {ratio} (random index {index}): the judgments contradict each other (it"
            " should be at most {limit}).",
            **words,
        )
        found.append(fit if ratio <= CONSISTENT else misfit)
    elif "lambda_max" in details:
        found.append(
            message(
                "No random index is known for this many missing comparisons, so there is no consistency"
                " ratio."
            )
        )
    if details.get("unjudged"):
        found.append(message("Missing comparisons: {count}.", count=details["unjudged"]))
    if "input_consistency" in details:
        found.append(
            message(
                "Inconsistency of the comparisons: {input} (0: none, 1: complete); xi {xi}.",
                input=f"{details['input_consistency']:.3f}",
                xi=f"{details['xi']:.4f}",
            )
        )
        if ratio is not None:
            found.append(message("Consistency ratio {ratio}.", ratio=f"{ratio:.3f}"))
    return found


def _agreement(details: Mapping[str, Any]) -> list[Message]:
    consensus = details.get("consensus")
    if consensus is None:
        return []
    agree = message("Consensus {consensus} (1 is full agreement).", consensus=f"{consensus:.3f}")
    disagree = message(
        "Consensus {consensus} (1 is full agreement; below 0, the members disagree more than the scale's own"
        " spread).",
        consensus=f"{consensus:.3f}",
    )
    found = [disagree if consensus < 0 else agree]
    for judge in details["judges"]:
        ratio = judge["consistency_ratio"]
        found.append(
            message(
                "{judge}: consistency ratio {ratio}",
                judge=judge["id"],
                ratio=ABSENT if ratio is None else f"{ratio:.3f}",
            )
        )
    groups = [cluster["judges"] for cluster in details["clusters"]]
    alike = [members for members in groups if len(members) > 1]
    found += [message("Members who agree: {members}.", members=members) for members in alike]
    if len(groups) > 1 and not alike:
        found.append(message("No two members agree."))
    return found
