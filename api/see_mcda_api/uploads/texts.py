"""Checks of untrusted YAML and delimited text."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml

from see_mcda.errors import FileError, refuse
from see_mcda.io.files import load_document
from see_mcda_api.http import strict_json
from see_mcda_api.http.strict_json import DEEPEST

LARGEST_YAML = 2 * 2**20
"""Largest YAML document in bytes; parsing is slow."""
MOST_NODES = 500_000
"""Largest number of values in a YAML document, with aliases expanded."""
MOST_CELLS = 1_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes) -> Any:
    """Parse YAML; raise :class:`FileError` for aliases that expand too far, and for deep nesting."""
    if len(content) > LARGEST_YAML:
        raise refuse(
            FileError, "too-large", "the file has more than {limit} MiB", None, limit=LARGEST_YAML // 2**20
        )
    with suppress(yaml.YAMLError, UnicodeError):  # load_document reports syntax errors
        _check_nodes(content)
    document = load_document(content, "yaml")
    strict_json.check(document)
    return document


def guard_delimited(content: bytes) -> None:
    """Raise :class:`FileError` for a table with too many cells."""
    _guard(content, b",", b";", b"\t", b"\n")


def guard_xml(content: bytes) -> None:
    """Raise :class:`FileError` for XML with too many elements."""
    _guard(content, b"<")


def _guard(content: bytes, *signs: bytes) -> None:
    if sum(map(content.count, signs)) > MOST_CELLS:
        raise refuse(
            FileError, "too-many-cells", "the table has more than {most} cells", None, most=MOST_CELLS
        )


def _check_nodes(content: bytes) -> None:
    """Count values with aliases expanded: nine nested lists of nine aliases are many billions."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            size = sizes.get(str(event.anchor), 0)
            if not size:  # the alias is inside its own anchor
                raise _refused()
        elif isinstance(event, yaml.ScalarEvent):
            size = 1
            if event.anchor:
                sizes[event.anchor] = size
        elif isinstance(event, yaml.CollectionStartEvent):
            open_.append((event.anchor, 1))
            if len(open_) > DEEPEST:
                raise refuse(FileError, "nesting", "the document is nested too deeply")
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_.pop()
            if anchor:
                sizes[anchor] = size
        else:
            continue
        open_[-1] = (open_[-1][0], open_[-1][1] + size)
        if open_[-1][1] > MOST_NODES:
            raise _refused()


def _refused() -> Exception:
    return refuse(FileError, "aliases", "the aliases of this document expand to too many values")
