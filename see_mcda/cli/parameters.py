"""Parameters that several commands share, as dataclasses: a command takes one, typer sees its fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any, get_type_hints


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command in whose signature each dataclass parameter is replaced by its fields."""
    hints = get_type_hints(command, include_extras=True)
    parameters: list[Parameter] = []
    groups: dict[str, type] = {}
    for parameter in signature(command).parameters.values():
        kind = hints[parameter.name]
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            groups[parameter.name] = kind
            parameters += signature_of(kind)
        else:
            parameters.append(parameter.replace(annotation=kind, kind=Parameter.KEYWORD_ONLY))
    needed_first = sorted(parameters, key=lambda each: each.default is not Parameter.empty)

    @wraps(command)
    def called(**given: Any) -> None:
        for name, kind in groups.items():
            own = [field.name for field in dataclasses.fields(kind)]
            given[name] = kind(**{field: given.pop(field) for field in own})
        command(**given)

    called.__signature__ = signature(command).replace(parameters=needed_first)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in needed_first}
    return called


def signature_of(kind: type) -> list[Parameter]:
    """Return the fields of a dataclass as parameters."""
    hints = get_type_hints(kind, include_extras=True)
    return [
        each.replace(annotation=hints[each.name], kind=Parameter.KEYWORD_ONLY)
        for each in signature(kind).parameters.values()
    ]
