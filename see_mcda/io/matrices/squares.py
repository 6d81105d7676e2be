"""Finding the square of pairwise comparisons on a sheet: among titles, names, totals and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.io.cells.judgment_cells import is_judgment, is_unjudged, is_words, number
from see_mcda.io.grids.grid import Grid, Place, as_label, folded, is_blank
from see_mcda.language.messages import Notice, Plural, Where, notice

_TOTALS = "sum total totals grand average avg mean median รวม ผลรวม รวมทั้งหมด ค่าเฉลี่ย เฉลี่ย"
_BESIDE = (
    "sum sums total totals row rows column columns col grand of average avg mean geo geometric geomean gm"
    " product nth root rank n no weight weights w wi priority priorities local relative criteria eigenvector"
    " eigen vector normalized normalised ci cr ri lambda max λ λmax σ check note notes comment"
)
_BESIDE_IN_THAI = "รวม ผลรวม ค่าเฉลี่ย เฉลี่ย น้ำหนัก ค่าน้ำหนัก ลำดับ อันดับ หมายเหตุ"
"""What the rows and columns beside a matrix are called."""
_RECIPROCAL = 0.1
"""How far the product of two judgments of one pair may be from 1."""
_LONGEST = 200
"""A sheet of more rows is no matrix."""
_BELOW = 2
"""How many rows of numbers a sheet of one matrix may have besides: sums, weights."""
_SUM = 0.01
"""How far a sum may be off, by its rounding, in proportion."""


@dataclass(frozen=True)
class Square:
    """Where a matrix is on a sheet.

    Attributes:
        grid: the sheet, with the matrix's header.
        rows, columns: where each criterion is, in the same order; None for the row or the column that half
            a matrix does without.
        names: what the criteria are called; None if they have no names.
        notices: the rows and columns that were left out.
    """

    grid: Grid
    rows: Sequence[int | None]
    columns: Sequence[int | None]
    names: tuple[str, ...] | None
    notices: tuple[Notice, ...] = ()

    def spot(self, i: int, j: int) -> Place | None:
        """Return the row and column of a judgment, if it has a cell."""
        row, column = self.rows[i], self.columns[j]
        return None if row is None or column is None else (row, column)


def find_square(grid: Grid, *, whole: bool = False) -> Square | None:
    """Return the matrix on a sheet; None if there is no number or only names.

    With ``whole`` every cell of the grid belongs to the matrix or to its names. Raises
    :class:`WeightingError` for numbers that are no square, names that differ, and a second matrix.
    """
    found = _named_twice(grid, 0, 0)
    if found is None:
        return _named_once(grid, whole)
    last = max(row for row in found.rows if row is not None)
    right = max(column for column in found.columns if column is not None)
    for again in (_named_twice(grid, last + 1, 0), _named_twice(grid, 0, right + 1)):
        if again is not None and _is_matrix(again):
            raise refuse(
                WeightingError,
                "second-matrix",
                "there is a second matrix here; give each matrix a sheet of its own",
                grid.place(*(again.spot(0, 0) or (last, right))),
            )
    return found


def holds_comparisons(grid: Grid) -> bool:
    """Return whether a sheet has a matrix of comparisons, with no or all reciprocals, and little else."""
    if len(grid.rows) > _LONGEST:
        return False
    with suppress(WeightingError):
        square = _named_twice(grid, 0, 0)
        if square is None or not _is_matrix(square):
            return False
        rows = [
            row
            for row, cells in enumerate(grid.rows)
            if row not in square.rows and any(map(is_judgment, cells))
        ]
        if len(rows) > _BELOW:
            return False
        size = range(len(square.rows))
        spots = [(square.spot(i, j), square.spot(j, i)) for i in size for j in size if i < j]
        pairs = [(grid.cell(*one), grid.cell(*other)) for one, other in spots if one and other]
        upper = all(is_judgment(a) and is_unjudged(b) for a, b in pairs)
        numbers = [(number(a), number(b)) for a, b in pairs]
        return upper or all(
            a is not None and b is not None and abs(a * b - 1) <= _RECIPROCAL for a, b in numbers
        )
    return False


def is_total(name: str) -> bool:
    """Return whether a row of this name has the sums or means of other rows."""
    return folded(name) in map(folded, _TOTALS.split())


def is_beside(name: str) -> bool:
    """Return whether a row or column of this name has sums, weights or notes, not judgments."""
    key = folded(name)
    words = re.sub(r"[%:.,=*#/&]", "_", key).split("_")
    return key.startswith(tuple(map(folded, _BESIDE_IN_THAI.split()))) or all(
        word in _BESIDE.split() for word in words if word
    )


def _is_matrix(square: Square) -> bool:
    """Return whether a square has ones on its diagonal, unlike the normalised matrix and other tables."""
    spots = [square.spot(at, at) for at in range(len(square.rows))]
    return all(spot is not None and number(square.grid.cell(*spot)) == 1 for spot in spots)


def _named_twice(grid: Grid, top: int, left: int) -> Square | None:
    """Return the square below and right of a cell whose rows and columns have the same names."""
    reach = 2 * grid.width + 20  # a matrix has no more rows than that; the answers of a survey have
    for header in range(top, min(len(grid.rows), top + reach)):
        worded = any(map(is_words, grid.rows[header]))
        for side in range(left, grid.width):
            if not (worded or is_blank(grid.cell(header, side))):
                continue  # numbers are names below and right of an empty corner only
            heads = _run({at: grid.cell(header, at) for at in range(side + 1, grid.width)})
            below = range(header + 1, min(len(grid.rows), header + reach))
            sides = _run({at: grid.cell(at, side) for at in below}) if len(heads) > 1 else {}
            both = [name for name in heads if name in sides]
            if not both or not _has_names(grid, header, side, both, heads):
                continue
            kept = [name for name in both if not _is_total(grid, name, heads, sides)]
            names = _Names(replace(grid, header=header), side, heads, sides)
            if half := names.half(kept):
                return half
            if len(kept) > 1 and any(is_judgment(grid.cell(sides[a], heads[b])) for a in kept for b in kept):
                names.check_twice(kept)
                return names.square(kept)
    return None


def _run(cells: Mapping[int, object]) -> dict[str, int]:
    """Return where each name is, from the first cell that is not empty to the next that is."""
    found: dict[str, int] = {}
    for at, cell in cells.items():
        if is_blank(cell):
            if found:
                break
            continue
        found.setdefault(folded(as_label(cell)), at)
    return found


def _has_names(grid: Grid, header: int, side: int, both: Sequence[str], heads: Mapping[str, int]) -> bool:
    """Return whether the names are words; numbers are names if all are the same and the corner is empty."""
    if all(is_words(grid.cell(header, heads[name])) for name in both):
        return True
    return is_blank(grid.cell(header, side)) and len(both) == len(heads)


def _is_total(grid: Grid, name: str, heads: Mapping[str, int], sides: Mapping[str, int]) -> bool:
    """Return whether a row and a column of the same name are sums: they are no reciprocals of each other."""
    if not is_beside(name):
        return False
    corner = number(grid.cell(sides[name], heads[name]))
    if corner is not None:
        return corner != 1
    pairs = [
        (number(grid.cell(sides[name], heads[other])), number(grid.cell(sides[other], heads[name])))
        for other in heads
        if other in sides
    ]
    return any(a is not None and b is not None and abs(a * b - 1) > _RECIPROCAL for a, b in pairs)


@dataclass(frozen=True)
class _Names:
    """The names around a square, and where they are."""

    grid: Grid
    side: int
    heads: Mapping[str, int]
    sides: Mapping[str, int]

    def half(self, kept: Sequence[str]) -> Square | None:
        """Return half a matrix without its diagonal: the first criterion has no column, the last no row."""
        rows = [name for name in self.sides if name in kept or not is_beside(name)]
        columns = [name for name in self.heads if name in kept or not is_beside(name)]
        if len(rows) != len(columns):
            return None
        for upper, names in ((True, [*rows, columns[-1]]), (False, [columns[0], *rows])):
            shifted = columns == (names[1:] if upper else names[:-1]) and len(set(names)) == len(names)
            given = {
                (names.index(row), names.index(column))
                for row in rows
                for column in columns
                if shifted and is_judgment(self.grid.cell(self.sides[row], self.heads[column]))
            }
            if given and all(i < j if upper else j < i for i, j in given):
                header = self.grid.header or 0
                labels = {name: self.grid.cell(row, self.side) for name, row in self.sides.items()}
                labels |= {name: self.grid.cell(header, column) for name, column in self.heads.items()}
                return Square(
                    self.grid,
                    [self.sides.get(name) for name in names],
                    [self.heads.get(name) for name in names],
                    tuple(as_label(labels[name]) for name in names),
                )
        return None

    def check_twice(self, kept: Sequence[str]) -> None:
        """Refuse a name that two rows and two columns have."""
        grid, header = self.grid, self.grid.header or 0
        heads = [folded(as_label(grid.cell(header, at))) for at in range(self.side + 1, grid.width)]
        sides = [folded(as_label(grid.cell(at, self.side))) for at in range(header + 1, len(grid.rows))]
        for name in kept:
            if heads.count(name) > 1 and sides.count(name) > 1:
                place = grid.place(self.sides[name], self.side)
                label = as_label(grid.cell(self.sides[name], self.side))
                raise refuse(WeightingError, "doubly-given", "{id} is given twice", place, id=label)

    def square(self, kept: Sequence[str]) -> Square:
        """Return the square of the names ``kept``; the rows and columns of the others are left out."""
        grid, header = self.grid, self.grid.header or 0
        rows, columns = [self.sides[name] for name in kept], [self.heads[name] for name in kept]
        table = [[number(grid.cell(row, column)) for column in columns] for row in rows]
        notices = []
        for name, column in self.heads.items():
            if name not in kept:
                cells = [number(grid.cell(row, column)) for row in rows]
                label = as_label(grid.cell(header, column))
                notices.append(_beside(label, cells, table, grid.place(header, column)))
        for name, row in self.sides.items():
            cells = [number(grid.cell(row, column)) for column in columns]
            if name not in kept and any(map(is_judgment, grid.rows[row])):
                label = as_label(grid.cell(row, self.side))
                parts = list(map(list, zip(*table, strict=True)))
                notices.append(_beside(label, cells, parts, grid.place(row, self.side)))
        told = {*self.heads.values()}, {*self.sides.values()}
        beyond = [
            (row, column)
            for row, cells in enumerate(grid.rows)
            for column, cell in enumerate(cells)
            if (row not in told[1] and row != header) or (column not in told[0] and column != self.side)
            if is_judgment(cell) and not (row in told[1] and column < self.side)
        ]
        if beyond:
            notices.append(
                notice(
                    "left-out",
                    Plural(
                        "{count} number outside of the matrix is left out",
                        "{count} numbers outside of the matrix are left out; the first is here",
                    ),
                    grid.place(*beyond[0]),
                    count=len(beyond),
                )
            )
        names = tuple(as_label(grid.cell(header, column)) for column in columns)
        return Square(grid, rows, columns, names, tuple(notices))


def _beside(
    name: str, cells: Sequence[float | None], parts: Sequence[Sequence[float | None]], where: Where
) -> Notice:
    """Return that a row or column is left out; refuse one that seems to be a criterion."""
    given = any(cell is not None for cell in cells)
    if given and not (is_beside(name) or _are_sums(cells, parts) or _are_shares(cells)):
        raise refuse(
            WeightingError,
            "other-names",
            "{name} has a row or a column, not both; add the other one, or take it out",
            where,
            name=name,
        )
    return notice("left-out", "{name} is left out: it is not one of the criteria", where, name=name)


def _are_sums(cells: Sequence[float | None], parts: Sequence[Sequence[float | None]]) -> bool:
    sums = [sum(part for part in one if part is not None) for one in parts]
    return all(
        cell is not None and abs(cell - whole) <= _SUM * max(whole, 1)
        for cell, whole in zip(cells, sums, strict=True)
    )


def _are_shares(cells: Sequence[float | None]) -> bool:
    """Return whether these are weights: numbers below 1 that add up to 1."""
    numbers = [cell for cell in cells if cell is not None]
    return len(numbers) == len(cells) and max(numbers) < 1 and abs(sum(numbers) - 1) <= _SUM


def _named_once(grid: Grid, whole: bool) -> Square | None:
    """Return the square whose rows or columns have names, or neither."""
    filled = [row for row, cells in enumerate(grid.rows) if any(map(is_judgment, cells))]
    if not filled:
        return None
    last = len(grid.rows) - 1 if whole else filled[-1]
    header = next((row for row in range(filled[0], -1, -1) if _is_header(grid.rows[row])), None)
    first = 0 if whole else filled[0]
    if header is not None:
        columns = [at for at in range(grid.width) if is_words(grid.cell(header, at))]
        first = header + 1
    rows = [row for row in range(first, last + 1) if whole or not all(map(is_blank, grid.rows[row]))]
    named = [at for at in range(grid.width) if any(is_words(grid.cell(row, at)) for row in rows)]
    side = named[0] if named and all(is_words(grid.cell(row, named[0])) for row in rows) else None
    if header is None:
        used = [
            at
            for at in range(grid.width)
            if at != side and (whole or any(not is_blank(grid.cell(row, at)) for row in rows))
        ]
        columns = list(range(used[0], used[-1] + 1))
    elif side in columns and len(columns) > len(rows):  # the corner is named too
        columns.remove(side)
    names, notices = None, []
    if header is not None:
        names = tuple(as_label(grid.cell(header, at)) for at in columns)
        if side is not None:
            raise refuse(
                WeightingError,
                "other-names",
                "the rows are called {rows} and the columns {columns}; they must be the same",
                grid.row_place(header),
                rows=[as_label(grid.cell(row, side)) for row in rows],
                columns=list(names),
            )
        while len(rows) > len(columns):
            *table, cells = [[number(grid.cell(row, column)) for column in columns] for row in rows]
            if not _are_sums(cells, list(map(list, zip(*table, strict=True)))):
                break
            row = rows.pop()
            notices.append(notice("left-out", "this row is left out: it has the sums", grid.row_place(row)))
    elif side is not None:
        names = tuple(as_label(grid.cell(row, side)) for row in rows)
    if whole and header is None:
        _check_lengths(grid, rows, len(rows) + (side is not None))
    if len(rows) != len(columns):
        raise refuse(
            WeightingError,
            "not-square",
            Plural(
                "there is {count} row of judgments and {columns} columns; a matrix has one row and one column"
                " for each criterion",
                "there are {count} rows of judgments and {columns} columns; a matrix has one row and one"
                " column for each criterion",
            ),
            grid.place(rows[0], columns[0]) if rows else grid.whole(),
            count=len(rows),
            columns=len(columns),
        )
    return Square(
        grid if header is None else replace(grid, header=header), rows, columns, names, tuple(notices)
    )


def _is_header(cells: Sequence[object]) -> bool:
    return sum(map(is_words, cells)) >= 2 and not any(map(is_judgment, cells))


def _check_lengths(grid: Grid, rows: Sequence[int], width: int) -> None:
    faults = Faults()
    for row in rows:
        if len(grid.rows[row]) != width:
            faults.add(
                "not-square",
                Plural(
                    "row {row} has {count} cell; a matrix of {n} criteria has {n} in each row",
                    "row {row} has {count} cells; a matrix of {n} criteria has {n} in each row",
                ),
                grid.whole(),
                row=row + 1,
                count=len(grid.rows[row]),
                n=len(rows),
            )
    faults.stop(WeightingError)
