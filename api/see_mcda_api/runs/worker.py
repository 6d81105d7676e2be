"""The worker: claims queued runs, computes them and stores their results."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from see_mcda.analyses.analysis import Analysis
from see_mcda.errors import RunError, SeeMcdaError
from see_mcda.language.messages import LANGUAGES, Notice, notice
from see_mcda_api.runs import claims
from see_mcda_api.runs.checkpoints import Checkpointed
from see_mcda_api.runs.claims import Claim
from see_mcda_api.runs.executors import ExecutorSource, executor_source
from see_mcda_api.runs.lease import LeaseRenewer
from see_mcda_api.runs.liveness import identity
from see_mcda_api.runs.specification import read_plan
from see_mcda_api.runs.tables import RunChunk
from see_mcda_api.settings import Settings
from see_mcda_api.storage.database import Database

AT_ONCE = 2
"""Runs that a worker computes in parallel, so that short ones do not wait for long ones."""
LOOK_EVERY = 0.5
AFTER_TROUBLE = 2.0
log = logging.getLogger("see_mcda_api.runs")


class Worker:
    """Computes runs in threads of this process."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        woken: threading.Event | None = None,
        executors: ExecutorSource | None = None,
    ):
        self.id = identity()
        self._database = database
        self._settings = settings
        self._woken = woken or threading.Event()
        self._executors = executors or executor_source(settings.dask)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._renewers: set[LeaseRenewer] = set()
        self._claiming = threading.Lock()
        self._claimed: set[str] = set()
        self._pace = claims.Pace()
        self._threads = [
            threading.Thread(target=self._work, name=f"runs-{number}", daemon=True)
            for number in range(AT_ONCE)
        ]

    def start(self) -> None:
        """Start polling for runs."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Release all runs and stop."""
        self._stopping.set()
        self._woken.set()
        with self._lock:
            renewers = list(self._renewers)
        for renewer in renewers:
            try:
                renewer.stop()
            except SQLAlchemyError as error:  # its lease will expire
                log.warning("cannot release a run: %s", type(error).__name__)
        for thread in self._threads:
            thread.join(timeout=2)
        self._executors.close()

    def _work(self) -> None:
        while not self._stopping.is_set():
            wait = LOOK_EVERY
            try:
                with self._claiming:
                    found = claims.claim(self._database, self.id, self._claimed, self._pace.lease)
                    if found is not None:
                        self._claimed.add(found.run)
                if found is not None:
                    wait = self.compute(found)
            except SQLAlchemyError as error:
                log.warning("cannot claim a run: %s", type(error).__name__)
                wait = AFTER_TROUBLE
            if wait and not self._stopping.is_set():
                self._woken.wait(wait)
                self._woken.clear()

    def compute(self, claim: Claim) -> float:
        """Compute a claimed run; return the seconds to wait before the next one."""
        try:
            return self._compute(claim)
        finally:
            self._claimed.discard(claim.run)

    def _compute(self, claim: Claim) -> float:
        if claim.fruitless > claims.MOST_FRUITLESS:
            words = notice("run-died", "its worker died {attempts} times", attempts=claim.fruitless - 1)
            claims.fail(self._database, claim, claims.Advance(0, 0, claim.seconds, 0), [words])
            return 0
        try:
            inner = self._executors.executor()
        except OSError as error:
            log.warning("run %s: the executor cannot be reached: %s", claim.run, error)
            claims.release(self._database, claim, blameless=True)
            return AFTER_TROUBLE
        executor = Checkpointed(inner, _Stored(self._database, claim.run), f"{claim.run} {claim.digest}")
        renewer = LeaseRenewer(
            self._database,
            claim,
            executor,
            seconds=self._settings.run_seconds,
            pace=self._pace,
            lost=lambda: self._executors.lost(inner),
        )
        with self._lock:
            self._renewers.add(renewer)
        if self._stopping.is_set():
            renewer.stop()
        renewer.start()
        log.info("run %s: attempt %d", claim.run, claim.fence)
        try:
            return self._computed(claim, executor, renewer)
        finally:
            renewer.close()
            with self._lock:
                self._renewers.discard(renewer)

    def _computed(self, claim: Claim, executor: Checkpointed, renewer: LeaseRenewer) -> float:
        faults: list[Notice] = []
        try:
            plan = read_plan(claim.analysis, claim.spec)
            result = cast(
                "Analysis", plan.compute(executor=executor, progress=renewer.progress, cancel=renewer)
            )
            document, tables = (result.to_json() + "\n").encode(), _tables(result)
        except SeeMcdaError as error:
            if (
                renewer.ending is None
                and isinstance(error, RunError)
                and self._executors.dropped(error.__cause__)
            ):
                renewer.close()
                claims.renew(self._database, claim, renewer.advance(chunks=True))
                claims.release(self._database, claim, blameless=False)
                return AFTER_TROUBLE
            faults = list(error.faults)
        except Exception:
            log.exception("run %s: unexpected error", claim.run)
            faults = [
                notice("own-fault", "this is an error in the service; its log has the id of this request")
            ]
        renewer.close()
        if renewer.ending is not None:
            return 0
        if faults:
            claims.fail(self._database, claim, renewer.advance(chunks=False), faults)
        else:
            claims.finish(
                self._database,
                claim,
                renewer.advance(chunks=False),
                document=document,
                tables=tables,
                seed=result.seed,
            )
        return 0


class _Stored:
    """The stored blocks of earlier attempts, read in batches."""

    def __init__(self, database: Database, run: str):
        self._database = database
        self._run = run
        with database.reading() as session:
            numbers = select(RunChunk.number).where(RunChunk.run == run)
            self._numbers = frozenset(session.scalars(numbers))
        self._near: dict[int, tuple[bytes, bytes]] = {}

    def __call__(self, number: int, digest: bytes) -> bytes | None:
        if number not in self._numbers:
            return None
        if number not in self._near:
            wanted = select(RunChunk.number, RunChunk.digest, RunChunk.result).where(
                RunChunk.run == self._run, RunChunk.number >= number, RunChunk.number < number + 8
            )
            with self._database.reading() as session:
                self._near = {at: (told, result) for at, told, result in session.execute(wanted)}
        told, result = self._near.pop(number, (b"", b""))
        return result if told == digest else None


def _tables(result: Analysis) -> bytes:
    return json.dumps({language: result.rows(language) for language in LANGUAGES}, default=_plain).encode()


def _plain(value: Any) -> object:
    return value.item() if hasattr(value, "item") else str(value)
