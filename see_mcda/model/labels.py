"""Labels of series and data frames, such as those of pandas, recognised without importing the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from see_mcda.errors import SeeMcdaError, WeightingError, refuse


def by_label(source: Any, where: str = "weights", error: type[SeeMcdaError] = WeightingError) -> Any:
    """Return a labelled series (it has ``keys`` and ``items``, as a mapping has) as a dict, else ``source``.

    Raises ``error`` for a duplicate label.
    """
    if isinstance(source, Mapping) or not all(
        callable(getattr(source, do, None)) for do in ("keys", "items")
    ):
        return source
    found: dict[str, Any] = {}
    for label, value in source.items():
        if str(label) in found:
            raise refuse(error, "doubly-given", "{id} is given twice", where, id=str(label))
        found[str(label)] = value
    return found


def names_of(table: Any) -> tuple[list[str] | None, list[str] | None]:
    """Return the names of a data frame's rows and columns; None for those that are only numbered."""
    return _names(getattr(table, "index", None)), _names(getattr(table, "columns", None))


def _names(axis: Any) -> list[str] | None:
    if axis is None or callable(axis):  # a list has a method ``index``
        return None
    labels = list(axis)
    return None if labels == list(range(len(labels))) else list(map(str, labels))
