"""``list``: the frameworks, weightings and methods there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from see_mcda.cli.commands import Command, Group
from see_mcda.cli.options import AsJson
from see_mcda.cli.session import Session, session_of
from see_mcda.elicitation.report import weights_text
from see_mcda.io.catalogue import (
    FRAMEWORK,
    framework_entries,
    method_document,
    method_entries,
    weighting_document,
    weighting_entries,
)
from see_mcda.io.library import read_framework, read_weights
from see_mcda.language.line_breaking import paragraph, plain
from see_mcda.language.messages import Message, message, say
from see_mcda.methods import Method, get_method, methods
from see_mcda.model.criteria import Criterion, Framework

OneOf = Annotated[
    str | None, typer.Argument(metavar="NAME", help=message("name of an entry, to see its details").template)
]


def register(program: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        help=message("List the available frameworks, weightings and methods.").template,
    )
    for name, function, words, example in (
        (
            "frameworks",
            _frameworks,
            message("Built-in frameworks; name one to see all its criteria."),
            "see",
        ),
        (
            "weightings",
            _weightings,
            message("Built-in weightings; name one to see its reasons."),
            "social-led",
        ),
        (
            "methods",
            _methods,
            message("Ranking methods; name one to see its source and requirements."),
            "topsis",
        ),
    ):
        group.command(name, cls=Command, help=words.template, epilog=f"list {name}\nlist {name} {example}")(
            function
        )
    program.add_typer(group, name="list")


def _frameworks(context: typer.Context, name: OneOf = None, as_json: AsJson = False) -> None:
    session = session_of(context)
    if name is not None:
        framework = read_framework(name)
        _show(session, as_json, framework.to_dict(), list(_tree_lines(framework, session)))
        return
    found = framework_entries()
    lines = [_entry(each["id"], say(each["title"], session.language), session) for each in found]
    _show(session, as_json, found, lines)


def _weightings(context: typer.Context, name: OneOf = None, as_json: AsJson = False) -> None:
    session = session_of(context)
    if name is not None:
        weights = read_weights(name, FRAMEWORK)
        shown = weights_text(weights, session.language, session.width)
        _show(session, as_json, weighting_document(name), [shown])
        return
    found = weighting_entries()
    lines = [_entry(each["id"], say(each["name"], session.language), session) for each in found]
    _show(session, as_json, found, lines)


def _methods(context: typer.Context, name: OneOf = None, as_json: AsJson = False) -> None:
    session = session_of(context)
    if name is not None:
        method = get_method(name)
        _show(session, as_json, method_document(method), list(_method_lines(method, session)))
        return
    found = methods().values()
    lines = [_entry(method.name, session.say(message(method.description)), session) for method in found]
    _show(session, as_json, method_entries(), lines)


def _show(session: Session, as_json: bool, document: Any, lines: list[str]) -> None:
    session.show(json.dumps(document, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _entry(name: str, words: str, session: Session) -> str:
    return paragraph(words, session.width, f"{name:<22}  ")


def _method_lines(method: Method, session: Session) -> Iterator[str]:
    said: list[tuple[Message, str]] = [
        (message("Source"), method.source),
        (message("Normalisations (the first is the default)"), ", ".join(method.normalizations)),
    ]
    if method.needs:
        said.append((message("Needs"), session.say(message(method.needs))))
    for option, values in method.options.items():
        said.append(
            (message("Option {name} (the first is the default)", name=option), ", ".join(map(str, values)))
        )
    if method.aliases:
        said.append((message("Also called"), ", ".join(method.aliases)))
    yield _entry(method.name, session.say(message(method.description)), session)
    for title, words in said:
        yield paragraph(words, session.width, f"  {session.say(title)}: ", "    ")


def _tree_lines(framework: Framework, session: Session) -> Iterator[str]:
    yield paragraph(plain(say(framework.title, session.language)), session.width)
    for node in list(framework.nodes.values())[1:]:
        indent = "  " * framework.paths[node.id].count(".")
        words = plain(say(node.title, session.language)) + _scale_words(node, session)
        yield paragraph(words, session.width, f"{indent}{node.id}  ", f"{indent}    ")
    if framework.note:
        yield ""
        yield paragraph(plain(say(framework.note, session.language)), session.width)


def _scale_words(node: Criterion, session: Session) -> str:
    if not node.is_leaf:
        return ""
    direction = message("higher is better") if node.objective == "max" else message("lower is better")
    words = [session.say(direction)]
    scale = node.scale
    if scale is not None:
        if scale.min is not None and scale.max is not None:
            words.append(session.say(message("{min} to {max}", min=scale.min, max=scale.max)))
        if scale.unit:
            words.append(plain(say(scale.unit, session.language)))
    return f" ({', '.join(words)})"
