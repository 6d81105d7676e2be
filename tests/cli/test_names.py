"""People type names as they see them: headers, names in either language, ids."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def thai(tmp_path: Path) -> Path:
    path = tmp_path / "กิจการ.csv"
    path.write_text(
        "กิจการ,รายได้ (บาท),ต้นทุน (บาท),ความร่วมมือ\nสวนลุงมี,1200,700,4\nMoral Farmer,900,400,5\nบ้านป้า,300,200,3\n"
    )
    return path


@pytest.fixture
def indicators(tmp_path: Path) -> Path:
    path = tmp_path / "machines.csv"
    path.write_text("name,P1,P2,P3\nM1,3,5,2\nM2,4,1,6\nM3,5,3,4\n")
    return path


def scores(ran) -> dict[str, float]:
    assert ran.code == 0, ran.err
    return {each["id"]: each["score"] for each in json.loads(ran.out)["candidates"]}


@pytest.mark.parametrize(
    ("minimize", "weights"),
    [
        ("ต้นทุน (บาท)", "รายได้ (บาท)=3,ต้นทุน (บาท)=2,ความร่วมมือ=4"),
        ("ต้นทุน", "รายได้=3,ต้นทุน=2,ความร่วมมือ=4"),
        ("ต้นทุน(บาท)", "รายได้  (บาท)=3,ต้นทุน_บาท=2,ความร่วมมือ=4"),
    ],
)
def test_thai_headers_name_weights_and_costs(run, thai, minimize, weights):
    by_id = run("rank", thai, "--minimize", "c2", "--weights", "c1=3,c2=2,c3=4", "--json")
    by_name = run("rank", thai, "--minimize", minimize, "--weights", weights, "--json")
    assert scores(by_name) == scores(by_id)


def test_headers_in_capitals_name_weights_and_costs(run, indicators):
    by_header = run("rank", indicators, "--minimize", "P3", "--weights", "P1=1,p2=2,P3=1", "--json")
    assert scores(by_header) == scores(
        run("rank", indicators, "--minimize", "p3", "--weights", "p1=1,p2=2,p3=1", "--json")
    )


def test_a_name_with_a_comma_stands_between_quotes(run, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('name,"ต้นทุน, รวม",age>=18\nA,3,5\nB,4,1\n')
    ran = run("rank", path, "--minimize", '"ต้นทุน, รวม"', "--weights", '"ต้นทุน, รวม"=2, age>=18=1', "--json")
    assert scores(ran) == scores(
        run("rank", path, "--minimize", "c1", "--weights", "c1=2,age-18=1", "--json")
    )


def test_methods_normalisations_and_weightings_are_named_in_any_case(run, indicators):
    ran = run(
        "rank", indicators, "--method", "TOPSIS", "--normalization", "Vector", "--weights", "Equal", "--json"
    )
    assert scores(ran) == scores(run("rank", indicators, "--json"))
    assert "Method: Weighted sum" in run("rank", indicators, "--method", "weighted sum").out


@pytest.mark.parametrize(
    "command",
    [
        ("explain", "TABLE", "moral farmer", "บ้านป้า"),
        ("improve", "TABLE", "Moral_Farmer"),
        ("sensitivity", "flip", "TABLE", "--candidate", "MORAL FARMER"),
    ],
)
def test_candidates_are_named_as_in_the_file(run, thai, command):
    words = [thai if word == "TABLE" else word for word in command]
    named = run(*words, "--json")
    ids = {"moral farmer", "Moral_Farmer", "MORAL FARMER"}
    by_id = run(*["moral-farmer" if w in ids else "c3" if w == "บ้านป้า" else w for w in words], "--json")
    assert named.code == 0, named.err
    assert named.out == by_id.out


def test_a_misspelt_name_is_met_with_the_right_one(run, thai):
    ran = run("rank", thai, "--weights", "รายไดั=3,ต้นทุน=2,ความร่วมมือ=4")
    assert ran.code == 2
    assert "there is no criterion รายไดั; did you mean รายได้ (บาท)?" in ran.err
    assert (
        "there is no candidate Moral Famer; did you mean Moral Farmer?"
        in run("explain", thai, "Moral Famer").err
    )
    assert "there is no method topsi; did you mean topsis?" in run("rank", thai, "--method", "topsi").err
    unknown = run("rank", thai, "--minimize", "ราคา")
    assert "there is no criterion ราคา; choose from รายได้ (บาท), ต้นทุน (บาท), ความร่วมมือ" in unknown.err


def test_a_criterion_given_by_its_id_and_by_its_name_is_given_twice(run, thai):
    ran = run("rank", thai, "--weights", "c1=3,รายได้=2,c2=1,c3=1")
    assert "รายได้ (บาท) already has a weight" in ran.err


def test_weights_without_names_show_the_order_in_which_they_count(run, thai):
    ran = run("rank", thai, "--minimize", "ต้นทุน", "--weights", "40%,20%,30%")
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert "weights in the order of the criteria: รายได้ (บาท) 40%, ต้นทุน (บาท) 20%, ความร่วมมือ 30%" in words
    assert "the weights add up to 90%, not to 100%" in words


def test_a_negative_weight_leads_to_minimize(run, thai):
    ran = run("rank", thai, "--weights", "รายได้=2,ต้นทุน=-1,ความร่วมมือ=1")
    assert ran.code == 2
    assert "use --minimize ต้นทุน (บาท)" in ran.err
    costs = ("--minimize", "ต้นทุน")
    assert "use --minimize" not in run("rank", thai, *costs, "--weights", "2,-1,1").err


def test_weights_come_from_a_file_with_peoples_own_headers(run, thai, tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("หัวข้อ,คะแนนความสำคัญ\nรายได้ (บาท),5\nต้นทุน (บาท),2\nความร่วมมือ,3\nรวม,10\n")
    ran = run("rank", thai, "--weights", path, "--json")
    assert scores(ran) == scores(run("rank", thai, "--weights", "5,2,3", "--json"))
    assert "รวม is a total" in json.loads(ran.out)["warnings"][0]["message"]["en"]


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (("multiplicative",), "the weighted product needs scores above 0 at ต้นทุน (บาท), not 0"),
        (("waspas", "--minimize", "ต้นทุน"), "linear needs costs above 0 at ต้นทุน (บาท)"),
        (("cocoso", "--normalization", "scale"), "ต้นทุน (บาท) has no scale"),
    ],
)
def test_messages_name_criteria_as_the_file_does(run, tmp_path, options, shown):
    path = tmp_path / "กิจการ.csv"
    path.write_text("กิจการ,รายได้ (บาท),ต้นทุน (บาท)\nสวนลุงมี,1200,0\nบ้านป้า,300,200\n")
    ran = run("rank", path, "--method", *options)
    assert shown in ran.err
    assert not any(word in ran.err for word in ("c2", "table.", "leaf"))


def test_the_table_of_an_explanation_is_headed_by_names(run, thai):
    ran = run("explain", thai, "--minimize", "ต้นทุน")
    head = next(line for line in ran.out.splitlines() if line.startswith("Criterion"))
    assert "สวนลุงมี" in head or "Moral" in head
    assert "c1" not in ran.out


def test_commas_in_names_are_quoted_wherever_a_list_is_given(run):
    ran = run("weights", "swing", '"cost, total"=100,jobs=50', "--criteria", 'jobs,"cost, total"', "--json")
    assert ran.code == 0, ran.err
    assert "cost, total" in ran.out
