"""``/d/{id}/history``: who changed what and when, and the way back."""

from __future__ import annotations

from fastapi import APIRouter, Response

from see_mcda_api.http.conditions import Condition
from see_mcda_api.pages.about import about
from see_mcda_api.pages.visit import Sender, Visitor, see_other

router = APIRouter(include_in_schema=False)
SHOWN = 100


@router.get("/d/{decision}/history", name="history_page")
def history(decision: str, visit: Visitor) -> Response:
    """Show the changes of a decision, the newest first."""
    kept = visit.decision(decision)
    page = visit.services.history.page(visit.principal, decision, SHOWN, None)
    changes = [
        {
            "version": change.version,
            "at": change.at,
            "person": change.person,
            "kind": change.kind,
            "place": change.place,
            "restores": change.restores,
        }
        for change in page.items
    ]
    return visit.show("history.html", {**about(kept), "changes": changes, "first": kept.position == 1})


@router.post("/d/{decision}/history", name="go_back_by_page")
def go_back(decision: str, sender: Sender) -> Response:
    """Undo the newest change, restore a version, or delete the decision."""
    form, services = sender.form, sender.services
    condition = Condition(f'"{form.get("version")}"', None)
    if form.get("do") == "delete":
        services.decisions.delete(sender.principal, decision, condition)
        return see_other("/")
    if form.get("do") == "undo":
        services.decisions.undo(sender.principal, decision, condition)
        if form.get("back") == "overview":
            return see_other(f"/d/{decision}")
    elif form.get("to").isdecimal():
        services.decisions.restore(sender.principal, decision, condition, int(form.get("to")))
    return see_other(f"/d/{decision}/history")
