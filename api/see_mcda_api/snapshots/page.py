"""The embeddable page of a snapshot, and its oEmbed response."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from see_mcda_api.pages.static_files import address as static_address
from see_mcda_api.snapshots.schemas import Embedding
from see_mcda_api.snapshots.service import Snapshots

_FRAME = Markup(
    '<iframe src="{address}" title="{title}" width="{width}" height="{height}" '
    'style="border:0;max-width:100%" loading="lazy" referrerpolicy="no-referrer" '
    'sandbox="allow-popups"></iframe>'
)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("see_mcda_api.snapshots"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html")


def html(snapshots: Snapshots, token: str, language: str, base: str) -> str:
    """Return the page in a language; ``base`` is the base URL of the request."""
    snapshot = snapshots.shared(token)
    frozen = snapshots.find(token, "html", language)
    if frozen is None:  # kept before pages showed the whole report
        report = Markup("<pre>{}</pre>").format(snapshots.file(token, "txt", language).decode())
    else:
        report = Markup(frozen.decode())  # every name in it is escaped
    page = quote(f"{base}e/{token}", safe="")
    return _template().render(
        language=language,
        title=snapshot.words[language]["title"],
        how=snapshot.words[language].get("how", ""),
        font=static_address("Sarabun-Regular.woff2"),
        report=report,
        picture=f"/v1/shared/{token}.svg?lang={language}"
        if snapshots.find(token, "svg", language) is not None
        else None,
        discovery=f"{base}v1/oembed?url={page}&format=json",
    )


def embedding(address: str, title: str, width: int, height: int) -> Embedding:
    """Return the oEmbed response for a page."""
    wide, high = min(width, 720), min(height, 640)
    frame = _FRAME.format(address=address, title=title, width=wide, height=high)
    return Embedding(title=title, html=str(frame), width=wide, height=high)
