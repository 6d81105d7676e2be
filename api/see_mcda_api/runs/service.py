"""Creation, lookup, cancellation and deletion of runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Mapping
from typing import Any, get_args

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session, undefer

from see_mcda.io import table_bytes
from see_mcda.results.documents import NoticeModel
from see_mcda_api.compute.limits import check_size_of_run
from see_mcda_api.compute.plan import plan
from see_mcda_api.decisions.origin import NOWHERE, Origin
from see_mcda_api.http.errors import Conflict, NotFound
from see_mcda_api.http.formats import Form
from see_mcda_api.idempotency.service import Made
from see_mcda_api.keys.principal import Principal
from see_mcda_api.runs import claims
from see_mcda_api.runs.schemas import RunModel, RunPage, State
from see_mcda_api.runs.specification import write_plan
from see_mcda_api.runs.tables import Run, RunResult
from see_mcda_api.settings import Settings
from see_mcda_api.storage.base import new_id, now
from see_mcda_api.storage.database import Database


class Runs:
    """The runs in a database."""

    def __init__(self, settings: Settings, database: Database):
        self._settings = settings
        self.database = database
        self.woken = threading.Event()
        """Set when a run is queued, to wake the worker of this process."""

    def make(
        self,
        principal: Principal,
        analysis: str,
        problem: Mapping[str, Any],
        arguments: Mapping[str, Any],
        origin: Origin = NOWHERE,
    ) -> Made:
        """Return the row of a new run; raise the errors of its analysis for arguments that are not valid."""
        planned = plan(analysis, problem, arguments, self._settings, check_size_of_run)
        spec, digest = write_plan(planned, problem)
        seed = arguments.get("seed")
        run = Run(
            id=new_id(),
            team=principal.team,
            person=principal.person,
            decision=origin.decision,
            version=origin.version,
            analysis=analysis,
            spec=spec,
            digest=digest,
            seed=seed if isinstance(seed, int) and abs(seed) < 2**63 else None,
            state="queued",
            done=0,
            total=0,
            seconds=0.0,
            fence=0,
            attempts=0,
            fruitless=0,
            resumed_blocks=0,
            faults=[],
            created=now(),
        )
        return Made([run], _model(run), 202, {"Location": f"/v1/runs/{run.id}"})

    def get(self, principal: Principal, run: str, decision: str | None = None) -> RunModel:
        """Return a run (of a decision)."""
        with self.database.reading() as session:
            found = _found(session, principal, run)
            if decision not in (None, found.decision):
                raise _no_run(run)
            return _model(found)

    def page(
        self, principal: Principal, limit: int, cursor: str | None, decision: str | None = None
    ) -> RunPage:
        """Return a page of runs (of a decision), newest first, after the one that the cursor names."""
        wanted = select(Run).where(Run.team == principal.team)
        if decision is not None:
            wanted = wanted.where(Run.decision == decision)
        with self.database.reading() as session:
            if cursor is not None:
                last = _found(session, principal, cursor)
                wanted = wanted.where(tuple_(Run.created, Run.id) < tuple_(last.created, last.id))
            ordered = wanted.order_by(Run.created.desc(), Run.id.desc()).limit(limit + 1)
            found = list(session.scalars(ordered))
        shown = found[:limit]
        return RunPage(
            items=[_model(run) for run in shown], next=shown[-1].id if len(found) > limit else None
        )

    def states(self, runs: Collection[str]) -> dict[str, RunModel]:
        """Return the existing ones of some runs, of any team."""
        with self.database.reading() as session:
            found = session.scalars(select(Run).where(Run.id.in_(runs)))
            return {run.id: _model(run) for run in found}

    def result(self, principal: Principal, run: str, form: Form, language: str) -> bytes:
        """Return the result in a format."""
        with self.database.reading() as session:
            found = _found(session, principal, run)
            if found.state in ("queued", "running"):
                raise Conflict.of("not-done", "this run has not finished: {state}", None, state=found.state)
            loading = undefer(RunResult.tables)
            kept = session.get(RunResult, run, options=[loading] if form != "json" else [])
            if kept is None:
                raise NotFound.of("no-result", "this run has no result: {state}", None, state=found.state)
            if form == "json":
                return kept.document
            tables = json.loads(kept.tables)
            header, rows = tables.get(language) or tables["en"]
            return table_bytes(header, rows, form)

    def counted(self) -> dict[str, int]:
        """Return the number of runs in each state."""
        counting = select(Run.state, func.count().label("number")).group_by(Run.state)
        with self.database.reading() as session:
            found = {run.state: run.number for run in session.execute(counting)}
        return {state: found.get(state, 0) for state in get_args(State)}

    def cancel(self, principal: Principal, run: str) -> RunModel:
        """Cancel a run; one that has ended stays unchanged."""
        with self.database.writing() as session:
            _found(session, principal, run)
            claims.cancel(session, run)
        return self.get(principal, run)

    def delete(self, principal: Principal, run: str) -> None:
        """Delete a run and its result; its computation stops."""
        with self.database.writing() as session:
            _found(session, principal, run)
            claims.cancel(session, run)
            session.execute(delete(RunResult).where(RunResult.run == run))
            session.execute(delete(Run).where(Run.id == run))


def _found(session: Session, principal: Principal, run: str) -> Run:
    possible = run.isascii() and run.isalnum()
    found = session.get(Run, run, populate_existing=True) if possible else None
    if found is None or found.team != principal.team:
        raise _no_run(run)
    return found


def _no_run(run: str) -> Exception:
    return NotFound.of("no-run", "there is no run {id}", None, id=run)


def _model(run: Run) -> RunModel:
    return RunModel(
        id=run.id,
        decision=run.decision,
        version=run.version,
        analysis=run.analysis,
        state=run.state,  # type: ignore[arg-type]
        done=run.done,
        total=run.total,
        seed=run.seed,
        attempts=run.attempts,
        resumed_blocks=run.resumed_blocks,
        seconds=run.seconds,
        person=run.person,
        created=run.created,
        started=run.started,
        finished=run.finished,
        faults=[NoticeModel(**fault) for fault in run.faults],
        result=f"/v1/runs/{run.id}/result" if run.state == "done" else None,
        events=f"/v1/runs/{run.id}/events",
    )
