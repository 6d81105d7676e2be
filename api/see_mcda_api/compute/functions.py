"""The engine's functions by the names of their results."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import see_mcda as sm
from see_mcda.analyses import registry as analyses

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "ranking": sm.rank,
    "comparison": sm.compare,
    "explanation": sm.explain,
    **{name: analyses.analysis(name) for name in analyses.NAMES},
}
"""What makes a result, by the name of the result."""
