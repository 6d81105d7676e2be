"""Finding things by whatever people call them."""

import pickle

import pytest

import see_mcda as sm
from see_mcda.errors import Faults, UnknownNameError
from see_mcda.language.messages import message
from see_mcda.model.naming import CRITERION, METHOD, Choices, Kind

CRITERIA = Choices(
    CRITERION,
    {
        "income": [{"en": "Yearly income", "th": "รายได้"}],
        "c2": [{"th": "ต้นทุน (บาท)"}],
        "local-jobs": [None],
        "total-cost": [{"en": "Cost, total"}],
    },
)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("income", "income"),
        ("YEARLY  Income", "income"),
        ("ราย\u0e44ด้", "income"),
        ("ต้นทุน (บาท)", "c2"),
        ("ต้นทุน_บาท", "c2"),
        ("ต้นทุน", "c2"),
        ("Local Jobs", "local-jobs"),
        (" Cost, total ", "total-cost"),
    ],
)
def test_ids_names_and_headers_are_found(words: str, id: str) -> None:
    assert CRITERIA.resolve(words) == id


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert Choices(CRITERION, {"c1": ["Qualité"]}).resolve("Qualite\u0301") == "c1"


def test_an_exact_id_is_found_before_a_name_and_an_exact_name_before_a_similar_one() -> None:
    choices = Choices(CRITERION, {"a": ["b"], "b": ["c"], "c3": ["Cost"], "c4": ["COST"]})
    assert choices.resolve("b") == "b"
    assert choices.resolve("COST") == "c4"


def test_words_for_several_things_name_each_with_its_id() -> None:
    choices = Choices(CRITERION, {"c3": ["Cost"], "c4": ["COST"], "cost": [None]})
    assert choices.resolve("cost") == "cost"
    with pytest.raises(UnknownNameError, match=r"cOst could be Cost \(c3\), COST \(c4\), cost; write the id"):
        choices.resolve("cOst")


def test_a_similar_name_is_offered_as_it_can_be_typed() -> None:
    with pytest.raises(
        UnknownNameError, match='there is no criterion cost, totel; did you mean "Cost, total"'
    ):
        CRITERIA.resolve("cost, totel")
    with pytest.raises(UnknownNameError, match=r"did you mean Yearly income\?"):
        CRITERIA.resolve("yearly")


def test_the_list_has_names_in_the_readers_language_and_an_end() -> None:
    with pytest.raises(UnknownNameError) as caught:
        CRITERIA.resolve("xyz")
    (line,) = caught.value.lines("th")
    assert "รายได้, ต้นทุน (บาท), local-jobs" in line
    many = Choices(METHOD, {f"m{number}": () for number in range(100)})
    with pytest.raises(UnknownNameError, match=r"m18, m19, …$"):
        many.resolve("zzz")


def test_something_else_that_can_be_given_is_mentioned() -> None:
    kind = Kind("unknown-thing", message("method"), message("a file, or a=2,b=1"))
    with pytest.raises(UnknownNameError, match="choose from x, or give a file, or a=2,b=1"):
        Choices(kind, {"x": ()}).resolve("zzz")


@pytest.mark.parametrize("words", ["", "  ", "()"])
def test_nothing_is_no_name(words: str) -> None:
    faults = Faults()
    assert Choices(CRITERION, {"c1": ["(x)"], "c2": [""]}).match(words, None, faults) is None
    assert faults


def test_problems_that_were_asked_for_a_name_go_to_other_processes() -> None:
    problem = sm.Problem.from_arrays([[1, 2], [3, 4]], candidates=["a", "b"])
    assert problem.row("A") == 0
    assert problem.framework.choices.resolve("C1") == "c1"
    assert pickle.loads(pickle.dumps(problem)).row("B") == 1
