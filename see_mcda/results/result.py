"""The base class of every result: its document and its presentations.

The package of a result holds the modules that present it: ``report`` (its words) and ``chart`` (its
picture). They are imported when they are asked for. Notebooks ask for ``_repr_mimebundle_``
(https://ipython.readthedocs.io/en/stable/config/integrating.html#custom-methods) and show the language of the
environment variable ``SEE_MCDA_LANG``, as the command line does.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Collection
from importlib import import_module, util
from typing import TYPE_CHECKING, Any, ClassVar, cast

from see_mcda.errors import SeeMcdaError, UnknownNameError, refuse
from see_mcda.language.messages import LANGUAGES
from see_mcda.model.brief import Brief
from see_mcda.render import cells, html, pictures, text
from see_mcda.results.documents import FromTable, ReadingModel, ResultModel

if TYPE_CHECKING:
    import altair

    from see_mcda.render.report import Report

HTML = "text/html"
VEGALITE = "application/vnd.vegalite.v6.json"
"""The media type of Altair 6 pictures in notebooks."""


class Result(Brief, ABC):
    """A result of the engine.

    Attributes:
        name: its name on every interface.
        prefix: the prefix of the names of its modules, if one package holds several results.

    """

    name: ClassVar[str]
    prefix: ClassVar[str] = ""

    @abstractmethod
    def model(self) -> ResultModel:
        """Return the result document."""

    def to_json(self, indent: int | None = 2) -> str:
        """Return the result document as JSON, with how the table was read if the problem came from one."""
        model = self.model()
        problem = getattr(self, "problem", None)
        if isinstance(model, FromTable) and problem is not None and problem.reading is not None:
            model = model.model_copy(update={"reading": ReadingModel.of(problem.reading)})
        return model.model_dump_json(by_alias=True, indent=indent)

    def report(self) -> Report:
        """Return the report of the result, independent of language."""
        return cast("Report", import_module(self._module("report")).report(self))

    def table(self, language: str = "en", width: int = text.WIDTH) -> str:
        """Return the result as text for a person; lines are at most ``width`` cells wide."""
        return text.render(self.report(), language, width)

    def rows(self, language: str = "en") -> cells.Rows:
        """Return the header and the rows of the result for a spreadsheet, with full precision."""
        return cells.render(self.report(), language)

    def chart(self, language: str = "en") -> altair.TopLevelMixin:
        """Return the picture of the result.

        Raises :class:`SeeMcdaError` if the extra ``charts`` is not installed, and :class:`UnknownNameError`
        for a result that has no picture.
        """
        module = self._module("chart")
        if util.find_spec(module) is None:
            raise refuse(UnknownNameError, "no-picture", "there is no picture of {name}", name=self.name)
        with pictures.libraries():
            return cast("altair.TopLevelMixin", import_module(module).draw(self, language))

    def _module(self, part: str) -> str:
        return f"{type(self).__module__.rpartition('.')[0]}.{self.prefix}{part}"

    def _repr_html_(self) -> str:
        return html.render(self.report(), _language())

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """Return the forms among which a notebook chooses: text, HTML, and Vega-Lite.

        Most choose HTML, which therefore has the picture below the table.
        """
        bundle: dict[str, Any] = {"text/plain": repr(self)}

        def wanted(kind: str) -> bool:
            return (not include or kind in include) and kind not in (exclude or ())

        if wanted(HTML) or wanted(VEGALITE):
            drawn = self._drawn()
            if wanted(HTML):
                bundle[HTML] = self._repr_html_() + (_image(drawn) if drawn is not None else "")
            if drawn is not None:
                bundle[VEGALITE] = drawn.to_dict()
        return {kind: form for kind, form in bundle.items() if wanted(kind)}

    def _drawn(self) -> altair.TopLevelMixin | None:
        """Return the picture; None where there is none, it is too large, or Altair is not installed."""
        try:
            return self.chart(_language())
        except SeeMcdaError:
            return None


def _image(drawn: altair.TopLevelMixin) -> str:
    """Return a picture as an image that needs no script."""
    data = b64encode(str(pictures.image(drawn, ".svg")).encode()).decode()
    return f'<img alt="" style="max-width:100%" src="data:image/svg+xml;base64,{data}" />'


def _language() -> str:
    wanted = os.environ.get("SEE_MCDA_LANG", "en")[:2]
    return wanted if wanted in LANGUAGES else "en"
