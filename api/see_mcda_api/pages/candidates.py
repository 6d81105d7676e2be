"""``/d/{id}/candidates``: the grid of scores, edited in place, kept or only tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from see_mcda.errors import Faults, InputError, SeeMcdaError, refuse
from see_mcda.ranking import rank
from see_mcda.scores import GATE_STATES
from see_mcda.words import as_text
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.forms import Form
from see_mcda_api.pages import scores
from see_mcda_api.pages.about import about, tree
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.ids import id_of
from see_mcda_api.pages.visit import Sender, Visit, Visitor, see_other
from see_mcda_api.untrusted import untrusted

router = APIRouter(include_in_schema=False)
CELL = "s"
GATE = "g"
REASON = "gr"


@router.get("/d/{decision}/candidates", name="candidates_page")
def candidates(decision: str, visit: Visitor) -> Response:
    """Show the grid."""
    return _shown(visit, visit.decision(decision))


@router.post("/d/{decision}/candidates", name="change_candidates")
def change(decision: str, sender: Sender) -> Response:
    """Keep what was changed in the grid, try it, or add a candidate."""
    kept = sender.decision(decision)
    form, do = sender.form, sender.form.get("do")
    try:
        if do == "add":
            made = added(kept.state, form.get("name"))
            sender.change(
                decision, Edit("put", ("candidates", made[-1]["id"]), lambda was: _having(was, made))
            )
            return see_other(f"/d/{decision}/candidates")
        changed = edited(kept.state, form)
        if do == "try":
            with untrusted():
                tried = State(changed.problem, kept.state.weightings)
                tried.check()
                return _shown(sender, kept, form=form, tried=tried)
        sender.change(decision, Edit("patch", (), lambda was: edited(was, form)))
    except SeeMcdaError as error:
        return _shown(sender, kept, form=form, error=error)
    return see_other(f"/d/{decision}/candidates")


def edited(state: State, form: Form) -> State:
    """Return a state in which the cells and gates that differ from the form are as in the form."""
    faults = Faults()
    cells, gates, reasons = form.below(CELL), form.below(GATE), form.below(REASON)
    changed = []
    for candidate in state.problem["candidates"]:
        id = candidate["id"]
        now = dict(candidate.get("scores") or {})
        for leaf in (leaf.id for leaf in state.read.framework.leaves):
            words = cells.get(f"{id}.{leaf}")
            if words is None or words.strip() == scores.written(now.get(leaf)):
                continue
            value = scores.read(words, f"{id}: {leaf}", faults)
            evidence = scores.evidence_of(now.get(leaf))
            now[leaf] = {"value": value, **evidence} if evidence else value
        answers = dict(candidate.get("gates") or {})
        for gate in (gate.id for gate in state.read.framework.gates):
            answer = gates.get(f"{id}.{gate}")
            reason = reasons.get(f"{id}.{gate}", "").strip()
            known = answers.get(gate)
            if answer in GATE_STATES and (answer, reason) != (_state(known), _reason(known)):
                told: Any = dict(as_text(reason)) if reason else None
                if isinstance(known, Mapping) and reason == _reason(known):
                    told = known.get("reason")  # in every language that it has
                answers[gate] = {"state": answer, "reason": told} if told else answer
        both = {**candidate, "scores": now}
        changed.append(both | ({"gates": answers} if answers else {}))
    faults.stop(InputError)
    return _having(state, changed)


def added(state: State, name: str) -> list[dict[str, Any]]:
    """Return the candidates with a new one of this name."""
    if not name:
        raise refuse(InputError, "no-name", "a name is needed", "name")
    before = list(state.problem["candidates"])
    return [
        *before,
        {"id": new_id(name, [each["id"] for each in before]), "name": dict(as_text(name)), "scores": {}},
    ]


def new_id(name: str, taken: list[str]) -> str:
    """Return an id that is not taken, made of a name's Latin letters, else of a number."""
    made = id_of(name, "candidate")
    count, id = 1, made
    while id in taken or id == "candidate":
        id, count = f"{made}-{count}", count + 1
    return id


def _having(state: State, candidates: list[dict[str, Any]]) -> State:
    return State({**state.problem, "candidates": candidates}, state.weightings)


def _state(answer: Any) -> str:
    found = answer.get("state") if isinstance(answer, Mapping) else answer
    return str(found or "not-established")


def _reason(answer: Any) -> str:
    """Return the reason of an answer in the language in which it was given first."""
    texts = as_text(answer.get("reason") or "") if isinstance(answer, Mapping) else {}
    return next(iter(texts.values()), "")


def _shown(
    visit: Visit,
    kept: Kept,
    *,
    form: Form | None = None,
    tried: State | None = None,
    error: SeeMcdaError | None = None,
) -> Response:
    state = kept.state
    framework = state.read.framework
    filled = form.fields if form is not None else {}
    rows = []
    for candidate in state.problem["candidates"]:
        id = candidate["id"]
        cells = []
        for leaf in framework.leaves:
            score = (candidate.get("scores") or {}).get(leaf.id)
            name = f"{CELL}.{id}.{leaf.id}"
            was = scores.written(score)
            cells.append(
                {
                    "name": name,
                    "leaf": leaf.id,
                    "words": filled.get(name, was),
                    "missing": not was,
                    "uncertain": bool(was) and not isinstance(scores.value_of(score), (int, float)),
                    "evidence": bool(scores.evidence_of(score)),
                }
            )
        answers = candidate.get("gates") or {}
        gates = [
            {
                "name": f"{GATE}.{id}.{gate.id}",
                "id": gate.id,
                "state": filled.get(f"{GATE}.{id}.{gate.id}", _state(answers.get(gate.id))),
                "reason_name": f"{REASON}.{id}.{gate.id}",
                "reason": filled.get(f"{REASON}.{id}.{gate.id}", _reason(answers.get(gate.id))),
            }
            for gate in framework.gates
        ]
        rows.append({"id": id, "label": candidate.get("name") or id, "cells": cells, "gates": gates})
    view = {
        **about(kept),
        "tree": tree(framework),
        "gates": [
            {"id": gate.id, "question": dict(gate.question or {"en": gate.id})} for gate in framework.gates
        ],
        "rows": rows,
        "states": list(GATE_STATES),
        "missing": state.read.missing,
        "tried": _differences(kept, tried) if tried is not None else None,
        "faults": list(error.faults) if error else [],
    }
    return visit.show("candidates.html", view, 422 if error else 200)


def _differences(kept: Kept, tried: State) -> list[dict[str, Any]]:
    """Return the ranks as they are and as they would be."""
    now = rank(kept.state.read, **Choice.of(kept.state, {}).arguments)
    then = rank(tried.read, **Choice.of(tried, {}).arguments)
    problem = tried.read
    return [
        {
            "id": problem.candidates[row],
            "name": dict(problem.name(row)),
            "before": now.rank_of(problem.candidates[row]),
            "after": int(then.ranks[row]) or None,
        }
        for row in then.order
    ]
