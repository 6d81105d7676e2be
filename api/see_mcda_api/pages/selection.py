"""``/d/{id}/select``: the best set of several candidates within constraints, and the classes of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from fastapi import APIRouter, Response

from see_mcda.analyses.classification.classification import Classification
from see_mcda.analyses.selection.constraints import EXAMPLES
from see_mcda.analyses.selection.report import order_of
from see_mcda.analyses.selection.selection import Selection
from see_mcda.errors import SeeMcdaError
from see_mcda.io.writing import table_bytes
from see_mcda.language.messages import Notice
from see_mcda.parallel import Cancel
from see_mcda.render.report import Section, Table, said
from see_mcda.render.text import shown_cell
from see_mcda.results.result import Result
from see_mcda.verdicts.verdict import quick_verdict
from see_mcda_api.compute.computation import as_json
from see_mcda_api.compute.pictures import drawn
from see_mcda_api.compute.plan import plan
from see_mcda_api.compute.routes import PICTURES
from see_mcda_api.decisions.service import Kept
from see_mcda_api.http.errors import TooLarge
from see_mcda_api.http.formats import MEDIA, Form
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.pages.about import about
from see_mcda_api.pages.answer import ANY_WEIGHTING
from see_mcda_api.pages.choice import Choice
from see_mcda_api.pages.visit import Visit, Visitor

router = APIRouter(include_in_schema=False)
METHOD = "additive"
"""The method by which sets are valued, unless the address has another one in the field ``by``."""
BOUNDS = ("exactly", "at least", "at most")
FIELDS = ("number", "amount", "each", "in", "out", "more")
"""The fields that state constraints, in the order in which they are read."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the candidates to select among, and the constraints on the set."""

    visit: Visit
    kept: Kept

    @cached_property
    def choice(self) -> Choice:
        """The weights, and the method of the other pages."""
        return Choice.of(self.kept.state, self.visit.request.query_params)

    def given(self, name: str) -> str:
        """Return what is in a field."""
        return self.visit.request.query_params.get(name, "").strip()

    def several(self, name: str) -> list[str]:
        """Return what is ticked."""
        return self.visit.request.query_params.getlist(name)

    @property
    def method(self) -> str:
        """The method by which sets are valued."""
        return self.given("by") or METHOD

    @cached_property
    def constraints(self) -> list[tuple[str, str]]:
        """The constraints as sentences, each with the field that states it."""
        return list(self._constraints())

    def _constraints(self) -> Iterator[tuple[str, str]]:
        if number := self.given("number"):
            yield "number", f"{self.given('bound') or BOUNDS[0]} {number}"
        if amount := self.given("amount"):
            yield "amount", f"{self.given('budget')} <= {amount}"
        yield from (("each", f"{attribute}: at least 1 of each") for attribute in self.several("each"))
        yield from (("in", f"include {candidate}") for candidate in self.several("in"))
        yield from (("out", f"exclude {candidate}") for candidate in self.several("out"))
        yield from (("more", line) for line in map(str.strip, self.given("more").splitlines()) if line)

    @property
    def sent(self) -> bool:
        """Whether the form was sent, even empty."""
        return any(name in self.visit.request.query_params for name in FIELDS)

    def computed(self, kind: Literal["selection", "classification"], cancel: Cancel | None = None) -> Result:
        """Return the best set, or the classes, within the limits of a direct answer."""
        arguments: dict[str, Any] = {"weights": self.choice.document}
        if kind == "selection":
            arguments |= {"constraints": [each for _, each in self.constraints], "method": self.method}
            arguments |= {"over": ANY_WEIGHTING} if self.given("over") else {}
        settings = self.visit.services.settings
        return plan(kind, self.kept.state.read, arguments, settings).compute(cancel=cancel)

    def at_field(self, faults: Sequence[Notice]) -> tuple[dict[str, list[Notice]], list[Notice]]:
        """Return the faults by the field at which each is, and those of no field."""
        placed: dict[str, list[Notice]] = {}
        others: list[Notice] = []
        fields = {f"constraints[{at}]": field for at, (field, _) in enumerate(self.constraints)}
        for fault in faults:
            path = (fault.where and fault.where.path) or ""
            field = "by" if fault.code == "moving-references" or path == "method" else fields.get(path)
            if field is None:
                others.append(fault.at(None) if path == "constraints" else fault)
            elif fault not in placed.setdefault(field, []):
                placed[field].append(fault)
        return placed, others


@router.get("/d/{decision}/select", name="select_page")
async def select(decision: str, visit: Visitor) -> Response:
    """Show the best set within the constraints in the address, and the classes of the candidates."""

    def work(cancel: Cancel) -> dict[str, Any]:
        return _view(Asked(visit, visit.decision(decision)), cancel)

    view = await visit.compute(work)
    return visit.show("select.html", view, 422 if view["faults"] or view["at_field"] else 200)


@router.get("/d/{decision}/select.{form}", name="selection_file")
async def selection_file(decision: str, form: Form | Literal["svg"], visit: Visitor) -> Response:
    """Send the selection as JSON, as a table, or as a picture."""
    return await _file(visit, decision, "selection", form)


