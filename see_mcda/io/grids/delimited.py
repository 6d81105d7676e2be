"""Delimited text (CSV, TSV): its encoding, its delimiter and its quotes, read strictly; and written."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence

from see_mcda.errors import FileError, refuse
from see_mcda.io.grids.formulas import guarded
from see_mcda.io.grids.grid import Grid, is_blank
from see_mcda.io.grids.numbers_as_written import plain
from see_mcda.io.grids.stored_rows import stored
from see_mcda.io.tables.headers import Headers
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework

DELIMITERS = (",", ";", "\t")
_LINES = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_SAMPLE = 200
"""The number of records used to detect the delimiter."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = re.compile(
    "ascii|utf-(8|8-sig|16|16-le|16-be|32|32-le|32-be)|iso8859-[0-9]+|cp[0-9]+|mac-[a-z0-9]+|koi8-[rtu]"
    "|tis-620|hp-roman8|kz1048|ptcp154|big5(hkscs)?|gb(2312|k|18030)|hz|johab|euc_.*|shift_.*|iso2022_.*"
)
"""The encodings of files, by Python's names; it has others (punycode, undefined, unicode-escape, zlib)."""
# A mark on no consonant; a single Thai sign right after, or right before, a Latin letter.
_NO_THAI = re.compile(
    "(?:^|[^\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
    "|[A-Za-z][\u0e01-\u0e5b](?![\u0e01-\u0e5b])"
    "|(?<![\u0e01-\u0e5b])[\u0e01-\u0e5b][A-Za-z]"
)


def decoded(content: bytes, encoding: str | None = None) -> str:
    """Return the text of a file in UTF-8 (with or without BOM), UTF-16 with BOM, or Windows-874 (TIS-620).

    Raises :class:`FileError` for any other: Western European text, say, which Windows-874 would turn into odd
    Thai.
    """
    known = encoding or next((name for bom, name in _BOMS if content.startswith(bom)), None)
    if encoding and not _is_known(encoding):
        raise refuse(FileError, "encoding", "there is no encoding {given}", given=encoding)
    try:
        text = content.decode(known or "utf-8")
    except UnicodeDecodeError as problem:
        if known:
            raise refuse(
                FileError,
                "encoding",
                "the file is not {encoding} (byte {position})",
                encoding=known,
                position=problem.start,
            ) from None
        text = _thai(content)
    if "\0" in text:
        raise refuse(FileError, "encoding", "this is not text; save it as CSV UTF-8")
    return text


def _is_known(encoding: str) -> bool:
    try:
        return _ENCODINGS.fullmatch(codecs.lookup(encoding).name) is not None
    except (LookupError, ValueError):
        return False


def _thai(content: bytes) -> str:
    try:
        text = content.decode("cp874")
    except UnicodeDecodeError:
        text = ""
    if not text or _NO_THAI.search(text):
        raise refuse(
            FileError,
            "encoding",
            "the file is neither UTF-8 nor Windows-874; save it as CSV UTF-8, or give its encoding "
            "(--encoding, or encoding= in Python)",
        )
    return text


def read_delimited(
    text: str, source: str | None, framework: Framework | None = None, delimiter: str | None = None
) -> Grid:
    """Return the cells of a delimited text; the headers of ``framework`` help to detect the delimiter.

    Raises :class:`FileError` with the line of a quote that is not closed, or of a cell beyond all bounds.
    """
    text = text.removeprefix("\ufeff")
    lines_before = 0
    if match := re.match(r'"?sep=(.)"?\r?\n', text):  # Excel's declaration of the delimiter
        delimiter, text, lines_before = match.group(1), text[match.end() :], 1
    sign = delimiter or _delimiter(text, framework)
    lines = array("I")
    reader = csv.reader(_lines(text), delimiter=sign, strict=True)

    begun = lines_before + 1

    def records() -> Iterator[list[str]]:
        nonlocal begun
        for row in reader:
            lines.append(begun)
            begun = lines_before + reader.line_num + 1
            yield row

    try:
        rows = stored(records())
    except csv.Error as problem:
        where = Where(source, line=begun)
        if "field larger" in str(problem):
            raise refuse(
                FileError,
                "too-long",
                "a cell has more than {limit} characters",
                where,
                limit=csv.field_size_limit(),
            ) from None
        raise refuse(
            FileError,
            "quotes",
            'a quote that opens here is not closed, or is inside a cell; write a quote inside quotes as ""',
            where,
        ) from None
    return Grid(rows, source, None, lines)


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their ends, as :class:`io.StringIO` does, which copies the text."""
    return (line.group() for line in _LINES.finditer(text))


def _delimiter(text: str, framework: Framework | None) -> str:
    """Return the sign under which the headers are known and the rows are as wide as the first."""
    headers = Headers(framework)
    best, best_score = ",", (-1, 0.0, 0)
    for sign in DELIMITERS:
        records = _sample(text, sign)
        if not records:  # nothing but this sign
            return sign
        width = len(records[0])
        known = headers.known(records[0])[0]
        fits = sum(len(record) == width for record in records) / len(records)
        score = (known if width > 1 else 0, fits if width > 1 else 0.0, width)
        if score > best_score:
            best, best_score = sign, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(_lines(text), delimiter=delimiter):
            if not all(map(is_blank, record)):
                records.append(record)
            if len(records) == _SAMPLE:
                break
    except csv.Error:
        pass  # the strict reading names the line
    return records


def delimited_bytes(rows: Iterable[Sequence[object]], delimiter: str = ",") -> bytes:
    """Return rows as UTF-8, without any text that a spreadsheet takes for a formula.

    It begins with a BOM, which Excel needs for Thai. Numbers are written so that they can be read in one way
    only.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([[_field(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


class Ready(str):
    """A text that is already as a delimited file holds it."""

    __slots__ = ()


def _field(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Ready):
        return cell
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return "" if math.isnan(cell) else plain(cell)
    return guarded(str(cell))
