"""Rankings, comparisons, explanations, every analysis and its picture, computed at once and not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Header, Path, Response

from see_mcda import analyses
from see_mcda.blocks import Cancel
from see_mcda.catalogue import (
    framework_entries,
    method_document,
    method_entries,
    weighting_document,
    weighting_entries,
)
from see_mcda.charts import pictures
from see_mcda.criteria import Framework
from see_mcda.io.writing import table_bytes
from see_mcda.library import frameworks, read_framework, weightings
from see_mcda.methods import get_method, methods
from see_mcda.schemas import NAMES as SCHEMAS
from see_mcda.schemas import json_schema
from see_mcda.verification import verify
from see_mcda_api.answers import MEDIA, Form, accepted
from see_mcda_api.arguments import body_of
from see_mcda_api.bodies import Received, Sent, described
from see_mcda_api.dependencies import Language, Reader, Services
from see_mcda_api.faults import NotFound
from see_mcda_api.limits import check_size
from see_mcda_api.refusals import Responses, problems
from see_mcda_api.services import Services as AllServices
from see_mcda_api.stateless.asked import asked_of, form_of
from see_mcda_api.stateless.compute import as_json, compute, document_json, rows_of
from see_mcda_api.stateless.drawing import drawn
from see_mcda_api.stateless.schemas import Read, ToVerify
from see_mcda_api.untrusted import untrusted

router = APIRouter(prefix="/v1")
PLACES = {"ranking": "rankings", "comparison": "comparisons", "explanation": "explanations"} | {
    name: "improvements" if name == "improvement" else f"sensitivity/{name}" for name in analyses.NAMES
}
"""Where each kind of result is asked for, below ``/v1``."""
PICTURES: dict[str, tuple[Literal[".svg", ".png", ".json"], str]] = {
    "svg": (".svg", "image/svg+xml"),
    "png": (".png", "image/png"),
    "vl.json": (".json", "application/json"),
}
NONE = problems(of_404="there is no such thing here")
SENT = problems(400, 413, 415, 422)
ANSWER: Responses = {
    200: {
        "description": "the result: JSON as the command line's `--json`, or its table",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    **SENT,
    **problems(503, of_406="no such form"),
}
Drawn: TypeAlias = Literal[pictures()]  # type: ignore[valid-type]
Drawing = Annotated[Drawn, Path(description="the result that is drawn")]


def _offer(kind: str, place: str) -> None:
    """Add the two addresses of a kind of result: one that answers by ``Accept``, one by its suffix."""
    words = kind.replace("-", " ")
    name = kind.replace("-", "_")
    model = body_of(kind)

    async def answer(sent: Received, services: AllServices, form: Form, language: str) -> Response:
        def work(cancel: Cancel) -> bytes:
            asked = asked_of(sent, model)
            result = compute(kind, asked.problem, asked.arguments, services.settings, cancel)
            return as_json(result) if form == "json" else table_bytes(*rows_of(result, language), form)

        return Response(await services.computing.run(work), media_type=MEDIA[form])

    async def ask(
        _: Reader,
        sent: Sent,
        services: Services,
        language: Language,
        accept: Annotated[str, Header()] = "application/json",
    ) -> Response:
        return await answer(sent, services, accepted(accept), language)

    async def ask_as(form: Form, _: Reader, sent: Sent, services: Services, language: Language) -> Response:
        return await answer(sent, services, form, language)

    told = (
        f"Compute the {words}. The fields beside `problem` are the arguments of the engine, by name; a file"
        " with the problem is sent as a form."
    )
    for path, function, operation in (
        (f"/{place}", ask, f"compute_{name}"),
        (f"/{place}.{{form}}", ask_as, f"compute_{name}_as"),
    ):
        router.add_api_route(
            path,
            function,
            methods=["POST"],
            name=operation,
            description=told,
            tags=["sensitivity" if "/" in place else "rankings"],
            response_class=Response,
            responses=ANSWER,
            openapi_extra=described(model, form=form_of()),
        )


for _kind, _place in PLACES.items():
    _offer(_kind, _place)


@router.post(
    "/verifications",
    tags=["rankings"],
    response_class=Response,
    responses=ANSWER,
    openapi_extra=described(ToVerify, form=form_of()),
)
async def verify_result(_: Reader, sent: Sent, services: Services) -> Response:
    """Recompute a result from its problem, and say whether it is the same."""

    def work(_: Cancel) -> bytes:
        asked = asked_of(sent, ToVerify)
        check_size("verification", asked.problem, _samples(asked.arguments["result"]), services.settings)
        with untrusted():
            return as_json(verify(asked.arguments["result"], asked.problem))

    return Response(await services.computing.run(work), media_type=MEDIA["json"])


@router.post(
    "/problems",
    tags=["rankings"],
    responses=SENT | problems(503),
    openapi_extra=described(body_of("ranking"), form=form_of()),
)
async def check_problem(_: Reader, sent: Sent, services: Services) -> Read:
    """Say whether a problem can be read, and what is in it; nothing is computed."""

    def work(_: Cancel) -> Read:
        problem = asked_of(sent, body_of("ranking")).problem
        return Read(
            candidates=list(problem.candidates),
            leaves=list(problem.leaves),
            eligible=int(problem.eligible.sum()),
        )

    return await services.computing.run(work)


def _samples(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many samples a result has, wherever its document says so."""
    return {"samples": result.get("samples")}


