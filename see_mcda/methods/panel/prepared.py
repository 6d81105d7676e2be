"""The base class of the panel: it runs on eligible candidates, once for each weight vector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, MethodError, SeeMcdaError, refuse
from see_mcda.language.messages import Message, Notice, Text, message
from see_mcda.methods.base import Prepared
from see_mcda.methods.panel.peer import NoNumberError
from see_mcda.model.normalization import Normalizer
from see_mcda.model.problem import Problem

Rows = NDArray[np.intp]
_NAMED = 5


class PreparedPanel(Prepared):
    """A method of the panel on one problem; a subclass defines :meth:`published`, maybe :meth:`table`.

    Only eligible candidates are in the matrix. An ineligible one is put beside them, alone, its normalised
    scores clipped into their range; that changes averages and sums for everybody, so its score there is
    carried over to theirs by order (:func:`carried_over`). Its shadow rank is the rank it would have had,
    let in alone.

    Leaves of weight 0 are left out of the matrix, which is what the formulas say (not those of CoCoSo and
    MULTIMOORA).
    """

    name: ClassVar[str]
    sign: ClassVar[float] = 1.0
    """-1 where the published score is better when lower."""
    floor: ClassVar[str | None] = None
    """``above``: normalised scores must be above 0; ``at``: at or above it."""
    divides_by_column: ClassVar[bool] = False
    """Whether a column of zeros leaves the formula undefined."""
    keeps_zero_weights: ClassVar[bool] = False
    scores_nodes: ClassVar[bool] = True

    def __init__(self, problem: Problem, options: Mapping[str, Any]):
        super().__init__(problem, options)
        self._normalize = Normalizer(problem, options["normalization"])
        self._rows = np.flatnonzero(problem.eligible)
        self._table = self.table(problem.values)

    def table(self, x: Array) -> Array:
        """Return the (n, m) input matrix of the method for (n, m) scores."""
        return self.clipped(self._normalize(x))

    def signs(self) -> Array:
        """Return (m,): -1 where less is better in :meth:`table`."""
        return np.asarray(self._normalize.signs)

    def published(self, r: Array, signs: Array, w: Array, rows: Rows) -> Array:
        """Return the published scores of the candidates ``rows``, whose rows of the table are ``r``."""
        raise NotImplementedError

    def scores(self, weights: Array, values: Array | None = None) -> Array:
        """Return (k, n) scores, higher is better.

        Raises :class:`MethodError` naming the candidates for which the formula gives no number.
        """
        result = np.empty((len(weights), len(self.problem.candidates)))
        if values is None or values.ndim == 2:
            table = self._table if values is None else self.table(values)
            tables: Iterable[Array] = (table for _ in weights)
        else:
            tables = map(self.table, values)
        for row, (w, table) in enumerate(zip(weights, tables, strict=True)):
            result[row] = self._score(table, w)
        return self.sign * result

    def native_scores(self, scores: Array) -> Array:
        """Return the scores with the published sign."""
        return self.sign * scores

    def rolls_up(self) -> bool:
        """Whether every node has a score."""
        return self.scores_nodes

    def warnings(self) -> tuple[Notice, ...]:
        """Return the warnings of the normalisation."""
        return self._normalize.warnings()

    def clipped(self, r: Array) -> Array:
        """Return r with ineligible candidates clipped into the range of the eligible ones."""
        seen = r[self._rows]
        if len(seen) == len(r):
            return r
        return np.where(self.problem.eligible[:, None], r, np.clip(r, seen.min(axis=0), seen.max(axis=0)))

    def seen(self, table: Array) -> Array:
        """Return the eligible candidates' rows of a table."""
        return table[self._rows]

    def named(self, rows: Iterable[int]) -> list[Text | str]:
        """Return the first of the candidates ``rows`` by name, for messages."""
        names = [self.problem.name(int(row)) for row in rows]
        return [*names[:_NAMED], *["…"][: len(names) - _NAMED]] if len(names) > _NAMED else [*names]

    def _score(self, table: Array, w: Array) -> Array:
        used = np.ones(len(w), bool) if self.keeps_zero_weights else w > 0
        self._check(table, used)
        field = self._run(table, used, w, self._rows)
        if len(field) == len(table):
            return field
        result = np.empty(len(table))
        result[self._rows] = field
        for row in np.flatnonzero(~self.problem.eligible):
            beside = self._run(table, used, w, np.append(self._rows, row))
            result[row] = carried_over(beside[-1], beside[:-1], field)
        return result

    def _run(self, table: Array, used: NDArray[np.bool_], w: Array, rows: Rows) -> Array:
        try:
            found = self.published(table[np.ix_(rows, used)], self.signs()[used], w[used], rows)
        except NoNumberError:
            raise self._no_number(rows) from None
        lost = ~np.isfinite(found)
        if lost.any():
            raise self._no_number(rows[lost])
        return found

    def _no_number(self, rows: Rows) -> SeeMcdaError:
        return refuse(
            MethodError,
            "no-number",
            "{method} cannot score {candidates}: its formula divides by 0 or overflows",
            method=self.name,
            candidates=self.named(rows),
        )

    def _check(self, table: Array, used: NDArray[np.bool_]) -> None:
        r = self.seen(table)
        bad = ~np.isfinite(r)
        words = message("{method} cannot use the score of {candidate} at {leaf}")
        if self.floor == "above":
            bad |= r <= 0
            words = message("{method} needs scores above 0; see {candidate} at {leaf}")
            if self.options["normalization"] == "scale":
                words = message(
                    "{method} needs scores above the worst end of their scale; see {candidate} at {leaf}"
                )
        elif self.floor == "at":
            bad |= r < 0
            words = message("{method} needs scores that are not negative; see {candidate} at {leaf}")
        faults = Faults()
        for column in np.flatnonzero(bad.any(axis=0) & used):
            row = int(self._rows[np.argmax(bad[:, column])])
            self._add(faults, "needs-positive" if self.floor else "no-number", words, row, int(column))
        if self.divides_by_column and not faults:
            for column in np.flatnonzero(used & (r.max(axis=0) == 0)):
                leaf = self.problem.framework.leaves[column]
                faults.add(
                    "zero-column",
                    "{method} needs at least one score above 0 (under scale, above its worst end) at {leaf}",
                    self.problem.framework.where(leaf.id),
                    method=self.name,
                    leaf=leaf.title,
                )
        faults.stop(MethodError)

    def _add(self, faults: Faults, code: str, words: Message, row: int, column: int) -> None:
        faults.add(
            code,
            words.template,
            self.problem.place(row, column),
            method=self.name,
            candidate=self.problem.name(row),
            leaf=self.problem.framework.leaves[column].title,
        )


def carried_over(score: float, beside: Array, field: Array) -> float:
    """Return ``score`` mapped from the scores ``beside`` to the scores ``field``, preserving its position.

    The j-th lowest of ``beside`` is taken to the j-th lowest of ``field``, linearly between them and at
    slope 1 beyond them; so it is unchanged if including it changes no other score.
    """
    xs, ys = np.sort(beside), np.sort(field)
    return float(np.interp(score, xs, ys) + min(score - xs[0], 0.0) + max(score - xs[-1], 0.0))
