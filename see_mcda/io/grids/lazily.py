"""A sequence whose items are made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, overload

Made = TypeVar("Made")


class Lazily(Sequence[Made], Generic[Made]):
    """Items that a function makes, each time that one is asked for, of others that take less memory.

    It equals any sequence of equal items. It can be pickled if the function is one of a module.
    """

    def __init__(self, make: Callable[[Any], Made], items: Sequence[Any]):
        self._make, self._items = make, items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Made: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Made, ...]: ...
    def __getitem__(self, at: int | slice) -> Made | tuple[Made, ...]:
        return (
            tuple(map(self._make, self._items[at])) if isinstance(at, slice) else self._make(self._items[at])
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
