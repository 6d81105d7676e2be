"""Problems from the sheets of a workbook.

They hold the scores, the framework with its levels, gates and classes, evidence, comparisons and notes.
Sheets are known by their English or Thai name; without a sheet ``scores`` the first one is used. ``notes``
has one key a row (``title``, ``note``, ``missing``, ``framework``, ``percent``, ``require:NODE``) with a
``value`` or the texts ``text_en``, ``text_th``; a sheet of notes without the column ``key`` is free text,
carried as the problem's note.
"""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

from see_mcda.errors import Faults, FileError, ProblemError, SeeMcdaError, refuse
from see_mcda.io.cells.cells import is_missing, looks_scored
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank
from see_mcda.io.matrices.squares import holds_comparisons
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables.framework_sheets import KEYS, TEXTS, read_framework_sheets
from see_mcda.io.tables.records import Record, records
from see_mcda.io.tables.sheet_names import SHEETS, known_sheets
from see_mcda.io.tables.tables import Table, read_table
from see_mcda.language.messages import Where, as_text, message
from see_mcda.model.cell import MISSING, Cell
from see_mcda.model.criteria import Framework
from see_mcda.model.naming import Choices
from see_mcda.model.problem import Problem
from see_mcda.model.reading import Reading, SheetLeft


@dataclasses.dataclass
class Notes:
    """The values of the sheet of notes, for the problem and for its framework."""

    problem: dict[str, Any] = dataclasses.field(default_factory=dict)
    framework: dict[str, Any] = dataclasses.field(default_factory=dict)
    named: str | None = None
    percent: str | None = None


def read_sheets(
    sheets: Mapping[str, Grid],
    source: str | None,
    *,
    folder: Path | None,
    framework: Framework | None,
    options: ReadingOptions,
) -> Problem:
    """Return the problem of a workbook.

    ``framework`` replaces its own one. Raises :class:`FileError`,
    :class:`FrameworkError` or :class:`ProblemError` with every fault at its cell.
    """
    known = known_sheets(sheets)
    scores = scores_sheet(sheets, options.sheet, source, hidden=options.hidden)
    faults = Faults()
    notes = _read_notes(known["notes"], faults) if "notes" in known else Notes()
    if framework is None:
        framework = _own_framework(known, notes, folder, faults)
    if framework is not None and (options.minimize or options.maximize):
        raise refuse(
            ProblemError,
            "minimize",
            "--minimize (minimize= in Python) is only for plain tables; frameworks define objectives",
        )
    if options.percent is None and notes.percent:
        options = dataclasses.replace(options, percent=cast("Any", notes.percent))
    others = [
        each
        for each in sheets.values()
        if each is not scores and (options.hidden or not each.hidden) and not holds_comparisons(each)
    ]
    if options.sheet is not None:  # one sheet is read alone, with the sheet of weights
        others = [each for each in others if SHEETS.get(folded(each.sheet or "")) == "weights"]
    table = read_table(scores, framework, options, faults, others)
    table.reading = _with_sheets(table.reading, sheets, scores)
    if "evidence" in known:
        _add_evidence(known["evidence"], table, faults)
    comparisons = _comparisons(known["comparisons"], table, faults) if "comparisons" in known else {}
    return table.problem(faults, comparisons=comparisons, **notes.problem)


def own_framework(sheets: Mapping[str, Grid]) -> Framework | None:
    """Return the tree that a workbook holds or names; None where there is none that can be read."""
    known = known_sheets(sheets)
    faults = Faults()
    try:
        notes = _read_notes(known["notes"], faults) if "notes" in known else Notes()
        return _own_framework(known, notes, None, faults)
    except SeeMcdaError:
        return None


def _own_framework(
    known: Mapping[str, Grid], notes: Notes, folder: Path | None, faults: Faults
) -> Framework | None:
    if "framework" in known:
        return read_framework_sheets(known, notes.framework, faults)
    return _named(notes.named, folder, known["notes"]) if notes.named else None


def scores_sheet(
    sheets: Mapping[str, Grid], wanted: str | None, source: str | None, *, hidden: bool = False
) -> Grid:
    """Return the sheet of the scores: the requested one, one named so, else the first that holds a table.

    Hidden sheets count only if ``hidden``. Raises :class:`FileError` if there is none.
    """
    if wanted is not None:
        if wanted not in sheets:
            raise refuse(
                FileError,
                "unknown-sheet",
                "there is no sheet {given}; choose from {known}",
                Where(source),
                given=wanted,
                known=list(sheets),
            )
        return sheets[wanted]
    known = known_sheets(sheets)
    if "scores" in known and (hidden or not known["scores"].hidden):
        return known["scores"]
    free = [grid for name, grid in sheets.items() if folded(name) not in SHEETS]
    shown = [grid for grid in free if hidden or not grid.hidden]
    if not free:
        raise refuse(FileError, "no-scores", "no sheet holds the scores; name it scores", Where(source))
    if not shown:
        raise refuse(
            FileError,
            "no-scores",
            "every sheet that may hold the scores is hidden; use --hidden or --sheet {known}",
            Where(source),
            known=[shlex.quote(name) for name in sheets if folded(name) not in SHEETS],
        )
    tables = [grid for grid in shown if holds_table(grid)]
    return next((grid for grid in tables if not holds_comparisons(grid)), next(iter(tables), shown[0]))


