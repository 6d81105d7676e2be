"""Labelled series and data frames of pandas, polars, pyarrow and others, read through narwhals.

narwhals (https://narwhals-dev.github.io/narwhals/) is imported when there is a data frame; it imports none of
these libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from see_mcda.errors import InputError, SeeMcdaError, WeightingError, refuse

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw


def as_frame(table: Any) -> nw.DataFrame[Any] | None:
    """Return a data frame for narwhals; None for anything else.

    Raises :class:`InputError` if two columns have the same name.
    """
    if not hasattr(type(table), "columns"):
        return None
    import narwhals.stable.v2 as nw  # noqa: PLC0415 (0.1 s, and most tables are no data frames)

    try:
        frame = nw.from_native(table, eager_only=True, pass_through=True)
        return frame if isinstance(frame, nw.DataFrame) else None
    except nw.exceptions.DuplicateError:
        raise refuse(
            InputError, "duplicate-column", "two columns have the same name; rename one of them"
        ) from None


def without_index(frame: nw.DataFrame[Any]) -> tuple[nw.DataFrame[Any], list[object] | None, object]:
    """Return the columns of a data frame, its index, and the name of the index.

    The index is None if there is none, or if it only counts the rows. A table of pyarrow has the index that
    pandas stored in it.
    """
    import narwhals.stable.v2 as nw  # noqa: PLC0415 (see as_frame)

    index = nw.maybe_get_index(frame)
    if index is not None:
        labels = list(index)
        return frame, None if labels == list(range(len(labels))) else labels, index.name
    metadata = getattr(getattr(frame.to_native(), "schema", None), "pandas_metadata", None) or {}
    stored = [name for name in metadata.get("index_columns", ()) if name in frame.columns]
    if not stored:
        return frame, None, None
    levels = column_cells(frame.select(stored))
    name = stored[0] if len(stored) == 1 and not stored[0].startswith("__index_level_") else None
    return frame.drop(stored), levels[0] if len(levels) == 1 else list(zip(*levels, strict=True)), name


def column_cells(frame: nw.DataFrame[Any]) -> list[list[Any]]:
    """Return the cells of each column as Python's own objects; None where there is nothing."""
    return [_cells(series.to_list(), series.is_null().to_list()) for series in frame.iter_columns()]


def _cells(cells: list[Any], nulls: list[bool]) -> list[Any]:
    return [
        None if null else cell.item() if isinstance(cell, np.generic) else cell
        for cell, null in zip(cells, nulls, strict=True)
    ]


def unpacked(table: Any) -> tuple[Any, list[str] | None, list[str] | None]:
    """Return the numbers of a table, and the names of its rows and columns; None if they are only numbered.

    The rows of a data frame are named by its index, else by its first column if that holds text.
    """
    frame = as_frame(table)
    if frame is None:
        return table, None, None
    frame, rows, _ = without_index(frame)
    first = next(iter(column_cells(frame[:, :1])), [])
    if rows is None and frame.shape[1] > 1 and all(isinstance(cell, str) for cell in first):
        rows, frame = first, frame[:, 1:]
    plain = all(dtype.is_float() for dtype in frame.schema.values())
    numbers = frame.to_numpy() if plain else np.array(column_cells(frame), dtype=object).T
    columns: list[Any] = list(frame.columns)
    numbered = columns == list(range(len(columns)))
    return numbers, list(map(str, rows)) if rows else None, None if numbered else list(map(str, columns))


def by_label(source: Any, where: str = "weights", error: type[SeeMcdaError] = WeightingError) -> Any:
    """Return a labelled series as a dict, else ``source``.

    Such a series has ``keys`` and ``items``, as a mapping has. A data frame counts as one if it has a single
    row (labelled by its headers), or two columns (labels and values).

    Raises ``error`` for a duplicate label.
    """
    frame = as_frame(source)
    if frame is not None:
        pairs = _pairs(frame, where, error)
    elif isinstance(source, Mapping) or not all(
        callable(getattr(source, do, None)) for do in ("keys", "items")
    ):
        return source
    else:
        pairs = list(source.items())
    found: dict[str, Any] = {}
    for label, value in pairs:
        if str(label) in found:
            raise refuse(error, "doubly-given", "{id} is given twice", where, id=str(label))
        found[str(label)] = value
    return found


def _pairs(frame: nw.DataFrame[Any], where: str, error: type[SeeMcdaError]) -> list[tuple[object, Any]]:
    frame, labels, _ = without_index(frame)
    columns = column_cells(frame)
    if labels is not None and len(columns) == 1:
        return list(zip(labels, columns[0], strict=True))
    if len(columns) == 2 and all(isinstance(cell, str) for cell in columns[0]):
        return list(zip(*columns, strict=True))
    if len(frame) == 1:
        return [(name, cells[0]) for name, cells in zip(frame.columns, columns, strict=True)]
    raise refuse(
        error,
        "frame-shape",
        "a data frame needs one row, or two columns: the names and the numbers",
        where,
    )
