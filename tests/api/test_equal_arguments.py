"""An argument has one name, one default and one meaning, on every interface."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from inspect import signature
from typing import Any

import pytest
import typer
from fastapi.testclient import TestClient

import see_mcda as sm
from see_mcda.analyses import registry
from see_mcda.analyses import registry as analyses
from see_mcda.arguments import REQUIRED, WORK, arguments_of, call
from see_mcda.cli.application import application
from see_mcda.cli.derived import option_name
from see_mcda.cli.options import Given
from see_mcda.errors import InputError, UnknownNameError
from see_mcda.language.messages import translate
from see_mcda_api.client import stateless
from see_mcda_api.compute.arguments import PROBLEM, body_of
from see_mcda_api.compute.functions import FUNCTIONS
from see_mcda_api.compute.paths import PLACES

COMMANDS = {"ranking": "rank", "comparison": "compare", "explanation": "explain"} | {
    name: verb for name in analyses.NAMES if (verb := analyses.about(name).command)
}
ONLY_ON_THE_COMMAND_LINE: Mapping[str, set[str]] = {
    "ranking": {"nodes"},
    "improvement": {"every_weighting"},
    **{
        key: {*("budget", "number", "at_least", "at_most", "must", "exclude", "incompatible", "constraint")}
        for key in ("selection", "verdict")
    },
    **{
        kind: {"statement", "concentration", "jitter", "distribution"}
        for kind in ("acceptability", "variance", "worth-knowing")
    },
}
"""Options without an argument of their own: how a ranking is shown, and the ways to describe weights."""
NEEDED: Mapping[str, dict[str, Any]] = {
    "score-crossovers": {"weights": "equal", "candidate": "sampran", "leaf": "market"},
    "equal-shares": {"votes": [{"approves": ["sampran"]}], "budget": "cost <= 200000"},
}
"""Arguments without a default."""
READING = {each.name for each in fields(Given)}
WRITING = {"as_json", "out", "chart"}
BOUNDED = [
    (kind, argument)
    for kind, function in FUNCTIONS.items()
    for argument in arguments_of(function)
    if argument.limits
]


def example() -> sm.Problem:
    return sm.read_problem(PROBLEM)


def command(kind: str) -> Any:
    program = typer.main.get_command(application())
    if kind in COMMANDS:
        return program.commands[COMMANDS[kind]]  # type: ignore[attr-defined]
    return program.commands["sensitivity"].commands[kind]  # type: ignore[attr-defined]


def names(function: Callable[..., Any]) -> set[str]:
    return {argument.name for argument in arguments_of(function)}


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_python_declares_each_argument_but_how_to_compute(kind: str) -> None:
    own = set(signature(FUNCTIONS[kind]).parameters) - {"problem", *WORK}
    assert names(FUNCTIONS[kind]) - own <= {"normalization"}
    assert own <= names(FUNCTIONS[kind])


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_body_has_the_arguments_and_their_defaults(kind: str) -> None:
    fields = body_of(kind).model_fields
    arguments = arguments_of(FUNCTIONS[kind])
    assert set(fields) == {"problem", *(each.name for each in arguments)}
    for each in arguments:
        field = fields[each.name]
        assert field.is_required() if each.default is REQUIRED else field.default == each.default


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_command_has_the_arguments_and_their_defaults(kind: str) -> None:
    arguments = list(arguments_of(FUNCTIONS[kind]))
    options = {each.name: each for each in command(kind).params}
    wanted = {option_name(each, arguments) for each in arguments}
    assert set(options) - READING - WRITING == wanted | ONLY_ON_THE_COMMAND_LINE.get(kind, set())
    for each in arguments:
        option = options[option_name(each, arguments)]
        given = not option.required and option.default is not None and each.default is not REQUIRED
        assert not given or option.default == each.default, each.name


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_every_argument_is_described_in_both_languages(kind: str) -> None:
    for argument in arguments_of(FUNCTIONS[kind]):
        assert argument.help
        assert translate(argument.help, "th") != argument.help, argument.help


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_the_client_takes_the_arguments_and_sends_the_others_as_options(kind: str) -> None:
    build = stateless.BUILDERS[kind]
    own = signature(FUNCTIONS[kind]).parameters.values()
    assert list(signature(build).parameters) == [each.name for each in own if each.name not in WORK]
    sent = build(PROBLEM, **NEEDED.get(kind, {}), missing="neutral", ideal="fixed").body
    assert sent["missing"] == "neutral"
    assert sent["options"] == {"ideal": "fixed"}
    assert set(sent) <= {"problem", "options", *names(FUNCTIONS[kind])}


@pytest.mark.parametrize("kind", ["ranking", "comparison", "explanation"])
def test_a_tool_has_the_arguments_and_their_defaults(kind: str) -> None:
    tools = pytest.importorskip("see_mcda_api.mcp.tools")
    taken = signature(getattr(tools, FUNCTIONS[kind].__name__)).parameters
    arguments = {each.name: each.default for each in arguments_of(FUNCTIONS[kind])}
    assert {
        name: each.default for name, each in taken.items() if name not in ("problem", "language")
    } == arguments


def test_the_tool_for_analyses_describes_all_their_arguments() -> None:
    tools = pytest.importorskip("see_mcda_api.mcp.tools")
    told = str(signature(tools.sensitivity).parameters["arguments"].annotation)
    for kind in registry.NAMES:
        assert f"{kind}: {', '.join(each.name for each in arguments_of(FUNCTIONS[kind]))}" in told


def test_a_number_beyond_its_range_is_one_fault_everywhere(service: TestClient) -> None:
    assert len(BOUNDED) > 8
    for kind, argument in BOUNDED:
        ends = {type(each).__name__: each for each in argument.limits}
        beyond = [-1, *([10**30] if {"Le", "Lt"} & set(ends) else [])]
        for value in beyond:
            with pytest.raises(InputError) as refused:
                call(FUNCTIONS[kind], example(), {argument.name: value})
            assert [str(fault.where) for fault in refused.value.faults] == [argument.name]
            answer = service.post(f"/v1/{PLACES[kind]}", json={"problem": PROBLEM, argument.name: value})
            assert answer.status_code == 422
            assert [fault["where"] for fault in answer.json()["faults"]] == [argument.name]


def test_an_argument_is_no_option_of_the_method(service: TestClient) -> None:
    for kind, function in FUNCTIONS.items():
        own = set(signature(function).parameters)
        for name in ("problem", "missing", *(own & set(WORK))):
            with pytest.raises(UnknownNameError) as refused:
                call(function, example(), {"options": {name: 5}})
            assert [str(fault.where) for fault in refused.value.faults] == [f"options.{name}"]
            body = {"problem": PROBLEM, "options": {name: 5}, **NEEDED.get(kind, {})}
            answer = service.post(f"/v1/{PLACES[kind]}", json=body)
            assert answer.status_code == 422, answer.text
            assert [fault["where"] for fault in answer.json()["faults"]] == [f"options.{name}"]
