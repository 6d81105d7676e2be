"""The grammar of statements in words.

::

    chain   side (relation side)+              relation  >=  <=  =     also ≥ ≤ ==
    side    term (("+" | "-") term)*
    term    factor (("*" | "/") factor)*
    factor  number ["%"] | name | "@" name ["score"] | "(" side ")"
    name    an id, name or label; in quotation marks where it has spaces or signs
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Real

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults
from see_mcda.language.messages import Text
from see_mcda.model.criteria import Framework
from see_mcda.model.naming import CANDIDATE, CRITERION, Choices, Kind
from see_mcda.model.problem import Problem

LONGEST = 20_000
"""Characters of a statement."""
DEEPEST = 20
"""Parentheses within one another."""

_QUOTED = r"\"[^\"]*\"|'[^']*'|“[^”]*”"
_WORD = r"[^\s>=<≥≤+*/%()·×]+"
_TOKEN = re.compile(
    rf"(?P<candidate>@(?:{_QUOTED}|{_WORD}))|(?P<quoted>{_QUOTED})"
    r"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.,-]))"
    r"|(?P<relation>>=|<=|==|=>|=<|[≥≤=<>])|(?P<sign>[+*/%()·×]|-(?=\s|$))"
    rf"|(?P<id>{_WORD})"
)
_SCORE = ("id", "score"), ("id", "คะแนน")
"""What may follow a candidate's name, and adds nothing: its score is meant in any case."""
_SAME = {"≥": ">=", "≤": "<=", "==": "=", "·": "*", "×": "*"}


@dataclass(frozen=True)
class Side:
    """A linear expression row @ (w, s) + constant, over ``below`` where it is a ratio.

    w (m,) are the weights and s (n,) the candidates' scores.
    """

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
        """Whether no criterion and no candidate is named."""
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


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What statements can name: the nodes of a framework, and candidates where there is a problem."""

    framework: Framework
    problem: Problem | None = None

    @property
    def size(self) -> int:
        """The length m + n of the row of an expression."""
        return len(self.framework.leaves) + (len(self.problem.candidates) if self.problem else 0)

    @cached_property
    def _nodes(self) -> Choices:
        return _Written(CRITERION, self.framework.choices.called)

    @cached_property
    def _candidates(self) -> Choices | None:
        return None if self.problem is None else _Written(CANDIDATE, self.problem.choices.called, "@")

    def is_node(self, name: str) -> bool:
        """Whether a name means a node."""
        return name == self.framework.id or len(self._nodes.find(name)) == 1

    def row(self, name: str, where: str, faults: Faults) -> Array | None:
        """Return the row that sums the weights below a node, or that is a candidate's score (@…).

        Adds a fault and returns ``None`` if it names nothing, or several things.
        """
        row = np.zeros(self.size)
        if not name.startswith("@"):
            id = self._node(name, where, faults)
            if id is not None:
                row[list(self.framework.columns[id])] = 1.0
            return None if id is None else row
        if self.problem is None or self._candidates is None:
            faults.add(
                "no-candidates",
                "candidates cannot be named here ({given}), only criteria",
                where,
                given=name,
            )
            return None
        if "-@" in name:
            faults.add(
                "unknown-candidate", "put spaces around a minus: @a - @b, not {given}", where, given=name
            )
            return None
        id = self._candidates.match(unquoted(name[1:]), where, faults)
        if id is not None:
            row[len(self.framework.leaves) + self.problem.candidates.index(id)] = 1.0
        return None if id is None else row

    def _node(self, name: str, where: str, faults: Faults) -> str | None:
        parts = [part for part in name.split("-") if part]
        if self.is_node(name):
            return self.framework.id if name == self.framework.id else self._nodes.find(name)[0]
        if re.fullmatch(r"[\d.,]+", name):
            faults.add("bad-number", "{given} is not a number; write 0.1, with a point", where, given=name)
        elif "-" in name and parts and all(map(self.is_node, parts)):
            faults.add("unknown-node", "there is no {id}; put spaces around a minus: a - b", where, id=name)
        else:
            return self._nodes.match(name, where, faults)
        return None


class _Written(Choices):
    """Some things by what people call them; messages show the words as a statement has them."""

    def __init__(self, kind: Kind, called: Mapping[str, Sequence[str | Text | None]], sign: str = ""):
        super().__init__(kind, called)
        self.sign = sign

    def shown(self, id: str) -> str | Text:
        """Return the words that name it in a statement."""
        words = next((each for each in self.called[id] if each), id)
        if isinstance(words, str):
            return self._written(words)
        return {language: self._written(name) for language, name in words.items()}

    def _written(self, name: str) -> str:
        return self.sign + (name if re.fullmatch(_WORD, name) else f"“{name}”")


def unquoted(name: str) -> str:
    """Return a name without its quotation marks."""
    return name[1:-1] if re.fullmatch(_QUOTED, name) else name


def parsed(words: str, names: Vocabulary, where: str, faults: Faults) -> list[tuple[Side, str, Side]]:
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

    def __init__(self, words: str, names: Vocabulary, where: str):
        self.words, self.names, self.where = words, names, where
        self.faults = Faults()
        self.unknown: set[str] = set()
        self.nothing = np.zeros(names.size)
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
                and self.tokens[-1][0] in ("number", "id", "candidate")
            ):
                self._stop("put spaces around a minus or plus: a - 0.1")
            if kind == "quoted":
                kind, token = "id", unquoted(token)
            self.tokens.append((kind, token if kind == "id" else _SAME.get(token, token)))
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
                self._stop("only a number can multiply: two criteria or candidates cannot be multiplied")
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
        if below.constant < 0 or (below.row < 0).any() or below.row[len(self.names.framework.leaves) :].any():
            self._stop("a divisor must be a sum of criteria, without a minus and without candidates")
        return Side(above.row, above.constant, below)

    def _factor(self) -> Side:
        if self.at >= len(self.tokens):
            self._stop("something is missing at the end of {given}", given=self.words)
        kind, token = self.tokens[self.at]
        self.at += 1
        if token == "(":
            return self._inside()
        if kind == "candidate" and self.tokens[self.at : self.at + 1] in ([each] for each in _SCORE):
            self.at += 1
        if kind in ("id", "candidate"):
            return Side(self._row(token))
        if kind != "number":
            self.at -= 1
            self._unexpected(token)
        if self.names.is_node(token):
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
        if name in self.unknown:
            return self.nothing
        row = self.names.row(name, self.where, self.faults)
        if row is None:
            self.unknown.add(name)
            return self.nothing
        return row

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
