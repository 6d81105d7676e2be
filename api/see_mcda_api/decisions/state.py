"""The content of a decision, as an immutable state."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import see_mcda as sm
from see_mcda.errors import Faults, InputError, SeeMcdaError
from see_mcda.io.library import parse_weights, weightings
from see_mcda.language.messages import Notice, Where
from see_mcda.model.validation import Id, adapter
from see_mcda_api.http.untrusted import read_problem, untrusted

Place = tuple[str, ...]
"""The path of a part: ``("candidates", "sampran", "scores", "market")``; ``()`` is the whole state."""
TAKEN = ("equal", "equal-leaves", "uniform")
"""Reserved names of weightings, besides the built-in ones."""


@dataclass(frozen=True)
class State:
    """A problem document and weighting documents by name, as in the request."""

    problem: Mapping[str, Any]
    weightings: Mapping[str, Mapping[str, Any]]

    @classmethod
    def unpacked(cls, packed: bytes) -> State:
        """Return a state from its stored form."""
        return cls(**json.loads(zlib.decompress(packed)))

    def packed(self) -> bytes:
        """Return the state in its stored form."""
        return zlib.compress(self.written())

    def written(self) -> bytes:
        """Return the state as JSON."""
        return json.dumps(self.document(), ensure_ascii=False, separators=(",", ":")).encode()

    def document(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return {"problem": self.problem, "weightings": self.weightings}

    @cached_property
    def read(self) -> sm.Problem:
        """The problem; raises :class:`see_mcda.SeeMcdaError` with every fault at its JSON path."""
        return read_problem(self.problem)

    def check(self) -> None:
        """Raise :class:`see_mcda.SeeMcdaError` with every fault of the problem or of the weightings."""
        faults = Faults()
        framework = self.read.framework
        for name, weighting in self.weightings.items():
            where = f"weightings.{name}"
            if name in TAKEN or name in weightings():
                faults.add(
                    "taken",
                    "{name} is the name of a built-in weighting; choose another name",
                    where,
                    name=name,
                )
            elif not _is_id(name):
                faults.add(
                    "bad-id",
                    "{given} is not a valid id: use lower-case letters a-z, digits and hyphens",
                    where,
                    given=name,
                )
            with _gathered(faults, where), seen_from("weights"), untrusted():
                parse_weights(weighting, framework)
        faults.stop(InputError)

    def part(self, place: Place) -> Any:
        """Return the part at a place, or None."""
        found: Any = self._by_name()
        for name in place:
            found = found.get(name) if isinstance(found, Mapping) else None
        return found

    def having(self, place: Place, part: Any) -> State:
        """Return the state with a part replaced, or removed (None); its parent must exist."""
        if not place:
            return State(part["problem"], part.get("weightings", {}))
        whole = self._by_name()
        whole[place[0]] = _having(whole[place[0]], place[1:], part)
        problem = {**self.problem, "candidates": list(whole["candidates"].values())}
        return State(problem, whole["weightings"])

    def path(self, place: Place) -> str:
        """Return the JSON path of a place."""
        ids = list(self._by_name()["candidates"]) if place[:1] == ("candidates",) else []
        if not ids or place[1] not in ids:
            return ".".join(place)
        return ".".join((f"problem.candidates[{ids.index(place[1])}]", *place[2:]))

    def _by_name(self) -> dict[str, Any]:
        candidates = {each["id"]: each for each in self.problem["candidates"]}
        return {"candidates": candidates, "weightings": self.weightings}


@contextmanager
def seen_from(path: str, otherwise: str | None = None) -> Iterator[None]:
    """Make the locations of faults relative to the part of the state at ``path``.

    ``otherwise`` is the location of a fault in the part as a whole.
    """
    try:
        yield
    except SeeMcdaError as error:
        raise type(error)(_moved(fault, path, otherwise) for fault in error.faults) from None


def _moved(fault: Notice, path: str, otherwise: str | None) -> Notice:
    inside = fault.where.seen_from(path) if fault.where else None
    return fault if inside is None else fault.at(Where.of(inside) or otherwise)


@contextmanager
def _gathered(faults: Faults, where: str) -> Iterator[None]:
    try:
        yield
    except SeeMcdaError as error:
        faults.extend(error.below(where).faults)


def _having(whole: Any, place: Place, part: Any) -> Any:
    if not place:
        return part
    changed = dict(whole or {})
    inside = _having(changed.get(place[0]), place[1:], part)
    if inside is None:
        changed.pop(place[0], None)
    else:
        changed[place[0]] = inside
    return changed


def _is_id(name: str) -> bool:
    try:
        adapter(Id).validate_python(name)
    except ValueError:
        return False
    return True
