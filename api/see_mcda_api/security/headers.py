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
PAGE: Mapping[str, str] = {
    "Referrer-Policy": "same-origin",  # with none, browsers do not say from which origin a form is sent
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
"""What a page has instead: it takes everything from this service, and sends nothing anywhere else."""
