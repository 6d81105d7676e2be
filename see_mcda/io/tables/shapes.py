"""The part of a sheet that is the table, turned if its candidates stand in columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from see_mcda.errors import FileError, refuse
from see_mcda.io.cells.cells import looks_scored
from see_mcda.io.cells.contents import Contents, Kind, words_of
from see_mcda.io.grids.grid import Grid, as_label, folded, is_blank, letters, position_of
from see_mcda.io.options import ReadingOptions
from see_mcda.io.tables import words
from see_mcda.io.tables.headers import Headers, are_years, find_header, labels
from see_mcda.language.messages import Message, Notice, message, notice
from see_mcda.model.criteria import Framework
from see_mcda.model.reading import Choice, Question

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\s*:\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_UNIT_END = re.compile(r"[(\[（].*[)\]）]\s*$|%\s*$")


@dataclass
class Shape:
    """The table in a sheet.

    Attributes:
        grid: its cells, turned if candidates stood in columns.
        asides: other tables beside it.
        notices: what was noticed.
        questions: what only a person can settle.

    """

    grid: Grid
    asides: list[Grid] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def find_table(grid: Grid, framework: Framework | None, options: ReadingOptions) -> Shape:
    """Return the table of a sheet: its shown cells, or those that ``options.range`` names.

    Raises :class:`FileError` for a range that is none.
    """
    rows, columns = _asked_cells(grid, options.range)
    shape = Shape(grid)
    if not options.hidden:
        hidden = [row for row in rows if row in grid.hidden_rows]
        rows = [row for row in rows if row not in grid.hidden_rows]
        if any(not is_blank(cell) for row in hidden for cell in grid.rows[row]):
            shape.notices.append(
                notice(
                    "hidden-rows",
                    "hidden rows were left out (--hidden reads them too)",
                    grid.row_place(hidden[0]),
                )
            )
        hidden = [column for column in columns if column in grid.hidden_columns]
        columns = [column for column in columns if column not in grid.hidden_columns]
        if any(not is_blank(grid.cell(row, column)) for column in hidden for row in rows):
            shape.notices.append(
                notice(
                    "hidden-columns",
                    "hidden columns were left out (--hidden reads them too)",
                    grid.column_place(hidden[0]),
                )
            )
    if len(rows) < len(grid.rows) or len(columns) < grid.width:
        shape.grid = grid.part(rows, columns)
    if options.range is None and framework is None:
        _split(shape)
    _orient(shape, framework, options)
    return shape


def _asked_cells(grid: Grid, range_: str | None) -> tuple[list[int], list[int]]:
    if range_ is None:
        return list(range(len(grid.rows))), list(range(grid.width))
    match = _RANGE.fullmatch(range_.strip())
    if match is None:
        raise refuse(
            FileError,
            "bad-range",
            "{given} is not a range of cells; write one like B3:F9",
            "range",
            given=range_,
        )
    first, top, last, bottom = match.groups()
    across = sorted((position_of(first), position_of(last)))
    down = sorted((int(top) - 1, int(bottom) - 1))
    return (
        [row for row in range(len(grid.rows)) if down[0] <= row <= down[1]],
        [column for column in range(grid.width) if across[0] <= column <= across[1]],
    )


def _split(shape: Shape) -> None:
    """Take the largest of several tables on a sheet; the others stand beside it."""
    grid = shape.grid
    blocks = [block for block in _blocks(grid) if len(block[0]) >= 2]
    if len(blocks) < 2:
        return
    blocks.sort(key=lambda block: (block[0][0], block[1][0]))
    largest = _heads(grid.part(*max(blocks, key=lambda block: _size(grid.part(*block)))))
    main = next(block for block in blocks if _heads(grid.part(*block)) == largest)  # a later one is derived
    others = [block for block in blocks if block is not main]
    rows, columns = main
    shape.grid = grid.part(rows, columns)
    shape.asides = [grid.part(*block) for block in others]
    shape.notices.append(
        notice(
            "several-tables",
            "The sheet has {count} tables; the largest, {range}, was read (--range reads another).",
            grid.whole(),
            count=len(blocks),
            range=cells_of(shape.grid),
        )
    )


def _size(part: Grid) -> tuple[bool, int]:
    """Return whether a table has two columns of numbers or more, and its cells in rows with numbers."""
    contents = Contents.of(part, range(1, len(part.rows)))
    filled, finite = contents.kinds > Kind.BLANK, np.isfinite(contents.values)
    finite[:, :1] &= contents.kinds[:, :1] == Kind.NUMBER  # a name may be "Level 5"
    numbers = finite.sum(axis=0) * 2 >= np.maximum(filled.sum(axis=0), 1)
    scored = 2 * finite.sum(axis=1) >= filled.sum(axis=1)
    return int(numbers.sum()) >= 2, int(filled[scored].sum())


Block = tuple[list[int], list[int]]
"""The rows and the columns of a table."""


def _blocks(grid: Grid) -> list[Block]:
    """Return the tables on a sheet.

    A blank column separates two tables if the second has its own column of words and ends in another row; a
    blank row, if words stand over the columns of numbers below it, as headers do. Cells that name the
    columns of the table beside or above them are a table of their own also without a blank.
    """
    if not grid.rows or not grid.width or len(grid.rows) > _LOOKED_THROUGH:
        return [(list(range(len(grid.rows))), list(range(grid.width)))]
    filled = np.array(
        [
            [not is_blank(grid.cell(row, column)) for column in range(grid.width)]
            for row in range(len(grid.rows))
        ],
        bool,
    )
    blocks: list[Block] = []
    for columns in _runs(np.asarray(filled.any(axis=0))):
        for rows in _tables_below(grid, columns, np.asarray(filled[:, columns].any(axis=1))):
            there = np.asarray(filled[np.ix_(rows, columns)].any(axis=0))
            blocks += _beside(grid, (rows, [at for at, used in zip(columns, there, strict=True) if used]))
    if not blocks:
        return []
    main = max(blocks, key=lambda block: _size(grid.part(*block)))
    kept = [main]
    for block in blocks:
        if block is main:
            continue
        beside = set(block[0]) & set(main[0]) and not set(block[1]) & set(main[1])
        if not beside or _own_table(grid, main, block):
            kept.append(block)
        else:  # a spacer column within one table
            main[1].extend(block[1])
            main[1].sort()
            main[0][:] = sorted({*main[0], *block[0]})
    return kept


_LOOKED_THROUGH = 2_000
"""A sheet of more rows is one table."""


def _own_table(grid: Grid, main: Block, block: Block) -> bool:
    """Return whether cells beside a table are a table of their own: they end elsewhere or have words."""
    part = grid.part(*block)
    if len(block[1]) < 2 or len(block[0]) < 2:
        return False
    contents = Contents.of(part, range(1, len(part.rows)))
    return block[0][-1] != main[0][-1] or bool((contents.kinds == Kind.WORDS).any())


def _tables_below(grid: Grid, columns: list[int], filled: NDArray[np.bool_]) -> list[list[int]]:
    """Return the rows of each table below another."""
    tables: list[list[int]] = []
    for run in _runs(filled):
        for rows in _cut_at_names(grid, run, columns):
            part, above = grid.part(rows, columns), grid.part(tables[-1], columns) if tables else None
            if above is not None and not (
                len(rows) >= 2
                and _has_numbers(above)
                and (rows[0] != run[0] or _begins_table(part) or _names(part, above))
            ):
                tables[-1] += rows
            else:
                tables.append(list(rows))
    return tables


def _cut_at_names(grid: Grid, run: list[int], columns: list[int]) -> list[list[int]]:
    """Return the rows of a run in two parts if the last ones name the columns of those above."""
    part = grid.part(run, columns)
    heads = _heads(part)
    start = len(run)
    while start > 2 and _names_column(part, start - 1, heads):
        start -= 1
    if len(run) - start < 2:
        return [run]
    own_header = start > 2 and not any(looks_scored(word) for _, word in words_of(part, start - 1))
    cut = start - own_header
    return [run[:cut], run[cut:]]


def _begins_table(part: Grid) -> bool:
    """Return whether one of the first rows has words over each column of numbers below it."""
    contents = Contents.of(part, range(len(part.rows)))
    for at in range(min(3, len(part.rows) - 1)):
        numeric = contents.select(np.arange(len(part.rows)) > at).numeric()
        heads = contents.kinds[at]
        if (
            numeric.any()
            and (bool((heads[numeric] == Kind.WORDS).all()) or are_years(part.rows[at]))
            and int((heads > Kind.BLANK).sum()) >= 2
        ):
            return True
    return False


def _beside(grid: Grid, block: Block) -> list[Block]:
    """Return a table in two parts if a column of it names the others beside a column of numbers."""
    rows, columns = block
    part = grid.part(rows, columns)
    heads = _heads(part)
    numeric = Contents.of(part, range(1, len(part.rows))).numeric()
    for at in range(2, len(columns) - 1):
        called = [(row, word) for row in range(1, len(rows)) if (word := as_label(part.cell(row, at)))]
        keys = {folded(word) for _, word in called}
        if (
            numeric[at + 1]
            and 2 <= len(keys) == len(called)
            and all(_forms(word) & heads for _, word in called)
        ):
            return [(rows, columns[:at]), (rows[: called[-1][0] + 1], columns[at:])]
    return [block]


def _heads(part: Grid) -> frozenset[str]:
    """Return the words of the first row that has two or more of them, with and without their units."""
    first = next((cells for row in range(len(part.rows)) if len(cells := words_of(part, row)) >= 2), [])
    return frozenset().union(*(_forms(word) for _, word in first))


def _forms(word: str) -> frozenset[str]:
    return frozenset((folded(word), folded(_bare(word))))


def _names_column(part: Grid, row: int, heads: frozenset[str]) -> bool:
    """Return whether a row has the header of another column, and then numbers only, in some columns."""
    cells = words_of(part, row)
    return (
        2 <= len(cells) < part.width
        and bool(_forms(cells[0][1]) & heads)
        and all(looks_scored(word) for _, word in cells[1:])
    )


def _names(part: Grid, above: Grid) -> bool:
    """Return whether the rows of a table without a header name the columns of the one above."""
    heads = _heads(above)
    return all(_names_column(part, row, heads) for row in range(len(part.rows)))


def _has_numbers(part: Grid) -> bool:
    return bool((Contents.of(part, range(len(part.rows))).kinds == Kind.NUMBER).any())


def _runs(filled: NDArray[np.bool_]) -> list[list[int]]:
    """Return the runs of true positions."""
    runs: list[list[int]] = []
    for at in np.flatnonzero(filled).tolist():
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def range_of(grid: Grid) -> str | None:
    """Return the cells of a table on its sheet, as ``B3:F9``; None in a delimited file."""
    return (cells_of(grid) or None) if grid.sheet is not None else None


def cells_of(grid: Grid) -> str:
    """Return the cells of a table as ``B3:F9``, as they would stand on a sheet; empty where all are blank."""
    down = list(map(grid.file_row, grid.filled()))
    across = [grid.file_column(column) for column in range(grid.width)]
    if not down:
        return ""
    if grid.turned:
        down, across = across, down
    return f"{letters(min(across))}{min(down) + 1}:{letters(max(across))}{max(down) + 1}"


def _orient(shape: Shape, framework: Framework | None, options: ReadingOptions) -> None:
    """Turn the table if its candidates stand in columns; ask if that only seems so."""
    if options.transposed is not None:
        if options.transposed:
            shape.grid = shape.grid.turn()
        return
    grid = shape.grid
    if len(grid.rows) > 200 or grid.width > 200:
        return
    if framework is not None:
        if _known_across(grid, framework) < _known_across(grid.turn(), framework):
            shape.grid = grid.turn()
        return
    header = find_header(grid, None)
    if header is None:
        return
    if _is_turned(grid, header):
        shape.grid = grid.turn()
    elif (doubt := _seems_turned(grid, header)) is not None:
        shape.questions.append(
            Question(
                "transposed",
                doubt,
                grid.whole(),
                (
                    Choice(message("candidates stand in columns"), "transposed", True),
                    Choice(message("candidates stand in rows"), "transposed", False),
                ),
            )
        )


def _known_across(grid: Grid, framework: Framework) -> int:
    headers = Headers(framework)
    return max((headers.known(row)[0] for row in grid.rows[:30]), default=0)


def _is_turned(grid: Grid, header: int) -> bool:
    """Return whether candidates surely stand in columns.

    The first column is headed "criteria", one column holds directions, or its first cells have units.
    """
    heads = labels(grid, header)
    contents = Contents.of(grid, range(header + 1, len(grid.rows)))
    counters = [words.called(head, words.ROW_NUMBERS) for head in heads]
    numeric = contents.numeric() & ~np.array(counters, bool)
    first = int(np.argmax(numeric)) if numeric.any() else 0
    corner = next((heads[at] for at in range(max(first, 1)) if heads[at] and not counters[at]), "")
    if words.called(corner, words.CRITERIA) or any(
        words.called(head, words.DIRECTIONS) and _all_directions(grid, header, column)
        for column, head in enumerate(heads)
    ):
        return True
    names = [as_label(grid.cell(row, 0)) for row in range(header + 1, len(grid.rows))]
    with_unit = sum(bool(_UNIT_END.search(name)) for name in names)
    return (
        with_unit >= 2
        and 2 * with_unit >= len(names)
        and not any(_UNIT_END.search(head) for head in heads[1:])
    )


def _all_directions(grid: Grid, header: int, column: int) -> bool:
    """Return whether a column states directions, down to the first blank row."""
    cells = []
    for row in range(header + 1, len(grid.rows)):
        if all(map(is_blank, grid.rows[row])):
            break
        cells.append(as_label(grid.cell(row, column)))
    return any(cells) and words.state_directions(list(filter(None, cells)))


def _bare(head: str) -> str:
    return re.sub(r"[(\[（].*?[)\]）]\s*$", "", head).strip() or head


def _seems_turned(grid: Grid, header: int) -> Message | None:
    """Return why candidates may stand in columns: a column of weights, or rows of one magnitude each.

    The second compares the variance of the logarithms between rows and between columns.
    """
    heads = labels(grid, header)
    contents = Contents.of(
        grid,
        [row for row in range(header + 1, len(grid.rows)) if any(not is_blank(c) for c in grid.rows[row])],
    )
    numeric = np.flatnonzero(contents.numeric())
    for column in numeric.tolist():
        numbers = contents.values[:, column]
        total = float(np.nansum(numbers))
        sums_up = abs(total - 1) < 0.005 or abs(total - 100) < 0.5
        points = column == numeric[0] and bool(((numbers % 1 == 0) & (numbers <= 10)).all())
        if words.called(heads[column], words.WEIGHTS) and (sums_up or points):
            return message(
                "the column {head} may hold weights, so candidates may stand in columns.", head=heads[column]
            )
    values = np.abs(contents.values[:, numeric])
    if values.shape[0] < 3 or values.shape[1] < 3 or not np.isfinite(values).all() or (values <= 0).any():
        return None
    logs = np.log10(values)
    whole = float(logs.var())
    if whole > 1 and logs.mean(axis=1).var() > 0.9 * whole and logs.mean(axis=0).var() < 0.05 * whole:
        return message(
            "the numbers are alike along rows, not along columns, so candidates may stand in columns."
        )
    return None
