"""What every page of a decision has: the decision's title and note, the choice of weights and method."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

import see_mcda as sm
from see_mcda.language.messages import say
from see_mcda.ranking.ranking import Ranking
from see_mcda_api.decisions.service import Kept
from see_mcda_api.pages.choice import MOVED, Choice, methods_of, weightings_of

CELL = re.compile(r"candidates\[([0-9]+)\]\.scores\.([a-z0-9-]+)")
"""The JSON path of a score: the candidate's position, and the leaf."""


def about(kept: Kept, choice: Choice | None = None) -> dict[str, Any]:
    """Return what the frame of a page of a decision shows."""
    problem = kept.state.read
    told: dict[str, Any] = {
        "decision": {
            "id": kept.row.id,
            "title": dict(problem.title or {}),
            "version": kept.version,
            "changed": kept.row.changed,
            "changed_by": kept.row.changed_by,
            "framework": problem.framework.id,
        },
        "blank": bool(np.isnan(problem.values).all()),
        "note": dict(problem.note) if problem.note else None,
    }
    if choice is not None:
        told["choice"] = {
            "weights": choice.base,
            "moved": bool(choice.moved),
            "fields": {f"{MOVED}{node}": value for node, value in choice.moved.items()},
            "label": choice.label,
            "base_name": choice.base_name,
            "method": choice.method,
            "query": choice.query(),
            "weightings": weightings_of(kept.state),
            "methods": methods_of(),
        }
    return told


def ranked(ranking: Ranking) -> list[dict[str, Any]]:
    """Return the candidates in rank order as pages show them, with the part of a bar that each score is."""
    problem = ranking.complete
    scored = ranking.prepared.has_scores
    top = max((float(ranking.scores[row]) for row in ranking.order), default=0.0) if scored else 0.0
    rows = []
    for row in ranking.order:
        score = float(ranking.scores[row]) if scored else None
        rows.append(
            {
                "id": problem.candidates[row],
                "name": dict(problem.name(row)),
                "rank": int(ranking.ranks[row]) or None,
                "shadow_rank": ranking.shadow_ranks.get(row),
                "score": score,
                "range": ranking.score_ranges.get(row),
                "part": max(0.0, score / top) if score is not None and top > 0 else None,
                "conditional": bool(problem.conditional[row]),
                "meets": row not in ranking.below_minimum,
                "reasons": [
                    dict(
                        problem.reasons.get((row, at))
                        or problem.framework.gates[at].question
                        or {"en": problem.framework.gates[at].id}
                    )
                    for at in range(len(problem.framework.gates))
                    if problem.gates[row, at] != 0
                ],
                "branches": branches(ranking, row),
            }
        )
    return rows


def warnings_of(ranking: Ranking) -> list[dict[str, str]]:
    """Return what is to be noted about a ranking, its cells named as people know them."""
    return [
        {language: _named(words, ranking.complete, language) for language, words in texts.items()}
        for texts in (warning.message.texts() for warning in ranking.warnings)
    ]


def _named(words: str, problem: sm.Problem, language: str) -> str:
    """Return words in which JSON paths of scores are the names of candidate and criterion."""

    def name(found: re.Match[str]) -> str:
        row, leaf = int(found[1]), found[2]
        if row >= len(problem.candidates) or leaf not in problem.framework.nodes:
            return found[0]
        return f"{say(problem.name(row), language)} – {say(problem.framework.nodes[leaf].title, language)}"

    return CELL.sub(name, words)


def branches(ranking: Ranking, row: int) -> list[dict[str, Any]]:
    """Return what each branch below the root contributes to a score."""
    parts = ranking.contributions
    if parts is None:
        return []
    framework = ranking.problem.framework
    return [
        {
            "node": node.id,
            "name": dict(node.title),
            "part": float(parts[row, list(framework.columns[node.id])].sum()),
        }
        for node in framework.root.children
    ]


def tree(framework: sm.Framework) -> list[dict[str, Any]]:
    """Return the nodes below the root, parents before their children."""
    parents = {child.id: node.id for node in framework.inner for child in node.children}
    found = []
    for node in framework.nodes.values():
        if node.id == framework.id:
            continue
        scale = node.scale
        levels = scale.levels if scale is not None and scale.levels else {}
        ends = (scale.min, scale.max) if scale is not None else (None, None)
        worst, best = ends if node.objective == "max" else ends[::-1]
        found.append(
            {
                "id": node.id,
                "parent": parents[node.id],
                "depth": framework.paths[node.id].count("."),
                "leaf": node.is_leaf,
                "name": dict(node.title),
                "description": dict(node.description) if node.description else None,
                "objective": node.objective,
                "unit": dict(scale.unit) if scale is not None and scale.unit else None,
                "worst": _end(worst, levels),
                "best": _end(best, levels),
            }
        )
    return found


def _end(value: float | None, levels: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"value": value, "words": dict(levels[value]) if value in levels else None}
