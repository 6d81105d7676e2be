"""Commands of engine functions, whose options are the arguments that the functions declare."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, Protocol, get_args, get_origin

import typer

from see_mcda.arguments import REQUIRED, Argument, arguments_of, call, facts_named
from see_mcda.cli.options import Answer, Given, TextAnswer, method_options, show_reading
from see_mcda.cli.output import Outputs
from see_mcda.cli.parameters import signature_of
from see_mcda.cli.progress import shown
from see_mcda.cli.session import Session, session_of
from see_mcda.cli.solver_output import prints_on_stderr
from see_mcda.errors import Faults, InputError
from see_mcda.io.files import as_path
from see_mcda.language.lists import parse_pairs


class Shared(Protocol):
    """Several options that give one argument: a dataclass whose fields typer sees."""

    def value(self, default: Any) -> Any:
        """Return the argument; ``default`` is what the engine takes if nothing is given."""

    @property
    def files(self) -> list[str]:
        """The files that were given, which must not be overwritten."""


def command_of(
    function: Callable[..., Any],
    outputs: Callable[..., Outputs],
    *,
    shared: Mapping[str, type] | None = None,
    answer: type[TextAnswer] = Answer,
    display: type | None = None,
    states_directions: bool = False,
) -> Callable[..., None]:
    """Return the command of an engine function.

    Args:
        function: an engine function whose arguments are declared (:mod:`see_mcda.arguments`).
        outputs: makes the forms of the result, from the session, the result and the ``display``.
        shared: by argument, a dataclass of options that give it (:class:`Shared`).
        answer: where the result goes.
        display: a dataclass of options that say how the result is shown.
        states_directions: whether the result itself says where less is better in a plain table.

    """
    shared = shared or {}
    arguments = [each for each in arguments_of(function) if each.name not in shared]
    names = {each.name: option_name(each, arguments) for each in arguments}
    parameters = [
        Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context),
        *(each for each in signature_of(Given) if each.default is Parameter.empty),
    ]
    for each in arguments_of(function):
        group = shared.get(each.name)
        parameters += signature_of(group) if group else [_parameter(each, names[each.name])]
    for group in (display, Given, answer):
        if group is not None:
            parameters += [each for each in signature_of(group) if each.default is not Parameter.empty]
    parameters.sort(key=lambda each: each.default is not Parameter.empty)
    own = {each.name: _called(each, names[each.name]) for each in arguments if each.name != "options"}
    own |= {name: f"--{name}" for name in shared}

    def command(context: typer.Context, **values: Any) -> None:
        session = session_of(context)
        given: Given = _taken(Given, values)
        replaced: dict[str, Any] = {name: _taken(group, values) for name, group in shared.items()}
        how = [_taken(display, values)] if display else []
        where: TextAnswer = _taken(answer, values)
        asked = dict(_asked(arguments, names, values, own))
        files = []
        for name in ("weights", "over"):
            if name in asked:
                named = asked[name]
                files += [word for word in _several(named) if isinstance(word, str)]
                asked[name] = [*map(as_path, named)] if isinstance(named, list) else as_path(named)
        for argument in arguments_of(function):
            if argument.name in replaced:
                asked[argument.name] = replaced[argument.name].value(argument.default)
                files += replaced[argument.name].files
        problem = given.read(named=facts_named(function, asked))
        needs_weights = any(
            each.name == "weights" and each.default in (REQUIRED, "equal") for each in arguments
        )
        from_table = needs_weights and "weights" not in asked
        if from_table:
            own_weights = problem.reading.weights if problem.reading else None
            asked["weights"] = dict(own_weights) if own_weights else "equal"
        with prints_on_stderr(), shown(session) as progress:
            result = call(function, problem, asked, progress=progress)
        if not where.as_json:
            show_reading(session, problem, weights_used=from_table, assumptions=not states_directions)
        where.deliver(session, outputs(session, result, *how), given.problem, *files)

    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {each.name: each.annotation for each in parameters}
    return command


def option_name(argument: Argument, arguments: list[Argument]) -> str:
    """Return the name of an option: of one that is given several times, in the singular unless taken."""
    singular = argument.name.removesuffix("s")
    taken = argument.name in ("weights", "classes") or singular in {each.name for each in arguments}
    several = _takes_several(argument) or argument.name == "options"
    return singular if several and not taken else argument.name


def _parameter(argument: Argument, name: str) -> Parameter:
    default = argument.default
    kind = argument.kind
    if default in (REQUIRED, "equal") and argument.name == "weights":
        default = None
    if _takes_several(argument) or argument.name == "options":
        typed: Any = list[str] | None
        default = None
    else:
        typed = kind if kind in (int, float, bool) else str
        typed = typed | None if default is None else typed
    if argument.positional and kind is str:
        made: Any = typer.Argument(metavar=argument.placeholder, help=argument.help)
    else:
        flags = f"--{name}/--no-{name}" if default is True else _called(argument, name)
        made = typer.Option(flags, metavar=argument.placeholder or None, help=argument.help)
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[typed, made])


def _called(argument: Argument, name: str) -> str:
    return argument.metavar if argument.positional and argument.kind is str else f"--{name}"


def _takes_several(argument: Argument) -> bool:
    """Whether an argument is a list of words, a mapping to numbers or words, or may be a list of words."""
    kinds = [argument.kind, *get_args(argument.kind)]
    return (
        any(
            each in (dict[str, float], dict[str, str])
            or (get_origin(each) is list and {str, Any} & {*get_args(each), *get_args(get_args(each)[0])})
            for each in kinds
        )
        and not argument.option
    )


def _asked(
    arguments: list[Argument], names: Mapping[str, str], values: Mapping[str, Any], own: Mapping[str, str]
) -> Iterator[tuple[str, Any]]:
    """Yield the arguments that were given, by their names in the engine."""
    for argument in arguments:
        value = values[names[argument.name]]
        if argument.name == "options":
            yield "options", method_options(value, own)
        elif value is None or value == []:
            continue
        elif argument.kind == dict[str, float]:
            yield argument.name, _numbers(f"--{names[argument.name]}", value)
        elif argument.kind == dict[str, str]:
            yield argument.name, {name: word or "" for each in value for name, word in parse_pairs(each)}
        elif get_origin(argument.kind) is not list and isinstance(value, list) and len(value) == 1:
            yield argument.name, value[0]
        else:
            yield argument.name, value


def _taken(group: type, values: dict[str, Any]) -> Any:
    return group(**{field.name: values.pop(field.name) for field in dataclasses.fields(group)})


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _numbers(option: str, pairs: list[str]) -> dict[str, float]:
    """Return the numbers of ``id=number``."""
    found: dict[str, float] = {}
    faults = Faults()
    for pair in pairs:
        for name, number in parse_pairs(pair):
            try:
                found[name] = float(number or "")
            except ValueError:
                faults.add("bad-option", "{given} is not of the form id=number", option, given=pair)
    faults.stop(InputError)
    return found


def analysis_outputs(session: Session, result: Any) -> Outputs:
    """Return the forms of an analysis' result."""
    return Outputs(
        result,
        lambda: result.table(session.language, session.width),
        lambda: result.rows(session.language),
    )
