"""Data frames as score tables, and score tables as data frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from math import isnan
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

import numpy as np

from see_mcda.errors import FileError, SeeMcdaError, UnknownNameError, refuse
from see_mcda.io.grids.grid import Grid, as_label
from see_mcda.io.grids.lazily import Lazily
from see_mcda.io.grids.stored_rows import BLOCK, Cells, StoredRows
from see_mcda.io.tables.headers import Headers, Role
from see_mcda.io.workbooks.score_rows import score_columns
from see_mcda.language.messages import Where, say
from see_mcda.model.criteria import Framework
from see_mcda.model.labels import as_frame, column_cells, without_index
from see_mcda.model.problem import Problem

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

FrameLibrary = Literal["pandas", "polars", "pyarrow"]
FileKind = Literal["parquet", "arrow"]
STREAM = b"\xff\xff\xff\xff"
"""The first bytes of Arrow's stream format; a file begins with a word."""
SIGNATURES: Mapping[bytes, FileKind] = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"FEA1": "arrow",
    STREAM: "arrow",
}
"""The kind of a file by its first bytes."""


_EXACT = 2.0**53


@dataclass(frozen=True)
class FrameGrid(Grid):
    """The cells of a data frame below its headers; places are named by row labels and headers.

    Attributes:
        labels: the label of each row, of the row of headers too.

    """

    labels: Sequence[object] = ()

    def place(self, row: int, column: int) -> Where:
        """Return the location of a cell."""
        down, across = self.file_row(row), self.file_column(column)
        if self.turned:
            down, across = across, down
        label = None if self.header is None else as_label(self.cell(self.header, column))
        return Where(
            self.source, row=as_label(self.labels[down]) if down else None, column=label or across + 1
        )

    def row_name(self, row: int) -> str:
        """Return a row's label; in a turned table, a column's number."""
        at = self.file_row(row)
        return str(at + 1) if self.turned else as_label(self.labels[at])

    def row_names(self, rows: Sequence[int]) -> Sequence[str]:
        """Return the label of each of some rows."""
        if self.turned:
            return super().row_names(rows)
        return Lazily(as_label, [self.labels[self.file_row(row)] for row in rows])

    def row_place(self, row: int) -> Where:
        """Return the location of a whole row."""
        if self.turned:
            return Where(self.source, column=self.file_row(row) + 1)
        at = self.file_row(row)
        return Where(self.source, row=as_label(self.labels[at])) if at else self.whole()


def frame_grid(source: object, framework: Framework | None = None, name: str | None = None) -> FrameGrid:
    """Return the cells of a data frame; an index that is not only numbers is its first column.

    Raises :class:`FileError` for anything else than a data frame in memory.
    """
    frame = as_frame(source)
    if frame is None:
        raise refuse(
            FileError,
            "wrong-type",
            "{given} is neither a file, a document nor a data frame in memory (collect a lazy one)",
            given=f"{type(source).__module__.partition('.')[0]}.{type(source).__name__}",
        )
    frame, labels, index = without_index(frame)
    heads = [_words(column) for column in frame.columns]
    columns: list[Cells] = [_column(frame, at) for at in range(frame.shape[1])]
    if labels is not None:
        head = _index_header(index, labels, heads, Headers(framework))
        if head:
            heads.insert(0, head)
            columns.insert(0, [_words(label) for label in labels])
    numbered = range(len(frame)) if labels is None else map(_words, labels)
    rows = StoredRows([heads])
    rows.add_blocks(columns, len(frame))
    return FrameGrid(
        rows if len(frame) > BLOCK else list(rows),
        name,
        lines=range(-1, len(frame)),
        labels=["", *numbered],
    )


