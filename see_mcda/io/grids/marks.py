"""Properties of workbook cells that calamine omits: percent formats, error values, formulas without a value.

A cell shown as 12% holds 0.12; an error reads as empty; a formula that no program has computed reads as empty
too. Each of them would silently give a wrong number. calamine also allocates the whole rectangle from A1
to the last cell, so a stray cell in the last corner would exhaust memory: extents are checked first.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.etree import ElementTree

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.grid import Uncomputed
from see_mcda.io.grids.mark import Marks, as_percent, check_extent
from see_mcda.io.grids.ods_marks import ods_marks
from see_mcda.io.grids.references import column_of, last_reference

LARGEST_UNPACKED = 2**30
"""Bytes of a workbook's unpacked parts at most."""
_BUILT_IN_PERCENT = {9, 10}
_CELL = re.compile(
    rb"<(?:\w+:)?row\b([^>]*)>|<(?:\w+:)?c(?:\s([^>]*?))?(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL
)
_REFERENCE = re.compile(rb'\br="(?:([A-Z]{1,3}))?(\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)</")
_ROWS = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*["']([^"']*)["']""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_marks(content: bytes, largest: int) -> Mapping[str, Marks]:
    """Return the marks of each sheet of an .xlsx or .ods.

    Raises :class:`FileError` for other kinds, and if a sheet reaches over more than ``largest`` cells.
    """
    with zipfile.ZipFile(BytesIO(content)) as book:
        if sum(part.file_size for part in book.infolist()) > LARGEST_UNPACKED:
            raise refuse(
                FileError,
                "too-large",
                "the workbook unpacks to more than {limit} MiB",
                limit=LARGEST_UNPACKED // 2**20,
            )
        names = set(book.namelist())
        if "xl/workbook.xml" in names:
            percent = _percent_styles(book, names)
            return {
                sheet: _sheet_marks(book.read(part), percent, sheet, largest)
                for sheet, part in _sheet_parts(book).items()
                if part in names
            }
        if "content.xml" in names:
            return ods_marks(book.read("content.xml"), largest)
    raise refuse(FileError, "format", "this is not an .xlsx or .ods workbook")


def _sheet_parts(book: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {str(one.get("Id")): str(one.get("Target")) for one in relations}
    parts: dict[str, str] = {}
    for element in ElementTree.fromstring(book.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(str(element.get(_RELATION)), "")
            parts[str(element.get("name"))] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return parts


def _percent_styles(book: zipfile.ZipFile, names: set[str]) -> set[int]:
    """Return the positions of the cell styles whose number format has an unquoted %."""
    if "xl/styles.xml" not in names:
        return set()
    styles = ElementTree.fromstring(book.read("xl/styles.xml"))
    space = styles.tag.removesuffix("styleSheet")
    formats = {
        int(one.get("numFmtId", 0))
        for one in styles.iter(f"{space}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", one.get("formatCode", ""))
    } | _BUILT_IN_PERCENT
    cells = styles.find(f"{space}cellXfs")
    return {
        position
        for position, style in enumerate(cells if cells is not None else ())
        if int(style.get("numFmtId", 0)) in formats
    }


def _sheet_marks(xml: bytes, percent: set[int], sheet: str, largest: int) -> Marks:
    marks = Marks()
    last = None if b"\0" in xml else last_reference(xml)
    if last is None:
        raise refuse(FileError, "workbook", "a cell's reference cannot be read", sheet)
    rows, columns = last
    check_extent(rows, columns, sheet, largest)
    _add_hidden(xml, columns, marks)
    formulas = (b"<f" in xml or b":f" in xml) and _FORMULA.search(xml)
    relevant = any(b's="%d"' % style in xml for style in percent) or b't="e"' in xml or formulas
    if not relevant:
        return marks
    row = column = -1
    for match in _CELL.finditer(xml):
        head, body = match.group(2) or b"", match.group(3) or b""
        if match.group(2) is None and match.group(3) is None:  # a row, or a cell without anything
            reference = _REFERENCE.search(match.group(1) or b"")
            row, column = int(reference.group(2)) - 1 if reference else row + 1, -1
            continue
        reference = _REFERENCE.search(head)  # it may be left out
        column = column_of(reference.group(1)) - 1 if reference else column + 1
        mark = _mark(head, body, percent)
        if mark is not None:
            marks.cells[row, column] = mark
    return marks


def _add_hidden(xml: bytes, columns: int, marks: Marks) -> None:
    if b"hidden" not in xml:
        return
    for match in _COLUMNS.finditer(xml):
        attributes = dict(_ATTRIBUTE.findall(match.group(1)))
        if attributes.get(b"hidden") in (b"1", b"true"):
            first, last = int(attributes.get(b"min", b"1")), int(attributes.get(b"max", b"1"))
            marks.hidden_columns.update(range(first - 1, min(last, columns)))
    row = -1
    for match in _ROWS.finditer(xml):
        attributes = dict(_ATTRIBUTE.findall(match.group(1)))
        row = int(attributes[b"r"]) - 1 if attributes.get(b"r", b"").isdigit() else row + 1
        if attributes.get(b"hidden") in (b"1", b"true"):
            marks.hidden_rows.add(row)


def _mark(head: bytes, body: bytes, percent: set[int]) -> Callable[[object], object] | None:
    value = _VALUE.search(body)
    if b't="e"' in head:
        words = value.group(1).decode() if value else "#N/A"
        return lambda _: words
    if _FORMULA.search(body) and value is None and b't="str"' not in head:
        return lambda _: Uncomputed.FORMULA
    style = _STYLE.search(head)
    return as_percent if value and style and int(style.group(1)) in percent else None
