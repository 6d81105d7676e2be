"""Workbooks that are sent out to be filled in, and merged into a decision when they come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

import see_mcda as sm
from see_mcda.io.workbooks.template import template_workbook
from see_mcda.language.messages import LANGUAGES
from see_mcda.model.merging import Merge, merge
from see_mcda.results.documents import MergeModel
from see_mcda_api.compute.requests import TABLE, form_of, table_of_form
from see_mcda_api.decisions.endpoints import GUARDED, NONE, SENT, To
from see_mcda_api.decisions.schemas import MergedModel
from see_mcda_api.decisions.service import Edit
from see_mcda_api.decisions.state import State
from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.bodies import Sent, described
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.responses import Responses, problems
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import problem_of

router = APIRouter(prefix="/v1/decisions/{decision}", tags=["decisions"])
RETURNED = described(form=form_of(TABLE))
BUSY = problems(503)
WORKBOOK: Responses = {200: {"description": "the workbook", "content": {MEDIA["xlsx"]: {}}}}
Override = Annotated[bool, Query(description="replace values that differ, and do not only fill in blanks")]


@router.get("/workbook", response_class=Response, responses=NONE | WORKBOOK)
def read_workbook(decision: str, request: Request, principal: Reader, services: Services) -> Response:
    """Return the decision as a workbook to fill in; its headings are in the language of the request."""
    state = services.decisions.get(principal, decision).state
    return workbook(state, str(request.state.language), decision)


@router.post("/merge/preview", responses=NONE | SENT | BUSY, openapi_extra=RETURNED)
async def preview_merge(
    *, decision: str, sent: Sent, principal: Reader, services: Services, override: Override = False
) -> MergeModel:
    """Show what a returned workbook would change, and the values that differ, by cell; nothing is changed."""

    def work(_: object) -> MergeModel:
        state = services.decisions.get(principal, decision).state
        found = merged(state, returned(state, *table_of_form(sent)), override=override)
        return MergeModel.of(found)

    return await services.computing.run(work)


@router.post("/merge", responses=NONE | SENT | GUARDED | BUSY, openapi_extra=RETURNED)
async def merge_returned(to: To, sent: Sent, response: Response, override: Override = False) -> MergedModel:
    """Merge a returned workbook: fill in what is missing, and list what differs and stays as it is."""

    def work(_: object) -> MergedModel:
        state = to.services.decisions.get(to.principal, to.decision).state
        file = returned(state, *table_of_form(sent))
        found = merged(state, file, override=override)

        def edit(state: State) -> State:
            nonlocal found
            found = merged(state, file, override=override)
            return applied(state, found)

        kept = to.change(Edit("patch", (), edit))
        response.headers["ETag"] = kept.tag
        model = MergeModel.of(found)
        return MergedModel(**dict(model), version=kept.version)

    return await to.services.computing.run(work)


def workbook(state: State, language: str, name: str) -> Response:
    """Return the answer with the workbook of a decision, to be filled in."""
    content = template_workbook(
        problem=state.read,
        framework=state.read.framework,
        language=language if language in LANGUAGES else "en",
    )
    told = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, headers=told, media_type=MEDIA["xlsx"])


def returned(state: State, part: Part, options: Mapping[str, Any]) -> sm.Problem:
    """Return the problem in a returned file, read with the framework of the decision."""
    own = {"framework": state.read.framework, "minimize": [], "maximize": [], "partial": True}
    return problem_of(part, **{**options, **own})


def merged(state: State, file: sm.Problem, *, override: bool) -> Merge:
    """Merge a returned file into the problem of a decision."""
    with untrusted():
        return merge(state.read, file, override=override)


def applied(state: State, found: Merge) -> State:
    """Return the state with the changes of a merge."""
    return State(found.apply(state.problem), state.weightings)
