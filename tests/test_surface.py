"""The public names, as other programs are written against them."""

import doctest
import inspect
import types

import pytest

import see_mcda as sm
from see_mcda.methods import Method, methods

CONTRACT = {
    *(
        "Problem",
        "Framework",
        "Criterion",
        "read_problem",
        "read_framework",
        "read_weights",
        "rank",
        "compare",
    ),
    *("explain", "verify", "frameworks", "weightings", "weighting", "methods", "SeeMcdaError"),
    "ReadingError",
}
WEIGHTING = ("ahp", "best_worst", "swing", "rank_order", "objective", "group", "utastar")


def test_the_names_of_the_contract_are_public():
    assert set(sm.__all__) >= CONTRACT


def test_public_names_exist_once_each_and_are_about_twenty():
    assert sm.__all__ == sorted(set(sm.__all__))
    assert 15 <= len(sm.__all__) <= 30
    for name in sm.__all__:
        assert hasattr(sm, name)


@pytest.mark.parametrize("name", sm.__all__)
def test_every_public_name_says_what_it_is(name):
    words = inspect.getdoc(getattr(sm, name))
    assert words
    assert words.splitlines()[0].rstrip(".:")


@pytest.mark.parametrize("name", [name for name in sm.__all__ if inspect.isclass(getattr(sm, name))])
def test_every_public_method_says_what_it_does(name):
    for attribute, value in vars(getattr(sm, name)).items():
        if not attribute.startswith("_") and (
            inspect.isfunction(value) or isinstance(value, (property, classmethod))
        ):
            assert inspect.getdoc(value), f"{name}.{attribute}"


@pytest.mark.parametrize("name", WEIGHTING)
def test_weighting_offers_its_functions_by_name(name):
    assert isinstance(getattr(sm.weighting, name), types.FunctionType)
    assert inspect.getdoc(getattr(sm.weighting, name))


def test_methods_say_what_they_are_in_one_line_with_their_source():
    assert list(methods())[:4] == ["topsis", "ahp", "additive", "multiplicative"]
    wanted = {
        "vikor",
        "mabac",
        "edas",
        "marcos",
        "waspas",
        "cocoso",
        "aras",
        "copras",
        "codas",
        "mairca",
        "multimoora",
        "spotis",
    }
    assert set(methods()) >= wanted
    for name, method in methods().items():
        assert isinstance(method, Method)
        assert method.name == name
        assert "\n" not in method.description
        assert method.description
        assert "(" in method.source
        assert method.needs
        assert method.normalizations


def test_rank_weights_and_method_come_first_and_the_rest_by_name():
    for function in (sm.rank, sm.compare):
        parameters = list(inspect.signature(function).parameters.values())
        assert [parameter.name for parameter in parameters[:2]] == ["problem", "weights"]
        assert parameters[2].name == "method"
        assert parameters[2].default == "topsis"
        assert all(
            parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD) for parameter in parameters[2:]
        )


def test_the_example_of_the_package_is_true():
    assert doctest.testmod(sm).failed == 0
    assert doctest.testmod(sm).attempted > 0
