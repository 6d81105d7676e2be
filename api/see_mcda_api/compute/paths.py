"""Where results are asked for."""

from __future__ import annotations

from see_mcda.analyses import registry as analyses

PLACES = {"ranking": "rankings", "comparison": "comparisons", "explanation": "explanations"} | {
    name: "improvements" if name == "improvement" else f"sensitivity/{name}" for name in analyses.NAMES
}
"""Where each kind of result is asked for, below ``/v1`` or below a decision."""
