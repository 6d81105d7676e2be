"""Reading the classes for a classification, from the framework or from an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from see_mcda.analyses.classification.rules import Procedure
from see_mcda.errors import Faults, InputError, refuse
from see_mcda.model.classes import CandidateClass, check_classes
from see_mcda.model.criteria import Framework
from see_mcda.model.validation import CLOSED, parse, without_extensions


@dataclass(frozen=True)
class _Document:
    __pydantic_config__ = CLOSED

    classes: list[CandidateClass]


def class_document(each: CandidateClass) -> dict[str, Any]:
    """Return a class in the form in which it is given."""
    document = {key: value for key, value in asdict(each).items() if value not in (None, {})}
    for at in document.get("thresholds", {}).values():
        if at["v"] is None:
            del at["v"]
    return document


def read_classes(given: object, framework: Framework, learned: bool = False) -> tuple[CandidateClass, ...]:
    """Return ordered classes: those given as a list of mappings, or the framework's.

    What they ask may be left out if it is ``learned``. Criteria and groups may be named by their names.
    Raises :class:`InputError` with every fault.
    """
    if given is None:
        if not framework.classes:
            raise refuse(
                InputError,
                "no-classes",
                "the framework has no classes: add them to it; classify also takes them with --classes FILE"
                " (classes in JSON and Python)",
                "classes",
            )
        return framework.classes
    faults = Faults()
    document = {"classes": [_by_id(each, f"classes[{at}]", framework, faults) for at, each in _rows(given)]}
    faults.stop(InputError)
    classes = tuple(parse(_Document, document, InputError).classes)
    if not classes:
        faults.add("one-class", "at least two classes are needed, the best one first", "classes")
    check_classes(classes, framework.nodes, faults, learned)
    faults.stop(InputError)
    return classes


def _rows(given: object) -> list[tuple[int, Any]]:
    if isinstance(given, Mapping) and set(given) == {"classes"}:
        given = given["classes"]
    if isinstance(given, Sequence) and not isinstance(given, str):
        return list(enumerate(given))
    raise refuse(
        InputError, "wrong-type", "the classes must be a list of mappings, the best class first", "classes"
    )


def _by_id(given: Any, where: str, framework: Framework, faults: Faults) -> Any:
    """Return the document of a class with criteria and groups by their ids."""
    if not isinstance(given, Mapping):
        return given
    document = dict(without_extensions(given))  # type: ignore[call-overload]
    for part in ("profile", "veto", "thresholds"):
        named = document.get(part)
        if not isinstance(named, Mapping):
            continue
        found: dict[str, Any] = {}
        for words, value in named.items():
            path = f"{where}.{part}.{words}"
            id = words if words == framework.id else framework.choices.match(str(words), path, faults)
            if id in found:
                faults.add("doubly-given", "{id} is given twice", path, id=framework.nodes[id or words].title)
            elif id is not None:
                found[id] = value
        document[part] = found
    return document


def check_procedure(
    classes: Sequence[CandidateClass], procedure: Procedure, majority: float | None, framework: Framework
) -> None:
    """Raise :class:`InputError` with everything that a procedure needs and the classes lack."""
    faults = Faults()
    for at, each in enumerate(classes[:-1]):
        where = f"classes[{at}]"
        if procedure == "score" and each.score is None:
            faults.add("no-score", "{name} needs a score for this procedure", where, name=each.title)
        if procedure != "score" and not each.profile:
            faults.add("no-profile", "{name} needs a profile for this procedure", where, name=each.title)
        if procedure in ("all", "score"):
            continue
        if majority is None and each.majority is None:
            faults.add(
                "no-majority",
                "{name} needs a majority, from 0.5 to 1: the share of the weights that must support it",
                f"{where}.majority",
                name=each.title,
            )
        if each.profile.keys() != classes[0].profile.keys():
            faults.add(
                "other-criteria",
                "{name} must have a minimum on the same criteria as {other}: their weights are compared",
                f"{where}.profile",
                name=each.title,
                other=classes[0].title,
            )
    if procedure not in ("all", "score"):
        for a, b in combinations(classes[0].profile, 2):
            if set(framework.columns[a]) & set(framework.columns[b]):
                faults.add(
                    "counted-twice",
                    "{node} and {other} overlap: their weights would count twice",
                    "classes[0].profile",
                    node=framework.nodes[a].title,
                    other=framework.nodes[b].title,
                )
    faults.stop(InputError)


def parts_without_effect(
    classes: Sequence[CandidateClass], procedure: Procedure, majority: float | None
) -> list[str]:
    """Return the parts of classes, and the majority, that are given and that a procedure does not use."""
    used = {
        "all": {"profile"},
        "mr-sort": {"profile", "majority", "veto"},
        "score": {"score"},
    }.get(procedure, {"profile", "majority", "thresholds"})
    given = {
        part: any(getattr(each, part) not in (None, {}) for each in classes[:-1])
        for part in ("profile", "majority", "veto", "thresholds", "score")
    }
    given["majority"] = given["majority"] or majority is not None
    return [part for part, there in given.items() if there and part not in used]
