"""Signs that a request came through a proxy, and so perhaps from another machine."""

from __future__ import annotations

from fastapi import Request

from see_mcda.language.messages import Notice, notice

_SIGNS = ("forwarded", "via", "x-real-ip")


def proxy_fault(request: Request) -> Notice | None:
    """Return why a request may not do without a key although it reached a loopback address; None if it may.

    A proxy that adds no header is known by HTTP/1.0, which nginx speaks by default and no other client does.
    """
    sign = next(
        (name for name in request.headers if name in _SIGNS or name.startswith("x-forwarded-")),
        "HTTP/1.0" if request.scope["http_version"] == "1.0" else None,
    )
    if sign is None:
        return None
    return notice(
        "proxy",
        "this request came through a proxy, where a key is needed: Authorization: Bearer sm_…;"
        " on the server, see-mcda keys make TEAM PERSON makes one",
        sign.title() if sign.islower() else sign,
    )
