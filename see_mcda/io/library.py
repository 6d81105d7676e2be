"""Shipped frameworks and weightings, and reading them by name or from a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast

from numpy.typing import ArrayLike

from see_mcda.errors import WeightingError, inside, refuse
from see_mcda.io.files import FORMATS, as_path, load_document, read_bytes, refuse_file_name
from see_mcda.io.tables.headers import Headers
from see_mcda.io.written_weights import in_order, weights_of_text
from see_mcda.io.xmcda.xmcda import Xmcda
from see_mcda.language.lists import parse_pairs
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Framework
from see_mcda.model.naming import FRAMEWORK, WEIGHTING, Choices
from see_mcda.weighting.direct import direct, equal, equal_leaves
from see_mcda.weighting.profile import describe, weights_from_dict
from see_mcda.weighting.weights import Weights


def shipped(folder: str) -> Traversable:
    """Return the shipped ``frameworks``, ``weights`` or ``examples``: in the wheel, else the checkout."""
    inside = files("see_mcda") / folder
    return inside if inside.is_dir() else Path(__file__).parents[2] / folder


def _shipped_names(folder: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            entry.name.removesuffix(".yaml")
            for entry in shipped(folder).iterdir()
            if entry.name.endswith(".yaml")
        )
    )


def frameworks() -> tuple[str, ...]:
    """Return the names of the shipped frameworks."""
    return _shipped_names("frameworks")


def framework_of(headers: Iterable[str]) -> str | None:
    """Return the name of the one shipped framework all of whose criteria are among the headers of a table."""
    given = [header for header in headers if header]
    found = [
        name
        for name in frameworks()
        if len(given) >= _SMALLEST
        and {leaf.id for leaf in _framework(name).leaves} <= set(_leaves(given, _framework(name)))
    ]
    return found[0] if len(found) == 1 else None


def _leaves(headers: Sequence[str], framework: Framework) -> Iterator[str]:
    known = Headers(framework)
    for header in headers:
        role = known.role(header)
        if role is not None and role.kind == "leaf":
            yield role.key


_SMALLEST = 5
"""The criteria from which on headers are compared with frameworks."""


def weightings() -> tuple[str, ...]:
    """Return the names of the shipped weighting profiles."""
    return _shipped_names("weights")


@cache
def _document(folder: str, name: str) -> Any:
    return load_document((shipped(folder) / f"{name}.yaml").read_bytes(), "yaml")


@cache
def _framework(name: str) -> Framework:
    return Framework.from_dict(_document("frameworks", name))


def read_document(path: str | Path) -> Any:
    """Return what a YAML or JSON file holds; raise :class:`FileError` with the file and line of a fault."""
    content = read_bytes(path)
    with inside(Where(str(path))):
        return load_document(content, "json" if str(path).endswith(".json") else "yaml")


def read_framework(source: str | Path | Mapping[str, Any] | Framework, folder: Path = Path()) -> Framework:
    """Return a framework by its shipped name, from a file, or from a document.

    A relative file is looked for in ``folder`` first. Raises :class:`UnknownNameError`, :class:`FileError` or
    :class:`FrameworkError`.
    """
    return parse_framework(source, folder)


def parse_framework(
    source: str | Path | Mapping[str, Any] | Framework, folder: Path | None = None
) -> Framework:
    """Return what :func:`read_framework` does; without a folder, a string is never the name of a file."""
    if isinstance(source, Framework):
        return source
    if isinstance(source, Mapping):
        return Framework.from_dict(source)
    if isinstance(source, str) and folder is None:
        refuse_file_name(source, "framework")
    place = as_path(source) if isinstance(source, str) else source
    if isinstance(place, str):
        return _framework(place if place in frameworks() else _framework_name(place))
    path = _found(place, folder)
    document = read_document(path)
    with inside(Where(str(path))):
        return Framework.from_dict(document)


def _framework_name(words: str) -> str:
    called = {name: (name, _document("frameworks", name).get("title")) for name in frameworks()}
    return Choices(FRAMEWORK, called).resolve(words)


def _found(path: Path, folder: Path | None) -> Path:
    beside = folder / path if folder is not None else path
    return beside if beside.exists() else path


def read_weights(
    source: str | Path | Mapping[str, Any] | Weights | ArrayLike, framework: Framework | str
) -> Weights:
    """Return weights on a framework from any of these forms.

    - ``"equal"`` (equal at every node), ``"equal-leaves"`` (1/m each), or the name of a shipped profile;
    - a ``.yaml`` or ``.json`` weighting file, or its document (it has the key ``nodes``): local weights;
    - a ``.csv``, ``.tsv``, ``.xlsx`` or ``.ods`` file with the names of the criteria and their weights, or an
      ``.xml`` file (XMCDA) with ``criteriaValues``;
    - ``"a=2,b=1"``, ``"30%,20%,50%"`` in the order of the criteria, a mapping ``{id or name: weight}``, a
      labelled series or an array in that order: global weights.

    Raises :class:`WeightingError`, :class:`UnknownNameError` or :class:`FileError` naming every fault.
    """
    return parse_weights(as_path(source) if isinstance(source, str) else source, read_framework(framework))


def parse_weights(
    source: str | Path | Mapping[str, Any] | Weights | ArrayLike, framework: Framework | str
) -> Weights:
    """Return what :func:`read_weights` does; a string is never the name of a file."""
    tree = parse_framework(framework)
    if isinstance(source, Weights):
        return _on(source, tree)
    if isinstance(source, Mapping):
        if "nodes" in source or "schema" in source:
            return weights_from_dict(source, tree)
        return direct(cast("Mapping[str, float]", source), tree)
    if isinstance(source, Path):
        return _of_file(source, tree)
    return _by_words(source, tree) if isinstance(source, str) else direct(source, tree)


def _on(weights: Weights, framework: Framework) -> Weights:
    if weights.framework is framework or [leaf.id for leaf in weights.framework.leaves] == [
        leaf.id for leaf in framework.leaves
    ]:
        return weights
    raise refuse(
        WeightingError,
        "other-framework",
        "these weights belong to the framework {given}, not to {needed}",
        "weights",
        given=weights.framework.id,
        needed=framework.id,
    )


def _of_file(path: Path, framework: Framework) -> Weights:
    kind = FORMATS.get(path.suffix.lower())
    if kind in ("yaml", "json"):
        document = read_document(path)
        with inside(Where(str(path))):
            return weights_from_dict(document, framework)
    if kind == "xmcda":
        content = read_bytes(path)
        with inside(Where(str(path))):
            return direct(Xmcda.parse(content).weights(framework), framework)
    from see_mcda.io.weights_sheet import read_weights_table  # noqa: PLC0415 (it needs this module)

    found, notices = read_weights_table(path, framework)
    return dataclasses.replace(parse_weights(found, framework), warnings=notices)


def _by_words(words: str, framework: Framework) -> Weights:
    refuse_file_name(words, "weights")
    if "=" in words or in_order(parse_pairs(words)):
        return weights_of_text(words, framework)
    name = _weighting_name(words)
    if name == "equal-leaves":
        return equal_leaves(framework)
    return _equal(framework) if name == "equal" else weights_from_dict(_document("weights", name), framework)


def _weighting_name(words: str) -> str:
    names = dict.fromkeys(("equal", "equal-leaves", *weightings()))
    if words in names:
        return words
    titles = {name: _document("weights", name).get("name") for name in weightings()}
    called = {name: (name, titles.get(name)) for name in names}
    return Choices(WEIGHTING, called).resolve(words, "weights")


def _equal(framework: Framework) -> Weights:
    """Return equal weights at every node; the shipped profile's rationale only where its nodes are."""
    document = _document("weights", "equal")
    about = describe(document)
    if not set(document["nodes"]) <= {*framework.nodes, document["framework"]}:
        del about["rationale"]
    return dataclasses.replace(equal(framework), **about)
