"""``/sign-in``: a key exchanged for a session, where keys are needed."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Request, Response

from see_mcda_api.dependencies import Services
from see_mcda_api.http.errors import Unauthenticated
from see_mcda_api.http.forms import form_of
from see_mcda_api.pages.visit import Sender, see_other, shown
from see_mcda_api.security.proxies import proxy_fault
from see_mcda_api.session.endpoints import keep_cookie
from see_mcda_api.session.service import COOKIE

router = APIRouter(include_in_schema=False)


@router.get("/sign-in", name="sign_in_page")
def sign_in_page(request: Request, services: Services) -> Response:
    """Ask for a key; say why, where one is needed only because of a proxy."""
    fault = None if services.settings.keys_required else proxy_fault(request)
    view = {"next": _own(request.query_params.get("next", "/")), "faults": [fault] if fault else []}
    return shown(request, "sign_in.html", view)


@router.post("/sign-in", name="sign_in_by_page")
async def sign_in(request: Request, services: Services) -> Response:
    """Begin a session and go where the person wanted to go."""
    form = await form_of(request)
    to = _own(form.get("next"))
    services.check_rate_of_strangers(request)
    key = form.get("key") or None
    try:
        if key is None:
            services.check_keyless(request)
        begun = services.sessions.begin(key)
    except Unauthenticated as error:
        return shown(request, "sign_in.html", {"next": to, "faults": list(error.faults)}, 401)
    answer = see_other(to)
    keep_cookie(answer, begun, secure=request.url.scheme == "https")
    return answer


@router.post("/sign-out", name="sign_out_by_page")
def sign_out(sender: Sender) -> Response:
    """End the session."""
    cookie = sender.request.cookies.get(COOKIE)
    if cookie is not None:
        sender.services.sessions.end(cookie)
    answer = see_other("/")
    answer.delete_cookie(COOKIE)
    return answer


def _own(path: str) -> str:
    """Return a path of this service; the home page for anything else."""
    parts = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc
    return path if ours and path.isprintable() else "/"
