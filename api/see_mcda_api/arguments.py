"""What each function of the engine may be given over the network: names from its signature, kinds from here.

One table for all doors: the body of a ranking's or an analysis's own address, and that of a run.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, TypeAlias

from pydantic import Field, create_model

import see_mcda as sm
from see_mcda import analyses
from see_mcda.methods import methods
from see_mcda.scores import MISSING
from see_mcda.values import NORMALIZATIONS
from see_mcda_api.bodies import Body, read_into

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ranking": sm.rank,
    "comparison": sm.compare,
    "explanation": sm.explain,
    **{name: analyses.analysis(name) for name in analyses.NAMES},
}
"""What makes a result, by the name of the result."""
OURS = ("executor", "progress", "cancel")
"""Arguments of the engine that belong to whoever computes."""
Weights: TypeAlias = str | dict[str, Any] | list[float]
_MISSING: TypeAlias = Literal[MISSING]  # type: ignore[valid-type]
_NORMALIZATION: TypeAlias = Literal[NORMALIZATIONS]  # type: ignore[valid-type]
KINDS: Mapping[str, Any] = {
    name: kind
    for kind, names in (
        (Weights, ("weights",)),
        (str | dict[str, Any] | list[Any] | None, ("statements",)),
        (str, ("method", "leaf")),
        (Literal["auto", "random", "quasi"], ("points",)),
        (Literal["score", "margin", "rank"], ("of",)),
        (Literal["auto", "cells", "leaves", "candidates", "sources"], ("split",)),
        (str | None, ("candidate", "a", "b")),
        (_MISSING | None, ("missing",)),
        (_NORMALIZATION | None, ("normalization",)),
        (int, ("samples", "seed", "rank")),
        (int | None, ("top",)),
        (bool, ("scores", "assessors", "alone", "reference")),
        (float, ("confidence", "effort")),
        (float | None, ("low", "high")),
        (list[str], ("fixed",)),
        (list[str] | None, ("nodes",)),
        (str | list[str] | None, ("methods", "normalizations")),
        (dict[str, float] | None, ("costs", "limits")),
    )
    for name in names
}
"""What an argument is, by its name."""
_KINDS_OF: Mapping[tuple[str, str], Any] = {
    ("comparison", "weights"): list[Weights],
    ("comparison", "method"): str | list[str],
    ("agreement", "weights"): Weights | list[Weights],
    ("score-crossovers", "candidate"): str,
}
"""Where a function means something else by a name."""
_WORDS: Mapping[str, str] = {
    "a": "the candidate that is spoken of; the first of the ranking if none",
    "b": "the other one; the one just below, if none",
    "normalization": "how scores of different units are made comparable; the method's own if none",
}
_SAID: Mapping[str, str] = {
    "any form that :func:`see_mcda.read_weights` takes": "a shipped weighting's name, a weighting document,"
    " {leaf: weight}, or numbers in the order of the leaves",
    "a name from :func:`see_mcda.methods.methods`, or a method": "a method's name (GET /v1/methods)",
    "names or methods": "names of methods",
}
"""What docstrings say to programmers, and what it is here."""
PROBLEM: dict[str, Any] = {
    "framework": "see",
    "missing": "neutral",
    "candidates": [
        {"id": "sampran", "scores": {"cooperation": 3.5, "market": 3, "economic": {"low": 2, "high": 4}}},
        {"id": "moral-farmer", "scores": {"cooperation": 4, "market": 2.5, "economic": 3}},
    ],
}
_EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "comparison": {"weights": ["equal", "social-led"], "method": ["topsis", "additive"]},
    "explanation": {"weights": "social-led", "a": "sampran", "b": "moral-farmer"},
    "crossovers": {"weights": "social-led", "nodes": ["market"]},
    "score-crossovers": {"weights": "equal", "candidate": "sampran", "leaf": "market"},
    "acceptability": {"weights": "uniform", "samples": 2000, "seed": 7},
    "rank-ranges": {"statements": [], "method": "additive"},
    "agreement": {"weights": ["equal", "social-led"], "methods": ["topsis", "additive"]},
    "variance": {"weights": "uniform", "samples": 256, "seed": 7},
    "worth-knowing": {"weights": "equal", "samples": 256, "seed": 7},
    "improvement": {"weights": "equal", "candidate": "moral-farmer", "method": "additive"},
}
_USUAL: Mapping[str, Any] = {"weights": "social-led", "method": "topsis"}


def example(name: str, *, kept: bool = False) -> dict[str, Any]:
    """Return a body that is answered, of a problem that is kept or sent with it."""
    return {**({} if kept else {"problem": PROBLEM}), **_EXAMPLES.get(name, _USUAL)}


@cache
def body_of(name: str, *, kept: bool = False) -> type[Body]:
    """Return what is sent for a result: the problem unless it is kept, and each argument with its default."""
    told = {**_told(FUNCTIONS["ranking"]), **_WORDS, **_told(FUNCTIONS[name])}
    fields: dict[str, Any] = {}
    if not kept:
        words = "a problem document: its schema is at GET /v1/schemas/problem"
        fields["problem"] = (dict[str, Any], Field(description=words))
    for parameter in _parameters(name):
        kind = _KINDS_OF.get((name, parameter.name), KINDS[parameter.name])
        default = ... if parameter.default is parameter.empty else _plain(parameter.default)
        fields[parameter.name] = (kind, Field(default, description=told.get(parameter.name)))
    for option, values in _options().items():
        words = f"an option of {', '.join(values[1])}"
        fields.setdefault(option, (values[0] | None, Field(None, description=words)))
    fields.setdefault(
        "normalization", (KINDS["normalization"], Field(None, description=told["normalization"]))
    )
    return create_model(
        ("Kept" if kept else "") + "".join(part.title() for part in name.split("-")) + "Request",
        __base__=Body,
        __doc__=f"How the {name.replace('-', ' ')} of a problem is computed.",
        **fields,
        __cls_kwargs__={"json_schema_extra": {"examples": [example(name, kept=kept)]}},
    )


def check(name: str, arguments: Mapping[str, Any]) -> None:
    """Raise :class:`see_mcda.InputError` with every argument that there is not, or that is no such thing."""
    read_into(body_of(name), {"problem": {}, **arguments})


def _parameters(name: str) -> Iterator[inspect.Parameter]:
    for parameter in inspect.signature(FUNCTIONS[name]).parameters.values():
        if parameter.kind is not parameter.VAR_KEYWORD and parameter.name not in ("problem", *OURS):
            yield parameter


@cache
def _options() -> Mapping[str, tuple[Any, tuple[str, ...]]]:
    """Return what the methods' own options may be, and who has them."""
    values: dict[str, list[Any]] = {}
    owners: dict[str, list[str]] = {}
    for method in methods().values():
        for option, each in method.options.items():
            values.setdefault(option, []).extend(each)
            owners.setdefault(option, []).append(method.name)
    return {
        option: (Literal[tuple(dict.fromkeys(each))], tuple(owners[option]))
        for option, each in values.items()
    }


def _told(function: Callable[..., Any]) -> dict[str, str]:
    """Return what a docstring says of each argument."""
    text = inspect.getdoc(function) or ""
    found = re.search(r"^Args:\n(.*?)(?:^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    entries = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", found.group(1) if found else "", re.MULTILINE)
    return {name: _without_roles(words) for name, words in entries}


def _without_roles(words: str) -> str:
    for written, said in _SAID.items():
        words = words.replace(written, said)
    plain = re.sub(r":\w+:`~?([^`]*)`", lambda role: role.group(1).rsplit(".", 1)[-1], words)
    return re.sub(r"\s+", " ", plain.replace("``", "")).strip().rstrip(".")


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default
