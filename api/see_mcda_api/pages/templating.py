"""Templates: where they are, and what they may use."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from see_mcda_api.keys.principal import LOCAL
from see_mcda_api.pages import static_files
from see_mcda_api.pages.words import Words, number, show_share


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("see_mcda_api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=static_files.address, built=static_files.built, here=LOCAL.person)
    environment.filters.update(share=show_share, number=number)
    return environment


def render(template: str, language: str, **values: Any) -> str:
    """Return a page in a language."""
    words = Words(language)
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            _=words.say,
            ngettext=words.say_count,
            method_title=words.method_title,
            text=words.text,
            plain=words.plain,
            date=words.date,
            day=words.day,
            linked=words.linked,
            **values,
        )
    )
