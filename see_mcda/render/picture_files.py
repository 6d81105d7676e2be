"""Pictures as files: SVG by vl-convert, PNG from that SVG by resvg, both with the shipped type face.

vl-convert draws Thai into a PNG with the letter after ำ on top of it, resvg does not. SVG and HTML carry the
type face inside themselves, so that they look the same on every machine without a download.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import resvg_py
import vl_convert

from see_mcda.render import theme

FONTS = Path(__file__).parent / "fonts"
_FACES = {"Regular": 400, "SemiBold": 600}
_LANGUAGE_VERSION = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_ZOOM = 2
"""Pixels of a PNG for each of the picture's own."""
_NUMBERED = re.compile(r'((?:url\(#|id=")(?:clip|gradient_))(\d+)')

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{faces}
body {{ margin: 0; background: {paper}; font-family: {families}; }}
#picture {{ max-width: 100%; overflow-x: auto; }}
#vg-tooltip-element {{ font-family: {families} !important; line-height: {leading}; }}
</style>
<script>{library}</script>
</head>
<body>
<div id="picture"></div>
<script>
const picture = {document};
const faces = {weights}.map((weight) => document.fonts.load(`${{weight}} 16px {face}`, "น้ำA"));
Promise.all(faces).then(() => vegaEmbed("#picture", picture, {{ renderer: "svg", actions: false }}));
</script>
</body>
</html>
"""


@cache
def _faces() -> str:
    """Return the CSS that holds the type face."""
    rules = []
    for name, weight in _FACES.items():
        held = base64.b64encode((FONTS / f"{theme.FONT}-{name}.woff2").read_bytes()).decode()
        rules.append(
            f"@font-face {{ font-family: {theme.FONT}; font-weight: {weight}; "
            f"src: url(data:font/woff2;base64,{held}) format('woff2'); }}"
        )
    return "\n".join(rules)


@cache
def _register() -> None:
    vl_convert.register_font_directory(str(FONTS))  # to measure words by


def _bare_svg(chart: alt.TopLevelMixin) -> str:
    _register()
    drawn: str = vl_convert.vegalite_to_svg(
        chart.to_dict(), vl_version=_LANGUAGE_VERSION, allowed_base_urls=[]
    )
    numbers: dict[str, int] = {}  # Vega goes on counting from one picture to the next
    return _NUMBERED.sub(lambda found: f"{found[1]}{numbers.setdefault(found[2], len(numbers) + 1)}", drawn)


def svg(chart: alt.TopLevelMixin) -> str:
    """Return a picture as SVG."""
    head, _, rest = _bare_svg(chart).partition(">")
    return f"{head}><style>{_faces()}</style>{rest}\n"


def png(chart: alt.TopLevelMixin) -> bytes:
    """Return a picture as PNG, at twice its size in pixels."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=_bare_svg(chart),
        zoom=_ZOOM,
        skip_system_fonts=True,
        font_files=[str(FONTS / f"{theme.FONT}-{name}.ttf") for name in _FACES],
        font_family=theme.FONT,
        sans_serif_family=theme.FONT,
    )
    return bytes(drawn)


def page(chart: alt.TopLevelMixin) -> str:
    """Return a picture as a self-contained web page with tooltips."""
    document: dict[str, Any] = chart.to_dict()
    title = document.get("title", {}).get("text", "")
    return _PAGE.format(
        language=html.escape(str(document.get("usermeta", {}).get("lang", "en"))),
        title=html.escape(" ".join([title] if isinstance(title, str) else title)),
        faces=_faces(),
        paper=theme.PAPER,
        families=theme.FAMILIES,
        face=theme.FONT,
        weights=list(_FACES.values()),
        leading=theme.LEADING,
        library=_library(),
        document=json.dumps(document, ensure_ascii=False).replace("<", "\\u003c"),
    )


@cache
def _library() -> str:
    bundle: str = vl_convert.javascript_bundle(_SNIPPET, vl_version=_LANGUAGE_VERSION)
    return bundle.replace("</script", "<\\/script")


def document(chart: alt.TopLevelMixin) -> str:
    """Return a picture as its Vega-Lite document."""
    return json.dumps(chart.to_dict(), ensure_ascii=False, indent=2) + "\n"


WRITERS: dict[str, Callable[[alt.TopLevelMixin], bytes | str]] = {
    ".svg": svg,
    ".png": png,
    ".html": page,
    ".json": document,
}
