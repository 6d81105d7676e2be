"""Scores as people write them: ``3``, ``2–4``, ``2–3–4``, ``2; 3; 4``, ``3 ± 0.5``, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from see_mcda.errors import Faults

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_TO = r"\s*(?:–|\.\.|-)\s*"
_RANGE = re.compile(rf"({_NUMBER}){_TO}({_NUMBER})")
_TRIANGLE = re.compile(rf"({_NUMBER}){_TO}({_NUMBER}){_TO}({_NUMBER})")
_SPREAD = re.compile(rf"({_NUMBER})\s*(?:±|\+/-)\s*({_NUMBER})")


def value_of(score: Any) -> Any:
    """Return a score without its evidence."""
    return score["value"] if isinstance(score, Mapping) and "value" in score else score


def evidence_of(score: Any) -> dict[str, Any]:
    """Return what is known of a score beside its value."""
    if not isinstance(score, Mapping) or "value" not in score:
        return {}
    return {name: each for name, each in score.items() if name != "value"}


def written(score: Any) -> str:
    """Return a score as it stands in a cell."""
    value = value_of(score)
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(written(each) for each in value)
    if isinstance(value, Mapping):
        if "sd" in value:
            return f"{_plain(value['mean'])} ± {_plain(value['sd'])}"
        return "–".join(_plain(value[name]) for name in ("low", "mode", "high") if name in value)
    return _plain(value)


def read(words: str, where: str, faults: Faults) -> Any:
    """Return the score that somebody wrote in a cell; add a fault for what is none."""
    text = words.strip()
    if not text:
        return None
    if ";" in text:
        return [read(part, where, faults) for part in text.split(";") if part.strip()]
    if re.fullmatch(_NUMBER, text):
        return _number(text)
    for form, names in (
        (_SPREAD, ("mean", "sd")),
        (_TRIANGLE, ("low", "mode", "high")),
        (_RANGE, ("low", "high")),
    ):
        if found := form.fullmatch(text):
            return dict(zip(names, map(_number, found.groups()), strict=True))
    faults.add(
        "bad-score",
        "{given} is not a valid score: enter a number (3), a range (2–4), one score for each"
        " assessor (2; 3; 4), or leave it empty",
        where,
        given=words,
    )
    return None


def _number(words: str) -> float | int:
    number = float(words.replace(",", "."))
    return int(number) if number.is_integer() else number


def _plain(number: Any) -> str:
    return f"{number:.10g}" if isinstance(number, (int, float)) else str(number)
