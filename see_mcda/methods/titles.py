"""The names of methods as people read them."""

from __future__ import annotations

from see_mcda.language.messages import Message, message

TITLES = {
    "topsis": message("TOPSIS"),
    "ahp": message("AHP"),
    "additive": message("Weighted sum"),
    "multiplicative": message("Weighted product"),
}
NORMALIZATIONS = {
    "vector": message("Vector"),
    "sum": message("Sum"),
    "max": message("Maximum"),
    "linear": message("Linear"),
    "minmax": message("Min–max"),
    "scale": message("Scale"),
    "none": message("None"),
}
PROPER_NAMES = {"cocoso": "CoCoSo"}


def method_title(name: str) -> Message | str:
    """Return a method's title for its id; a proper name, such as VIKOR, is the same in every language."""
    return TITLES.get(name) or PROPER_NAMES.get(name, name.upper())


def normalization_title(name: str) -> Message | str:
    """Return a normalisation's title for its id."""
    return NORMALIZATIONS.get(name, name)
