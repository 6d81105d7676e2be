"""``/``: the example in one click, the team's decisions, a new one."""

from __future__ import annotations

from fastapi import APIRouter, Response

from see_mcda.io.library import shipped
from see_mcda.io.reading import parse_problem
from see_mcda_api.decisions.state import State
from see_mcda_api.pages.visit import Sender, Visitor, see_other

router = APIRouter(include_in_schema=False)
EXAMPLE = "see-models.yaml"
SHOWN = 50


@router.get("/", name="home_page")
def home(visit: Visitor, cursor: str | None = None, deleted: bool = False) -> Response:
    """Show the team's decisions, or those that were deleted, to be brought back."""
    page = visit.services.decisions.page(visit.principal, SHOWN, cursor, deleted=deleted)
    items = [
        {
            "id": item.id,
            "title": item.title,
            "version": item.version,
            "changed": item.changed,
            "changed_by": item.changed_by,
        }
        for item in page.items
    ]
    return visit.show("home.html", {"decisions": items, "next": page.next, "deleted": deleted})


@router.post("/", name="try_example")
def try_example(sender: Sender) -> Response:
    """Keep the shipped example as a decision and show how its ranking moves."""
    document = parse_problem((shipped("examples") / EXAMPLE).read_bytes(), format="yaml").to_dict()
    made = sender.make(lambda: sender.services.decisions.make(sender.principal, State(document, {})))
    return see_other(f"/d/{made['id']}/explore")
