"""The template workbook for scores: headers, drop-downs for levels and gates, instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from see_mcda.io.cells.levels import level_choice
from see_mcda.io.reading import read_problem
from see_mcda.io.tables.framework_sheets import Rows, framework_notes, framework_rows, languages, text_cells
from see_mcda.io.workbooks.instructions import INSTRUCTIONS
from see_mcda.io.workbooks.score_rows import Column, score_columns
from see_mcda.io.workbooks.workbook import Book, height, list_sheets, note_rows, put
from see_mcda.language.messages import Text, say
from see_mcda.model.cell import MISSING
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.problem import Problem

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

EXAMPLE = "see-models"
ROWS = 30
"""Rows for candidates, if there are no more."""
PRINTED = 16
"""The largest number of leaves that fit the width of one page."""
LONGEST_MESSAGE, LONGEST_TITLE = 255, 32
"""Characters of a cell's input message and of its title in a workbook."""
_HEADER = 2  # the row of the ids, below the branches and the names
_SHEET = "scores"
_GATE_CHOICES: Mapping[str, Sequence[str]] = {
    "en": ("pass", "not-established", "fail"),
    "th": ("ผ่าน", "ยังไม่ยืนยัน", "ไม่ผ่าน"),
}
_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "id": {"en": "id (may stay empty)", "th": "รหัส (เว้นว่างได้)"},
    "name": {"en": "Name", "th": "ชื่อ"},
    "name_en": {"en": "Name in English", "th": "ชื่อภาษาอังกฤษ"},
    "name_th": {"en": "Name in Thai", "th": "ชื่อภาษาไทย"},
    "note": {"en": "Remark", "th": "หมายเหตุ"},
    "gate": {"en": "Gate", "th": "เงื่อนไขบังคับ"},
    "gate-reason": {"en": "Reason for the answer", "th": "เหตุผลของคำตอบ"},
}
_OTHER_FORMS = {
    "en": "Besides the list: 3.5 between two levels, 2..4 an interval, 2..3..4 with the most likely value, "
    "3|4|4 several assessors.",
    "th": "นอกจากในรายการ เขียนได้ดังนี้ 3.5 อยู่ระหว่างสองระดับ 2..4 เป็นช่วง 2..3..4 มีค่าที่น่าจะเป็นที่สุด "
    "3|4|4 ผู้ประเมินหลายคน",
}


def template_workbook(
    framework: Framework | None = None,
    *,
    problem: Problem | None = None,
    language: str = "en",
    rows: int = ROWS,
) -> bytes:
    """Return a workbook for scoring candidates on a framework, empty or with the candidates of ``problem``.

    Without either it has the shipped example. ``language`` is that of the headings and drop-downs; the
    instructions are in English and Thai. ``read_problem`` reads it as it is. A shipped framework is only
    named, any other is included in the workbook.
    """
    if framework is None:
        problem = problem or _example()
        framework = problem.framework
    return _Template(framework, problem, language, rows).content()


def _example() -> Problem:

    from see_mcda.io.library import shipped  # noqa: PLC0415 (the library reads files by this package)

    with (shipped("examples") / f"{EXAMPLE}.yaml").open("rb") as stream:
        return read_problem(stream, format="yaml").replace(places=None)


@dataclass(frozen=True)
class _Offer:
    """A drop-down: its choices, and the row of the first on the sheet of levels."""

    first: int
    choices: tuple[str, ...]


