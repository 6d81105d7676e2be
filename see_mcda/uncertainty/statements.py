"""Statements about weights, such as ``"cooperation >= market"``, which a group can agree on without numbers.

In words, an id means the sum of the global leaf weights below it::

    cooperation >= market >= framework        an order; >=, <= and =, in chains
    economic >= 2 * social                    a multiple
    economic + social >= environmental        sums and differences, parentheses
    1.5 <= economic / social <= 3             a ratio between bounds
    0.1 <= fair-trade <= 40 %                 bounds

An id with ``@`` means a candidate's score, so that weights can be learned from examples::

    @sampran >= @ban-fai                      an order of candidates, in chains
    @a - @b >= @c - @d                        how much better
    @a score >= 0.6                           a bound
    @"Sampran Model" >= 1.2 * @ban-fai        a name or label, in quotation marks where it has spaces

Operators need spaces around them, since ids contain hyphens. Or as numbers: ``{"coefficients": [...],
"at_least": x}`` over the leaves, or ``{"coefficients": {id: c}, …}``.

All become rows of coefficients @ w ≥ at_least, besides w ≥ 0 and Σw = 1. A strict order differs from a weak
one only where two weights are equal, so there is no ``>``.

A candidate's score is that of the scores as they are now, without their uncertainty. For the weighted sum
and AHP it is linear in the weights, s = V w, and statements about it are rows, too. For the product,
s_a ≥ s_b is linear in logarithms. All others are :class:`Sampled`: whether weights meet them is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Plural
from see_mcda.methods import Prepared
from see_mcda.methods.ranks import BLOCK
from see_mcda.model.criteria import Framework
from see_mcda.uncertainty.contradictions import MARGIN, smallest_contradiction
from see_mcda.uncertainty.regions import shares_in
from see_mcda.uncertainty.statement_words import Side, Vocabulary, number, parsed

Later = Callable[[], "Prepared | None"]
"""Makes a method ready for the problem, which only statements about candidates need."""
TRIED = 1 << 17
"""Random weightings that are tried for statements that only sampling can meet."""
KEPT = 256
"""Of these, as many as are kept at most."""
SAME = 1e-14
"""Candidates whose values differ by no more than this share of them have the same."""
ENOUGH = 16
"""Of these, fewer that meet the statements are too few to draw samples."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """Statements about candidates whose scores are not linear in the weights.

    Attributes:
        prepared: the method, ready for the problem.
        coefficients: (c, m + n) of the weights and the candidates' scores: … @ (w, s) ≥ at_least.
        at_least: (c,).
        sources: as in :class:`Statements`.

    """

    prepared: Prepared
    coefficients: Array
    at_least: Array
    sources: tuple[Any, ...]

    @property
    def orders(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The candidates (c,) that are at least as good as others (c,), because statements say so."""
        scores = self.coefficients[:, len(self.prepared.problem.leaves) :]
        rows = scores[_compares(self.coefficients, self.at_least, scores)]
        return rows.argmax(axis=1), rows.argmin(axis=1)

    def holds(self, weights: Array) -> NDArray[np.bool_]:
        """Return (k,) whether each row of ``weights`` (k, m) meets all."""
        prepared = self.prepared
        given = prepared.scores(weights) if prepared.has_scores else 0.0 - prepared.ranks(weights)
        scores = np.nan_to_num(given, neginf=-1e300)
        slack = np.hstack([weights, scores]) @ self.coefficients.T - self.at_least
        size = np.abs(self.coefficients).max(axis=1, initial=0.0)
        return np.asarray((slack >= -MARGIN * size).all(axis=-1))


