"""One-line representations of objects."""

from __future__ import annotations

from abc import abstractmethod


class Brief:
    """A base class for large objects; their dataclass is declared with ``repr=False``."""

    @abstractmethod
    def brief(self) -> str:
        """Return a description in one line."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.brief()}>"


def counted(count: int, what: str) -> str:
    """Return a count with its noun, in English."""
    plural = f"{what[:-3]}ia" if what.endswith("ion") else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def some(names: list[str]) -> str:
    """Return the first few of some names."""
    return ", ".join([*names[:3], *["…"][: len(names) - 3]] if len(names) > 3 else names)
