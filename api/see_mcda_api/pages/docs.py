"""``/docs``: the description of the API for whoever writes programs, from this host alone."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from see_mcda_api.pages.visit import shown

router: APIRouter = APIRouter(include_in_schema=False)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Swagger UI sets styles in the page."""


@router.get("/docs", name="docs_page")
def docs(request: Request) -> Response:
    """Show every operation: by Swagger UI where it was built, always as a list."""
    document = request.app.openapi()
    view = {
        "tags": [
            {
                **tag,
                "operations": [
                    {"verb": verb.upper(), "path": path, "words": operation.get("description", "")}
                    for path, verbs in document["paths"].items()
                    for verb, operation in verbs.items()
                    if tag["name"] in operation.get("tags", ())
                ],
            }
            for tag in document["tags"]
        ]
    }
    answer = shown(request, "docs.html", view)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
