"""``/d/{id}/explore``: the ranking under weights that move, and how far they may move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.errors import SeeMcdaError
from see_mcda.methods import Prepared
from see_mcda.parallel import Cancel
from see_mcda.ranking.ranking import Ranking, rank
from see_mcda.sensitivity import pillar_map
from see_mcda.verdicts.findings import in_closed_form
from see_mcda_api.decisions.service import Kept
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about, ranked, tree
from see_mcda_api.pages.answer import intervals, leading
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Visitor, as_json

router = APIRouter(include_in_schema=False)
MOST_TRACED = 60
"""Candidates up to which borders that are traced come with the page; polygons of sums always do."""
SAVED = "saved"
"""The field of an address that has the page say that its weights have just been saved."""
GREY = 8
"""The colour of all regions beyond the eight that can be told apart."""


@router.get("/d/{decision}/explore", name="explore_page")
async def explore(decision: str, visit: Visitor) -> Response:
    """Show the ranking under the weights in the address."""

    def work(cancel: Cancel) -> dict[str, Any]:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        view = {
            **about(kept, choice),
            "tree": tree(kept.state.read.framework),
            "saved": choice.label if SAVED in visit.request.query_params else None,
            "faults": [],
        }
        try:
            with untrusted():
                return view | explored(kept, choice)
        except SeeMcdaError as error:
            return view | {"faults": list(error.faults)}

    view = await visit.compute(work)
    names = {node["id"]: node["name"] for node in view["tree"]}
    return visit.show("explore.html", view, 422 if view["faults"] else 200, names=names, live=live(view))


def explored(kept: Kept, choice: Choice) -> dict[str, Any]:
    """Return everything that is seen and moved: the ranking, its intervals, its map, and what computes it.

    Where scores are neither sums, nor products, nor TOPSIS, intervals and map would be searched for by
    ranking over and over, longer than a hand rests: they are left out, and ``/robustness`` has the intervals.
    """
    problem = kept.state.read
    ranking = rank(problem, **choice.arguments)
    moving = in_closed_form(ranking.prepared)
    pinned = choice.pinned_weights
    baseline = rank(problem, pinned if pinned is not None else choice.named, method=choice.method)
    framework = problem.framework
    shares = {
        child.id: float(share)
        for node in framework.inner
        for child, share in zip(node.children, ranking.weights.local[node.id], strict=True)
    }
    return {
        "shares": shares,
        "ranking": ranked(ranking),
        "leader": leading(ranking),
        "baseline": {
            "label": None if pinned is not None else (choice.named.name or {"en": choice.base}),
            "ranks": _by_id(baseline, baseline.ranks),
        },
        "intervals": {each["id"]: each for each in intervals(choice)} if moving else {},
        "map": _map(kept, choice) if moving else None,
        "contributions": ranking.contribution_kind,
        "formula": formula(ranking.prepared),
        "candidates": list(problem.candidates),
    }


def formula(prepared: Prepared) -> dict[str, Any] | None:
    """Return the numbers from which scores follow for any weights, in the order of candidates and leaves.

    ``sum``: the score is Σ w·v. ``topsis``: with P = Σ w²·p and Q = Σ w²·q it is √Q / (√P + √Q). None for a
    method that is neither: its scores come from the service alone.
    """
    quadratic = prepared.quadratic_parts()
    if quadratic is not None:
        return {"kind": "topsis", "p": _listed(quadratic[0]), "q": _listed(quadratic[1])}
    values = prepared.linear_values()
    if values is not None and prepared.contribution_kind == "exact" and np.isfinite(values).all():
        return {"kind": "sum", "v": _listed(values)}
    return None


def _listed(values: Any) -> list[list[float]]:
    return np.asarray(values).tolist()  # type: ignore[no-any-return]


def _by_id(ranking: Ranking, values: Any) -> dict[str, int | None]:
    return {id: int(values[row]) or None for row, id in enumerate(ranking.problem.candidates)}


def _map(kept: Kept, choice: Choice) -> dict[str, Any] | None:
    """Return who wins under every mix of three nodes; None where no node has three children."""
    problem = kept.state.read
    try:
        traced = choice.method not in ("additive", "ahp") and len(problem.candidates) > MOST_TRACED
        if traced:
            return None
        found = pillar_map(problem, **choice.arguments)
    except SeeMcdaError:  # no three nodes, or they weigh nothing together
        return None
    ids = problem.candidates
    return {
        "nodes": list(found.nodes),
        "current": found.current.tolist(),
        "exact": found.exact,
        "regions": [
            {
                "candidates": [ids[row] for row in region.rows],
                "names": [dict(problem.name(row)) for row in region.rows],
                "polygons": [np.round(polygon, 5).tolist() for polygon in region.polygons],
                "area": region.area,
                "slot": min(slot, GREY),
            }
            for slot, region in enumerate(found.regions)
        ],
    }


def live(view: Mapping[str, Any]) -> str:
    """Return what the live element needs of a page, as JSON that may stand in HTML."""
    return as_json(view).replace("<", "\\u003c")
