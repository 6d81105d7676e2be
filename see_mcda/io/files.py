"""YAML and JSON documents: read strictly (no key twice), written whole or not at all."""

from __future__ import annotations

import datetime
import json
import os
import re
import stat
import tempfile
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml

from see_mcda.errors import FileError, InputError, refuse
from see_mcda.language.messages import Where

LARGEST_FILE = 200 * 2**20
"""Bytes of an input file that are read at most."""
Format = Literal["yaml", "json", "csv", "tsv", "xlsx", "ods", "xls", "parquet", "arrow", "xmcda"]
FORMATS: Mapping[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".ods": "ods",
    ".xls": "xls",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".xml": "xmcda",
    ".xmcda": "xmcda",
}
"""The format of a file by the end of its name."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    "float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
}
"""The type of a plain scalar, by the first pattern that matches, and its first characters: the core schema of
YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema). YAML 1.1 reads 12:30 as 750, NO as false."""


class _StrictLoader(_Loader):  # type: ignore[misc]
    """A safe loader of YAML 1.2 that refuses duplicate keys in a mapping."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        digits = str(self.construct_scalar(node))
        base = {"0o": 8, "0x": 16}.get(digits[:2], 10)
        return int(digits.removeprefix("0o").removeprefix("0x"), base)

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        return float(re.sub(r"\.(?=inf|nan)", "", str(self.construct_scalar(node)).lower()))

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key} is used twice", key_node.start_mark
                )
            seen.add(key if isinstance(key, Hashable) else id(key_node))
        result: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return result


class _Dumper(yaml.SafeDumper):
    """A safe dumper that quotes every text which YAML 1.1 or 1.2 would take for something else."""


for _kind, (_pattern, _first) in _CORE.items():
    for _class in (_StrictLoader, _Dumper):
        _class.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_pattern})$"), _first)
_StrictLoader.add_constructor("tag:yaml.org,2002:int", _StrictLoader.construct_yaml_int)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _StrictLoader.construct_yaml_float)


def as_path(words: str) -> str | Path:
    """Return the path of a file that a person names; other words as they are."""
    return Path(words) if Path(words).suffix.lower() in FORMATS else words


def refuse_file_name(words: str, where: str | None = None) -> None:
    """Raise :class:`InputError` if words name a file: only a :class:`~pathlib.Path` is opened."""
    if isinstance(as_path(words), Path):
        raise refuse(
            InputError,
            "file",
            "{name} is the name of a file: give the content of the file instead (in Python, a Path)",
            where,
            name=words,
        )


def read_bytes(path: str | Path) -> bytes:
    """Return a file's content; raise :class:`FileError` if it cannot be read or is too large."""
    place, where = Path(path), Where(str(path))
    try:
        known = place.stat()
        if not stat.S_ISREG(known.st_mode):
            raise refuse(FileError, "not-a-file", "this is not a regular file", where)
        if known.st_size > LARGEST_FILE:
            raise refuse(
                FileError,
                "too-large",
                "the file has more than {limit} MiB",
                where,
                limit=LARGEST_FILE // 2**20,
            )
        return place.read_bytes()
    except FileNotFoundError:
        raise refuse(FileError, "no-file", "the file does not exist", where) from None
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise refuse(
            FileError, "unreadable", "the file cannot be read: {reason}", where, reason=reason
        ) from None


def load_document(content: bytes | str, kind: str) -> Any:
    """Return what a ``yaml`` or ``json`` document holds; raise :class:`FileError` naming a fault's line."""
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise refuse(
                FileError,
                "encoding",
                "the file is not UTF-8 (byte {position})",
                None,
                position=problem.start,
            ) from None
    return _load_json(content) if kind == "json" else _load_yaml(content)


def _load_json(content: str) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            keys = [key for key, _ in items]
            twice = sorted({key for key in keys if keys.count(key) > 1})
            raise refuse(
                FileError, "duplicate-key", "the key {key} is used twice in one mapping", None, key=twice
            )
        return result

    try:
        return json.loads(content, object_pairs_hook=pairs)
    except json.JSONDecodeError as problem:
        raise refuse(
            FileError,
            "syntax",
            "this is not JSON: {reason}",
            Where(line=problem.lineno, column=problem.colno),
            reason=problem.msg,
        ) from None
    except RecursionError:
        raise refuse(FileError, "syntax", "the document is nested too deeply") from None
    except ValueError as problem:  # Python converts no integer of thousands of digits
        raise refuse(FileError, "syntax", "this is not JSON: {reason}", None, reason=str(problem)) from None


def _load_yaml(content: str) -> Any:
    try:
        return yaml.load(content, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        where = Where(line=mark.line + 1, column=mark.column + 1) if mark else None
        reason = problem.problem or "?"
        raise refuse(FileError, "syntax", "this is not YAML: {reason}", where, reason=reason) from None
    except (yaml.YAMLError, ValueError) as problem:
        raise refuse(FileError, "syntax", "this is not YAML: {reason}", None, reason=str(problem)) from None
    except RecursionError:
        raise refuse(FileError, "syntax", "the document is nested too deeply") from None


def dump_document(document: Any, kind: str) -> str:
    """Return a document as ``yaml`` or ``json`` text that a person can read."""
    if kind == "json":
        return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False, default=_plain) + "\n"
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


def _plain(value: object) -> str:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or as it was before; raise :class:`FileError` if it cannot."""
    place = Path(path)
    data = content.encode() if isinstance(content, str) else content
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~umask)
        os.replace(temporary, place)
    except OSError as problem:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = problem.strerror or str(problem)
        raise refuse(
            FileError, "unwritable", "the file cannot be written: {reason}", Where(str(path)), reason=reason
        ) from None
