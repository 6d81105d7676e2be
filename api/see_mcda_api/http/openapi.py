"""The description of the API, as it is served and as ``python -m see_mcda_api.http.openapi`` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from see_mcda_api.http import bodies
from see_mcda_api.http.errors import MEDIA_TYPE, Problem

VERSION = "3.1.0"
"""Makers of clients do not read 3.2 yet."""
TAGS = {
    "rankings": "Rankings, comparisons and explanations of a problem that is sent; nothing is kept.",
    "sensitivity": "How sure a ranking is: what would change it, who can be first, what to find out next.",
    "weights": "Weights from judgments, orders and data.",
    "catalogue": "The frameworks, weightings, methods and schemas there are.",
    "charts": "Pictures of results.",
    "decisions": "Problems that are kept, with every change in their history.",
    "runs": "Long analyses in the background: progress, cancel, result.",
    "snapshots": "Frozen results with an address of their own.",
    "keys": "The keys of a team.",
    "session": "Signing in to the pages by a key.",
    "operations": "Whether the service is well.",
}
_VERBS = ("get", "post", "put", "patch", "delete")


class DescribedApplication(FastAPI):
    """An application whose description includes the bodies that FastAPI does not read itself."""

    _described: dict[str, Any] | None = None

    def openapi(self) -> dict[str, Any]:
        """Return the description in OpenAPI 3.1; every operation may answer a problem document."""
        if self._described is None:
            self._described = _completed(super().openapi())
        return self._described


def _completed(described: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(described))
    document["openapi"] = VERSION
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, schema in {**own.pop("$defs", {}), "Problem": own, **bodies.schemas()}.items():
        schemas.setdefault(name, schema)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    document["components"].setdefault("responses", {})["Problem"] = {
        "description": "why it was not done as asked",
        "content": {MEDIA_TYPE: problem},
    }
    used: set[str] = set()
    for operation in operations(document):
        used.update(operation.get("tags", ()))
        answers = operation["responses"]
        for status, answer in answers.items():
            for media in answer.get("content", {}).values():
                if (item := media.pop("itemSchema", None)) is not None:
                    media["schema"] = item  # 3.1 has no word for the items of a stream
            generated = "HTTPValidationError" in json.dumps(answer)
            if generated or (status[0] in "45" and problem in answer.get("content", {}).values()):
                answer["content"] = {MEDIA_TYPE: problem}
        answers.setdefault("default", {"$ref": "#/components/responses/Problem"})
    for unused in ("HTTPValidationError", "ValidationError"):
        if f"/{unused}" not in json.dumps(document["paths"]):
            schemas.pop(unused, None)
    document["tags"] = [{"name": name, "description": TAGS[name]} for name in TAGS if name in used]
    return document


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every operation of a description."""
    for path in document["paths"].values():
        yield from (path[verb] for verb in _VERBS if verb in path)


def written(application: FastAPI) -> str:
    """Return the description as it is kept in ``api/openapi.json``."""
    return json.dumps(application.openapi(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    import sys

    from see_mcda_api.application import create_application

    sys.stdout.write(written(create_application()))
