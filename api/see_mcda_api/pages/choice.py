"""Under which weights and by which method a page shows a decision: all of it stands in the page's address."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import numpy as np

import see_mcda as sm
from see_mcda.errors import Faults, InputError, SeeMcdaError
from see_mcda.io.catalogue import weighting_entries
from see_mcda.io.library import parse_weights
from see_mcda.language.messages import Text
from see_mcda.methods import methods
from see_mcda.weighting.weights import Weights
from see_mcda_api.decisions.state import State
from see_mcda_api.http.untrusted import untrusted

EQUAL = "equal"
MOVED = "w."
"""Fields ``w.<node>`` hold local weights of nodes, in any unit."""
PINNED = "p."
"""Fields ``p.<node>`` hold those of the ranking with which another one is compared."""
LARGEST = 1e9


@dataclass(frozen=True)
class Choice:
    """A weighting by its name, local weights that were moved from it, and a method.

    Attributes:
        state: the decision.
        base: the name of the weighting.
        moved: local weights by node, as in the address.
        pinned: those of the ranking that was pinned to compare with; none if nothing was.
        method: the method's name.

    """

    state: State
    base: str = EQUAL
    moved: Mapping[str, str] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    method: str = "topsis"

    @classmethod
    def of(cls, state: State, query: Mapping[str, str]) -> Choice:
        """Return what an address says."""

        def below(prefix: str) -> dict[str, str]:
            return {name[len(prefix) :]: value for name, value in query.items() if name.startswith(prefix)}

        first = next(iter(state.weightings), EQUAL)
        base = query.get("weights") or first
        return cls(state, base, below(MOVED), below(PINNED), query.get("method") or "topsis")

    @cached_property
    def weights(self) -> Weights:
        """The weights; raises :class:`see_mcda.SeeMcdaError` with every field that holds none."""
        return _moved(self.named, self.moved, MOVED)

    @cached_property
    def named(self) -> Weights:
        """The weighting by its name."""
        with untrusted():
            return weighting(self.state, self.base)

    @cached_property
    def pinned_weights(self) -> Weights | None:
        """The weights that were pinned, if any were."""
        return _moved(self.named, self.pinned, PINNED) if self.pinned else None

    @property
    def label(self) -> Text | None:
        """What the weighting is called; nothing for weights that were moved from it."""
        return None if self.moved else self.base_name

    @property
    def base_name(self) -> Text:
        """What the named weighting is called; its id where there is none of that name."""
        try:
            return self.named.name or {"en": self.named.id or self.base}
        except SeeMcdaError:
            return {"en": self.base}

    @property
    def document(self) -> dict[str, Any]:
        """The weights as a weighting document."""
        return self.weights.to_document()

    def query(self) -> str:
        """Return the part of an address that says this."""
        told = {"weights": self.base, "method": self.method}
        told |= {f"{MOVED}{node}": value for node, value in self.moved.items()}
        told |= {f"{PINNED}{node}": value for node, value in self.pinned.items()}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def arguments(self) -> dict[str, Any]:
        """What functions of the engine are given."""
        return {"weights": self.weights, "method": self.method}


def weighting(state: State, name: str) -> Weights:
    """Return a weighting of a decision, or a shipped one, by its name."""
    return parse_weights(state.weightings.get(name, name), state.read.framework)


def weightings_of(state: State) -> list[dict[str, Any]]:
    """Return what weightings there are for a decision: its own first, then the shipped ones that fit it."""
    own = [
        {"id": name, "name": document.get("name") or {"en": name}, "own": True}
        for name, document in state.weightings.items()
    ]
    return own + [
        {**entry, "own": False} for entry in weighting_entries() if _fits(str(entry["id"]), state.read)
    ]


def methods_of() -> list[dict[str, Any]]:
    """Return the methods by which a page may show a decision."""
    return [{"id": method.name, "description": method.description} for method in methods().values()]


def _fits(name: str, problem: sm.Problem) -> bool:
    try:
        parse_weights(name, problem.framework)
    except SeeMcdaError:
        return False
    return True


def _moved(weights: Weights, moved: Mapping[str, str], prefix: str) -> Weights:
    if not moved:
        return weights
    framework = weights.framework
    faults = Faults()
    numbers = {node: _number(node, words, prefix, framework, faults) for node, words in moved.items()}
    local = dict(weights.local)
    for parent in framework.inner:
        ids = [child.id for child in parent.children]
        if not numbers.keys() & set(ids):
            continue
        shares = np.array(
            [numbers.get(id, 100 * share) for id, share in zip(ids, local[parent.id], strict=True)]
        )
        if shares.sum() <= 0:
            faults.add(
                "no-weight", "at least one of {ids} needs a weight above 0", f"{prefix}{ids[0]}", ids=ids
            )
        else:
            local[parent.id] = shares / shares.sum()
    faults.stop(InputError)
    return Weights.from_local(framework, local)


def _number(node: str, words: str, prefix: str, framework: sm.Framework, faults: Faults) -> float:
    if node not in framework.nodes or node == framework.id:
        faults.add("unknown-node", "there is no criterion or group {id}", f"{prefix}{node}", id=node)
        return 0.0
    try:
        found = float(words.replace(",", ".")) if words.strip() else 0.0
    except ValueError:
        found = math.nan
    if not 0 <= found <= LARGEST:
        faults.add(
            "bad-weight",
            "{given} is not a valid weight: enter a number of 0 or more",
            f"{prefix}{node}",
            given=words,
        )
        return 0.0
    return found
