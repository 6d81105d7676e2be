"""``/v1/runs``: long analyses in the background."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from see_mcda_api.dependencies import Language, Reader, Services, Writer
from see_mcda_api.http.bodies import Sent, described, read_open
from see_mcda_api.http.formats import MEDIA, Form, accepted
from see_mcda_api.http.responses import problems
from see_mcda_api.idempotency.keys import Posted, replied
from see_mcda_api.runs.events import Watch
from see_mcda_api.runs.schemas import ENDED, RunModel, RunPage, RunRequest

router = APIRouter(prefix="/v1/runs", tags=["runs"])
RETRY_MILLISECONDS = 1000


_NONE = problems(of_404="there is no such run, or it is another team's")


@router.post(
    "",
    status_code=202,
    response_model=RunModel,
    responses=problems(400, 413, 415, 422),
    openapi_extra=described(RunRequest),
)
def create_run(sent: Sent, principal: Writer, services: Services, post: Posted) -> Response:
    """Begin an analysis in the background. Everything that can be wrong with it is told at once."""
    body = read_open(RunRequest, sent.values())
    reply = services.once.answer(
        post,
        lambda: services.runs.make(principal, body.analysis, body.problem, body.model_extra or {}),
    )
    services.runs.woken.set()
    return replied(reply)


@router.get("", responses=problems(of_404="the cursor names no run"))
def list_runs(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the page before", max_length=64)] = None,
) -> RunPage:
    """List the team's runs, the newest first."""
    return services.runs.page(principal, limit, cursor)


@router.get("/{run}", responses=_NONE)
def read_run(run: str, principal: Reader, services: Services) -> RunModel:
    """Say how far a run is."""
    return services.runs.get(principal, run)


def _first(run: str, principal: Reader, services: Services) -> RunModel:
    """Return the run before its stream begins, so that a refusal is an answer of its own."""
    return services.runs.get(principal, run)


@router.get("/{run}/events", response_class=EventSourceResponse, responses=_NONE)
async def follow_run(
    first: Annotated[RunModel, Depends(_first)],
    request: Request,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Tell a run's progress as server-sent events: its document at every change, at last as it ended."""
    watch: Watch = request.app.state.watch
    async for now in watch.follow(first):
        name = f"{now.attempts}-{now.done}-{now.state}"
        ended = now.state in ENDED
        if ended or now is not first or name != last_event_id:
            yield ServerSentEvent(
                data=now, event="end" if ended else "progress", id=name, retry=RETRY_MILLISECONDS
            )


_RESULT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the result, as the endpoint of its analysis answers it",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    **problems(
        of_404="there is no such run, or it ended without a result",
        of_406="a result is JSON, CSV or XLSX",
        of_409="the run is not done",
    ),
}


@router.get("/{run}/result", response_class=Response, responses=_RESULT)
def read_run_result(
    run: str,
    principal: Reader,
    services: Services,
    language: Language,
    accept: Annotated[str, Header()] = "application/json",
) -> Response:
    """Return the result of a run that is done: JSON, or its table as CSV or XLSX, by `Accept`."""
    form = accepted(accept)
    return Response(services.runs.result(principal, run, form, language), media_type=MEDIA[form])


@router.get("/{run}/result.{form}", response_class=Response, responses=_RESULT)
def read_run_result_file(
    run: str, form: Form, principal: Reader, services: Services, language: Language
) -> Response:
    """Return the result of a run that is done, in the form that the address names."""
    return Response(services.runs.result(principal, run, form, language), media_type=MEDIA[form])


@router.post("/{run}/cancel", responses=_NONE)
def cancel_run(run: str, principal: Writer, services: Services) -> RunModel:
    """End a run now. One that has ended already stays as it is."""
    return services.runs.cancel(principal, run)


@router.delete("/{run}", status_code=204, responses=_NONE)
def delete_run(run: str, principal: Writer, services: Services) -> None:
    """Forget a run and its result; one that is under way is ended."""
    services.runs.delete(principal, run)
