"""The addresses of every kind of result and of its picture: of a problem that is sent, or that is kept."""

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
        "description": "the result: JSON as the command line's `--json`, or its table",
        "content": {media.partition(";")[0]: {} for media in MEDIA.values()},
    },
    **SENT,
    **problems(503, of_406="no such form"),
}
DRAWN = tuple(sorted(set(PLACES) - {"explanation"}))
"""The results that have a picture."""
Drawn: TypeAlias = Literal[DRAWN]  # type: ignore[valid-type]
Drawing = Annotated[Drawn, Path(description="the result that is drawn")]


@dataclass(frozen=True)
class Source:
    """What is asked: ``of(kind)`` plans it, and may take its time; ``headers`` tell of what it is."""

    of: Callable[[str], Plan]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """Where results are offered, and what is sent there.

    Attributes:
        router: takes the addresses.
        source: a dependency that gives a :class:`Source`.
        described: what describes the body of some kinds of results.
        suffix: what is appended to the names of the operations.
        more: what else may be refused.
        forms: whether there are addresses that name the form, beside those that answer by ``Accept``.

    """

    router: APIRouter
    source: Callable[..., Awaitable[Source]]
    described: Callable[..., dict[str, Any]]
    suffix: str = ""
    more: Responses = field(default_factory=dict)
    forms: bool = True


def offer_everything(offer: Offer) -> None:
    """Add the addresses of all results and pictures."""
    for kind, place in PLACES.items():
        _offer(offer, kind, place)
    for form, (ending, media) in PICTURES.items():
        _offer_pictures(offer, form, ending, media)


def _offer(offer: Offer, kind: str, place: str) -> None:
    """Add the addresses of a kind of result: one that answers by ``Accept``, one by its suffix."""
    words = kind.replace("-", " ")
    name = f"compute_{kind.replace('-', '_')}{offer.suffix}"
    asking = Depends(offer.source)

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
    for path, function, operation in ways if offer.forms else ways[:1]:
        offer.router.add_api_route(
            path,
            function,
            methods=["POST"],
            name=operation,
            description=f"Compute the {words}. The fields are the arguments of the engine, by name.",
            tags=["sensitivity" if "/" in place else "rankings"],
            response_class=Response,
            responses=ANSWER | offer.more,
            openapi_extra=offer.described(kind),
        )


def _offer_pictures(offer: Offer, form: str, ending: Literal[".svg", ".png", ".json"], media: str) -> None:
    """Add the address of every picture in one form; one address with two dots could not be told apart."""
    asking = Depends(offer.source)

    async def draw(
        kind: Drawing, _: Reader, services: Services, language: Language, source: Source = asking
    ) -> Response:
        def work(cancel: Cancel) -> bytes | str:
            return drawn(source.of(kind).compute(cancel=cancel), language, ending)

        content = await services.computing.run(work)
        return Response(content, headers=dict(source.headers), media_type=media)

    offer.router.add_api_route(
        f"/charts/{{kind}}.{form}",
        draw,
        methods=["POST"],
        name=f"draw_{form.replace('.', '_')}{offer.suffix}",
        description="Draw a result: the body is that of the result's own address.",
        tags=["charts"],
        response_class=Response,
        responses=SENT
        | problems(503, of_501="this service was installed without what draws pictures")
        | {200: {"description": "the picture", "content": {media: {}}}}
        | offer.more,
        openapi_extra=offer.described(*DRAWN),
    )