@dataclass(frozen=True, eq=False)
class Statements:
    """Statements about the weights: coefficients @ w ≥ at_least, besides w ≥ 0 and Σw = 1.

    Attributes:
        framework: the tree whose leaves are weighted.
        coefficients: (c, m) one row an inequality; an equality has two, a chain one or two a link.
        at_least: (c,).
        sources: for each row, the statement as it was given (words, or a mapping of JSON values).
        sampled: the statements that are no such rows, if there are any.
        points: (k, m) some weights that meet all statements, where any are sampled.

    """

    framework: Framework
    coefficients: Array
    at_least: Array
    sources: tuple[Any, ...]
    sampled: Sampled | None = None
    points: Array | None = None

    def __post_init__(self) -> None:
        for name in ("coefficients", "at_least"):
            values = np.array(getattr(self, name), dtype=np.float64)
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.at_least) + (len(self.sampled.at_least) if self.sampled else 0)

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The rows of each statement, in the order given."""
        found: dict[int, list[int]] = {}
        for row, source in enumerate(self.sources):
            found.setdefault(id(source), []).append(row)
        return tuple(map(tuple, found.values()))

    def to_list(self) -> list[Any]:
        """Return the statements as JSON values that :func:`read_statements` reads back."""
        every = _once((*self.sources, *(self.sampled.sources if self.sampled else ())))
        return [dict(source) if isinstance(source, Mapping) else source for source in every]

    def holds(self, weights: Array, tolerance: float = MARGIN) -> NDArray[np.bool_]:
        """Return (k,) whether each row of ``weights`` (k, m) meets all.

        ``tolerance`` is relative to a statement's largest coefficient.
        """
        weights = np.asarray(weights)
        slack = weights @ self.coefficients.T - self.at_least
        size = np.abs(self.coefficients).max(axis=1, initial=0.0)
        held = np.asarray((slack >= -tolerance * size).all(axis=-1))
        return held if self.sampled is None else held & self.sampled.holds(weights)

    def middle(self, weights: Array) -> Array:
        """Return (m,) ``weights`` if they meet the statements, else the nearest of :attr:`points`."""
        if self.points is None or self.holds(weights[None])[0]:
            return weights
        return np.asarray(self.points[np.square(self.points - weights).sum(axis=1).argmin()])


def read_statements(given: object, framework: Framework, prepared: Later | None = None) -> Statements:
    """Return the statements given in words or as numbers; ``None`` leaves the weights free.

    ``prepared`` makes the method ready whose scores statements about candidates mean.

    Raises:
        WeightingError: every fault of every statement; or, where no weights satisfy all, a smallest set of
            statements that contradict each other; or that no sample meets those that can only be sampled.

    """
    if isinstance(given, Statements):
        if prepared is None or not _names_candidates(given.to_list()):
            return _on(given, framework)
        given = given.to_list()
    if given is None:
        given = []
    if isinstance(given, (str, Mapping)):
        given = [given]
    if not isinstance(given, Sequence):
        raise refuse(
            WeightingError,
            "statements",
            "statements must be a list, such as [a >= b, c <= 0.4]",
            "statements",
        )
    scored = prepared() if prepared is not None and _names_candidates(given) else None
    names = Vocabulary(framework, None if scored is None else scored.problem)
    rows: list[Array] = []
    least: list[float] = []
    sources: list[Any] = []
    faults = Faults()
    for position, statement in enumerate(given):
        where = f"statements[{position}]"
        if isinstance(statement, str):
            found = _from_words(statement, names, where, faults)
            source: Any = _Words(statement)
        elif isinstance(statement, Mapping):
            found = _from_mapping(statement, names, where, faults)
            source = _json(statement)
        else:
            faults.add(
                "statement",
                "a statement must be text such as a >= 2 * b, or coefficients and at_least, not {given}",
                where,
                given=str(statement),
            )
            continue
        for row, bound in found:
            rows.append(row)
            least.append(bound)
            sources.append(source)
    faults.stop(WeightingError)
    statements = _resolved(names, scored, np.array(rows).reshape(-1, names.size), np.array(least), sources)
    _check_together(statements)
    return statements if statements.sampled is None else _with_points(statements, statements.sampled)


def _names_candidates(given: object) -> bool:
    return "@" in str(given)


def _resolved(
    names: Vocabulary, scored: Prepared | None, rows: Array, least: Array, sources: Sequence[Any]
) -> Statements:
    """Return the statements of rows (c, m + n) about weights and candidates' scores."""
    framework, m = names.framework, len(names.framework.leaves)
    on_weights, on_scores = rows[:, :m].copy(), rows[:, m:]
    sampled = np.asarray(on_scores.any(axis=1))
    if scored is None or not sampled.any():
        return Statements(framework, on_weights, least, tuple(sources))
    compares = _compares(rows, least, on_scores)
    if not (scored.has_scores or compares[sampled].all()):
        raise refuse(
            WeightingError,
            "no-scores",
            "this method gives ranks without scores: statements can only compare two candidates, as in"
            " @a >= @b",
            "statements",
        )
    values = scored.linear_values()
    if values is not None:
        linear = sampled & (compares | (scored.contribution_kind != "log"))
        for row in np.flatnonzero(linear):
            chosen = np.flatnonzero(on_scores[row])
            if np.isfinite(values[chosen]).all():
                sampled[row] = False
                parts = np.vstack([on_weights[row], on_scores[row, chosen, None] * values[chosen]])
                on_weights[row] = parts.sum(axis=0)
                if np.abs(on_weights[row]).max() <= SAME * np.abs(parts).max():
                    # 0 ≥ bound, whatever the weights are: the same as Σw ≥ 1 + bound, or as Σw ≥ 0.
                    on_weights[row] = 1.0
                    least[row] = 1.0 + least[row] if least[row] > 0 else 0.0
    kept = [source for source, drawn in zip(sources, sampled, strict=True) if not drawn]
    others = [source for source, drawn in zip(sources, sampled, strict=True) if drawn]
    rest = Sampled(scored, rows[sampled], least[sampled], tuple(others)) if others else None
    return Statements(framework, on_weights[~sampled], least[~sampled], tuple(kept), rest)


