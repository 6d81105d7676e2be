"""Reading a matrix of pairwise judgments: a_ij says how many times as important i is as j."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Notice, Plural, Where, notice

SMALLEST, LARGEST = 1e-100, 1e100
"""Judgments outside are refused: products of three of them must stay finite."""
ROUNDED = 0.05
"""How far a_ij a_ji may be from 1 when one of them was rounded (8 and 0.13)."""
EXACT = 1e-9
"""Up to this a_ij a_ji counts as 1, without a notice."""


@dataclass(frozen=True)
class Judgments:
    """A reciprocal matrix (n, n) with NaN for pairs not judged, and what was done to it."""

    matrix: Array
    notices: tuple[Notice, ...]

    @property
    def missing(self) -> int:
        """Number of pairs that were not judged."""
        return int(np.count_nonzero(np.isnan(self.matrix)) // 2)


def read_judgments(
    matrix: ArrayLike | Sequence[Sequence[object]],
    labels: Sequence[str] | None,
    at: Callable[[int, int], Where] | None = None,
) -> Judgments:
    """Return the judgments of a matrix.

    It may have one triangle only, and None or NaN where nothing was judged.

    Where both a_ij and a_ji are given and rounding keeps them from being reciprocal, the larger one
    counts (it is the one that people choose) and a notice is added. ``at`` returns the location of an entry
    (default: its row and column).

    Raises:
        WeightingError: with every entry that is not square, a positive finite number, 1 on the diagonal or
            reciprocal.
    """
    faults = Faults()
    given = _numbers(matrix, faults)
    n = len(given)
    if labels is not None and len(labels) != n:
        faults.add(
            "labels",
            Plural("there is {count} label for {n} criteria", "there are {count} labels for {n} criteria"),
            count=len(labels),
            n=n,
        )
        labels = None
    names = [str(label) for label in labels] if labels is not None else None
    located = at or (lambda i, j: place(i, j, names))
    _check_entries(given, located, faults)
    faults.stop(WeightingError)
    filled, notices = _reciprocal(given, located, faults)
    faults.stop(WeightingError)
    return Judgments(filled, tuple(notices))


def place(i: int, j: int, names: Sequence[str] | None = None) -> Where:
    """Return the location of a judgment."""
    cell = f"[{i}, {j}]" if names is None else f"[{i}, {j}] ({names[i]} / {names[j]})"
    return Where(cell=cell, path=f"[{i}][{j}]")


def groups(judged: NDArray[np.bool_]) -> list[list[int]]:
    """Return the sets of criteria that judgments (n, n) connect, directly or through others."""
    found: list[list[int]] = []
    unseen = set(range(len(judged)))
    while unseen:
        group = {min(unseen)}
        edge = group
        while edge:
            edge = {int(j) for i in edge for j in np.flatnonzero(judged[i])} - group
            group = group | edge
        found.append(sorted(group))
        unseen -= group
    return found


def _numbers(matrix: ArrayLike | Sequence[Sequence[object]], faults: Faults) -> Array:
    """Return a square array of floats; add a fault for each entry that is not a number."""
    if hasattr(matrix, "__array__"):  # data frames too
        matrix = np.asarray(matrix)
    if isinstance(matrix, np.ndarray) and matrix.dtype.kind in "fiu":
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
            raise _not_square(" × ".join(map(str, matrix.shape)) or "0")
        return matrix.astype(float)
    try:
        rows = [list(row) for row in cast("Sequence[Sequence[object]]", matrix)]
    except TypeError:
        raise _not_square("0") from None
    n = len(rows)
    if not n or any(len(row) != n for row in rows):
        raise _not_square(f"{n} × ({', '.join(str(len(row)) for row in rows[:20])})")
    values = np.full((n, n), np.nan)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            if entry is None:
                continue
            if isinstance(entry, (bool, np.bool_)) or not isinstance(entry, Real):
                faults.add(
                    "judgment-number",
                    "{entry} is not a number; a judgment must be a positive number such as 3 or 1/3",
                    place(i, j),
                    entry=repr(entry),
                )
                continue
            try:
                values[i, j] = float(entry)
            except OverflowError:
                values[i, j] = np.inf
    return values


def _not_square(shape: str) -> WeightingError:
    return cast(
        WeightingError,
        refuse(
            WeightingError,
            "not-square",
            "judgments need a square matrix with one row and one column for each criterion, not {shape}",
            shape=shape,
        ),
    )


def _check_entries(given: Array, at: Callable[[int, int], Where], faults: Faults) -> None:
    off = ~np.eye(len(given), dtype=bool)
    for i, j in np.argwhere(off & ~np.isnan(given) & ~(given > 0)).tolist():
        faults.add(
            "judgment-positive",
            "a judgment must be a positive number (1/3, not −3, for less important); this is {value}",
            at(i, j),
            value=float(given[i, j]),
        )
    for i, j in np.argwhere(off & (given > 0) & ~((given >= SMALLEST) & (given <= LARGEST))).tolist():
        faults.add(
            "judgment-range",
            "a judgment must be between {smallest} and {largest}, not {value}",
            at(i, j),
            value=float(given[i, j]),
            smallest=SMALLEST,
            largest=LARGEST,
        )
    diagonal = np.diag(given)
    for i in np.flatnonzero(~np.isnan(diagonal) & ~(np.abs(diagonal - 1) <= EXACT)).tolist():
        faults.add(
            "judgment-diagonal",
            "a criterion compared with itself must be 1, not {value}",
            at(i, i),
            value=float(diagonal[i]),
        )


def _reciprocal(given: Array, at: Callable[[int, int], Where], faults: Faults) -> tuple[Array, list[Notice]]:
    """Return the matrix with both triangles, each entry the reciprocal of the other."""
    product = given * given.T
    upper = np.triu(np.ones_like(given, dtype=bool), 1)
    notices = []
    for i, j in np.argwhere(upper & (np.abs(product - 1) > EXACT)).tolist():
        a, b = float(given[i, j]), float(given[j, i])
        there = replace(at(j, i), file=None, outer=None)
        if abs(product[i, j] - 1) > ROUNDED and not _is_rounded(a, b):
            faults.add(
                "not-reciprocal",
                "{a} here and {b} at {there} are not reciprocal; give one of them only, or {fit} there",
                at(i, j),
                a=a,
                b=b,
                there=there,
                fit=1 / a,
            )
        else:
            notices.append(
                notice(
                    "rounded-reciprocal",
                    "{a} here and {b} at {there} are reciprocal only when rounded; {used} is used",
                    at(i, j),
                    a=a,
                    b=b,
                    there=there,
                    used=max(a, b),
                )
            )
    leads = np.isnan(given.T) | (given > given.T) | ((given == given.T) & upper)
    filled = np.where(leads, given, 1 / np.where(np.isnan(given.T), 1.0, given.T))
    np.fill_diagonal(filled, 1.0)
    return filled, notices


def _is_rounded(a: float, b: float) -> bool:
    """Return whether the smaller of two judgments is the reciprocal of the other, rounded: 9 and 0.1."""
    small, large = sorted((a, b))
    return small < 1 and round(1 / large, len(repr(small).partition(".")[2])) == small


def check_connected(matrix: Array, names: Sequence[str] | None) -> None:
    """Raise :class:`WeightingError` naming the groups of criteria that no judgment connects, if any."""
    parts = groups(~np.isnan(matrix))
    if len(parts) == 1:
        return
    shown = ["{" + ", ".join(str(i) if names is None else names[i] for i in part) + "}" for part in parts]
    raise refuse(
        WeightingError,
        "not-connected",
        "the judgments do not connect all criteria: the groups {groups} are not compared with each other;"
        " judge {pairs} or more pairs across them",
        groups=shown,
        pairs=len(parts) - 1,
    )
