"""Calls for stateless computations, with the names and arguments of the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from inspect import signature
from pathlib import Path
from typing import Any

from see_mcda.analyses import registry as analyses
from see_mcda.arguments import WORK, arguments_of
from see_mcda.ranking.document import ComparisonModel, ExplanationModel, RankingModel
from see_mcda.results.documents import TableReading
from see_mcda.verification import VerificationModel
from see_mcda_api.client.call import Call, M, address, as_model, given
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.paths import PLACES

Document = Mapping[str, Any]
"""A problem, framework or weighting: a document, or an object of the engine with ``to_dict``."""


def _computing(kind: str, model: type[M]) -> Callable[..., Call[M]]:
    """Return the call builder for a kind of result; it takes the arguments of the engine's function."""
    function = FUNCTIONS[kind]
    engine = signature(function)
    kept = [each for each in engine.parameters.values() if each.name not in WORK]
    own = engine.replace(parameters=kept, return_annotation=Call[model])  # type: ignore[valid-type]

    def build(*args: Any, **kwargs: Any) -> Call[M]:
        bound = dict(own.bind(*args, **kwargs).arguments)
        problem = bound.pop("problem")
        more = bound.pop("options", {})
        body = {"problem": problem, **arguments_body(kind, {**bound, **more})}
        return Call("POST", address(*PLACES[kind].split("/")), as_model(model), plain(given(**body)))

    build.__signature__ = own  # type: ignore[attr-defined]
    build.__name__ = function.__name__
    build.__doc__ = f"{(function.__doc__ or kind).splitlines()[0]}\n\nThe arguments are those of the engine."
    return build


def arguments_body(kind: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return arguments as a request body: those that the engine does not declare are method options."""
    known = {each.name for each in arguments_of(FUNCTIONS[kind])} if kind in FUNCTIONS else set(arguments)
    body = {name: value for name, value in arguments.items() if name in known}
    options = {name: value for name, value in arguments.items() if name not in known}
    return {**body, "options": {**body.get("options", {}), **options}} if options else body


BUILDERS: Mapping[str, Callable[..., Call[Any]]] = {
    **{name: _computing(name, analyses.document(name)) for name in analyses.NAMES},
    "ranking": (rank := _computing("ranking", RankingModel)),
    "comparison": (compare := _computing("comparison", ComparisonModel)),
    "explanation": (explain := _computing("explanation", ExplanationModel)),
}
"""The call builders, by kind of result."""
improve = BUILDERS["improvement"]
classify = BUILDERS["classification"]
select = BUILDERS["selection"]
equal_shares = BUILDERS["equal-shares"]


def verify(problem: Any, result: Any) -> Call[VerificationModel]:
    """Recompute a result and list the differences, as :func:`see_mcda.verify`."""
    body = plain({"problem": problem, "result": result})
    return Call("POST", address("verifications"), as_model(VerificationModel), body)


def read_table(table: str | Path, content: bytes | str | None = None, **reading: Any) -> Call[TableReading]:
    """Return how the service reads a table: its rows, columns, open questions and faults.

    ``table`` is a file, or the name of one whose ``content`` is given; ``reading`` are the options of
    :func:`see_mcda.read_problem`.
    """
    return Call(
        "POST", address("readings"), as_model(TableReading), files=table_files(table, content, reading)
    )


def table_files(
    table: str | Path, content: bytes | str | None, reading: Mapping[str, Any]
) -> dict[str, tuple[str | None, bytes, str]]:
    """Return a table and the options by which it is read as the parts of a form."""
    path = Path(table)
    held = path.read_bytes() if content is None else content
    data = held.encode() if isinstance(held, str) else held
    return {
        "problem": (path.name, data, "application/octet-stream"),
        "reading": (None, json.dumps(plain(reading)).encode(), "application/json"),
    }


def plain(value: Any) -> Any:
    """Return a document, result model, problem or framework as JSON values."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.tolist() if hasattr(value, "tolist") else value
