"""The file that a disturbed table becomes, and the patterns by which a message names what disturbs it."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
import zipfile
from collections import defaultdict
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from tests.io.drafts import Case, Cell, Draft, Sheet, Truth, plain


def finish(draft: Draft, number: str, chosen: tuple[str, ...], kind: str) -> Case:
    if kind in ("semicolons",):
        decimal_commas(draft)
    made = WORKBOOKS.get(kind)
    content, encoded = (made(draft), kind) if made else delimited(draft, kind)
    costs = [
        " ".join(str(head.value).split())
        for head, measure in zip(draft.heads, draft.measures, strict=True)
        if measure.good == "min"
    ]
    options: dict[str, Any] = {"minimize": costs} if draft.told and costs else {}
    if encoded == "cp874":
        options["encoding"] = "cp874"
    right = Truth(
        draft.names,
        [measure.name for measure in draft.measures],
        draft.values,
        [measure.good for measure in draft.measures],
        draft.weights,
        draft.shifts,
        draft.factors,
    )
    file = f"{number}.{kind if made else 'tsv' if kind == 'tabs' else 'csv'}"
    shown = (*chosen, *([encoded] if encoded not in ("xlsx", "utf-8") else []))
    return Case(number, file, content, options, None if draft.only_asked else right, shown, named(draft))


def named(draft: Draft) -> dict[str, str]:
    """For each disturbance, a pattern of everything by which a message can name it."""
    for head, cells in zip(draft.heads, zip(*draft.scores, strict=True), strict=True):
        head.tag = head.tag or next((cell.tag for cell in cells if cell.tag), "")
    patterns: dict[str, list[str]] = defaultdict(list, {tag: [*texts] for tag, texts in draft.words.items()})
    for grid in (draft.grid, *(sheet.grid for sheet in (*draft.before, *draft.after))):
        tagged: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row, cells in enumerate(grid, 1):
            for column, cell in enumerate(cells):
                if cell.tag:
                    tagged[cell.tag].append((row, column))
                    patterns[cell.tag] += texts_of(cell)
        for tag, places in tagged.items():
            patterns[tag] += [rf"(?<![A-Za-z]){xl_col_to_name(column)}{row}\b" for row, column in places]
            rows, columns = ({place[axis] for place in places} for axis in (0, 1))
            if len(rows) <= max(2, len(grid) / 2):  # else every row would name it
                patterns[tag] += [
                    rf"\b(?:rows?|lines?) [\d, –-]*(?:and )?\b{row}\b|\b{row}:{row}\b" for row in rows
                ]
            if len(columns) <= max(2, max(map(len, grid)) / 2):
                for column in columns:
                    letter = xl_col_to_name(column)
                    patterns[tag].append(rf"\bcolumns? (?:{column + 1}\b|(?:[A-Z, –-]|and )*\b{letter}\b)")
    return {tag: "|".join(dict.fromkeys(texts)) for tag, texts in patterns.items()}


def texts_of(cell: Cell) -> list[str]:
    """What a message can quote of a cell."""
    text = str(cell.value or "").split() if isinstance(cell.value, str) else []
    return [r"\s+".join(map(re.escape, text))] if len("".join(text)) > 1 else []


def decimal_commas(draft: Draft) -> None:
    for row in draft.grid:
        for cell in row:
            if isinstance(cell.value, float) and not cell.value.is_integer():
                cell.value = str(cell.value).replace(".", ",")


def workbook(draft: Draft) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats: dict[str, Any] = {"": None}
    shown = Sheet(draft.sheet, draft.grid)
    for sheet in (*draft.before, shown, *draft.after):
        page = book.add_worksheet(sheet.name)
        places = {
            id(cell): (row, column)
            for row, cells in enumerate(sheet.grid)
            for column, cell in enumerate(cells)
        }
        for cell in itertools.chain(*sheet.grid):
            if cell.format not in formats:
                formats[cell.format] = book.add_format({"num_format": cell.format})
            row, column = places[id(cell)]
            write(page, row, column, cell, formats[cell.format])
            if cell.hides == "row":
                page.set_row(row, None, None, {"hidden": True})
            elif cell.hides:
                page.set_column(column, column, None, None, {"hidden": True})
        for first, last in draft.merged:
            if id(first) in places and first is not last:
                page.merge_range(*places[id(first)], *places[id(last)], first.value)
        if sheet.hidden:
            page.hide()
        elif sheet is shown:
            page.activate()
            page.set_first_sheet()
    book.close()
    return buffer.getvalue()


def write(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell.value, datetime.date):
        page.write_datetime(row, column, cell.value, style)
    elif isinstance(cell.value, str):
        page.write_string(row, column, cell.value, style)
    elif cell.value is not None:
        page.write_number(row, column, cell.value, style)


def delimited(draft: Draft, kind: str) -> tuple[bytes, str]:
    """The bytes, and the format that they have in the end."""
    text = io.StringIO()
    separator = {"semicolons": ";", "tabs": "\t"}.get(kind, ",")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    width = max(map(len, draft.grid))
    for row in draft.grid:
        cells = [*row, *(Cell() for _ in range(width - len(row)))]
        writer.writerow([str(plain(cell.value)) if cell.value is not None else "" for cell in cells])
    encoding = kind if kind in ("utf-8-sig", "utf-16", "cp874") else "utf-8"
    try:
        return text.getvalue().encode(encoding), kind
    except UnicodeEncodeError:
        return text.getvalue().encode("utf-8"), "utf-8"


ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "style", "table", "text")
)
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
ODS_HIDDEN = ' table:visibility="collapse"'


def opendocument(draft: Draft) -> bytes:
    """The workbook as LibreOffice saves it."""
    tables = "".join(map(opendocument_table, (*draft.before, Sheet(draft.sheet, draft.grid), *draft.after)))
    hidden = '<style:style style:name="off" style:family="table">{}</style:style>'
    styles = hidden.format('<style:table-properties table:display="false"/>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_KIND}"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, text in (
            ("mimetype", ODS_KIND),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            made.writestr(zipfile.ZipInfo(name), text)
    return buffer.getvalue()


def opendocument_table(sheet: Sheet) -> str:
    width = max(map(len, sheet.grid))
    gone = {place for row in sheet.grid for place, cell in enumerate(row) if cell.hides == "column"}
    columns = "".join(f"<table:table-column{ODS_HIDDEN if place in gone else ''}/>" for place in range(width))
    rows = "".join(
        f"<table:table-row{ODS_HIDDEN if any(cell.hides == 'row' for cell in row) else ''}>"
        f"{''.join(map(opendocument_cell, row))}</table:table-row>"
        for row in sheet.grid
    )
    style = ' table:style-name="off"' if sheet.hidden else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{columns}{rows}</table:table>"


def opendocument_cell(cell: Cell) -> str:
    value = cell.value
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, datetime.date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    if isinstance(value, str):
        text = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    kind = "percentage" if "%" in cell.format else "float"
    shown = f"{value:.0%}" if "%" in cell.format else str(plain(value))
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


WORKBOOKS = {"xlsx": workbook, "ods": opendocument}
