"""Forms of pages as browsers send them: fields by name, and files."""

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
    """What was filled in: the words of each field, and the files."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Part] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return what was filled in, without space around it; nothing where nothing was."""
        return self.fields.get(name, "").strip()

    def below(self, prefix: str) -> dict[str, str]:
        """Return the fields whose names begin with ``prefix.``, by the rest of their names."""
        start = f"{prefix}."
        return {name[len(start) :]: words for name, words in self.fields.items() if name.startswith(start)}


async def form_of(request: Request) -> Form:
    """Return the form of a request; an empty one for any other body.

    Raises :class:`BadRequest` for a body that is not what it says, or a field that comes twice.
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
