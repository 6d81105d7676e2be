"""Results of blocks as bytes, read back without trusting the bytes.

Whoever can write to the database must not thereby run code in a worker: only arrays, plain values and the
engine's own dataclasses are read.
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
    """Return the bytes of a block's result."""
    return pickle.dumps(value, protocol=5)


def read(content: bytes) -> Any:
    """Return a block's result; raise :class:`pickle.UnpicklingError` for anything but data."""
    return _Reader(io.BytesIO(content)).load()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Find a class or function only if it makes plain data."""
        if name in _ALLOWED.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("see_mcda.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not data")
