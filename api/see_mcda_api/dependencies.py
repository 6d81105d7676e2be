"""What endpoints ask for: who asks, in which language, and the services."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from see_mcda.words import LANGUAGES
from see_mcda_api.faults import Forbidden, Unauthenticated
from see_mcda_api.keys.principal import LOCAL, Principal, Scope
from see_mcda_api.services import Services as AllServices

_bearer = HTTPBearer(
    auto_error=False,
    description="An API key of a team: `Authorization: Bearer sm_…`. On loopback none is needed.",
)


def _services(request: Request) -> AllServices:
    found: AllServices = request.app.state.services
    return found


Services = Annotated[AllServices, Depends(_services)]


def _language(request: Request) -> str:
    """Return the language of ``Accept-Language``, English if none is known."""
    language: str = request.state.language
    return language


Language = Annotated[str, Depends(_language)]


def _principal(
    request: Request,
    services: Services,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Principal:
    if bearer is not None:
        found = services.keys.principal(bearer.credentials)
    elif services.settings.keys_required or "authorization" in request.headers:
        raise Unauthenticated.of("no-key", "a key is needed here: Authorization: Bearer sm_…")
    else:
        found = LOCAL
    request.state.principal = found
    return found


class _May:
    """Lets through who has a scope."""

    def __init__(self, scope: Scope):
        self.scope: Scope = scope

    def __call__(self, principal: Annotated[Principal, Depends(_principal)]) -> Principal:
        if not principal.may(self.scope):
            raise Forbidden.of(
                "scope", "this key may {has}, not {needs}", None, has=principal.scope, needs=self.scope
            )
        return principal


Reader = Annotated[Principal, Depends(_May("read"))]
Writer = Annotated[Principal, Depends(_May("write"))]
Administrator = Annotated[Principal, Depends(_May("admin"))]


def language_of(accepted: str) -> str:
    """Return the first language of an ``Accept-Language`` header that see-mcda speaks, by its weight."""
    wanted = []
    for position, part in enumerate(accepted.split(",")):
        name, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), position, name.split("-")[0].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wanted) if name in LANGUAGES), "en")
