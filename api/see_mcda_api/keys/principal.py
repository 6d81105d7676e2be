"""The authenticated caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from see_mcda_api.keys.tables import Key

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""Each scope includes the ones before it."""
LOCAL_TEAM = "local"
"""The team of callers without a key."""


@dataclass(frozen=True)
class Principal:
    """An authenticated caller: a team, a person and a scope.

    ``person`` is the name in the history; ``id`` identifies the caller for rate limits and Idempotency-Keys.
    """

    team: str
    id: str
    person: str
    scope: Scope

    @classmethod
    def of(cls, key: Key) -> Principal:
        """Return the caller with a key."""
        return cls(key.team, key.id, key.person, key.scope)  # type: ignore[arg-type]

    def may(self, scope: Scope) -> bool:
        """Return whether the caller has a scope."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


LOCAL = Principal(LOCAL_TEAM, "local", "local", "admin")
