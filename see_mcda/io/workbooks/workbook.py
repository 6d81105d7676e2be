"""Writing workbooks with XlsxWriter: text is never written as a formula, numbers are written as numbers."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.grid import letters
from see_mcda.io.tables.framework_sheets import framework_notes, framework_rows, languages, text_cells
from see_mcda.io.workbooks.score_rows import score_columns
from see_mcda.language.messages import Text, as_text
from see_mcda.model.problem import Problem

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT = "Sarabun"
"""A font with Thai and Latin letters; a computer without it takes its own."""
LONGEST_CELL = 32_767
"""Characters that a workbook's cell holds."""
# Characters that XML cannot hold, and text that readers take for an escaped character.
_UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_WIDEST, _NARROWEST = 60, 9
LINE = 18.0
"""Points of a line's height."""


class Book:
    """A workbook that is made in memory."""

    def __init__(self) -> None:
        import xlsxwriter  # noqa: PLC0415 (not needed for most starts)

        self._bytes = io.BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(
            self._bytes, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.plain = self.format()
        self.wrapped = self.format(text_wrap=True)
        self.head = self.format(bold=True, bg_color="#DCE6E0", bottom=1, valign="vcenter")

    def format(self, **properties: Any) -> Any:
        """Return a cell format in the workbook's font."""
        return self.book.add_format({"font_name": FONT, "font_size": 11, "valign": "top", **properties})

    def sheet(self, name: str, rows: Sequence[Sequence[object]], wrap: bool = False) -> Worksheet:
        """Add a sheet of rows, the first its header; ``wrap`` shows long texts in full."""
        sheet = self.book.add_worksheet(name)
        widths = list(_widths(rows))
        style = self.wrapped if wrap else self.plain
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                put(sheet, row, column, cell, style if row else self.head)
            if wrap and row:
                sheet.set_row(
                    row, max((height(cell, widths[at]) for at, cell in enumerate(cells)), default=LINE)
                )
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet

    def content(self) -> bytes:
        """Return the finished workbook."""
        self.book.close()
        return self._bytes.getvalue()


class _Exact(float):
    """A number that is written with all its digits: XlsxWriter asks for 16, and some need 17."""

    def __format__(self, _: str) -> str:
        return repr(float(self))


def put(sheet: Worksheet, row: int, column: int, cell: object, style: Any) -> None:
    """Write a cell by its type; raise :class:`FileError` for a text that a workbook cannot hold unchanged."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, style)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, _Exact(cell), style)
    else:
        text = str(cell)
        if len(text) > LONGEST_CELL or _UNWRITABLE.search(text):
            raise refuse(
                FileError,
                "unwritable-text",
                "a workbook cannot hold this text unchanged; write YAML or JSON",
                f"{sheet.get_name()}!{letters(column)}{row + 1}",
            )
        if text:
            sheet.write_string(row, column, text, style)


def height(cell: object, width: float) -> float:
    """Return the height of a row that shows a text in full; not every program works it out itself."""
    # Thai vowels and tone marks take no width.
    letters_shown = (
        sum(unicodedata.category(letter) != "Mn" for letter in str(cell)) if isinstance(cell, str) else 1
    )
    return LINE * max(1, math.ceil(letters_shown / (1.1 * width)))


def _widths(rows: Sequence[Sequence[object]]) -> Iterable[int]:
    for column in range(max(map(len, rows), default=0)):
        longest = max(
            (len(str(row[column])) for row in rows[:100] if column < len(row) and row[column] is not None),
            default=0,
        )
        yield max(_NARROWEST, min(_WIDEST, longest + 2))


def workbook_bytes(problem: Problem, weights: Mapping[str, float] | None = None) -> bytes:
    """Return a problem as a workbook of all its parts, with global leaf weights if they are given."""
    book = Book()
    columns = score_columns(problem, delimited=False)
    body = zip(*(column.cells for column in columns), strict=True)
    book.sheet("scores", [[column.header for column in columns], *map(list, body)])
    for name, rows in framework_rows(problem.framework).items():
        book.sheet(name, rows)
    for name, rows in list_sheets(problem).items():
        book.sheet(name, rows)
    if weights is not None:
        book.sheet("weights", [["id", "weight"], *([id, float(weight)] for id, weight in weights.items())])
    book.sheet("notes", _notes(problem))
    return book.content()


def list_sheets(problem: Problem) -> dict[str, list[list[object]]]:
    """Return the sheets of a problem's evidence and comparisons, without those that would be empty."""
    sheets = {"evidence": _evidence(problem), "comparisons": _comparisons(problem)}
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


def _evidence(problem: Problem) -> list[list[object]]:
    found = {at: cell.evidence for at, cell in sorted(problem.cells.items()) if cell.evidence}
    spoken = {key: languages(_text(one.get(key)) for one in found.values()) for key in ("source", "note")}
    rows: list[list[object]] = [
        [
            "candidate",
            "leaf",
            "date",
            "assessor",
            *(f"{key}_{language}" for key in spoken for language in spoken[key]),
        ]
    ]
    for (row, column), one in found.items():
        texts = [cell for key in spoken for cell in text_cells(_text(one.get(key)), spoken[key])]
        rows.append(
            [problem.candidates[row], problem.leaves[column], one.get("date"), one.get("assessor"), *texts]
        )
    return rows


def _text(words: str | Text | None) -> Text | None:
    return as_text(words) if words else None


def _comparisons(problem: Problem) -> list[list[object]]:
    return [
        ["leaf", "a", "b", "times"],
        *(
            [leaf, a, b, times]
            for leaf, judgments in problem.comparisons.items()
            for a, b, times in judgments
        ),
    ]


def _notes(problem: Problem) -> list[list[object]]:
    notes: list[tuple[str, object, Text | None]] = [
        (key, None, text) for key, text in (("title", problem.title), ("note", problem.note)) if text
    ]
    notes.append(("missing", problem.missing, None))
    notes += [(f"require:{node}", value, None) for node, value in problem.require.items()]
    notes.append(("percent", "percent", None))  # the numbers of % columns are not fractions
    notes += framework_notes(problem.framework)
    return note_rows(notes)


def note_rows(notes: Sequence[tuple[str, object, Text | None]]) -> list[list[object]]:
    """Return the rows of a sheet of notes."""
    spoken = languages(text for _, _, text in notes)
    header: list[object] = ["key", "value", *(f"text_{language}" for language in spoken)]
    return [header, *([key, value, *text_cells(text, spoken)] for key, value, text in notes)]


def table_workbook(header: Sequence[str], rows: Iterable[Sequence[object]], name: str = "table") -> bytes:
    """Return a plain table as a workbook of one sheet."""
    book = Book()
    book.sheet(name, [list(header), *map(list, rows)])
    return book.content()
