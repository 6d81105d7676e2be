"""Reading distributions of weights from words, lists and documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np

from see_mcda.arrays import Array
from see_mcda.errors import Faults, SeeMcdaError, WeightingError, inside, refuse
from see_mcda.io.files import FORMATS, as_path, load_document, refuse_file_name
from see_mcda.io.library import parse_weights, read_document, shipped, weightings
from see_mcda.language.messages import Where
from see_mcda.model.criteria import Criterion, Framework
from see_mcda.model.labels import by_label
from see_mcda.uncertainty.distributions import (
    OnLeaves,
    OnTree,
    WeightDistribution,
    constant,
    sampling_notices,
)
from see_mcda.uncertainty.hit_and_run import Density
from see_mcda.uncertainty.judged_shares import Judged, JudgedNode
from see_mcda.uncertainty.regions import shares_in
from see_mcda.uncertainty.shares import Dirichlet, Fixed, Kept, Mixed, Shares, Uniform
from see_mcda.uncertainty.statement_words import number
from see_mcda.uncertainty.statements import Later, Statements, read_statements
from see_mcda.weighting.profile import judged_nodes
from see_mcda.weighting.weights import Weights

KEYS = (
    "profile",
    "concentration",
    "statements",
    "distribution",
    "nodes",
    "else",
    "judgments",
    "jitter",
    "between",
)
FORMS = (
    "uniform",
    "uniform-tree",
    "{profile, concentration}",
    "{statements, distribution}",
    "{nodes, else}",
    "{judgments, jitter}",
    "{between}",
)
CONCENTRATIONS = (1e-3, 1e9)
LARGEST_JITTER = 3.0
_WEIGHTINGS = ("profile", "judgments", "between", "distribution", "else", "fixed")
"""The keys whose values are, or hold, a weighting."""
_WAYS = {"weights", "judgments", "judges", "best_worst", "swing", "rule"}
"""The keys of a node of a weighting that a distribution does not have."""


def parse(source: object, framework: Framework, prepared: Later | None = None) -> WeightDistribution:
    """Return the distribution for :func:`parse_distribution`."""
    source = by_label(source)
    if isinstance(source, WeightDistribution):
        return source if source.framework is framework else parse(source.document, framework, prepared)
    if isinstance(source, Path):
        return _of_file(source, framework, prepared)
    if isinstance(source, str):
        return _by_words(source, framework, prepared)
    if isinstance(source, Mapping):
        return _by_document(source, framework, prepared)
    several = isinstance(source, Sequence) and all(isinstance(each, (str, Mapping)) for each in source)
    if several or isinstance(source, Statements):
        return _restrict(read_statements(source, framework, prepared), framework)
    return _plain(source, framework)


def _by_words(words: str, framework: Framework, prepared: Later | None) -> WeightDistribution:
    if words == "uniform":
        return OnLeaves(framework, words, Uniform(len(framework.leaves)))
    if words == "uniform-tree":
        return OnTree(framework, words, {node.id: Uniform(len(node.children)) for node in framework.inner})
    refuse_file_name(words, "weights")
    if re.search(r"[<>≥≤]|\s=\s", words):
        return _restrict(read_statements([words], framework, prepared), framework)
    return _plain(words, framework)


def _of_file(path: Path, framework: Framework, prepared: Later | None) -> WeightDistribution:
    document = read_document(path) if FORMATS.get(path.suffix.lower()) in ("yaml", "json") else None
    if isinstance(document, Mapping) and not _is_weighting(document, framework):
        with inside(Where(str(path))):
            return _by_document(with_paths(document), framework, prepared)
    return _plain(path, framework)


def with_paths(source: Any) -> Any:
    """Return a distribution with the paths of the files that it names as weightings."""
    if isinstance(source, str):
        return as_path(source)
    if isinstance(source, Mapping):
        nodes = source.get("nodes")
        named = {key: with_paths(source[key]) for key in _WEIGHTINGS if key in source}
        if isinstance(nodes, Mapping):
            named["nodes"] = {node: with_paths(each) for node, each in nodes.items()}
        return {**source, **named}
    return [with_paths(each) for each in source] if isinstance(source, list) else source


def _is_weighting(document: Mapping[str, Any], framework: Framework) -> bool:
    """Whether a mapping is a plain weighting: a document of one, or numbers by id."""
    if not any(key in KEYS for key in document) or "schema" in document:
        return True
    if all(key in framework.nodes and isinstance(value, Real) for key, value in document.items()):
        return True
    nodes = document.get("nodes")
    if not isinstance(nodes, Mapping):
        return False
    return bool({"id", "name", "rationale", "framework"} & set(document)) or any(
        isinstance(node, Mapping) and _WAYS & set(node) for node in nodes.values()
    )


def _by_document(
    document: Mapping[str, Any], framework: Framework, prepared: Later | None
) -> WeightDistribution:
    if _is_weighting(document, framework):
        return _plain(document, framework)
    for kind, (allowed, reader) in _KINDS.items():
        if kind in document:
            _check_keys(document, (kind, *allowed))
            return reader(document, framework, prepared)
    raise refuse(
        WeightingError,
        "distribution",
        "weights must be a weighting, a list of statements or one of {forms}; this has {given}",
        "weights",
        forms=list(FORMS),
        given=[str(key) for key in document],
    )


def _check_keys(document: Mapping[str, Any], known: Sequence[str], where: str = "weights") -> None:
    faults = Faults()
    for key in document:
        if key not in known and not str(key).startswith("x-"):
            faults.add(
                "unknown-key",
                "there is no key {key} here; choose from {known}",
                f"{where}.{key}",
                key=str(key),
                known=list(known),
            )
    faults.stop(WeightingError)


def _plain(source: Any, framework: Framework) -> WeightDistribution:
    weights = parse_weights(source, framework)
    return constant(framework, weights.values, _kept(source, weights))


def _weighting(source: Any, framework: Framework, where: str) -> tuple[Weights, Any]:
    """Return the weighting at a place of a distribution, and the JSON value that reads back to it."""
    try:
        weights = parse_weights(source, framework)
    except SeeMcdaError as error:
        inner = [
            None if isinstance(source, Path) or fault.where is None else fault.where.seen_from("weights")
            for fault in error.faults
        ]
        raise type(error)(
            fault.within(where) if found is None else fault.at(found.below(where))
            for fault, found in zip(error.faults, inner, strict=True)
        ) from None
    return weights, _kept(source, weights)


def _kept(source: Any, weights: Weights) -> Any:
    """Return a weighting as a JSON value that does not need a file."""
    if isinstance(source, Path):
        kind = FORMATS.get(source.suffix.lower())
        return read_document(source) if kind in ("yaml", "json") else weights.to_dict()
    if isinstance(source, str):
        return source
    if isinstance(source, Mapping):
        return dict(source)
    return weights.to_dict() if isinstance(source, Weights) else np.asarray(source, float).tolist()


def _restrict(statements: Statements, framework: Framework) -> OnLeaves:
    shares = _allowed(statements)
    return OnLeaves(framework, statements.to_list(), shares, statements, notices=sampling_notices((shares,)))


def _allowed(statements: Statements, density: Density | None = None) -> Shares:
    shares = shares_in(statements.coefficients, statements.at_least, density)
    if statements.sampled is None or statements.points is None:
        return shares
    return Kept(shares, statements.sampled.holds, statements.points)


def _profile(document: Mapping[str, Any], framework: Framework, _: Later | None) -> OnLeaves:
    weights, kept = _weighting(document["profile"], framework, "weights.profile")
    alpha = _concentration(document) * weights.values
    return OnLeaves(framework, {**document, "profile": kept}, _around(alpha))


def _around(alpha: Array) -> Shares:
    return Dirichlet(alpha) if np.count_nonzero(alpha) > 1 else Fixed(alpha / alpha.sum())


def _concentration(document: Mapping[str, Any], where: str = "weights") -> float:
    given = number(document.get("concentration"))
    low, high = CONCENTRATIONS
    if given is None or not low <= given <= high:
        raise refuse(
            WeightingError,
            "concentration",
            "a profile needs a concentration from {low} to {high}, such as 20 (the higher, the closer to the "
            "profile), not {given}",
            f"{where}.concentration",
            low=low,
            high=high,
            given=str(document.get("concentration")),
        )
    return given


def _within(document: Mapping[str, Any], framework: Framework, prepared: Later | None) -> OnLeaves:
    statements = read_statements(document["statements"], framework, prepared)
    distribution = document.get("distribution", "uniform")
    if distribution == "uniform":
        parsed = _restrict(statements, framework)
        return OnLeaves(
            framework, {"statements": parsed.document}, parsed.shares, statements, notices=parsed.notices
        )
    kept = distribution
    if distribution == "uniform-tree":
        density = _flat_at_each_node(framework)
    elif isinstance(distribution, Mapping) and "profile" in distribution:
        _check_keys(distribution, ("profile", "concentration"), "weights.distribution")
        weights, profile = _weighting(distribution["profile"], framework, "weights.distribution.profile")
        if not (weights.values > 0).all():
            raise refuse(
                WeightingError,
                "zero-weights",
                "with statements, every weight of the profile must be above 0",
                "weights.distribution.profile",
            )
        alpha = _concentration(distribution, "weights.distribution") * weights.values
        density = Density(np.eye(len(alpha)), alpha - 1)
        kept = {**distribution, "profile": profile}
    else:
        raise refuse(
            WeightingError,
            "distribution",
            "with statements, the distribution must be uniform, uniform-tree or a profile with its "
            "concentration, not {given}",
            "weights.distribution",
            given=str(distribution),
        )
    shares = _allowed(statements, density)
    description = {"statements": statements.to_list(), "distribution": kept}
    return OnLeaves(framework, description, shares, statements, notices=sampling_notices((shares,)))


def _flat_at_each_node(framework: Framework) -> Density:
    """Return the density of ``uniform-tree`` over the leaf weights.

    A node's shares are its children's weights over its own W, so that a volume of shares is one of weights
    over W^(children − 1).
    """
    rows, powers = [], []
    for node in framework.inner[1:]:
        row = np.zeros(len(framework.leaves))
        row[list(framework.columns[node.id])] = 1.0
        rows.append(row)
        powers.append(1.0 - len(node.children))
    return Density(np.array(rows).reshape(-1, len(framework.leaves)), np.array(powers))


def _judged(document: Mapping[str, Any], framework: Framework, _: Later | None) -> OnTree:
    jitter = number(document.get("jitter"))
    if jitter is None or not 0 < jitter <= LARGEST_JITTER:
        raise refuse(
            WeightingError,
            "jitter",
            "the jitter of judgments must be above 0 and at most {most}, such as 0.2, not {given}",
            "weights.jitter",
            most=LARGEST_JITTER,
            given=str(document.get("jitter")),
        )
    weights, kept = _weighting(document["judgments"], framework, "weights.judgments")
    stated = kept
    if kept == "equal":  # at every node of any tree; the shipped file of this name is about one
        stated = None
    elif isinstance(kept, str) and kept in weightings():
        stated = load_document((shipped("weights") / f"{kept}.yaml").read_bytes(), "yaml")
    found = (
        judged_nodes(stated, framework)
        if isinstance(stated, Mapping) and {"nodes", "schema"} & set(stated)
        else {}
    )
    if not found:
        raise refuse(
            WeightingError,
            "no-judgments",
            "this weighting has no pairwise judgments; use one that has, such as a file written by see-mcda "
            "weights ahp",
            "weights.judgments",
        )
    nodes: dict[str, Shares] = {
        node: Judged(JudgedNode(*judged), jitter) if judged[0].shape[-1] > 1 else Fixed(np.ones(1))
        for node, judged in found.items()
    }
    for node in framework.inner:
        nodes.setdefault(node.id, Fixed(weights.local[node.id]))
    return OnTree(framework, {"judgments": kept, "jitter": jitter}, nodes)


def _between(document: Mapping[str, Any], framework: Framework, _: Later | None) -> OnLeaves:
    given = document["between"]
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) < 2:
        raise refuse(
            WeightingError, "between", "between needs a list of at least two weightings", "weights.between"
        )
    faults = Faults()
    read_all, kept = [], []
    for place, each in enumerate(given):
        try:
            weights, document = _weighting(each, framework, f"weights.between[{place}]")
            kept.append(document)
            read_all.append(weights.values)
        except SeeMcdaError as error:
            faults.extend(error.faults)
    faults.stop(WeightingError)
    return OnLeaves(framework, {"between": kept}, Mixed(np.array(read_all)))


def _by_node(document: Mapping[str, Any], framework: Framework, _: Later | None) -> OnTree:
    given, rest = document["nodes"], document.get("else", "uniform")
    if not isinstance(given, Mapping):
        raise refuse(
            WeightingError,
            "wrong-type",
            "groups of criteria must be given by their ids: nodes: {{a: uniform}}",
            "weights.nodes",
        )
    faults = Faults()
    rest_refused = False
    inner = {node.id: node for node in framework.inner}
    for name in given:
        if name not in inner:
            faults.add(
                "unknown-node",
                "there is no group of criteria {id}; choose from {known}",
                f"weights.nodes.{name}",
                id=str(name),
                known=list(inner),
            )
    nodes: dict[str, Shares] = {}
    kept: dict[str, Any] = {}
    rest_kept = rest
    for name, node in inner.items():
        where = f"weights.nodes.{name}" if name in given else "weights.else"
        try:
            nodes[name], description = _at_node(given.get(name, rest), node, framework, where)
        except SeeMcdaError as error:
            if name in given or not rest_refused:
                faults.extend(error.faults)
            rest_refused = rest_refused or name not in given
            continue
        if name in given:
            kept[name] = description
        else:
            rest_kept = description
    faults.stop(WeightingError)
    return OnTree(
        framework, {"nodes": kept, "else": rest_kept}, nodes, notices=sampling_notices(tuple(nodes.values()))
    )


def _at_node(spec: object, node: Criterion, framework: Framework, where: str) -> tuple[Shares, Any]:
    """Return the shares of a node's children, and the document with files resolved."""
    n = len(node.children)
    if spec == "uniform":
        return Uniform(n), spec
    if spec == "equal":
        return Fixed(np.full(n, 1 / n)), spec
    if isinstance(spec, Mapping):
        if "fixed" in spec:
            _check_keys(spec, ("fixed",), where)
            weights, kept = _weighting(spec["fixed"], framework, f"{where}.fixed")
            return Fixed(np.array(weights.local[node.id])), {"fixed": kept}
        if "profile" in spec:
            _check_keys(spec, ("profile", "concentration"), where)
            weights, kept = _weighting(spec["profile"], framework, f"{where}.profile")
            alpha = _concentration(spec, where) * weights.local[node.id]
            return _around(alpha), {**spec, "profile": kept}
        ids, names = zip(*((child.id, child.name) for child in node.children), strict=True)
        children = Framework.flat(ids, ["max"] * n, names, id=f"{node.id}--")
        if "order" in spec:
            _check_keys(spec, ("order",), where)
            statements = _order(spec["order"], children, f"{where}.order")
            with inside(where):
                parsed = read_statements(statements, children)
            return shares_in(parsed.coefficients, parsed.at_least), dict(spec)
        if "statements" in spec:
            _check_keys(spec, ("statements",), where)
            with inside(where):
                parsed = read_statements(spec["statements"], children)
            return shares_in(parsed.coefficients, parsed.at_least), {"statements": parsed.to_list()}
    raise refuse(
        WeightingError,
        "distribution",
        "a group of criteria must have one of {known}, not {given}",
        where,
        known=["uniform", "equal", "{fixed}", "{profile, concentration}", "{order}", "{statements}"],
        given=str(spec),
    )


