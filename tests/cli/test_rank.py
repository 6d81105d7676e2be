"""``see-mcda rank``."""

import json
import re

import pytest

import see_mcda as sm


def placed(out):
    """The rank and the words of each row of a table that has a rank."""
    found = (re.match(r" {0,4}(\d+)=?  (\S.*)", line) for line in out.splitlines())
    return [(int(row[1]), row[2].split()) for row in found if row]


def test_table_lists_candidates_in_rank_order_with_their_whole_names(run, models):
    ran = run("rank", models, "--weights", "economic-led")
    ranking = sm.rank(sm.read_problem(models), "economic-led")
    told = [" ".join(line.split()) for line in ran.out.splitlines()]
    words = " ".join(told)
    names = [ranking.problem.name(row)["en"] for row in ranking.order if ranking.ranks[row]]
    assert ran.code == 0
    assert all(word in words for name in names for word in name.split())
    assert [words[0] for _, words in placed(ran.out)] == [name.split()[0] for name in names]


def test_json_is_exactly_what_the_engine_answers(run, models):
    ran = run("rank", models, "--weights", "social-led", "--method", "ahp", "--missing", "worst", "--json")
    engine = sm.rank(sm.read_problem(models), "social-led", method="ahp", missing="worst")
    assert ran.out == engine.to_json() + "\n"


def test_failed_candidate_stands_below_the_table_with_reason_and_would_be_rank(run, models):
    ran = run("rank", models)
    ranking = sm.rank(sm.read_problem(models))
    shadow = ranking.shadow_ranks[ranking.problem.row("dong-tawan")]
    words = " ".join(ran.out.split())
    assert f"would be rank {shadow}" in words
    assert "until two neighbouring groups stopped trading" in words


def test_conditional_candidate_is_marked_and_the_mark_explained(run, models):
    words = " ".join(run("rank", models).out.split())
    assert "Khlong Kaeo Rung Vegetable Growers (invented) *" in words
    assert "* conditional: a gate is not yet checked" in words


def test_note_and_every_warning_are_shown(run, models):
    words = " ".join(run("rank", models).out.split())
    ranking = sm.rank(sm.read_problem(models))
    assert "Note: Illustrative scores" in words
    assert ranking.warnings
    assert all(" ".join(warning.text().split()) in words for warning in ranking.warnings)


def test_reference_candidate_stands_where_its_score_puts_it(run, models):
    ranking = sm.rank(sm.read_problem(models), reference=True)
    reference = ranking.complete.reference
    better = sum(
        ranking.scores[row] > ranking.scores[reference] for row in ranking.order if ranking.ranks[row]
    )
    lines = run("rank", models, "--reference").out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("   -  Reference (good"))
    assert [rank for rank, _ in placed("\n".join(lines[:at]))] == list(range(1, better + 1))
    assert placed("\n".join(lines[at:]))[0][0] == better + 1


def test_nodes_shows_the_score_at_every_leaf(run, models):
    words = " ".join(run("rank", models, "--nodes").out.split())
    assert "Score for each group and criterion" in words
    assert "Score for each group and criterion" not in run("rank", models).out
    assert "Trade under the market" in words


def test_plain_table_says_where_less_is_better(run, pumps):
    silent, told = run("rank", pumps), run("rank", pumps, "--minimize", "price")
    assert "More is better in every column" in silent.out
    assert "Less is better: price" in told.out
    assert silent.out != told.out


def test_weights_given_as_words_are_used(run, pumps):
    ran = run("rank", pumps, "--minimize=price", "--weights", "flow=3,price=1", "--json")
    assert json.loads(ran.out)["weights"] == {"flow": 0.75, "price": 0.25}


def test_method_options_reach_the_method(run, models):
    ran = run("rank", models, "--normalization", "vector", "--option", "ideal=observed", "--json")
    assert json.loads(ran.out)["method"]["options"] == {"normalization": "vector", "ideal": "observed"}


@pytest.mark.parametrize(
    ("option", "wanted"),
    [
        ("ideal", "--option: ideal is not of the form name=value"),
        ("missing=worst", "--option: missing is set by its own option: --missing"),
        ("weights=equal", "--option: weights is set by its own option: --weights"),
        ("ideal=best", "ideal of topsis must be one of observed, fixed, not best"),
        ("nonsense=1", "topsis has no option nonsense"),
    ],
)
def test_wrong_method_option_is_one_line(run, models, option, wanted):
    ran = run("rank", models, "--option", option)
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert wanted in ran.err


def test_ties_share_a_rank_and_say_so(run, tmp_path):
    path = tmp_path / "tie.csv"
    path.write_text("id,x,y\na,1,2\nb,2,1\nc,0,0\n")
    out = run("rank", path).out
    assert out.count("1=") == 2
    assert "= marks a tied rank" in out


def test_names_are_printed_as_they_are_and_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "names.json"
    name = "\x1b[31mred\x07 [bold]x[/bold]\u202e"
    document = {
        "framework": {"id": "t", "criteria": [{"id": "x"}]},
        "candidates": [{"id": "a", "name": name, "scores": {"x": 1}}, {"id": "b", "scores": {"x": 2}}],
    }
    path.write_text(json.dumps(document))
    out = run("rank", path).out
    assert "[bold]x[/bold]" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_the_command_line_says_the_verdict_before_the_ranking_but_not_in_json(run, models):
    found = sm.settled(sm.read_problem(models), "social-led").report().headline.text()
    told = run("rank", models, "--weights", "social-led").out
    assert " ".join(told.split()).startswith(found)
    assert "Open between" not in run("rank", models, "--weights", "social-led", "--json").out
