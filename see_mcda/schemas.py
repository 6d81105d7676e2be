"""The JSON Schemas of the documents that see-mcda reads and of the results that it writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from see_mcda.analyses import registry as analyses
from see_mcda.elicitation.result import ElicitedModel
from see_mcda.errors import UnknownNameError, refuse
from see_mcda.model import criteria, problem_document
from see_mcda.model.validation import adapter
from see_mcda.ranking import document as ranking
from see_mcda.results.documents import ReadingModel, ResultModel
from see_mcda.verification import VerificationModel
from see_mcda.weighting import profile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_READ: Mapping[str, Any] = {
    "problem": problem_document.ProblemDocument,
    "framework": criteria.FrameworkDocument,
    "weighting": profile.WeightingDocument,
}
_WRITTEN: Mapping[str, type[ResultModel]] = {
    "ranking": ranking.RankingModel,
    "comparison": ranking.ComparisonModel,
    "explanation": ranking.ExplanationModel,
    "verification": VerificationModel,
    "weights": ElicitedModel,
    "reading": ReadingModel,
}
NAMES = (*_READ, *_WRITTEN, *analyses.NAMES)


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document; raise :class:`UnknownNameError` if there is none."""
    if name in _READ:
        found = adapter(_READ[name]).json_schema()
    elif name in _WRITTEN:
        found = _WRITTEN[name].model_json_schema(mode="serialization")
    elif name in analyses.NAMES:
        found = analyses.document(name).model_json_schema(mode="serialization")
    else:
        raise refuse(
            UnknownNameError,
            "unknown-schema",
            "there is no schema {name}; choose from {known}",
            name=name,
            known=list(NAMES),
        )
    return {"$schema": DIALECT, **found, "title": f"see-mcda/{name}/1"}
