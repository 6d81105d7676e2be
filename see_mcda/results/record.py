"""The record of a result, from which it can be recomputed and compared.

Documents are hashed in the canonical form of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785), by SHA-256.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from see_mcda.model.canonical import digest
from see_mcda.model.problem import Problem
from see_mcda.weighting.weights import Weights


@cache
def engine_version() -> str:
    """Return the version of see-mcda that computes."""
    try:
        return version("see-mcda")
    except PackageNotFoundError:
        return "unknown"


def record(
    problem: Problem,
    weights: Weights,
    method: str,
    options: Mapping[str, Any],
    *,
    missing: str,
    reference: bool = False,
    seed: int | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the record of a result: versions, arguments, and hashes of the input.

    ``arguments`` are those of an analysis beyond a ranking, as JSON values.
    """
    problem_hash = problem.digest
    weighting_hash = digest(
        {
            "weights": weights.to_dict(),
            "id": weights.id,
            "name": dict(weights.name or {}),
            "rationale": dict(weights.rationale or {}),
        }
    )
    return {
        "engine": engine_version(),
        "numpy": np.__version__,
        "problem": problem_hash,
        "weighting": weighting_hash,
        "input_sha256": digest(
            {
                "problem": problem_hash,
                "weighting": weighting_hash,
                "method": method,
                "options": dict(options),
                "missing": missing,
                "reference": reference,
                "seed": seed,
                **({} if arguments is None else {"arguments": dict(arguments)}),
            }
        ),
        "missing": missing,
        "reference": reference,
        "seed": seed,
    }
