"""What a run shall compute: checked before it is taken on, kept as a document, computed by the engine."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import rfc8785

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda.analyses.analysis import Analysis
from see_mcda.arguments import call
from see_mcda.errors import InputError, RunError, refuse
from see_mcda.model.canonical import digest
from see_mcda.parallel import Cancel, Progress
from see_mcda_api.compute.arguments import check
from see_mcda_api.compute.limits import check_cells
from see_mcda_api.http.errors import TooLarge
from see_mcda_api.http.untrusted import refuse_files, untrusted
from see_mcda_api.settings import Settings


@dataclass(frozen=True)
class Specification:
    """One analysis with everything that it is given, as JSON values."""

    analysis: str
    problem: Mapping[str, Any]
    arguments: Mapping[str, Any]

    @classmethod
    def read(cls, analysis: str, content: bytes) -> Specification:
        """Return a specification that was kept."""
        return cls(analysis, **json.loads(content))

    def written(self) -> bytes:
        """Return the specification as it is kept."""
        return json.dumps({"problem": self.problem, "arguments": self.arguments}, ensure_ascii=False).encode()

    def checked(self, settings: Settings) -> str:
        """Return what tells this specification from every other one.

        Refuse what cannot be computed, or is too much for this service, without computing it.
        """
        try:
            self._check(settings)
            return digest([self.analysis, self.problem, self.arguments])
        except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
            raise refuse(
                InputError, "not-json", "this is no JSON that can be kept: {reason}", reason=error
            ) from None

    def _check(self, settings: Settings) -> None:
        refuse_files({"framework": self.problem.get("framework")})
        refuse_files(self.arguments)
        check(self.analysis, self.arguments)
        with untrusted():
            self._try(settings)

    def _try(self, settings: Settings) -> None:
        """Do everything that comes before the work itself."""
        try:
            problem = sm.read_problem(self.problem)
            self._check_size(problem, settings)
            function = analyses.analysis(self.analysis)
            if "cancel" in inspect.signature(function).parameters:
                call(function, problem, self.arguments, cancel=_Stopped())
            else:
                self._check_ranking(problem)
        except RunError:
            return  # it was stopped where the work would have begun: all that comes before was accepted

    def compute(self, executor: Executor, progress: Progress, cancel: Cancel) -> Analysis:
        """Return the result; the arguments are those of :func:`see_mcda.parallel.over_blocks`."""
        function = analyses.analysis(self.analysis)
        problem = sm.read_problem(self.problem)
        return call(function, problem, self.arguments, executor=executor, progress=progress, cancel=cancel)

    def _check_size(self, problem: sm.Problem, settings: Settings) -> None:
        samples = self.arguments.get("samples")
        if isinstance(samples, int) and samples > settings.run_samples:
            raise TooLarge.of(
                "too-many-samples",
                "{samples} samples are more than the {most} of a run here",
                "samples",
                samples=samples,
                most=settings.run_samples,
            )
        check_cells(self.analysis, problem, self.arguments, settings.run_cells)

    def _check_ranking(self, problem: sm.Problem) -> None:
        """Check what can be checked of an analysis that cannot be stopped: the ranking that it is about."""
        weights = self.arguments.get("weights", "equal")
        if self.analysis == "agreement":
            several = isinstance(weights, list) and all(isinstance(each, (str, dict)) for each in weights)
            for each in weights if several else [weights]:
                sm.read_weights(each, problem.framework)
            return
        ranking = {
            name: self.arguments[name]
            for name in ("method", "missing", "normalization", "options")
            if name in self.arguments
        }
        call(sm.rank, problem, {"weights": weights, **ranking})


class _Stopped:
    """Stops work before its first block."""

    def is_set(self) -> bool:
        """Return that it is to stop."""
        return True
