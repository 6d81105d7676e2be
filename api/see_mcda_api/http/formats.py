"""The formats of results: JSON, and tables as CSV or XLSX."""

from __future__ import annotations

from typing import Literal

from see_mcda_api.http.errors import NotAcceptable

Form = Literal["json", "csv", "xlsx"]
MEDIA: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def accepted(accept: str) -> Form:
    """Return the preferred format of an ``Accept`` header."""
    wanted = []
    for position, part in enumerate(accept.split(",")):
        kind, *parameters = (word.strip().lower() for word in part.split(";"))
        weight = next((word[2:] for word in parameters if word.startswith("q=")), "1")
        try:
            wanted.append((-float(weight), position, kind))
        except ValueError:
            continue
    for preference, _, kind in sorted(wanted):
        for form, media in MEDIA.items():
            known = media.partition(";")[0]
            if preference < 0 and kind in (known, "*/*", known.partition("/")[0] + "/*"):
                return form
    raise NotAcceptable.of("forms", "the available formats are {known}", "Accept", known=list(MEDIA.values()))
