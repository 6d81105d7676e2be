"""``/v1/keys``: API keys of the administrator's team."""

from __future__ import annotations

import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from see_mcda_api.dependencies import Administrator, Services
from see_mcda_api.http.bodies import Body, Sent, described
from see_mcda_api.http.errors import NotFound
from see_mcda_api.http.responses import problems
from see_mcda_api.keys.principal import Scope
from see_mcda_api.storage.base import now

router = APIRouter(prefix="/v1/keys", tags=["keys"])


class KeyBody(Body):
    """The person, scope and lifetime of a new key."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person": "anna", "scope": "write"}]})
    person: str = Field(description="the name in the history", min_length=1, max_length=200, pattern=r"\S")
    scope: Scope = "write"
    days: int | None = Field(default=None, description="days until expiry; null: never", ge=1, le=36_500)


class KeyModel(BaseModel):
    """A key, without its secret."""

    id: str
    person: str
    scope: Scope
    created: datetime.datetime
    expires: datetime.datetime | None
    revoked: datetime.datetime | None
    last_used: datetime.datetime | None = Field(description="with a precision of one minute")


class NewKey(BaseModel):
    """A new key."""

    id: str
    secret: str = Field(description="the key itself; it is shown only once")


@router.post("", status_code=201, responses=problems(400, 413, 415, 422), openapi_extra=described(KeyBody))
def make_key(sent: Sent, principal: Administrator, services: Services, response: Response) -> NewKey:
    """Create a key for a member of the team."""
    body = sent.read(KeyBody)
    expires = None if body.days is None else now() + datetime.timedelta(days=body.days)
    made = services.keys.make(principal.team, body.person.strip(), body.scope, expires=expires)
    response.headers["Cache-Control"] = "no-store"
    return NewKey(id=made.split("_")[1], secret=made)


@router.get("")
def list_keys(principal: Administrator, services: Services) -> list[KeyModel]:
    """List the keys of the team, newest last."""
    found = services.keys.all(principal.team)
    return [KeyModel.model_validate(key, from_attributes=True) for key in found]


@router.delete("/{key}", status_code=204, responses=problems(of_404="the team has no such active key"))
def revoke_key(key: str, principal: Administrator, services: Services) -> None:
    """Revoke a key of the team."""
    if not services.keys.revoke(key, principal.team):
        raise NotFound.of("unknown-key-id", "no active key has the id {id}", "key", id=key)
