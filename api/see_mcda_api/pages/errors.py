"""What went wrong, as a page for a person."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import Request, Response

from see_mcda.language.messages import Notice, message, notice
from see_mcda_api.pages.visit import see_other, shown

TITLES = {
    401: message("Please sign in"),
    403: message("You do not have permission to do this"),
    404: message("Page not found"),
    410: message("This page has been removed"),
    412: message("Someone else saved a change while you were editing"),
    422: message("Please fix the following"),
    503: message("The service is busy or cannot reach its database. Try again in a moment."),
}
OTHER = message("Something went wrong")
AGAIN = notice("stale", "Reload the page to see the change, then make yours again.")


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
