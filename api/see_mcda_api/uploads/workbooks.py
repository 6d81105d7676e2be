"""Checks of untrusted workbooks.

A workbook is an archive of XML parts. The declared sizes are checked first; then every part is unpacked in
small steps, so that a wrong size is found before it fills the memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from see_mcda.errors import FileError, SeeMcdaError, refuse
from see_mcda.io.grids.marks import read_marks

MOST_ENTRIES = 1_000
LARGEST_UNPACKED = 100 * 2**20
"""Largest total size of the unpacked parts, in bytes."""
STEEPEST = 200
"""Largest compression ratio."""
STEEP_FROM = 2**20
"""Unpacked size in bytes from which the ratio is checked."""
LARGEST_SHEET = 1_000_000
"""Largest number of cells in the used range of a sheet."""
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
"""Further exceptions that damaged archives raise."""


def guard(content: bytes) -> None:
    """Raise :class:`FileError` if a workbook is damaged or not safe."""
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
        raise refuse(FileError, "workbook-parts", "the workbook has too many parts, or the same part twice")
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
        raise refuse(FileError, "workbook-parts", "the workbook has too many parts, or the same part twice")
    if _MACROS.search(inner):
        raise _macros()
    if _LINKS.search(inner):
        raise _links()
    if _EMBEDDED.search(inner):
        raise refuse(FileError, "embedded", "the workbook has embedded objects; save a copy without them")


def _check_xml(part: str, xml: bytes) -> None:
    """Check a piece of a part; null bytes are removed, so that UTF-16 hides nothing."""
    if not part.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
        return
    if _DOCTYPE.search(xml):
        raise refuse(FileError, "entities", "the workbook declares XML entities, which are not allowed")
    if _DDE.search(xml) or (part.lower().endswith(".rels") and _OTHER_FILE.search(xml)):
        raise _links()
    if "content_types" in part.lower() and _MACRO_TYPE.search(xml):
        raise _macros()
    if "manifest" in part.lower() and b"encryption-data" in xml:
        raise refuse(FileError, "password", "the workbook has a password; save a copy without one")


def _pieces(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the actual content of a part in small pieces, whatever size it declares."""
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
    return refuse(FileError, "zip-bomb", "the workbook is far too large once it is unpacked")


def _macros() -> SeeMcdaError:
    return refuse(FileError, "macros", "the workbook has macros; save it as .xlsx without them")


def _links() -> SeeMcdaError:
    return refuse(
        FileError, "external-links", "the workbook reads from other files; save a copy with values only"
    )
