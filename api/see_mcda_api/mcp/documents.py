"""What a language model sends: read as untrusted, so that no words in it can name a file here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import see_mcda as sm
from see_mcda.errors import Faults, InputError

_FILES = (".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx")


def problem_of(document: Mapping[str, Any]) -> sm.Problem:
    """Return the problem of a document; its framework is a shipped one, or is sent with it."""
    faults = Faults()
    framework = document.get("framework")
    if isinstance(framework, str) and framework not in sm.frameworks():
        faults.add(
            "unknown-framework",
            "there is no framework {name}; there are {known}, or send the tree itself",
            "framework",
            name=framework,
            known=list(sm.frameworks()),
        )
    faults.stop(InputError)
    return sm.read_problem(dict(document))


def refuse_files(value: Any, where: str) -> None:
    """Refuse words anywhere in a value that the engine would take for a file's name."""
    faults = Faults()
    for place, words in _strings(value, where):
        if words.strip().lower().endswith(_FILES):
            faults.add("file", "no file can be named here: send what is in {name}", place, name=words)
    faults.stop(InputError)


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _strings(each, f"{where}.{key}")
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from _strings(each, f"{where}[{position}]")
