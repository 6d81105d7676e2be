"""Pictures of results: one definition of each, in Vega-Lite through Altair, for every door.

The picture of a result called ``pillar-map`` is made by ``draw(result, language)`` of the module
``see_mcda.analyses.pillar_map.chart``. Altair takes a second to import, so nothing here does before it is
asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, cast

from see_mcda.analyses.registry import NAMES
from see_mcda.errors import SeeMcdaError, UnknownNameError, refuse

if TYPE_CHECKING:
    import altair

    from see_mcda.analyses.analysis import Analysis
    from see_mcda.ranking.ranking import Comparison, Ranking

KINDS = (".svg", ".png", ".html", ".json")
"""The kinds of file that a picture is saved as; ``.json`` is its Vega-Lite document."""


_OTHERS = {"ranking": "see_mcda.ranking.chart", "comparison": "see_mcda.ranking.comparison_chart"}


def pictures() -> tuple[str, ...]:
    """Return the names of the results that have a picture."""
    return tuple(sorted((*NAMES, *_OTHERS)))


def result_name(result: Ranking | Comparison | Analysis) -> str:
    """Return what a result is called: ``ranking``, ``comparison``, or the name of an analysis."""
    return str(getattr(result, "name", type(result).__name__.lower()))


def picture(result: Ranking | Comparison | Analysis, language: str = "en") -> altair.TopLevelMixin:
    """Return the picture of a result in a language.

    Raises :class:`SeeMcdaError` if the extra ``charts`` is not installed, and :class:`UnknownNameError` for a
    result that has no picture.
    """
    name, known = result_name(result), pictures()
    if name not in known:
        raise refuse(
            UnknownNameError,
            "no-picture",
            "there is no picture of {name}; there are pictures of {known}",
            name=name,
            known=list(known),
        )
    with _needed():
        module = import_module(_OTHERS.get(name) or f"see_mcda.analyses.{name.replace('-', '_')}.chart")
    return cast("altair.TopLevelMixin", module.draw(result, language))


def image(chart: altair.TopLevelMixin, kind: str) -> bytes | str:
    """Return a picture as a file of a kind of :data:`KINDS` holds it; PNG is bytes, the others are text.

    Nothing is fetched, now or when the file is opened. Raises :class:`UnknownNameError` for another kind and
    :class:`SeeMcdaError` if the extra ``charts`` is not installed.
    """
    if kind not in KINDS:
        raise refuse(
            UnknownNameError,
            "unknown-kind",
            "a picture is one of {known}, not {given}",
            known=list(KINDS),
            given=kind,
        )
    with _needed():
        files = import_module("see_mcda.render.picture_files")
    return cast("bytes | str", files.MAKERS[kind](chart))


@contextmanager
def _needed() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] not in {"altair", "vl_convert", "resvg_py"}:
            raise
        raise refuse(
            SeeMcdaError,
            "no-charts",
            'a picture needs more libraries: pip install "see-mcda[charts]"',
        ) from None
