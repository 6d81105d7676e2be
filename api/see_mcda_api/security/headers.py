"""Security headers."""

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
"""The default headers of all responses."""
PAGE: Mapping[str, str] = {
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send no Origin with a form
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
"""The headers of pages: they load from and send to this service only."""
