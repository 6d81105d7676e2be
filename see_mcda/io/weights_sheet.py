"""The sheet ``weights`` of a workbook: a row a node, ``weight`` global or ``share`` among siblings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from see_mcda.errors import Faults, FileError, WeightingError, refuse
from see_mcda.io.files import read_bytes
from see_mcda.io.grid import Grid, as_label, folded
from see_mcda.io.records import records
from see_mcda.io.sheets import known_sheets
from see_mcda.io.xlsx import read_workbook
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework


def read_workbook_weights(path: str | Path, framework: Framework) -> dict[str, Any]:
    """Return the sheet ``weights`` of a workbook in a form that :func:`see_mcda.read_weights` accepts.

    With a column ``weight`` it is ``{id: weight}``, global: leaves, or branches that spread theirs equally
    below. With a column ``share`` it is a weighting document: what each node counts among its siblings; a
    node whose children are not mentioned is equal among them.

    Raises :class:`FileError` for a workbook without such a sheet, :class:`WeightingError` with every fault at
    its cell.
    """
    return workbook_weights(read_bytes(path), str(path), framework)


def workbook_weights(content: bytes, name: str, framework: Framework) -> dict[str, Any]:
    """Return the same of a workbook's content."""
    grid = known_sheets(read_workbook(content, name)).get("weights")
    if grid is None:
        raise refuse(FileError, "no-weights", "there is no sheet called weights", Where(name))
    faults = Faults()
    heads = {folded(as_label(cell)) for row in grid.rows[:1] for cell in row}
    column = "share" if "share" in heads else "weight"
    weights: dict[str, float] = {}
    for record in records(grid, ["id", column], [], ["name"], faults):
        id = record.label("id")
        number = record.number(column, required=True)
        if id not in framework.nodes or (column == "share" and id == framework.id):
            faults.add("unknown-node", "there is no node {id}", record.place("id"), id=id)
        elif id in weights:
            faults.add("doubly-given", "{id} is given twice", record.place("id"), id=id)
        elif number is not None and number < 0:
            faults.add(
                "bad-weight",
                "a weight must be a number of 0 or more, not {given}",
                record.place(column),
                given=number,
            )
        elif number is not None:
            weights[id] = number
    if column == "share":
        _check_siblings(weights, framework, grid, faults)
    faults.stop(WeightingError)
    return weights if column == "weight" else _document(weights, framework)


def _check_siblings(shares: dict[str, float], framework: Framework, grid: Grid, faults: Faults) -> None:
    for node in framework.inner:
        there = [child.id for child in node.children if child.id in shares]
        absent = [child.id for child in node.children if child.id not in shares]
        if there and absent:
            faults.add(
                "missing-weight",
                "{absent} must have a share too, since {there} has one",
                grid.whole(),
                absent=absent,
                there=there,
            )


def _document(shares: dict[str, float], framework: Framework) -> dict[str, Any]:
    nodes = {
        node.id: {"weights": {child.id: shares[child.id] for child in node.children}}
        for node in framework.inner
        if any(child.id in shares for child in node.children)
    }
    return {"schema": "see-mcda/weighting/1", "nodes": nodes}
