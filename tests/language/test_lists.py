"""Lists and pairs as one line of text."""

import pytest

from see_mcda.language.lists import parse_pairs, quoted, split_list


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("a, b ,,c", ["a", "b", "c"]),
        ('"cost, total", income', ["cost, total", "income"]),
        ('"the ""best"", perhaps"', ['the "best", perhaps']),
        ('5" pipe, 6" pipe', ['5" pipe', '6" pipe']),
        ('a "b, c" d', ['a "b', 'c" d']),
        ("", []),
    ],
)
def test_commas_between_quotes_do_not_separate(words: str, parts: list[str]) -> None:
    assert split_list(words) == parts


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("a=2, b = 1", [("a", "2"), ("b", "1")]),
        ('"ต้นทุน, รวม"=2', [("ต้นทุน, รวม", "2")]),
        ("age>=18=2", [("age>=18", "2")]),
        ('"a=b", "c=d" = 3', [("a=b", None), ("c=d", "3")]),
        ("a=", [("a", "")]),
        ("=3", [("", "3")]),
        ("3,2", [("3", None), ("2", None)]),
    ],
)
def test_the_last_equals_sign_outside_quotes_separates_a_value(
    words: str, pairs: list[tuple[str, str | None]]
) -> None:
    assert parse_pairs(words) == pairs


@pytest.mark.parametrize("name", ["cost", "cost, total", "a=b", '"so-called"', 'x, "y"', 'say "x"'])
def test_a_quoted_name_reads_back(name: str) -> None:
    assert split_list(f"first,{quoted(name)},last") == ["first", name, "last"]
    assert parse_pairs(f"{quoted(name)}=2,last=1") == [(name, "2"), ("last", "1")]
