"""The URL paths of results."""

from __future__ import annotations

from see_mcda.analyses import registry as analyses

PLACES = {"ranking": "rankings", "comparison": "comparisons", "explanation": "explanations"} | {
    name: analyses.about(name).path or f"sensitivity/{name}" for name in analyses.NAMES
}
"""The path of each kind of result, under ``/v1`` or under a decision."""
