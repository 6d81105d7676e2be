"""Pictures as files: one definition of each, in Vega-Lite through Altair, for every interface.

Altair takes a second to import, so that nothing here does before a picture is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, cast

from see_mcda.errors import SeeMcdaError, UnknownNameError, refuse

if TYPE_CHECKING:
    import altair

KINDS = (".svg", ".png", ".html", ".json")
"""The kinds of file that a picture is saved as; ``.json`` is its Vega-Lite document."""


def image(chart: altair.TopLevelMixin, kind: str) -> bytes | str:
    """Return a picture as a file of a kind of :data:`KINDS` holds it; PNG is bytes, the others are text.

    Nothing is fetched, now or when the file is opened. Raises :class:`UnknownNameError` for another kind and
    :class:`SeeMcdaError` if the extra ``charts`` is not installed.
    """
    if kind not in KINDS:
        raise refuse(
            UnknownNameError,
            "unknown-kind",
            "the picture format must be one of {known}, not {given}",
            known=list(KINDS),
            given=kind,
        )
    with libraries():
        files = import_module("see_mcda.render.picture_files")
    return cast("bytes | str", files.WRITERS[kind](chart))


@contextmanager
def libraries() -> Iterator[None]:
    """Raise :class:`SeeMcdaError` if the libraries for pictures are not installed."""
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
