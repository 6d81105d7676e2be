"""Columns of numbers that follow from two others: their difference, sum, mean, product, ratio or change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations

import numpy as np
from numpy.typing import NDArray

from see_mcda.io.grids.numbers_as_written import rounding
from see_mcda.language.messages import Message, message

_Numbers = NDArray[np.float64]
_CHANGE = re.compile(
    r"\b(?:change|difference|diff|delta|increase|decrease)\b|[Δ∆]"
    r"|ผลต่าง|ส่วนต่าง|เปลี่ยนแปลง|เพิ่มขึ้น|ลดลง|เพิ่ม\s*[/(]\s*ลด",
    re.IGNORECASE,
)
_FEWEST = 4
"""The rows from which on a column that is not called so may follow from others."""
_MOST = 60
"""The columns up to which each is compared with all pairs of the others."""
_TRIED = 12
"""The rows in which a column is compared before all are."""
_BY_CHANCE = 1e-4
"""How likely at most any column of a table only looks as if it followed from others."""
_EXACT = 1e-12
"""How far a computed number is off, as a part of it."""


@dataclass(frozen=True)
class _Relation:
    """How a column may follow from two others, a and b.

    Attributes:
        of: its numbers.
        off: how far they may be off, if a and b may be off by some numbers.
        ordered: whether a and b cannot be exchanged.
        change: whether headers such as "change" mean it.
        relative: whether sizes count, not differences.

    """

    words: str
    of: Callable[[_Numbers, _Numbers], _Numbers]
    off: Callable[[_Numbers, _Numbers, _Numbers, _Numbers], _Numbers]
    ordered: bool = False
    change: bool = False
    relative: bool = False


@dataclass(frozen=True)
class Derived:
    """A column that follows from two others.

    Attributes:
        column: its position.
        words: what it is of them.

    """

    column: int
    words: Message


def _ratios(times: float) -> tuple[_Relation, _Relation]:
    def off(a: _Numbers, b: _Numbers, off_a: _Numbers, off_b: _Numbers) -> _Numbers:
        return np.asarray(times * (off_a + np.abs(a / b) * off_b) / np.abs(b))

    ratio = message("it is the ratio of {a} to {b}").template
    change = message("it is the change from {b} to {a}, as a part of {b}").template
    return (
        _Relation(ratio, lambda a, b: times * a / b, off, ordered=True, relative=True),
        _Relation(change, lambda a, b: times * (a - b) / b, off, ordered=True, change=True),
    )


_RELATIONS = (
    _Relation(
        message("it is {a} minus {b}").template,
        lambda a, b: a - b,
        lambda a, b, off_a, off_b: off_a + off_b,
        ordered=True,
        change=True,
    ),
    _Relation(
        message("it is the sum of {a} and {b}").template,
        lambda a, b: a + b,
        lambda a, b, off_a, off_b: off_a + off_b,
    ),
    _Relation(
        message("it is the mean of {a} and {b}").template,
        lambda a, b: (a + b) / 2,
        lambda a, b, off_a, off_b: (off_a + off_b) / 2,
    ),
    _Relation(
        message("it is the product of {a} and {b}").template,
        lambda a, b: a * b,
        lambda a, b, off_a, off_b: np.abs(a) * off_b + np.abs(b) * off_a,
        relative=True,
    ),
    *_ratios(1),
    *_ratios(100),
)


def find_derived(
    values: _Numbers, columns: Sequence[int], names: Sequence[str], *, changes: bool = False
) -> Iterator[Derived]:
    """Yield those of some columns that follow from two others of them; the last of those that do.

    Only ``changes`` are those that are called so and are, as far as all numbers may be rounded.
    """
    tests = None if changes else len(columns) ** 3 * len(_RELATIONS)
    looked = [column for column in reversed(columns) if not changes or _CHANGE.search(names[column])]
    relations = [relation for relation in _RELATIONS if relation.change or not changes]
    if not changes and len(columns) > _MOST:
        return
    free = [column for column in columns if _varies(values[:, column])]
    off = np.zeros(values.shape[1])
    off[free] = [_off(values[:, column]) for column in free]
    for column in [each for each in looked if each in free]:
        pairs = list(permutations((each for each in free if each != column), 2))
        fits = (
            (relation, pair)
            for relation in relations
            for pair in _Fit(relation, values, off, column, tests).fitting(pairs)
        )
        for relation, (a, b) in islice(fits, 1):
            yield Derived(column, message(relation.words, a=names[a], b=names[b]))
            free.remove(column)


def _varies(numbers: _Numbers) -> bool:
    known = numbers[np.isfinite(numbers)]
    return len(known) >= 2 and bool(np.ptp(known) > 0)


def _off(numbers: _Numbers) -> float:
    """Return how far the numbers of a column may be from those that were rounded to them."""
    return min(map(rounding, numbers[np.isfinite(numbers)][:_TRIED].tolist()))


@dataclass(frozen=True)
class _Fit:
    """A column that may be a relation of two others.

    Attributes:
        off: how far the numbers of each column may be off.
        tests: of how many such relations it is one that may hold by chance; None if its header tells it, and
            the numbers of the two may be rounded as well.

    """

    relation: _Relation
    values: _Numbers
    off: _Numbers
    column: int
    tests: int | None

    def fitting(self, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of columns of which it holds."""
        tried = [pair for pair in pairs if self.relation.ordered or pair[0] < pair[1]]
        if tried:
            a, b = (np.array(side) for side in zip(*tried, strict=True))
            misses, _ = self._misses(a, b, slice(_TRIED))
            yield from (tried[at] for at in np.flatnonzero(~misses.any(axis=0)) if self._holds(*tried[at]))

    def _misses(
        self, a: NDArray[np.intp], b: NDArray[np.intp], rows: slice
    ) -> tuple[NDArray[np.bool_], _Numbers]:
        """Return for each row and pair whether it fails, and how far numbers may be off there."""
        own, left, right = self.values[rows, self.column, None], self.values[rows, a], self.values[rows, b]
        rounded = self.tests is None
        off_a = self.off[a] * rounded + _EXACT * np.abs(left)
        off_b = self.off[b] * rounded + _EXACT * np.abs(right)
        with np.errstate(all="ignore"):
            of = self.relation.of(left, right)
            near = self.off[self.column] + self.relation.off(left, right, off_a, off_b)
            misses = np.abs(of - own) > near
        known = np.isfinite(own) & np.isfinite(left) & np.isfinite(right)
        return misses | (known & ~np.isfinite(of)), near

    def _holds(self, a: int, b: int) -> bool:
        misses, near = self._misses(np.array([a]), np.array([b]), slice(None))
        parts = self.values[:, [self.column, a, b]]
        known = np.isfinite(parts).all(axis=1)
        if misses.any() or known.sum() < (2 if self.tests is None else _FEWEST):
            return False
        return self.tests is None or self._chance(parts[known], near[known, 0]) < np.log(
            _BY_CHANCE / self.tests
        )

    def _chance(self, parts: _Numbers, near: _Numbers) -> float:
        """Return the logarithm of the probability that it holds by chance in all rows."""
        if self.relation.relative:
            if not parts.all():
                return 0.0
            near = near / np.abs(parts[:, 0])
            parts = np.log(np.abs(parts))
        elif not self.relation.ordered:
            parts = np.column_stack([parts, parts[:, [0]] - parts[:, 1:]])
        spread = np.ptp(parts, axis=0).min()
        return float(np.log(2 * near / spread).sum()) if spread > 0 else 0.0
