"""Public endpoints of snapshots: the token in the path replaces a key."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from see_mcda.language.messages import LANGUAGES
from see_mcda_api.dependencies import Language, Services
from see_mcda_api.http.conditions import answered
from see_mcda_api.http.errors import NotFound, Problem
from see_mcda_api.snapshots.page import embedding, html
from see_mcda_api.snapshots.schemas import Embedding


def _counted(request: Request, services: Services) -> None:
    services.check_rate_of_strangers(request)


router = APIRouter(tags=["snapshots"], dependencies=[Depends(_counted)])
Form = Literal["json", "csv", "svg", "png", "txt"]
MEDIA: dict[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_INERT = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:;"
    " base-uri 'none'"
)
_REFUSALS: dict[int | str, dict[str, Any]] = {
    404: {"description": "there is no such snapshot", "model": Problem},
    410: {"description": "the snapshot was revoked", "model": Problem},
}
Lang = Annotated[str | None, Query(description="`en` or `th`; overrides `Accept-Language`", max_length=35)]


def _any(*forms: str) -> dict[int | str, dict[str, Any]]:
    content: dict[str, Any] = {MEDIA[form].partition(";")[0]: {} for form in forms}
    return {
        200: {"description": "the content of the snapshot", "content": content},
        304: {"description": "not modified since `If-None-Match`"},
        **_REFUSALS,
    }


@router.get("/v1/shared/{token}/value.txt", response_class=Response, responses=_any("txt"))
def read_shared_value(
    token: str,
    request: Request,
    services: Services,
    candidate: Annotated[str, Query(description="the id of the candidate", max_length=200)],
    of: Literal["rank", "score"] = "rank",
) -> Response:
    """Return a number of a shared ranking, for =IMPORTDATA() and =WEBSERVICE() in spreadsheets."""
    return _cached(request, services.snapshots.value(token, candidate, of).encode(), "txt")


@router.get("/v1/shared/{token}.{form}", response_class=Response, responses=_any(*MEDIA))
def read_shared_file(
    *, token: str, form: Form, request: Request, services: Services, language: Language, lang: Lang = None
) -> Response:
    """Return a shared result in the format of the suffix."""
    return _cached(request, services.snapshots.file(token, form, _spoken(lang or language)), form)


@router.get("/v1/shared/{token}", response_class=Response, responses=_any("json"))
def read_shared(token: str, request: Request, services: Services) -> Response:
    """Return a shared result as JSON."""
    return _cached(request, services.snapshots.file(token, "json", ""), "json")


@router.get("/e/{token}", response_class=Response, responses=_any("html"))
def read_embedded_page(
    token: str, request: Request, services: Services, language: Language, lang: Lang = None
) -> Response:
    """Return a page without scripts that other sites can embed."""
    spoken = _spoken(lang or language)
    shown = html(services.snapshots, token, spoken, str(request.base_url))
    return _cached(request, shown.encode(), "html", spoken)


@router.get("/v1/oembed", responses=_REFUSALS)
def read_oembed(
    *,
    request: Request,
    services: Services,
    language: Language,
    url: Annotated[str, Query(description="the URL of the page to embed", max_length=2000)],
    maxwidth: Annotated[int, Query(ge=1, le=10_000)] = 720,
    maxheight: Annotated[int, Query(ge=1, le=10_000)] = 640,
    format: Literal["json"] = "json",
) -> Embedding:
    """Return the oEmbed response of a page."""
    base = str(request.base_url)
    path = url.partition("?")[0]
    token = path.removeprefix(f"{base}e/")
    if token == path:
        raise NotFound.of("no-snapshot", "there is no shared result at this address", "url")
    snapshot = services.snapshots.shared(token)
    title = snapshot.words[_spoken(language)]["title"]
    return embedding(f"{base}e/{snapshot.token}", title, maxwidth, maxheight)


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else "en"


def _cached(request: Request, content: bytes, form: str, spoken: str | None = None) -> Response:
    """Return a response with an ETag; caches must revalidate, so that revocation takes effect at once."""
    tag = f'"{hashlib.sha256(form.encode() + b":" + content).hexdigest()[:32]}"'
    framed = f"{_INERT}; form-action 'none'; frame-ancestors *" if form == "html" else f"{_INERT}; sandbox"
    headers = {
        "Cache-Control": "public, no-cache",
        "Vary": "Accept-Language",
        "Content-Security-Policy": framed,
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",  # any site may show a shared result
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if spoken:
        headers["Content-Language"] = spoken
    return answered(request, content, tag, MEDIA[form], headers)
