"""What went wrong, as a page for a person."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request, Response

from see_mcda.language.messages import Notice, message, notice
from see_mcda_api.pages.visit import see_other, shown

TITLES = {
    401: message("Please sign in"),
    403: message("This is not allowed"),
    404: message("There is nothing here"),
    410: message("This was taken away"),
    412: message("Someone else saved a change while you were editing"),
    422: message("This cannot be done as it stands"),
    503: message("Too much at once, or the database is away"),
}
OTHER = message("Something went wrong")
AGAIN = notice("stale", "Open the page again to see that change, then make yours.")


def error_page(request: Request, status: int, faults: list[Notice]) -> Response | None:
    """Return the page of an error; None where a program asks, or the API is asked."""
    if request.url.path.startswith(("/v1/", "/e/")) or "text/html" not in request.headers.get("accept", ""):
        return None
    if status == 401 and request.method == "GET":
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other("/sign-in?" + urlencode({"next": path}))
    title = TITLES.get(status, OTHER)
    view = {"title": title.texts(), "status": status, "faults": [AGAIN] if status == 412 else faults}
    return shown(request, "error.html", view, status)
