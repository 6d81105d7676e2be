"""``see-mcda compare``."""

import csv
import json

import pytest

import see_mcda as sm

WEIGHTS = ("equal", "economic-led", "social-led", "environment-led")


def test_command_of_make_run_ranks_under_all_weightings_by_both_methods(run, models):
    ran = run("compare", models, "--weights", *WEIGHTS, "--method", "topsis", "ahp")
    assert ran.code == 0
    assert "in 8 rankings" in ran.out
    assert all(
        line in ran.out for line in ("A  Equal", "B  Economic-led", "C  Social-led", "D  Environment-led")
    )


def test_json_is_exactly_what_the_engine_answers(run, models):
    ran = run("compare", models, "--weights", "equal", "social-led", "--method", "topsis", "vikor", "--json")
    engine = sm.compare(sm.read_problem(models), ["equal", "social-led"], method=["topsis", "vikor"])
    assert ran.out == engine.to_json() + "\n"


@pytest.mark.parametrize(
    "words",
    [
        "PROBLEM --weights equal social-led",
        "--weights equal social-led PROBLEM",
        "--weights equal --weights social-led PROBLEM",
        "--weights=equal PROBLEM --weights=social-led",
        "--weights equal social-led --method topsis -- PROBLEM",
        "--weights equal social-led PROBLEM --method topsis",
        "--method topsis --weights equal social-led PROBLEM --json",
    ],
)
def test_several_values_after_one_option_in_any_place(run, models, words):
    given = [str(models) if word == "PROBLEM" else word for word in words.split() if word != "--json"]
    if "--" in given:
        given.insert(given.index("--"), "--json")
    else:
        given.append("--json")
    ran = run("compare", *given)
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert [ranking["weighting"]["id"] for ranking in document["rankings"]] == ["equal", "social-led"]


def test_table_marks_leaders_and_tells_best_and_worst_rank(run, models):
    out = run("compare", models, "--weights", *WEIGHTS).out
    comparison = sm.compare(sm.read_problem(models), WEIGHTS)
    places = comparison.ranks[:, comparison.problem.row("huai-mokkham")]
    row = next(line for line in out.splitlines() if line.startswith("Huai Mokkham"))
    assert row.endswith(f"{places.min()} - {places.max()}")
    marked = sum(line.count(">1") for line in out.splitlines())
    assert marked == (comparison.ranks == 1).sum()


def test_who_leads_and_who_moves_is_said_in_words(run, models):
    words = " ".join(run("compare", models, "--weights", *WEIGHTS).out.split())
    comparison = sm.compare(sm.read_problem(models), WEIGHTS)
    ranks = comparison.ranks[:, comparison.problem.eligible]
    moved = ranks.max(axis=0) - ranks.min(axis=0)
    assert f"{(moved == 0).sum()} of {ranks.shape[1]} keep their rank" in words
    leader = comparison.problem.row("sampran")
    wins = int((comparison.ranks[:, leader] == 1).sum())
    assert f"Sampran value-based business group leads in {wins} of 4 rankings" in words


def test_failed_candidate_has_no_ranks_and_its_reason_is_told(run, models):
    words = " ".join(run("compare", models).out.split())
    assert "Dong Tawan Saengthong Fruit Centre (invented) fails a gate" in words


def test_more_rankings_than_fit_are_shown_in_several_tables(run, models):
    names = [name for name in sm.weightings() if name != "equal"]
    out = run("compare", models, "--weights", *names, "--method", "topsis", "additive").out
    assert out.count("\nCandidate ") > 1
    assert max(len(line) for line in out.splitlines()) <= 80


@pytest.mark.parametrize(("id", "marks"), [("social-led", "12"), ("mine", ("social-led", "mine"))])
def test_different_weights_of_one_name_are_told_apart(run, models, tmp_path, id, marks):
    document = {
        "schema": "see-mcda/weighting/1",
        "id": id,
        "name": {"en": "Social-led"},
        "framework": "see",
        "nodes": {"pillars": {"weights": {"economic": 1, "social": 1, "environmental": 6}}},
    }
    path = tmp_path / "my-weights.json"
    path.write_text(json.dumps(document))
    given = ("compare", models, "--weights", "social-led", path, "equal", "--method", "topsis", "additive")
    wanted = [*(f"Social-led ({mark})" for mark in marks), "Equal"]
    out = run(*given).out
    assert all(f"{letter}  {name}" in out for letter, name in zip("ABC", wanted, strict=True))
    run(*given, "--out", tmp_path / "c.csv")
    rows = list(csv.reader((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()))
    names = [cell.partition(": ")[2] for cell in rows[0] if ": " in cell]
    assert sorted(names) == sorted(wanted * 2)


def test_weights_given_as_words_are_numbered(run, pumps):
    out = run("compare", pumps, "--weights", "flow=2,price=1", "flow=1,price=2").out
    assert "A  as given (1)" in out
    assert "B  as given (2)" in out
