"""The tools for language models, asked by a real client over standard input and output."""

import asyncio
import re
import sys

import pytest
from processes import SECONDS

import see_mcda as sm

pytestmark = pytest.mark.slow

mcp = pytest.importorskip("mcp")

PROBLEM = {
    "framework": {"id": "two", "criteria": [{"id": "taste"}, {"id": "price", "objective": "min"}]},
    "candidates": [
        {"id": "tea", "scores": {"taste": 3, "price": 20}},
        {"id": "coffee", "scores": {"taste": 4, "price": 60}},
        {"id": "water", "scores": {"taste": 1, "price": 5}},
    ],
}
SERVE = "from see_mcda_api.commands.mcp import mcp; mcp()"


def ask(*calls):
    """Return the tools' names and the answers of one session with a real server process."""

    async def session():
        async with mcp.Client(
            mcp.StdioServerParameters(command=sys.executable, args=["-c", SERVE])
        ) as client:
            tools = await client.list_tools()
            return {tool.name: tool for tool in tools.tools}, [
                await client.call_tool(*call) for call in calls
            ]

    return asyncio.run(asyncio.wait_for(session(), SECONDS))


def test_a_real_client_gets_the_engines_own_answers_and_every_fault():
    tools, answers = ask(
        ("rank", {"problem": PROBLEM, "weights": {"taste": 2, "price": 1}, "language": "th"}),
        ("compare", {"problem": PROBLEM, "weights": ["equal", [2, 1]], "method": ["topsis", "additive"]}),
        ("explain", {"problem": PROBLEM, "a": "tea", "b": "water"}),
        ("sensitivity", {"problem": PROBLEM, "analysis": "flip"}),
        ("sensitivity", {"problem": PROBLEM, "analysis": "acceptability", "arguments": {"samples": 200}}),
        ("list_frameworks", {}),
        ("list_methods", {}),
        ("list_weightings", {}),
        (
            "read_table",
            {"table": "name,cost,wins\nA,10,3\nB,14,4\nTotal,24,7", "reading": {"minimize": ["cost"]}},
        ),
        ("read_table", {"table": "name,cost,wins\nA,10,3\nB,14,4\nTotal,24,8"}),
        ("rank", {"problem": {**PROBLEM, "candidates": [{"id": "x", "scores": {"a": 1, "b": 2}}]}}),
        ("rank", {"problem": {**PROBLEM, "framework": "/etc/passwd"}}),
        ("rank", {"problem": PROBLEM, "weights": "secret.yaml"}),
        ("sensitivity", {"problem": PROBLEM, "analysis": "flip", "arguments": {"executor": "x"}}),
        ("sensitivity", {"problem": PROBLEM, "analysis": "acceptability", "arguments": {"samples": "many"}}),
        ("rank", {"problem": PROBLEM, "options": {"weights": "equal"}}),
    )
    assert {"rank", "compare", "explain", "sensitivity", "list_frameworks"} <= set(tools)
    *good, faulty, framework, weights, executor, samples, doubled = answers
    assert [answer.content[0].text for answer in good if answer.is_error] == []

    ranked, compared, explained, flipped, accepted, frameworks, methods, weightings, table, unclear = good
    problem = sm.read_problem(PROBLEM)
    expected = sm.rank(problem, {"taste": 2, "price": 1}).model().model_dump(mode="json", by_alias=True)
    assert ranked.structured_content == expected
    assert expected["record"]["input_sha256"]
    assert ranked.content[0].text == sm.rank(problem, {"taste": 2, "price": 1}).table("th")
    assert len(compared.structured_content["rankings"]) == 4
    assert explained.content[0].text == sm.explain(problem, "equal", "tea", "water").table("en")
    assert [flipped.structured_content["schema"], accepted.structured_content["schema"]] == [
        "see-mcda/flip/1",
        "see-mcda/acceptability/1",
    ]
    assert set(frameworks.structured_content) == set(sm.frameworks())
    assert "topsis" in methods.structured_content
    assert "equal" in weightings.structured_content["weightings"]

    assert [each["id"] for each in table.structured_content["problem"]["candidates"]] == ["a", "b"]
    assert "Left out line 4" in table.content[0].text
    assert unclear.structured_content["problem"] is None
    (question,) = unclear.structured_content["reading"]["questions"]
    assert question["options"][0]["option"] == "skip_rows"

    assert all(answer.is_error for answer in (faulty, framework, weights, executor, samples, doubled))
    assert len(faulty.content[0].text.splitlines()) >= 2
    assert "see-indicators" in framework.content[0].text
    assert "the name of a file" in weights.content[0].text
    assert "executor" in executor.content[0].text
    assert "samples" in samples.content[0].text


def test_every_value_that_a_tool_documents_is_accepted_by_the_engine():
    """A list of values in a description stands as ``name: one | two``."""
    scaled = {"id": "taste", "scale": {"min": 0, "max": 5, "neutral": 2}}
    problem = {
        "framework": {"id": "one", "criteria": [scaled]},
        "candidates": [{"id": "tea", "scores": {"taste": 3}}, {"id": "water", "scores": {"taste": 1}}],
    }
    tools, _ = ask()
    described = "\n".join(
        str(about.get("description"))
        for tool in tools.values()
        for about in tool.input_schema["properties"].values()
    )
    documented = set(re.findall(r"(\w+): (\w+(?: \| \w+)+)", described))
    assert {name for name, _ in documented} == {"missing"}
    for name, values in documented:
        for value in values.split(" | "):
            assert sm.rank(sm.read_problem({**problem, name: value})).ranks.tolist() == [1, 2]
