"""``see-mcda keys``: create, list and revoke API keys."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, get_args

import typer

from see_mcda.cli.commands import Command, Group
from see_mcda.cli.session import session_of
from see_mcda.errors import Faults, InputError, UnknownNameError, refuse
from see_mcda.language.messages import message
from see_mcda_api.commands.database import DatabaseName, open_database, settings_for
from see_mcda_api.keys.principal import Scope
from see_mcda_api.keys.service import Keys, new_key
from see_mcda_api.storage.base import now

SCOPES = get_args(Scope)
LONGEST_NAME = 200

keys = typer.Typer(
    cls=Group, rich_markup_mode=None, help=message("Create, list and revoke API keys.").template
)


@keys.command(
    "make",
    cls=Command,
    help=message("Create an API key for a team member; it is shown only once.").template,
    epilog="keys make institute anna --scope write --days 365",
)
def _make(
    context: typer.Context,
    team: Annotated[
        str, typer.Argument(metavar="TEAM", help=message("the team that shares the decisions").template)
    ],
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help=message("the name in the history").template)
    ],
    *,
    scope: Annotated[
        str, typer.Option("--scope", metavar="|".join(SCOPES), help=message("the scope of the key").template)
    ] = "write",
    days: Annotated[
        int | None,
        typer.Option("--days", metavar="N", help=message("days until expiry (default: never)").template),
    ] = None,
    database: DatabaseName = None,
) -> None:
    faults = Faults()
    if scope not in SCOPES:
        faults.add(
            "unknown-value",
            "{given} is not valid: use one of {known}",
            "--scope",
            known=list(SCOPES),
            given=scope,
        )
    if not re.fullmatch(r"[a-z0-9-]{1,100}", team):
        faults.add(
            "bad-id",
            "{given} is not a valid id: use lower-case letters a-z, digits and hyphens",
            "TEAM",
            given=team,
        )
    if not 0 < len(person.strip()) <= LONGEST_NAME:
        faults.add("empty", "a name must have 1 to {most} characters", "PERSON", most=LONGEST_NAME)
    if days is not None and not 0 < days <= 36_500:
        faults.add("bad-option", "days must be from 1 to 36500, not {given}", "--days", given=days)
    faults.stop(InputError)
    expires = None if days is None else now() + datetime.timedelta(days=days)
    with open_database(settings_for(database)) as kept:
        made = Keys(kept).make(team, person.strip(), scope, expires=expires)  # type: ignore[arg-type]
    session_of(context).show(made)


@keys.command(
    "new",
    cls=Command,
    help=message("Print a new key for the first administrator's key file; the key is not stored.").template,
)
def _new(context: typer.Context) -> None:
    session_of(context).show(new_key())


@keys.command(
    "list", cls=Command, help=message("List the API keys with person, scope and expiry date.").template
)
def _list(context: typer.Context, database: DatabaseName = None) -> None:
    with open_database(settings_for(database)) as kept:
        found = Keys(kept).all()
    session = session_of(context)
    for key in found:
        ends = session.say(message("never")) if key.expires is None else f"{key.expires:%Y-%m-%d}"
        used = "-" if key.last_used is None else f"{key.last_used:%Y-%m-%d %H:%M}"
        state = session.say(message("revoked")) if key.revoked else ends
        session.show(f"{key.id}  {key.team}  {key.person}  {key.scope}  {state}  {used}")


@keys.command("revoke", cls=Command, help=message("Revoke an API key by its id.").template)
def _revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help=message("the key's id").template)],
    database: DatabaseName = None,
) -> None:
    with open_database(settings_for(database)) as kept:
        if not Keys(kept).revoke(key):
            raise refuse(UnknownNameError, "unknown-key-id", "no active key has the id {id}", "ID", id=key)
    session_of(context).show(session_of(context).say(message("revoked")))
