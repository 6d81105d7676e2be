"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from see_mcda_api.keys.tables import Key

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""Each one includes those before it."""
LOCAL_TEAM = "local"
"""The team of whoever uses a service that asks for no key."""


@dataclass(frozen=True)
class Principal:
    """Whoever asks: a team, and the key or the session by which it was told.

    ``person`` is the name under which changes stand in the history; ``id`` tells principals apart (rates,
    Idempotency-Key).
    """

    team: str
    id: str
    person: str
    scope: Scope

    @classmethod
    def of(cls, key: Key) -> Principal:
        """Return whoever has a key."""
        return cls(key.team, key.id, key.person, key.scope)  # type: ignore[arg-type]

    def may(self, scope: Scope) -> bool:
        """Return whether this scope is included."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


LOCAL = Principal(LOCAL_TEAM, "local", "local", "admin")
