"""The theme of every picture: one type face for Thai and Latin, and colours that most people can distinguish.

Ink on paper has a contrast of at least 4.5 to 1 for words and 3 to 1 for shapes (WCAG 2.2, 1.4.3 and 1.4.11).
The series colours were chosen for the largest smallest distance in OKLab, seen normally and with protanopia
or deuteranopia as simulated by Machado, Oliveira & Fernandes (2009), doi:10.1109/TVCG.2009.113.
"""

from __future__ import annotations

from typing import Any

FONT = "Sarabun"
FAMILIES = f"{FONT}, 'Noto Sans Thai', 'Leelawadee UI', Thonburi, sans-serif"
"""The shipped face first, then what systems have for Thai."""
PAPER = "#ffffff"
INK = "#1d2530"
SOFT = "#565f6b"
"""Ink of secondary text."""
LINE = "#d8dce2"
"""Grid lines, which only guide the eye."""
QUIET = "#878f9a"
"""Shapes that stay in the background."""
SERIES = ("#175aa9", "#c34c21", "#2b7a82", "#6b6fde", "#42a37e", "#901b0f", "#e37407", "#6893c5")
"""The series colours, in this order."""
MAIN, AGAINST = SERIES[0], SERIES[1]
"""The colour of the subject of a picture, and of its counterpart."""

SIZE = 13
SMALL = 11.5
TITLE = 17
LEADING = 1.45
"""Line height in type sizes: marks above and below Thai letters must not touch."""
CELL = 0.53
"""The mean width of a letter in type sizes, a little more than Thai has, to wrap lines by."""
WIDTH = 760
"""The width of a whole picture in pixels."""
NAMES = 230
"""Pixels for names beside a plot."""


def leading(size: float) -> float:
    """Return the line height in pixels for a type size."""
    return round(size * LEADING, 1)


def cells(pixels: float, size: float = SIZE) -> int:
    """Return about how many letters of a type size go into a width."""
    return max(8, int(pixels / (size * CELL)))


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of every picture."""
    words = {"labelFont": FAMILIES, "titleFont": FAMILIES, "labelColor": INK, "titleColor": SOFT}
    sizes = {"labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal"}
    return {
        "background": PAPER,
        "font": FAMILIES,
        "padding": 16,
        "view": {"stroke": None},
        "axis": {
            **words,
            **sizes,
            "labelLineHeight": leading(SIZE),
            "titleLineHeight": leading(SIZE),
            "labelLimit": 0,
            "titleLimit": 0,
            "titlePadding": 10,
            "labelPadding": 6,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
        },
        "legend": {
            **words,
            **sizes,
            "labelLimit": 0,
            "titleLimit": 0,
            "symbolStrokeWidth": 0,
            "symbolType": "square",
            "rowPadding": 5,
        },
        "header": {**words, **sizes, "labelLimit": 0},
        "text": {"font": FAMILIES, "fontSize": SIZE, "color": INK, "lineHeight": leading(SIZE)},
        "range": {"category": list(SERIES)},
        "title": {
            "font": FAMILIES,
            "subtitleFont": FAMILIES,
            "fontSize": TITLE,
            "fontWeight": 600,
            "color": INK,
            "lineHeight": leading(TITLE),
            "subtitleColor": SOFT,
            "subtitleFontSize": SIZE,
            "subtitleLineHeight": leading(SIZE),
            "subtitlePadding": 6,
            "anchor": "start",
            "offset": 14,
            "limit": 0,
        },
    }
