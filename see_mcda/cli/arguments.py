"""Arguments before the parser sees them: several values after one option, and faults in our own words."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from see_mcda.errors import Faults, InputError, SeeMcdaError
from see_mcda.io.files import FORMATS
from see_mcda.language.messages import Where, message


def arranged(parameters: Sequence[Any], arguments: Sequence[str]) -> list[str]:
    """Return the arguments of a command with one value for each option (``--weights=a --weights=b``).

    An option that may be given several times takes all words up to the next option; if nothing is left then
    for an argument that is needed, it gives back its last (``compare --weights equal social-led a.yaml``).

    Raises :class:`InputError` naming every unknown option, missing value, missing argument and word too many.
    """
    options = {
        name: each
        for each in parameters
        if each.param_type_name == "option"
        for name in (*each.opts, *each.secondary_opts)
    }
    wanted = [each for each in parameters if each.param_type_name == "argument"]
    faults = Faults()
    given: list[tuple[str, list[str]]] = []
    loose: list[str] = []
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            loose += words
            break
        if not _is_option(word):
            loose.append(word)
            continue
        name, equals, value = word.partition("=")
        option = options.get(name)
        if option is None:
            _unknown(name, options, faults)
            if words and not equals and not _is_option(words[0]):
                words.pop(0)  # its value, surely
            continue
        if option.is_flag:
            if equals:
                faults.add("no-value-wanted", "{option} takes no value", None, option=name)
            given.append((name, []))
            continue
        values = [value] if equals else []
        while words and not _is_option(words[0]) and not equals and (option.multiple or not values):
            values.append(words.pop(0))
        if not values:
            faults.add(
                "no-value",
                "{option} needs a value: {metavar}",
                None,
                option=name,
                metavar=option.metavar or "…",
            )
        given.append((name, [_number(option, name, value, faults) for value in values]))
    needed = [each for each in wanted if each.required]
    if len(loose) < len(needed):
        _give_back(given, options, loose, len(needed) - len(loose))
    _count(loose, wanted, needed, faults)
    faults.stop(InputError)
    return [*_joined(given), "--", *loose]


def _number(option: Any, name: str, value: str, faults: Faults) -> str:
    """Return a value as the parser takes it; add a fault if the option is a number and this is none."""
    kind = getattr(getattr(option, "type_descriptor", None), "annotation", None)
    if kind not in (int, float):
        return value
    try:
        number = float(value.replace("_", "x"))  # Python's own sign between digits is nobody else's
    except ValueError:
        number = math.nan
    if kind is float:
        if math.isnan(number):
            faults.add("not-a-number", "{given} is not a number: use a number such as 0.5", name, given=value)
        return value
    if value.strip().lstrip("+-").isdecimal():
        return value
    if not number.is_integer():  # 1e5 is a whole number all the same
        faults.add(
            "not-a-whole-number",
            "{given} is not a whole number: use a number such as 1000",
            name,
            given=value,
        )
        return value
    return str(int(number))


def placed(error: SeeMcdaError, parameters: Sequence[Any], given: Mapping[str, Any]) -> SeeMcdaError:
    """Return an error of the engine with options in the places of the arguments that they became."""
    called = {f"{each.name}s": _called(each) for each in parameters}
    called |= {each.name: _called(each) for each in parameters}
    faults = []
    for fault in error.faults:
        faults.append(fault.at(fault.where and _as_option(fault.where, called, given.get("distribution"))))
    return type(error)(faults)


def _as_option(where: Where, called: Mapping[str, str], distribution: Path | None) -> Where:
    """Return the location as an option, or in the file of a distribution."""
    within = where.seen_from("weights")
    if within is not None and within != Where() and distribution is not None:
        return within.within(Where(str(distribution)))
    if within is not None and within.path is not None and (last := within.path.split(".")[-1]) in called:
        return Where(path=called[last])
    if where.path in _OF_WEIGHTS and "weights" in called:
        return Where(path=called["weights"])
    for name, option in called.items():
        if (part := where.seen_from(name)) is not None:
            named = part.path is not None and not part.path.startswith("[")
            return Where(path=f"{option} {part.path}" if named else option)
    return where


_OF_WEIGHTS = ("weights.judgments", "weights.profile")
"""Where the weighting stands that others vary around."""


def _called(parameter: Any) -> str:
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar)


def _is_option(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and not word[1].isdigit()


def _joined(given: Sequence[tuple[str, list[str]]]) -> list[str]:
    flags = [name for name, values in given if not values]
    return [*flags, *(f"{name}={value}" for name, values in given for value in values)]


def _unknown(name: str, options: Mapping[str, Any], faults: Faults) -> None:
    close = difflib.get_close_matches(name, options, n=1, cutoff=0.6)
    if close:
        faults.add(
            "unknown-option",
            "there is no option {option}; did you mean {close}?",
            None,
            option=name,
            close=close[0],
        )
    else:
        faults.add(
            "unknown-option",
            "there is no option {option}; choose from {known}",
            None,
            option=name,
            known=[option for option in options if option.startswith("--")],
        )


def _give_back(
    given: Sequence[tuple[str, list[str]]], options: Mapping[str, Any], loose: list[str], count: int
) -> None:
    runs = [values for name, values in given if options[name].multiple and len(values) > count]
    runs.sort(key=lambda values: Path(values[-count]).suffix.lower() in FORMATS)
    if runs:
        loose += runs[-1][-count:]
        del runs[-1][-count:]


def _count(loose: Sequence[str], wanted: Sequence[Any], needed: Sequence[Any], faults: Faults) -> None:
    for argument in needed[len(loose) :]:
        faults.add(
            "missing-argument",
            "{name} is missing: {meaning}",
            None,
            name=argument.metavar,
            meaning=message(str(argument.help)),
        )
    if all(argument.nargs == 1 for argument in wanted):
        for word in loose[len(wanted) :]:
            faults.add("extra-argument", "unexpected argument {word}", None, word=word)
