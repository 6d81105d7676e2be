"""The command line's own faults: one line each, in plain words."""

import sys

import pytest


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("foo", "there is no command foo"),
        ("ranks", "there is no command ranks; did you mean rank?"),
        ("list method", "there is no command method; did you mean methods?"),
        ("--foo", "there is no option --foo here"),
        ("rank", "PROBLEM is missing"),
        ("rank P --weigths x", "there is no option --weigths; did you mean --weights?"),
        ("rank P --weigths=x", "there is no option --weigths; did you mean --weights?"),
        ("rank P --weights", "--weights needs a value"),
        ("rank P --weights --json", "--weights needs a value"),
        ("rank P --json=yes", "--json takes no value"),
        ("rank P Q", "there is no place for Q here"),
        ("rank P --weights a b", "there is no place for b here"),
        ("rank P --lang", "--lang: a value is needed here"),
        ("rank P --lang fr", "--lang: there is no language fr; there are en, th"),
        ("rank P --decimal ;", "--decimal: one of ., , is needed, not ;"),
        ("schema nothing", "there is no schema nothing"),
        ("weights show nobody", "there is no weighting nobody"),
    ],
)
def test_usage_fault_is_one_line_and_exit_code_2(run, words, wanted):
    ran = run(*words.split())
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.faults) == 1
    assert wanted in ran.err


def test_all_faults_are_told_at_once(run):
    ran = run("rank", "--foo", "--weights", "--bar=1")
    assert ran.code == 2
    assert len(ran.faults) == 4


@pytest.mark.parametrize("words", ["", "weights", "list"])
def test_no_verb_shows_help(run, words):
    ran = run(*words.split())
    assert ran.code == 0
    assert "Commands:" in ran.out


@pytest.mark.parametrize(
    "words", ["--help", "-h", "rank --help", "rank x -h", "weights ahp --help", "list methods --help"]
)
def test_help_is_shown_on_request(run, words):
    ran = run(*words.split())
    assert ran.code == 0
    assert ran.out.startswith("Usage: see-mcda")
    assert all(len(line) <= 80 for line in ran.out.splitlines() if not line.startswith("  see-mcda"))


def test_version(run):
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("see-mcda ")


@pytest.mark.parametrize("verb", ["serve", "db", "worker", "keys", "mcp"])
def test_verb_of_a_missing_part_says_what_to_install(run, verb, monkeypatch):
    monkeypatch.setitem(sys.modules, f"see_mcda_api.commands.{verb}", None)  # as if it could not be imported
    ran = run(verb, "--port", "1")
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert "pip install" in ran.err


def test_negative_number_is_a_value_and_no_option(run):
    ran = run("weights", "ahp", "1 -3; 1/3 1")
    assert ran.code == 2
    assert "there is no option" not in ran.err
