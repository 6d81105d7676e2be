"""Request bodies derived from the signatures of the engine's functions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field, create_model

from see_mcda.analyses import registry as analyses
from see_mcda.arguments import REQUIRED, arguments_of
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.http.bodies import Body

PROBLEM: dict[str, Any] = {
    "framework": "see",
    "missing": "neutral",
    "candidates": [
        {
            "id": "sampran",
            "attributes": {"cost": 90000},
            "scores": {"cooperation": 3.5, "market": 3, "economic": {"low": 2, "high": 4}},
        },
        {
            "id": "moral-farmer",
            "attributes": {"cost": 140000},
            "scores": {"cooperation": 4, "market": 2.5, "economic": 3},
        },
    ],
}
_EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "ranking": {"weights": "social-led", "method": "topsis"},
    "comparison": {"weights": ["equal", "social-led"], "method": ["topsis", "additive"]},
    "explanation": {"weights": "social-led", "a": "sampran", "b": "moral-farmer"},
}


def example(name: str, *, kept: bool = False) -> dict[str, Any]:
    """Return a valid example body; with ``kept`` it is for a decision and has no problem."""
    own = _EXAMPLES[name] if name in _EXAMPLES else analyses.about(name).body
    return {**({} if kept else {"problem": PROBLEM}), **own}


@cache
def body_of(name: str, *, kept: bool = False) -> type[Body]:
    """Return the body model of a result: the problem (unless ``kept``), and the arguments with defaults."""
    fields: dict[str, Any] = {}
    if not kept:
        words = "the problem document; see GET /v1/schemas/problem"
        fields["problem"] = (dict[str, Any], Field(description=words))
    for argument in arguments_of(FUNCTIONS[name]):
        default = ... if argument.default is REQUIRED else argument.default
        fields[argument.name] = (argument.type, Field(default, description=argument.help))
    return create_model(
        ("Kept" if kept else "") + "".join(part.title() for part in name.split("-")) + "Request",
        __base__=Body,
        __doc__=f"The arguments of the {name.replace('-', ' ')} of a problem.",
        **fields,
        __cls_kwargs__={"json_schema_extra": {"examples": [example(name, kept=kept)]}},
    )
