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
        ("rank P Q", "unexpected argument Q"),
        ("rank P --weights a b", "unexpected argument b"),
        ("rank P --lang", "--lang: a value is needed here"),
        ("rank P --lang fr", "--lang: there is no language fr; choose from en, th"),
        ("rank P --decimal ;", "--decimal: ; is not valid: use one of ., ,"),
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


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("--samples abc", "--samples: abc is not a whole number: use a number such as 1000"),
        ("--samples 1.5", "--samples: 1.5 is not a whole number: use a number such as 1000"),
        ("--samples 0", "--samples: samples must be a whole number from 1 to 1073741824, not 0"),
        ("--seed x", "--seed: x is not a whole number"),
        ("--concentration many", "--concentration: many is not a number: use a number such as 0.5"),
        ("--concentration 0", "--concentration: a profile needs a concentration from"),
        ("--jitter 9", "--jitter: the jitter of judgments must be above 0 and at most 3"),
        ("--weights zz=1", "--weights zz: there is no criterion zz"),
        ("--jitter 0.2", "--weights: this weighting has no pairwise judgments"),
        ("--statement foo", "--statement: "),
    ],
)
def test_a_fault_names_the_option_that_was_given(run, models, words, wanted):
    ran = run("sensitivity", "acceptability", models, *words.split())
    assert ran.code == 2
    assert ran.faults[0].startswith(wanted)


def test_a_large_whole_number_may_be_written_short(run, models):
    short, long = (run("sensitivity", "acceptability", models, "--samples", n) for n in ("1e3", "1000"))
    assert short.code == 0, short.err
    assert short.out == long.out


def test_arguments_of_an_analysis_are_called_as_on_the_command_line(run, models):
    ran = run("sensitivity", "pillar-map", models, "--node", "market", "social")
    assert [fault.partition(":")[0] for fault in ran.faults] == ["--node"]
    ran = run("sensitivity", "score-crossovers", models, "sampran", "pillars")
    assert [fault.partition(":")[0] for fault in ran.faults] == ["CRITERION"]


def test_judgments_that_nobody_gave_are_not_looked_for_in_another_tree(run, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("id,x,y\na,1,2\nb,2,1\n")
    for more in ((), ("--weights", "equal"), ("--weights", "x=1,y=2")):
        ran = run("sensitivity", "acceptability", table, "--jitter", "0.2", *more)
        assert ran.code == 2
        assert len(ran.faults) == 1
        assert "has no pairwise judgments" in ran.err


def test_help_tells_what_weights_are_if_none_are_given(run):
    for name in ("acceptability", "variance"):
        words = " ".join(run("sensitivity", name, "--help").out.split())
        assert "every weighting is equally likely" in words
        assert "(default: equal weights)" not in words
    assert "(default: equal weights)" in " ".join(run("sensitivity", "worth-knowing", "--help").out.split())


def test_a_table_with_holes_is_told_the_option_that_fills_them(run, tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("id,x,y\na,1,\nb,2,1\n")
    ran = run("rank", table)
    assert ran.code == 2
    assert "--missing" in ran.err


@pytest.mark.slow
def test_more_effort_can_be_asked_for(run, models):
    ran = run("sensitivity", "rank-ranges", models, "--effort", "0.1")
    assert ran.code == 0, ran.err
    assert "--effort" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("sensitivity acceptability P --option samples=5", "--samples"),
        ("sensitivity flip P --option candidate=x", "--candidate"),
        ("sensitivity variance P --option candidate=x", "--candidate"),
        ("sensitivity crossovers P --option nodes=x", "--node"),
        ("improve P --option candidate=x", "A"),
        ("rank P --option normalization=vector", "--normalization"),
    ],
)
def test_an_argument_that_is_given_as_an_option_of_the_method_is_told_its_own_option(run, models, words, own):
    ran = run(*(models if word == "P" else word for word in words.split()))
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert ran.faults[0].endswith(f"is set by its own option: {own}")


@pytest.mark.parametrize(
    "words",
    [
        "crossovers --top 1",
        "acceptability --samples 100 --points random",
        "acceptability --samples 100 --no-scores",
        "rank-ranges --method additive --samples 10",
        "agreement --method topsis --no-assessors",
        "variance --samples 64 --points random --split sources --confidence 0.9",
    ],
)
def test_what_an_analysis_can_be_asked_it_can_be_asked_here(run, models, words):
    name, *options = words.split()
    ran = run("sensitivity", name, models, *options)
    assert ran.code == 0, ran.err