def _compares(rows: Array, least: Array, on_scores: Array) -> NDArray[np.bool_]:
    """Return (c,) which rows (c, m + n) are s_a ≥ s_b, or a multiple of it."""
    named = (on_scores != 0).sum(axis=1)
    return np.asarray(
        (named == 2) & ((rows != 0).sum(axis=1) == 2) & (on_scores.sum(axis=1) == 0) & (least == 0)
    )


def _with_points(statements: Statements, sampled: Sampled) -> Statements:
    """Return the statements with weights that meet them; refuse them where too few are found."""
    shares = shares_in(statements.coefficients, statements.at_least)
    generator = np.random.default_rng(0)
    found: list[Array] = []
    for _ in range(TRIED // BLOCK):
        weights = shares.sample(generator, BLOCK)
        found.append(weights[sampled.holds(weights)])
        if sum(map(len, found)) >= KEPT:
            break
    points = np.concatenate(found)[:KEPT]
    if len(points) >= ENOUGH:
        return replace(statements, points=points)
    shown = _listed(_once(sampled.sources))
    if not len(points):
        raise refuse(
            WeightingError,
            "no-sample",
            "no sample found: none of {count} random weightings satisfies {statements}; this method can only "
            "be sampled, so it is no proof that there are none",
            "statements",
            count=TRIED,
            statements=shown,
        )
    raise refuse(
        WeightingError,
        "few-samples",
        "only {found} of {count} random weightings satisfy {statements}: too few to draw samples from; relax "
        "or remove one of these",
        "statements",
        found=len(points),
        count=TRIED,
        statements=shown,
    )


def _once(sources: Iterable[Any]) -> list[Any]:
    return list({id(source): source for source in sources}.values())


class _Words(str):
    """A statement in words, compared by identity, so that two equal statements stay two."""

    __slots__ = ()


def _on(statements: Statements, framework: Framework) -> Statements:
    ours, theirs = ([leaf.id for leaf in tree.leaves] for tree in (statements.framework, framework))
    if ours == theirs:
        return statements
    raise refuse(
        WeightingError,
        "other-framework",
        "these statements belong to the framework {given}, not to {needed}",
        "statements",
        given=statements.framework.id,
        needed=framework.id,
    )


def _check_together(statements: Statements) -> None:
    clash = smallest_contradiction(statements.coefficients, statements.at_least, statements.groups)
    if clash is None:
        return
    given = statements.to_list()
    raise refuse(
        WeightingError,
        "contradiction",
        "no weights of 0 or more that sum to 1 satisfy {statements}; remove or relax one of these",
        "statements",
        statements=_listed(given[group] for group in clash),
    )


def _listed(statements: Iterable[Any]) -> str:
    return " · ".join(f"“{_shown(statement)}”" for statement in statements)


def _shown(statement: Any) -> str:
    if isinstance(statement, str):
        return str(statement)
    coefficients = statement["coefficients"]
    return f"{coefficients} >= {statement.get('at_least', 0.0):g}"


Rows = list[tuple[Array, float]]


def _from_words(words: str, names: Vocabulary, where: str, faults: Faults) -> Rows:
    rows: Rows = []
    chain = parsed(words, names, where, faults)
    for left, relation, right in chain:
        difference = _linear(left, right, where, faults)
        if difference is None:
            continue
        row, constant = difference
        if relation in (">=", "="):
            rows.append((row, 0.0 - constant))
        if relation in ("<=", "="):
            rows.append((0.0 - row, constant))
    return rows


def _linear(left: Side, right: Side, where: str, faults: Faults) -> tuple[Array, float] | None:
    """Return row and constant of left − right, brought to one line where a side is a ratio."""
    if left.below is not None and right.below is not None:
        faults.add("two-ratios", "two ratios cannot be compared; write a >= 2 * b for each", where)
        return None
    row = left.times(right.below) - right.times(left.below)
    constant = left.constant_times(right.below) - right.constant_times(left.below)
    if not (np.isfinite(row).all() and np.isfinite(constant)):
        faults.add("too-large", "a number is too large", where)
        return None
    if not row.any():
        faults.add(
            "says-nothing",
            "both sides of the comparison are equal, or are numbers: no criterion is left",
            where,
        )
        return None
    return row + 0.0, constant + 0.0


def _from_mapping(statement: Mapping[str, Any], names: Vocabulary, where: str, faults: Faults) -> Rows:
    wrong = [str(key) for key in statement if key not in ("coefficients", "at_least")]
    if wrong or "coefficients" not in statement:
        faults.add(
            "statement-keys",
            "a statement in numbers must have the keys coefficients and at_least; this one has {given}",
            where,
            given=[str(key) for key in statement],
        )
        return []
    bound = number(statement.get("at_least", 0.0))
    if bound is None:
        faults.add(
            "bad-number",
            "a finite number is needed, not {given}",
            f"{where}.at_least",
            given=str(statement["at_least"]),
        )
    terms = _terms(statement["coefficients"], names, f"{where}.coefficients", faults)
    row = np.zeros(names.size)
    sound = bound is not None and terms is not None
    for unit, times, place in terms or ():
        factor = number(times)
        if factor is None:
            faults.add("bad-number", "a finite number is needed, not {given}", place, given=str(times))
            sound = False
        else:
            row = row + factor * unit
    if not sound or bound is None:
        return []
    if not np.isfinite(row).all():
        faults.add("too-large", "a number is too large", where)
        return []
    if not row.any():
        faults.add("says-nothing", "all coefficients are 0: no criterion is left", f"{where}.coefficients")
        return []
    return [(row, bound)]


def _terms(given: Any, names: Vocabulary, where: str, faults: Faults) -> list[tuple[Array, Any, str]] | None:
    """Return row, coefficient and location of each term; ``None`` where one cannot be read."""
    m = len(names.framework.leaves)
    if isinstance(given, Mapping):
        found = [
            (names.row(str(name), where, faults), times, f"{where}.{name}") for name, times in given.items()
        ]
        known = [(row, times, place) for row, times, place in found if row is not None]
        return known if len(known) == len(given) else None
    if isinstance(given, (Sequence, np.ndarray)) and not isinstance(given, str) and len(given) == m:
        return [
            (unit, times, f"{where}[{row}]")
            for row, (unit, times) in enumerate(zip(np.eye(m, names.size), given, strict=True))
        ]
    faults.add(
        "wrong-length",
        Plural(
            "{count} coefficient is needed, one for each criterion in order, or a mapping of ids",
            "{count} coefficients are needed, one for each criterion in order, or a mapping of ids",
        ),
        where,
        count=m,
    )
    return None


def _json(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy that holds plain numbers and lists."""
    plain: dict[str, Any] = {}
    for key, value in statement.items():
        if isinstance(value, Mapping):
            plain[str(key)] = {str(name): _plain(times) for name, times in value.items()}
        elif isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, str):
            plain[str(key)] = [_plain(times) for times in value]
        else:
            plain[str(key)] = _plain(value)
    return plain


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