@router.get("/d/{decision}/classes.{form}", name="classification_file")
async def classification_file(decision: str, form: Form | Literal["svg"], visit: Visitor) -> Response:
    """Send the classes as JSON, as a table, or as a picture."""
    return await _file(visit, decision, "classification", form)


async def _file(
    visit: Visit, decision: str, kind: Literal["selection", "classification"], form: Form | Literal["svg"]
) -> Response:
    def work(cancel: Cancel) -> bytes | str:
        result = Asked(visit, visit.decision(decision)).computed(kind, cancel)
        if form == "svg":
            return drawn(result, visit.language, ".svg")
        return as_json(result) if form == "json" else table_bytes(*result.rows(visit.language), form)

    content = await visit.compute(work)
    if form == "svg":
        return Response(content, media_type=PICTURES["svg"][1])
    told = {"Content-Disposition": f'attachment; filename="{kind}-{decision}.{form}"'}
    return Response(content, headers=told, media_type=MEDIA[form])


def _view(asked: Asked, cancel: Cancel) -> dict[str, Any]:
    problem = asked.kept.state.read
    listed = problem.attributes
    names = list(dict.fromkeys(name for each in listed for name in each))
    blank = bool(np.isnan(problem.values).all())
    view: dict[str, Any] = {
        **about(asked.kept, asked.choice),
        "by": asked.method,
        "over": bool(asked.given("over")),
        "bounds": list(BOUNDS),
        "examples": list(EXAMPLES),
        "form": {name: asked.given(name) for name in ("bound", "number", "budget", "amount", "more")},
        "ticked": {name: asked.several(name) for name in ("each", "in", "out")},
        "numeric": [name for name in names if any(_is_number(each.get(name)) for each in listed)],
        "costs": [
            {"id": leaf.id, "name": dict(leaf.title)}
            for leaf in problem.framework.leaves
            if leaf.objective == "min" and leaf.id not in names
        ],
        "textual": [
            name for name in names if any(isinstance(each.get(name), (str, Mapping)) for each in listed)
        ],
        "rows": [
            {"id": id, "name": dict(problem.name(row)), "chosen": False, "cells": []}
            for row, id in enumerate(problem.candidates)
        ],
        "query": asked.visit.request.url.query,
        "faults": [],
        "at_field": {},
        "selection": None,
        "classes": None,
        "too_large": [],
    }
    try:
        if asked.sent and not blank:
            view |= _selected(asked, cancel)
    except SeeMcdaError as error:
        at_field, others = asked.at_field(error.faults)
        view |= {"at_field": at_field, "faults": others}
    try:
        if problem.framework.classes and not blank:
            view["classes"] = _classified(asked, cancel)
    except SeeMcdaError as error:
        view["faults"] += [fault for fault in error.faults if fault not in view["faults"]]
    except TooLarge as error:  # the set is refused, the form is shown
        view["too_large"] = [fault.message.texts() for fault in error.faults]
    return view


def _selected(asked: Asked, cancel: Cancel) -> dict[str, Any]:
    found = asked.computed("selection", cancel)
    assert isinstance(found, Selection)
    with untrusted():
        verdict = quick_verdict(found)
    language, report = asked.visit.language, found.report()
    constraints, candidates, *others = (section for section in report.sections if section.title)
    assert candidates.table is not None
    shown = _table(candidates.table, language)
    problem = found.problem
    rows = [
        {
            "id": problem.candidates[row],
            "name": dict(problem.name(row)),
            "chosen": bool(found.best.chosen[row]),
            "cells": cells[1:],
        }
        for row, cells in zip(order_of(found), shown["rows"], strict=True)
    ]
    selection = {
        "verdict": None if verdict is None else verdict.report().headline.texts(),
        "reasons": [] if verdict is None else verdict.report().answer(language)[1:],
        "sentences": [*report.answer(language), *(words.text(language) for words in report.footnotes)],
        "columns": shown["columns"][1:],
        "constraints": _section(constraints, language),
        "others": [_section(section, language) for section in others],
        "warnings": [warning.message.texts() for warning in found.warnings],
    }
    return {"selection": selection, "rows": rows}


def _classified(asked: Asked, cancel: Cancel) -> dict[str, Any]:
    found = asked.computed("classification", cancel)
    assert isinstance(found, Classification)
    language, report = asked.visit.language, found.report()
    rules, table = (section for section in report.sections if section.title or section.table)
    return {
        "sentences": report.answer(language),
        "rules": _section(rules, language)["sentences"],
        "each": _section(table, language),
        "warnings": [warning.message.texts() for warning in found.warnings],
    }


def _section(section: Section, language: str) -> dict[str, Any]:
    """Return the title of a section, its sentences, its table and what the signs in it mean."""
    return {
        "title": section.title and section.title.text(language),
        "sentences": [said(words, language) for words in section.sentences],
        "table": section.table and _table(section.table, language),
        "key": [words.text(language) for words in section.key],
    }


def _table(table: Table, language: str) -> dict[str, Any]:
    """Return the columns of a table for people, and its cells as they are shown."""
    columns = [(at, column) for at, column in enumerate(table.columns) if column.title is not None]
    return {
        "columns": [
            {"title": said(column.title or "", language), "number": column.number} for _, column in columns
        ],
        "rows": [[shown_cell(row[at], column, language) for at, column in columns] for row in table.rows],
    }


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
