"""The engine's functions, by kind of result."""

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
"""The function that computes each kind of result."""
