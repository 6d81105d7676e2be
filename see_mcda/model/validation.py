"""Validation of YAML and JSON documents into the engine's frozen dataclasses.

A dataclass is its own schema: its annotations are checked by pydantic, its JSON Schema comes from them. Every
unknown key but ``x-*`` is refused; all faults of a document are reported at once, each with its JSON path.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from see_mcda.errors import Faults, SeeMcdaError, refuse
from see_mcda.language.messages import Message, Text, as_text, message

CLOSED = ConfigDict(extra="forbid")
"""The pydantic configuration of every class that documents are read into: no unknown keys."""

LONGEST_NAME = 1_000
"""The largest length of a name, in characters."""

T = TypeVar("T")


def _words(value: object) -> object:
    return as_text(value) if isinstance(value, str) else value


def without_extensions(value: object) -> object:
    """Drop the keys that begin with ``x-``, which are reserved for extensions by users."""
    if isinstance(value, Mapping) and any(str(key).startswith("x-") for key in value):
        return {key: item for key, item in value.items() if not str(key).startswith("x-")}
    return value


def _number_key(value: object) -> object:
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _three(value: object) -> object:
    if isinstance(value, (list, tuple)) and len(value) == 3:
        return tuple(value)
    raise PydanticCustomError("judgment_shape", "three parts")


Id = Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=100)]
_WORDS = BeforeValidator(_words, json_schema_input_type=str | dict[str, str])
Name = Annotated[
    dict[
        Annotated[str, Field(pattern=r"^[a-z]{2,3}$")],
        Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)],
    ],
    _WORDS,
    Field(min_length=1, json_schema_extra={"description": "a string, or one for each language"}),
]
Prose = Annotated[
    dict[
        Annotated[str, Field(pattern=r"^[a-z]{2,3}$")],
        Annotated[str, Field(min_length=1, max_length=20_000)],
    ],
    _WORDS,
    Field(min_length=1, json_schema_extra={"description": "a string, or one for each language"}),
]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A finite number; numeric strings and booleans are refused."""
Judgment = Annotated[tuple[str, str, Number], BeforeValidator(_three)]
"""``[a, b, how many times as good or as important a is]``."""
Level = Annotated[Number, BeforeValidator(_number_key)]
"""A number that is the key of a mapping; JSON writes such keys as strings."""


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return the validator of a dataclass or an annotated type."""
    return TypeAdapter(kind)


def parse(kind: type[T], document: object, error: type[SeeMcdaError], schema: str | None = None) -> T:
    """Return ``document`` as a ``kind``; raise ``error`` with every fault and its JSON path.

    A document of another ``schema`` has just that fault.
    """
    given = document.get("schema", schema) if isinstance(document, Mapping) else schema
    if given != schema:
        raise refuse(
            error,
            "other-schema",
            "the schema must be {schema}, not {given}",
            "schema",
            schema=schema,
            given=_given(given),
        )
    try:
        result: T = adapter(cast("Hashable", kind)).validate_python(document)
    except ValidationError as problem:
        raise error(faults_of(problem)) from None
    return result


def faults_of(problem: ValidationError) -> Faults:
    """Return pydantic's errors as faults, each with its JSON path."""
    faults = Faults()
    for detail in problem.errors(include_url=False):
        _add(faults, detail)
    return faults


def json_path(parts: Iterable[int | str]) -> str:
    """Return ``candidates[2].scores.market`` for the parts of a path."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else str(part)
    return path


_TEMPLATES: Mapping[str, tuple[str, Message]] = {
    "missing": ("missing-key", message("this key is required")),
    "missing_argument": ("missing-key", message("this key is required")),
    "extra_forbidden": (
        "unknown-key",
        message("this key is not known here; keys of your own must begin with x-"),
    ),
    "unexpected_keyword_argument": (
        "unknown-key",
        message("this key is not known here; keys of your own must begin with x-"),
    ),
    "string_type": ("wrong-type", message("text is needed, not {given}")),
    "float_type": ("wrong-type", message("a number is needed, not {given}")),
    "int_type": ("wrong-type", message("a whole number is needed, not {given}")),
    "bool_type": ("wrong-type", message("true or false is needed, not {given}")),
    "list_type": ("wrong-type", message("a list is needed, not {given}")),
    "tuple_type": ("wrong-type", message("a list is needed, not {given}")),
    "dict_type": ("wrong-type", message("a mapping is needed, not {given}")),
    "dataclass_type": ("wrong-type", message("a mapping is needed, not {given}")),
    "finite_number": ("not-finite", message("a finite number is needed, not {given}")),
    "not_above_zero": ("not-above-zero", message("a number above 0 is needed, not {given}")),
    "literal_error": ("unknown-value", message("one of {expected} is needed, not {given}")),
    "string_pattern_mismatch": (
        "bad-id",
        message("{given} is not a valid id: use lower-case letters a-z, digits and hyphens"),
    ),
    "string_too_short": ("empty", message("this must not be empty")),
    "too_short": ("too-short", message("at least {min_length} entries are needed here")),
    "too_long": ("too-long", message("at most {max_length} entries are allowed here")),
    "judgment_shape": (
        "judgment",
        message("a judgment must be [a, b, how many times as important a is as b], not {given}"),
    ),
    "greater_than_equal": ("out-of-range", message("a number of {limit} or more is needed, not {given}")),
    "greater_than": ("out-of-range", message("a number above {limit} is needed, not {given}")),
    "less_than_equal": ("out-of-range", message("a number of at most {limit} is needed, not {given}")),
    "less_than": ("out-of-range", message("a number below {limit} is needed, not {given}")),
    "string_too_long": ("too-long", message("at most {max_length} characters are allowed here")),
}


def _add(faults: Faults, detail: Any) -> None:
    # Tags of unions and of mapping keys are pydantic's own words, not parts of the document's path.
    parts = tuple(part for part in detail["loc"] if part != "[key]" and not str(part).startswith("tag:"))
    code, template = _TEMPLATES.get(
        detail["type"], ("not-valid", message("{given} is not valid here: {reason}"))
    )
    context = detail.get("ctx", {})
    faults.add(
        code,
        template.template,
        json_path(parts) or None,
        given=_given(detail["input"]),
        expected=str(context.get("expected", "")).replace(" or ", ", "),
        min_length=context.get("min_length", ""),
        max_length=context.get("max_length", ""),
        limit=str(next((context[end] for end in ("ge", "gt", "le", "lt") if end in context), "")),
        reason=detail["msg"],
    )


def _given(value: object) -> str | Message:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return f'"{value}"'
    return message("a mapping") if isinstance(value, Mapping) else message("a list")


def text_document(text: Text | None) -> dict[str, str] | None:
    """Return a text as a document holds it."""
    return dict(text) if text else None
