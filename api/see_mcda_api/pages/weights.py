"""``/d/{id}/weights``: named weightings, and every way in which people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from see_mcda.elicitation import ways as elicitation
from see_mcda.elicitation.result import Elicited
from see_mcda.elicitation.ways import Place
from see_mcda.errors import Faults, InputError, SeeMcdaError, refuse
from see_mcda.io.library import parse_weights
from see_mcda.io.matrices.matrices import read_matrix
from see_mcda.language.messages import Notice, as_text, notice
from see_mcda.weighting.objective import RULES as SCORE_RULES
from see_mcda.weighting.rank_order import RULES as ORDER_RULES
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import TAKEN, State
from see_mcda_api.http.errors import Stale
from see_mcda_api.http.forms import Form
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about, tree
from see_mcda_api.pages.choice import MOVED, Choice, weighting, weightings_of
from see_mcda_api.pages.explore import SAVED
from see_mcda_api.pages.ids import id_of
from see_mcda_api.pages.visit import Posting, Sender, Visit, Visitor, see_other

router = APIRouter(include_in_schema=False)
WAYS = ("ahp", "best-worst", "swing", "rank-order", "objective")


@router.get("/d/{decision}/weights", name="weights_page")
def weights(decision: str, visit: Visitor) -> Response:
    """Show the weightings of a decision."""
    return _shown(visit, visit.decision(decision))


@router.get("/d/{decision}/weights/{way}", name="judge_page")
def judge(decision: str, way: str, visit: Visitor) -> Response:
    """Ask for judgments in one way."""
    return _asked(visit, visit.decision(decision), way, Form(dict(visit.request.query_params)))


@router.post("/d/{decision}/weights", name="change_weightings")
def change_weightings(decision: str, sender: Sender) -> Response:
    """Save the weights of a form, or take a weighting away."""
    kept = sender.decision(decision)
    state, name = kept.state, sender.form.get("name")
    try:
        if sender.form.get("do") == "remove":
            return _take_away(sender, kept, name)
        chosen = Choice(state, moved=sender.form.below(MOVED.rstrip(".")))
        id, document = _id(name, state), chosen.document
        if both := _both(sender, kept, id, document):
            return _shown(sender, kept, both=both)
        _save(sender, kept, id, document)
    except SeeMcdaError as error:
        return _shown(sender, kept, error.faults, status=422)
    except Stale:  # changed while this was looked at: look again
        return change_weightings(decision, sender)
    told = {"weights": id, "method": sender.form.get("method"), SAVED: "1"}
    return see_other(
        f"/d/{decision}/explore?{urlencode({name: value for name, value in told.items() if value})}"
    )


@router.post("/d/{decision}/weights/{way}", name="answer_judgments")
def answer(decision: str, way: str, sender: Sender) -> Response:
    """Show the weights that answers give, and save them if that is wanted."""
    kept = sender.decision(decision)
    try:
        with untrusted():
            found = _elicited(kept.state, way, sender.form)
        if sender.form.get("do") == "save":
            id, document = _id(sender.form.get("name"), kept.state), found.document()
            if both := _both(sender, kept, id, document):
                theirs = _theirs(kept.state, id, sender.form)
                return _asked(sender, kept, way, sender.form, both=both, theirs=theirs)
            _save(sender, kept, id, document)
            return see_other(f"/d/{decision}/weights")
    except SeeMcdaError as error:
        return _asked(sender, kept, way, sender.form, error=error)
    except Stale:  # changed while this was looked at: look again
        return answer(decision, way, sender)
    return _asked(sender, kept, way, sender.form, found=found)


def _take_away(sender: Posting, kept: Kept, name: str) -> Response:
    """Remove a weighting as it was seen; show it again if somebody changed it since."""
    place = ("weightings", name)
    try:
        sender.change(kept.row.id, Edit("remove", place, lambda was: was.having(place, None)))
    except Stale:
        now = sender.decision(kept.row.id)
        fault = notice(
            "stale",
            "Someone else changed {name} while you were looking at it. It was not removed; the new"
            " version is below.",
            name=now.state.weightings[name].get("name") or name,
        )
        return _shown(sender, now, [fault], status=412)
    return see_other(f"/d/{kept.row.id}/weights")


def _both(sender: Posting, kept: Kept, id: str, document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the saved and the new weights of each node that somebody else changed since the form was shown.

    Nodes that only one of both changed are no conflict.
    """
    seen, now = (_nodes(state, id) for state in (sender.seen(kept).state, kept.state))
    mine = document["nodes"]
    changed = [node for node in mine if now.get(node) not in (None, seen.get(node), mine[node])]
    if not changed:
        return []
    framework = kept.state.read.framework
    with untrusted():
        saved, new = weighting(kept.state, id).local, parse_weights(document, framework).local
    return [
        {"id": child.id, "node": node, "theirs": float(theirs), "mine": float(own)}
        for node in changed
        for child, theirs, own in zip(framework.nodes[node].children, saved[node], new[node], strict=True)
    ]


