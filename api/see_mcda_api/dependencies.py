"""Dependencies of the endpoints: the authenticated caller, the language and the services."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from see_mcda.language.messages import LANGUAGES
from see_mcda_api.http.errors import Forbidden, Unauthenticated
from see_mcda_api.http.forms import form_of
from see_mcda_api.keys.principal import LOCAL, Principal, Scope
from see_mcda_api.security.hosts import SAFE
from see_mcda_api.services import Services as AllServices
from see_mcda_api.session.service import COOKIE, form_token

_bearer = HTTPBearer(
    auto_error=False,
    description="An API key of a team: `Authorization: Bearer sm_…`."
    " Requests from the same machine need no key, unless they come through a proxy.",
)


async def _services(request: Request) -> AllServices:
    found: AllServices = request.app.state.services
    return found


Services = Annotated[AllServices, Depends(_services)]


async def _language(request: Request) -> str:
    """Return the language of the request (default: English)."""
    language: str = request.state.language
    return language


Language = Annotated[str, Depends(_language)]


async def _principal(
    request: Request,
    services: Services,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Principal:
    cookie = request.cookies.get(COOKIE)
    if bearer is not None:
        found = await run_in_threadpool(_of_key, request, services, bearer.credentials)
    elif cookie is not None and "authorization" not in request.headers:
        found = await run_in_threadpool(services.sessions.principal, cookie)
        await _check_form(request, cookie)
    elif "authorization" in request.headers:
        raise Unauthenticated.of("no-key", "a key is required: Authorization: Bearer sm_…")
    else:
        found = LOCAL
    if found is LOCAL:
        services.check_keyless(request)
    else:
        services.rates.check(found.id)
    request.state.principal = found
    return found


def _of_key(request: Request, services: AllServices, key: str) -> Principal:
    try:
        return services.keys.principal(key)
    except Unauthenticated:
        services.check_rate_of_strangers(request)
        raise


async def _check_form(request: Request, cookie: str) -> None:
    """Raise :class:`Forbidden` for a change without the session's form token (CSRF protection)."""
    if request.method in SAFE:
        return
    sent = request.headers.get("x-form-token") or (await form_of(request)).get("form_token")
    if not hmac.compare_digest(sent.encode(), form_token(cookie).encode()):
        raise Forbidden.of("form-token", "the form token of the session is required", "X-Form-Token")


class _RequireScope:
    """A dependency that requires a scope."""

    def __init__(self, scope: Scope):
        self.scope: Scope = scope

    async def __call__(self, principal: Annotated[Principal, Depends(_principal)]) -> Principal:
        if not principal.may(self.scope):
            raise Forbidden.of(
                "scope",
                "this key may {has}; {needs} is required",
                None,
                has=principal.scope,
                needs=self.scope,
            )
        return principal


Reader = Annotated[Principal, Depends(_RequireScope("read"))]
Writer = Annotated[Principal, Depends(_RequireScope("write"))]
Administrator = Annotated[Principal, Depends(_RequireScope("admin"))]


def language_of(accepted: str) -> str:
    """Return the preferred supported language of an ``Accept-Language`` header (default: English)."""
    wanted = []
    for position, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), position, name.split("-")[0].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wanted) if name in LANGUAGES), "en")
