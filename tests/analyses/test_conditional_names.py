"""Whoever is ranked on condition has a mark wherever named, and what the mark is stands with it."""

from __future__ import annotations

import json
import re

import pytest

from see_mcda import Problem
from see_mcda.analyses.registry import NAMES, analysis
from see_mcda.analyses.variance.variance import variance

pytestmark = pytest.mark.slow

FOOTNOTE = "* conditional: a gate is not yet checked"


def problem(open_at: str | None) -> Problem:
    gate = {True: "not-established", False: "pass"}
    scores = {"Xena": (5, 2, 4), "Yuri": (1, 6, 2), "Zora": (4, 3, 1), "Last": (0.2, 0.1, 0.1)}
    return Problem.from_dict(
        {
            "framework": {
                "id": "t",
                "criteria": [{"id": id, "scale": {"min": 0, "max": 6}} for id in "abc"],
                "gates": [{"id": "g", "question": "Fair?"}],
                "normalization": "vector",
            },
            "candidates": [
                {
                    "id": name.lower(),
                    "name": name,
                    "gates": {"g": gate[name == open_at]},
                    "scores": {"a": a, "b": {"low": b - 0.1, "high": b + 2}, "c": c},
                }
                for name, (a, b, c) in scores.items()
            ],
        }
    )


def asked(name: str, of: Problem):
    more: dict[str, dict] = {
        "score-crossovers": {"weights": "equal", "candidate": "yuri", "leaf": "a"},
        "improvement": {"candidate": "zora"},
        "classification": {"classes": [{"id": "good", "profile": {"a": 1.0}}, {"id": "other"}]},
        "selection": {"constraints": ["at most 2"]},
        "equal-shares": {"budget": "a <= 9", "votes": [["xena", "yuri", "zora"], ["x", "x", ""]]},
    }
    return analysis(name)(of, **more.get(name, {}))


def strings(part) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [words for value in part.values() for words in strings(value)]
    return [words for value in part for words in strings(value)] if isinstance(part, list) else []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["Xena", "Yuri", "Zora"])
def test_a_mark_stands_at_every_name_on_condition_and_is_explained(name, who):
    found = asked(name, problem(who))
    text = " ".join(found.table().split())
    # What an input of the variance is called names a score, not a standing.
    text = re.sub(rf"Score: {who}, \w+|Scores of {who}", "", text)
    assert not re.search(rf"{who}(?! \*)\b", text)
    assert (f"{who} *" in text) == (FOOTNOTE in text)
    picture = found.chart().to_dict()
    shown = [words for words in strings(picture) if who in words and not words.startswith("Score")]
    assert not [words for words in shown if re.search(rf"{who}(?![\s\u00a0]\*)\b", words)]
    assert bool(shown) == (FOOTNOTE in picture["description"])


@pytest.mark.parametrize("name", NAMES)
def test_no_mark_is_explained_that_is_not_there(name):
    for who in (None, "Last"):
        found = asked(name, problem(who))
        picture = found.chart().to_dict()
        everything = json.dumps(picture, ensure_ascii=False).replace("\u00a0", " ")
        assert (FOOTNOTE in found.table().replace("\n", " ")) == ("Last *" in found.table())
        assert (FOOTNOTE in picture["description"]) == ("Last *" in everything)


def test_the_candidate_of_a_variance_has_its_mark():
    found = variance(problem("Yuri"), candidate="yuri", samples=256)
    assert "the score of Yuri *" in " ".join(found.table().split())
