"""Constraints on a set as rows over the options of the candidates, for one problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from see_mcda.analyses.selection.constraints import (
    Among,
    Bound,
    Count,
    Decision,
    Level,
    Quota,
    Requires,
    Sentence,
    Total,
    parse,
)
from see_mcda.analyses.selection.optimum import Chosen, Program
from see_mcda.arrays import Array
from see_mcda.errors import Faults, InputError
from see_mcda.language.line_breaking import GLUE
from see_mcda.language.messages import Message, Text, as_text, message
from see_mcda.model.naming import Choices, Kind
from see_mcda.model.problem import Problem
from see_mcda.render.report import Quote

ATTRIBUTE = Kind("unknown-attribute", message("attribute"))
VALUE = Kind("unknown-value", message("value"))
NAMED = 20
"""The number of candidates that a message names."""


@dataclass(frozen=True, eq=False)
class Constraint:
    """One constraint: between ``low`` and ``high`` (r,) are the sums of its rows (r, o) over the options.

    Attributes:
        words: what it says, which is its name.
        sentence: what it was read from.
        limit: the number that it states, if it does.
        attribute: of a total or a share, whose numbers it adds up.
        wholes: (r, o) rows whose sums are the whole of which a share is taken.
        reason: why a candidate is included or excluded.

    """

    words: Message
    sentence: Sentence
    matrix: Array
    low: Array
    high: Array
    limit: float | None = None
    attribute: str | None = None
    wholes: Array | None = None
    parts: Array | None = None
    reason: str | None = None

    @property
    def name(self) -> str:
        """The words in English."""
        return self.words.text("en")

    @property
    def is_budget(self) -> bool:
        """Whether it limits the sum of an attribute."""
        return isinstance(self.sentence, Total) and self.sentence.bound == "at most"

    def used(self, options: Chosen) -> float | None:
        """Return the number that is compared with the limit; of several, the one that is nearest to it."""
        if self.limit is None:
            return None
        if self.parts is not None and self.wholes is not None:
            wholes = self.wholes @ options
            with np.errstate(invalid="ignore", divide="ignore"):
                sums = np.where(wholes == 0, 0.0, 100 * (self.parts @ options) / wholes)
        else:
            sums = self.matrix @ options
        return float(sums[np.argmin(np.abs(sums - self.limit))] if len(sums) else 0.0)


@dataclass(frozen=True, eq=False)
class Constraints:
    """All constraints on a set, and the options of the candidates.

    Attributes:
        each: the constraints, in the order in which they were given.
        owners: (o,) the candidate of each option.
        cost_shares: (o,) the share of a candidate's cost that an option takes.
        factors: (o,) the share of its value that it gives.
        numbers: (n,) by attribute, the numbers that totals add up.
        criteria: the attributes that are criteria as well.
        count: the number of candidates.

    """

    each: tuple[Constraint, ...]
    owners: NDArray[np.intp]
    cost_shares: Array
    factors: Array
    numbers: Mapping[str, Array]
    criteria: tuple[str, ...]
    count: int

    def program(self, baseline: float = 0.0, without: Constraint | None = None) -> Program:
        """Return the program of all constraints, but for one."""
        held = [each for each in self.each if each is not without]
        return Program(
            self.owners,
            np.vstack([np.zeros((0, len(self.owners))), *(each.matrix for each in held)]),
            np.concatenate([np.zeros(0), *(each.low for each in held)]),
            np.concatenate([np.zeros(0), *(each.high for each in held)]),
            self.count,
            self.factors,
            baseline,
        )


def read_constraints(problem: Problem, sentences: Sequence[str]) -> Constraints:
    """Return the constraints that sentences state for a problem.

    Raises :class:`see_mcda.SeeMcdaError` with every fault: what is not a constraint, unknown names, numbers
    that are missing or text, quotas that no set can hold.
    """
    faults = Faults()
    read = parse(sentences, faults)
    found = _Reader(problem, read, faults).read()
    faults.stop(InputError)
    return found


@dataclass
class _Reader:
    problem: Problem
    read_as: Mapping[int, Sentence]
    faults: Faults
    numbers: dict[str, Array] = field(default_factory=dict)
    criteria: list[str] = field(default_factory=list)
    open: NDArray[np.bool_] = field(init=False)
    owners: NDArray[np.intp] = field(init=False)
    cost_shares: Array = field(init=False)

    def read(self) -> Constraints:
        placed = [(f"constraints[{position}]", each) for position, each in self.read_as.items()]
        excluded = self._excluded()
        self.open = self.problem.eligible & ~excluded
        owners = np.flatnonzero(self.problem.eligible)
        cost_shares, factors = np.ones(len(owners)), np.ones(len(owners))
        for where, each in placed:
            if not isinstance(each, Level):
                continue
            row = self._row(each.candidate, where)
            if not (0 < each.cost < 100 and 0 <= each.value <= 100):
                self.faults.add(
                    "bad-number",
                    "a funding level is a part of the cost and a part of the value, each from 0 to 100 %",
                    where,
                )
            elif row is not None and self.problem.eligible[row]:
                owners = np.append(owners, row)
                cost_shares, factors = (
                    np.append(cost_shares, each.cost / 100),
                    np.append(factors, each.value / 100),
                )
        self.owners, self.cost_shares = owners.astype(np.intp), cost_shares
        found = [
            constraint for where, each in placed if (constraint := self._constraint(each, where)) is not None
        ]
        names = [each.name for each in found]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            self.faults.add("doubly-given", "{id} is given twice", "constraints", id=name)
        return Constraints(
            tuple(found),
            self.owners,
            cost_shares,
            factors,
            self.numbers,
            tuple(self.criteria),
            len(self.problem.candidates),
        )

    def _constraint(self, each: Sentence, where: str) -> Constraint | None:
        if isinstance(each, Total):
            return self._total(each, where)
        if isinstance(each, Count):
            return self._count(each, where)
        if isinstance(each, Quota):
            return self._quota(each, where)
        if isinstance(each, Among):
            return self._among(each, where)
        if isinstance(each, Decision):
            return self._decision(each, where)
        return self._requires(each, where) if isinstance(each, Requires) else None

    def _total(self, each: Total, where: str) -> Constraint | None:
        attribute = self._attribute(each.attribute, where)
        numbers = None if attribute is None else self._numbers(attribute, where)
        if attribute is None or numbers is None:
            return None
        about = {"attribute": self._called(attribute), "number": shown_number(each.number)}
        words = (
            message("{attribute} <= {number}", **about)
            if each.bound == "at most"
            else message("{attribute} >= {number}", **about)
        )
        return self._made(words, each, [self._spent(numbers)], each.bound, each.number, attribute=attribute)

    def _count(self, each: Count, where: str) -> Constraint | None:
        if not self._possible(each.bound, each.number, self.problem.eligible, where):
            return None
        words = _bounded(each.bound, shown_number(each.number))
        return self._made(words, each, [np.ones(len(self.owners))], each.bound, each.number)

    def _quota(self, each: Quota, where: str) -> Constraint | None:
        attribute = self._attribute(each.attribute, where)
        groups = None if attribute is None else self._groups(attribute, where)
        of = self._money(each, where) if each.share else None
        money = None if of is None else self._numbers(of, where)
        if attribute is None or groups is None or (each.share and money is None):
            return None
        called, chosen = groups
        value = None if each.value is None else self._value(each.value, called, where)
        if each.value is not None and value is None:
            return None
        values = list(called) if value is None else [value]
        if not each.share:
            for one in values:
                who = self.problem.eligible & (chosen == one)
                if not self._possible(each.bound, each.number, who, where, called[one]):
                    return None
        number: str | Message = shown_number(each.number)
        if of is not None:
            number = message("{share} of {of}", share=f"{number}{GLUE}%", of=self._called(of))
        named = self._called(attribute)
        bound = _bounded(each.bound, number)
        words = (
            message("{attribute}: {bound} of each", attribute=named, bound=bound)
            if each.value is None
            else message(
                "{attribute}: {value} {bound}", attribute=named, value=Quote(called[values[0]]), bound=bound
            )
        )
        members = np.array([(chosen == value)[self.owners] for value in values], float)
        if money is None:
            return self._made(words, each, list(members), each.bound, each.number)
        if not 0 <= each.number <= 100:
            self.faults.add("bad-number", "a share is a number from 0 to 100 %", where)
            return None
        spent = self._spent(money)
        rows = members * spent - each.number / 100 * spent
        made = self._made(words, each, list(rows), each.bound, 0.0, attribute=of)
        return Constraint(
            words,
            each,
            made.matrix,
            made.low,
            made.high,
            each.number,
            of,
            np.tile(spent, (len(values), 1)),
            members * spent,
        )

    def _among(self, each: Among, where: str) -> Constraint | None:
        rows = [self._row(candidate, where) for candidate in each.candidates]
        if None in rows:
            return None
        known = [row for row in rows if row is not None]
        chosen = np.isin(np.arange(self.open.size), known)
        if not self._possible(each.bound, each.number, self.problem.eligible & chosen, where):
            return None
        names = [Quote(self.problem.name(row)) for row in known]
        words = (
            message("incompatible: {candidates}", candidates=names)
            if each.incompatible
            else message(
                "{bound} of: {candidates}",
                bound=_bounded(each.bound, shown_number(each.number)),
                candidates=names,
            )
        )
        return self._made(words, each, [chosen[self.owners].astype(float)], each.bound, each.number)

    def _decision(self, each: Decision, where: str) -> Constraint | None:
        row = self._row(each.candidate, where)
        if row is None:
            return None
        name = Quote(self.problem.name(row))
        if each.included and not self.problem.eligible[row]:
            self.faults.add(
                "not-eligible",
                "{candidate} fails a gate, so it cannot be included",
                where,
                candidate=self.problem.name(row),
            )
            return None
        words = (
            message("include {candidate}", candidate=name)
            if each.included
            else message("exclude {candidate}", candidate=name)
        )
        own = [(self.owners == row).astype(float)]
        made = self._made(words, each, own, "exactly", float(each.included))
        return Constraint(words, each, made.matrix, made.low, made.high, reason=each.reason)

    def _requires(self, each: Requires, where: str) -> Constraint | None:
        row = self._row(each.candidate, where)
        needed = [self._row(candidate, where) for candidate in each.needed]
        if row is None or None in needed:
            return None
        others = [other for other in needed if other is not None]
        words = message(
            "{candidate} requires {others}",
            candidate=Quote(self.problem.name(row)),
            others=[Quote(self.problem.name(other)) for other in others],
        )
        own = (self.owners == row).astype(float)
        rows = [own - (self.owners == other) for other in others]
        made = self._made(words, each, rows, "at most", 0.0)
        return Constraint(words, each, made.matrix, made.low, made.high)

    def _made(
        self,
        words: Message,
        each: Sentence,
        rows: Sequence[Array],
        bound: Bound,
        number: float,
        *,
        attribute: str | None = None,
    ) -> Constraint:
        matrix = np.array(rows, float).reshape(-1, len(self.owners))
        low = np.full(len(matrix), -np.inf if bound == "at most" else number)
        high = np.full(len(matrix), np.inf if bound == "at least" else number)
        return Constraint(words, each, matrix, low, high, number, attribute)

    def _spent(self, numbers: Array) -> Array:
        return np.asarray(np.nan_to_num(numbers)[self.owners] * self.cost_shares)

    def _excluded(self) -> NDArray[np.bool_]:
        """Return (n,) who is excluded, and so needs no numbers."""
        excluded = np.zeros(len(self.problem.candidates), bool)
        for each in self.read_as.values():
            if isinstance(each, Decision) and not each.included:
                found = self.problem.choices.find(each.candidate)
                excluded[[self.problem.candidates.index(id) for id in found]] = len(found) == 1
        return excluded

    def _row(self, candidate: str, where: str) -> int | None:
        id = self.problem.choices.match(candidate, where, self.faults)
        return None if id is None else self.problem.candidates.index(id)

    @cached_property
    def _attributes(self) -> Choices:
        keys = dict.fromkeys(key for each in self.problem.attributes for key in each)
        leaves = {leaf.id: [leaf.title] for leaf in self.problem.framework.leaves if leaf.id not in keys}
        return Choices(ATTRIBUTE, {**{key: [key] for key in keys}, **leaves})

    def _attribute(self, words: str, where: str) -> str | None:
        return self._attributes.match(words, where, self.faults)

    def _called(self, attribute: str) -> Quote:
        words = self._attributes.called[attribute][0]
        return Quote(as_text(words or attribute))

    def _numbers(self, attribute: str, where: str) -> Array | None:
        """Return (n,) the numbers of an attribute; NaN for who cannot be selected."""
        if attribute in self.numbers:
            return self.numbers[attribute]
        given = self._given(attribute)
        wrong = [row for row in np.flatnonzero(self.open) if not _is_number(given[row])]
        if wrong:
            self.faults.add(
                "no-number",
                "{attribute} is not a number for {candidates}",
                where,
                attribute=self._called(attribute),
                candidates=self._names(wrong),
            )
            return None
        self.numbers[attribute] = np.array([float(each) if _is_number(each) else np.nan for each in given])
        return self.numbers[attribute]

    def _groups(self, attribute: str, where: str) -> tuple[dict[str, Text], NDArray[np.object_]] | None:
        """Return the values of an attribute among those who fail no gate, and (n,) who has which."""
        given = self._given(attribute)
        wrong = [row for row in np.flatnonzero(self.open) if given[row] is None or given[row] == ""]
        if wrong:
            self.faults.add(
                "no-attribute",
                "{attribute} is missing for {candidates}",
                where,
                attribute=self._called(attribute),
                candidates=self._names(wrong),
            )
            return None
        texts = [each if isinstance(each, Mapping) else as_text(_written(each)) for each in given]
        ids = np.array([next(iter(text.values())) for text in texts], object)
        given_one = [row for row in np.flatnonzero(self.problem.eligible) if given[row] not in (None, "")]
        called = {ids[row]: texts[row] for row in given_one}
        return called, ids

    def _given(self, attribute: str) -> list[Any]:
        """Return what each candidate has as an attribute, or as a score."""
        if any(attribute in each for each in self.problem.attributes):
            return [each.get(attribute) for each in self.problem.attributes]
        if attribute not in self.criteria:
            self.criteria.append(attribute)
        scores = self.problem.values[:, self.problem.framework.leaf_position[attribute]]
        return [None if np.isnan(score) else score for score in scores.tolist()]

    def _value(self, words: str, called: Mapping[str, Text], where: str) -> str | None:
        choices = Choices(VALUE, {id: [text] for id, text in called.items()})
        return choices.match(words, where, self.faults)

    def _money(self, each: Quota, where: str) -> str | None:
        """Return the attribute of which a share is meant."""
        if each.of is not None:
            return self._attribute(each.of, where)
        budgets = {
            one.attribute
            for one in self.read_as.values()
            if isinstance(one, Total) and one.bound == "at most"
        }
        if len(budgets) == 1:
            return self._attribute(budgets.pop(), where)
        self.faults.add(
            "share-of-what",
            "write of what the share is, as in: {example}",
            where,
            example=f"{shown_number(each.number)}{GLUE}% of cost",
        )
        return None

    def _possible(
        self, bound: Bound, number: float, who: NDArray[np.bool_], where: str, value: Text | None = None
    ) -> bool:
        """Return whether some set holds a number of candidates by itself, and add a fault if none does."""
        most = int(who.sum())
        if number < 0 or number % 1:
            self.faults.add(
                "bad-number",
                "{given} is not valid: a number of candidates is a whole number of 0 or more",
                where,
                given=shown_number(number),
            )
        elif bound != "at most" and number > most and value is not None:
            self.faults.add(
                "impossible-quota",
                "{number} of {value} are asked for, and there are only {most} who can be selected",
                where,
                number=shown_number(number),
                value=value,
                most=most,
            )
        elif bound != "at most" and number > most:
            self.faults.add(
                "impossible-quota",
                "{number} are asked for, and there are only {most} who can be selected",
                where,
                number=shown_number(number),
                most=most,
            )
        else:
            return True
        return False

    def _names(self, rows: Sequence[Any]) -> list[Any]:
        names: list[Any] = [self.problem.name(int(row)) for row in rows[:NAMED]]
        return [*names, "…"] if len(rows) > NAMED else names


def shown_number(number: float) -> str:
    """Return a number as a constraint writes it: ``2,000,000``."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


def _bounded(bound: Bound, number: str | Message) -> Message:
    if bound == "exactly":
        return message("exactly {number}", number=number)
    if bound == "at least":
        return message("at least {number}", number=number)
    return message("at most {number}", number=number)


def _is_number(given: object) -> bool:
    return isinstance(given, (int, float)) and not isinstance(given, bool) and bool(np.isfinite(given))


def _written(given: object) -> str:
    return f"{given:g}" if isinstance(given, float) else str(given)
