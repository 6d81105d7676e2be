"""Writing of XMCDA documents (https://www.decision-deck.org/xmcda/), versions 2.2 and 4."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from see_mcda.io.grids.numbers_as_written import plain
from see_mcda.io.workbooks.score_rows import not_carried
from see_mcda.language.messages import Text, say
from see_mcda.model.cell import Cell
from see_mcda.model.criteria import Criterion
from see_mcda.model.problem import Problem

Version = Literal["2.2", "4"]
_ROOTS: Mapping[Version, tuple[str, dict[str, str]]] = {
    "2.2": ("x:XMCDA", {"xmlns:x": "http://www.decision-deck.org/2012/XMCDA-2.2.1"}),
    "4": ("xmcda", {"xmlns": "http://www.decision-deck.org/2021/XMCDA-4.0.0"}),
}
"""The root: elements below it have its namespace in version 4, and none in version 2."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xmcda_bytes(problem: Problem, weights: Mapping[str, float] | None, version: Version) -> bytes:
    """Return a problem as a document; candidates with a failed gate are inactive alternatives."""
    root = Element(*_ROOTS[version])
    ids = [label or id for id, label in zip(problem.candidates, problem.labels, strict=True)]
    alternatives = SubElement(root, "alternatives")
    for row, id in enumerate(ids):
        each = _identified(alternatives, "alternative", id, problem.names[row])
        if not problem.eligible[row]:
            SubElement(each, "active").text = "false"
    criteria = SubElement(root, "criteria")
    leaves = problem.framework.leaves
    scaled = {leaf.id: _identified(criteria, "criterion", leaf.id, leaf.name) for leaf in leaves}
    table = SubElement(root, "performanceTable")
    for row, id in enumerate(ids):
        performances = SubElement(table, "alternativePerformances")
        SubElement(performances, "alternativeID").text = id
        for column, leaf in enumerate(leaves):
            performance = SubElement(performances, "performance")
            SubElement(performance, "criterionID").text = leaf.id
            value = float(problem.values[row, column])
            _write_value(performance, value, problem.cells.get((row, column)), version)
    if version == "4":
        scales = SubElement(root, "criteriaScales")
        for leaf in leaves:
            each = SubElement(scales, "criterionScales")
            SubElement(each, "criterionID").text = leaf.id
            scaled[leaf.id] = SubElement(each, "scales")
    for leaf in leaves:
        _write_scale(scaled[leaf.id], leaf)
    if weights is not None:
        values = SubElement(root, "criteriaValues", mcdaConcept="weights")
        for id, weight in weights.items():
            each = SubElement(values, "criterionValue" if version == "2.2" else "criterionValues")
            SubElement(each, "criterionID").text = id
            _write_value(each, weight, None, version)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def not_in_xmcda(problem: Problem, version: Version) -> list[str]:
    """Return the parts of a problem that a document does not hold."""
    cells = problem.uncertain.values()
    parts = {
        "gates": problem.framework.gates,
        "notes": any(problem.notes),
        "attributes": any(problem.attributes),
        "assessors": version == "2.2" and any(cell.assessors for cell in cells),
        "distributions": any(cell.mode is not None or cell.mean is not None for cell in cells),
    }
    return [*not_carried(problem), *(name for name, there in parts.items() if there)]


def _identified(parent: Element, tag: str, id: str, name: Text | None) -> Element:
    element = SubElement(parent, tag, id=id)
    if name:
        element.set("name", _NOT_XML.sub("", say(name, "en")))
    return element


def _write_scale(parent: Element, leaf: Criterion) -> None:
    quantitative = SubElement(SubElement(parent, "scale"), "quantitative")
    SubElement(quantitative, "preferenceDirection").text = leaf.objective
    if leaf.scale is not None and leaf.scale.min is not None and leaf.scale.max is not None:
        _write_real(quantitative, "minimum", leaf.scale.min)
        _write_real(quantitative, "maximum", leaf.scale.max)


def _write_value(parent: Element, value: float, cell: Cell | None, version: Version) -> None:
    inside = parent if version == "2.2" else SubElement(parent, "values")
    if np.isnan(value):
        SubElement(SubElement(inside, "value"), "NA")
    elif cell is not None and cell.assessors and version == "4":
        for each in cell.assessors:
            _write_real(inside, "value", each)
    elif cell is not None and cell.low < cell.high and not cell.assessors and cell.mode is cell.mean is None:
        interval = SubElement(SubElement(inside, "value"), "interval")
        _write_real(interval, "lowerBound", cell.low)
        _write_real(interval, "upperBound", cell.high)
    else:
        _write_real(inside, "value", value)


def _write_real(parent: Element, tag: str, number: float) -> None:
    SubElement(SubElement(parent, tag), "real").text = plain(number)
