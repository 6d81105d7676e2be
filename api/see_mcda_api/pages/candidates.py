"""``/d/{id}/candidates``: the grid of scores, gates and facts, edited in place, kept or only tried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Response

from see_mcda.errors import Faults, InputError, SeeMcdaError, refuse
from see_mcda.language.messages import Notice, as_text
from see_mcda.model.cell import GATE_STATES
from see_mcda.ranking.ranking import rank
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.http.forms import Form
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages import facts, scores
from see_mcda_api.pages.about import CELL as CELL_PATH
from see_mcda_api.pages.about import about, tree
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.ids import id_of
from see_mcda_api.pages.visit import Sender, Visit, Visitor, see_other

router = APIRouter(include_in_schema=False)
CELL = "s"
GATE = "g"
REASON = "gr"
FACT = "a"
_GATE_PATH = re.compile(r"candidates\[([0-9]+)\]\.gates\.([a-z0-9-]+)")


@router.get("/d/{decision}/candidates", name="candidates_page")
def candidates(decision: str, visit: Visitor) -> Response:
    """Show the grid."""
    return _shown(visit, visit.decision(decision))


@router.post("/d/{decision}/candidates", name="change_candidates")
def change(decision: str, sender: Sender) -> Response:
    """Keep what was changed in the grid, or try it; add a candidate or a column of facts.

    What others changed meanwhile stays. Where they changed the same cells, the grid is shown again with both.
    """
    kept, do = sender.decision(decision), sender.form.get("do")
    seen = sender.seen(kept)
    form = typed(seen.state, sender.form)
    meanwhile = typed(seen.state, Form(_written(kept.state)))
    theirs = {
        name: words
        for name, words in meanwhile.fields.items()
        if name in form.fields and words != form.fields[name]
    }
    if theirs:
        return _shown(sender, kept, form=form, theirs=theirs)
    try:
        changed = edited(kept.state, form)
        name = sender.form.get("name")
        if do == "add" and (_is_called(seen.state, name) or not _is_called(kept.state, name)):
            changed = _having(changed, added(changed, name))
        if do == "fact":
            changed = _having(changed, facts.added(changed.problem["candidates"], sender.form.get("fact")))
        if do == "try":
            with untrusted():
                tried = State(changed.problem, kept.state.weightings)
                tried.check()
                return _shown(sender, kept, form=form, tried=tried, fields=sender.form.fields)
        if changed != kept.state:
            sender.change(decision, Edit("patch", (), lambda _: changed), kept.version)
    except SeeMcdaError as error:
        return _shown(sender, kept, form=form, error=error)
    return see_other(f"/d/{decision}/candidates")


def typed(seen: State, form: Form) -> Form:
    """Return the fields of the grid that differ from what was seen."""
    was = _written(seen)
    given = {name: _tidy(name, words.strip()) for name, words in form.fields.items() if name in was}
    return Form({name: words for name, words in given.items() if words != was[name]})


def _tidy(field: str, words: str) -> str:
    """Return a score as it is written once it is kept; anything else as it stands."""
    if not field.startswith(f"{CELL}."):
        return words
    faults = Faults()
    value = scores.read(words, field, faults)
    return words if faults else scores.written(value)


def _written(state: State) -> dict[str, str]:
    """Return every field of the grid as it is filled for a state."""
    fields = {}
    for candidate in state.problem["candidates"]:
        id = candidate["id"]
        for leaf in state.read.framework.leaves:
            fields[f"{CELL}.{id}.{leaf.id}"] = scores.written((candidate.get("scores") or {}).get(leaf.id))
        for gate in state.read.framework.gates:
            answer = (candidate.get("gates") or {}).get(gate.id)
            fields[f"{GATE}.{id}.{gate.id}"] = _state(answer)
            fields[f"{REASON}.{id}.{gate.id}"] = _reason(answer)
        for fact in facts.names(state.problem["candidates"]):
            fields[f"{FACT}.{id}.{fact}"] = facts.written((candidate.get("attributes") or {}).get(fact))
    return fields


def edited(state: State, form: Form) -> State:
    """Return a state in which the cells, gates and facts that differ from the form are as in the form."""
    faults = Faults()
    cells, gates, reasons, given = map(form.below, (CELL, GATE, REASON, FACT))
    changed = []
    for candidate in state.problem["candidates"]:
        id = candidate["id"]
        now = dict(candidate.get("scores") or {})
        for leaf in (leaf.id for leaf in state.read.framework.leaves):
            words = cells.get(f"{id}.{leaf}")
            if words is None or words.strip() == scores.written(now.get(leaf)):
                continue
            value = scores.read(words, f"{CELL}.{id}.{leaf}", faults)
            evidence = scores.evidence_of(now.get(leaf))
            now[leaf] = {"value": value, **evidence} if evidence else value
        answers = dict(candidate.get("gates") or {})
        for gate in (gate.id for gate in state.read.framework.gates):
            known = answers.get(gate)
            answer = gates.get(f"{id}.{gate}", _state(known))
            reason = reasons.get(f"{id}.{gate}", _reason(known)).strip()
            if answer in GATE_STATES and (answer, reason) != (_state(known), _reason(known)):
                told: Any = dict(as_text(reason)) if reason else None
                if isinstance(known, Mapping) and reason == _reason(known):
                    told = known.get("reason")  # in every language that it has
                answers[gate] = {"state": answer, "reason": told} if told else answer
        told_facts = facts.changed(
            candidate.get("attributes") or {},
            {
                name.removeprefix(f"{id}."): words
                for name, words in given.items()
                if name.startswith(f"{id}.")
            },
        )
        parts = {"gates": answers, "attributes": told_facts}
        both = {**candidate, "scores": now}
        changed.append(both | {key: part for key, part in parts.items() if part or key in candidate})
    faults.stop(InputError)
    return _having(state, changed)


def added(state: State, name: str) -> list[dict[str, Any]]:
    """Return the candidates with a new one of this name."""
    if not name:
        raise refuse(InputError, "no-name", "enter a name", "name")
    before = list(state.problem["candidates"])
    if _is_called(state, name):
        raise refuse(InputError, "same-name", "there is already a candidate called {name}", "name", name=name)
    return [
        *before,
        {"id": new_id(name, [each["id"] for each in before]), "name": dict(as_text(name)), "scores": {}},
    ]


def _is_called(state: State, name: str) -> bool:
    """Return whether a candidate has this name in any language."""
    return any(
        name in as_text(each.get("name") or each["id"]).values() for each in state.problem["candidates"]
    )


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
    fields: Mapping[str, str] | None = None,
    theirs: Mapping[str, str] | None = None,
    error: SeeMcdaError | None = None,
) -> Response:
    state = kept.state
    choice = Choice.of(state, fields or visit.request.query_params)
    framework = state.read.framework
    filled = {**_written(state), **(form.fields if form is not None else {})}
    at_cell, others = _placed(error.faults if error else (), state)
    fact_names = facts.names(state.problem["candidates"])
    rows = []
    for candidate in state.problem["candidates"]:
        id = candidate["id"]
        cells = []
        for leaf in framework.leaves:
            score = (candidate.get("scores") or {}).get(leaf.id)
            was = scores.written(score)
            cells.append(
                {
                    "name": f"{CELL}.{id}.{leaf.id}",
                    "leaf": leaf.id,
                    "words": filled[f"{CELL}.{id}.{leaf.id}"],
                    "missing": not was,
                    "uncertain": bool(was) and not isinstance(scores.value_of(score), (int, float)),
                    "evidence": bool(scores.evidence_of(score)),
                }
            )
        gates = [
            {
                "name": f"{GATE}.{id}.{gate.id}",
                "id": gate.id,
                "state": filled[f"{GATE}.{id}.{gate.id}"],
                "reason_name": f"{REASON}.{id}.{gate.id}",
                "reason": filled[f"{REASON}.{id}.{gate.id}"],
            }
            for gate in framework.gates
        ]
        told = [
            {
                "name": f"{FACT}.{id}.{name}",
                "place": f"{FACT}.{id}.{at}",
                "words": filled[f"{FACT}.{id}.{name}"],
                "label": name,
            }
            for at, name in enumerate(fact_names)
        ]
        rows.append(
            {"id": id, "label": candidate.get("name") or id, "cells": cells, "gates": gates, "facts": told}
        )
    view = {
        **about(kept, choice),
        "tree": tree(framework),
        "gates": [
            {"id": gate.id, "question": dict(gate.question or {"en": gate.id})} for gate in framework.gates
        ],
        "facts": fact_names,
        "rows": rows,
        "states": list(GATE_STATES),
        "missing": state.read.missing,
        "tried": _differences(kept, tried, choice) if tried is not None else None,
        "theirs": dict(theirs or {}),
        "at_cell": at_cell,
        "faults": others,
    }
    return visit.show("candidates.html", view, 422 if error else 412 if theirs else 200)


def _placed(faults: Sequence[Notice], state: State) -> tuple[dict[str, list[Notice]], list[Notice]]:
    """Return the faults by the field of the grid at which each is, and those of no field."""
    by_field: dict[str, list[Notice]] = {}
    others = []
    ids = [each["id"] for each in state.problem["candidates"]]
    for fault in faults:
        where = (fault.where and fault.where.path) or ""
        found, failed = CELL_PATH.search(where), _GATE_PATH.search(where)
        if where.startswith(f"{CELL}."):
            by_field.setdefault(where, []).append(fault)
        elif found is not None and int(found[1]) < len(ids):
            by_field.setdefault(f"{CELL}.{ids[int(found[1])]}.{found[2]}", []).append(fault)
        elif failed is not None and int(failed[1]) < len(ids):
            by_field.setdefault(f"{GATE}.{ids[int(failed[1])]}.{failed[2]}", []).append(fault)
        else:
            others.append(fault)
    return by_field, others


def _differences(kept: Kept, tried: State, choice: Choice) -> list[dict[str, Any]]:
    """Return the ranks as they are and as they would be, by what is chosen."""
    now = rank(kept.state.read, **choice.arguments)
    then = rank(tried.read, **choice.arguments)
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
