"""The arguments of the engine's functions, declared once in their signatures for every interface.

The command line, HTTP bodies, runs, MCP tools, the client and the documentation read them from here::

    samples: Annotated[int, Field(ge=1), About("number of random samples", metavar="N")] = 10_000
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache, wraps
from numbers import Integral, Real
from types import SimpleNamespace
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

from pydantic import Field
from pydantic.fields import FieldInfo

from see_mcda.errors import Faults, InputError, SeeMcdaError, UnknownNameError
from see_mcda.language.messages import Message, message

WORK = ("executor", "progress", "cancel")
"""Arguments that control how a result is computed, not what it is; only Python has them."""
REQUIRED: Any = inspect.Parameter.empty
"""The default of an argument that must be given."""
LARGEST_WHOLE = 2**53 - 1
"""The largest whole number that a record can hold: beyond it, the doubles of JSON skip some."""
MOST_SAMPLES = 1 << 30
"""Samples at most: their sums stay exact."""
Reader = Callable[[Any, Any, Mapping[str, Any]], object]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class About:
    """The documentation of an argument, beside its type in ``Annotated``.

    Attributes:
        help: a noun phrase, an English template with a Thai translation.
        metavar: the placeholder for a value on the command line.
        json: the type in JSON documents, where Python takes more.
        named: for ``**options``, the ones that every interface offers by name.
        read: raises :class:`SeeMcdaError` if a value does not fit the problem, and computes nothing; it is
            called with the problem, the value, and all arguments by name.
        facts: returns the columns of a plain table that the value names as facts, which are no criteria.

    """

    help: str = ""
    metavar: str = ""
    json: Any = None
    named: Mapping[str, Any] = field(default_factory=dict)
    read: Reader | None = None
    facts: Callable[[Any], Sequence[str]] | None = None


@dataclass(frozen=True)
class Argument:
    """One declared argument of an engine function.

    Attributes:
        name: the name in Python and in JSON.
        type: the type in JSON, with its constraints in ``Annotated``.
        default: the value in JSON if none is given, or :data:`REQUIRED`.
        help, metavar, read, facts: as in :class:`About`.
        positional: whether Python takes it by position.
        option: whether it is one of the method's options.

    """

    name: str
    type: Any
    default: Any
    help: str
    metavar: str
    read: Reader | None = None
    positional: bool = False
    option: bool = False
    facts: Callable[[Any], Sequence[str]] | None = None

    @property
    def kind(self) -> Any:
        """The type without constraints and without ``None``."""
        plain = _bare(self.type)
        kinds = [each for each in get_args(plain) if each is not type(None)]
        return kinds[0] if type(None) in get_args(plain) and len(kinds) == 1 else plain

    @property
    def placeholder(self) -> str:
        """The placeholder for a value on the command line."""
        words = get_args(self.kind) if get_origin(self.kind) is Literal else ()
        return self.metavar or "|".join(words)

    @property
    def limits(self) -> tuple[Any, ...]:
        """The constraints on a number: ``Ge``, ``Gt``, ``Le``, ``Lt``."""
        return _limits(self.type)


SampleCount = Annotated[int, Field(ge=1, le=MOST_SAMPLES), About("number of random samples", metavar="N")]
Seed = Annotated[
    int,
    Field(ge=0, le=LARGEST_WHOLE),
    About("seed of the random numbers: the same seed gives the same result", metavar="N"),
]


def read_candidate(problem: Any, candidate: str, given: Mapping[str, Any]) -> int:
    """Return the row of a candidate; raise :class:`see_mcda.SeeMcdaError` if there is none of this name."""
    row: int = problem.row(candidate)
    return row


CandidateId = Annotated[
    str | None, About("a candidate, by its name or id", metavar="ID", read=read_candidate)
]
NodeIds = Annotated[
    Sequence[str] | None,
    About("criteria or groups of criteria, by their names or ids", metavar="ID", json=list[str] | None),
]


def declared_fields(declaring: type) -> tuple[Argument, ...]:
    """Return the fields of a dataclass whose types have :class:`About`, as arguments by keyword."""
    hints = get_type_hints(declaring, include_extras=True)
    return tuple(_argument(each.name, hints[each.name], each.default) for each in fields(declaring))


@cache
def arguments_of(function: Callable[..., Any]) -> tuple[Argument, ...]:
    """Return the declared arguments of an engine function, without the problem and :data:`WORK`."""
    found: list[Argument] = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name == "problem" or parameter.name in WORK:
            continue
        declared = _evaluated(function, parameter.annotation)
        about = _about(declared)
        if about is None:
            raise TypeError(f"{function.__name__}: {parameter.name} is not declared with About")
        if parameter.kind is parameter.VAR_KEYWORD:
            found += [
                Argument(name, _in_json(each), None, about.help, about.metavar, option=True)
                for name, each in about.named.items()
                for about in [_known(each)]
            ]
            found.append(
                Argument(parameter.name, about.json, {}, about.help, about.metavar, about.read, option=True)
            )
            continue
        positional = parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        found.append(_argument(parameter.name, declared, parameter.default, positional=positional))
    return tuple(found)


def _argument(name: str, declared: Any, default: Any, *, positional: bool = False) -> Argument:
    about = _known(declared)
    given = list(default) if isinstance(default, tuple) else default
    return Argument(
        name,
        _in_json(declared),
        given,
        about.help,
        about.metavar,
        about.read,
        positional=positional,
        facts=about.facts,
    )


def read(function: Callable[..., Any], problem: object, arguments: Mapping[str, Any]) -> None:
    """Raise :class:`SeeMcdaError` with every argument that does not fit the problem; nothing is computed."""
    refuse_own_names(function, arguments.get("options") or {}, arguments)
    declared = arguments_of(function)
    given = {each.name: each.default for each in declared if each.default is not REQUIRED} | dict(arguments)
    refusals: list[SeeMcdaError] = []
    for each in declared:
        if each.read is not None and given.get(each.name) is not None:
            try:
                each.read(problem, given[each.name], given)
            except SeeMcdaError as error:
                refusals.append(error)
    if refusals:
        faults = {(fault.code, str(fault)): fault for error in refusals for fault in error.faults}
        raise type(refusals[0])(faults.values())


def facts_named(function: Callable[..., Any], arguments: Mapping[str, Any]) -> list[str]:
    """Return the columns of a plain table that arguments name as facts."""
    return [
        name
        for each in arguments_of(function)
        if each.facts is not None and arguments.get(each.name)
        for name in each.facts(arguments[each.name])
    ]


def call(function: Callable[..., R], problem: object, arguments: Mapping[str, Any], **work: Any) -> R:
    """Call an engine function with its arguments by name, ``options`` being a mapping of the method's own.

    Those of :data:`WORK` that the function does not have are left out. Raises :class:`UnknownNameError` if an
    option has the name of an argument.
    """
    given = dict(arguments)
    options = given.pop("options", None) or {}
    own = inspect.signature(function).parameters
    refuse_own_names(function, options, given)
    known = {name: value for name, value in work.items() if name in own}
    return function(problem, **given, **options, **known)


def refuse_own_names(
    function: Callable[..., Any], options: Mapping[str, Any], given: Mapping[str, Any] = {}
) -> None:
    """Raise :class:`UnknownNameError` for each of the method's options that is an argument instead."""
    own = inspect.signature(function).parameters
    faults = Faults()
    for name in options:
        if name in own or name in given:
            faults.add(
                "own-argument",
                "{name} is not an option of the method; give it as a separate argument",
                f"options.{name}",
                name=name,
            )
    faults.stop(UnknownNameError)


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Return an engine function that refuses numbers and words outside what its signature declares.

    It raises :class:`InputError` with every such argument.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        given = signature.bind(*args, **kwargs).arguments
        faults = Faults()
        for argument in arguments_of(function):
            if argument.name in given and not argument.option:
                _check(argument, given[argument.name], faults)
        faults.stop(InputError)
        return function(*args, **kwargs)

    return called


