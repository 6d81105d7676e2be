"""Charts of results, if the chart libraries are installed."""

from __future__ import annotations

from typing import Literal

from see_mcda.errors import SeeMcdaError
from see_mcda.render.pictures import image
from see_mcda.results.result import Result
from see_mcda_api.http.errors import NotInstalled


def drawn(result: Result, language: str, ending: Literal[".svg", ".png", ".json"]) -> bytes | str:
    """Return the chart of a result; raise :class:`NotInstalled` without the chart libraries."""
    try:
        return image(result.chart(language), ending)
    except SeeMcdaError as error:
        if any(fault.code == "no-charts" for fault in error.faults):
            raise NotInstalled(*error.faults) from None
        raise