def _theirs(state: State, id: str, form: Form) -> dict[str, str]:
    """Return the judgments that are saved now, by the field in which another one was sent."""
    saved: dict[str, str] = {}
    for a, b, times in _nodes(state, id).get(form.get("node"), {}).get("judgments") or []:
        saved |= {f"j.{a}.{b}": f"{times:g}", f"j.{b}.{a}": f"1/{times:g}" if times != 1 else "1"}
    fields = [f"j.{pair}" for pair in form.below("j")]
    return {name: saved.get(name, "") for name in fields if saved.get(name, "") != form.get(name)}


def _nodes(state: State, id: str) -> Mapping[str, Any]:
    """Return what a weighting says of each node; nothing if there is no such weighting."""
    return state.weightings.get(id, {}).get("nodes") or {}


def _shown(
    visit: Visit,
    kept: Kept,
    faults: Sequence[Notice] = (),
    *,
    both: Sequence[Mapping[str, Any]] = (),
    status: int = 200,
) -> Response:
    state = kept.state
    framework = state.read.framework
    entries = []
    for entry in weightings_of(state):
        with untrusted():
            found = weighting(state, entry["id"])
        entries.append(
            {
                **entry,
                "rationale": found.rationale,
                "weights": found.to_dict(),
                "consistency": {
                    node: known.get("consistency_ratio") for node, known in found.consistency.items()
                },
            }
        )
    view = {
        **about(kept),
        "weightings": entries,
        "tree": tree(framework),
        "ways": list(WAYS),
        "inner": [{"id": node.id, "name": dict(node.title)} for node in framework.inner],
        "faults": list(faults),
        "both": list(both),
        "unsaved": _unsaved(visit),
    }
    status = 412 if both else status
    name = visit.form.get("name") if isinstance(visit, Posting) else ""
    drawn = {"names": _names(state), "seen": _seen(visit, kept, bool(both)), "given_name": name}
    return visit.show("weights.html", view, status, **drawn)


def _seen(visit: Visit, kept: Kept, both: bool) -> str:
    """Return the version that a form was filled at: the newest only if all of it was just shown."""
    filled_at = visit.form.get("version") if isinstance(visit, Posting) and not both else ""
    return filled_at or str(kept.version)


def _unsaved(visit: Visit) -> dict[str, str]:
    """Return the fields of weights that were sent and are not saved."""
    if not isinstance(visit, Posting):
        return {}
    moved = {f"{MOVED}{node}": words for node, words in visit.form.below(MOVED.rstrip(".")).items()}
    return moved and {**moved, "method": visit.form.get("method")}


def _asked(
    visit: Visit,
    kept: Kept,
    way: str,
    form: Form,
    *,
    found: Elicited | None = None,
    both: Sequence[Mapping[str, Any]] = (),
    theirs: Mapping[str, str] | None = None,
    error: SeeMcdaError | None = None,
) -> Response:
    if way not in WAYS:
        raise refuse(
            InputError,
            "way",
            "{given} is not a way to set weights; use one of {known}",
            "way",
            given=way,
            known=list(WAYS),
        )
    state = kept.state
    framework = state.read.framework
    node = form.get("node") or framework.id
    place = Place.of(framework.to_dict(), node)
    ids = list(place.criteria or ())
    view = {
        **about(kept),
        "way": way,
        "node": node,
        "criteria": ids,
        "pairs": list(combinations(ids, 2)),
        "tree": tree(framework),
        "inner": [{"id": each.id, "name": dict(each.title)} for each in framework.inner],
        "rules": list(ORDER_RULES if way == "rank-order" else SCORE_RULES),
        "given": dict(form.fields),
        "found": found.model().model_dump(mode="json", by_alias=True) if found else None,
        "look_at": found.suggestions[0].texts() if found and found.suggestions else None,
        "both": list(both),
        "theirs": dict(theirs or {}),
        "faults": list(error.faults) if error else [],
    }
    status = 422 if error else 412 if both else 200
    drawn = {"names": _names(state), "seen": _seen(visit, kept, bool(both))}
    return visit.show("judge.html", view, status, **drawn)


