"""``/v1/keys``: an administrator makes, lists and withdraws the keys of the own team."""

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
    """For whom a key is made, and what it may do."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"person": "anna", "scope": "write"}]})
    person: str = Field(description="the name in the history", min_length=1, max_length=200, pattern=r"\S")
    scope: Scope = "write"
    days: int | None = Field(default=None, description="until it expires; null: never", ge=1, le=36_500)


class KeyModel(BaseModel):
    """A key, without its secret."""

    id: str
    person: str
    scope: Scope
    created: datetime.datetime
    expires: datetime.datetime | None
    revoked: datetime.datetime | None
    last_used: datetime.datetime | None = Field(description="to the minute")


class NewKey(BaseModel):
    """A key that was made."""

    id: str
    secret: str = Field(description="the key itself, as it is sent: it is told only this once")


@router.post("", status_code=201, responses=problems(400, 413, 415, 422), openapi_extra=described(KeyBody))
def make_key(sent: Sent, principal: Administrator, services: Services, response: Response) -> NewKey:
    """Make a key for a person of the own team."""
    body = sent.read(KeyBody)
    expires = None if body.days is None else now() + datetime.timedelta(days=body.days)
    made = services.keys.make(principal.team, body.person.strip(), body.scope, expires=expires)
    response.headers["Cache-Control"] = "no-store"
    return NewKey(id=made.split("_")[1], secret=made)


@router.get("")
def list_keys(principal: Administrator, services: Services) -> list[KeyModel]:
    """List the keys of the own team, the newest last."""
    found = services.keys.all(principal.team)
    return [KeyModel.model_validate(key, from_attributes=True) for key in found]


@router.delete("/{key}", status_code=204, responses=problems(of_404="no such key of the team counts"))
def revoke_key(key: str, principal: Administrator, services: Services) -> None:
    """Withdraw a key of the own team at once."""
    if not services.keys.revoke(key, principal.team):
        raise NotFound.of("unknown-key-id", "no key with the id {id} counts", "key", id=key)
