"""Reading one number a criterion, as ranks, points and comparisons are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from numbers import Real
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Message, Plural


def numbers(
    given: ArrayLike | Sequence[object],
    name: str,
    labels: Sequence[str] | None,
    wanted: Message,
    right: Callable[[Array], NDArray[np.bool_]],
) -> Array:
    """Return (m,) finite numbers for which ``right`` holds.

    Raises:
        WeightingError: naming each other entry by its label or position, and what is ``wanted``.
    """
    try:
        entries = list(cast("Iterable[object]", given))
    except TypeError:
        entries = []
    if not entries:
        raise refuse(WeightingError, "one-each", "one number for each criterion is needed", name)
    if labels is not None and len(labels) != len(entries):
        raise refuse(
            WeightingError,
            "labels",
            Plural("there is {count} label for {n} criteria", "there are {count} labels for {n} criteria"),
            name,
            count=len(labels),
            n=len(entries),
        )
    values = np.array([_number(entry) for entry in entries])
    with np.errstate(invalid="ignore"):
        wrong = ~(np.isfinite(values) & right(values))
    faults = Faults()
    for position in np.flatnonzero(wrong).tolist():
        faults.add(
            "bad-number",
            "{wanted}, not {given}",
            f"{name}[{position}]" if labels is None else f"{name}.{labels[position]}",
            wanted=wanted,
            given=repr(entries[position]) if isinstance(entries[position], str) else str(entries[position]),
        )
    faults.stop(WeightingError)
    return values


def _number(entry: object) -> float:
    if isinstance(entry, (bool, np.bool_)) or not isinstance(entry, Real):
        return np.nan
    try:
        return float(entry)
    except OverflowError:
        return np.inf