def _order(order: object, children: Framework, where: str) -> list[Any]:
    """Return the statements of an order of ties, such as [[a], [b, c]]: a ≥ b, a ≥ c."""
    ties = (
        [[tie] if isinstance(tie, str) else tie for tie in order] if isinstance(order, (list, tuple)) else []
    )
    faults = Faults()
    if not ties or not all(isinstance(tie, (list, tuple)) for tie in ties):
        raise refuse(
            WeightingError,
            "order",
            "an order must be a list of ties, the heaviest first: [[a], [b, c]]",
            where,
        )
    known = [leaf.id for leaf in children.leaves]
    named: set[str] = set()
    for name in (str(child) for tie in ties for child in tie):
        if name not in known:
            faults.add(
                "unknown-node", "there is no {id} here; choose from {known}", where, id=name, known=known
            )
        elif name in named:
            faults.add("doubly-given", "{id} is given twice", where, id=name)
        named.add(name)
    faults.stop(WeightingError)
    return [
        {"coefficients": {a: 1.0, b: -1.0}, "at_least": 0.0}
        for above, below in pairwise(ties)
        for a in above
        for b in below
    ]


_KINDS = {
    "statements": (("distribution",), _within),
    "profile": (("concentration",), _profile),
    "nodes": (("else",), _by_node),
    "judgments": (("jitter",), _judged),
    "between": ((), _between),
}
