"""``/d/{id}/criteria``: the tree of criteria with its scales, in both languages.

The directions of a bare table's columns can be changed here; a tree is a file of its institute.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from see_mcda.io.tables.bare import ROOT
from see_mcda_api.decisions.service import Edit
from see_mcda_api.decisions.state import State
from see_mcda_api.pages.about import about
from see_mcda_api.pages.visit import Sender, Visitor, see_other

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
        "bare": framework.id == ROOT,
        "nodes": nodes,
    }
    return visit.show("criteria.html", view)


@router.post("/d/{decision}/criteria", name="change_directions")
def change(decision: str, sender: Sender) -> Response:
    """Keep of which columns of a bare table less is better."""
    less = sender.form.below("less")

    def turned(was: State) -> State:
        tree = was.read.framework.to_dict()
        if was.read.framework.id != ROOT:
            return was
        criteria = [
            {**each, "objective": "min" if each["id"] in less else "max"} for each in tree["criteria"]
        ]
        return State({**was.problem, "framework": {**tree, "criteria": criteria}}, was.weightings)

    sender.change(decision, Edit("patch", (), turned))
    return see_other(f"/d/{decision}/criteria")
