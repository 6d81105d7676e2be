"""Plans: validated computations, run at once or stored as runs."""

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
from see_mcda_api.http.untrusted import read_problem, untrusted
from see_mcda_api.settings import Settings


@dataclass(frozen=True)
class Plan:
    """A validated computation: the kind of result, the problem, and the arguments as JSON values."""

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
        """Compute the ranking, comparison, explanation or analysis."""
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
    """Validate a problem (None if it is missing) and its arguments, and return the plan.

    ``limit`` rejects computations that are too large. Raises :class:`see_mcda.SeeMcdaError` with every
    argument that is unknown, not valid, or does not fit the problem.
    """
    apart = isinstance(problem, sm.Problem) or "problem" in arguments
    sent = {} if apart or problem is None else {"problem": problem}
    read_into(body_of(kind, kept=apart), {**arguments, **sent})
    found = problem if isinstance(problem, sm.Problem) else read_problem(problem or {})
    limit(kind, found, arguments, settings)
    with untrusted():
        read(FUNCTIONS[kind], found, arguments)
    return Plan(kind, found, arguments)
