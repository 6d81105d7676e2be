"""Ranking methods, found by name; others come through the entry point group ``see_mcda.methods``.

An entry point names a :class:`Method`::

    [project.entry-points."see_mcda.methods"]
    my-method = "my_package:MY_METHOD"
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from see_mcda.errors import UnknownNameError, refuse
from see_mcda.language.messages import Message, Text
from see_mcda.methods.additive import ADDITIVE
from see_mcda.methods.ahp import AHP
from see_mcda.methods.base import Method, Prepared
from see_mcda.methods.multiplicative import MULTIPLICATIVE
from see_mcda.methods.panel import PANEL
from see_mcda.methods.titles import method_title
from see_mcda.methods.topsis import TOPSIS
from see_mcda.model.naming import METHOD, Choices

__all__ = ["Method", "Prepared", "get_method", "methods"]


_OURS = {method.name: method for method in (TOPSIS, AHP, ADDITIVE, MULTIPLICATIVE, *PANEL)}


@cache
def methods() -> Mapping[str, Method]:
    """Return every method by name: built-in methods, the panel, then those of other packages.

    Raises :class:`UnknownNameError` naming an entry point that does not provide a method.
    """
    found = dict(_OURS)
    for point in entry_points(group="see_mcda.methods"):
        try:
            method = point.load()
        except Exception as error:  # whatever another package does
            raise refuse(
                UnknownNameError,
                "bad-plugin",
                "the entry point {name} ({value}) cannot be loaded: {reason}",
                name=point.name,
                value=point.value,
                reason=f"{type(error).__name__}: {error}",
            ) from error
        if not isinstance(method, Method) or method.name in found:
            raise refuse(
                UnknownNameError,
                "bad-plugin",
                "the entry point {name} is not a Method with a unique name",
                name=point.name,
            )
        found[method.name] = method
    return found


def get_method(name: str | Method) -> Method:
    """Return the method of this name, title or alias; raise :class:`UnknownNameError` listing all names."""
    if isinstance(name, Method):
        return name
    for known in (lambda: _OURS, methods):  # built-in methods work even if another package cannot be loaded
        for method in known().values():
            if name == method.name or name in method.aliases:
                return method
    called = {known: (known, _title(known), *method.aliases) for known, method in methods().items()}
    return methods()[Choices(METHOD, called).resolve(name)]


def _title(name: str) -> str | Text:
    title = method_title(name)
    return title.texts() if isinstance(title, Message) else title
