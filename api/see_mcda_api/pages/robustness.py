"""``/d/{id}/robustness``: how sure the ranking is; what takes long is a run with its progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.blocks import Cancel
from see_mcda.errors import SeeMcdaError
from see_mcda.sensitivity import (
    acceptability,
    agreement,
    crossovers,
    flip,
    rank_ranges,
    worth_knowing,
)
from see_mcda.tables.acceptability import acceptability_sentences
from see_mcda.tables.agreement import agreement_sentences
from see_mcda.tables.crossovers import crossovers_sentences
from see_mcda.tables.flip import flip_sentences
from see_mcda.tables.rank_ranges import rank_ranges_sentences
from see_mcda.tables.worth_knowing import worth_knowing_sentences
from see_mcda_api.decisions.service import Kept
from see_mcda_api.origin import Origin
from see_mcda_api.pages.about import about
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Sender, Visitor, see_other
from see_mcda_api.runs.schemas import ENDED
from see_mcda_api.untrusted import untrusted

router = APIRouter(include_in_schema=False)
SAMPLES = 16_384
RUN_SAMPLES = 1_000_000
UNIFORM = "uniform-tree"
MOST_SCORES = 400
"""Scores up to which everything comes with the page; beyond, what is slow is asked for by itself."""
MOST_DOUBTS = 16
"""Missing and uncertain scores up to which the page says which of them to find out."""
SLOW = ("flip", "worth-knowing", "rank-ranges")


@router.get("/d/{decision}/robustness", name="robustness_page")
async def robustness(decision: str, visit: Visitor) -> Response:
    """Show rank chances and ranges, crossovers, the smallest flip, what to find out, and agreement."""
    wanted = visit.request.query_params.get("part")

    def work(cancel: Cancel) -> dict[str, Any]:
        kept = visit.decision(decision)
        choice = Choice.of(kept.state, visit.request.query_params)
        problem = kept.state.read
        small = problem.values.size <= MOST_SCORES
        slow = () if small else SLOW
        doubts = int(np.isnan(problem.values).sum()) + len(problem.uncertain)
        if doubts > MOST_DOUBTS:
            slow = (*slow, "worth-knowing")
        view: dict[str, Any] = {**about(kept, choice), "faults": [], "parts": {}, "left_out": []}
        for name, part in PARTS.items():
            if name in slow and name != wanted:
                view["left_out"].append(name)
                continue
            try:
                with untrusted():
                    view["parts"][name] = part(kept, choice, cancel, visit.language)
            except SeeMcdaError as error:
                view["faults"] += [fault for fault in error.faults if fault not in view["faults"]]
        runs = visit.services.runs.page(visit.principal, 5, None, kept.row.id)
        return view | {"runs": [run.model_dump(mode="json") for run in runs.items], "samples": RUN_SAMPLES}

    view = await visit.compute(work)
    return visit.show("robustness.html", view, view_parts=view["parts"])


@router.post("/d/{decision}/runs", name="begin_run_by_page")
def begin(decision: str, sender: Sender) -> Response:
    """Begin a long analysis in the background."""
    kept = sender.decision(decision)
    choice = Choice.of(kept.state, sender.form.fields)
    arguments = {"weights": UNIFORM, "method": choice.method, "samples": RUN_SAMPLES}
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
    found = visit.services.runs.get(visit.principal, run)
    table = None
    if found.state == "done":
        text = visit.services.runs.result(visit.principal, run, "csv", visit.language)
        table = [line.split(",") for line in text.decode("utf-8-sig").splitlines()][:60]
    view = {
        **about(kept),
        "run": found.model_dump(mode="json"),
        "ended": found.state in ENDED,
        "table": table,
    }
    answer = visit.show("run.html", view)
    if found.state not in ENDED:
        answer.headers["Refresh"] = "2"
    return answer


@router.post("/d/{decision}/runs/{run}", name="cancel_run_by_page")
def cancel(decision: str, run: str, sender: Sender) -> Response:
    """Cancel a run."""
    sender.services.runs.cancel(sender.principal, run)
    return see_other(f"/d/{decision}/runs/{run}")


def _chances(kept: Kept, choice: Choice, cancel: Cancel, language: str) -> dict[str, Any]:
    problem = kept.state.read
    found = acceptability(problem, UNIFORM, method=choice.method, samples=SAMPLES, seed=1, cancel=cancel)
    best = worst = None
    if problem.values.size <= MOST_SCORES:
        ranges = rank_ranges(problem, [], method=choice.method)
        best, worst = ranges.best, ranges.worst
    order = np.argsort(found.expected_rank, kind="stable")
    eligible = [int(row) for row in order if found.problem.eligible[row]]
    return {
        "sentences": acceptability_sentences(found, language),
        "rows": [
            {
                "name": dict(found.problem.name(row)),
                "chances": [float(each) for each in found.rank_acceptability[row][: len(eligible)]],
                "error": float(found.standard_errors.rank_acceptability[row, 0]),
                "expected": float(found.expected_rank[row]),
                "best": int(best[row]) if best is not None else None,
                "worst": int(worst[row]) if worst is not None else None,
            }
            for row in eligible
        ],
    }


Part = Callable[[Kept, Choice, Cancel, str], dict[str, Any]]


def _told(sentences: list[str]) -> dict[str, Any]:
    return {"sentences": sentences}


PARTS: dict[str, Part] = {
    "chances": _chances,
    "crossovers": lambda kept, choice, cancel, language: _told(
        crossovers_sentences(crossovers(kept.state.read, **choice.arguments, top=1), language)
    ),
    "flip": lambda kept, choice, cancel, language: _told(
        flip_sentences(flip(kept.state.read, **choice.arguments), language)
    ),
    "rank-ranges": lambda kept, choice, cancel, language: _told(
        rank_ranges_sentences(rank_ranges(kept.state.read, [], method=choice.method), language)
    ),
    "worth-knowing": lambda kept, choice, cancel, language: _told(
        worth_knowing_sentences(
            worth_knowing(kept.state.read, **choice.arguments, samples=2048, seed=1, cancel=cancel), language
        )
    ),
    "agreement": lambda kept, choice, cancel, language: _told(
        agreement_sentences(agreement(kept.state.read, choice.weights), language)
    ),
}
