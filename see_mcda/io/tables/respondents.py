"""The scores of several people as one table with a row for each of them and each candidate.

People have a sheet each; or a row each, with a column for each candidate and criterion; or a row for each of
them and each candidate.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from see_mcda.io.cells.cells import is_missing, looks_scored
from see_mcda.io.cells.contents import Contents
from see_mcda.io.grids.grid import Grid, as_label, as_labels, folded, is_blank
from see_mcda.io.tables import words
from see_mcda.io.tables.headers import Headers, names_respondent
from see_mcda.io.tables.rows import Rows
from see_mcda.language.lists import quoted
from see_mcda.language.messages import Message, Notice, Where, message, notice
from see_mcda.model.reading import Choice, Question, Respondents

HEADER = "name"
"""The header under which the joined table has the candidates' names."""
_IN_BRACKETS = re.compile(r"(.*\S)\s*\[(.+)\]")
_NUMBERED = re.compile(r"(?:(?:q|question|ข้อ|ข้อที่)\s*)?[0-9]+(?:\.[0-9]+)*\s*[.):]\s*", re.IGNORECASE)
_DIVIDERS = (" – ", " - ", " : ", ": ", "/", ".", " | ", "|", "__", "_")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_THING = re.compile(
    r"(?:สหกรณ์|กลุ่ม|วิสาหกิจ|บริษัท|บจก|หจก|ร้าน|โครงการ|เครือข่าย|ชุมชน|บ้าน|ผู้ขาย|ทางเลือก|ตัวเลือก|กิจการ|มูลนิธิ|สมาคม|ศูนย์)",
)
_COMPANY = re.compile(r"\b(?:co|ltd|inc|llc|plc|gmbh|corp|coop|co-op|farm|foods?|group)\b\.?", re.IGNORECASE)
_MEASURES = frozenset(
    folded(word)
    for line in (
        "price cost costs quality delivery support service safety risk speed design durability reliability",
        "experience innovation economic economy social environment environmental governance impact",
        "feasibility sustainability performance usability technical financial",
        "ราคา ต้นทุน คุณภาพ การส่งมอบ บริการ การบริการ ความปลอดภัย ความเสี่ยง นวัตกรรม เศรษฐกิจ สังคม สิ่งแวดล้อม",
        "ด้านเศรษฐกิจ ด้านสังคม ด้านสิ่งแวดล้อม ธรรมาภิบาล ผลกระทบ ความเป็นไปได้ ความยั่งยืน ประสบการณ์ ความร่วมมือ",
        "การเงิน เทคนิค",
    )
    for word in line.split()
)
_MORE_IDS = frozenset(map(folded, ("_uuid", "_id", "_index", "uuid", "id", "instanceid", "meta/instanceid")))


@dataclass(frozen=True)
class Joined(Grid):
    """Rows of cells from several places of a file; each cell keeps its place.

    Attributes:
        sources: the grid, the row and the columns in it that each row comes from.

    """

    sources: Sequence[tuple[Grid, int, Sequence[int]]] = field(default=())

    def row_name(self, row: int) -> str:
        """Return the name of the row in the file."""
        grid, at, _ = self.sources[row]
        return grid.row_name(at)

    def row_names(self, rows: Sequence[int]) -> Sequence[str]:
        """Return the name in the file of each of some rows."""
        return tuple(map(self.row_name, rows))

    def row_place(self, row: int) -> Where:
        """Return the location of the row in the file."""
        grid, at, _ = self.sources[row]
        return grid.row_place(at)

    def place(self, row: int, column: int) -> Where:
        """Return the location of a cell in the file."""
        grid, at, columns = self.sources[row]
        return grid.place(at, columns[column])

    def column_name(self, column: int) -> str:
        """Return the name of the column in the file; of the first one, if it comes from several."""
        grid, _, columns = self.sources[self.header or 0]
        return grid.column_name(columns[column])

    def column_place(self, column: int) -> Where:
        """Return the location of the column in the file."""
        grid, _, columns = self.sources[self.header or 0]
        return grid.column_place(columns[column])


