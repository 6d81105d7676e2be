"""Reading a problem from a file, a stream or a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Unpack, cast

from see_mcda.errors import Faults, FileError, ProblemError, SeeMcdaError, refuse
from see_mcda.io.files import FORMATS, Format, load_document, read_bytes
from see_mcda.io.frames import SIGNATURES, file_grid, frame_grid
from see_mcda.io.grids.delimited import decoded, read_delimited
from see_mcda.io.grids.grid import Grid
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.options import FrameworkSource, Options, ReadingOptions
from see_mcda.io.tables.sheets import read_sheets
from see_mcda.io.tables.tables import read_table
from see_mcda.io.xmcda.xmcda import Xmcda
from see_mcda.language.lists import split_list
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework
from see_mcda.model.problem import Problem

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoDataFrame


def read_problem(
    source: str | Path | IO[bytes] | IO[str] | Mapping[str, Any] | IntoDataFrame,
    *,
    format: Format | None = None,
    minimize: str | Iterable[str] = (),
    **options: Unpack[Options],
) -> Problem:
    """Return the problem that a file, a stream, a document or a data frame holds.

    A document's framework may be a file, which is looked for beside the problem's first.

    Args:
        source: a path (.yaml, .json, .csv, .tsv, .xlsx, .ods, .parquet, .arrow, .feather, .xml for XMCDA),
            an open stream, a document, or a data frame (of pandas, polars or pyarrow, say); its index is the
            candidates' names.
        format: the format of a stream or file (default: by the file's name, else detected from the content).
        minimize: in a plain table, the criteria of which less is better, by header or id.
        options: how to read it, the fields of :class:`see_mcda.io.options.ReadingOptions`: ``framework``,
            ``maximize``, ``percent``, ``decimal``, ``encoding``, ``sheet``, ``range``, ``hidden``,
            ``transposed``, ``header_row``, ``rows``, ``keep_rows``, ``skip_rows``, ``weights_row``,
            ``directions_row``, ``only``, ``keep``, ``skip``, ``missing_values``,
            ``respondents``, ``partial``.

    ``problem.reading`` says how a table was read.

    Raises:
        FileError: a file that cannot be read.
        UnknownNameError: a framework that does not exist.
        ReadingError: a table in which only a person can settle something; its ``questions`` say what.
        FrameworkError, ProblemError: every fault at once, each at its file and cell.
    """
    content: Any = source
    name, folder = None, Path()
    if isinstance(source, (str, Path)):
        content, name, folder = read_bytes(source), str(source), Path(source).parent
    elif hasattr(source, "read"):
        stream = cast("IO[bytes] | IO[str]", source)
        named = getattr(stream, "name", None)
        content, name = stream.read(), named if isinstance(named, str) else None
    return parse_problem(content, name, folder, format=format, minimize=minimize, **options)


def parse_problem(
    content: bytes | str | Mapping[str, Any] | IntoDataFrame,
    name: str | None = None,
    folder: Path | None = None,
    *,
    format: Format | None = None,
    minimize: str | Iterable[str] = (),
    **options: Unpack[Options],
) -> Problem:
    """Return the problem in the content of a file, a document or a data frame, as :func:`read_problem` does.

    ``name`` is what the file is called. No file is opened, but for a framework that the problem names in a
    ``folder``.
    """
    wanted = split_list(minimize) if isinstance(minimize, str) else list(minimize)
    how = ReadingOptions(minimize=wanted, **options)
    if isinstance(content, Mapping):
        return _from_document(content, how.framework, folder, None)
    if not isinstance(content, (bytes, str)):
        tree = _tree(how, folder)
        return _from_grid(frame_grid(content, tree), how, tree)
    try:
        kind = format or (FORMATS.get(Path(name).suffix.lower()) if name else None) or _detect_format(content)
        return _read(content, kind, name, folder, how)
    except SeeMcdaError as error:
        raise error.within(Where(name)) from None


def _detect_format(content: bytes | str) -> Format:
    """Return the format detected from the beginning of the content."""
    if isinstance(content, bytes):
        if content.startswith(b"PK\x03\x04"):
            return "ods" if b"opendocument" in content[:100] else "xlsx"
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            return "xls"
        for signature, kind in SIGNATURES.items():
            if content.startswith(signature):
                return kind
    start = content[:100_000]
    text = start.decode("utf-8", "ignore") if isinstance(start, bytes) else start
    first = text.lstrip("\ufeff \r\n\t")[:1]
    if first in ("{", "["):
        return "json"
    if first == "<":
        return "xmcda"
    return "yaml" if re.search(r"^(?:candidates|schema|framework)\s*:", text, re.MULTILINE) else "csv"


def _read(
    content: bytes | str, kind: Format, name: str | None, folder: Path | None, options: ReadingOptions
) -> Problem:
    if kind in ("yaml", "json"):
        if options.minimize or options.maximize:
            raise refuse(
                ProblemError,
                "minimize",
                "--minimize (minimize= in Python) is only for plain tables; frameworks define objectives",
            )
        return _from_document(load_document(content, kind), options.framework, folder, name)
    tree = _tree(options, folder)
    if kind in ("csv", "tsv"):
        if isinstance(content, bytes) and _detect_format(content) in ("xlsx", "ods", "xls"):
            raise refuse(
                FileError,
                "format",
                "this is a workbook, not delimited text; its name must end in .xlsx or .ods",
            )
        text = decoded(content, options.encoding) if isinstance(content, bytes) else content
        return _from_grid(read_delimited(text, name, tree, "\t" if kind == "tsv" else None), options, tree)
    if kind == "xmcda":
        return _from_xmcda(Xmcda.parse(content, name), options, tree)
    if isinstance(content, str):
        raise refuse(FileError, "format", "this kind of file is read from a binary stream")
    if kind in ("parquet", "arrow"):
        return _from_grid(file_grid(content, kind, name, tree), options, tree)
    sheets = read_workbook(content, name)
    return read_sheets(sheets, name, folder=folder, framework=tree, options=options)


def _tree(options: ReadingOptions, folder: Path | None) -> Framework | None:
    if options.framework is None:
        return None
    if options.minimize or options.maximize:
        raise refuse(
            ProblemError,
            "minimize",
            "--minimize (minimize= in Python) is only for plain tables; frameworks define objectives",
        )
    return _framework(options.framework, folder)


def _from_grid(grid: Grid, options: ReadingOptions, tree: Framework | None) -> Problem:
    faults = Faults()
    return read_table(grid, tree, options, faults).problem(faults)


def _framework(source: FrameworkSource, folder: Path | None) -> Framework:
    if isinstance(source, Framework):
        return source
    from see_mcda.io.library import parse_framework  # noqa: PLC0415 (the library reads files by this package)

    return parse_framework(source, folder)


def _from_xmcda(document: Xmcda, options: ReadingOptions, tree: Framework | None) -> Problem:
    faults = Faults()
    framework = tree or document.framework(options.minimize, faults)
    headers = document.headers(tree) if tree else [leaf.id for leaf in framework.leaves]
    grid = document.grid(headers, faults)
    table = read_table(grid, framework, replace(options, minimize=()), faults)
    return table.problem(faults, title=document.title, note=document.note)


def _from_document(
    document: Any, framework: FrameworkSource | None, folder: Path | None, name: str | None
) -> Problem:
    named = document.get("framework") if isinstance(document, Mapping) else None
    tree = None
    if framework is not None:
        tree = _framework(framework, folder)
    elif isinstance(named, str):  # a tree of its own is read with the document
        tree = _framework(named, folder)
    problem = Problem.from_dict(document, tree)
    if name is None:
        return problem
    leaves = problem.leaves
    return problem.replace(
        places=lambda row, column: Where(name, path=f"candidates[{row}].scores.{leaves[column]}")
    )
