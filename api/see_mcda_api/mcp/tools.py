"""The MCP tools; each returns a short text and the result document."""

# no `from __future__ import annotations`: the SDK reads the types when a tool is registered
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from inspect import Parameter, Signature
from typing import Annotated, Any, Literal

from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent
from pydantic import Field

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda.arguments import arguments_of
from see_mcda.errors import SeeMcdaError
from see_mcda.io.library import parse_framework
from see_mcda.methods import methods as all_methods
from see_mcda.model.cell import MISSING
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.limits import check_size_of_run
from see_mcda_api.compute.plan import plan
from see_mcda_api.http.bodies import read_into
from see_mcda_api.http.errors import ServiceError
from see_mcda_api.http.untrusted import untrusted
from see_mcda_api.settings import Settings
from see_mcda_api.uploads.parts import Part
from see_mcda_api.uploads.reading import Reading, problem_of, reading_of

Document = Annotated[
    dict[str, Any],
    Field(
        description="a problem (see-mcda/problem/1): framework (a shipped name, or the tree), candidates with"
        f" id and scores by leaf, missing: {' | '.join(MISSING)}"
    ),
]
TAB = "\t"
Language = Annotated[Literal["en", "th"], Field(description="the language of the short text")]
Name = Literal[analyses.NAMES]  # type: ignore[valid-type]


def _tool(kind: str, words: str) -> Callable[..., CallToolResult]:
    """Return the tool for a kind of result, with the arguments of the engine's function."""
    function = FUNCTIONS[kind]
    keyword = Parameter.KEYWORD_ONLY
    parameters = [
        Parameter("problem", keyword, annotation=Document),
        *(
            Parameter(
                each.name,
                keyword,
                default=each.default,
                annotation=Annotated[each.type, Field(description=each.help)],
            )
            for each in arguments_of(function)
        ),
        Parameter("language", keyword, default="en", annotation=Language),
    ]

    def tool(problem: Any, language: Any = "en", **arguments: Any) -> CallToolResult:
        with _tool_errors(language):
            return _compute(kind, problem, arguments, language)

    tool.__name__ = function.__name__
    tool.__doc__ = words
    tool.__signature__ = Signature(parameters, return_annotation=CallToolResult)  # type: ignore[attr-defined]
    tool.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": CallToolResult}
    return tool


def _compute(kind: str, problem: Any, arguments: Mapping[str, Any], language: str) -> CallToolResult:
    found = plan(kind, problem, arguments, Settings(), check_size_of_run).compute()
    return _answer(found.table(language), found.to_json(None))


rank = _tool("ranking", "Rank the candidates of a problem against weighted criteria.")
compare = _tool("comparison", "Rank by several weightings and methods side by side.")
explain = _tool(
    "explanation", "Explain in sentences why one candidate ranks above another; every claim is computed."
)
_FIELDS = "; ".join(
    f"{name}: {', '.join(each.name for each in arguments_of(FUNCTIONS[name]))}" for name in analyses.NAMES
)


def sensitivity(
    problem: Document,
    analysis: Annotated[Name, Field(description="the analysis to compute")],
    arguments: Annotated[dict[str, Any], Field(description=f"the arguments of the analysis. {_FIELDS}")] = {},  # noqa: B006 (never changed; the SDK shows it as the default)
    language: Language = "en",
) -> CallToolResult:
    """Analyse the uncertainty and sensitivity of a ranking."""
    with _tool_errors(language):
        return _compute(analysis, problem, arguments, language)


def read_table(
    table: Annotated[str, Field(description="CSV or TSV text: headers, then a row for each candidate")],
    reading: Annotated[
        dict[str, Any], Field(description=f"how to read it. Fields: {', '.join(Reading.model_fields)}")
    ] = {},  # noqa: B006 (never changed; the SDK shows it as the default)
    language: Language = "en",
) -> CallToolResult:
    """Read a table into a problem, or return questions: an option of each is a field of ``reading``."""
    with _tool_errors(language):
        options = read_into(Reading, reading, "reading").model_dump()
        part = Part("problem", f"table.{'tsv' if TAB in table else 'csv'}", table.encode())
        found = reading_of(part, **options)
        problem = None if found.questions or found.faults else problem_of(part, **options).to_dict()
    words = [
        *found.summary,
        *(question.message for question in found.questions),
        *(fault.message for fault in found.faults),
    ]
    return _answer(
        "\n".join(str(each[language]) for each in words),
        json.dumps({"reading": found.model_dump(mode="json", by_alias=True), "problem": problem}),
    )


def list_frameworks() -> CallToolResult:
    """List the built-in frameworks with their scored criteria."""
    shown = {
        name: {"leaves": {leaf.id: dict(leaf.name or {}) for leaf in parse_framework(name).leaves}}
        for name in sm.frameworks()
    }
    return _answer(", ".join(shown), json.dumps(shown, ensure_ascii=False))


def list_weightings() -> CallToolResult:
    """List the built-in weightings."""
    names = sm.weightings()
    return _answer(", ".join(names), json.dumps({"weightings": names}))


def list_methods() -> CallToolResult:
    """List the ranking methods with descriptions and sources."""
    shown = {
        name: {"about": method.description, "source": method.source} for name, method in all_methods().items()
    }
    return _answer(", ".join(shown), json.dumps(shown, ensure_ascii=False))


TOOLS: tuple[Callable[..., CallToolResult], ...] = (
    rank,
    compare,
    explain,
    sensitivity,
    read_table,
    list_frameworks,
    list_weightings,
    list_methods,
)


def _answer(text: str, document: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=json.loads(document)
    )


@contextmanager
def _tool_errors(language: str) -> Iterator[None]:
    """Convert errors to tool errors with all faults."""
    try:
        with untrusted():
            yield
    except SeeMcdaError as error:
        raise ToolError("\n".join(error.lines(language))) from None
    except ServiceError as error:
        raise ToolError("\n".join(fault.text(language) for fault in error.faults)) from None
