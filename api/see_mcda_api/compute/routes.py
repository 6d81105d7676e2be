"""Routes for all results and charts, of a problem in the request or of a decision."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Depends, Header, Path, Response

from see_mcda.io.writing import table_bytes
from see_mcda.parallel import Cancel
from see_mcda_api.compute.computation import as_json
from see_mcda_api.compute.paths import PLACES
from see_mcda_api.compute.pictures import drawn
from see_mcda_api.compute.plan import Plan
from see_mcda_api.dependencies import Language, Reader, Services
from see_mcda_api.http.formats import MEDIA, Form, accepted
from see_mcda_api.http.responses import Responses, problems
from see_mcda_api.services import Services as AllServices

PICTURES: dict[str, tuple[Literal[".svg", ".png", ".json"], str]] = {
    "svg": (".svg", "image/svg+xml"),
    "png": (".png", "image/png"),
    "vl.json": (".json", "application/json"),
}
SENT = problems(400, 413, 415, 422)
ANSWER: Responses = {
    200: {
        "description": "the result as JSON or as a table",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    **SENT,
    **problems(503, of_406="the format is not available"),
}
DRAWN = tuple(sorted(set(PLACES) - {"explanation"}))
"""The results that have a chart."""
Drawn: TypeAlias = Literal[DRAWN]  # type: ignore[valid-type]
Drawing = Annotated[Drawn, Path(description="the kind of result")]


@dataclass(frozen=True)
class Source:
    """The source of a computation: ``of(kind)`` plans it (slow); ``headers`` go with the response."""

    of: Callable[[str], Plan]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultRoutes:
    """A group of routes for results.

    Attributes:
        router: the router of the routes.
        source: a dependency that returns a :class:`Source`.
        described: returns the OpenAPI description of the body for some kinds of results.
        suffix: a suffix for the names of the operations.
        more: further error responses.
        forms: also add paths with a suffix for the format, such as ``.csv``.

    """

    router: APIRouter
    source: Callable[..., Awaitable[Source]]
    described: Callable[..., dict[str, Any]]
    suffix: str = ""
    more: Responses = field(default_factory=dict)
    forms: bool = True


def add_result_routes(routes: ResultRoutes) -> None:
    """Add the routes of all results and charts."""
    for kind, place in PLACES.items():
        _add_routes(routes, kind, place)
    for form, (ending, media) in PICTURES.items():
        _add_charts(routes, form, ending, media)


def _add_routes(routes: ResultRoutes, kind: str, place: str) -> None:
    """Add the routes of a kind of result: by ``Accept`` header, and by suffix."""
    words = kind.replace("-", " ")
    name = f"compute_{kind.replace('-', '_')}{routes.suffix}"
    asking = Depends(routes.source)

    async def answer(source: Source, services: AllServices, form: Form, language: str) -> Response:
        def work(cancel: Cancel) -> bytes:
            result = source.of(kind).compute(cancel=cancel)
            return as_json(result) if form == "json" else table_bytes(*result.rows(language), form)

        content = await services.computing.run(work)
        return Response(content, headers=dict(source.headers), media_type=MEDIA[form])

    async def ask(
        _: Reader,
        services: Services,
        language: Language,
        accept: Annotated[str, Header()] = "application/json",
        source: Source = asking,
    ) -> Response:
        return await answer(source, services, accepted(accept), language)

    async def ask_as(
        form: Form, _: Reader, services: Services, language: Language, source: Source = asking
    ) -> Response:
        return await answer(source, services, form, language)

    ways: list[tuple[str, Callable[..., Any], str]] = [
        (f"/{place}", ask, name),
        (f"/{place}.{{form}}", ask_as, f"{name}_as"),
    ]
    for path, function, operation in ways if routes.forms else ways[:1]:
        routes.router.add_api_route(
            path,
            function,
            methods=["POST"],
            name=operation,
            description=f"Compute the {words}. The fields are the arguments of the engine's function.",
            tags=["sensitivity" if "/" in place else "rankings"],
            response_class=Response,
            responses=ANSWER | routes.more,
            openapi_extra=routes.described(kind),
        )


def _add_charts(
    routes: ResultRoutes, form: str, ending: Literal[".svg", ".png", ".json"], media: str
) -> None:
    """Add the route of all charts in one format; a path with two dots needs a route of its own."""
    asking = Depends(routes.source)

    async def draw(
        kind: Drawing, _: Reader, services: Services, language: Language, source: Source = asking
    ) -> Response:
        def work(cancel: Cancel) -> bytes | str:
            return drawn(source.of(kind).compute(cancel=cancel), language, ending)

        content = await services.computing.run(work)
        return Response(content, headers=dict(source.headers), media_type=media)

    routes.router.add_api_route(
        f"/charts/{{kind}}.{form}",
        draw,
        methods=["POST"],
        name=f"draw_{form.replace('.', '_')}{routes.suffix}",
        description="Draw the chart of a result. The body is that of the result's own endpoint.",
        tags=["charts"],
        response_class=Response,
        responses=SENT
        | problems(503, of_501="the chart libraries are not installed")
        | {200: {"description": "the chart", "content": {media: {}}}}
        | routes.more,
        openapi_extra=routes.described(*DRAWN),
    )
