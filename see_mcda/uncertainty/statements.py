"""Statements about weights, such as ``"cooperation >= market"``, which a group can agree on without numbers.

In words, an id means the sum of the global leaf weights below it::

    cooperation >= market >= framework        an order; >=, <= and =, in chains
    economic >= 2 * social                    a multiple
    economic + social >= environmental        sums and differences, parentheses
    1.5 <= economic / social <= 3             a ratio between bounds
    0.1 <= fair-trade <= 40 %                 bounds

Operators need spaces around them, since ids contain hyphens. Or as numbers: ``{"coefficients": [...],
"at_least": x}`` over the leaves, or ``{"coefficients": {id: c}, …}``.

All become rows of coefficients @ w ≥ at_least, besides w ≥ 0 and Σw = 1. A strict order differs from a weak
one only where two weights are equal, so there is no ``>``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.arguments import About
from see_mcda.arrays import Array
from see_mcda.errors import Faults, WeightingError, refuse
from see_mcda.language.messages import Plural
from see_mcda.model.criteria import Framework
from see_mcda.uncertainty.contradictions import MARGIN, smallest_contradiction
from see_mcda.uncertainty.statement_words import Side, near, number, parsed

StatementList = Annotated[
    Any,
    About(
        'one or more statements about the weights, such as "market >= 2 * social" or "0.1 <= fair-trade '
        '<= 0.4"',
        metavar='"a >= b"',
        json=str | dict[str, Any] | list[Any] | None,
        read=lambda problem, statements, given: read_statements(statements, problem.framework),
    ),
]


@dataclass(frozen=True, eq=False)
class Statements:
    """Statements about the weights: coefficients @ w ≥ at_least, besides w ≥ 0 and Σw = 1.

    Attributes:
        framework: the tree whose leaves are weighted.
        coefficients: (c, m) one row an inequality; an equality has two, a chain one or two a link.
        at_least: (c,).
        sources: for each row, the statement as it was given (words, or a mapping of JSON values).

    """

    framework: Framework
    coefficients: Array
    at_least: Array
    sources: tuple[Any, ...]

    def __post_init__(self) -> None:
        for name in ("coefficients", "at_least"):
            values = np.array(getattr(self, name), dtype=np.float64)
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    def __len__(self) -> int:
        return len(self.at_least)

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The rows of each statement, in the order given."""
        found: dict[int, list[int]] = {}
        for row, source in enumerate(self.sources):
            found.setdefault(id(source), []).append(row)
        return tuple(map(tuple, found.values()))

    def to_list(self) -> list[Any]:
        """Return the statements as JSON values that :func:`read_statements` reads back."""
        return [
            dict(source) if isinstance(source := self.sources[rows[0]], Mapping) else source
            for rows in self.groups
        ]

    def holds(self, weights: Array, tolerance: float = MARGIN) -> NDArray[np.bool_]:
        """Return (k,) whether each row of ``weights`` (k, m) meets all.

        ``tolerance`` is relative to a statement's largest coefficient.
        """
        slack = np.asarray(weights) @ self.coefficients.T - self.at_least
        size = np.abs(self.coefficients).max(axis=1, initial=0.0)
        return np.asarray((slack >= -tolerance * size).all(axis=-1))


def read_statements(given: object, framework: Framework) -> Statements:
    """Return the statements given in words or as numbers; ``None`` leaves the weights free.

    Raises:
        WeightingError: every fault of every statement; or, where no weights satisfy all, a smallest set of
            statements that contradict each other.

    """
    if isinstance(given, Statements):
        return _on(given, framework)
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
    names = _names(framework)
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
    m = len(framework.leaves)
    statements = Statements(framework, np.array(rows).reshape(-1, m), np.array(least), tuple(sources))
    _check_together(statements)
    return statements


class _Words(str):
    """A statement in words, compared by identity, so that two equal statements stay two."""

    __slots__ = ()


def _names(framework: Framework) -> dict[str, Array]:
    """Return for each node the row (m,) that sums the weights of its leaves."""
    names = {}
    for node in framework.nodes:
        names[node] = np.zeros(len(framework.leaves))
        names[node][list(framework.columns[node])] = 1.0
    return names


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
        statements=" · ".join(f"“{_shown(given[group])}”" for group in clash),
    )


def _shown(statement: Any) -> str:
    if isinstance(statement, str):
        return str(statement)
    coefficients = statement["coefficients"]
    return f"{coefficients} >= {statement.get('at_least', 0.0):g}"


Rows = list[tuple[Array, float]]


def _from_words(words: str, names: Mapping[str, Array], where: str, faults: Faults) -> Rows:
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


def _from_mapping(
    statement: Mapping[str, Any], names: Mapping[str, Array], where: str, faults: Faults
) -> Rows:
    wrong = [str(key) for key in statement if key not in ("coefficients", "at_least")]
    if wrong or "coefficients" not in statement:
        faults.add(
            "statement-keys",
            "a statement in numbers must have the keys coefficients and at_least; this one has {given}",
            where,
            given=[str(key) for key in statement],
        )
        return []
    m = len(next(iter(names.values())))
    bound = number(statement.get("at_least", 0.0))
    if bound is None:
        faults.add(
            "bad-number",
            "a finite number is needed, not {given}",
            f"{where}.at_least",
            given=str(statement["at_least"]),
        )
    terms = _terms(statement["coefficients"], names, f"{where}.coefficients", faults)
    row = np.zeros(m)
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


def _terms(
    given: Any, names: Mapping[str, Array], where: str, faults: Faults
) -> list[tuple[Array, Any, str]] | None:
    """Return row, coefficient and location of each term; ``None`` where one cannot be read."""
    m = len(next(iter(names.values())))
    if isinstance(given, Mapping):
        for name in given:
            if name not in names:
                near(str(name), names, where, faults)
        known = [(names[name], times, f"{where}.{name}") for name, times in given.items() if name in names]
        return known if len(known) == len(given) else None
    if isinstance(given, (Sequence, np.ndarray)) and not isinstance(given, str) and len(given) == m:
        return [
            (unit, times, f"{where}[{row}]")
            for row, (unit, times) in enumerate(zip(np.eye(m), given, strict=True))
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