def holds_table(grid: Grid) -> bool:
    """Return whether a sheet has two rows and two columns or more, and numbers in one of them."""
    wide = islice((row for row in grid.rows if sum(not is_blank(cell) for cell in row) >= 2), 1, None)
    return any(looks_scored(cell) and not is_missing(cell) for row in wide for cell in row)


def _with_sheets(reading: Reading, sheets: Mapping[str, Grid], scores: Grid) -> Reading:
    """Return the reading with what became of the other sheets."""
    left = [*reading.left]
    known = {scores.sheet, *reading.read_sheets, *(sheet.name for sheet in left)}
    for name, grid in sheets.items():
        if name in known or folded(name) in SHEETS:
            continue
        if reading.weights_from is not None and reading.weights_from.sheet == name:
            reason = message("it holds the weights")
        elif grid.hidden:
            reason = message("it is hidden; --hidden includes it")
        elif holds_table(grid):
            reason = message("it is another table; --sheet {name} reads it", name=shlex.quote(name))
        else:
            reason = message("it holds no table")
        left.append(SheetLeft(name, grid.hidden, reason))
    return dataclasses.replace(
        reading,
        sheets=len(sheets),
        hidden=sum(grid.hidden for grid in sheets.values()),
        left=tuple(left),
    )


def _named(name: str, folder: Path | None, notes: Grid) -> Framework:
    from see_mcda.io.library import parse_framework  # noqa: PLC0415 (the library reads files by this package)

    try:
        return parse_framework(name, folder)
    except SeeMcdaError as error:
        raise error.within(notes.whole()) from None


def _read_notes(grid: Grid, faults: Faults) -> Notes:
    notes = Notes()
    filled = [row for row in grid.rows if not all(map(is_blank, row))]
    if not filled:
        return notes
    if "key" not in [folded(as_label(cell)) for cell in filled[0]]:
        words = "\n".join(" ".join(as_label(cell) for cell in row if not is_blank(cell)) for row in filled)
        notes.problem["note"] = as_text(words)
        return notes
    for record in records(grid, ["key"], ["value"], ["text"], faults):
        _read_note(record, notes)
    return notes


def _read_note(record: Record, notes: Notes) -> None:
    key, value = record.label("key"), record.label("value")
    where, _, name = key.partition(":") if key.startswith("framework:") else ("", "", key)
    about = notes.framework if where else notes.problem
    text = record.text("text") or (as_text(value) if value else None)
    if name in (TEXTS if where else ("title", "note")):
        if text:
            about[name] = text
    elif name.startswith("require:"):
        if (least := record.number("value", required=True)) is not None:
            about.setdefault("require", {})[name.removeprefix("require:")] = least
    elif where and name in KEYS:
        about[name] = value
    elif name == "framework":
        notes.named = value or None
    elif name == "percent" and value in ("percent", "fractions"):
        notes.percent = value
    elif name == "missing" and value in MISSING:
        about[name] = value
    elif name in ("missing", "percent"):
        record.faults.add(
            "unknown-value",
            "{key} must be one of {known}, not {given}",
            record.place("value"),
            key=name,
            given=value,
            known=list(MISSING) if name == "missing" else ["percent", "fractions"],
        )
    elif not key.casefold().startswith("x-"):
        record.faults.add(
            "unknown-key",
            "this key is not known here; keys of your own must begin with x-",
            record.place("key"),
        )


def _add_evidence(grid: Grid, table: Table, faults: Faults) -> None:
    choices = Choices.of_candidates(table.candidates, table.names, table.labels)
    for record in records(grid, ["candidate", "leaf"], ["date", "assessor"], ["source", "note"], faults):
        at = _at(record, choices, table)
        if at is None:
            continue
        evidence: dict[str, Any] = {key: text for key in ("source", "note") if (text := record.text(key))}
        evidence |= {key: fact for key in ("date", "assessor") if (fact := record.exact(key))}
        value = float(table.values[at])
        cell = table.cells.get(at, Cell(value, value))
        table.cells[at] = dataclasses.replace(cell, evidence=evidence)


def _at(record: Record, choices: Choices, table: Table) -> tuple[int, int] | None:
    framework = table.framework
    candidate = choices.match(record.label("candidate"), record.place("candidate"), record.faults)
    leaf = framework.leaf_choices.match(record.label("leaf"), record.place("leaf"), record.faults)
    if candidate is None or leaf is None:
        return None
    return table.candidates.index(candidate), framework.leaf_position[leaf]


def _comparisons(grid: Grid, table: Table, faults: Faults) -> dict[str, list[tuple[str, str, float]]]:
    comparisons: dict[str, list[tuple[str, str, float]]] = {}
    compared: set[tuple[str, frozenset[str]]] = set()
    choices = Choices.of_candidates(table.candidates, table.names, table.labels)
    for record in records(grid, ["leaf", "a", "b", "times"], [], [], faults):
        leaf = table.framework.leaf_choices.match(record.label("leaf"), record.place("leaf"), faults)
        a, b = (choices.match(record.label(key), record.place(key), faults) for key in ("a", "b"))
        times = record.number("times", required=True)
        if leaf is None or a is None or b is None:
            continue
        if times is not None and times <= 0:
            faults.add(
                "judgment",
                "a judgment must be a number above 0, not {given}",
                record.place("times"),
                given=times,
            )
        elif a == b or (leaf, frozenset((a, b))) in compared:
            faults.add("doubly-given", "{a} and {b} are already compared", record.place("a"), a=a, b=b)
        elif times is not None:
            compared.add((leaf, frozenset((a, b))))
            comparisons.setdefault(leaf, []).append((a, b, times))
    return comparisons