def _check(argument: Argument, value: Any, faults: Faults) -> None:
    kind = argument.kind
    if value is None and type(None) in get_args(_bare(argument.type)):
        return
    if kind in (int, float):
        if not _is(kind, value) or not _within(argument.limits, value):
            faults.add(
                "out-of-range",
                "{name} must be {kind}, not {given}",
                argument.name,
                name=argument.name,
                kind=_numbers(argument),
                given=_shown(value),
            )
    elif get_origin(kind) is Literal and value not in get_args(kind):
        faults.add(
            "unknown-value",
            "{name} must be one of {known}, not {given}",
            argument.name,
            name=argument.name,
            known=list(get_args(kind)),
            given=str(value),
        )


def _is(kind: type, value: Any) -> bool:
    """Return whether a value is a whole number, or a finite one."""
    if isinstance(value, bool) or not isinstance(value, Integral if kind is int else Real):
        return False
    try:
        return kind is int or math.isfinite(value)
    except OverflowError:  # a whole number beyond every float
        return False


def _shown(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of so many digits
        return hex(value) if isinstance(value, int) else "?"


def _numbers(argument: Argument) -> Message:
    """Return which numbers an argument takes."""
    ends = {type(each).__name__: getattr(each, type(each).__name__.lower()) for each in argument.limits}
    whole = argument.kind is int
    if whole and {"Ge", "Le"} <= set(ends):
        return message("a whole number from {least} to {most}", least=str(ends["Ge"]), most=str(ends["Le"]))
    if whole:
        return message("a whole number of {least} or more", least=str(ends["Ge"]))
    if {"Gt", "Lt"} <= set(ends):
        return message("a number between {least} and {most}", least=ends["Gt"], most=ends["Lt"])
    if {"Gt", "Le"} <= set(ends):
        return message("a number above {least} and at most {most}", least=ends["Gt"], most=ends["Le"])
    return message("a finite number")


def _within(limits: Sequence[Any], value: Any) -> bool:
    tests = {
        "Ge": lambda end: value >= end,
        "Gt": lambda end: value > end,
        "Le": lambda end: value <= end,
        "Lt": lambda end: value < end,
    }
    return all(tests[type(each).__name__](getattr(each, type(each).__name__.lower())) for each in limits)


def _evaluated(function: Callable[..., Any], annotation: Any) -> Any:
    """Return one annotation of a function; others may name what only a type checker imports."""
    holder = SimpleNamespace(__annotations__={"it": annotation})
    names = inspect.unwrap(function).__globals__
    return get_type_hints(holder, globalns=names, include_extras=True)["it"]


def _about(declared: Any) -> About | None:
    """Return the merged documentation of a type; outer annotations override inner ones."""
    declarations = [each for each in getattr(declared, "__metadata__", ()) if isinstance(each, About)]
    if not declarations:
        return None
    about = declarations[0]
    for each in declarations[1:]:
        about = About(*(getattr(each, one.name) or getattr(about, one.name) for one in fields(About)))
    return about


def _known(declared: Any) -> About:
    about = _about(declared)
    assert about is not None
    return about


def _in_json(declared: Any) -> Any:
    about = _known(declared)
    constraints = tuple(each for each in declared.__metadata__ if not isinstance(each, About))
    plain = about.json or get_args(declared)[0]
    return Annotated[(plain, *constraints)] if constraints else plain


def _bare(declared: Any) -> Any:
    return get_args(declared)[0] if get_origin(declared) is Annotated else declared


def _limits(declared: Any) -> tuple[Any, ...]:
    return tuple(
        limit
        for each in getattr(declared, "__metadata__", ())
        if isinstance(each, FieldInfo)
        for limit in each.metadata
    )
