"""``/d/{id}/share``: frozen results with an address of their own, and what other pages need to show them."""

from __future__ import annotations

from typing import Any, cast

from fastapi import APIRouter, Response
from markupsafe import escape

from see_mcda.errors import SeeMcdaError
from see_mcda.parallel import Cancel
from see_mcda_api.decisions.origin import Origin
from see_mcda_api.decisions.service import Kept
from see_mcda_api.pages.about import about
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Sender, Visit, Visitor, see_other
from see_mcda_api.snapshots.page import embedding

router = APIRouter(include_in_schema=False)
KINDS = ("ranking", "crossovers", "pillar-map", "flip")


@router.get("/d/{decision}/share", name="share_page")
def share(decision: str, visit: Visitor) -> Response:
    """Show what is shared, and offer to share the result under the weights in the address."""
    return _shown(visit, visit.decision(decision))


@router.post("/d/{decision}/share", name="share_by_page")
async def freeze(decision: str, sender: Sender) -> Response:
    """Freeze a result, or withdraw one."""
    form = sender.form

    def work(cancel: Cancel) -> None:
        kept = sender.decision(decision)
        if form.get("do") == "withdraw":
            sender.services.snapshots.revoke(sender.principal, form.get("snapshot"))
            return
        choice = Choice.of(kept.state, form.fields)
        kind = form.get("kind") if form.get("kind") in KINDS else KINDS[0]
        arguments: dict[str, Any] = {"weights": choice.document, "method": choice.method}
        if not choice.moved and choice.base not in kept.state.weightings:
            arguments["weights"] = choice.base
        sender.make(
            lambda: sender.services.snapshots.make(
                sender.principal,
                kind,
                cast("dict[str, Any]", kept.state.problem),
                arguments,
                origin=Origin(kept.row.id, kept.version),
                cancel=cancel,
            )
        )

    try:
        await sender.compute(work)
    except SeeMcdaError as error:
        return _shown(sender, sender.decision(decision), error)
    return see_other(f"/d/{decision}/share")


def _shown(visit: Visit, kept: Kept, error: SeeMcdaError | None = None) -> Response:
    page = visit.services.snapshots.page(visit.principal, 50, None, kept.row.id)
    base = str(visit.request.base_url)
    items = []
    for each in page.items:
        address = f"{base.rstrip('/')}{each.address}"
        page_address = f"{base.rstrip('/')}{each.page}?lang={visit.language}"
        title = each.title.get(visit.language, "")
        framed = embedding(page_address, title, 720, 640)
        items.append(
            {
                "id": each.id,
                "kind": each.kind,
                "created": each.created,
                "person": each.person,
                "revoked": each.revoked,
                "page": each.page,
                "address": address,
                "frame": framed.html,
                "element": f'<script src="{base}static/see.js"></script>\n'
                f'<see-ranking src="{address}.json"></see-ranking>',
                "badge": f'<img src="{address}.svg?lang={visit.language}" alt="{escape(title)}">',
                "title": dict(each.title),
                "how": dict(each.how),
            }
        )
    choice = Choice.of(kept.state, visit.request.query_params)
    view = {
        **about(kept, choice),
        "snapshots": items,
        "kinds": list(KINDS),
        "faults": list(error.faults) if error else [],
    }
    return visit.show("share.html", view, 422 if error else 200)
