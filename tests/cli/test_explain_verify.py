"""``see-mcda explain`` and ``see-mcda verify``."""

import json

import pytest

import see_mcda as sm


def test_explanation_prints_its_sentences_and_the_numbers(run, models):
    words = " ".join(run("explain", models, "sampran", "moral-farmer", "--weights", "social-led").out.split())
    explanation = sm.explain(sm.read_problem(models), "social-led", "sampran", "moral-farmer")
    assert " ".join(explanation.text().split()) in words
    for difference in explanation.differences:
        assert f"{difference:+.4f}" in words
    assert "Note: Illustrative scores" in words


def test_explanation_as_json_is_the_engines(run, models):
    ran = run("explain", models, "sampran", "--json")
    assert ran.out == sm.explain(sm.read_problem(models), "equal", "sampran").to_json() + "\n"


def test_unknown_candidate_is_told_with_those_there_are(run, models):
    ran = run("explain", models, "nobody")
    assert ran.code == 2
    assert "there is no candidate nobody" in ran.err


@pytest.mark.parametrize("command", ["rank", "compare"])
def test_result_is_the_same_when_recomputed(run, models, tmp_path, command):
    run(command, models, "--weights", "ahp-judged", "--out", tmp_path / "r.json")
    ran = run("verify", tmp_path / "r.json", models)
    assert ran.code == 0
    assert ran.out.startswith("Verified")


def test_changed_result_differs_and_says_where(run, models, tmp_path):
    path = tmp_path / "r.json"
    run("rank", models, "--out", path)
    document = json.loads(path.read_text())
    document["candidates"][0]["score"] += 0.01
    path.write_text(json.dumps(document))
    ran = run("verify", path, models)
    assert ran.code == 1
    assert "candidates[0].score" in ran.out


def test_what_is_no_result_is_a_fault(run, models):
    ran = run("verify", models, models)
    assert ran.code == 2
    assert len(ran.faults) == 1
