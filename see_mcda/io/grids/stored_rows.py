"""The rows of a long table, kept by columns: numbers as arrays, the texts of a file as one text a block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import overload

import numpy as np
from numpy.typing import NDArray

Cells = str | NDArray[np.float64] | Sequence[object]
"""The cells of a column in a block of rows: texts with a line break between them, numbers, or others."""
BLOCK = 1_000
"""Rows of a block, and the rows above which a table is kept by columns."""


class StoredRows(Sequence[Sequence[object]]):
    """Rows that are made when they are asked for; each is a copy.

    The first row, which may hold the headers, is a block of its own.
    """

    def __init__(self, rows: Iterable[Sequence[object]] = ()):
        self._starts: list[int] = []
        self._blocks: list[tuple[Cells, ...] | list[Sequence[object]]] = []
        self._size = self.width = 0
        self._made: dict[int, Sequence[Sequence[object]]] = {}  # the headers, the rows that are being read
        rest = iter(rows)
        while part := list(islice(rest, BLOCK if self._blocks else 1)):
            widths = set(map(len, part))
            if len(widths) == 1:
                self.add_block([_packed(cells) for cells in zip(*part, strict=True)], len(part))
            else:
                self._add(part, len(part), max(widths))

    def add_block(self, columns: Sequence[Cells], size: int) -> None:
        """Append a block of rows."""
        self._add(tuple(columns), size, len(columns))

    def add_blocks(self, columns: Sequence[Cells], size: int) -> None:
        """Append rows by their columns, in blocks."""
        for start in range(0, size, BLOCK):
            end = min(start + BLOCK, size)
            self.add_block([cells[start:end] for cells in columns], end - start)

    def _add(self, block: tuple[Cells, ...] | list[Sequence[object]], size: int, width: int) -> None:
        self._starts.append(self._size)
        self._blocks.append(block)
        self._size += size
        self.width = max(self.width, width)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Sequence[object]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[object]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[object] | Sequence[Sequence[object]]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(self._size))]
        row = range(self._size)[at]
        block = bisect_right(self._starts, row) - 1
        if block not in self._made:
            self._made = {0: self._rows(0), block: self._rows(block)}
        return self._made[block][row - self._starts[block]]

    def __iter__(self) -> Iterator[Sequence[object]]:
        for block in range(len(self._blocks)):
            yield from self._rows(block)

    def _rows(self, block: int) -> Sequence[Sequence[object]]:
        cells = self._blocks[block]
        if isinstance(cells, list):
            return cells
        if not cells:
            end = self._starts[block + 1] if block + 1 < len(self._starts) else self._size
            return [()] * (end - self._starts[block])
        return list(zip(*map(_unpacked, cells), strict=True))

    def column(self, column: int) -> list[object]:
        """Return the cells of a column; an empty one beyond a row's end."""
        cells: list[object] = []
        for at, block in enumerate(self._blocks):
            if isinstance(block, tuple) and column < len(block):
                cells.extend(_unpacked(block[column]))
            else:
                cells.extend(row[column] if column < len(row) else "" for row in self._rows(at))
        return cells

    def filled(self) -> list[int]:
        """Return the rows that hold anything."""
        rows: list[int] = []
        for at, (start, block) in enumerate(zip(self._starts, self._blocks, strict=True)):
            end = self._starts[at + 1] if at + 1 < len(self._starts) else self._size
            if isinstance(block, tuple) and any(map(_are_filled, block)):
                rows.extend(range(start, end))
            else:
                rows.extend(
                    row for row, cells in enumerate(self._rows(at), start) if not all(map(is_blank, cells))
                )
        return rows

    def numbers(self, column: int, first: int) -> NDArray[np.float64] | None:
        """Return the numbers of a column from a row on that begins a block; None for other cells."""
        arrays = [
            block[column]
            for start, block in zip(self._starts, self._blocks, strict=True)
            if start >= first and isinstance(block, tuple) and column < len(block)
        ]
        numbers = [cells for cells in arrays if isinstance(cells, np.ndarray)]
        if not numbers or sum(map(len, numbers)) < self._size - first:
            return None
        return np.concatenate(numbers)


def stored(rows: Iterable[Sequence[object]]) -> Sequence[Sequence[object]]:
    """Return rows, kept by columns if there are many."""
    rest = iter(rows)
    first = list(islice(rest, BLOCK + 1))
    return StoredRows(chain(first, rest)) if len(first) > BLOCK else first


def is_blank(cell: object) -> bool:
    """Return whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _are_filled(cells: Cells) -> bool:
    return isinstance(cells, np.ndarray) or not any(map(is_blank, _unpacked(cells)))


def _packed(cells: Sequence[object]) -> Cells:
    kinds = set(map(type, cells))
    if kinds == {float}:
        return np.array(cells, float)
    if kinds == {str}:
        text = "\n".join(cells)  # type: ignore[arg-type]
        if text.count("\n") == len(cells) - 1:
            return text
    return cells


def _unpacked(cells: Cells) -> Sequence[object]:
    if isinstance(cells, str):
        return cells.split("\n")
    return cells.tolist() if isinstance(cells, np.ndarray) else cells
