"""``see-mcda weights``."""

import json

import numpy as np
import pytest
import yaml

import see_mcda as sm
from see_mcda.weighting.ahp import ahp
from see_mcda.weighting.best_worst import best_worst

MATRIX = [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]
PILLARS = ("--framework", "see", "--node", "pillars")


def weights_of(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["weights"]


@pytest.mark.parametrize(
    "source",
    [
        "1 3 5; 1/3 1 2; 1/5 1/2 1",
        "1,3,5;1/3,1,2;1/5,1/2,1",
        "1 3 5; ? 1 2; ? ? 1",
        "c1/c2=3,c1/c3=5,c2/c3=2",
    ],
)
def test_ahp_reads_a_matrix_or_pairs_in_words(run, source):
    found = weights_of(run("weights", "ahp", source, "--json"))
    assert list(found.values()) == pytest.approx(ahp(MATRIX).weights.tolist())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.csv", "price,quality,service\n1,3,5\n1/3,1,2\n1/5,1/2,1\n"),
        ("m.csv", ";price;quality;service\nprice;1;3;5\nquality;;1;2\nservice;;;1\n"),
        ("m.yaml", "criteria: [price, quality, service]\nmatrix: [[1, 3, 5], [1/3, 1, 2], [0.2, 0.5, 1]]\n"),
        ("m.json", '{"judgments": [["price","quality",3],["price","service",5],["quality","service",2]]}'),
        (
            "m.yaml",
            "nodes: {t: {judgments: [[price, quality, 3], [price, service, 5], [quality, service, 2]]}}\n",
        ),
    ],
)
def test_ahp_reads_files(run, tmp_path, name, content):
    (tmp_path / name).write_text(content)
    found = weights_of(run("weights", "ahp", tmp_path / name, "--json"))
    assert list(found) == ["price", "quality", "service"]
    assert list(found.values()) == pytest.approx(ahp(MATRIX).weights.tolist())


def test_ahp_names_the_ratio_and_its_random_index_and_what_to_look_at(run):
    words = " ".join(run("weights", "ahp", "1 3 1/5; 1/3 1 2; 5 1/2 1").out.split())
    found = ahp([[1, 3, 1 / 5], [1 / 3, 1, 2], [5, 1 / 2, 1]])
    assert f"{found.consistency_ratio:.3f}" in words
    assert "saaty1980" in words
    for each in found.suggestions:
        text = each.message.text().replace(f"[{each.i}, {each.j}]", f"c{each.i + 1} / c{each.j + 1}")
        assert " ".join(text.split()) in words


def test_named_matrix_is_put_in_the_order_of_the_framework(run, tmp_path):
    path = tmp_path / "m.csv"
    path.write_text("social,economic,environmental\n1,2,1\n1/2,1,1/2\n1,2,1\n")
    found = weights_of(run("weights", "ahp", path, *PILLARS, "--json"))
    assert found == pytest.approx({"economic": 0.2, "social": 0.4, "environmental": 0.4})


def test_written_weighting_file_gives_the_same_weights(run, tmp_path):
    path = tmp_path / "mine.yaml"
    pairs = "social/economic=2,environmental/economic=3,social/environmental=1"
    shown = weights_of(run("weights", "ahp", pairs, *PILLARS, "--json"))
    assert run("weights", "ahp", pairs, *PILLARS, "--out", path).code == 0
    weights = sm.read_weights(path, "see")
    assert weights.id == "mine"
    assert weights.local["pillars"].tolist() == pytest.approx(list(shown.values()), abs=1e-12)


@pytest.mark.parametrize(
    "words",
    [
        ("best-worst", "economic=2,social=1,environmental=4", "economic=2,social=4,environmental=1"),
        ("swing", "economic=60,social=100,environmental=80"),
        ("rank-order", "social > economic = environmental", "--rule", "rs"),
        ("group", "1 2 3; ? 1 2; ? ? 1", "1 1/2 1; ? 1 2; ? ? 1", "--voters", "2,1", "--how", "priorities"),
    ],
)
def test_every_way_of_asking_can_be_kept_as_a_weighting_file(run, tmp_path, words):
    path = tmp_path / "kept.yaml"
    shown = weights_of(run("weights", *words, *PILLARS, "--json"))
    assert run("weights", *words, *PILLARS, "--out", path).code == 0
    weights = sm.read_weights(path, "see")
    assert weights.local["pillars"].tolist() == pytest.approx(list(shown.values()), abs=1e-9)


def test_weighting_for_a_plain_table_ranks_it(run, tmp_path, pumps):
    kept = tmp_path / "kept.yaml"
    assert run("weights", "ahp", "flow/price=3", "--out", kept).code == 0
    ran = run("rank", pumps, "--minimize", "price", "--weights", kept, "--json")
    assert weights_of(ran) == pytest.approx({"flow": 0.75, "price": 0.25})


