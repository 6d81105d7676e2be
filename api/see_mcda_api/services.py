"""The services of a server process."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from see_mcda_api.compute.thread_pool import Computing
from see_mcda_api.decisions.history import History
from see_mcda_api.decisions.service import Decisions
from see_mcda_api.http.errors import Unauthenticated
from see_mcda_api.idempotency.service import Idempotency
from see_mcda_api.keys.service import Keys
from see_mcda_api.runs.service import Runs
from see_mcda_api.security.proxies import proxy_fault
from see_mcda_api.security.rates import Rates
from see_mcda_api.session.service import Sessions
from see_mcda_api.settings import Settings
from see_mcda_api.snapshots.service import Snapshots
from see_mcda_api.storage.database import Database


@dataclass(frozen=True)
class Services:
    """The services of one server process, shared by all requests."""

    settings: Settings
    database: Database
    keys: Keys
    runs: Runs
    snapshots: Snapshots
    computing: Computing
    idempotency: Idempotency
    decisions: Decisions
    history: History
    sessions: Sessions
    rates: Rates

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Services:
        """Return the services for a database."""
        keys = Keys(database)
        return cls(
            settings,
            database,
            keys,
            Runs(settings, database),
            Snapshots(settings, database),
            Computing(settings),
            Idempotency(database),
            Decisions(settings, database),
            History(database),
            Sessions(database, keys),
            Rates(settings.requests_per_minute),
        )

    def check_keyless(self, request: Request) -> None:
        """Raise :class:`Unauthenticated` unless a request can only come from this machine."""
        if self.settings.keys_required:
            raise Unauthenticated.of("no-key", "a key is required: Authorization: Bearer sm_…")
        if (fault := proxy_fault(request)) is not None:
            raise Unauthenticated(fault)

    def check_rate_of_strangers(self, request: Request) -> None:
        """Apply the rate limit by client address, if other machines can reach the service."""
        reachable = self.settings.keys_required or proxy_fault(request) is not None
        if reachable and request.client is not None:
            self.rates.check(f"address {request.client.host}")
