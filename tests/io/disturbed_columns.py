"""Columns that are no criteria. False is returned where a table does not allow it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from tests.io import wordings as words
from tests.io.drafts import Cell, Draft, Value, mean, plain


def serial_column(draft: Draft) -> bool:
    draft.insert_column(
        0,
        draft.label(words.SERIAL_HEADERS),
        [Cell(place + 1) for place in range(len(draft.names))],
        "serial column",
    )
    return True


def index_column(draft: Draft) -> bool:
    """What R and pandas write before the columns."""
    header = draft.random.choice((None, "", "Unnamed: 0", "index"))
    first = draft.random.choice((0, 1))
    draft.insert_column(0, header, [Cell(place + first) for place in range(len(draft.names))], "index column")
    draft.words["index column"].append("column A|A1")
    return True


def blank_corner(draft: Draft) -> bool:
    draft.corner.value = draft.random.choice((None, None, " ", "Unnamed: 0"))
    draft.corner.tag = "blank first header"
    return True


def code_column(draft: Draft) -> bool:
    form = draft.random.choice(("A{}", "ENT-{:03}", "{}", "ก-{:02}", "v{}", "C{:04}"))
    start = draft.random.choice((1, 101, 1001))
    codes: list[Value] = [form.format(place + start) for place in range(len(draft.names))]
    if form == "{}":
        codes = [place + start for place in range(len(draft.names))]
    draft.insert_column(
        draft.random.choice((0, 1)), draft.label(words.CODE_HEADERS), map(Cell, codes), "code column"
    )
    return True


def rank_column(draft: Draft) -> bool:
    order = list(range(1, len(draft.names) + 1))
    draft.random.shuffle(order)
    at = draft.random.choice((len(draft.head), len(draft.head), 0))
    draft.insert_column(at, draft.label(words.RANK_HEADERS), map(Cell, order), "rank column")
    return True


def score_column(draft: Draft) -> bool:
    """The sum, the mean or a weighted score of the others, as somebody computed it."""
    numbers = [[cell.value for cell in row] for row in draft.scores]
    if any(not isinstance(value, int | float) for row in numbers for value in row):
        return False
    header = draft.label(words.SCORE_HEADERS)
    kind = draft.random.choice(("sum", "mean", "score"))
    totals = [
        sum(row) if kind == "sum" else mean(row) if kind == "mean" else draft.random.uniform(1, 5)  # type: ignore
        for row in numbers
    ]
    cells = [Cell(plain(round(total, 2))) for total in totals]
    draft.insert_column(len(draft.head), header, cells, "total column")
    return True


def change_column(draft: Draft) -> bool:
    """The difference of two others, or the change as a percentage."""
    if len(draft.measures) < 2:
        return False
    one, other = draft.random.sample(range(len(draft.measures)), 2)
    pairs = [(row[one].value, row[other].value) for row in draft.scores]
    if any(row[at].format for row in draft.scores for at in (one, other)):
        return False
    percent = draft.random.random() < 0.3
    changes = []
    for before, after in pairs:
        if not isinstance(before, int | float) or not isinstance(after, int | float) or not before:
            return False
        changes.append(plain(round((after - before) / before * 100 if percent else after - before, 2)))
    if len(set(changes)) == 1:
        return False
    header = draft.pick(words.CHANGE_HEADERS) + (" (%)" if percent else "")
    draft.insert_column(len(draft.head), header, map(Cell, changes), "change column")
    return True


def fact_column(
    draft: Draft, tag: str, headers: dict[str, Sequence[str]], fact: Callable[[Draft], Value]
) -> bool:
    at = draft.random.choice((draft.names_at + 1, len(draft.head)))
    format = ""
    facts = [fact(draft) for _ in draft.names]
    if isinstance(facts[0], datetime.datetime):
        format = "yyyy-mm-dd h:mm:ss"
    elif isinstance(facts[0], datetime.date):
        format = draft.random.choice(("yyyy-mm-dd", "d/m/yyyy", "d mmm yy"))
    draft.insert_column(at, draft.label(headers), [Cell(value, format) for value in facts], tag)
    return True


def year(draft: Draft) -> Value:
    return draft.random.randint(2530, 2566) if draft.language == "th" else draft.random.randint(1965, 2023)


def phones(draft: Draft) -> bool:
    form = draft.random.choice(("0{}-{}{}", "0{} {} {}", "+66 {} {} {}", "0{}-{}-{}", "number", "0{}{}{}"))

    def phone(draft: Draft) -> Value:
        parts = (
            draft.random.randint(81, 98),
            draft.random.randint(100, 999),
            draft.random.randint(1000, 9999),
        )
        return int("{}{}{}".format(*parts)) if form == "number" else form.format(*parts)

    return fact_column(draft, "phone column", words.PHONE_HEADERS, phone)


def dates(draft: Draft) -> bool:
    form = draft.random.choice(("date", "datetime", "%d/%m/%Y", "%Y-%m-%d", "%d %b %Y"))

    def date(draft: Draft) -> Value:
        day = datetime.datetime(2024, draft.random.randint(1, 12), draft.random.randint(1, 28), 9, 30)
        return day.date() if form == "date" else day if form == "datetime" else day.strftime(form)

    return fact_column(draft, "date column", words.DATE_HEADERS, date)


def coordinates(draft: Draft) -> bool:
    latitude, longitude = draft.pick(words.COORDINATE_HEADERS)
    at = draft.random.choice((draft.names_at + 1, len(draft.head)))
    for header, low, high in ((longitude, 98, 105), (latitude, 6, 20)):
        cells = [Cell(round(draft.random.uniform(low, high), 5)) for _ in draft.names]
        draft.insert_column(at, header, cells, "coordinates")
    return True


def text_column(draft: Draft) -> bool:
    header, texts = draft.pick(words.TEXT_HEADERS)
    cells = [Cell(draft.random.choice(texts)) for _ in draft.names]
    draft.insert_column(len(draft.head), header, cells, "text column")
    return True
