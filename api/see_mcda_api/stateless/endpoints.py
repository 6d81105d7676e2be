"""Rankings, comparisons, explanations, every analysis and its picture, computed at once and not kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Header, Response

from see_mcda import analyses
from see_mcda.charts import image, picture, pictures
from see_mcda.criteria import Framework
from see_mcda.io.writing import table_bytes
from see_mcda.library import frameworks, read_framework, read_weights, weightings
from see_mcda.schemas import NAMES as SCHEMAS
from see_mcda.schemas import json_schema
from see_mcda.verification import verify
from see_mcda_api.answers import MEDIA, Form, accepted
from see_mcda_api.dependencies import Language, Reader, Services
from see_mcda_api.faults import NotFound, Problem
from see_mcda_api.stateless.compute import as_json, compute, document_json, rows_of
from see_mcda_api.stateless.schemas import Asked, Read, ToVerify
from see_mcda_api.untrusted import read_problem, untrusted

router = APIRouter(prefix="/v1")
PLACES = {"ranking": "rankings", "comparison": "comparisons", "explanation": "explanations"} | {
    name: "improvements" if name == "improvement" else f"sensitivity/{name}" for name in analyses.NAMES
}
"""Where each kind of result is asked for, below ``/v1``."""
PICTURES = {
    "svg": (".svg", "image/svg+xml"),
    "png": (".png", "image/png"),
    "vl.json": (".json", "application/json"),
}
REFUSED: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "every fault of what was sent, each with its JSON path"},
}
ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the result: JSON as the command line's `--json`, or its table",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    406: {"model": Problem, "description": "no such form"},
    413: {"model": Problem, "description": "more than this service computes"},
    **REFUSED,
}
Drawn: TypeAlias = Literal[pictures()]  # type: ignore[valid-type]


def _answer(kind: str, asked: Asked, services: Services, form: Form, language: str) -> Response:
    result = compute(kind, asked.problem, asked.arguments, services.settings)
    content = as_json(result) if form == "json" else table_bytes(*rows_of(result, language), form)
    return Response(content, media_type=MEDIA[form])


def _offer(kind: str, place: str) -> None:
    """Add the two addresses of a kind of result: one that answers by ``Accept``, one by its suffix."""
    words = kind.replace("-", " ")
    name = kind.replace("-", "_")
    tags: list[Any] = ["sensitivity" if "/" in place else "rankings"]

    def ask(
        asked: Asked,
        _: Reader,
        services: Services,
        language: Language,
        accept: Annotated[str, Header()] = "application/json",
    ) -> Response:
        return _answer(kind, asked, services, accepted(accept), language)

    def ask_as(form: Form, asked: Asked, _: Reader, services: Services, language: Language) -> Response:
        return _answer(kind, asked, services, form, language)

    told = f"Compute the {words}. The fields beside `problem` are the arguments of the engine, by name."
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
            tags=tags,
            response_class=Response,
            responses=ANSWER,
        )


for _kind, _place in PLACES.items():
    _offer(_kind, _place)


@router.post("/verifications", tags=["rankings"], response_class=Response, responses=ANSWER)
def verify_result(asked: ToVerify, _: Reader) -> Response:
    """Recompute a result from its problem, and say whether it is the same."""
    problem = read_problem(asked.problem)
    with untrusted():
        return Response(as_json(verify(asked.result, problem)), media_type=MEDIA["json"])


@router.post("/problems", tags=["rankings"], responses=REFUSED)
def check_problem(asked: Asked, _: Reader) -> Read:
    """Say whether a problem can be read, and what is in it; nothing is computed."""
    problem = read_problem(asked.problem)
    return Read(
        candidates=list(problem.candidates), leaves=list(problem.leaves), eligible=int(problem.eligible.sum())
    )


@router.post("/charts/{kind}.{form}", tags=["charts"], response_class=Response, responses=ANSWER)
def draw_chart(
    kind: Drawn,
    form: Literal["svg", "png", "vl.json"],
    asked: Asked,
    _: Reader,
    services: Services,
    language: Language,
) -> Response:
    """Draw a result: the body is that of the result's own address."""
    result = compute(kind, asked.problem, asked.arguments, services.settings)
    ending, media = PICTURES[form]
    return Response(image(picture(result, language), ending), media_type=media)  # type: ignore[arg-type]


@router.get("/frameworks", tags=["catalogue"], response_class=Response)
def list_frameworks(_: Reader) -> Response:
    """List the shipped trees of criteria."""
    found = [{"id": each, "title": read_framework(each).title} for each in frameworks()]
    return Response(document_json(found), media_type=MEDIA["json"])


@router.get("/frameworks/{framework}", tags=["catalogue"], response_class=Response, responses=REFUSED)
def read_shipped_framework(framework: str, _: Reader) -> Response:
    """Return a shipped tree of criteria."""
    return Response(document_json(_framework(framework).to_dict()), media_type=MEDIA["json"])


@router.get("/weightings", tags=["catalogue"], response_class=Response)
def list_weightings(_: Reader) -> Response:
    """List the shipped weightings."""
    found = [{"id": each, "name": read_weights(each, "see").name} for each in weightings()]
    return Response(document_json(found), media_type=MEDIA["json"])


@router.get("/weightings/{weighting}", tags=["catalogue"], response_class=Response, responses=REFUSED)
def read_shipped_weighting(weighting: str, _: Reader, framework: str = "see") -> Response:
    """Return a shipped weighting on a shipped tree of criteria."""
    if weighting not in weightings():
        raise NotFound.of("unknown-weighting", "there is no such weighting here", "weighting")
    weights = read_weights(weighting, _framework(framework))
    known = {
        "id": weights.id,
        "name": weights.name,
        "rationale": weights.rationale,
        "weights": weights.to_dict(),
    }
    return Response(document_json(known), media_type=MEDIA["json"])


@router.get("/schemas/{name}", tags=["catalogue"], response_class=Response, responses=REFUSED)
def read_schema(name: str, _: Reader) -> Response:
    """Return the JSON Schema of a kind of document."""
    if name not in SCHEMAS:
        raise NotFound.of("unknown-schema", "there is no such schema here", "name")
    return Response(document_json(json_schema(name)), media_type=MEDIA["json"])


def _framework(name: str) -> Framework:
    if name not in frameworks():
        raise NotFound.of("unknown-framework", "there is no such framework here", "framework")
    return read_framework(name)