def test_best_worst_is_the_engines(run):
    found = weights_of(
        run("weights", "best-worst", "a=2,b=1,c=8", "a=3,b=8,c=1", "--model", "nonlinear", "--json")
    )
    assert list(found.values()) == pytest.approx(
        best_worst([2, 1, 8], [3, 8, 1], "nonlinear").weights.tolist()
    )


def test_swing_without_points_asks_with_the_ends_of_the_scales(run):
    words = " ".join(run("weights", "swing", *PILLARS, "--first", "social").out.split())
    assert "Social from 0 to 4" in words
    assert words.count("is worth 100 points") == 2


def test_objective_weights_fill_missing_scores_as_the_problem_says(run, models):
    found = weights_of(run("weights", "objective", models, "--rule", "std", "--json"))
    assert sum(found.values()) == pytest.approx(1)
    assert run("weights", "objective", models, "--missing", "error").code == 2


def test_show_tells_local_and_global_weights(run):
    out = run("weights", "show", "economic-led").out
    [row] = [line for line in out.splitlines() if line.lstrip().startswith("Economic ")]
    assert row.split()[-4:] == ["60.0", "%", "36.0", "%"]


def test_shown_weights_can_be_kept(run, tmp_path):
    path = tmp_path / "kept.json"
    assert run("weights", "show", "ahp-judged", "--out", path).code == 0
    kept, shipped = sm.read_weights(path, "see"), sm.read_weights("ahp-judged", "see")
    np.testing.assert_allclose(kept.values, shipped.values, rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("ahp", "1 2; 3"), "row 2 has 1 cell;"),
        (("ahp", "1 x; 1 1"), "x is not a number"),
        (("ahp", "1 1,234; 1 1"), "row 1 has 3 cells"),
        (("ahp", "a/b=0"), "a judgment must be a number above 0"),
        (("ahp", "a/b=2,b/a=2"), "b and a are already compared"),
        (
            ("ahp", "1 2 3; 1/2 1 2; 1/3 1/2 1", "--criteria", "a,b"),
            "the matrix has 3 rows; there are 2 criteria",
        ),
        (("ahp", "a/c=2", *PILLARS), "there is no a, c here"),
        (("ahp", "a/b=2", "--node", "pillars"), "give --framework too"),
        (
            ("ahp", "a/b=2", "--framework", "see", "--node", "economic"),
            "there is no group of criteria economic",
        ),
        (("ahp", "Unit price/b=2", "--out", "{folder}/w.yaml"), "Unit price is not a valid id"),
        (("swing", "a=x"), "a=x is not of the form name=number"),
        (("swing",), "the questions need the worst and best value"),
        (("rank-order", "a >"), "an order is of the form"),
        (("rank-order", "a > a"), "a is given twice"),
        (("best-worst", "a=1,b=2", "a=2"), "b is missing"),
        (("group", "1 2; ? 1", "1 2 3; ? 1 2; ? ? 1"), "the matrix has 3 rows; there are 2 criteria"),
        (("ahp", "nofile.csv"), "the file does not exist"),
    ],
)
def test_wrong_answers_are_one_line_each(run, tmp_path, words, wanted):
    ran = run("weights", *(str(word).replace("{folder}", str(tmp_path)) for word in words))
    assert ran.code == 2
    assert wanted in ran.err
    assert len(ran.faults) == 1
    assert list(tmp_path.iterdir()) == []


def test_group_of_two_who_contradict_each_other_has_nobody_of_like_mind(run):
    words = " ".join(run("weights", "group", "a/b=9,b/c=9", "a/b=1/9,b/c=1/9").out.split())
    assert "No two members agree." in words
    assert "Members who agree" not in words
    assert "below 0, the members disagree more than the scale's own spread" in words


def test_group_tells_each_cluster_of_several_members_on_a_line_of_its_own(run):
    one, other = "a/b=9,b/c=9", "a/b=1/9,b/c=1/9"
    lines = run("weights", "group", one, other, one, other, "a/b=1/9,b/c=9").out.splitlines()
    told = [line for line in lines if "who agree" in line]
    assert told == ["Members who agree: member-1, member-3.", "Members who agree: member-2, member-4."]


def test_group_that_agrees_is_told_as_one(run):
    out = run("weights", "group", "a/b=2", "a/b=2").out
    assert "Consensus 1.000 (1 is full agreement)." in out
    assert "Members who agree: member-1, member-2." in out


def test_members_of_a_survey_are_named_and_can_be_kept(run, tmp_path):
    survey, kept = tmp_path / "s.csv", tmp_path / "kept.yaml"
    survey.write_text("ชื่อ,cult_fam,cult_house,fam_house\nสมชาย,1/3,4,6\nanna,2,3,1\nboon,1/5,2,3-Jan\n")
    asked = ("weights", "group", survey)
    assert "--dates-as-fractions" in run(*asked).err
    assert "สมชาย: consistency ratio" in run(*asked, "--dates-as-fractions").out
    assert run(*asked, "--dates-as-fractions", "--out", kept).code == 0
    assert [judge["id"] for judge in yaml.safe_load(kept.read_text())["nodes"]["table"]["judges"]] == [
        "member-1",
        "anna",
        "boon",
    ]
