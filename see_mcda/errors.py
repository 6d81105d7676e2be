"""The exceptions of see-mcda.

::

    SeeMcdaError (a ValueError)
    ├── InputError          invalid input
    │   ├── FileError         a file that cannot be read or written
    │   ├── UnknownNameError  names a method, framework, weighting or option that does not exist
    │   ├── FrameworkError    a criteria tree that contradicts itself
    │   ├── ProblemError      candidates, scores or gates that do not fit their framework
    │   ├── MissingScoresError  scores that a ranking needs and the problem does not have
    │   └── WeightingError    weights or judgments that do not fit, or do not determine weights
    ├── MethodError         data that violate a method's assumptions
    └── RunError            work that was cancelled, or whose workers failed

Each error carries all faults that were found, each with a stable code, a location and the broken rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from see_mcda.language.messages import Notice, Where, notice


class SeeMcdaError(ValueError):
    """The base class of all errors; ``faults`` holds one notice for each fault."""

    def __init__(self, faults: Iterable[Notice]):
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def lines(self, language: str = "en") -> list[str]:
        """Return one line for each fault: the location and the message."""
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
    """The input is not valid."""


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
    """The data violate the assumptions of a method."""


class RunError(SeeMcdaError):
    """Work was cancelled, or its executor failed."""


class Faults:
    """Collects faults, so that all are reported at once."""

    def __init__(self) -> None:
        self._notices: list[Notice] = []

    def add(self, code: str, template: str, where: Where | str | None = None, /, **params: object) -> None:
        """Add one fault; the arguments are those of :func:`see_mcda.language.messages.notice`."""
        self._notices.append(notice(code, template, where, **params))

    def extend(self, notices: Iterable[Notice]) -> None:
        """Add faults that were found elsewhere."""
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
