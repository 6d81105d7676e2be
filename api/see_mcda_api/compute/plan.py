"""Plans: results to compute, validated once; computed at once, or kept as runs and computed later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import see_mcda as sm
from see_mcda.arguments import call, read
from see_mcda.parallel import Cancel, Progress
from see_mcda.results.result import Result
from see_mcda_api.compute.arguments import body_of
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.limits import check_size
from see_mcda_api.http.bodies import read_into
from see_mcda_api.http.untrusted import read_problem, refuse_files, untrusted
from see_mcda_api.settings import Settings


@dataclass(frozen=True)
class Plan:
    """A result to compute: its kind, the problem, and the arguments as JSON values; all of it is valid."""

    kind: str
    problem: sm.Problem
    arguments: Mapping[str, Any]

    def compute(
        self,
        *,
        executor: Executor | None = None,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Result:
        """Return the result: a ranking, a comparison, an explanation or an analysis."""
        with untrusted():
            result: Result = call(
                FUNCTIONS[self.kind],
                self.problem,
                self.arguments,
                executor=executor,
                progress=progress,
                cancel=cancel,
            )
            return result


def plan(
    kind: str,
    problem: Mapping[str, Any] | sm.Problem | None,
    arguments: Mapping[str, Any],
    settings: Settings,
    limit: Callable[[str, sm.Problem, Mapping[str, Any], Settings], None] = check_size,
) -> Plan:
    """Return the plan of a body: a problem (None: it was left out), and the arguments beside it.

    ``limit`` refuses what is too much. Raises :class:`see_mcda.SeeMcdaError` with every argument that is
    unknown, not valid, or does not fit the problem.
    """
    apart = isinstance(problem, sm.Problem) or "problem" in arguments
    sent = {} if apart or problem is None else {"problem": problem}
    read_into(body_of(kind, kept=apart), {**arguments, **sent})
    refuse_files(arguments)
    found = problem if isinstance(problem, sm.Problem) else read_problem(problem or {})
    limit(kind, found, arguments, settings)
    with untrusted():
        read(FUNCTIONS[kind], found, arguments)
    return Plan(kind, found, arguments)
