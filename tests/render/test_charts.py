"""Pictures: every kind of file, in both languages, with Thai drawn right and nothing fetched."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import altair as alt
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import see_mcda.render.pictures
from see_mcda import Problem, SeeMcdaError, compare, explain, rank, read_problem
from see_mcda.analyses.pillar_map.pillar_map import pillar_map
from see_mcda.render import theme
from see_mcda.render.picture_files import png
from see_mcda.render.pictures import image

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
MODELS = Path(__file__).parents[2] / "examples" / "see-models.yaml"
BEGINS = {".svg": "<svg ", ".png": b"\x89PNG\r\n", ".html": "<!DOCTYPE html>", ".json": "{"}
ALIKE = 0.002
"""The mean difference of pixels (of 1) up to which two drawings of a word are the same."""


@pytest.fixture(scope="module")
def problem() -> Problem:
    return read_problem(MODELS)


@pytest.fixture(scope="module")
def charts(problem: Problem) -> dict[str, alt.TopLevelMixin]:
    results = [
        rank(problem),
        compare(problem, ["equal", "economic-led"]),
        pillar_map(problem, method="additive"),
    ]
    names = ("ranking", "comparison", "pillar-map")
    return {
        f"{name} {language}": result.chart(language)
        for name, result in zip(names, results, strict=True)
        for language in ("en", "th")
    }


@pytest.mark.parametrize("kind", see_mcda.render.pictures.KINDS)
def test_each_kind_of_file_begins_as_it_should_and_is_the_same_twice(kind: str, charts) -> None:
    for chart in (charts["ranking th"], charts["pillar-map en"]):
        first = image(chart, kind)
        assert first.startswith(BEGINS[kind])
        assert image(chart, kind) == first


def test_nothing_is_fetched_when_a_file_is_opened(charts) -> None:
    for chart in (charts["comparison en"], charts["pillar-map th"]):
        for kind in (".svg", ".html"):
            text = image(chart, kind)
            assert not re.search(r"(src|href)\s*=\s*[\"']?\s*(https?:)?//", text)
            assert not re.search(r"url\(\s*[\"']?(https?:)?//|@import", text)
            assert "url(data:font/woff2;base64," in text


def test_the_document_is_vega_lite(charts) -> None:
    for chart in (charts["ranking en"], charts["comparison th"], charts["pillar-map en"]):
        assert alt.Chart.from_json(image(chart, ".json"), validate=True)


def test_a_picture_speaks_its_language_and_carries_the_note(problem: Problem, charts) -> None:
    for name in ("ranking th", "comparison en", "pillar-map th"):
        chart, language = charts[name], name[-2:]
        drawn = image(chart, ".svg")
        assert problem.title[language] in chart.to_dict()["description"]
        assert problem.note[language].split()[0] in drawn
        assert f'<html lang="{language}">' in image(chart, ".html")


def test_names_cannot_leave_their_place_in_a_page(problem: Problem) -> None:
    evil = "</script><script>alert(1)</script>"
    made = renamed(problem, [evil] * len(problem.candidates))
    page = image(rank(made, method="additive").chart(), ".html")
    assert evil not in page
    assert "<script>alert" not in image(rank(made, method="additive").chart(), ".svg")


def renamed(problem: Problem, names: list[str]) -> Problem:
    document = problem.to_dict()
    for candidate, name in zip(document["candidates"], names, strict=True):
        candidate["name"] = name
    return Problem.from_dict(document)


def test_candidates_of_one_name_stay_apart(problem: Problem) -> None:
    made = renamed(problem, ["same"] * len(problem.candidates))
    drawn = image(rank(made, method="additive").chart(), ".svg")
    assert len(re.findall(r">same( \*)?</text>", drawn)) == len(problem.candidates)


def test_failed_candidates_stand_below_the_line(problem: Problem, charts) -> None:
    drawn = image(charts["ranking en"], ".svg")
    places = [drawn.index(words) for words in ("Below this line", "would be rank 8")]
    assert places == sorted(places)


def test_a_method_without_parts_or_scores_is_drawn_too(problem: Problem) -> None:
    for method in ("multiplicative", "ahp"):
        assert image(rank(problem, method=method).chart(), ".svg").startswith("<svg ")


def pixels(drawn: bytes) -> NDArray[np.float64]:
    return np.asarray(Image.open(io.BytesIO(drawn)).convert("L"), dtype=float) / 255


def difference(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    size = tuple(max(p, q) for p, q in zip(a.shape, b.shape, strict=True))
    canvas = [np.ones(size), np.ones(size)]
    for paper, drawn in zip(canvas, (a, b), strict=True):
        paper[: drawn.shape[0], : drawn.shape[1]] = drawn
    return float(np.abs(canvas[0] - canvas[1]).mean())


def word(shown: str) -> alt.Chart:
    chart = alt.Chart(alt.InlineData(values=[{"word": shown}]))
    return (
        chart.mark_text(fontSize=60, font=theme.FAMILIES, color=theme.INK)
        .encode(text="word:N")
        .properties(width=260, height=120)
        .configure_view(stroke=None)
    )


def test_sara_am_is_drawn_as_in_the_stored_picture() -> None:
    stored = pixels((HERE / "nam-nak.png").read_bytes())
    assert difference(pixels(png(word("น้ำหนัก"))), stored) < ALIKE
    assert difference(pixels(png(word("นำหนัก"))), stored) > ALIKE  # one mark less is another picture


def test_colours_are_told_apart_by_most_eyes_and_stand_out() -> None:
    colours = np.array([[int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in theme.SERIES]) / 255
    for code, least in [(theme.INK, 7), (theme.SOFT, 4.5), (theme.QUIET, 3), *((c, 3) for c in theme.SERIES)]:
        assert contrast(code) >= least, code
    for view in (np.eye(3), PROTANOPIA, DEUTERANOPIA):
        seen = oklab(np.clip(linear(colours) @ view.T, 0, 1))
        apart = np.linalg.norm(seen[:, None] - seen, axis=2) + np.eye(len(seen))
        assert apart.min() > 0.09


PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)


def linear(colour: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)


def contrast(code: str) -> float:
    colour = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return 1.05 / (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) + 0.05)


def oklab(light: NDArray[np.float64]) -> NDArray[np.float64]:
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    axes = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return np.cbrt(light @ cones.T) @ axes.T


def test_without_the_extra_it_says_what_to_install(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = rank(problem)
    for name in [
        name for name in sys.modules if name.startswith("see_mcda.") and hasattr(sys.modules[name], "alt")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(SeeMcdaError, match=r"see-mcda\[charts\]"):
        ranking.chart()


def test_what_has_no_picture_and_what_is_no_kind_is_refused(problem: Problem, charts) -> None:
    with pytest.raises(SeeMcdaError, match="no picture of explanation"):
        explain(problem).chart()
    with pytest.raises(SeeMcdaError, match=r"not \.gif"):
        image(charts["ranking en"], ".gif")


def test_the_type_face_and_its_licence_are_shipped() -> None:
    fonts = HERE.parents[1] / "see_mcda" / "render" / "fonts"
    assert "SIL Open Font License, Version 1.1" in (fonts / "OFL.txt").read_text()
    assert sum(file.stat().st_size for file in fonts.iterdir()) < 300_000
    assert json.loads(json.dumps(theme.config()))
