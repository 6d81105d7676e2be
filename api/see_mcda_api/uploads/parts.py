"""Parsing of ``multipart/form-data`` bodies in memory, without temporary files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from see_mcda_api.http.errors import BadRequest, TooLarge

MOST_PARTS = 8
LONGEST_NAME = 100


@dataclass
class Part:
    """A part: its name, its file name (if it is a file), and its content."""

    name: str = ""
    file: str | None = None
    content: bytes = b""


def read_parts(content_type: str, body: bytes) -> dict[str, Part]:
    """Return the parts of a body by name.

    Raises :class:`BadRequest` for a malformed body, a duplicate part or a part without a name.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise BadRequest.of(
            "multipart", "the form data is not valid: {reason}", "Content-Type", reason="boundary"
        )
    collected = _Collected()
    try:
        parser = MultipartParser(boundary, collected.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise BadRequest.of(
            "multipart", "the form data is not valid: {reason}", None, reason=str(error)
        ) from None
    if not collected.ended:
        raise BadRequest.of("multipart", "the form data is not valid: {reason}", None, reason="it breaks off")
    found: dict[str, Part] = {}
    for part in collected.parts:
        if not part.name or part.name in found:
            raise BadRequest.of("part", "each part needs its own name", part.name or None)
        found[part.name] = part
    return found


class _Collected:
    """Collects the parts from the callbacks of the parser."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.ended = False
        self._field = self._value = b""
        self._data: list[bytes] = []

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_part_data": lambda data, start, end: self._data.append(data[start:end]),
            "on_part_end": self._end_part,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) == MOST_PARTS:
            raise TooLarge.of("too-many-parts", "a form can have at most {most} parts", None, most=MOST_PARTS)
        self.parts.append(Part())
        self._data = []

    def _end_part(self) -> None:
        self.parts[-1].content = b"".join(self._data)

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            self.parts[-1].name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                self.parts[-1].file = base_name(options[b"filename"].decode("utf-8", "replace"))
        self._field = self._value = b""

    def _end(self) -> None:
        self.ended = True


def base_name(name: str) -> str:
    """Return a file name without folders and non-printable characters."""
    last = re.split(r"[/\\\\]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-LONGEST_NAME:]
