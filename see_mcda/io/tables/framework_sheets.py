"""A framework as sheets: ``framework`` has a row a node, ``levels``, ``gates`` and ``classes`` a row each.

The tree's own title, note and options are on the sheet ``notes``, as ``framework:title`` and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from see_mcda.errors import Faults, FrameworkError, SeeMcdaError
from see_mcda.io.grids.grid import Grid
from see_mcda.io.grids.numbers_as_written import Notation, plain, tidy, written
from see_mcda.io.tables.records import Record, records
from see_mcda.language.messages import Text, Where
from see_mcda.model.classes import CandidateClass
from see_mcda.model.criteria import Framework
from see_mcda.model.validation import text_document

Rows = list[list[object]]
NUMBERS = ("min", "max", "neutral", "good")
KEYS = ("id", "normalization", "ideal")
TEXTS = ("title", "note", "source")
_ASKED = {"minimum": "profile", "veto": "veto"}
"""By column of the sheet of classes, the part of a class that it holds for each node."""
_THRESHOLDS = ("q", "p", "v")


def read_framework_sheets(sheets: Mapping[str, Grid], about: Mapping[str, Any], faults: Faults) -> Framework:
    """Return the framework of a workbook; ``about`` holds the values of its sheet of notes.

    ``sheets`` are those with known names. Raises :class:`FrameworkError` with every fault at its cell.
    """
    document: dict[str, Any] = {"id": "framework", **about, "criteria": []}
    root = document["id"]
    found: dict[str, dict[str, Any]] = {}
    paths: dict[str, tuple[str, str]] = {}
    places: dict[str, Where] = {}
    for record in records(
        sheets["framework"],
        ["id"],
        ["parent", "objective", *NUMBERS, "value"],
        ["name", "description", "unit", "evidence"],
        faults,
    ):
        id, parent = record.label("id"), record.label("parent")
        above = document["criteria"] if parent in ("", root) else None
        if parent in found:
            above = found[parent].setdefault("children", [])
        if not id:
            faults.add("missing-key", "an id is needed here", record.place("id"))
        elif id in found:
            faults.add(
                "duplicate-node",
                "the id {id} is used twice in the tree; ids must be unique",
                record.place("id"),
                id=id,
            )
        elif above is None:
            faults.add(
                "unknown-node",
                "there is no group {id} above this row; a group must come before its criteria",
                record.place("parent"),
                id=parent,
            )
        else:
            in_document, in_tree = paths.get(parent, ("", root))
            in_document += f"{'.children' if parent in paths else 'criteria'}[{len(above)}]"
            paths[id] = in_document, f"{in_tree}.{id}"
            places |= dict.fromkeys((*paths[id], f"require.{id}"), record.place("id"))
            found[id] = _node(record, id)
            above.append(found[id])
    if "levels" in sheets:
        _add_levels(sheets["levels"], found, faults)
    if "gates" in sheets:
        _add_gates(sheets["gates"], found, document, faults)
    if "classes" in sheets:
        document["classes"], where = _classes(sheets["classes"], faults)
        places |= {"classes": sheets["classes"].whole(), **where}
    faults.stop(FrameworkError)
    try:
        return Framework.from_dict(document)
    except SeeMcdaError as error:
        for fault in error.faults:
            there = [path for path in places if fault.where and fault.where.seen_from(path)]
            place = places[max(there, key=len)] if there else sheets["framework"].whole()
            faults.extend([fault.within(place)])
        raise FrameworkError(faults) from None


def _node(record: Record, id: str) -> dict[str, Any]:
    node: dict[str, Any] = {"id": id}
    for key in ("name", "description", "evidence"):
        if text := record.text(key):
            node[key] = text
    if objective := record.label("objective"):
        node["objective"] = objective
    scale: dict[str, Any] = {key: number for key in NUMBERS if (number := record.number(key)) is not None}
    if unit := record.text("unit"):
        scale["unit"] = unit
    if scale:
        node["scale"] = scale
    if points := record.label("value"):
        node["value"] = {"points": _points(points, record)}
    return node


def _points(words: str, record: Record) -> list[list[float]]:
    points: list[list[float]] = []
    for part in words.split("|"):
        pair = [written(tidy(number)) for number in part.split(":")]
        values = [Notation.of([number]).value(number) for number in pair if number is not None]
        if len(pair) != 2 or len(values) != 2 or None in values:
            record.faults.add(
                "value-points",
                '"{given}" is not a value function; write points x: u, like 0: 0 | 50: 1',
                record.place("value"),
                given=words,
            )
            return []
        points.append([value for value in values if value is not None])
    return points


def _add_levels(grid: Grid, found: Mapping[str, dict[str, Any]], faults: Faults) -> None:
    for record in records(grid, ["leaf", "level"], ["intensity", "choice"], ["text"], faults):
        leaf, level = record.label("leaf"), record.number("level", required=True)
        if leaf not in found:
            faults.add("unknown-node", "there is no criterion or group {id}", record.place("leaf"), id=leaf)
        elif level is not None:
            if text := record.text("text"):
                found[leaf].setdefault("scale", {}).setdefault("levels", {})[level] = text
            if (intensity := record.number("intensity")) is not None:
                found[leaf].setdefault("intensity", {})[level] = intensity


def _add_gates(
    grid: Grid, found: Mapping[str, dict[str, Any]], document: dict[str, Any], faults: Faults
) -> None:
    for record in records(grid, ["id", "node"], [], ["question"], faults):
        node = record.label("node")
        target = document if node in ("", document["id"]) else found.get(node)
        if target is None:
            faults.add("unknown-node", "there is no criterion or group {id}", record.place("node"), id=node)
            continue
        gate: dict[str, Any] = {"id": record.label("id")}
        if question := record.text("question"):
            gate["question"] = question
        target.setdefault("gates", []).append(gate)


def _classes(grid: Grid, faults: Faults) -> tuple[list[dict[str, Any]], dict[str, Where]]:
    """Return the documents of the classes, and the places of their parts."""
    classes: list[dict[str, Any]] = []
    places: dict[str, Where] = {}
    for record in records(
        grid, ["id"], ["majority", "score"], ["name", "note"], faults, by_node=[*_ASKED, *_THRESHOLDS]
    ):
        each: dict[str, Any] = {"id": record.label("id")}
        each |= {key: text for key in ("name", "note") if (text := record.text(key))}
        each |= {key: number for key in ("majority", "score") if (number := record.number(key)) is not None}
        each |= {part: numbers for name, part in _ASKED.items() if (numbers := record.by_node(name))}
        thresholds: dict[str, dict[str, float]] = {}
        for key in _THRESHOLDS:
            for node, number in record.by_node(key).items():
                thresholds.setdefault(node, {})[key] = number
        if thresholds:
            each["thresholds"] = thresholds
        path = f"classes[{len(classes)}]"
        places[path] = record.place("id")
        places |= {f"{path}.{key}": record.place(key) for key in ("majority", "score")}
        for column in record.columns:
            name, _, node = column.partition(":")
            part = _ASKED.get(name, "thresholds")
            if node and node in each.get(part, {}):
                places[f"{path}.{part}.{node}"] = record.place(column)
        classes.append(each)
    return classes, places


def languages(texts: Iterable[Text | None]) -> list[str]:
    """Return the languages of texts: English and Thai first."""
    given = {language for text in texts for language in text or ()}
    return [*(one for one in ("en", "th") if one in given), *sorted(given - {"en", "th"})]


def text_cells(text: Text | None, spoken: Sequence[str]) -> list[object]:
    """Return the cells of a text, one a language."""
    return [(text or {}).get(language) for language in spoken]


def framework_rows(framework: Framework) -> dict[str, Rows]:
    """Return the sheets of a framework, header rows first; those that would be empty are left out."""
    nodes = [node for node in framework.nodes.values() if node is not framework.root]
    parent = {child.id: node.id for node in framework.inner for child in node.children}
    spoken = {
        "name": languages(node.name for node in nodes),
        "description": languages(node.description for node in nodes),
        "unit": languages(node.scale.unit if node.scale else None for node in nodes),
        "evidence": languages(node.evidence for node in nodes),
    }
    header = [
        "id",
        "parent",
        *_heads("name", spoken),
        "objective",
        *NUMBERS,
        *_heads("unit", spoken),
        "value",
        *_heads("description", spoken),
        *_heads("evidence", spoken),
    ]
    rows: Rows = [list(header)]
    for node in nodes:
        scale = node.scale
        points = " | ".join(f"{plain(x)}: {plain(u)}" for x, u in node.value.points) if node.value else None
        rows.append(
            [
                node.id,
                parent[node.id] if parent[node.id] != framework.id else None,
                *text_cells(node.name, spoken["name"]),
                node.objective if node.is_leaf or node.objective == "min" else None,
                *(getattr(scale, key) if scale else None for key in NUMBERS),
                *text_cells(scale.unit if scale else None, spoken["unit"]),
                points,
                *text_cells(node.description, spoken["description"]),
                *text_cells(node.evidence, spoken["evidence"]),
            ]
        )
    sheets = {
        "framework": rows,
        "levels": _level_rows(framework),
        "gates": _gate_rows(framework),
        "classes": _class_rows(framework.classes),
    }
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


def _heads(name: str, spoken: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{name}_{language}" for language in spoken[name]]


def _level_rows(framework: Framework) -> Rows:
    levels = {leaf.id: (leaf.scale.levels if leaf.scale else None) or {} for leaf in framework.leaves}
    spoken = languages(text for texts in levels.values() for text in texts.values())
    rows: Rows = [["leaf", "level", "intensity", *(f"text_{language}" for language in spoken)]]
    for leaf in framework.leaves:
        for level in sorted({*levels[leaf.id], *(leaf.intensity or {})}):
            text = levels[leaf.id].get(level)
            rows.append([leaf.id, level, (leaf.intensity or {}).get(level), *text_cells(text, spoken)])
    return rows


def _gate_rows(framework: Framework) -> Rows:
    spoken = languages(gate.question for gate in framework.gates)
    rows: Rows = [["id", "node", *(f"question_{language}" for language in spoken)]]
    for node in framework.nodes.values():
        rows.extend([gate.id, node.id, *text_cells(gate.question, spoken)] for gate in node.gates)
    return rows


def _class_rows(classes: Sequence[CandidateClass]) -> Rows:
    names, notes = (languages(getattr(each, part) for each in classes) for part in ("name", "note"))
    nodes = list(dict.fromkeys(id for each in classes for id in each.profile))
    columns: dict[str, list[object]] = {
        f"{name}:{id}": [getattr(each, part).get(id) for each in classes]
        for name, part in _ASKED.items()
        for id in nodes
    } | {
        f"{key}:{id}": [getattr(each.thresholds.get(id), key, None) for each in classes]
        for id in nodes
        for key in _THRESHOLDS
    }
    columns = {head: cells for head, cells in columns.items() if any(cell is not None for cell in cells)}
    header = ["id", *(f"name_{each}" for each in names), "majority", "score", *columns]
    rows: Rows = [[*header, *(f"note_{each}" for each in notes)]]
    for at, each in enumerate(classes):
        asked = [each.majority, each.score, *(cells[at] for cells in columns.values())]
        rows.append([each.id, *text_cells(each.name, names), *asked, *text_cells(each.note, notes)])
    return rows


def framework_notes(framework: Framework) -> list[tuple[str, object, Text | None]]:
    """Return the rows of the sheet of notes for a framework: key, value, text."""
    notes: list[tuple[str, object, Text | None]] = [("framework:id", framework.id, None)]
    notes += [
        (f"framework:{key}", None, text_document(getattr(framework, key)))
        for key in TEXTS
        if getattr(framework, key)
    ]
    notes += [
        (f"framework:{key}", getattr(framework, key), None) for key in KEYS[1:] if getattr(framework, key)
    ]
    return notes + [(f"framework:require:{node}", value, None) for node, value in framework.require.items()]
