"""Merge patches (RFC 7396, https://www.rfc-editor.org/rfc/rfc7396)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def apply_merge_patch(value: Any, patch: Any) -> Any:
    """Return a value with a patch applied: null removes, mappings are merged, other values replace."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(value) if isinstance(value, Mapping) else {}
    for key, each in patch.items():
        if each is None:
            result.pop(key, None)
        else:
            result[key] = apply_merge_patch(result.get(key), each)
    return result
