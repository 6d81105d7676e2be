"""``/v1/runs``: analyses in the background."""

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


_NONE = problems(of_404="the team has no such run")


@router.post(
    "",
    status_code=202,
    response_model=RunModel,
    responses=problems(400, 413, 415, 422),
    openapi_extra=described(RunRequest),
)
def create_run(sent: Sent, principal: Writer, services: Services, post: Posted) -> Response:
    """Start an analysis in the background. The input is validated before the response."""
    body = read_open(RunRequest, sent.values())
    reply = services.idempotency.answer(
        post, lambda: services.runs.make(principal, body.analysis, body.problem, body.model_extra or {})
    )
    services.runs.woken.set()
    return replied(reply)


@router.get("", responses=problems(of_404="the cursor is not valid"))
def list_runs(
    principal: Reader,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(description="`next` of the previous page", max_length=64)] = None,
) -> RunPage:
    """List the team's runs, newest first."""
    return services.runs.page(principal, limit, cursor)


@router.get("/{run}", responses=_NONE)
def read_run(run: str, principal: Reader, services: Services) -> RunModel:
    """Return the state of a run."""
    return services.runs.get(principal, run)


def _first(run: str, principal: Reader, services: Services) -> RunModel:
    """Return the run before the stream begins, so that an error is a normal response."""
    return services.runs.get(principal, run)


@router.get("/{run}/events", response_class=EventSourceResponse, responses=_NONE)
async def follow_run(
    first: Annotated[RunModel, Depends(_first)],
    request: Request,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Stream a run as server-sent events: its document at every change, until it has ended."""
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
        "description": "the result, as from the endpoint of its analysis",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    **problems(
        of_404="the team has no such run, or it has no result",
        of_406="the format is not available",
        of_409="the run has not finished",
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
    """Return the result of a finished run as JSON, CSV or XLSX, by `Accept`."""
    form = accepted(accept)
    return Response(services.runs.result(principal, run, form, language), media_type=MEDIA[form])


@router.get("/{run}/result.{form}", response_class=Response, responses=_RESULT)
def read_run_result_file(
    run: str, form: Form, principal: Reader, services: Services, language: Language
) -> Response:
    """Return the result of a finished run in the format of the suffix."""
    return Response(services.runs.result(principal, run, form, language), media_type=MEDIA[form])


@router.post("/{run}/cancel", responses=_NONE)
def cancel_run(run: str, principal: Writer, services: Services) -> RunModel:
    """Cancel a run. A run that has ended stays unchanged."""
    return services.runs.cancel(principal, run)


@router.delete("/{run}", status_code=204, responses=_NONE)
def delete_run(run: str, principal: Writer, services: Services) -> None:
    """Delete a run and its result; a running one is cancelled."""
    services.runs.delete(principal, run)
