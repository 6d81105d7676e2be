"""Workbooks from somebody else: what could do harm is refused before any of it is read.

A workbook is an archive of XML parts. The sizes that the archive promises are looked at first, then every
part is unpacked in small steps, so that a promise that is not kept is found before memory is gone.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.io.marks import read_marks

MOST_ENTRIES = 1_000
LARGEST_UNPACKED = 100 * 2**20
"""Bytes of all parts of a workbook, unpacked, at most."""
STEEPEST = 200
"""How many times smaller than its content an archive may be."""
STEEP_FROM = 2**20
"""Bytes of content below which it may be smaller still."""
LARGEST_SHEET = 1_000_000
"""Cells of a sheet, from its first to its last used row and column, at most."""
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_STEP = 2**16
_MACROS = re.compile(
    r"(^|/)(vbaproject|vbadata)[^/]*$|(^|/)(macrosheets|dialogsheets)/|^(basic|scripts)/", re.I
)
_LINKS = re.compile(r"(^|/)externallinks/|(^|/)connections\.xml$|(^|/)querytables/", re.I)
_EMBEDDED = re.compile(r"(^|/)(embeddings|activex|ctrlprops)/|(^|/)oleobject|^object ?[^/]*/", re.I)
_DOCTYPE = re.compile(rb"<!(?:doctype|entity)", re.I)
_DDE = re.compile(rb"<(?:\w+:)?(?:ddelink|olelink|dde-source|dde-link|oleobjects?)\b", re.I)
_OTHER_FILE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?![^>]*/hyperlink[\"'])", re.I
)
_MACRO_TYPE = re.compile(rb"macroenabled|vbaproject", re.I)


_BROKEN = (ValueError, LookupError, OSError, SyntaxError, RuntimeError)
"""What damaged archives and their parts raise beside."""


def guard(content: bytes) -> None:
    """Raise :class:`FileError` with the reason why a workbook is not read."""
    try:
        _guard(content)
        read_marks(content, LARGEST_SHEET)
    except SeeMcdaError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, *_BROKEN) as error:
        raise refuse(
            FileError,
            "workbook",
            "the workbook cannot be read: {reason}",
            None,
            reason=str(error),
        ) from None


def _guard(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = book.infolist()
        _check_promises(parts, len(content))
        unpacked = 0
        for part in parts:
            _check_name(part)
            rest, shown = b"", 0
            for piece in _pieces(content, part):
                unpacked += len(piece)
                shown += len(piece)
                if shown > part.file_size or unpacked > LARGEST_UNPACKED:
                    raise _bomb()
                _check_xml(part.filename, rest + piece.replace(b"\0", b""))
                rest = piece.replace(b"\0", b"")[-1024:]


def _check_promises(parts: list[zipfile.ZipInfo], size: int) -> None:
    if len(parts) > MOST_ENTRIES or len({part.filename for part in parts}) < len(parts):
        raise refuse(FileError, "workbook-parts", "this is no workbook: it has too many parts, or one twice")
    promised = sum(part.file_size for part in parts)
    if promised > LARGEST_UNPACKED:
        raise refuse(
            FileError,
            "too-large",
            "the workbook unpacks to more than {limit} MiB",
            None,
            limit=LARGEST_UNPACKED // 2**20,
        )
    if promised > STEEP_FROM and promised > STEEPEST * size:
        raise _bomb()
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(FileError, "password", "the workbook has a password; save a copy without one")


def _check_name(part: zipfile.ZipInfo) -> None:
    inner = part.filename
    if inner.startswith(("/", "\\")) or ".." in inner.split("/"):
        raise refuse(FileError, "workbook-parts", "this is no workbook: it has too many parts, or one twice")
    if _MACROS.search(inner):
        raise _macros()
    if _LINKS.search(inner):
        raise _links()
    if _EMBEDDED.search(inner):
        raise refuse(FileError, "embedded", "the workbook has embedded objects; save a copy without them")


def _check_xml(part: str, xml: bytes) -> None:
    """Refuse what stands in a piece of a part; zeros were taken out, so that UTF-16 hides nothing."""
    if not part.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
        return
    if _DOCTYPE.search(xml):
        raise refuse(FileError, "entities", "the workbook declares entities, which no workbook needs")
    if _DDE.search(xml) or (part.lower().endswith(".rels") and _OTHER_FILE.search(xml)):
        raise _links()
    if "content_types" in part.lower() and _MACRO_TYPE.search(xml):
        raise _macros()
    if "manifest" in part.lower() and b"encryption-data" in xml:
        raise refuse(FileError, "password", "the workbook has a password; save a copy without one")


def _pieces(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what is really in a part, however much it promises, in small steps."""
    header = _LOCAL_HEADER.unpack_from(content, part.header_offset)
    begin = part.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    packed = memoryview(content)[begin : begin + part.compress_size]
    if header[0] != b"PK\x03\x04" or len(packed) < part.compress_size:
        raise zipfile.BadZipFile(part.filename)
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(part.filename)
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = bytes(packed)
    while waiting and not unpacking.eof:
        piece = unpacking.decompress(waiting, _STEP)
        waiting = unpacking.unconsumed_tail
        yield piece
        if not piece and not waiting:
            break
    if tail := unpacking.flush():
        yield tail


def _bomb() -> SeeMcdaError:
    return refuse(
        FileError, "zip-bomb", "the workbook unpacks to far more than a workbook of this size holds"
    )


def _macros() -> SeeMcdaError:
    return refuse(FileError, "macros", "the workbook has macros; save it as .xlsx without them")


def _links() -> SeeMcdaError:
    return refuse(
        FileError, "external-links", "the workbook reads from other files; save a copy with values only"
    )