@dataclass
class Part:
    """A table that was found: its cells, the header of each column, and what its rows are."""

    grid: Grid
    names: Sequence[str]
    rows: Rows

    def cells(self, column: int) -> Sequence[object]:
        """Return the cells of a column in the rows of the candidates."""
        return self.grid.column(column, self.rows.candidates)

    def labels(self, column: int) -> list[str]:
        """Return the same as words."""
        return as_labels(self.cells(column))


@dataclass
class Panel(Part):
    """A table with a row for each person and candidate.

    Attributes:
        people: whose scores each row of :attr:`Part.rows` holds.
        asides: the columns that say who answered, or when, by position.
        name: the column of the candidates' names.
        crossed: whether its columns are other ones than those of the file.
        notices: what was noticed.

    """

    people: Sequence[str] = ()
    asides: frozenset[int] = frozenset()
    name: int = 0
    crossed: bool = False
    notices: list[Notice] = field(default_factory=list)

    @property
    def assessors(self) -> tuple[str, ...]:
        """The people, in the order in which they come."""
        return tuple(dict.fromkeys(self.people))

    def groups(self) -> list[list[int]]:
        """Return the positions of the rows of each candidate."""
        found: dict[str, list[int]] = {}
        for at, name in enumerate(self.labels(self.name)):
            found.setdefault(folded(name) if name else f"\0{at}", []).append(at)
        return list(found.values())

    def agrees(self, column: int, groups: Sequence[Sequence[int]]) -> bool:
        """Return whether a column has the same in each row of a candidate."""
        labels = self.labels(column)
        return all(len({labels[at] for at in group}) == 1 for group in groups)


def find_panel(part: Part, wanted: Respondents | None, *, bare: bool) -> Panel | Question | None:
    """Return the scores of several people in a table, the question whether they are, or None.

    In a table that is not ``bare`` the candidates have ids or names of their own, and its columns are known.
    """
    if wanted in ("none", "sheets"):
        return None
    wide = _wide(part, wanted) if bare else None
    return wide if wide is not None else _long(part, wanted, bare)


# --- a row each -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cross:
    """Columns for each pair of an outer and an inner name, by pair."""

    columns: Mapping[tuple[str, str], int]
    outer: Sequence[str]
    inner: Sequence[str]


def _wide(part: Part, wanted: Respondents | None) -> Panel | Question | None:
    cross = _cross(part)
    if cross is None or wanted == "rows":
        return None
    rest = [at for at, name in enumerate(part.names) if name and at not in cross.columns.values()]
    about = [at for at in rest if _about_a_person(part, at)]
    if wanted is None and not about and any(_is_name(part, at) for at in rest):
        return None  # groups of criteria over candidates
    first = wanted == "candidates-first" if wanted else _which_candidates(cross)
    if first is None or (wanted is None and not about):
        return _ask_cross(part, cross, answers=bool(about))
    return _unfold(part, cross, rest, candidates_first=first)


def _cross(part: Part) -> _Cross | None:
    """Return the columns whose headers are all pairs of some outer and some inner names."""
    heads = {at: " ".join(name.split()) for at, name in enumerate(part.names) if name}
    splits: list[Callable[[str], tuple[str, str] | None]] = [_bracketed]
    splits += [lambda head, divider=divider: _divided(head, divider) for divider in _DIVIDERS]  # type: ignore[misc]
    for split in splits:
        pairs = {at: pair for at, head in heads.items() if (pair := split(head))}
        outer = Counter(pair[0] for pair in pairs.values())
        most = max(outer.values(), default=0)
        pairs = {at: pair for at, pair in pairs.items() if outer[pair[0]] == most}
        columns = {pair: at for at, pair in pairs.items()}
        names = [list(dict.fromkeys(pair[side] for pair in columns)) for side in (0, 1)]
        full = len(columns) == len(pairs) == len(names[0]) * len(names[1])
        if full and min(map(len, names)) >= 2 and 2 * sum(_scored(part, at) for at in pairs) > len(pairs):
            return _Cross(columns, *names)
    return None


def _bracketed(head: str) -> tuple[str, str] | None:
    match = _IN_BRACKETS.fullmatch(head)
    return (match[1].rstrip(" :"), match[2].strip()) if match else None


