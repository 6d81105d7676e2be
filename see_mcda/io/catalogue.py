"""Catalogues of frameworks, weightings and methods, as documents for every interface."""

from __future__ import annotations

from typing import Any

from see_mcda.io.library import frameworks, parse_framework, parse_weights, weightings
from see_mcda.language.messages import message
from see_mcda.methods import Method, methods
from see_mcda.model.criteria import Framework

FRAMEWORK = "see"
"""The framework on which shipped weightings are shown."""


def framework_entries() -> list[dict[str, Any]]:
    """Return the id and title of each shipped framework."""
    return [{"id": each, "title": parse_framework(each).title} for each in frameworks()]


def weighting_entries() -> list[dict[str, Any]]:
    """Return the id and name of each shipped weighting."""
    return [{"id": each, "name": parse_weights(each, FRAMEWORK).name} for each in weightings()]


def method_entries() -> list[dict[str, Any]]:
    """Return the document of each method."""
    return [method_document(method) for method in methods().values()]


def weighting_document(name: str, framework: str | Framework = FRAMEWORK) -> dict[str, Any]:
    """Return a shipped weighting with its reasons, and its weights on a framework."""
    weights = parse_weights(name, framework)
    return {
        "id": weights.id,
        "name": weights.name,
        "rationale": weights.rationale,
        "weights": weights.to_dict(),
    }


def method_document(method: Method) -> dict[str, Any]:
    """Return a method's description, requirements, source and options."""
    return {
        "name": method.name,
        "description": message(method.description).texts(),
        "source": method.source,
        "needs": message(method.needs).texts() if method.needs else None,
        "normalizations": list(method.normalizations),
        "options": {name: list(values) for name, values in method.options.items()},
        "aliases": list(method.aliases),
    }
