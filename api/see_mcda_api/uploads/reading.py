"""Problems and weightings from uploaded files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from pydantic import Field, create_model

import see_mcda as sm
from see_mcda.arguments import declared_fields
from see_mcda.errors import FileError, inside, refuse
from see_mcda.io.files import FORMATS, Format
from see_mcda.io.grids.xlsx import read_workbook
from see_mcda.io.options import ReadingOptions
from see_mcda.io.reading import parse_problem
from see_mcda.io.tables.sheets import own_framework
from see_mcda.io.tables.table_file import TableFile, open_table
from see_mcda.io.weights_sheet import weights_of_table
from see_mcda.language.messages import Where
from see_mcda.model.reading import ReadingError
from see_mcda.results.documents import NoticeModel, ReadingModel, TableReading
from see_mcda_api.http import strict_json
from see_mcda_api.http.bodies import Body
from see_mcda_api.http.errors import Unsupported
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.uploads import texts, workbooks
from see_mcda_api.uploads.parts import Part

READ = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".xml", ".xmcda", ".yaml", ".yml", ".json")
"""The suffixes of supported files."""


_FIELDS: dict[str, Any] = {
    each.name: (each.type, Field(each.default, description=each.help))
    for each in declared_fields(ReadingOptions)
}
Reading = create_model(
    "Reading",
    __base__=Body,
    __doc__="How to read a table; rows and columns are called as in the file.",
    **_FIELDS,
)
"""The fields of :class:`see_mcda.io.options.ReadingOptions` as a body."""


def problem_of(part: Part, **options: Any) -> sm.Problem:
    """Return the problem in a file; faults have the file and the cell or JSON path.

    ``options`` are those of :func:`see_mcda.read_problem`.
    """
    name, kind = _kind(part, "problem")
    with untrusted(), inside(Where(name)):
        content = _guarded(part.content, name, kind)
        if not isinstance(content, (bytes, Mapping)):
            raise refuse(
                FileError,
                "wrong-type",
                "a mapping is needed, not {given}",
                None,
                given=type(content).__name__,
            )
        return parse_problem(part.content, name, format=kind, **options)


def reading_of(part: Part, **options: Any) -> TableReading:
    """Return how a table is read, with its questions and faults; raise :class:`SeeMcdaError` for no table."""
    try:
        reading, faults = problem_of(part, **options).reading, []
    except ReadingError as error:
        reading = error.reading
        faults = [NoticeModel.of(fault) for fault in error.faults if fault.code != "question"]
    if reading is None:
        raise refuse(
            FileError,
            "no-table",
            "{file} is a document, not a table: it says itself how it is read.",
            "problem",
            file=part.file,
        )
    model = ReadingModel.of(reading)
    return TableReading(**dict(model), faults=faults)


def has_tree(part: Part) -> bool:
    """Return whether a file contains or names its framework."""
    name, kind = _kind(part, "problem")
    with untrusted(), inside(Where(name)):
        content = _guarded(part.content, name, kind)
        if isinstance(content, Mapping):
            return content.get("framework") is not None
        if not isinstance(content, bytes) or kind not in ("xlsx", "ods"):
            return False
        return own_framework(read_workbook(content, name)) is not None


def table_of(part: Part, framework: sm.Framework | None, options: ReadingOptions) -> TableFile | None:
    """Return the editable score table of a file; None for a document, or if there is no table."""
    name, kind = _kind(part, "problem")
    if kind in ("yaml", "json", "xmcda"):
        return None
    with untrusted(), inside(Where(name)):
        _guarded(part.content, name, kind)
        return open_table(
            part.content,
            name,
            workbook=kind in ("xlsx", "ods"),
            tabs=kind == "tsv",
            framework=framework,
            options=options,
        )


def weights_of(part: Part, problem: sm.Problem) -> Any:
    """Return the weighting in a file, as an argument of :func:`see_mcda.read_weights`."""
    name, kind = _kind(part, "weights")
    with untrusted(), inside(Where(name)):
        content = _guarded(part.content, name, kind)
        if isinstance(content, bytes):
            found, _ = weights_of_table(content, name, problem.framework)
            return found
        return content


def _kind(part: Part, where: str) -> tuple[str, Format]:
    """Return the name of a file, and the format given by its suffix."""
    name = part.file or ""
    ending = PurePath(name).suffix.lower()
    if ending == ".xlsm":
        raise refuse(
            FileError, "macros", "the workbook has macros; save it as .xlsx without them", Where(name)
        )
    if ending not in READ and ending != ".xls":
        raise Unsupported.of(
            "file-kind",
            "{given} is not a supported file: use {known}",
            where,
            known=list(READ),
            given=name or "?",
        )
    return name, FORMATS[ending]


def _guarded(content: bytes, name: str, kind: Format) -> Any:
    """Return a parsed document, or the checked bytes of a table."""
    if not content.strip():
        raise refuse(FileError, "empty", "this must not be empty")
    old, packed = content.startswith(b"\xd0\xcf\x11\xe0"), content.startswith(b"PK")
    if kind == "xls" or old:
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refuse(FileError, "password", "the workbook has a password; save a copy without one")
        raise refuse(FileError, "old-workbook", "this is an old .xls workbook; open it and save it as .xlsx")
    workbook = kind in ("xlsx", "ods")
    if workbook != packed:
        raise refuse(FileError, "other-content", "{name} does not match its content", None, name=name)
    if workbook:
        workbooks.guard(content)
        return content
    if kind == "json":
        return strict_json.load(content, Where(name))
    if kind == "yaml":
        return texts.read_yaml(content)
    if kind == "xmcda":
        texts.guard_xml(content)
    else:
        texts.guard_delimited(content)
    return content
