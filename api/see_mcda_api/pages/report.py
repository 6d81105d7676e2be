"""``/d/{id}/report``: everything on one page to print or hand on, and a workbook with formulas."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from fastapi import APIRouter, Response

from see_mcda.errors import SeeMcdaError
from see_mcda.parallel import Cancel
from see_mcda.ranking.ranking import Ranking, rank
from see_mcda.ranking.workbook import live_workbook
from see_mcda.render.pictures import image
from see_mcda_api.decisions.service import Kept
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages import scores
from see_mcda_api.pages.about import about, ranked, tree, warnings_of
from see_mcda_api.pages.answer import leading, sure, why
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.static_files import static_files
from see_mcda_api.pages.visit import Visit, Visitor
from see_mcda_api.storage.base import now

router = APIRouter(include_in_schema=False)
SELF_CONTAINED = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'none'"
)
FACES = ("Sarabun-Regular.woff2", "Sarabun-SemiBold.woff2")


@router.get("/d/{decision}/report", name="report_page")
async def report(decision: str, visit: Visitor) -> Response:
    """Show the report."""

    def work(cancel: Cancel) -> dict[str, Any]:
        return _view(visit, visit.decision(decision), cancel)

    return visit.show("report.html", await visit.compute(work), alone=False, style="", picture="")


@router.get("/d/{decision}/report.html", name="report_file")
async def report_file(decision: str, visit: Visitor) -> Response:
    """Send the report as one file that needs nothing else."""

    def work(cancel: Cancel) -> tuple[dict[str, Any], str]:
        kept = visit.decision(decision)
        return _view(visit, kept, cancel), _picture(
            kept, Choice.of(kept.state, visit.request.query_params), visit
        )

    view, drawn = await visit.compute(work)
    answer = visit.show("report.html", view, alone=True, style=_style(), picture=drawn)
    answer.headers["Content-Security-Policy"] = SELF_CONTAINED
    answer.headers["Content-Disposition"] = f'attachment; filename="report-{decision}.html"'
    return answer


@router.get("/d/{decision}/report.xlsx", name="report_workbook")
async def report_workbook(decision: str, visit: Visitor) -> Response:
    """Send the weighted sum as a workbook with live formulas."""

    def work(cancel: Cancel) -> bytes:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        with untrusted():
            ranking = rank(kept.state.read, choice.weights, method="additive")
            return live_workbook(ranking, visit.language)

    content = await visit.compute(work)
    told = {"Content-Disposition": f'attachment; filename="ranking-{decision}.xlsx"'}
    return Response(content, headers=told, media_type=MEDIA["xlsx"])


def _view(visit: Visit, kept: Kept, cancel: Cancel) -> dict[str, Any]:
    problem = kept.state.read
    choice = Choice.of(kept.state, visit.request.query_params)
    view: dict[str, Any] = {
        **about(kept, choice),
        "tree": tree(problem.framework),
        "made": now(),
        "faults": [],
    }
    try:
        with untrusted():
            ranking = rank(problem, **choice.arguments)
            return view | _content(kept, choice, ranking, cancel)
    except SeeMcdaError as error:
        return view | {"faults": list(error.faults)}


def _content(kept: Kept, choice: Choice, ranking: Ranking, cancel: Cancel) -> dict[str, Any]:
    problem = kept.state.read
    return {
        "leader": leading(ranking),
        "ranking": ranked(ranking),
        "weights": ranking.weights.to_dict(),
        "why": why(ranking, *ranking.order[:2]) if len(ranking.order) > 1 else None,
        "sure": sure(choice, ranking, cancel),
        "scores": [
            {
                "name": each.get("name") or each["id"],
                "cells": [
                    {
                        "words": scores.written((each.get("scores") or {}).get(leaf)),
                        "evidence": scores.evidence_of((each.get("scores") or {}).get(leaf)),
                    }
                    for leaf in problem.leaves
                ],
            }
            for each in kept.state.problem["candidates"]
        ],
        "warnings": warnings_of(ranking),
        "record": dict(ranking.record),
    }


def _style() -> str:
    """Return the style sheet with the type faces in it."""
    style = static_files()["style.css"].content.decode()
    for face in FACES:
        data = b64encode(static_files()[face].content).decode()
        style = style.replace(f'url("{face}")', f'url("data:font/woff2;base64,{data}")')
    return style


def _picture(kept: Kept, choice: Choice, visit: Visit) -> str:
    """Return the picture of the ranking as the address of its data; nothing where none can be drawn."""
    try:
        with untrusted():
            drawn = image(rank(kept.state.read, **choice.arguments).chart(visit.language), ".svg")
    except SeeMcdaError:
        return ""
    content = drawn.encode() if isinstance(drawn, str) else drawn
    return "data:image/svg+xml;base64," + b64encode(content).decode()
