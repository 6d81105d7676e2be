"""Other tables and sheets, hidden parts, and the answers of several people."""

from __future__ import annotations

import datetime
import math
import re

from tests.io import wordings as words
from tests.io.drafts import Cell, Draft, Row, Sheet, Value, mean
from tests.io.wordings import Measure


def weights_table(draft: Draft, where: str) -> bool:
    """A second table: the weights."""
    if draft.weights:
        return False
    raw = [draft.random.randint(1, 6) for _ in draft.measures]
    draft.weights = [float(weight) for weight in raw]
    table: list[list[Value]] = [[draft.pick(words.CRITERION_HEADERS), draft.pick(words.WEIGHT_LABELS)]]
    table += [[measure.name, weight] for measure, weight in zip(draft.measures, raw, strict=True)]
    second_table(draft, table, where, "table of weights")
    return True


def legend_table(draft: Draft, where: str) -> bool:
    second_table(draft, [list(row) for row in words.OLD_TABLE_WORDS[draft.language]], where, "second table")
    return True


def second_table(draft: Draft, table: list[list[Value]], where: str, tag: str) -> None:
    cells = [[Cell(value, tag=tag) for value in row] for row in table]
    if where == "below":
        draft.grid += [[Cell()], *cells]
        return
    width = max(map(len, draft.grid)) + 1
    draft.grid += [[] for _ in range(len(cells) - len(draft.grid))]
    for row, more in zip(draft.grid, cells, strict=False):
        row.extend([*(Cell() for _ in range(width - len(row))), *more])


def hidden_sheet(draft: Draft) -> bool:
    """An older version of the table, on a hidden sheet before it."""
    old = [[Cell(cell.value, cell.format, "hidden sheet") for cell in row] for row in draft.grid]
    numbers = [cell for row in old for cell in row if isinstance(cell.value, float)]
    values = [cell.value for cell in numbers]
    for cell, value in zip(numbers, reversed(values), strict=True):
        cell.value = value
    name = draft.pick(words.OLD_SHEETS)
    if name == draft.sheet:
        return False
    draft.before.append(Sheet(name, old, hidden=True))
    draft.words["hidden sheet"].append(re.escape(name))
    return True


def cover_sheet(draft: Draft) -> bool:
    name = draft.pick(words.COVER_SHEETS)
    texts = words.COVER_TEXTS[draft.language]
    draft.before.insert(0, Sheet(name, [[Cell(text, tag="cover sheet") for text in row] for row in texts]))
    draft.words["cover sheet"].append(re.escape(name))
    return True


def hidden_part(draft: Draft, part: str) -> bool:
    if part == "row":
        if len(draft.rows) < 4:
            return False
        place = draft.random.randrange(len(draft.rows))
        cells = draft.rows[place]
        del (
            draft.rows[place],
            draft.names[place],
            draft.values[place],
            draft.scores[place],
            draft.name_cells[place],
        )
    else:
        if len(draft.heads) < 3:
            return False
        place = draft.random.randrange(len(draft.heads))
        at = draft.head.index(draft.heads[place])
        cells = [row[at] for row in draft.grid]
        del draft.heads[place], draft.measures[place]
        for row in (*draft.values, *draft.scores):
            del row[place]
    for cell in cells:
        cell.tag, cell.hides = f"hidden {part}", part
    return True


def ratings(draft: Draft, people: int) -> list[list[list[float]]]:
    """The scores of each respondent; the truth becomes their means."""
    given = [
        [[float(draft.random.randint(1, 5)) for _ in draft.measures] for _ in draft.names]
        for _ in range(people)
    ]
    for row in range(len(draft.names)):
        for column in range(len(draft.measures)):
            draft.values[row][column] = mean([sheet[row][column] for sheet in given])
    draft.measures = [Measure(measure.name, None, "max", 1, 5) for measure in draft.measures]
    draft.told = False
    return given


