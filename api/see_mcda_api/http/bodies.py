"""Request bodies: strict parsing, and their OpenAPI description."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError

from see_mcda.errors import Faults, InputError, refuse
from see_mcda.model.validation import faults_of
from see_mcda_api.http import strict_json
from see_mcda_api.http.errors import MOST_FAULTS, Unsupported

JSON = "application/json"
FORM = "multipart/form-data"
_LIKE_JSON = re.compile(r"application/[\w.+-]+\+json")
REFERENCE = "#/components/schemas/{model}"
DESCRIBED: dict[str, type[BaseModel]] = {}
"""The body models by name, for the OpenAPI document."""
CLOSE = 0.6
"""The smallest similarity of an unknown name to the suggested one."""
M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """A body model without unknown fields and type conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Received:
    """A body as it was received."""

    content_type: str
    content: bytes

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    def read(self, model: type[M]) -> M:
        """Return the body as a model; raise :class:`see_mcda.SeeMcdaError` with all faults."""
        return read_into(model, self.values())

    def values(self) -> Any:
        """Return the values of a JSON body; raise :class:`Unsupported` for another media type."""
        if self.media != JSON and not _LIKE_JSON.fullmatch(self.media):
            raise Unsupported.of(
                "media-type",
                "the media type {given} is not supported: send {known}",
                "Content-Type",
                known=JSON,
                given=self.media or "?",
            )
        return strict_json.load(self.content)


async def _received(request: Request) -> Received:
    return Received(request.headers.get("content-type", ""), await request.body())


Sent = Annotated[Received, Depends(_received)]


def read_into(model: type[M], value: Any, where: str = "") -> M:
    """Return JSON values as a model; raise :class:`InputError` with every fault at its JSON path.

    ``where`` is the path of the values as a whole.
    """
    mapping(value, where)
    faults = Faults()
    known = list(model.model_fields)
    for number, name in enumerate(name for name in value if name not in model.model_fields):
        unknown(faults, name, known if number < MOST_FAULTS else [])  # the others are not named
    try:
        read = model.model_validate(
            {name: each for name, each in value.items() if name in model.model_fields}
        )
    except ValidationError as error:
        faults.extend(_union_faults(model, error))
    if faults and where:
        raise InputError(faults).below(where)
    faults.stop(InputError)
    return read


def read_open(model: type[M], value: Any) -> M:
    """Return JSON values as a model that allows undeclared fields."""
    try:
        return model.model_validate(mapping(value))
    except ValidationError as error:
        raise InputError(faults_of(error)) from None


def mapping(value: Any, where: str = "") -> dict[str, Any]:
    """Return a value if it is a mapping; raise :class:`InputError` otherwise."""
    if not isinstance(value, dict):
        raise refuse(
            InputError,
            "wrong-type",
            "a mapping is needed, not {given}",
            where or None,
            given=type(value).__name__,
        )
    return value


def unknown(faults: Faults, name: str, known: list[str]) -> None:
    """Add the fault of an unknown argument, with a suggestion."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=CLOSE)
    if close:
        faults.add(
            "unknown-option",
            "{name} is not an argument; did you mean {close}?",
            name,
            name=name,
            close=close[0],
        )
    else:
        faults.add("unknown-option", "{name} is not an argument: use {known}", name, name=name, known=known)


def described(*models: type[BaseModel], form: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the OpenAPI description of a body: any of the models, or a form. Registers the models."""
    either = []
    for model in models:
        DESCRIBED[model.__name__] = model
        either.append({"$ref": REFERENCE.format(model=model.__name__)})
    content: dict[str, Any] = {}
    if either:
        content[JSON] = {"schema": either[0] if len(either) == 1 else {"anyOf": either}}
    if form is not None:
        content[FORM] = form
    return {"requestBody": {"required": True, "content": content}}


def schemas() -> dict[str, Any]:
    """Return the JSON Schemas of all bodies by name."""
    found: dict[str, Any] = {}
    for name, model in DESCRIBED.items():
        schema = model.model_json_schema(ref_template=REFERENCE)
        found |= schema.pop("$defs", {})
        found[name] = schema
    return found


def _union_faults(model: type[BaseModel], error: ValidationError) -> Faults:
    """Return the faults; for a field with a union type, one fault with all reasons."""
    either = {name for name, field in model.model_fields.items() if len(_kinds(field.annotation)) > 1}
    faults = Faults()
    several: dict[str, list[str]] = {}
    for fault, detail in zip(faults_of(error), error.errors(), strict=True):
        name = str(detail["loc"][0]) if detail["loc"] else ""
        if name in either:
            several.setdefault(name, []).append(detail["msg"])
        else:
            faults.extend([fault])
    for name, reasons in several.items():
        reason = "; ".join(dict.fromkeys(reasons))
        faults.add("not-valid", "this is not valid: {reason}", name, reason=reason)
    return faults


def _kinds(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for kind in get_args(annotation) if kind is not type(None)]
    return [annotation]
