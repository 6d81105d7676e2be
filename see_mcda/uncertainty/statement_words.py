"""The grammar of statements in words.

::

    chain   side (relation side)+              relation  >=  <=  =     also ≥ ≤ ==
    side    term (("+" | "-") term)*
    term    factor (("*" | "/") factor)*
    factor  number ["%"] | id | "(" side ")"
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults

LONGEST = 20_000
"""Characters of a statement."""
DEEPEST = 20
"""Parentheses within one another."""

_TOKEN = re.compile(
    r"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.,-]))"
    r"|(?P<relation>>=|<=|==|=>|=<|[≥≤=<>])|(?P<sign>[+*/%()·×]|-(?=\s|$))|(?P<id>[^\s>=<≥≤+*/%()·×]+)"
)
_SAME = {"≥": ">=", "≤": "<=", "==": "=", "·": "*", "×": "*"}


@dataclass(frozen=True)
class Side:
    """A linear expression row @ w + constant, over ``below`` where it is a ratio."""

    row: Array
    constant: float = 0.0
    below: Side | None = None

    def times(self, other: Side | None) -> Array:
        """Return the row of the product with the other side's divisor (at most one side has one)."""
        if other is None:
            return self.row
        return self.constant * other.row + self.row * other.constant

    def constant_times(self, other: Side | None) -> float:
        """Return the constant of the same product."""
        return self.constant if other is None else self.constant * other.constant

    @property
    def is_number(self) -> bool:
        """Whether no criterion is named."""
        return self.below is None and not self.row.any()


def number(value: object) -> float | None:
    """Return a finite number, or ``None`` for what is none."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def near(name: str, names: Mapping[str, Array], where: str, faults: Faults) -> None:
    """Add the fault of an unknown id, with ids that look like it."""
    parts = re.split(r"-+", name)
    if re.fullmatch(r"[\d.,]+", name):
        faults.add("bad-number", "{given} is not a number; write 0.1, with a point", where, given=name)
    elif len(parts) > 1 and all(part in names for part in parts if part) and any(parts):
        faults.add("unknown-node", "there is no {id}; put spaces around a minus: a - b", where, id=name)
    elif alike := _alike(name, names):
        faults.add("unknown-node", "there is no {id}; did you mean {near}?", where, id=name, near=alike)
    else:
        faults.add(
            "unknown-node", "there is no {id}; choose from {known}", where, id=name, known=list(names)[:40]
        )


def _alike(name: str, names: Mapping[str, Array]) -> list[str]:
    return (
        difflib.get_close_matches(name, names, n=3)
        or [known for known in names if len(name) > 1 and known.startswith(name.lower())][:3]
    )


def parsed(
    words: str, names: Mapping[str, Array], where: str, faults: Faults
) -> list[tuple[Side, str, Side]]:
    """Return the links of a chain; faults are added, and no links returned where there are any."""
    reader = _Reader(words, names, where)
    links = reader.chain()
    if reader.faults:
        faults.extend(reader.faults)
        return []
    return links


class _StopError(Exception):
    """The statement cannot be read further."""


class _Reader:
    """A recursive-descent reader of one statement; it continues after unknown ids."""

    def __init__(self, words: str, names: Mapping[str, Array], where: str):
        self.words, self.names, self.where = words, names, where
        self.faults = Faults()
        self.unknown: set[str] = set()
        self.nothing = np.zeros(len(next(iter(names.values()))))
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0

    def chain(self) -> list[tuple[Side, str, Side]]:
        try:
            return self._chain()
        except _StopError:
            return []

    def _chain(self) -> list[tuple[Side, str, Side]]:
        if len(self.words) > LONGEST:
            self._stop("a statement must have at most {limit} characters", limit=LONGEST)
        for found in _TOKEN.finditer(self.words):
            kind = found.lastgroup or ""
            token = found.group()
            # A sign without an operand before it belongs to the number; with one it is an operator.
            if (
                kind == "number"
                and token[0] in "+-"
                and self.tokens
                and self.tokens[-1][0] in ("number", "id")
            ):
                self._stop("put spaces around a minus or plus: a - 0.1")
            self.tokens.append((kind, _SAME.get(token, token)))
        sides = [self._side()]
        relations = []
        while self.at < len(self.tokens):
            kind, token = self.tokens[self.at]
            if kind != "relation":
                self._unexpected(token)
            if token not in (">=", "<=", "="):
                self._stop("write >= or <= instead of {given}", given=token)
            relations.append(token)
            self.at += 1
            sides.append(self._side())
        if not relations:
            self._stop(
                "a statement must be a comparison, such as a >= 2 * b or 0.1 <= a <= 0.4, not {given}",
                given=self.words,
            )
        return list(zip(sides, relations, sides[1:], strict=False))

    def _side(self) -> Side:
        total = self._term()
        while (sign := self._sign("+", "-")) is not None:
            term = self._term()
            if total.below is not None or term.below is not None:
                self._stop("a ratio must be alone on its side")
            way = 1.0 if sign == "+" else -1.0
            total = Side(total.row + way * term.row, total.constant + way * term.constant)
        return total

    def _term(self) -> Side:
        product = self._factor()
        while (sign := self._sign("*", "/")) is not None:
            factor = self._factor()
            if sign == "/":
                product = self._quotient(product, factor)
            elif product.below is not None or factor.below is not None:
                self._stop("a ratio must be alone on its side")
            elif product.is_number or factor.is_number:
                by, what = (product, factor) if product.is_number else (factor, product)
                product = Side(by.constant * what.row, by.constant * what.constant)
            elif not self.unknown:
                self._stop("two criteria cannot be multiplied")
        return product

    def _quotient(self, above: Side, below: Side) -> Side:
        if above.below is not None or below.below is not None:
            self._stop("a ratio can have only one divisor")
        if below.is_number:
            if self.unknown and not below.constant:
                return above
            if not below.constant:
                self._stop("division by 0 is not allowed")
            return Side(above.row / below.constant, above.constant / below.constant)
        if below.constant < 0 or (below.row < 0).any():
            self._stop("a divisor must be a sum of criteria, without a minus")
        return Side(above.row, above.constant, below)

    def _factor(self) -> Side:
        if self.at >= len(self.tokens):
            self._stop("something is missing at the end of {given}", given=self.words)
        kind, token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            return self._inside()
        if kind == "id":
            return Side(self._row(token))
        if kind != "number":
            self.at -= 1
            self._unexpected(token)
        if token in self.names:
            self._stop("{id} is both a number and an id; use coefficients and at_least", id=token)
        value = float(token)
        if not math.isfinite(value):
            self._stop("{given} is too large", given=token)
        return Side(self.nothing, value / 100 if self._sign("%") else value)

    def _inside(self) -> Side:
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop("parentheses can be nested at most {limit} deep", limit=DEEPEST)
        side = self._side()
        if self._sign(")") is None:
            self._stop("a closing parenthesis is missing in {given}", given=self.words)
        self.depth -= 1
        return side

    def _row(self, name: str) -> Array:
        if name in self.names:
            return self.names[name]
        if name not in self.unknown:
            self.unknown.add(name)
            near(name, self.names, self.where, self.faults)
        return self.nothing

    def _sign(self, *wanted: str) -> str | None:
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in wanted]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def _unexpected(self, token: str) -> None:
        self._stop(
            "{token} is not expected here: {given}; write, for example, a >= 2 * b",
            token=token,
            given=self.words,
        )

    def _stop(self, template: str, **params: object) -> None:
        self.faults.add("statement-words", template, self.where, **params)
        raise _StopError
