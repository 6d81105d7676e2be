"""Numbers as people write them. False is returned where a table does not allow it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable

from tests.io import wordings as words
from tests.io.drafts import Draft, plain
from tests.io.wordings import Measure


def large_columns(draft: Draft) -> list[int]:
    return [
        column
        for column, measure in enumerate(draft.measures)
        if measure.high > 3_000
        and all(
            isinstance(row[column].value, int | float)
            and round(row[column].value, measure.decimals) == row[column].value
            for row in draft.scores
        )
    ]


def thousands(draft: Draft) -> bool:
    columns = large_columns(draft)
    for column in columns:
        for row in draft.scores:
            row[column].value = f"{row[column].value:,.{draft.measures[column].decimals}f}"
            row[column].tag = "thousands as text"
    draft.words["thousands as text"] += [re.escape(draft.measures[column].name) for column in columns]
    return bool(columns)


def currency(draft: Draft) -> bool:
    columns = large_columns(draft)
    form = draft.random.choice(("฿{}", "{} บาท", "{} THB", "{}.-", "{} ฿") if draft.language == "th" else
                               ("${}", "$ {}", "{} USD", "฿{}", "{} baht", "€{}"))  # fmt: skip
    for column in columns:
        for row in draft.scores:
            row[column].value = form.format(f"{row[column].value:,.0f}")
            row[column].tag = "currency in cells"
    if any(not float(draft.values[0][column]).is_integer() for column in columns):
        return False
    draft.words["currency in cells"] += [re.escape(draft.measures[column].name) for column in columns]
    return bool(columns)


def units_in_cells(draft: Draft) -> bool:
    tag = "units in cells"
    done = False
    for column, measure in enumerate(draft.measures):
        numbers = all(isinstance(row[column].value, int | float) for row in draft.scores)
        if not numbers or measure.unit is None or measure.high > 3_000 or draft.random.random() < 0.3:
            continue
        form = (
            "{}/" + measure.unit.split("-")[1]
            if re.fullmatch(r"1-\d+", measure.unit)
            else "{} " + measure.unit
        )
        for row in draft.scores:
            row[column].value = form.format(plain(row[column].value))
            row[column].tag = tag
        draft.words[tag].append(re.escape(measure.name))
        done = True
    return done


def ready_columns(draft: Draft) -> list[int]:
    """Columns of plain numbers that nothing has changed yet."""
    return [
        column
        for column in range(len(draft.measures))
        if all(isinstance(row[column].value, int | float) and not row[column].tag for row in draft.scores)
    ]


def percents(draft: Draft, form: str) -> bool:
    columns = ready_columns(draft)
    if not columns:
        return False
    column = draft.random.choice(columns)
    for place, row in enumerate(draft.scores):
        share = draft.random.randint(2, 98)
        draft.values[place][column] = float(share)
        row[column].value = (
            share / 100 if form == "format" else f"{share}%" if form == "text" else f"{share} %"
        )
        row[column].format = "0%" if form == "format" else ""
        row[column].tag = "percent cells"
    change_measure(draft, column, None, "percent cells")
    draft.factors[draft.measures[column].name] = 0.01
    return True


def change_measure(draft: Draft, column: int, unit: str | None, tag: str) -> None:
    old = draft.measures[column]
    draft.measures[column] = Measure(old.name, unit, old.good, 0, 100)
    draft.words[tag].append(re.escape(old.name))


def percent_and_fractions(draft: Draft) -> bool:
    """Fractions beside percents in a column of %: nobody but the author can know."""
    columns = ready_columns(draft)
    if len(draft.names) < 3 or not columns:
        return False
    column = draft.random.choice(columns)
    for place, row in enumerate(draft.scores):
        row[column].value = (
            draft.random.randint(10, 90) if place % 2 else round(draft.random.uniform(0.05, 0.9), 2)
        )
        row[column].tag = "percents and fractions"
    change_measure(draft, column, "%", "percents and fractions")
    draft.heads[column].value = f"{draft.measures[column].name} (%)"
    draft.only_asked = True
    return True


def likert(draft: Draft) -> bool:
    columns = ready_columns(draft)
    if not columns:
        return False
    scale = draft.random.choice(words.LIKERT[draft.language])
    for column in draft.random.sample(columns, draft.random.randint(1, min(2, len(columns)))):
        levels = [draft.random.randint(1, len(scale)) for _ in draft.names]
        levels[0], levels[1] = 1, len(scale)
        for place, row in enumerate(draft.scores):
            draft.values[place][column] = float(levels[place])
            row[column].value, row[column].tag = scale[levels[place] - 1], "words for levels"
        change_measure(draft, column, None, "words for levels")
        draft.shifts.add(draft.measures[column].name)
    return True


def stars(draft: Draft) -> bool:
    columns = ready_columns(draft)
    if not columns:
        return False
    column = draft.random.choice(columns)
    form = draft.random.choice(("★☆", "/5", "from 5"))
    for place, row in enumerate(draft.scores):
        level = draft.random.randint(1, 5)
        draft.values[place][column] = float(level)
        row[column].value = "★" * level + "☆" * (5 - level) if form == "★☆" else f"{level}/5"
        row[column].tag = "stars or n of 5"
    change_measure(draft, column, None, "stars or n of 5")
    return True


def sentinel(draft: Draft) -> bool:
    columns = [column for column in ready_columns(draft) if draft.measures[column].high < 500]
    if not columns:
        return False
    column, place = draft.random.choice(columns), draft.random.randrange(len(draft.names))
    cell = draft.scores[place][column]
    cell.value, cell.tag = draft.random.choice((-999, -9999, 9999, 99999, -99)), "sentinel"
    draft.values[place][column] = math.nan
    draft.words["sentinel"].append(rf"(?<![\d,]){cell.value}\b")
    return True


def missing_words(draft: Draft) -> bool:
    columns = ready_columns(draft)
    if not columns:
        return False
    column, place = draft.random.choice(columns), draft.random.randrange(len(draft.names))
    texts = ("N/A", "n/a", "-", "–", "NA", "NULL", "?", "..", "#N/A", "missing", "no data")
    thai = ("ไม่มีข้อมูล", "ไม่ระบุ", "-", "N/A", "ไม่ทราบ", "ไม่มี")
    cell = draft.scores[place][column]
    cell.value, cell.tag = draft.random.choice(thai if draft.language == "th" else texts), "word for missing"
    draft.values[place][column] = math.nan
    return True


def years_as_headers(draft: Draft) -> bool:
    first = draft.random.randint(2558, 2564) if draft.language == "th" else draft.random.randint(2012, 2021)
    text = draft.random.random() < 0.3
    for place, head in enumerate(draft.heads):
        draft.measures[place] = Measure(str(first + place), None, "max", 100, 3_000)
        head.value = str(first + place) if text else first + place
        head.tag = "years as headers"
        for row, cells in enumerate(draft.scores):
            draft.values[row][place] = float(draft.random.randint(100, 2_900))
            cells[place].value = draft.values[row][place]
    return True


def rewritten(
    draft: Draft, tag: str, columns: list[int], form: Callable[[float], str], some: float = 1
) -> bool:
    """Write the numbers of one of these columns in another way, all or some of them."""
    if not columns:
        return False
    column = draft.random.choice(columns)
    for place, row in enumerate(draft.scores):
        if not place or draft.random.random() < some:
            row[column].value, row[column].tag = form(draft.values[place][column]), tag
    draft.words[tag].append(re.escape(draft.measures[column].name))
    return True


def whole_columns(draft: Draft, least: float) -> list[int]:
    """Columns of whole numbers from ``least``, as yet unchanged."""
    return [
        column
        for column in ready_columns(draft)
        if all(row[column] >= least and float(row[column]).is_integer() for row in draft.values)
    ]


def grouped(draft: Draft, tag: str, separator: str) -> bool:
    """Groups of three digits; with points only where a number has two of them, which shows what they are."""
    columns = whole_columns(draft, 1_000)
    if separator == ".":
        columns = [column for column in columns if max(row[column] for row in draft.values) >= 1e6]
    return rewritten(draft, tag, columns, lambda value: f"{value:,.0f}".replace(",", separator))


def scaled(draft: Draft, mixed: bool) -> bool:
    """1.2M, 350K, 1.2 ล้าน: all of one size, or of two."""
    large, small = (
        (" ล้าน", " แสน") if draft.language == "th" else draft.random.choice((("M", "K"), (" mn", "k")))
    )
    columns = [
        column
        for column in whole_columns(draft, 10_000)
        if not mixed
        or min(row[column] for row in draft.values) < 1e6 <= max(row[column] for row in draft.values)
    ]
    factor = 1e5 if draft.language == "th" else 1e3

    def form(value: float) -> str:
        size, word = (factor, small) if mixed and value < 1e6 else (1e6, large)
        return f"{round(value / size, 6):.10g}{word}"

    if not mixed:
        draft.factors |= {draft.measures[column].name: 1e-6 for column in columns}
    return rewritten(draft, "scaled numbers", columns, form)


def footnotes(draft: Draft) -> bool:
    form = draft.random.choice(("{}*", "{} *", "~{}", "{} (est.)", "≈ {}", "{}¹"))
    return rewritten(
        draft, "marks on numbers", ready_columns(draft), lambda value: form.format(plain(value)), some=0.3
    )


def below_zero(draft: Draft) -> bool:
    """Losses, as accountants and typographers write them."""
    columns = ready_columns(draft)
    if not columns:
        return False
    form = draft.random.choice(("({})", "−{}", "–{}", "{}-"))
    column = draft.random.choice(columns)
    for place, row in enumerate(draft.scores):
        if not place or draft.random.random() < 0.4:
            row[column].value, row[column].tag = form.format(plain(draft.values[place][column])), "below zero"
            draft.values[place][column] *= -1
    draft.words["below zero"].append(re.escape(draft.measures[column].name))
    return True


def thai_digits(draft: Draft) -> bool:
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    return draft.language == "th" and rewritten(
        draft, "Thai digits", ready_columns(draft), lambda value: str(plain(value)).translate(digits)
    )


def excel_error(draft: Draft) -> bool:
    columns = ready_columns(draft)
    if not columns:
        return False
    column, place = draft.random.choice(columns), draft.random.randrange(len(draft.names))
    cell = draft.scores[place][column]
    cell.value, cell.tag = draft.random.choice(("#DIV/0!", "#REF!", "#VALUE!", "#NAME?")), "error in a cell"
    draft.values[place][column] = math.nan
    return True


def became_dates(draft: Draft) -> bool:
    """Scores such as 4/5 of which a spreadsheet program made dates: nobody can be sure of them."""
    columns = ready_columns(draft)
    if not columns:
        return False
    column = draft.random.choice(columns)
    for place, row in enumerate(draft.scores):
        if not place or draft.random.random() < 0.7:
            day = datetime.date(2024, draft.random.randint(1, 5), 5)
            row[column].value, row[column].format, row[column].tag = day, "d-mmm", "scores became dates"
        else:
            row[column].value, row[column].tag = "5/5", "scores became dates"
    change_measure(draft, column, None, "scores became dates")
    draft.only_asked = True
    return True


def look_alike(draft: Draft, form: str) -> bool:
    """A criterion whose numbers could be something else: it may be asked about, but not be left out."""
    if len(draft.measures) < 3:
        return False
    column, one, other = draft.random.sample(range(len(draft.measures)), 3)
    for place, row in enumerate(draft.scores):
        values = draft.values[place]
        values[column] = float(
            {
                "a sum": values[one] + values[other],
                "a serial number": place + 1,
                "a year": draft.random.randint(1950, 2023),
                "a postcode": draft.random.randint(100, 960) * 100 + 10,
            }[form]
        )
        row[column].value, row[column].tag = values[column], f"criterion like {form}"
    change_measure(draft, column, draft.measures[column].unit, f"criterion like {form}")
    return True
