"""Stateless results and charts, and the catalogue of frameworks, weightings and methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from see_mcda.io.catalogue import (
    framework_entries,
    method_document,
    method_entries,
    weighting_document,
    weighting_entries,
)
from see_mcda.io.library import frameworks, parse_framework, weightings
from see_mcda.methods import get_method, methods
from see_mcda.model.criteria import Framework
from see_mcda.parallel import Cancel
from see_mcda.results.documents import ReadingModel, TableReading
from see_mcda.schemas import NAMES as SCHEMAS
from see_mcda.schemas import json_schema
from see_mcda.verification import verify
from see_mcda_api.compute.arguments import body_of
from see_mcda_api.compute.computation import as_json, document_json
from see_mcda_api.compute.limits import check_size
from see_mcda_api.compute.requests import TABLE, form_of, plan_of, read_reading, read_request
from see_mcda_api.compute.routes import ANSWER, SENT, ResultRoutes, Source, add_result_routes
from see_mcda_api.compute.schemas import Read, ToVerify
from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.bodies import Sent, described
from see_mcda_api.http.errors import NotFound
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.responses import problems
from see_mcda_api.http.untrusted import untrusted

router = APIRouter(prefix="/v1")
NONE = problems(of_404="there is no entry with this name")


async def _sent(sent: Sent, services: Services) -> Source:
    return Source(lambda kind: plan_of(sent, kind, services.settings))


add_result_routes(ResultRoutes(router, _sent, lambda *kinds: described(*map(body_of, kinds), form=form_of())))


@router.post(
    "/verifications",
    tags=["rankings"],
    response_class=Response,
    responses=ANSWER,
    openapi_extra=described(ToVerify, form=form_of()),
)
async def verify_result(_: Reader, sent: Sent, services: Services) -> Response:
    """Recompute a result from its problem and compare the two."""

    def work(_: Cancel) -> bytes:
        asked = read_request(sent, ToVerify)
        kind, arguments = _stated(asked.arguments["result"])
        with untrusted():
            check_size(kind, asked.problem, arguments, services.settings)
            return as_json(verify(asked.arguments["result"], asked.problem))

    return Response(await services.computing.run(work), media_type=MEDIA["json"])


@router.post(
    "/readings",
    tags=["rankings"],
    responses=SENT | problems(503),
    openapi_extra=described(form=form_of(TABLE)),
)
async def read_table(_: Reader, sent: Sent, services: Services) -> TableReading:
    """Show how a table is read: its rows, columns, open questions and faults; no ranking is computed."""
    return await services.computing.run(lambda _: read_reading(sent))


@router.post(
    "/problems",
    tags=["rankings"],
    responses=SENT | problems(503),
    openapi_extra=described(body_of("ranking"), form=form_of()),
)
async def check_problem(_: Reader, sent: Sent, services: Services) -> Read:
    """Validate a problem and return its candidates and criteria; no ranking is computed."""

    def work(_: Cancel) -> Read:
        problem = read_request(sent, body_of("ranking")).problem
        return Read(
            candidates=list(problem.candidates),
            leaves=list(problem.leaves),
            eligible=int(problem.eligible.sum()),
            reading=None if problem.reading is None else ReadingModel.of(problem.reading),
        )

    return await services.computing.run(work)


def _stated(result: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the kind of a result and the arguments that determine the size of its computation."""
    arguments = result.get("arguments")
    known = {"samples": result.get("samples")} | (arguments if isinstance(arguments, dict) else {})
    kind = str(result.get("schema")).removeprefix("see-mcda/").partition("/")[0]
    rankings, method = result.get("rankings"), result.get("method")
    if kind == "comparison" and isinstance(rankings, list):
        known |= {"weights": rankings}
    if isinstance(method, dict):
        known |= {"method": str(method.get("name"))}
    return kind, known


@router.get("/frameworks", tags=["catalogue"], response_class=Response)
def list_frameworks(_: Reader) -> Response:
    """List the built-in frameworks (trees of criteria)."""
    return Response(document_json(framework_entries()), media_type=MEDIA["json"])


@router.get("/frameworks/{framework}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_shipped_framework(framework: str, _: Reader) -> Response:
    """Return a built-in framework."""
    return Response(document_json(_framework(framework).to_dict()), media_type=MEDIA["json"])


@router.get("/weightings", tags=["catalogue"], response_class=Response)
def list_weightings(_: Reader) -> Response:
    """List the built-in weightings."""
    return Response(document_json(weighting_entries()), media_type=MEDIA["json"])


@router.get("/weightings/{weighting}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_shipped_weighting(weighting: str, _: Reader, framework: str = "see") -> Response:
    """Return a built-in weighting on a built-in framework."""
    if weighting not in weightings():
        raise NotFound.of("unknown-weighting", "there is no weighting with this name", "weighting")
    return Response(
        document_json(weighting_document(weighting, _framework(framework))), media_type=MEDIA["json"]
    )


@router.get("/methods", tags=["catalogue"], response_class=Response)
def list_methods(_: Reader) -> Response:
    """List the ranking methods with their requirements, sources and options."""
    return Response(document_json(method_entries()), media_type=MEDIA["json"])


@router.get("/methods/{method}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_method(method: str, _: Reader) -> Response:
    """Return a ranking method with its requirements, source and options."""
    if method not in methods():
        raise NotFound.of("unknown-method", "there is no method with this name", "method")
    return Response(document_json(method_document(get_method(method))), media_type=MEDIA["json"])


@router.get("/schemas/{name}", tags=["catalogue"], response_class=Response, responses=NONE)
def read_schema(name: str, _: Reader) -> Response:
    """Return the JSON Schema of a document type."""
    if name not in SCHEMAS:
        raise NotFound.of("unknown-schema", "there is no schema with this name", "name")
    return Response(document_json(json_schema(name)), media_type=MEDIA["json"])


def _framework(name: str) -> Framework:
    if name not in frameworks():
        raise NotFound.of("unknown-framework", "there is no framework with this name", "framework")
    return parse_framework(name)