def file_grid(content: bytes, kind: FileKind, name: str | None, framework: Framework | None) -> FrameGrid:
    """Return the cells of a Parquet or Arrow (Feather) file.

    Raises :class:`FileError` for anything else, and if the extra ``frames`` is not installed.
    """
    if find_spec("pyarrow") is None:
        raise refuse(
            FileError,
            "no-frames",
            'Parquet and Arrow files need one more library: pip install "see-mcda[frames]"',
        )
    import pyarrow as pa  # noqa: PLC0415 (an optional library)
    from pyarrow import ipc, parquet  # noqa: PLC0415

    try:
        buffer = pa.BufferReader(content)
        if kind == "parquet":
            table = parquet.read_table(buffer)
        else:
            table = (ipc.open_stream if content.startswith(STREAM) else ipc.open_file)(buffer).read_all()
    except (pa.ArrowException, OSError) as problem:
        raise refuse(
            FileError,
            "unreadable",
            "the file cannot be read: {reason}",
            reason=str(problem).partition("\n")[0],
        ) from None
    return frame_grid(table, framework, name)


def _column(frame: nw.DataFrame[Any], at: int) -> Cells:
    """Return the cells of a column: an array if all are numbers that it holds exactly."""
    series = frame[:, at]
    if (series.dtype.is_float() or series.dtype.is_integer()) and not series.null_count():
        numbers = series.to_numpy().astype(float)
        exact = series.dtype.is_float() or (np.abs(numbers) < _EXACT).all()
        if exact and not np.isnan(numbers).any():
            return numbers
    return [_cell(cell) for cells in column_cells(frame[:, [at]]) for cell in cells]


def _index_header(index: object, labels: list[object], heads: list[str], headers: Headers) -> str | None:
    """Return the header of the index: its own name if that has a role, else what the columns lack."""
    own = _words(index)
    if own and headers.role(own):
        return own
    if all(isinstance(label, int) for label in labels):
        return None
    return "id" if Role("name") in map(headers.role, heads) else "name"


def _words(label: object) -> str:
    """Return a label as text; the parts of one in several levels are joined."""
    return " ".join(map(as_label, label)) if isinstance(label, tuple) else as_label(label)


def _cell(cell: object) -> object:
    number = float(cell) if isinstance(cell, Decimal) else cell
    return "" if number is None or (isinstance(number, float) and isnan(number)) else number


def problem_frame(problem: Problem, library: FrameLibrary | None, language: str) -> Any:
    """Return the table of :meth:`see_mcda.Problem.to_frame`."""
    headers = Headers(problem.framework)
    table: dict[str, list[object]] = {}
    for column in score_columns(problem, delimited=False):
        title = say(column.leaf.name, language) if column.leaf else ""
        reads_back = title and headers.role(title) == Role("leaf", column.header)
        table[title if reads_back else column.header] = _of_one_type(column.cells)
    return made_frame(table, library)


def _of_one_type(cells: Sequence[object]) -> list[object]:
    """Return cells as one column can hold them: numbers, or else texts; None for an empty one."""
    cells = [None if cell == "" else cell for cell in cells]
    kinds = {type(cell) for cell in cells if cell is not None}
    if not kinds:
        return [float("nan")] * len(cells)
    if kinds == {int, float}:
        return [None if cell is None else float(cast("float", cell)) for cell in cells]
    if len(kinds) > 1 or issubclass(next(iter(kinds)), str):
        return [None if cell is None else str(as_label(cell)) for cell in cells]
    return cells


def made_frame(columns: Mapping[str, Any], library: FrameLibrary | None) -> Any:
    """Return a data frame of a library (default: the first that is installed of pandas, polars, pyarrow).

    Raises :class:`UnknownNameError` for another library, :class:`SeeMcdaError` if it is not installed.
    """
    known = get_args(FrameLibrary)
    if library not in (*known, None):
        raise refuse(
            UnknownNameError,
            "unknown-value",
            "{given} is not valid: use one of {known}",
            "library",
            given=str(library),
            known=list(known),
        )
    installed = next((each for each in ([library] if library else known) if find_spec(each)), None)
    if installed is None:
        raise refuse(
            SeeMcdaError,
            "no-frames",
            "a data frame needs a library that is not installed: pip install {library}",
            library=library or known[0],
        )
    import narwhals.stable.v2 as nw  # noqa: PLC0415 (see see_mcda.model.labels)

    return nw.from_dict(columns, backend=installed).to_native()