def _offer_pictures(form: str, ending: Literal[".svg", ".png", ".json"], media: str) -> None:
    """Add the address of every picture in one form; one address with two dots could not be told apart."""

    async def draw(kind: Drawing, _: Reader, sent: Sent, services: Services, language: Language) -> Response:
        def work(cancel: Cancel) -> bytes | str:
            asked = asked_of(sent, body_of(kind))
            result = compute(kind, asked.problem, asked.arguments, services.settings, cancel)
            return drawn(result, language, ending)

        return Response(await services.computing.run(work), media_type=media)

    router.add_api_route(
        f"/charts/{{kind}}.{form}",
        draw,
        methods=["POST"],
        name=f"draw_{form.replace('.', '_')}",
        description="Draw a result: the body is that of the result's own address.",
        tags=["charts"],
        response_class=Response,
        responses=SENT
        | problems(503, of_501="this service was installed without what draws pictures")
        | {200: {"description": "the picture", "content": {media: {}}}},
        openapi_extra=described(*map(body_of, pictures()), form=form_of()),
    )


for _form, (_ending, _media) in PICTURES.items():
    _offer_pictures(_form, _ending, _media)


@router.get("/frameworks", tags=["catalogue"], response_class=Response)
def list_frameworks(_: Reader) -> Response:
    """List the shipped trees of criteria."""
    return Response(document_json(framework_entries()), media_type=MEDIA["json"])


@router.get("/frameworks/{framework}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_shipped_framework(framework: str, _: Reader) -> Response:
    """Return a shipped tree of criteria."""
    return Response(document_json(_framework(framework).to_dict()), media_type=MEDIA["json"])


@router.get("/weightings", tags=["catalogue"], response_class=Response)
def list_weightings(_: Reader) -> Response:
    """List the shipped weightings."""
    return Response(document_json(weighting_entries()), media_type=MEDIA["json"])


@router.get("/weightings/{weighting}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_shipped_weighting(weighting: str, _: Reader, framework: str = "see") -> Response:
    """Return a shipped weighting on a shipped tree of criteria."""
    if weighting not in weightings():
        raise NotFound.of("unknown-weighting", "there is no such weighting here", "weighting")
    return Response(
        document_json(weighting_document(weighting, _framework(framework))), media_type=MEDIA["json"]
    )


@router.get("/methods", tags=["catalogue"], response_class=Response)
def list_methods(_: Reader) -> Response:
    """List the ranking methods: what each does and needs, its source and its options."""
    return Response(document_json(method_entries()), media_type=MEDIA["json"])


@router.get("/methods/{method}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_method(method: str, _: Reader) -> Response:
    """Return what a ranking method does and needs, its source and its options."""
    if method not in methods():
        raise NotFound.of("unknown-method", "there is no such method here", "method")
    return Response(document_json(method_document(get_method(method))), media_type=MEDIA["json"])


@router.get("/schemas/{name}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_schema(name: str, _: Reader) -> Response:
    """Return the JSON Schema of a kind of document."""
    if name not in SCHEMAS:
        raise NotFound.of("unknown-schema", "there is no such schema here", "name")
    return Response(document_json(json_schema(name)), media_type=MEDIA["json"])


def _framework(name: str) -> Framework:
    if name not in frameworks():
        raise NotFound.of("unknown-framework", "there is no such framework here", "framework")
    return read_framework(name)
