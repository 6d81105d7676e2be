"""Every analysis by the name of its result: ours, and those of other packages.

An analysis called ``rank-ranges`` is a package with the modules ``rank_ranges`` (the function and its
result), ``document`` (with ``RankRangesModel``), ``report`` and ``chart``. The package itself says what
interfaces tell of it: the fields of :class:`About` in capitals, such as ``QUESTION``.

Another package adds an analysis by one line in the entry point group ``see_mcda.analyses``::

    rank-ranges = "some_package.rank_ranges.rank_ranges:rank_ranges"

Modules are imported when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, cast

from see_mcda.language.messages import Message

if TYPE_CHECKING:
    from see_mcda.analyses.analysis import Analysis
    from see_mcda.results.documents import AnalysisModel

GROUP = "see_mcda.analyses"
_OURS = (
    "crossovers",
    "score-crossovers",
    "flip",
    "acceptability",
    "rank-ranges",
    "agreement",
    "reversal",
    "variance",
    "worth-knowing",
    "pillar-map",
)
_FUNCTIONS: Mapping[str, str] = {
    **{name: f"{GROUP}.{id}.{id}:{id}" for name in _OURS for id in [name.replace("-", "_")]},
    "improvement": f"{GROUP}.improvement.improvement:improve",
    "verdict": "see_mcda.verdicts.verdict:settled",  # a layer of its own: it draws on several analyses
    "classification": f"{GROUP}.classification.classification:classify",
    "selection": f"{GROUP}.selection.selection:select",
    "equal-shares": f"{GROUP}.equal_shares.equal_shares:equal_shares",
    **{point.name: point.value for point in entry_points(group=GROUP)},
}
NAMES = tuple(_FUNCTIONS)


@dataclass(frozen=True)
class About:
    """What interfaces tell of an analysis.

    Attributes:
        question: the question that it answers.
        examples: options on the command line, each for one example.
        body: arguments in JSON, for an example.
        most_scores: scores up to which it ends within half a minute or so, where it cannot be stopped: with a
            method of ours, and with another one.
        command: its own command, for one that is not ``see-mcda sensitivity NAME``.
        path: its own path below ``/v1``, for one that is not ``sensitivity/NAME``.

    """

    question: Message
    examples: tuple[str, ...] = ("",)
    body: Mapping[str, Any] = field(default_factory=lambda: {"weights": "social-led", "method": "topsis"})
    most_scores: tuple[int, int] | None = None
    command: str | None = None
    path: str | None = None


def about(name: str) -> About:
    """Return what interfaces tell of an analysis."""
    module = import_module(package(name))
    names = [each.name for each in fields(About) if hasattr(module, each.name.upper())]
    return About(**{name: getattr(module, name.upper()) for name in names})


def analysis(name: str) -> Callable[..., Analysis]:
    """Return the function that computes a result of this name."""
    module, _, function = _FUNCTIONS[name].partition(":")
    return cast("Callable[..., Analysis]", getattr(import_module(module), function))


def document(name: str) -> type[AnalysisModel]:
    """Return the model of a result document."""
    module = import_module(f"{package(name)}.document")
    return cast("type[AnalysisModel]", getattr(module, f"{name.title().replace('-', '')}Model"))


def package(name: str) -> str:
    """Return the package of an analysis."""
    return _FUNCTIONS[name].partition(":")[0].rpartition(".")[0]
