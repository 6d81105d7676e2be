"""``/v1/session``: sign-in, current session, sign-out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.bodies import Body, Sent, described
from see_mcda_api.http.responses import problems
from see_mcda_api.keys.principal import Principal, Scope
from see_mcda_api.session.service import COOKIE, HOURS, SignedIn, form_token

router = APIRouter(prefix="/v1/session", tags=["session"])
Given = Annotated[str | None, Cookie(alias=COOKIE, include_in_schema=False)]


class SignInBody(Body):
    """An API key, or null for requests from the same machine."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"key": None}]})
    key: str | None = Field(default=None, max_length=200)


class SessionModel(BaseModel):
    """The current session."""

    team: str
    person: str
    scope: Scope
    form_token: str | None = Field(
        description="send it as X-Form-Token with every change; null for requests with a key"
    )


@router.post("", responses=problems(400, 413, 415, 422), openapi_extra=described(SignInBody))
def sign_in(sent: Sent, request: Request, services: Services, response: Response) -> SessionModel:
    """Sign in with a key and set the session cookie."""
    key = sent.read(SignInBody).key
    services.check_rate_of_strangers(request)
    if key is None:
        services.check_keyless(request)
    begun = services.sessions.begin(key)
    keep_cookie(response, begun, secure=request.url.scheme == "https")
    return _model(begun.principal, begun.cookie)


def keep_cookie(response: Response, begun: SignedIn, *, secure: bool) -> None:
    """Set the cookie of a new session."""
    response.set_cookie(
        COOKIE,
        begun.cookie,
        max_age=int(HOURS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=secure,
    )
    response.headers["Cache-Control"] = "no-store"


@router.get("")
def read_session(principal: Reader, response: Response, cookie: Given = None) -> SessionModel:
    """Return the current session with its form token."""
    response.headers["Cache-Control"] = "no-store"
    return _model(principal, cookie)


@router.delete("", status_code=204)
def sign_out(_: Reader, services: Services, response: Response, cookie: Given = None) -> None:
    """End the session."""
    if cookie is not None:
        services.sessions.end(cookie)
    response.delete_cookie(COOKIE)


def _model(principal: Principal, cookie: str | None) -> SessionModel:
    return SessionModel(
        team=principal.team,
        person=principal.person,
        scope=principal.scope,
        form_token=form_token(cookie) if cookie else None,
    )
