"""Pictures of results, where this service was installed with what draws them."""

from __future__ import annotations

from typing import Literal, cast

from see_mcda.charts import image, picture
from see_mcda.errors import SeeMcdaError
from see_mcda.ranking import Comparison, Ranking
from see_mcda.sensitivity.analysis import Analysis
from see_mcda_api.faults import NotInstalled
from see_mcda_api.stateless.compute import Result


def drawn(result: Result, language: str, ending: Literal[".svg", ".png", ".json"]) -> bytes | str:
    """Return the picture of a result; raise :class:`NotInstalled` without the libraries for it."""
    try:
        return image(picture(cast("Ranking | Comparison | Analysis", result), language), ending)
    except SeeMcdaError as error:
        if any(fault.code == "no-charts" for fault in error.faults):
            raise NotInstalled(*error.faults) from None
        raise
