"""Properties of .ods cells that calamine omits: percentages, error values, and the extent of the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.mark import Marks, as_percent, check_extent

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
"""The rows and columns of a sheet at most."""
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def ods_marks(xml: bytes, largest: int) -> dict[str, Marks]:
    """Return the marks of each sheet, from a document's content.

    Raises :class:`FileError` if a sheet reaches over more than ``largest`` cells.
    """
    for prefix, space in (("office", _OFFICE), ("table", _TABLE)):  # calamine goes by the prefixes
        if re.findall(rf"xmlns:{prefix}\s*=\s*[\"']([^\"']*)", xml.decode("utf-8", "replace")) != [
            space[1:-1]
        ]:
            raise refuse(FileError, "workbook", "the workbook's content cannot be read")
    sheets: dict[str, Marks] = {}
    for table in ElementTree.fromstring(xml).iter(f"{_TABLE}table"):
        name = str(table.get(f"{_TABLE}name"))
        sheets.setdefault(name, _table_marks(table, name, largest))
    return sheets


def _table_marks(table: ElementTree.Element, name: str, largest: int) -> Marks:
    marks = Marks()
    row = last_row = last_column = 0
    at = 0
    for line in table.iter(f"{_TABLE}table-column"):
        count = int(line.get(f"{_TABLE}number-columns-repeated", 1))
        if line.get(f"{_TABLE}visibility", "visible") != "visible":
            marks.hidden_columns.update(range(at, min(at + count, _MOST_COLUMNS)))
        at += count
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        rows = int(line.get(f"{_TABLE}number-rows-repeated", 1))
        if line.get(f"{_TABLE}visibility", "visible") != "visible":
            marks.hidden_rows.update(range(row, min(row + rows, _MOST_ROWS)))
        for cell in line:
            count = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            if len(cell) or cell.get(f"{_OFFICE}value-type") is not None:
                last_row = max(last_row, row + rows - 1)
                last_column = max(last_column, column + count - 1)
                check_extent(last_row + 1, last_column + 1, name, largest)
                if (mark := _mark(cell)) is not None:
                    places = (
                        (down, at) for down in range(row, row + rows) for at in range(column, column + count)
                    )
                    marks.cells.update(dict.fromkeys(places, mark))
            column += count
        row += rows
    return marks


def _mark(cell: ElementTree.Element) -> Callable[[object], object] | None:
    if cell.get(f"{_OFFICE}value-type") == "percentage":
        return as_percent
    words = "".join(cell.itertext()).strip()
    by_formula = cell.get(f"{_TABLE}formula") is not None and words.startswith(("#", "Err:"))
    if by_formula or cell.get(f"{_CALC}value-type") == "error":
        return lambda _: words or "#N/A"
    return None
