"""Rows that are no candidates, and tables on their side; False where a table does not allow it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from tests.io import wordings as words
from tests.io.drafts import Cell, Draft, Value, mean, plain


def direction_row(draft: Draft, where: str) -> bool:
    good, bad = draft.pick(words.DIRECTION_WORDS) if draft.random.random() < 0.8 else (1, -1)
    label = draft.label(words.DIRECTION_LABELS) if draft.random.random() < 0.92 else None
    row = draft.by_measure(good if measure.good == "max" else bad for measure in draft.measures)
    at = {"above": draft.grid.index(draft.head), "below": draft.grid.index(draft.head) + 1}
    draft.insert_row(at.get(where, len(draft.grid)), label, "direction row", row)
    draft.told = draft.random.random() < 0.4
    return True


def weights_row(draft: Draft, where: str) -> bool:
    form = draft.random.choice(("whole", "share", "points", "percent cells", "percent text"))
    raw = [draft.random.randint(1, 9) for _ in draft.measures]
    weights = [float(weight) for weight in raw]
    if form != "points":
        hundredths = [round(100 * weight / sum(raw)) for weight in raw]
        hundredths[0] += 100 - sum(hundredths)
        weights = [float(share) if form == "whole" else share / 100 for share in hundredths]
    cells: list[Value] = [plain(weight) for weight in weights]
    if form == "percent text":
        cells = [f"{round(weight * 100)}%" for weight in weights]
    label = draft.label(words.WEIGHT_LABELS)
    if draft.random.random() < 0.2 and form in ("whole", "percent text"):
        label = f"{label.rstrip(':')} (%)"
    row = draft.by_measure(cells, "0%" if form == "percent cells" else "")
    at = {"above": draft.grid.index(draft.head), "below": draft.grid.index(draft.head) + 1}
    draft.insert_row(at.get(where, len(draft.grid)), label, "weights row", row)
    draft.weights = weights
    return True


def like_a_total(draft: Draft) -> bool:
    """A candidate whose scores happen to be the sum or the mean of the others: it may be asked about."""
    place = draft.random.randrange(1, len(draft.names) - 1)
    of = draft.random.choice((sum, mean))
    for column, measure in enumerate(draft.measures):
        others = [row[column] for other, row in enumerate(draft.values) if other != place]
        value = round(of(others), measure.decimals + 2)
        draft.values[place][column] = draft.scores[place][column].value = value
    for cell in draft.rows[place]:
        cell.tag = "candidate like a total"
    return True


def named_like_a_total(draft: Draft) -> bool:
    """A company called Total, a person called Max: it may be asked about."""
    names = (
        ("รวม", "เฉลี่ยสุข", "น้ำหนัก", "สูงสุด")
        if draft.language == "th"
        else ("Total", "Max", "Summa", "Mean", "Note")
    )
    place = draft.random.randrange(len(draft.names))
    draft.names[place] = draft.random.choice(names)
    draft.name_cells[place].value = draft.names[place]
    for cell in draft.rows[place]:
        cell.tag = "candidate named like a total"
    return True


def unit_row(draft: Draft) -> bool:
    if all(measure.unit is None for measure in draft.measures):
        return False
    blank = draft.random.choice(("", "-", None))
    bracket = "({})" if draft.random.random() < 0.3 else "{}"
    row = draft.by_measure(
        bracket.format(measure.unit) if measure.unit else blank for measure in draft.measures
    )
    label = draft.label(words.UNIT_LABELS) if draft.random.random() < 0.8 else None
    draft.insert_row(draft.grid.index(draft.head) + 1, label, "units row", row)
    return True


def unit_headers(draft: Draft) -> bool:
    form = draft.random.choice(("{} ({})", "{} [{}]", "{}, {}", "{}\n({})", "{} ({} )"))
    for head, measure in zip(draft.heads, draft.measures, strict=True):
        if measure.unit:
            head.value = form.format(measure.name, measure.unit)
            head.tag = head.tag or "units in headers"
    return True


def statistic(
    draft: Draft, tag: str, labels: dict[str, Sequence[str]], of: Callable[[list[float]], float]
) -> bool:
    """A row below the table that sums its columns up."""
    if any(not isinstance(cell.value, int | float) for row in draft.scores for cell in row):
        return False
    values = []
    for column in range(len(draft.measures)):
        value = of([draft.scores[row][column].value for row in range(len(draft.names))])  # type: ignore[misc]
        values.append(plain(round(value, draft.random.choice((1, 2, 4)))))
    if draft.random.random() < 0.2:
        values[draft.random.randrange(len(values))] = None
    draft.insert_row(len(draft.grid), draft.label(labels), tag, draft.by_measure(values))
    return True


def spread_row(draft: Draft) -> bool:
    label = draft.pick(words.SPREAD_LABELS)
    lower = label.lower()
    of: Callable[[list[float]], float] = len
    if "min" in lower or "ต่ำ" in label:
        of = min
    elif "max" in lower or "สูง" in label:
        of = max
    elif "med" in lower or "มัธย" in label:
        of = lambda values: sorted(values)[len(values) // 2]  # noqa: E731
    elif "count" not in lower and "จำนวน" not in label:
        of = lambda values: math.sqrt(mean([(value - mean(values)) ** 2 for value in values]))  # noqa: E731
    return statistic(draft, "statistics row", {"en": (label,), "th": (label,)}, of)


def notes_below(draft: Draft, tag: str, texts: dict[str, Sequence[str]]) -> bool:
    lines = draft.random.sample(
        texts[draft.language], draft.random.randint(1, min(3, len(texts[draft.language])))
    )
    if draft.random.random() < 0.5:
        draft.grid.append([Cell()])
    draft.grid.extend([Cell(line, tag=tag)] for line in lines)
    return True


def title_above(draft: Draft) -> bool:
    lines = [draft.pick(words.TITLES)]
    if draft.random.random() < 0.3:
        lines.append(draft.pick(words.NOTES))
    rows = [[Cell(line, tag="title above")] for line in lines]
    if draft.random.random() < 0.5:
        rows.append([Cell()])
    if draft.random.random() < 0.3 and len(draft.head) > 2:
        rows[0] += [Cell() for _ in draft.head[1:]]
        draft.merged.append((rows[0][0], rows[0][-1]))
    draft.grid[:0] = rows
    return True


def transpose(draft: Draft) -> bool:
    """Turn the table on its side; something must show it, else nobody could know."""
    width = max(map(len, draft.grid))
    for row in draft.grid:
        row += [Cell() for _ in range(width - len(row))]
    costs = any(measure.good == "min" for measure in draft.measures)
    if not costs or draft.random.random() < 0.5:
        draft.corner.value = draft.pick(words.CRITERION_HEADERS)
    draft.grid = [list(row) for row in zip(*draft.grid, strict=True)]
    for cell in (draft.corner, *draft.heads, *draft.name_cells):
        cell.tag = cell.tag or "transposed"
    draft.words["transposed"].append(r"(?i:transpos|turn(ed)? |on its side)")
    draft.transposed = True
    return True


def scorecard(draft: Draft) -> bool:
    if not draft.weights:
        weights_row(draft, "below")
    transpose(draft)
    draft.corner.value = draft.pick(words.CRITERION_HEADERS)
    return True


def two_header_rows(draft: Draft, merge: bool) -> bool:
    if (
        len(draft.heads) < 3
        or draft.head.index(draft.heads[-1]) - draft.head.index(draft.heads[0]) != len(draft.heads) - 1
    ):
        return False
    cut = draft.random.randint(1, len(draft.heads) - 1)
    first, second = draft.random.sample(words.GROUPS[draft.language], 2)
    start = draft.head.index(draft.heads[0])
    above = [Cell(tag="two header rows") for _ in draft.head]
    above[start].value, above[start + cut].value = first, second
    for place, cell in enumerate(draft.head):
        if not start <= place < start + len(draft.heads):
            above[place].value, cell.value = cell.value, None
            if merge:
                draft.merged.append((above[place], cell))
    if merge:
        draft.merged += [
            (above[start], above[start + cut - 1]),
            (above[start + cut], above[start + len(draft.heads) - 1]),
        ]
    draft.grid.insert(draft.grid.index(draft.head), above)
    for cell in draft.head:
        cell.tag = cell.tag or "two header rows"
    return True


def repeated_header(draft: Draft) -> bool:
    if len(draft.rows) < 4:
        return False
    at = draft.grid.index(draft.rows[draft.random.randint(2, len(draft.rows) - 1)])
    draft.grid.insert(at, [Cell(cell.value, tag="repeated header") for cell in draft.head])
    return True


def blank_first(draft: Draft) -> bool:
    rows, columns = draft.random.choice(((1, 0), (0, 1), (2, 1), (1, 2)))
    for row in draft.grid:
        row[:0] = [Cell() for _ in range(columns)]
    draft.grid[:0] = [[Cell()] for _ in range(rows)]
    draft.words["blank rows and columns first"].append("(?i:blank|empty)")
    return True


def blank_between(draft: Draft) -> bool:
    if len(draft.rows) < 4 or draft.transposed:
        return False
    at = draft.grid.index(draft.rows[draft.random.randint(2, len(draft.rows) - 1)])
    draft.grid.insert(at, [Cell(tag="blank row between") for _ in draft.head])
    return True


def full_marks_row(draft: Draft) -> bool:
    """The most that could be scored, or the target, as a row."""
    at = draft.random.choice((draft.grid.index(draft.head) + 1, len(draft.grid)))
    marks = [plain(float(f"{measure.high:.1g}")) for measure in draft.measures]
    draft.insert_row(at, draft.label(words.FULL_MARKS_LABELS), "full marks row", draft.by_measure(marks))
    return True


def section_rows(draft: Draft) -> bool:
    """Lines between the candidates that say which group follows, sometimes with a subtotal after it."""
    if len(draft.rows) < 4:
        return False
    tag = "section rows"
    cut = draft.random.randint(2, len(draft.rows) - 2)
    first, second = draft.random.sample(words.SECTIONS[draft.language], 2)
    cells = draft.scores[:cut]
    if draft.random.random() < 0.3 and all(
        isinstance(cell.value, int | float) for row in cells for cell in row
    ):
        sums = [plain(round(sum(row[place].value for row in cells), 4)) for place in range(len(draft.heads))]  # type: ignore[misc]
        draft.insert_row(
            draft.grid.index(draft.rows[cut]), draft.label(words.SUBTOTAL_LABELS), tag, draft.by_measure(sums)
        )
    draft.insert_row(draft.grid.index(draft.rows[cut]), second, tag, {})
    draft.insert_row(draft.grid.index(draft.rows[0]), first, tag, {})
    return True


def codes_below(draft: Draft) -> bool:
    """A second header row of codes or of column numbers."""
    form = draft.random.choice(("C{}", "({})", "K{}", "{}"))
    codes: list[Value] = [form.format(place + 1) for place in range(len(draft.heads))]
    if form == "{}":
        codes = [place + 1 for place in range(len(draft.heads))]
    label = draft.random.choice((None, None, form.format(0)))
    draft.insert_row(
        draft.grid.index(draft.head) + 1, label, "codes below the header", draft.by_measure(codes)
    )
    return True


def repeated_name(draft: Draft) -> bool:
    """Two candidates of one name: only the author can know which is which."""
    first, second = draft.random.sample(range(len(draft.names)), 2)
    draft.name_cells[second].value = draft.names[first]
    draft.name_cells[first].tag = draft.name_cells[second].tag = "repeated name"
    draft.only_asked = True
    return True
