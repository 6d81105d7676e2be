"""What is sent to be computed: read strictly, and described with everything that it may be."""

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
"""The models of bodies by name, for the description of the API."""
CLOSE = 0.6
"""How alike a wrong name is to the one that was meant."""
M = TypeVar("M", bound=BaseModel)


class Body(BaseModel):
    """A body whose fields are all known, of the very types that they say."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Received:
    """A body as it came."""

    content_type: str
    content: bytes

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    def read(self, model: type[M]) -> M:
        """Return the body as a model; raise :class:`see_mcda.SeeMcdaError` with every fault of it."""
        return read_into(model, self.values())

    def values(self) -> Any:
        """Return what a JSON body holds; raise :class:`Unsupported` for a body of another kind."""
        if self.media != JSON and not _LIKE_JSON.fullmatch(self.media):
            raise Unsupported.of(
                "media-type",
                "{known} is read here, not {given}",
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
        faults.extend(_told(model, error))
    if faults and where:
        raise InputError(faults).below(where)
    faults.stop(InputError)
    return read


def read_open(model: type[M], value: Any) -> M:
    """Return JSON values as a model that has more fields than it declares."""
    try:
        return model.model_validate(mapping(value))
    except ValidationError as error:
        raise InputError(faults_of(error)) from None


def mapping(value: Any, where: str = "") -> dict[str, Any]:
    """Return a value that is a mapping; raise :class:`InputError` for any other."""
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
    """Add that there is no such argument, and which was meant."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=CLOSE)
    if close:
        faults.add(
            "unknown-option",
            "there is no argument {name} here; did you mean {close}?",
            name,
            name=name,
            close=close[0],
        )
    else:
        faults.add(
            "unknown-option",
            "there is no argument {name} here; choose from {known}",
            name,
            name=name,
            known=known,
        )


def described(*models: type[BaseModel], form: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what describes the body of an operation, one of some models, or a form; remember the models."""
    either = []
    for model in models:
        DESCRIBED[model.__name__] = model
        either.append({"$ref": REFERENCE.format(model=model.__name__)})
    content: dict[str, Any] = {JSON: {"schema": either[0] if len(either) == 1 else {"anyOf": either}}}
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


def _told(model: type[BaseModel], error: ValidationError) -> Faults:
    """Return each fault; of a field that may be several things, one that tells them all."""
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
        faults.add("not-valid", "this is not valid here: {reason}", name, reason=reason)
    return faults


def _kinds(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for kind in get_args(annotation) if kind is not type(None)]
    return [annotation]
