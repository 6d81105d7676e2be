"""``/d/{id}/robustness``: how sure the ranking is; what takes long is a run with its progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.analyses.acceptability.document import AcceptabilityModel
from see_mcda.analyses.rank_ranges.rank_ranges import RankRanges
from see_mcda.errors import SeeMcdaError
from see_mcda.model.problem import Problem
from see_mcda.parallel import Cancel
from see_mcda.ranking.ranking import rank
from see_mcda.sensitivity import (
    acceptability,
    agreement,
    flip,
    rank_ranges,
    worth_knowing,
)
from see_mcda.verdicts.findings import in_closed_form
from see_mcda_api.decisions.origin import Origin
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about
from see_mcda_api.pages.answer import ANY_WEIGHTING, alike, intervals
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Sender, Visitor, see_other
from see_mcda_api.runs.schemas import ENDED

router = APIRouter(include_in_schema=False)
SAMPLES = 8_192
RUN_SAMPLES = 1_000_000
MOST_SCORES = 400
"""Scores up to which everything comes with the page; beyond, what is slow is asked for by itself."""
MOST_LISTED = 50
"""Candidates up to which the page shows all, with the chance of every rank; beyond, the leaders."""
LEADERS = 20
MOST_DOUBTS = 16
"""Missing and uncertain scores up to which the page says which of them to find out."""
SLOW = ("flip", "worth-knowing", "rank-ranges")


@dataclass(frozen=True)
class _Asked:
    """What a part of the page is asked about."""

    choice: Choice
    cancel: Cancel
    language: str

    @property
    def problem(self) -> Problem:
        return self.choice.state.read

    @cached_property
    def ranges(self) -> RankRanges:
        """The ranks that are possible under any weights, which two parts of the page show."""
        return rank_ranges(self.problem, [], method=self.choice.method)


@router.get("/d/{decision}/robustness", name="robustness_page")
async def robustness(decision: str, visit: Visitor) -> Response:
    """Show rank chances and ranges, crossovers, the smallest flip, what to find out, and agreement."""
    wanted = visit.request.query_params.get("part")

    def work(cancel: Cancel) -> dict[str, Any]:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        problem = kept.state.read
        slow: tuple[str, ...] = () if problem.values.size <= MOST_SCORES else SLOW
        view: dict[str, Any] = {
            **about(kept, choice),
            "faults": [],
            "alike": [],
            "parts": {},
            "left_out": [],
        }
        try:
            with untrusted():
                ranking = rank(problem, **choice.arguments)
                view["alike"] = [dict(problem.name(row)) for row in alike(ranking)]
            if not in_closed_form(ranking.prepared):
                slow = tuple(part for part in PARTS if part != "agreement")
        except SeeMcdaError as error:
            return view | {"faults": list(error.faults), "runs": [], "samples": RUN_SAMPLES}
        doubts = int(np.isnan(problem.values).sum()) + len(problem.uncertain)
        if doubts > MOST_DOUBTS:
            slow = (*slow, "worth-knowing")
        asked = _Asked(choice, cancel, visit.language)
        for name, part in PARTS.items():
            if name in slow and name != wanted:
                view["left_out"].append(name)
                continue
            try:
                with untrusted():
                    view["parts"][name] = part(asked)
            except SeeMcdaError as error:
                view["faults"] += [fault for fault in error.faults if fault not in view["faults"]]
        runs = visit.services.runs.page(visit.principal, 5, None, kept.row.id)
        return view | {"runs": [run.model_dump() for run in runs.items], "samples": RUN_SAMPLES}

    view = await visit.compute(work)
    return visit.show("robustness.html", view, view_parts=view["parts"])


@router.post("/d/{decision}/runs", name="begin_run_by_page")
def begin(decision: str, sender: Sender) -> Response:
    """Begin a long analysis in the background."""
    kept = sender.decision(decision)
    choice = Choice.of(kept.state, sender.form.fields)
    arguments = {"weights": ANY_WEIGHTING, "method": choice.method, "samples": RUN_SAMPLES}
    origin = Origin(kept.row.id, kept.version)
    made = sender.make(
        lambda: sender.services.runs.make(
            sender.principal, "acceptability", kept.state.problem, arguments, origin
        )
    )
    sender.services.runs.woken.set()
    return see_other(f"/d/{decision}/runs/{made['id']}")


@router.get("/d/{decision}/runs/{run}", name="run_page")
def run_page(decision: str, run: str, visit: Visitor) -> Response:
    """Show how far a run is, and its result once it is done."""
    kept = visit.decision(decision)
    found = visit.services.runs.get(visit.principal, run, decision)
    result = None
    if found.state == "done" and found.analysis == "acceptability":
        document = visit.services.runs.result(visit.principal, run, "json", visit.language)
        result = chances(AcceptabilityModel.model_validate_json(document))
    view = {
        **about(kept),
        "run": found.model_dump(),
        "ended": found.state in ENDED,
        "result": result,
    }
    answer = visit.show("run.html", view)
    if found.state not in ENDED:
        answer.headers["Refresh"] = "2"
    return answer


@router.post("/d/{decision}/runs/{run}", name="cancel_run_by_page")
def cancel(decision: str, run: str, sender: Sender) -> Response:
    """Cancel a run."""
    sender.services.runs.get(sender.principal, run, decision)
    sender.services.runs.cancel(sender.principal, run)
    return see_other(f"/d/{decision}/runs/{run}")


def _chances(asked: _Asked) -> dict[str, Any]:
    problem = asked.problem
    found = acceptability(
        problem,
        ANY_WEIGHTING,
        method=asked.choice.method,
        samples=SAMPLES,
        seed=1,
        tables=len(problem.candidates) <= MOST_LISTED,
        cancel=asked.cancel,
    )
    ranges = asked.ranges if problem.values.size <= MOST_SCORES else None
    return {**chances(found.model(), ranges), "sentences": found.report().answer(asked.language)}


def chances(found: AcceptabilityModel, ranges: RankRanges | None = None) -> dict[str, Any]:
    """Return each candidate's chance of each rank and the ranks that it can have, by its expected rank.

    With very many candidates these are the leaders, and their chances of groups of ranks.
    """
    expected = np.array(found.expected_rank, float)
    order = [row for row in np.argsort(expected, kind="stable").tolist() if found.eligible[row]]
    e, errors, table = len(order), found.standard_errors, found.rank_acceptability
    shown = _shown(order)
    if table is None or len(shown) < e:
        ends = sorted({1, found.top, e})
        groups = [(above + 1, end) for above, end in pairwise([0, *ends])]
        up_to = {0: [0.0] * len(expected), 1: found.first_rank, found.top: found.top_ranks}
        up_to[e] = [1.0] * len(expected)
        by_row = {row: [up_to[high][row] - up_to[low - 1][row] for low, high in groups] for row in shown}
        error = max(*errors.first_rank, *errors.top_ranks)
    else:
        groups = [(rank, rank) for rank in range(1, e + 1)]
        by_row = {row: table[row][:e] for row in shown}
        error = max(max(row) for row in errors.rank_acceptability or [])
    return {
        "samples": found.samples,
        "error": error,
        "count": e,
        "ranks": groups,
        "rows": [
            {
                "name": dict(found.names[row]),
                "chances": by_row[row],
                "expected": float(expected[row]),
                "best": int(ranges.best[row]) if ranges is not None else None,
                "worst": int(ranges.worst[row]) if ranges is not None else None,
            }
            for row in shown
        ],
    }


def _shown(order: list[int]) -> list[int]:
    """Return the candidates that the page lists, of all in their order: the leaders, where they are many."""
    return order if len(order) <= MOST_LISTED else order[:LEADERS]


def _agreement(asked: _Asked) -> dict[str, Any]:
    found = agreement(asked.problem, asked.choice.weights)
    eligible = found.problem.eligible
    order = np.argsort(np.where(eligible, found.borda, np.inf), kind="stable")[: int(eligible.sum())].tolist()
    firsts = (found.ranks == 1).sum(axis=0)
    return {
        "candidates": len(order),
        "count": len(found.rankings),
        "methods": list(dict.fromkeys(one.method for one in found.combinations)),
        "rows": [
            {
                "name": dict(found.problem.name(row)),
                "best": int(found.best[row]),
                "median": float(found.median[row]),
                "worst": int(found.worst[row]),
                "first": int(firsts[row]),
            }
            for row in _shown(order)
        ],
        "sentences": found.report().answer(asked.language),
    }


PARTS: dict[str, Callable[[_Asked], dict[str, Any]]] = {
    "chances": _chances,
    "crossovers": lambda asked: {"intervals": intervals(asked.choice)},
    "flip": lambda asked: {
        "sentences": flip(asked.problem, **asked.choice.arguments).report().answer(asked.language)
    },
    "rank-ranges": lambda asked: {"sentences": asked.ranges.report().answer(asked.language)},
    "worth-knowing": lambda asked: {
        "sentences": worth_knowing(
            asked.problem, **asked.choice.arguments, samples=1024, seed=1, cancel=asked.cancel
        )
        .report()
        .answer(asked.language)
    },
    "agreement": _agreement,
}
