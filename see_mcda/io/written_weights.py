"""Weights as people write them: ``3,2,1``, ``30%,20%,50%``, ``income=3,cost=2``."""

from __future__ import annotations

from collections.abc import Sequence

from see_mcda.errors import Faults, WeightingError
from see_mcda.io.grids.numbers_as_written import Notation, plain, tidy, written
from see_mcda.language.lists import parse_pairs
from see_mcda.language.messages import LANGUAGES, Notice, Text, Where, notice, say
from see_mcda.model.criteria import Framework
from see_mcda.weighting.direct import direct
from see_mcda.weighting.weights import Weights

ROUNDING = 0.05
"""What rounding to one decimal takes from a percentage at most."""


class WrittenWeights:
    """Weights that are read one by one, some of them perhaps percentages.

    Attributes:
        values: the numbers by the words for their criterion.

    """

    def __init__(self, faults: Faults) -> None:
        self.values: dict[str, float] = {}
        self._faults = faults
        self._percentages = 0

    def put(self, words: str, given: object, where: Where | str) -> None:
        """Add a weight; a second one for the same words, and what is not a number, are faults."""
        found = number_of(given)
        if words in self.values:
            self._faults.add("doubly-given", "{id} is given twice", where, id=words)
        elif found is None:
            self._faults.add(
                "bad-weight",
                "the weight of {name} is not a number: {given}",
                where,
                name=words,
                given="" if given is None else str(given),
            )
        else:
            self.values[words], in_percent = found
            self._percentages += in_percent

    def notices(self, where: Where | None = None) -> tuple[Notice, ...]:
        """Return a notice if percentages do not add up to 100; if only some are percentages, add a fault."""
        total, count = sum(self.values.values()), len(self.values)
        if 0 < self._percentages < count:
            self._faults.add(
                "mixed-percent",
                "some of the weights have the sign % and others do not; write all alike",
                where,
            )
        if not self._percentages or abs(total - 100) <= ROUNDING * count + 1e-9:
            return ()
        return (
            notice(
                "percent-total",
                "the weights add up to {total}%, not to 100%; they count in proportion",
                where,
                total=plain(round(total, 6)),
            ),
        )


def number_of(given: object) -> tuple[float, bool] | None:
    """Return the number of a cell or a text, and whether it has the sign %; None if it is none."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        return float(given), False
    if not isinstance(given, str):
        return None
    text = tidy(given)
    bare = text.removesuffix("%").strip()
    found = written(bare)
    if found is None:
        return None
    value = Notation.of([found]).value(found)
    if value is None and found.either == ".":  # 1.234: weights are not thousands
        value = float(found.text)
    return None if value is None else (value, bare != text)


def weights_of_text(words: str, framework: Framework) -> Weights:
    """Return global weights: ``name=number`` for each, or the numbers in the order of the criteria.

    Raises :class:`WeightingError` naming every fault.
    """
    faults = Faults()
    pairs = parse_pairs(words)
    weights = WrittenWeights(faults)
    if in_order(pairs):
        numbers = [found[0] for name, _ in pairs if (found := number_of(name))]
        if len(numbers) != len(framework.leaves):
            return direct(numbers, framework)  # refused with the names of all criteria
        shown: list[Text] = []
        for leaf, (number, _) in zip(framework.leaves, pairs, strict=True):
            weights.put(leaf.id, number, "weights")
            shown.append({language: f"{say(leaf.title, language)} {number}" for language in LANGUAGES})
        order = notice("weights-in-order", "weights in the order of the criteria: {weights}", weights=shown)
        notices: tuple[Notice, ...] = (order, *weights.notices())
    else:
        for name, value in pairs:
            if value is None or number_of(value) is None:
                given = name if value is None else f"{name}={value}"
                faults.add("bad-weight", "{given} is not of the form name=number", "weights", given=given)
            else:
                weights.put(name, value, "weights")
        notices = weights.notices()
    faults.stop(WeightingError)
    return direct(weights.values, framework, warnings=notices)


def in_order(pairs: Sequence[tuple[str, str | None]]) -> bool:
    """Return whether a list holds only numbers."""
    return bool(pairs) and all(value is None and number_of(name) for name, value in pairs)
