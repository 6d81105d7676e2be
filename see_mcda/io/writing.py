"""Writing problems and tables atomically; no text becomes a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.io.files import dump_document, write_whole
from see_mcda.io.grids.delimited import delimited_bytes
from see_mcda.io.workbooks.score_rows import not_carried, score_columns
from see_mcda.io.workbooks.workbook import table_workbook, workbook_bytes
from see_mcda.io.xmcda.xmcda_writing import Version, not_in_xmcda, xmcda_bytes
from see_mcda.language.messages import Notice, Where, notice
from see_mcda.model.problem import Problem

TableFormat = Literal["csv", "tsv", "xlsx"]
WRITTEN: Mapping[str, str] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".xlsx": "xlsx",
    ".xml": "xmcda",
    ".xmcda": "xmcda",
}
"""The formats that are written, by the end of a file's name."""


def write_problem(
    problem: Problem, path: str | Path, weights: Mapping[str, float] | None = None, *, xmcda: Version = "4"
) -> tuple[Notice, ...]:
    """Write a problem; return a warning that names the parts which the file does not carry.

    .yaml, .json and .xlsx carry all of it, and read back as an equal problem. .csv and .tsv carry names,
    gates, scores, notes and attributes; they are read back with ``framework=``. .xml is an XMCDA document of
    the version ``xmcda``, with the criteria on one level. ``weights`` (global, by leaf) go into .xlsx and
    .xml.

    Raises :class:`FileError` for another kind of file or one that cannot be written, :class:`ProblemError`
    for values that a table cannot hold.
    """
    kind = _kind(path, list(WRITTEN.values()))
    try:
        content, warnings = _content(problem, kind, weights, xmcda)
    except SeeMcdaError as error:
        raise error.within(Where(str(path))) from None
    write_whole(path, content)
    return warnings


def _content(
    problem: Problem, kind: str, weights: Mapping[str, float] | None, version: Version
) -> tuple[bytes, tuple[Notice, ...]]:
    if kind in ("yaml", "json"):
        return dump_document(problem.to_dict(), kind).encode(), ()
    if kind == "xlsx":
        return workbook_bytes(problem, weights), ()
    if kind == "xmcda":
        said = notice(
            "not-carried",
            "an XMCDA document cannot hold {parts}; .yaml, .json and .xlsx files keep everything",
            None,
            parts=not_in_xmcda(problem, version),
        )
        return xmcda_bytes(problem, weights, version), (said,)
    columns = score_columns(problem, delimited=True)
    rows = [[column.header for column in columns], *zip(*(column.cells for column in columns), strict=True)]
    words = notice(
        "not-carried",
        "a score table cannot hold {parts}; .yaml, .json and .xlsx files keep everything",
        None,
        parts=not_carried(problem),
    )
    return delimited_bytes(rows, "\t" if kind == "tsv" else ","), (words,)


def write_table(header: Sequence[str], rows: Iterable[Sequence[object]], path: str | Path) -> None:
    """Write a plain table (a ranking, say) as .csv, .tsv or .xlsx.

    A cell is a text, a number, a truth value or ``None``; NaN is an empty cell. Raises :class:`FileError`.
    """
    kind = _kind(path, ["csv", "tsv", "xlsx"])
    write_whole(
        path, table_bytes(header, rows, "xlsx" if kind == "xlsx" else "tsv" if kind == "tsv" else "csv")
    )


def table_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], format: TableFormat) -> bytes:
    """Return a plain table in a format."""
    if format == "xlsx":
        return table_workbook(header, rows)
    return delimited_bytes([header, *rows], "\t" if format == "tsv" else ",")


def _kind(path: str | Path, known: Sequence[str]) -> str:
    kind = WRITTEN.get(Path(path).suffix.lower())
    if kind is None or kind not in known:
        ends = [end for end, one in WRITTEN.items() if one in known]
        raise refuse(
            FileError, "unknown-format", "the file's name must end in one of {known}", str(path), known=ends
        )
    return kind
