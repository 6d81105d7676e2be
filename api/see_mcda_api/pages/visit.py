"""A visit of a page: who comes, in which language, and how a page answers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from starlette.responses import RedirectResponse

from see_mcda.language.messages import LANGUAGES, Notice
from see_mcda.parallel import Cancel
from see_mcda.results.documents import NoticeModel
from see_mcda_api.decisions.service import Edit, Kept
from see_mcda_api.decisions.state import State
from see_mcda_api.dependencies import Reader, Services, Writer
from see_mcda_api.http.conditions import Condition, changed_meanwhile, tag_of
from see_mcda_api.http.errors import BadRequest, Stale
from see_mcda_api.http.forms import Form, form_of
from see_mcda_api.idempotency.service import Made, Post
from see_mcda_api.keys.principal import LOCAL, Principal
from see_mcda_api.pages.templating import render
from see_mcda_api.security.headers import PAGE
from see_mcda_api.services import Services as AllServices
from see_mcda_api.session.service import COOKIE, form_token
from see_mcda_api.storage.base import new_id

T = TypeVar("T")
LANGUAGE_COOKIE = "see_mcda_language"
YEAR = 365 * 24 * 3600
HTML = "text/html; charset=utf-8"


def language_of_page(request: Request) -> str:
    """Return the language of a page: the one asked for in the address, the last one chosen, the browser's."""
    for wanted in (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    language = str(request.state.language)
    return language if language in LANGUAGES else "en"


def wants_page(request: Request) -> bool:
    """Return whether a person's browser asks, rather than a program that wants JSON."""
    accept = request.headers.get("accept", "*/*")
    return "text/html" in accept or "json" not in accept


def shown(
    request: Request,
    template: str,
    view: Mapping[str, Any],
    status: int = 200,
    principal: Principal | None = None,
    **drawing: Any,
) -> Response:
    """Answer with a page, or with what is on it as JSON."""
    headers = {"Vary": "Accept, Accept-Language, Authorization, Cookie"}
    if not wants_page(request):
        return Response(as_json(view), status, headers, "application/json")
    language = language_of_page(request)
    cookie = request.cookies.get(COOKIE)
    path = request.url.path
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    html = render(
        template,
        language,
        path=path,
        languages=[(name, f"{path}?{urlencode([*kept, ('lang', name)])}") for name in LANGUAGES],
        signed_in=principal if principal is not None and principal is not LOCAL else None,
        form_token=form_token(cookie) if cookie else "",
        new_key=new_id,
        alone=drawing.pop("alone", False),
        **view,
        **drawing,
    )
    answer = Response(html, status, {**headers, **PAGE}, HTML)
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR, samesite="lax", httponly=True)
    return answer


def as_json(view: Mapping[str, Any]) -> str:
    """Return what is on a page as JSON."""
    return json.dumps(view, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Return what JSON holds of a value of a view."""
    if isinstance(value, Notice):
        return NoticeModel.of(value).model_dump()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@dataclass(frozen=True)
class Visit:
    """Who visits a page."""

    request: Request
    services: AllServices
    principal: Principal

    @property
    def language(self) -> str:
        """The language of the page."""
        return language_of_page(self.request)

    def decision(self, id: str, version: int | None = None) -> Kept:
        """Return a decision of the visitor's team, as it is or as it was at a version."""
        return self.services.decisions.get(self.principal, id, version)

    async def compute(self, work: Callable[[Cancel], T]) -> T:
        """Return what is computed, in its turn and in time."""
        return await self.services.computing.run(work)

    def show(self, template: str, view: Mapping[str, Any], status: int = 200, **drawing: Any) -> Response:
        """Answer with a page, or with what is on it as JSON; ``drawing`` is for the page alone."""
        return shown(self.request, template, view, status, self.principal, **drawing)


@dataclass(frozen=True)
class Posting(Visit):
    """A visitor who sends a form."""

    form: Form

    def post(self) -> Post:
        """Return the form as something that is done once however often it is sent."""
        key = self.form.get("key")
        if not key:
            raise BadRequest.of("form", "the form data is not valid: {reason}", "key", reason="key")
        told = json.dumps([self.request.url.path, sorted(self.form.fields.items())]).encode()
        for name, part in sorted(self.form.files.items()):
            told += name.encode() + part.content
        return Post.of(self.principal, f"page {key}", told)

    def seen(self, kept: Kept) -> Kept:
        """Return a decision as it was when the form was shown."""
        version = self.form.get("version")
        return self.decision(kept.row.id, int(version)) if version.isdecimal() else kept

    def change(self, id: str, edit: Edit, version: int | None = None) -> Kept:
        """Change a part of a decision as it was when the form was shown, or at a version just looked at.

        Changes of other parts are no conflict; those of a whole problem are its keys. A form that is sent
        twice does nothing more the second time. Raises :class:`Stale` if somebody else changed the same.
        """
        now = self.decision(id)
        was = self.decision(id, version) if version else self.seen(now)
        if edit.place:
            part = was.state.part(edit.place)
            condition = Condition(None, "*") if part is None else Condition(tag_of(part), None)
        elif version is None:
            condition, edit = Condition(now.tag, None), _merged(edit, was.state, now.state)
        else:
            condition = Condition(was.tag, None)
        try:
            return self.services.decisions.change(self.principal, id, condition, edit)
        except Stale:
            kept = self.decision(id)
            if edit.make(kept.state) != kept.state:
                raise
            return kept

    def make(self, make: Callable[[], Made]) -> Any:
        """Make something once; return what is answered about it."""
        return json.loads(self.services.idempotency.answer(self.post(), make).body)


def _merged(edit: Edit, was: State, now: State) -> Edit:
    """Return a change of the keys of a problem that it changes in what was seen; raise if others did, too."""
    old, new = was.problem, edit.make(was).problem
    changed = {key: new.get(key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    if any(now.problem.get(key) not in (old.get(key), value) for key, value in changed.items()):
        raise changed_meanwhile()
    whole = {key: value for key, value in {**now.problem, **changed}.items() if value is not None}
    return Edit(edit.kind, edit.place, lambda _: State(whole, now.weightings))


async def _visit(request: Request, services: Services, principal: Reader) -> Visit:
    return Visit(request, services, principal)


async def _posting(request: Request, services: Services, principal: Writer) -> Posting:
    return Posting(request, services, principal, await form_of(request))


Visitor = Annotated[Visit, Depends(_visit)]
Sender = Annotated[Posting, Depends(_posting)]


def see_other(path: str) -> Response:
    """Send the browser on to a page, after a form was done."""
    return RedirectResponse(path, 303)
