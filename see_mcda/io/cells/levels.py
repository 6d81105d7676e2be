"""The levels of a leaf as people write them: by number, by text, or by a drop-down choice with both."""

from __future__ import annotations

import math
import re

from see_mcda.errors import Faults
from see_mcda.io.grids.grid import folded
from see_mcda.io.grids.numbers_as_written import plain, tidy
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Criterion

_NUMBERED = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*[-–—:=.)]?\s*([^\W\d_].*)")


def level_choice(level: float, words: str) -> str:
    """Return the drop-down choice of a level."""
    return f"{plain(level)} – {words}"


class Levels:
    """The texts of a leaf's levels, in every language."""

    def __init__(self, leaf: Criterion):
        levels = (leaf.scale.levels if leaf.scale else None) or {}
        pairs = [(float(level), words) for level, text in levels.items() for words in text.values()]
        self.texts = {folded(tidy(words)): level for level, words in pairs}
        self.choices = {folded(tidy(level_choice(level, words))): level for level, words in pairs}

    def named(self, text: str) -> float | None:
        """Return the level whose sentence or choice a text is."""
        if not self.texts:
            return None
        key = folded(tidy(text))
        return self.texts.get(key, self.choices.get(key))

    def numbered(self, text: str, where: Where, faults: Faults) -> float | None:
        """Return the level of ``3 – Partners at …``; NaN, and a fault, if the words are another level's."""
        match = _NUMBERED.fullmatch(text) if self.texts else None
        if match is None:
            return None
        level = float(match.group(1).replace(",", "."))
        meant = self.texts.get(folded(match.group(2)), level)
        if meant != level:
            faults.add(
                "level-contradicts",
                "the number is {level}, but the words are those of level {meant}; keep one of them",
                where,
                level=level,
                meant=meant,
            )
            return math.nan
        return level
