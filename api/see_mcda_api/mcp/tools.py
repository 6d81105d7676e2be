"""The tools: each answers with a short text and the whole result document, its record within."""

# no `from __future__ import annotations`: the SDK reads the types when a tool is registered
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent
from pydantic import Field

import see_mcda as sm
from see_mcda.analyses import registry as analyses
from see_mcda.errors import InputError, SeeMcdaError, refuse
from see_mcda.io.library import read_framework
from see_mcda.methods import methods as all_methods
from see_mcda_api.http.errors import ServiceError
from see_mcda_api.http.untrusted import read_problem, refuse_files, untrusted
from see_mcda_api.runs.specification import Specification
from see_mcda_api.settings import Settings

Document = Annotated[
    dict[str, Any],
    Field(
        description="a problem (see-mcda/problem/1): framework (a shipped name, or the tree), candidates with"
        " id and scores by leaf, missing: refuse | neutral | interval | worst"
    ),
]
Weights = Annotated[
    Any,
    Field(
        description="a shipped profile's name, {leaf: weight}, a list in leaf order, or a weighting document"
    ),
]
Options = Annotated[
    dict[str, Any], Field(description="options of the method, normalization for instance; and missing")
]
Language = Annotated[Literal["en", "th"], Field(description="the language of the short text")]
Name = Literal[analyses.NAMES]  # type: ignore[valid-type]


def rank(
    problem: Document,
    weights: Weights = "equal",
    method: str = "topsis",
    options: Options = {},  # noqa: B006 (never changed; the SDK shows it as the default)
    language: Language = "en",
) -> CallToolResult:
    """Rank the candidates of a problem against weighted criteria."""
    with _told(language):
        _check(weights, options)
        found = sm.rank(read_problem(problem), weights, method=method, **options)
        return _answer(found.table(language), found.to_json(None))


def compare(
    problem: Document,
    weights: Annotated[list[Any], Field(description="several weightings, each as in rank")],
    methods: Annotated[list[str], Field(description="names from list_methods")] = ["topsis"],  # noqa: B006
    options: Options = {},  # noqa: B006
    language: Language = "en",
) -> CallToolResult:
    """Rank by several weightings and methods side by side."""
    with _told(language):
        _check(weights, options)
        found = sm.compare(read_problem(problem), weights, method=methods, **options)
        return _answer(found.table(language), found.to_json(None))


def explain(
    problem: Document,
    weights: Weights = "equal",
    a: Annotated[str | None, Field(description="a candidate's id; the first of the ranking if none")] = None,
    b: Annotated[str | None, Field(description="the other one's id; the one just below if none")] = None,
    *,
    method: str = "topsis",
    options: Options = {},  # noqa: B006
    language: Language = "en",
) -> CallToolResult:
    """Explain in sentences why one candidate stands above another one; every claim is computed."""
    with _told(language):
        _check(weights, options)
        found = sm.explain(read_problem(problem), weights, a, b, method=method, **options)
        return _answer(found.text(language), found.to_json(None))


def sensitivity(
    problem: Document,
    analysis: Annotated[Name, Field(description="which question is asked")],
    arguments: Annotated[
        dict[str, Any],
        Field(description="what the analysis takes: weights, method, samples, seed, candidate, nodes, …"),
    ] = {},  # noqa: B006
    language: Language = "en",
) -> CallToolResult:
    """Say how sure a ranking is: what would change it, who can be first, what to find out next."""
    with _told(language):
        refuse_files(arguments, "arguments")
        read = read_problem(problem)
        Specification(analysis, problem, arguments).checked(Settings())
        found = analyses.analysis(analysis)(read, **arguments)
        return _answer(found.table(language), found.to_json(None))


def list_frameworks() -> CallToolResult:
    """List the shipped frameworks with the criteria that are scored."""
    shown = {
        name: {"leaves": {leaf.id: dict(leaf.name or {}) for leaf in read_framework(name).leaves}}
        for name in sm.frameworks()
    }
    return _answer(", ".join(shown), json.dumps(shown, ensure_ascii=False))


def list_weightings() -> CallToolResult:
    """List the shipped weighting profiles."""
    names = sm.weightings()
    return _answer(", ".join(names), json.dumps({"weightings": names}))


def list_methods() -> CallToolResult:
    """List the ranking methods, what each does and its source."""
    shown = {
        name: {"about": method.description, "source": method.source} for name, method in all_methods().items()
    }
    return _answer(", ".join(shown), json.dumps(shown, ensure_ascii=False))


TOOLS: tuple[Callable[..., CallToolResult], ...] = (
    rank,
    compare,
    explain,
    sensitivity,
    list_frameworks,
    list_weightings,
    list_methods,
)


def _check(weights: Any, options: Mapping[str, Any]) -> None:
    refuse_files(weights, "weights")
    refuse_files(options, "options")
    own = {"problem", "weights", "method", "a", "b"} & set(options)
    if own:
        raise refuse(
            InputError, "unknown-option", "there is no argument {name} here", "options", name=min(own)
        )


def _answer(text: str, document: str) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=json.loads(document)
    )


@contextmanager
def _told(language: str) -> Iterator[None]:
    """Turn what the engine refuses into a tool's error that tells every fault."""
    try:
        with untrusted():
            yield
    except SeeMcdaError as error:
        raise ToolError("\n".join(error.lines(language))) from None
    except ServiceError as error:
        raise ToolError("\n".join(fault.text(language) for fault in error.faults)) from None
