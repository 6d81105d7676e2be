"""Everything that see-mcda refuses, in one tree.

::

    SeeMcdaError (a ValueError)
    ├── InputError          what was given
    │   ├── FileError         cannot be read or written at all
    │   ├── UnknownNameError  names a method, framework, weighting or option that does not exist
    │   ├── FrameworkError    a criteria tree that contradicts itself
    │   ├── ProblemError      candidates, scores or gates that do not fit their framework
    │   ├── MissingScoresError  scores that a ranking needs and the problem does not have
    │   └── WeightingError    weights or judgments that do not fit, or do not determine weights
    ├── MethodError         a method whose assumptions the data break
    └── RunError            long work that was cancelled, or whose workers died

Each error carries all the faults that were found, each with a stable code, a place and what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from see_mcda.language.messages import Notice, Where, notice


class SeeMcdaError(ValueError):
    """A request that cannot be answered; ``faults`` says why, one notice a fault."""

    def __init__(self, faults: Iterable[Notice]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def lines(self, language: str = "en") -> list[str]:
        """Return one line a fault: the place, what is wrong, what would be right."""
        return [fault.text(language) for fault in self.faults]

    def within(self, outer: Where | str) -> SeeMcdaError:
        """Return the same error with every fault's location within another one (a file, say)."""
        return type(self)(fault.within(outer) for fault in self.faults)

    def below(self, path: str) -> SeeMcdaError:
        """Return the same error about a part whose whole is at ``path`` of something larger."""
        return type(self)(fault.below(path) for fault in self.faults)

    def __reduce__(self) -> tuple[type[SeeMcdaError], tuple[tuple[Notice, ...]]]:
        return type(self), (self.faults,)


class InputError(SeeMcdaError):
    """What was given cannot be used."""


class FileError(InputError):
    """A file cannot be read or written, or is not of a known kind."""


class UnknownNameError(InputError):
    """No method, framework, weighting, option or node has this name."""


class FrameworkError(InputError):
    """A criteria tree contradicts itself."""


class ProblemError(InputError):
    """Candidates, scores or gates do not fit their framework."""


class MissingScoresError(InputError):
    """A ranking needs scores that the problem does not have."""


class WeightingError(InputError):
    """Weights or judgments do not fit the criteria, or do not determine weights."""


class MethodError(SeeMcdaError):
    """A method's assumptions are broken by the data."""


class RunError(SeeMcdaError):
    """Long work was cancelled, or its executor died."""


class Faults:
    """Collects faults, so that all are told at once."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []

    def add(self, code: str, template: str, where: Where | str | None = None, /, **params: object) -> None:
        """Remember one fault; the arguments are those of :func:`see_mcda.language.messages.notice`."""
        self._notices.append(notice(code, template, where, **params))

    def extend(self, notices: Iterable[Notice]) -> None:
        """Remember faults that somebody else found."""
        self._notices.extend(notices)

    def stop(self, error: type[SeeMcdaError]) -> None:
        """Raise ``error`` with all faults so far, if there are any."""
        if self._notices:
            raise error(self._notices)

    def __bool__(self) -> bool:
        return bool(self._notices)

    def __iter__(self) -> Iterator[Notice]:
        return iter(self._notices)


@contextmanager
def inside(outer: Where | str) -> Iterator[None]:
    """Give every fault found within the context a location within another one (a file, say)."""
    try:
        yield
    except SeeMcdaError as error:
        raise error.within(outer) from None


def refuse(
    error: type[SeeMcdaError], code: str, template: str, where: Where | str | None = None, /, **params: object
) -> SeeMcdaError:
    """Return an error with a single fault, to be raised."""
    return error([notice(code, template, where, **params)])