@dataclass
class _Template:
    framework: Framework
    problem: Problem | None
    language: str
    rows: int

    def content(self) -> bytes:
        self.book = Book()
        for language in (self.language, *(one for one in INSTRUCTIONS if one != self.language)):
            self._instructions(language)
        self.level_rows, self.offers = self._offer()
        self._scores()
        self._levels()
        if not _is_shipped(self.framework):
            for name, rows in framework_rows(self.framework).items():
                if name != "levels":
                    self.book.sheet(name, rows)
        if self.problem is not None:
            for name, rows in list_sheets(self.problem).items():
                self.book.sheet(name, rows, wrap=True)
        self._notes()
        for sheet in self.book.book.worksheets():
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(
                0 if sheet.get_name() == _SHEET and len(self.framework.leaves) > PRINTED else 1, 0
            )
        return self.book.content()

    def _instructions(self, language: str) -> None:
        words = INSTRUCTIONS[language]
        sheet = self.book.book.add_worksheet(words.sheet)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 100)
        put(sheet, 0, 1, words.title, self.book.format(bold=True, font_size=16))
        put(sheet, 1, 1, say(self.framework.title, language), self.book.format(italic=True, text_wrap=True))
        note = say(self.problem.note, language) if self.problem and self.problem.note else ""
        put(sheet, 2, 1, note, self.book.format(text_wrap=True, bg_color="#FFF2CC"))
        sheet.set_row(0, 28)
        sheet.set_row(1, 6 + height(say(self.framework.title, language), 100))
        sheet.set_row(2, height(note, 100))
        for number, step in enumerate(words.steps, 1):
            put(sheet, number + 3, 0, number, self.book.format(bold=True, align="center"))
            put(sheet, number + 3, 1, step, self.book.wrapped)
            sheet.set_row(number + 3, 6 + height(step, 100))

    def _offer(self) -> tuple[Rows, dict[str, _Offer]]:
        """Return the sheet of levels, best first, and what each drop-down offers from it."""
        named = {leaf.id: (leaf.scale.levels if leaf.scale else None) or {} for leaf in self.framework.leaves}
        spoken = languages(text for levels in named.values() for text in levels.values())
        rows: Rows = [["leaf", "level", "intensity", "choice", *(f"text_{language}" for language in spoken)]]
        offers: dict[str, _Offer] = {}
        for leaf in self.framework.leaves:
            levels, intensity = named[leaf.id], leaf.intensity or {}
            best_first = sorted(levels, reverse=leaf.objective == "max")
            choices = {level: level_choice(level, say(levels[level], self.language)) for level in best_first}
            if choices:
                offers[leaf.id] = _Offer(len(rows), tuple(choices.values()))
            for level in (*best_first, *sorted(intensity.keys() - levels.keys())):
                texts = text_cells(levels.get(level), spoken)
                rows.append([leaf.id, level, intensity.get(level), choices.get(level), *texts])
        return rows, offers

    def _columns(self) -> list[Column]:
        blank = Problem.from_arrays([[float("nan")] * len(self.framework.leaves)], framework=self.framework)
        columns = score_columns(self.problem or blank, delimited=False)
        there = {column.header for column in columns}
        head, tail = columns[:1], columns[1:]
        if not any(header.startswith("name") for header in there):
            head += [Column("name_en", []), Column("name_th", [])]
        full: list[Column] = []
        for column in (*head, *tail):
            cells = column.cells if self.problem else []
            full.append(Column(column.header, cells, column.leaf, column.gate))
            if column.gate and not any(one.endswith(f":{column.gate}") and "reason" in one for one in there):
                full.append(Column(f"gate-reason:{column.gate}", []))
        if not any(header.startswith("note") for header in there):
            full.append(Column("note", []))
        return full

    def _scores(self) -> None:
        columns = self._columns()
        sheet = self.book.book.add_worksheet(_SHEET)
        sheet.activate()
        name_style = self.book.format(bold=True, text_wrap=True, bg_color="#DCE6E0", valign="vcenter")
        id_style = self.book.format(font_size=9, font_color="#666666", bg_color="#DCE6E0", bottom=1)
        centred = self.book.format(align="center")
        last = _HEADER + max(self.rows, len(columns[0].cells) + 10)
        self._branches(sheet, columns)
        for at, column in enumerate(columns):
            put(sheet, 1, at, self._heading(column), name_style)
            put(sheet, _HEADER, at, column.header, id_style)
            for row, cell in enumerate(column.cells):
                put(
                    sheet,
                    _HEADER + 1 + row,
                    at,
                    self._translate_cell(column, cell),
                    centred if column.leaf else self.book.plain,
                )
            sheet.set_column(at, at, _width(column), centred if column.leaf else None)
            if column.leaf is not None:
                self._score_list(sheet, at, last, column.leaf)
            elif column.gate is not None:
                self._gate_list(sheet, at, last, column.gate)
        sheet.set_row(1, 62)
        sheet.freeze_panes(_HEADER + 1, 1 + sum(column.header.startswith("name") for column in columns))

    def _translate_cell(self, column: Column, cell: object) -> object:
        if column.gate and cell in _GATE_CHOICES["en"]:
            return _GATE_CHOICES[self._cell_language][_GATE_CHOICES["en"].index(str(cell))]
        return cell

    @property
    def _cell_language(self) -> str:
        return self.language if self.language in _GATE_CHOICES else "en"

    def _heading(self, column: Column) -> str:
        if column.leaf is not None:
            unit = say(column.leaf.scale.unit, self.language) if column.leaf.scale else ""
            title = say(column.leaf.title, self.language)
            return f"{title} ({unit})" if unit else title
        kind, _, key = column.header.removeprefix("candidate:").partition(":")
        if kind.startswith("gate-reason"):
            kind = "gate-reason"
        return say(_HEADINGS.get(kind), self._cell_language) or key

    def _branches(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        """Write the name of each leaf's topmost branch over its leaves."""
        style = self.book.format(bold=True, align="center", bg_color="#B7CDC2", border=1)
        above = {
            leaf: node for node in self.framework.root.children for leaf in self.framework.columns[node.id]
        }
        position = self.framework.leaf_position
        tops = [above[position[column.leaf.id]] if column.leaf else None for column in columns]
        at = 0
        while at < len(tops):
            end = at
            while end + 1 < len(tops) and tops[end + 1] is tops[at]:
                end += 1
            top = tops[at]
            if top is not None and not top.is_leaf:
                if end > at:
                    sheet.merge_range(0, at, 0, end, "", style)
                put(sheet, 0, at, say(top.title, self.language), style)
            at = end + 1

    def _score_list(self, sheet: Worksheet, at: int, last: int, leaf: Criterion) -> None:
        about = say(leaf.description or leaf.evidence, self.language) or say(leaf.title, self.language)
        rule: dict[str, Any] = {"validate": "any", **_message(say(leaf.title, self.language), about)}
        if (offer := self.offers.get(leaf.id)) is not None:
            rule |= {
                "validate": "list",
                "source": f"=levels!$D${offer.first + 1}:$D${offer.first + len(offer.choices)}",
                "error_type": "information",  # other forms may be typed
                "error_title": _cut(say(leaf.title, self.language), LONGEST_TITLE),
                "error_message": _OTHER_FORMS[self._cell_language],
            }
            levels = "\n".join(offer.choices)
            sheet.write_comment(_HEADER - 1, at, levels, {"x_scale": 4, "y_scale": 3, "font_size": 10})
        sheet.data_validation(_HEADER + 1, at, last, at, rule)

    def _gate_list(self, sheet: Worksheet, at: int, last: int, gate: str) -> None:
        question = next((one.question for one in self.framework.gates if one.id == gate), None)
        words = say(question, self.language)
        sheet.data_validation(
            _HEADER + 1,
            at,
            last,
            at,
            {"validate": "list", "source": list(_GATE_CHOICES[self._cell_language]), **_message(gate, words)},
        )
        if words:
            sheet.write_comment(_HEADER - 1, at, words, {"x_scale": 3, "y_scale": 2, "font_size": 10})

    def _levels(self) -> None:
        if len(self.level_rows) > 1:
            self.book.sheet("levels", self.level_rows, wrap=True)

    def _notes(self) -> None:
        problem, missing = self.problem, self.problem.missing if self.problem else "error"
        notes: list[tuple[str, object, Text | None]] = [
            ("title", None, problem.title if problem else None),
            ("note", None, problem.note if problem else None),
            ("missing", missing, None),
        ]
        missing_row = len(notes)
        notes += [
            (f"require:{node}", least, None) for node, least in (problem.require if problem else {}).items()
        ]
        if _is_shipped(self.framework):
            notes.append(("framework", self.framework.id, None))
        else:
            notes += framework_notes(self.framework)
        rows = note_rows(notes)
        for language in ("en", "th"):
            if f"text_{language}" not in rows[0]:
                rows[0].append(f"text_{language}")
        sheet = self.book.sheet("notes", rows, wrap=True)
        sheet.set_column(2, 3, 60)
        sheet.data_validation(missing_row, 1, missing_row, 1, {"validate": "list", "source": list(MISSING)})


def _is_shipped(framework: Framework) -> bool:
    from see_mcda.io.library import frameworks, read_framework  # noqa: PLC0415 (the library reads files by this package)

    return framework.id in frameworks() and read_framework(framework.id).to_dict() == framework.to_dict()


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _message(title: str, words: str) -> dict[str, str]:
    if not words:
        return {}
    return {"input_title": _cut(title, LONGEST_TITLE), "input_message": _cut(words, LONGEST_MESSAGE)}


def _width(column: Column) -> int:
    if column.header.startswith("name"):
        return 36
    return 30 if "reason" in column.header or column.header.startswith("note") else 16
