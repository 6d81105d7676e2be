"""Detection of requests through a proxy, which may come from another machine."""

from __future__ import annotations

from fastapi import Request

from see_mcda.language.messages import Notice, notice

_SIGNS = ("forwarded", "via", "x-real-ip")


def proxy_fault(request: Request) -> Notice | None:
    """Return the fault of a request that came through a proxy without a key; None for a direct request.

    A proxy that adds no header is recognised by HTTP/1.0: nginx uses it by default, other clients do not.
    """
    sign = next(
        (name for name in request.headers if name in _SIGNS or name.startswith("x-forwarded-")),
        "HTTP/1.0" if request.scope["http_version"] == "1.0" else None,
    )
    if sign is None:
        return None
    return notice(
        "proxy",
        "requests through a proxy need an API key: Authorization: Bearer sm_…; create one on "
        "the server with see-mcda keys make TEAM PERSON",
        sign.title() if sign.islower() else sign,
    )
