"""HTML form data: fields and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request

from see_mcda_api.http.errors import BadRequest
from see_mcda_api.uploads.parts import Part, read_parts

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
MOST_FIELDS = 20_000


@dataclass(frozen=True)
class Form:
    """The fields and files of a submitted form."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Part] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the value of a field without surrounding space; empty if it is missing."""
        return self.fields.get(name, "").strip()

    def below(self, prefix: str) -> dict[str, str]:
        """Return the fields whose names begin with ``prefix.``, by the rest of their names."""
        start = f"{prefix}."
        return {name[len(start) :]: words for name, words in self.fields.items() if name.startswith(start)}


async def form_of(request: Request) -> Form:
    """Return the form of a request; an empty one for another media type.

    Raises :class:`BadRequest` for a malformed body, or a field that occurs twice.
    """
    kept: Form | None = getattr(request.state, "form", None)
    if kept is None:
        kept = request.state.form = _form(request.headers.get("content-type", ""), await request.body())
    return kept


def _form(content_type: str, body: bytes) -> Form:
    media = content_type.partition(";")[0].strip().lower()
    if media == MULTIPART:
        parts = read_parts(content_type, body)
        return Form(
            {name: _text(part.content) for name, part in parts.items() if part.file is None},
            {name: part for name, part in parts.items() if part.file is not None},
        )
    if media != URLENCODED:
        return Form()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadRequest.of("form", "the form data is not valid: {reason}", None, reason=str(error)) from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise BadRequest.of(
            "form", "the form data is not valid: {reason}", None, reason="a field comes twice"
        )
    return Form(fields)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BadRequest.of("form", "the form data is not valid: {reason}", None, reason=str(error)) from None
