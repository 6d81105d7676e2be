"""The headers that tell browsers to be careful with every answer."""

from __future__ import annotations

from collections.abc import Mapping

ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none';"
    " form-action 'none'",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept, Accept-Language, Authorization, Cookie",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""What an answer has unless it says something else."""
DOCS = "/docs"
DOCS_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' https://cdn.jsdelivr.net; connect-src 'self';"
    " style-src 'unsafe-inline' https://cdn.jsdelivr.net; img-src data: https://fastapi.tiangolo.com;"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""The page that shows the API's description takes its scripts from elsewhere."""


def careful(path: str) -> Mapping[str, str]:
    """Return the headers for an answer at a path."""
    return {**ALWAYS, "Content-Security-Policy": DOCS_POLICY} if path == DOCS else ALWAYS
