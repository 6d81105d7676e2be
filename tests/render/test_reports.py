"""One report, three ways to show it: the same words, the width of the terminal, full precision in cells."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from see_mcda.language.line_breaking import width
from see_mcda.language.messages import message
from see_mcda.render import cells, html, text
from see_mcda.render.report import Cell, Column, Mark, Quote, Report, Section, Table

OPEN = Mark("*", message("* on condition"))
NAME = {"en": "Sampran <b>group</b>", "th": "กลุ่มธุรกิจเชิงคุณค่าสามพราน"}
THIRD = 1 / 3


def report(mark: Mark | None = None, rows: int = 2) -> Report:
    headline = message("{name} is first.", name=[Quote(NAME, mark)])
    columns = [
        Column("id"),
        Column("name", message("Candidate"), number=False),
        Column("share", message("Share"), lambda share: f"{100 * share:.1f} %"),
        Column(None, message("Whether it holds under every weighting"), number=False, part=1),
        Column("limit", message("Limit"), part=1),
    ]
    table = Table(
        columns,
        [["a", Quote(NAME, mark), THIRD, "yes", Cell(THIRD, "0.4")] for _ in range(rows - 1)]
        + [["b", {"en": "Other"}, None, message("no"), Cell(None, "")]],
    )
    title = Quote({"en": "Which?"})
    sections = [Section([title, headline]), Section(table=table, key=[message("Share: of the weight.")])]
    return Report(
        headline, sections, table, [], sentences=[headline], title=title, note=Quote({"en": "Invented."})
    )


def test_spreadsheets_have_full_precision_and_only_their_own_columns():
    assert cells.render(report(), "th") == (
        ["id", "name", "share", "limit"],
        [["a", NAME["th"], THIRD, THIRD], ["b", "Other", None, None]],
    )


def test_text_shows_rounded_values_and_only_its_own_columns():
    shown = text.render(report(), "en", 200)
    assert re.search(r"^Sampran <b>group</b> +33\.3 % +yes +0\.4$", shown, re.M)
    assert re.search(r"^Other +- +no$", shown, re.M)
    assert shown.endswith("Share: of the weight.\n\nNote: Invented.")


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("room", [46, 60, 80])
def test_no_line_is_wider_than_the_terminal(language, room):
    shown = text.render(report(OPEN), language, room)
    assert max(map(width, shown.split("\n"))) <= room
    parts = shown.count("33.3"), len(re.findall(r"^-[- ]*$", shown, re.M))
    assert parts == (1, 2 if room < 50 else 1), "a further part stands below where it does not fit beside"


@pytest.mark.parametrize("render", [text.render, html.render])
def test_the_meaning_of_a_mark_is_shown_once_and_only_where_the_mark_is(render):
    assert render(report(OPEN)).count("* on condition") == 1
    assert "*" not in render(report())


@pytest.mark.parametrize("render", [text.render, html.render])
@pytest.mark.parametrize("place", ["title", "sentences", "key"])
def test_the_meaning_of_a_mark_is_shown_wherever_in_a_section_the_mark_is(render, place):
    marked = message("{name} is first.", name=Quote(NAME, OPEN))
    section = Section(title=marked) if place == "title" else Section(**{place: [marked]})
    assert "* on condition" in render(replace(report(), sections=[section]))


def test_an_answer_says_what_its_marks_mean():
    assert report(OPEN).answer("en")[1:] == ["* on condition"]
    assert len(report().answer("en")) == 1


def test_quotes_are_never_cut_and_keep_the_direction_of_the_sentence():
    long, arabic = "x" * 5000, "مجموعة"
    assert long in message("{name}!", name=Quote({"en": long})).text()
    assert message("{name}!", name=Quote({"en": arabic})).text() == f"\u2068{arabic}\u2069!"


def test_html_has_no_markup_of_names_and_cuts_long_tables():
    shown = html.render(report(rows=300))
    assert "<b>group" not in shown
    assert shown.count("<tr>") == 201
    assert "100 more rows are not shown" in shown
    assert shown.count("Which?") == 1, "the title is not repeated among the sentences"
    assert re.search(r"<p><bdi>Sampran &lt;b&gt;group&lt;/b&gt; is first.</bdi></p>", shown)


def test_columns_of_words_share_what_the_numbers_leave():
    columns = [
        Column(None, message("Criterion"), number=False),
        Column(None, message("Share")),
        Column(None, message("Candidate"), number=False),
    ]
    long, short = " ".join(["word"] * 20), "two words"
    for (first, second), widths in [
        ((long, long), (15, 5, 16)),
        ((long, short), (22, 5, 9)),
        ((short, long), (9, 5, 22)),
        ((short, short), (22, 5, 9)),
    ]:
        lines = text.table_lines(Table(columns, [[first, 0.5, second]]), "en", 40)
        assert tuple(map(len, lines[1].split())) == widths
        assert max(map(len, lines)) <= 40
