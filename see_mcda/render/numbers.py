"""Numbers as reports show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from see_mcda.language.line_breaking import GLUE


def rounding(scores: Sequence[float], distinct: int = 1) -> Callable[[float], str]:
    """Return a function that rounds scores to three decimals, or up to six if these hid a difference of rank.

    ``distinct`` is how many different scores must stay different.
    """
    largest = max((abs(score) for score in scores), default=0.0)
    if largest >= 1e7 or 0 < largest < 1e-3:
        return lambda score: f"{score:.4g}"
    fewest = 3 if largest < 100 else 1
    enough = (d for d in range(fewest, 7) if len({f"{score:.{d}f}" for score in scores}) >= distinct)
    decimals = next(enough, 6)
    return lambda score: f"{score:.{decimals}f}"


def shown_share(share: float) -> str:
    """Return a weight in per cent for a sentence: ``12.5 %``."""
    return percent(share).removesuffix(".0") + f"{GLUE}%"


def percent(share: float, fewest: int = 1) -> str:
    """Return a share in per cent with ``fewest`` decimals, or more where it would be rounded to 0 or 100."""
    shown = (f"{100 * share:.{decimals}f}" for decimals in range(fewest, 8))
    return next((words for words in shown if float(words) not in (0, 100)), f"{100 * share:.{fewest}f}")
