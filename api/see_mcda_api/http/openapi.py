"""The OpenAPI document; ``python -m see_mcda_api.http.openapi`` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from see_mcda_api.http import bodies
from see_mcda_api.http.errors import MEDIA_TYPE, Problem

VERSION = "3.1.0"
"""Client generators do not support 3.2 yet."""
TAGS = {
    "rankings": "Rankings, comparisons and explanations of a problem in the request; nothing is stored.",
    "sensitivity": "Uncertainty and sensitivity analyses of rankings.",
    "weights": "Weights from judgments, rank orders and data.",
    "catalogue": "Available frameworks, weightings, methods and schemas.",
    "charts": "Charts of results.",
    "decisions": "Stored problems with their history.",
    "runs": "Analyses in the background: progress, cancellation, results.",
    "snapshots": "Stored results that can be shared.",
    "keys": "API keys of a team.",
    "session": "Sign-in to the pages.",
    "operations": "Health checks and metrics.",
}
_VERBS = ("get", "post", "put", "patch", "delete")


class DescribedApplication(FastAPI):
    """An application whose OpenAPI document includes bodies that FastAPI does not parse itself."""

    _described: dict[str, Any] | None = None

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 document; every operation may return a problem document."""
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
        "description": "an error",
        "content": {MEDIA_TYPE: problem},
    }
    used: set[str] = set()
    for operation in operations(document):
        used.update(operation.get("tags", ()))
        answers = operation["responses"]
        for status, answer in answers.items():
            for media in answer.get("content", {}).values():
                if (item := media.pop("itemSchema", None)) is not None:
                    media["schema"] = item  # 3.1 has no keyword for the items of a stream
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
    """Yield every operation of an OpenAPI document."""
    for path in document["paths"].values():
        yield from (path[verb] for verb in _VERBS if verb in path)


def written(application: FastAPI) -> str:
    """Return the content of ``api/openapi.json``."""
    return json.dumps(application.openapi(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    import sys

    from see_mcda_api.application import create_application

    sys.stdout.write(written(create_application()))
