"""Matrices of pairwise comparisons: in words, documents, workbooks, delimited files and surveys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, SeeMcdaError, WeightingError, refuse
from see_mcda.io.cells.judgment_cells import JudgmentCells, is_judgment, is_unjudged
from see_mcda.io.files import FORMATS, read_bytes, refuse_file_name
from see_mcda.io.grids.delimited import decoded, read_delimited
from see_mcda.io.grids.grid import Grid, folded
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.library import read_document
from see_mcda.io.matrices.squares import Square, find_square
from see_mcda.io.matrices.surveys import find_survey, read_survey
from see_mcda.language.messages import Notice, Plural, Where, notice
from see_mcda.weighting.judgments import place as entry_place
from see_mcda.weighting.judgments import read_judgments


@dataclass(frozen=True)
class Matrix:
    """Pairwise comparisons as given.

    Attributes:
        rows: (n, n), how many times as important the row is as the column; NaN where nothing was judged.
        names: the criteria; None if they have no names.
        source: where the matrix is.
        judge: whose judgments they are, if that is known: a sheet's name or a respondent.
        notices: what was left out or read otherwise than written.
        places: the location of a judgment, for messages; None if the matrix is in no file.
    """

    rows: Array
    names: tuple[str, ...] | None
    source: Where
    judge: str | None = None
    notices: tuple[Notice, ...] = ()
    places: Callable[[int, int], Where] | None = None

    def on(self, criteria: Sequence[str], ids: Mapping[str, str] | None = None) -> Matrix:
        """Return the matrix in the order of ``criteria``; :class:`WeightingError` if its names differ.

        ``ids`` has the id of a criterion by each of its other names.
        """
        if self.names is None:
            if len(self.rows) != len(criteria):
                raise refuse(
                    WeightingError,
                    "wrong-size",
                    Plural(
                        "the matrix has {count} row; there are {n} criteria: {known}",
                        "the matrix has {count} rows; there are {n} criteria: {known}",
                    ),
                    self.source,
                    count=len(self.rows),
                    n=len(criteria),
                    known=list(criteria),
                )
            return replace(self, names=tuple(criteria))
        named = [(ids or {}).get(folded(name), name) for name in self.names]
        order = positions(named, criteria, self.source)
        places = self.places
        return replace(
            self,
            rows=self.rows[np.ix_(order, order)],
            names=tuple(criteria),
            places=places and (lambda i, j: places(order[i], order[j])),
        )


def positions(given: Sequence[str], criteria: Sequence[str], where: Where | str) -> list[int]:
    """Return where each criterion stands among the given names; upper and lower case are the same.

    Raises :class:`WeightingError` naming each that is unknown, missing or given twice.
    """
    faults = Faults()
    keys, known = [folded(name) for name in given], [folded(name) for name in criteria]
    for key, name in dict(zip(keys, given, strict=True)).items():
        if key not in known:
            faults.add(
                "unknown-node",
                "there is no {id} here; choose from {known}",
                where,
                id=name,
                known=list(criteria),
            )
        elif keys.count(key) > 1:
            faults.add("doubly-given", "{id} is given twice", where, id=name)
    for key, name in zip(known, criteria, strict=True):
        if key not in keys:
            faults.add("missing-node", "{id} is missing", where, id=name)
    faults.stop(WeightingError)
    return [keys.index(key) for key in known]


def read_matrix(
    source: Any,
    criteria: Sequence[str] | None = None,
    node: str | None = None,
    where: str = "judgments",
    *,
    dates_as_fractions: bool = False,
    sheet: str | None = None,
) -> Matrix:
    """Return one person's comparisons from a file, from what a document holds, or from words.

    Args:
        source: the path of a file (.xlsx, .ods, .csv, .tsv, .yaml, .json), a document, or words: a matrix
            (``"1 3 5; 1/3 1 2; 1/5 1/2 1"``, ``?`` for a pair not judged) or pairs
            (``"social/economic=2,social/environmental=3"``: social is twice as important as economic).
        criteria: the criteria of pairs.
        node: the node of a weighting document.
        where: the location of what is no file.
        dates_as_fractions: read 3-Jan as the 1/3 that a spreadsheet program made a date of.
        sheet: the sheet of a workbook; needed if several have a matrix.

    Raises :class:`see_mcda.SeeMcdaError` with every fault at its cell.
    """
    read = read_matrices(source, criteria, node, where, dates_as_fractions=dates_as_fractions, sheet=sheet)
    if len(read) > 1:
        raise refuse(
            WeightingError,
            "several-judges",
            "this file has the judgments of {count} people ({judges}): use weights group, or choose a sheet"
            " with --sheet (sheet)",
            Where(read[0].source.file),
            count=len(read),
            judges=[matrix.judge for matrix in read],
        )
    return read[0]


def read_matrices(
    source: Any,
    criteria: Sequence[str] | None = None,
    node: str | None = None,
    where: str = "judgments",
    *,
    dates_as_fractions: bool = False,
    sheet: str | None = None,
) -> list[Matrix]:
    """Return the comparisons of each person in a file: a sheet or a survey's row each, else only one.

    The arguments are those of :func:`read_matrix`; ``sheet`` may name several, with commas.
    """
    place = Where(path=where)
    if isinstance(source, Path):
        return _from_file(source, criteria, node, dates_as_fractions, sheet)
    if not isinstance(source, str):
        return [_from_document(source, criteria, node, place, dates_as_fractions)]
    refuse_file_name(source, where)
    if "=" in source:
        return [_from_pairs(_named(source, place), criteria, place)]
    words = [re.split(r"[\s,]+", row.strip()) for row in source.split(";") if row.strip()]
    return [_from_cells(words, place, dates_as_fractions)]


def _from_file(
    path: Path, criteria: Sequence[str] | None, node: str | None, dates: bool, sheet: str | None
) -> list[Matrix]:
    kind, name, place = FORMATS.get(path.suffix.lower()), str(path), Where(str(path))
    if kind in ("yaml", "json"):
        return [_from_document(read_document(path), criteria, node, place, dates)]
    if kind in ("csv", "tsv"):
        grid = read_delimited(decoded(read_bytes(path)), name, None, "\t" if kind == "tsv" else None)
        return _from_grids({"": grid}, place, dates)
    sheets = read_workbook(read_bytes(path), name)
    read = _from_grids(_wanted(sheets, sheet, name), place, dates)
    hidden = [title for title, grid in sheets.items() if grid.hidden and sheet is None]
    if hidden:
        left = notice(
            "left-out", "hidden sheets are left out: {sheets}; --sheet reads one", place, sheets=hidden
        )
        read[0] = replace(read[0], notices=(*read[0].notices, left))
    return read


def _wanted(sheets: Mapping[str, Grid], wanted: str | None, source: str) -> Mapping[str, Grid]:
    if wanted is None:
        return {name: grid for name, grid in sheets.items() if not grid.hidden}
    names = [wanted] if wanted in sheets else [name.strip() for name in wanted.split(",")]
    unknown = [name for name in names if name not in sheets]
    if unknown:
        raise refuse(
            WeightingError,
            "unknown-sheet",
            "there is no sheet {given}; choose from {known}",
            Where(source),
            given=unknown,
            known=list(sheets),
        )
    return {name: sheets[name] for name in names}


def _from_grids(grids: Mapping[str, Grid], source: Where, dates: bool) -> list[Matrix]:
    """Return the matrices of sheets; those without numbers are left out."""
    faults, read = Faults(), []
    skipped = [name for name, grid in grids.items() if not _has_numbers(grid)]
    for name, grid in grids.items():
        if name in skipped:
            continue
        try:
            read += _from_grid(grid, name, dates)
        except SeeMcdaError as error:
            faults.extend(error.faults)
            if read and "not-square" in {fault.code for fault in error.faults}:
                faults.add(
                    "other-sheet",
                    "this sheet has no matrix; if it is not a judge, name the others: --sheet {others}",
                    grid.whole(),
                    others=",".join(other for other in grids if other not in (name, *skipped)),
                )
    if not (read or faults):
        faults.add("empty", "there are no judgments", source)
    faults.stop(WeightingError)
    if skipped:
        left = notice("left-out", "sheets without numbers are left out: {sheets}", source, sheets=skipped)
        read[0] = replace(read[0], notices=(*read[0].notices, left))
    if len(read) == 1 and len(grids) == 1:
        read = [replace(read[0], judge=None)]
    return read


def _has_numbers(grid: Grid) -> bool:
    return any(is_judgment(cell) for row in grid.rows for cell in row)


def _from_grid(grid: Grid, sheet: str, dates: bool) -> list[Matrix]:
    survey = find_survey(grid)
    if survey is None:
        square = find_square(grid)
        place = square.grid.place if square else grid.place
        return [_from_square(square, place, grid.whole(), dates, sheet or None)]
    cells = JudgmentCells(Faults(), dates)
    respondents, notices = read_survey(survey, cells)
    cells.faults.stop(WeightingError)
    return [
        Matrix(
            each.rows,
            survey.names,
            grid.whole(),
            each.name,
            (*notices, *cells.notices) if at == 0 else (),
            each.place,
        )
        for at, each in enumerate(respondents)
    ]


def _from_square(
    square: Square | None,
    place: Callable[[int, int], Where],
    source: Where,
    dates: bool,
    judge: str | None = None,
) -> Matrix:
    if square is None:
        raise refuse(WeightingError, "empty", "there are no judgments", source)

    cells = JudgmentCells(Faults(), dates)
    given = np.full((len(square.rows), len(square.rows)), np.nan)
    for i, j in np.ndindex(given.shape):
        if (spot := square.spot(i, j)) is not None:
            given[i, j] = cells.read(square.grid.cell(*spot), place(*spot))
    cells.faults.stop(WeightingError)

    def at(i: int, j: int) -> Where:
        spot = square.spot(j, i) if np.isnan(given[i, j]) else square.spot(i, j)
        return place(*spot) if spot else source

    rows, rounded = _fractions(given, at)
    judged = read_judgments(rows, square.names, at)
    notices = (*square.notices, *cells.notices, *rounded, *judged.notices)
    return Matrix(judged.matrix, square.names, source, judge, notices, at if source.file else None)


def _fractions(rows: Array, at: Callable[[int, int], Where]) -> tuple[Array, list[Notice]]:
    """Return the matrix with rounded fractions exact: 0.33 is 1/3 where the other half says nothing else."""
    exact, notices = rows.copy(), []
    for i, j in np.argwhere((rows > 0) & (rows < 1) & np.isnan(rows.T)).tolist():
        value = float(rows[i, j])
        digits = len(repr(value).partition(".")[2])
        whole = next((k for k in range(2, 10) if digits > 1 and round(1 / k, digits) == value != 1 / k), None)
        if whole is not None:
            exact[i, j] = 1 / whole
            notices.append(
                notice(
                    "rounded-fraction",
                    "{given} is read as {fraction}",
                    at(i, j),
                    given=value,
                    fraction=f"1/{whole}",
                )
            )
    return exact, notices


def _from_cells(cells: list[list[str]], source: Where, dates: bool) -> Matrix:
    """Read a square of cells, with or without a first row (and column) of names, which are no numbers."""
    grid = Grid(cells, lines=range(1, len(cells) + 1))
    try:
        square = find_square(grid, whole=True)
    except WeightingError as error:
        raise type(error)(fault.at(source) for fault in error.faults) from None
    return _from_square(square, lambda row, column: entry_place(row, column).within(source), source, dates)


def _from_document(
    document: Any, criteria: Sequence[str] | None, node: str | None, source: Where, dates: bool
) -> Matrix:
    given = document
    if isinstance(given, Mapping) and isinstance(given.get("nodes"), Mapping):
        nodes = given["nodes"]
        key = node if node is not None else next(iter(nodes)) if len(nodes) == 1 else None
        if key not in nodes:
            raise refuse(
                WeightingError,
                "unknown-node",
                "choose a group of criteria with --node: {known}",
                source,
                known=list(nodes),
            )
        given = nodes[key]
    if _are_pairs(given):
        return _from_pairs(_triples(given, source), criteria, source)
    if isinstance(given, Mapping) and "judgments" in given:
        return _from_pairs(_triples(given["judgments"], source), criteria, source)
    names = None
    if isinstance(given, Mapping) and "matrix" in given:
        called = given.get("criteria")
        names = tuple(map(str, called)) if isinstance(called, list) and called else None
        given = given["matrix"]
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise refuse(
            WeightingError,
            "no-judgments",
            "judgments are a list of rows, or matrix: with criteria:, or judgments: [[a, b, 3], …]",
            source,
        )
    cells = [["" if cell is None else str(cell) for cell in row] for row in given]
    read = _from_cells(cells, source, dates)
    return replace(read, names=names or read.names)


def _are_pairs(given: Any) -> bool:
    """Tell ``[[a, b, 3], …]`` from rows of numbers, of which some may be words: ``"1/3"``, ``"?"``."""
    return (
        isinstance(given, list)
        and bool(given)
        and all(isinstance(each, list) and len(each) == 3 for each in given)
        and all(isinstance(name, str) and _is_name(name) for each in given for name in each[:2])
        and not all(isinstance(each[2], str) and _is_name(each[2]) for each in given)
    )


def _is_name(cell: str) -> bool:
    return not is_unjudged(cell) and not is_judgment(cell)


def _triples(judgments: Any, source: Where) -> list[tuple[str, str, float]]:
    faults = Faults()
    found = []
    for position, judgment in enumerate(judgments if isinstance(judgments, list) else [judgments]):
        where = Where(path=f"judgments[{position}]").within(source)
        if not isinstance(judgment, list) or len(judgment) != 3:
            faults.add("judgment", "a judgment is [a, b, how many times as important a is]", where)
            continue
        number = _entry(str(judgment[2]), where, faults)
        found.append((str(judgment[0]), str(judgment[1]), number))
    faults.stop(WeightingError)
    return found


def _named(source: str, where: Where) -> list[tuple[str, str, float]]:
    faults = Faults()
    found = []
    for part in source.split(","):
        pair, _, number = part.partition("=")
        a, slash, b = (word.strip() for word in pair.partition("/"))
        if not (a and slash and b):
            faults.add("judgment", "{given} is not of the form a/b=3", where, given=part.strip())
            continue
        found.append((a, b, _entry(number.strip(), Where(path=pair.strip()).within(where), faults)))
    faults.stop(WeightingError)
    return found


def _from_pairs(
    pairs: Sequence[tuple[str, str, float]], criteria: Sequence[str] | None, source: Where
) -> Matrix:
    names = (
        list(criteria)
        if criteria is not None
        else list(dict.fromkeys(name for a, b, _ in pairs for name in (a, b)))
    )
    rows = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(rows, 1.0)
    faults = Faults()
    for a, b, times in pairs:
        unknown = [name for name in (a, b) if name not in names]
        if unknown:
            faults.add(
                "unknown-node", "there is no {id} here; choose from {known}", source, id=unknown, known=names
            )
            continue
        i, j = names.index(a), names.index(b)
        if i == j or not np.isnan(rows[i, j]):
            faults.add("doubly-given", "{a} and {b} are already compared", source, a=a, b=b)
        elif not times > 0:
            faults.add("judgment", "a judgment must be a number above 0, not {given}", source, given=times)
        else:
            rows[i, j], rows[j, i] = times, 1 / times
    faults.stop(WeightingError)
    return Matrix(rows, tuple(names), source)


def _entry(cell: str, where: Where, faults: Faults) -> float:
    return JudgmentCells(faults).read(cell, where)