def respondents(
    draft: Draft, given: list[list[list[float]]], tag: str, columns: bool
) -> tuple[Row, list[Row]]:
    """The header cells and each person's cells of the columns that say who answered when."""
    heads: Row = []
    rows: list[Row] = [[] for _ in given]
    if columns:
        heads.append(Cell(draft.pick(words.TIMESTAMP_HEADERS), tag=tag))
        for place, row in enumerate(rows):
            moment = datetime.datetime(2024, 5, 1 + place, 10, 12, 33)
            row.append(Cell(moment, "yyyy-mm-dd h:mm:ss", tag))
    if not columns or draft.random.random() < 0.5:
        header = draft.pick(words.RESPONDENT_HEADERS)
        heads.append(Cell(header, tag=tag))
        for place, row in enumerate(rows):
            row.append(
                Cell(
                    f"p{place + 1}@example.org"
                    if "mail" in header.lower() or "อีเมล" in header
                    else f"r{place + 1}"
                )
            )
    return heads, rows


def wide_answers(draft: Draft, outer: str) -> bool:
    """One row a respondent, as the grids of Google Forms are exported."""
    tag = f"respondents, wide, {outer} [ ]"
    given = ratings(draft, draft.random.randint(2, 6))
    heads, rows = respondents(draft, given, tag, columns=True)
    names, criteria = range(len(draft.names)), range(len(draft.measures))
    pairs = [(name, criterion) for name in names for criterion in criteria]
    if outer == "criterion":
        pairs = [(name, criterion) for criterion in criteria for name in names]
    for name, criterion in pairs:
        one, other = draft.names[name], draft.measures[criterion].name
        heads.append(Cell(f"{one} [{other}]" if outer == "candidate" else f"{other} [{one}]", tag=tag))
        for row, scores in zip(rows, given, strict=True):
            row.append(Cell(scores[name][criterion]))
    draft.grid = [heads, *rows]
    draft.words[tag].append("(?i:respondent|assessor|form)")
    return True


def long_answers(draft: Draft) -> bool:
    """One row for each respondent and candidate."""
    tag = "respondents, long"
    given = ratings(draft, draft.random.randint(2, 5))
    heads, people = respondents(draft, given, tag, columns=draft.random.random() < 0.4)
    if heads[-1].value in words.TIMESTAMP_HEADERS[draft.language]:
        heads.append(Cell(draft.pick(words.RESPONDENT_HEADERS), tag=tag))
        for place, row in enumerate(people):
            row.append(Cell(f"r{place + 1}"))
    draft.grid = [[*heads, draft.corner, *draft.heads]]
    draft.corner.tag = tag
    for person, scores in zip(people, given, strict=True):
        for name, row in zip(draft.names, scores, strict=True):
            before = [Cell(cell.value, cell.format, tag) for cell in person]
            draft.grid.append([*before, Cell(name, tag=tag), *map(Cell, row)])
    return True


def evaluator_sheets(draft: Draft) -> bool:
    tag = "a sheet for each evaluator"
    people = draft.pick(words.EVALUATOR_SHEETS)
    given = ratings(draft, len(people))
    draft.sheet = people[0]
    for place, scores in enumerate(given):
        rows = list(range(len(draft.names)))
        if place and draft.random.random() < 0.3:
            draft.random.shuffle(rows)
        grid = [[Cell(cell.value, tag=tag) for cell in draft.head]]
        grid += [[Cell(draft.names[row], tag=tag), *map(Cell, scores[row])] for row in rows]
        if place:
            draft.after.append(Sheet(people[place], grid))
        else:
            draft.grid = grid
    draft.words[tag] += [re.escape(person) for person in people]
    return True


def normalised_below(draft: Draft) -> bool:
    """The same candidates and criteria once more below, normalised: what is above is the table."""
    tag = "normalised table below"
    if any(math.isnan(value) for row in draft.values for value in row):
        return False
    draft.grid += [[Cell()], [Cell(draft.pick(words.NORMALISED_TITLES), tag=tag)]]
    draft.grid.append([Cell(cell.value, tag=tag) for cell in (draft.corner, *draft.heads)])
    most = [max(column) or 1 for column in zip(*draft.values, strict=True)]
    for name, values in zip(draft.names, draft.values, strict=True):
        shares = [round(value / top, 4) for value, top in zip(values, most, strict=True)]
        draft.grid.append([Cell(name, tag=tag), *(Cell(share, tag=tag) for share in shares)])
    return True