def _divided(head: str, divider: str) -> tuple[str, str] | None:
    outer, _, inner = head.rpartition(divider)
    outer = outer.rpartition("/")[2] if divider == "/" else outer
    return (outer.strip(), inner.strip()) if outer.strip() and inner.strip() else None


def _scored(part: Part, column: int) -> bool:
    cells = [cell for cell in part.cells(column) if not is_missing(cell)]
    return bool(cells) and len({as_label(cell) for cell in cells}) <= max(11, len(cells) // 2)


def _about_a_person(part: Part, column: int) -> bool:
    """Return whether a column says who answered, or when."""
    head, cells = part.names[column], [cell for cell in part.cells(column) if not is_blank(cell)]
    return (
        words.called(head, words.ASSESSORS | words.DATES | _MORE_IDS)
        or names_respondent(part.names, column)
        or any(isinstance(cell, datetime.date) for cell in cells)
        or (bool(cells) and all(_MAIL.fullmatch(as_label(cell)) for cell in cells))
    )


def _is_name(part: Part, column: int) -> bool:
    """Return whether a column holds a different name in each row."""
    cells = part.labels(column)
    return len(set(cells)) == len(cells) and not any(looks_scored(cell) for cell in cells)


def _which_candidates(cross: _Cross) -> bool | None:
    """Return whether the outer names are those of the candidates; None if nothing shows it."""
    outer, inner = (
        (_share(names, _like_candidate), _share(names, _like_criterion))
        for names in (cross.outer, cross.inner)
    )
    yes, no = outer[0] + inner[1], inner[0] + outer[1]
    if yes >= 0.5 and not no:
        return True
    return False if no >= 0.5 and not yes else None


def _share(names: Sequence[str], like: Callable[[str], bool]) -> float:
    return sum(map(like, names)) / len(names)


def _like_candidate(name: str) -> bool:
    text = _NUMBERED.sub("", name, count=1)
    tokens = text.split()
    return (
        _THING.match(text) is not None
        or _COMPANY.search(text) is not None
        or (len(tokens) > 1 and words.called(tokens[0], words.NAMES))
    )


def _like_criterion(name: str) -> bool:
    return words.called(_NUMBERED.sub("", name, count=1), _MEASURES)


def _ask_cross(part: Part, cross: _Cross, *, answers: bool) -> Question:
    (outer, inner), at = next(iter(cross.columns.items()))
    choices = [
        Choice(
            message("{name} is a candidate, {other} a criterion", name=outer, other=inner),
            "respondents",
            "candidates-first",
        ),
        Choice(
            message("{name} is a criterion, {other} a candidate", name=outer, other=inner),
            "respondents",
            "criteria-first",
        ),
    ]
    if not answers:
        choices.append(Choice(message("rows are candidates"), "respondents", "none"))
    return Question(
        "respondents",
        message(
            "rows look like the answers of respondents: the header {header} has two parts, and nothing shows"
            " which is the candidate.",
            header=quoted(part.names[at]),
        ),
        part.grid.place(part.grid.header or 0, at),
        tuple(choices),
    )


def _unfold(part: Part, cross: _Cross, rest: Sequence[int], *, candidates_first: bool) -> Panel:
    grid, header = part.grid, part.grid.header or 0
    candidates, criteria = (cross.outer, cross.inner) if candidates_first else (cross.inner, cross.outer)
    people = _people(part, rest, range(len(part.rows.candidates)))
    people = _told_apart(people, [""] * len(people))
    spare = next((at for at in rest if _about_a_person(part, at)), grid.width)

    def columns_of(candidate: str) -> list[int]:
        pairs = [(candidate, each) if candidates_first else (each, candidate) for each in criteria]
        return [spare, *(cross.columns[pair] for pair in pairs)]

    shown = _plainly(candidates)
    head = [HEADER, *_plainly(criteria)]
    rows: list[list[object]] = [list(head)]
    sources: list[tuple[Grid, int, Sequence[int]]] = [(grid, header, columns_of(candidates[0]))]
    answered: list[str] = []
    for row, person in zip(part.rows.candidates, people, strict=True):
        for candidate, name in zip(candidates, shown, strict=True):
            columns = columns_of(candidate)
            cells = [grid.cell(row, at) for at in columns[1:]]
            if all(map(is_missing, cells)):
                continue
            rows.append([name, *cells])
            sources.append((grid, row, columns))
            answered.append(person)
    joined = Joined(rows, grid.source, grid.sheet, header=0, sources=sources)
    about = [at for at in rest if _about_a_person(part, at)]
    lines = Rows(list(range(1, len(rows))), questions=part.rows.questions)
    lines.contents = Contents.of(joined, lines.candidates)
    return Panel(
        joined,
        head,
        lines,
        answered,
        frozenset(about),
        crossed=True,
        notices=_left_out(part, [at for at in rest if at not in about]),
    )


def _left_out(part: Part, columns: Sequence[int]) -> list[Notice]:
    heads = [part.names[at] for at in columns if any(not is_missing(cell) for cell in part.cells(at))]
    if not heads:
        return []
    return [
        notice(
            "about-respondents",
            "not counted, because they are about the respondents: {columns}",
            part.grid.whole(),
            columns=heads,
        )
    ]


def _plainly(names: Sequence[str]) -> list[str]:
    """Return names without their numbers and the words that all begin with."""
    bare = [_NUMBERED.sub("", name, count=1) for name in names]
    low, high = min(bare), max(bare)
    same = next((at for at, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    start = max(low.rfind(sign, 0, same) for sign in ":?/") + 1
    short = [name[start:].strip() for name in bare]
    return short if len(set(short)) == len(names) and all(short) else list(names)


# --- a row for each of them and each candidate ------------------------------------------------------------


def _long(part: Part, wanted: Respondents | None, bare: bool) -> Panel | Question | None:
    name = name_column(part)
    called = [folded(label) for label in part.labels(name)] if name is not None else []
    counts = Counter(label for label in called if label)
    if name is None or max(counts.values(), default=0) < 2:
        return None
    rest = [at for at, head in enumerate(part.names) if head and at != name]
    about = [at for at in rest if _about_a_person(part, at) and not _goes_with(part.labels(at), called)]
    known = [at for at in about if _repeats(part, at) and not _is_time(part, at)]
    if known:
        people = _people(part, known, range(len(called)))
        twice = _twice(part, people, called)
        once = 2 * len(counts) > len(called)  # most are scored by one person only
        if wanted is None and (twice is not None or once):
            return twice or _ask_long(part, name, called, None)
    else:
        seen: Counter[str] = Counter()
        people = []
        for label in called:
            seen[label] += 1
            people.append(f"r{seen[label]}")
    if wanted is None and not known:
        if not bare:
            return None
        even = len(set(counts.values())) == 1 < len(counts) and all(called)
        about = [at for at in about if all(part.labels(at))]
        cause = _other_cause(part, [at for at in rest if at not in about], called)
        ids = [at for at in rest if Headers(None).role(part.names[at]) is not None]
        if cause is not None or not (even and about):
            if ids and cause is None and not 2 * len(counts) <= len(called):
                return None  # two candidates of one name, told apart by their ids
            return _ask_long(part, name, called, cause)
    names = [f"x-{head}" if at in about else head for at, head in enumerate(part.names)]
    names[name] = HEADER
    return Panel(part.grid, names, part.rows, _told_apart(people, called), frozenset(about), name)


def _told_apart(people: Sequence[str], called: Sequence[str]) -> list[str]:
    """Return the people with a number after those who scored a candidate before."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for person, name in zip(people, called, strict=True):
        seen[person, name] += 1
        times = seen[person, name]
        found.append(person if times == 1 else f"{person} ({times})")
    return found


def _goes_with(labels: Sequence[str], called: Sequence[str]) -> bool:
    """Return whether a column says the same of a candidate in each row, such as its code."""
    return len(set(zip(labels, called, strict=True))) == len(set(called))


def name_column(part: Part) -> int | None:
    """Return the column of the candidates' names: one headed so, else the first of words."""
    headers = Headers(None)
    worded = [at for at in range(len(part.names)) if _is_worded(part, at) and not _about_a_person(part, at)]
    roles = {at: headers.role(part.names[at]) for at in worded if part.names[at]}
    worded = [at for at in worded if (role := roles.get(at)) is None or role.kind == "name"]
    for found in (
        [at for at, role in roles.items() if role is not None and role.kind == "name"],
        [at for at in worded if words.called(part.names[at], words.NAMES)],
    ):
        if found:
            return next((at for at in found if len(found) > 1 and _repeats(part, at)), found[0])
    return next(iter(worded), None)


def _is_worded(part: Part, column: int) -> bool:
    if column not in part.rows.contents.worded:
        return False
    cells = [cell for cell in part.cells(column) if not is_missing(cell)]
    return bool(cells) and not any(map(looks_scored, cells)) and all(isinstance(cell, str) for cell in cells)


def _repeats(part: Part, column: int) -> bool:
    cells = [label for label in part.labels(column) if label]
    return len(set(cells)) < len(cells)


def _is_time(part: Part, column: int) -> bool:
    return words.called(part.names[column], words.DATES) or any(
        isinstance(cell, datetime.date) for cell in part.cells(column)
    )


def _people(part: Part, columns: Sequence[int], positions: Sequence[int]) -> list[str]:
    """Return a name for each row: from the column that names people, else ``r1``, ``r2``."""
    times = [at for at in columns if _is_time(part, at)]
    who = [at for at in columns if at not in times and _about_a_person(part, at) and any(part.labels(at))]
    who.sort(
        key=lambda at: (words.called(part.names[at], _MORE_IDS), any("@" in each for each in part.labels(at)))
    )
    if not who:
        return [f"r{at + 1}" for at in positions]
    return [label or f"r{at + 1}" for at, label in enumerate(part.labels(who[0]))]


def _twice(part: Part, people: Sequence[str], called: Sequence[str]) -> Question | None:
    """Return the question about a person who scored a candidate twice."""
    seen: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(zip(people, called, strict=True)):
        if pair in seen and pair[1]:
            row, other = part.rows.candidates[at], part.rows.candidates[seen[pair]]
            grid = part.grid
            return Question(
                f"twice:{grid.row_name(row)}",
                message(
                    "{person} scored the same candidate in {place} already.",
                    person=pair[0],
                    place=_row(grid, other),
                ),
                grid.row_place(row),
                (
                    Choice(message("leave this row out"), "skip_rows", [grid.row_name(row)]),
                    Choice(message("leave the other row out"), "skip_rows", [grid.row_name(other)]),
                    Choice(message("both count"), "respondents", "rows"),
                ),
            )
        seen[pair] = at
    return None


def _row(grid: Grid, row: int) -> Message:
    if grid.sheet is None:
        return message("line {place}", place=grid.row_name(row))
    return message("row {place}", place=grid.row_name(row))


def _other_cause(part: Part, columns: Sequence[int], called: Sequence[str]) -> int | None:
    """Return a column that tells the rows of one candidate apart, such as a year or a region."""
    for at in columns:
        labels = part.labels(at)
        years = words.called(part.names[at], words.YEARS)
        if (
            (years or _is_worded(part, at))
            and _repeats(part, at)
            and len(set(zip(called, labels, strict=True))) == len(called)
        ):
            return at
    return None


def _ask_long(part: Part, name: int, called: Sequence[str], cause: int | None) -> Question:
    first: dict[str, int] = {}
    at = next(at for at, label in enumerate(called) if label and first.setdefault(label, at) != at)
    row, other = part.rows.candidates[at], part.rows.candidates[first[called[at]]]
    grid = part.grid
    title = as_label(grid.cell(row, name))
    question = (
        message("{name} is in {place} already.", name=title, place=_row(grid, other))
        if cause is None
        else message(
            "{name} is in {place} already; the two differ in {column}.",
            name=title,
            place=_row(grid, other),
            column=part.names[cause],
        )
    )
    return Question(
        f"twice:{grid.row_name(row)}",
        question,
        grid.place(row, name),
        (
            Choice(message("each row is the answer of another respondent"), "respondents", "rows"),
            Choice(message("leave this row out"), "skip_rows", [grid.row_name(row)]),
            Choice(message("leave the other row out"), "skip_rows", [grid.row_name(other)]),
        ),
    )
