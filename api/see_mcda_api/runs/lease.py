"""The thread that renews the lease of a run, stores its blocks and stops it when necessary."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Literal

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from see_mcda.language.messages import notice
from see_mcda_api.runs import claims
from see_mcda_api.runs.checkpoints import Checkpointed
from see_mcda_api.runs.claims import Advance, Claim
from see_mcda_api.storage.database import Database

EVERY = 0.25
"""Seconds between two commits of new blocks."""
RENEW = 1.0
"""Seconds between two renewals of the lease without new blocks."""
Ending = Literal["lost", "too-long", "stopped", "dropped"]
log = logging.getLogger("see_mcda_api.runs")


class LeaseRenewer:
    """Renews the lease of one run in a thread of its own, so that a long block does not lose the lease."""

    def __init__(
        self,
        database: Database,
        claim: Claim,
        executor: Checkpointed,
        *,
        seconds: float,
        pace: claims.Pace,
        lost: Callable[[], bool],
    ):
        self._database = database
        self._claim = claim
        self._executor = executor
        self._limit = seconds
        self._pace = pace
        self._lost = lost
        self._began = time.monotonic()
        self._renewed = self._began
        self._ended = threading.Event()
        self._writing = threading.Lock()
        self._done, self._total = 0, 0
        self._renewed_progress = (0, 0, 0)
        self.ending: Ending | None = None
        self._thread = threading.Thread(target=self._work, name=f"renewer-{claim.run}", daemon=True)

    def start(self) -> None:
        """Start renewing the lease."""
        self._thread.start()

    def progress(self, done: int, total: int) -> None:
        """Record the progress: the engine's ``progress`` callback."""
        self._done, self._total = done, total

    def is_set(self) -> bool:
        """Return whether the work should stop: the engine's ``cancel`` argument."""
        return self.ending is not None

    def advance(self, *, chunks: bool) -> Advance:
        """Return the progress, with the blocks not yet stored if ``chunks``."""
        return Advance(
            self._done,
            self._total,
            self._claim.seconds + time.monotonic() - self._began,
            self._executor.resumed,
            self._executor.fresh() if chunks else (),
        )

    def stop(self) -> None:
        """Store the computed blocks and release the run, because the process ends."""
        if self._end("stopped"):
            with self._writing:
                self._renew()
                claims.release(self._database, self._claim, blameless=True)

    def close(self) -> None:
        """Stop renewing, because the work has ended."""
        self._ended.set()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)

    def _end(self, ending: Ending) -> bool:
        first = self.ending is None and not self._ended.is_set()
        if first:
            self.ending = ending
            self._executor.abandon()
            self._ended.set()
        return first

    def _work(self) -> None:
        while not self._ended.wait(EVERY):
            try:
                with self._writing:
                    if not self._ended.is_set():
                        self._check()
            except SQLAlchemyError as error:
                log.warning("run %s: cannot renew the lease: %s", self._claim.run, type(error).__name__)
                if time.monotonic() - self._renewed > claims.STALLED.total_seconds():
                    self._end("lost")

    def _check(self) -> None:
        if self._claim.seconds + time.monotonic() - self._began > self._limit:
            self._end("too-long")
            words = notice(
                "too-long", "this run exceeded the time limit of {seconds} seconds", seconds=self._limit
            )
            claims.fail(self._database, self._claim, self.advance(chunks=False), [words])
        elif self._lost() and self._end("dropped"):
            self._renew()
            claims.release(self._database, self._claim, blameless=False)
        else:
            self._renew()

    def _renew(self) -> None:
        advance = self.advance(chunks=True)
        told = (advance.done, advance.total, advance.resumed)
        if not advance.chunks and told == self._renewed_progress and time.monotonic() - self._renewed < RENEW:
            return
        try:
            mine = claims.renew(self._database, self._claim, advance, self._pace.lease)
        except DBAPIError:
            self._executor.put_back(list(advance.chunks))
            raise
        if not mine:
            self._end("lost")
            return
        renewed = time.monotonic()
        self._pace.renewed(renewed - self._renewed)
        self._renewed_progress, self._renewed = told, renewed
