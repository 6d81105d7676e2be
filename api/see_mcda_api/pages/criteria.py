"""``/d/{id}/criteria``: the tree of criteria with its scales, in both languages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from see_mcda_api.pages.about import about
from see_mcda_api.pages.visit import Visitor

router = APIRouter(include_in_schema=False)


@router.get("/d/{decision}/criteria", name="criteria_page")
def criteria(decision: str, visit: Visitor) -> Response:
    """Show what is judged, and by which levels."""
    kept = visit.decision(decision)
    framework = kept.state.read.framework
    nodes: list[dict[str, Any]] = []
    for node in framework.nodes.values():
        scale = node.scale
        nodes.append(
            {
                "id": node.id,
                "depth": framework.paths[node.id].count("."),
                "leaf": node.is_leaf,
                "name": dict(node.title),
                "description": dict(node.description) if node.description else None,
                "evidence": dict(node.evidence) if node.evidence else None,
                "objective": node.objective,
                "scale": None
                if scale is None
                else {
                    "min": scale.min,
                    "max": scale.max,
                    "neutral": scale.neutral,
                    "good": scale.good,
                    "unit": dict(scale.unit) if scale.unit else None,
                },
                "levels": [
                    {"level": level, "words": dict(words)}
                    for level, words in sorted((scale.levels or {}).items() if scale else ())
                ],
                "gates": [{"id": gate.id, "question": dict(gate.question or {})} for gate in node.gates],
            }
        )
    view = {
        **about(kept),
        "framework": {
            "id": framework.id,
            "title": dict(framework.title) if framework.title else None,
            "note": dict(framework.note) if framework.note else None,
            "source": dict(framework.source) if framework.source else None,
        },
        "nodes": nodes,
    }
    return visit.show("criteria.html", view)
