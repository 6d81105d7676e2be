"""Results as notebooks show them: a table, the words about it, and its picture where Altair is installed.

Notebooks ask by ``_repr_mimebundle_``
(https://ipython.readthedocs.io/en/stable/config/integrating.html#custom-methods). The language is that of the
environment variable ``SEE_MCDA_LANG``, as on the command line.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Collection
from html import escape
from typing import TYPE_CHECKING, Any, cast

from see_mcda.errors import SeeMcdaError
from see_mcda.language.messages import LANGUAGES, message, say
from see_mcda.model.brief import Brief

if TYPE_CHECKING:
    import altair

    from see_mcda.analyses.analysis import Analysis
    from see_mcda.ranking.ranking import Comparison, Ranking

HTML = "text/html"
VEGALITE = "application/vnd.vegalite.v6.json"
"""The media type under which Altair 6 tells notebooks of a picture."""
MOST_ROWS = 200
"""Rows of a table that are shown; the result itself has all."""


class InNotebooks(Brief):
    """A result that notebooks show as a table and a picture."""

    def _repr_html_(self) -> str:
        """Return the table and what is to be known of it, as HTML in which no name can be markup."""
        return table(cast("Ranking | Comparison | Analysis", self), _language())

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """Return the forms among which a notebook chooses: text, HTML, and Vega-Lite.

        Most choose HTML where there is any, so that the picture stands below its table, too.
        """
        language = _language()
        bundle: dict[str, Any] = {"text/plain": repr(self)}

        def wanted(kind: str) -> bool:
            return (not include or kind in include) and kind not in (exclude or ())

        if wanted(HTML) or wanted(VEGALITE):
            drawn = picture(cast("Ranking | Comparison | Analysis", self), language)
            if wanted(HTML):
                bundle[HTML] = self._repr_html_() + (_image(drawn) if drawn is not None else "")
            if drawn is not None:
                bundle[VEGALITE] = drawn.to_dict()
        return {kind: form for kind, form in bundle.items() if wanted(kind)}


def table(result: Ranking | Comparison | Analysis, language: str = "en") -> str:
    """Return a result's table as HTML, with its title, its note and its warnings."""
    from see_mcda.ranking.shown import shown  # noqa: PLC0415 (ranking.py imports this module)
    from see_mcda.render import html  # noqa: PLC0415 (only needed to show a result)

    if hasattr(result, "report") and "table" not in vars(type(result)):
        return html.render(result.report(), language)
    header, rows = shown(result, language)
    problem = result.problem
    heads = "".join(f'<th scope="col" style="text-align:start">{escape(name)}</th>' for name in header)
    lines = "".join(
        "<tr>"
        + "".join(f'<td style="text-align:start"><bdi>{escape(cell)}</bdi></td>' for cell in row)
        + "</tr>"
        for row in rows[:MOST_ROWS]
    )
    caption = f"<caption><bdi>{escape(say(problem.title, language))}</bdi></caption>" if problem.title else ""
    words = [say(note, language)] if (note := problem.note or problem.framework.note) else []
    words += [warning.text(language) for warning in result.warnings]
    if len(rows) > MOST_ROWS:
        words.insert(
            0, message("{hidden} more rows are not shown", hidden=len(rows) - MOST_ROWS).text(language)
        )
    below = "".join(f"<p><bdi>{escape(word)}</bdi></p>" for word in words)
    return (
        f'<div lang="{language}" style="line-height:1.6"><table>{caption}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>{below}</div>"
    )


def picture(result: Ranking | Comparison | Analysis, language: str = "en") -> altair.TopLevelMixin | None:
    """Return the picture of a result; None where it has none, or Altair is not installed."""
    from see_mcda.render import pictures as charts  # noqa: PLC0415

    try:
        return charts.picture(result, language)
    except SeeMcdaError:  # no Altair, or too large to be drawn
        return None


def _image(drawn: altair.TopLevelMixin) -> str:
    """Return a picture as an image that needs no script."""
    from see_mcda.render import pictures as charts  # noqa: PLC0415

    data = b64encode(str(charts.image(drawn, ".svg")).encode()).decode()
    return f'<img alt="" style="max-width:100%" src="data:image/svg+xml;base64,{data}" />'


def _language() -> str:
    wanted = os.environ.get("SEE_MCDA_LANG", "en")[:2]
    return wanted if wanted in LANGUAGES else "en"