def _elicited(state: State, way: str, form: Form) -> Elicited:
    problem = state.read
    place = Place.of(problem.framework.to_dict(), form.get("node") or None)
    ids = list(place.criteria or ())
    if way == "ahp":
        judged = {pair: value for pair, value in form.below("j").items() if value.strip()}
        triples = [[*pair.split("."), value] for pair, value in _numbers("j", judged).items()]
        return elicitation.ahp_weights(
            place, read_matrix(triples, place.criteria, place.node.id if place.node else None)
        )
    if way == "best-worst":
        both = _numbers("", {f"{side}.{id}": form.get(f"{side}.{id}") for id in ids for side in "bo"})
        return elicitation.best_worst_weights(
            place,
            {id: both[f"b.{id}"] for id in ids},
            {id: both[f"o.{id}"] for id in ids},
            first_of_equals=True,
        )
    if way == "swing":
        return elicitation.swing_weights(place, _numbers("s", {id: form.get(f"s.{id}") for id in ids}))
    if way == "rank-order":
        ranks = _numbers("r", {id: form.get(f"r.{id}") for id in ids})
        order = [[id for id in ids if ranks[id] == rank] for rank in sorted(set(ranks.values()))]
        return elicitation.rank_order_weights(place, order, form.get("rule") or ORDER_RULES[0])
    return elicitation.objective_weights(problem, form.get("rule") or SCORE_RULES[0])


def _numbers(prefix: str, given: Mapping[str, str]) -> dict[str, float]:
    """Return numbers and fractions (1/3) as people write them; raise all that are none."""
    faults = Faults()
    found = {}
    for name, words in given.items():
        top, _, bottom = words.strip().replace(",", ".").partition("/")
        try:
            found[name] = float(top) / float(bottom or 1)
        except (ValueError, ZeroDivisionError):
            where = f"{prefix}.{name}" if prefix else name
            faults.add("bad-number", "{given} is not a number", where, given=words)
    faults.stop(InputError)
    return found


def _save(sender: Posting, kept: Kept, id: str, document: Mapping[str, Any]) -> None:
    """Keep weights; what the weighting says of other nodes stays."""
    nodes = {**_nodes(kept.state, id), **document["nodes"]}
    name = {"name": dict(as_text(sender.form.get("name")))}
    whole = {**name, **kept.state.weightings.get(id, {}), **document, "id": id, "nodes": nodes}
    place = ("weightings", id)
    sender.change(kept.row.id, Edit("put", place, lambda was: was.having(place, whole)), kept.version)


def _id(name: str, state: State) -> str:
    """Return the id of a weighting of this name: the known one, else one made of its letters."""
    if not name:
        raise refuse(InputError, "no-name", "enter a name", "name")
    for id, document in state.weightings.items():
        if name == id or name in dict(document.get("name") or {}).values():
            return id
    shipped = [entry for entry in weightings_of(state) if not entry["own"]]
    if any(name in as_text(entry["name"]).values() for entry in shipped):
        raise refuse(
            InputError,
            "taken",
            "{name} is the name of a built-in weighting; choose another name",
            "name",
            name=name,
        )
    made = id_of(name, "")
    taken = {entry["id"] for entry in weightings_of(state)} | set(TAKEN)
    count, id = 1, made if made not in taken and made else f"{made or 'weights'}-1"
    while id in taken:
        count += 1
        id = f"{made or 'weights'}-{count}"
    return id


def _names(state: State) -> dict[str, Any]:
    return {node.id: dict(node.title) for node in state.read.framework.nodes.values()}
