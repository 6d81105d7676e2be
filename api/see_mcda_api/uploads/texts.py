"""YAML, JSON and delimited text from somebody else, looked at before they are read."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml

from see_mcda.errors import FileError, refuse
from see_mcda.io.files import load_document
from see_mcda_api.http import strict_json
from see_mcda_api.http.strict_json import DEEPEST

LARGEST_YAML = 2 * 2**20
"""Bytes of a YAML document at most; it is read slowly."""
MOST_NODES = 500_000
"""Values of a YAML document at most, with what its aliases repeat."""
MOST_CELLS = 1_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes) -> Any:
    """Return what a YAML file holds; refuse aliases that multiply, and nesting without end."""
    if len(content) > LARGEST_YAML:
        raise refuse(
            FileError, "too-large", "the file has more than {limit} MiB", None, limit=LARGEST_YAML // 2**20
        )
    with suppress(yaml.YAMLError, UnicodeError):  # reading it tells what is wrong, and where
        _check_nodes(content)
    document = load_document(content, "yaml")
    strict_json.check(document)
    return document


def guard_delimited(content: bytes) -> None:
    """Raise :class:`FileError` for more cells than a table of people's scores has."""
    if sum(content.count(sign) for sign in (b",", b";", b"\t", b"\n")) > MOST_CELLS:
        raise refuse(
            FileError, "too-many-cells", "the table has more than {most} cells", None, most=MOST_CELLS
        )


def _check_nodes(content: bytes) -> None:
    """Count values as aliases repeat them: nine lists of nine aliases each are many billions."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(content, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            size = sizes.get(str(event.anchor), 0)
            if not size:  # it stands within what it repeats
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
    return refuse(FileError, "aliases", "the aliases of this document repeat far more than a problem holds")
