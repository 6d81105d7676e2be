"""Serialisation of block results.

Write access to the database must not allow code execution in a worker: only arrays, plain values and the
engine's own dataclasses are deserialised.
"""

from __future__ import annotations

import dataclasses
import io
import pickle
from typing import Any

_ALLOWED = {
    "builtins": {"complex", "frozenset", "range", "set", "slice"},
    "collections": {"OrderedDict"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "numpy.core.numeric": {"_frombuffer"},
}


def written(value: object) -> bytes:
    """Serialise the result of a block."""
    return pickle.dumps(value, protocol=5)


def read(content: bytes) -> Any:
    """Deserialise the result of a block; raise :class:`pickle.UnpicklingError` for other types."""
    return _Reader(io.BytesIO(content)).load()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class or function that is on the allow list."""
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("see_mcda.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not data")
