"""``sensitivity`` and ``improve``: answers as words, documents, tables and pictures; plain refusals."""

import json
import shlex

import numpy as np
import pytest

from see_mcda.analyses import registry as analyses

COMMANDS = {
    "crossovers": "sensitivity crossovers PROBLEM --node market",
    "score-crossovers": "sensitivity score-crossovers PROBLEM sampran market",
    "flip": "sensitivity flip PROBLEM --method additive",
    "acceptability": "sensitivity acceptability PROBLEM --samples 1000",
    "rank-ranges": "sensitivity rank-ranges PROBLEM --method additive",
    "agreement": "sensitivity agreement PROBLEM --weights equal social-led --method topsis",
    "reversal": "sensitivity reversal PROBLEM",
    "variance": "sensitivity variance PROBLEM --samples 128",
    "worth-knowing": "sensitivity worth-knowing PROBLEM --samples 64",
    "pillar-map": "sensitivity pillar-map PROBLEM --method additive",
    "improvement": "improve PROBLEM moral-farmer",
    "verdict": "settled PROBLEM --weights social-led",
    "classification": "classify PROBLEM",
    "selection": "select PROBLEM --number 2",
    "equal-shares": 'equal-shares PROBLEM --budget "cost <= 600000" --votes examples/votes-invented.csv',
}


def command(name, models):
    return [models if word == "PROBLEM" else word for word in shlex.split(COMMANDS[name])]


def test_every_analysis_has_its_command():
    assert set(COMMANDS) == set(analyses.NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_an_analysis_answers_in_words_as_a_document_and_as_a_table(run, models, tmp_path, name):
    words = command(name, models)
    said = run(*words)
    assert said.code == 0, said.err
    assert "invented" in said.out, "the note on illustrative scores is carried along"
    assert max(map(len, said.out.splitlines())) <= 80
    asked = run(*words, "--json", "--out", tmp_path / "result.csv")
    document = json.loads(asked.out)
    assert document["schema"] == f"see-mcda/{name}/1"
    assert len((tmp_path / "result.csv").read_text("utf-8-sig").splitlines()) > 1


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_an_analysis_is_drawn_into_a_file(run, models, tmp_path, name):
    picture = tmp_path / "picture.svg"
    ran = run(*command(name, models), "--chart", picture)
    assert ran.code == 0, ran.err
    assert picture.read_text("utf-8").lstrip().startswith("<svg")


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_an_analysis_is_verified_from_its_file(run, models, tmp_path, name):
    written = tmp_path / "result.json"
    assert run(*command(name, models), "--out", written).code == 0
    verified = run("verify", written, models)
    assert verified.code == 0, verified.out


def test_statements_that_contradict_each_other_are_named_and_only_those(run, models):
    ran = run(
        *("sensitivity", "rank-ranges", models, "--statement"),
        *("economic >= 0.5", "market >= 0.1", "social >= 0.6", "cooperation <= 0.9"),
    )
    assert ran.code == 2
    assert "economic >= 0.5" in ran.err
    assert "social >= 0.6" in ran.err
    assert "market" not in ran.err
    assert "cooperation" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["acceptability", "--samples", "0"], "sample"),
        (["acceptability", "--concentration", "-1"], "concentration"),
        (["acceptability", "--concentration", "5", "--jitter", "0.1"], "only one of"),
        (["acceptability", "--weights", "equal", "social-led", "--jitter", "0.1"], "one weighting"),
        (["acceptability", "--statement", "econmic >= 0.1"], "econmic"),
        (["rank-ranges", "--statement", "economic > 0.1"], "write >="),
        (["variance", "--of", "nothing"], "nothing"),
        (["crossovers", "--node", "nowhere"], "nowhere"),
        (["pillar-map", "--node", "economic", "market", "social"], "parts of one group"),
        (["flip", "--candidate", "nobody"], "nobody"),
        (["score-crossovers", "sampran", "nothing"], "nothing"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(run, models, arguments, told):
    ran = run("sensitivity", arguments[0], models, *arguments[1:])
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--rank", "0"], "whole number from 1"),
        (["--cost", "market"], "id=number"),
        (["--cost", "market=-1"], "above 0"),
        (["--fixed", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_improved_is_told_in_a_line(run, models, arguments, told):
    ran = run("improve", models, "moral-farmer", *arguments)
    assert ran.code == 2
    assert told in ran.err


def test_a_bad_kind_of_picture_is_refused_and_nothing_is_written(run, models, tmp_path):
    out = tmp_path / "result.json"
    ran = run(
        *("sensitivity", "flip", models, "--method", "additive"), "--out", out, "--chart", "picture.bmp"
    )
    assert ran.code == 2
    assert ".svg" in ran.err
    assert not out.exists()


def test_the_way_weights_vary_can_come_from_a_file(run, models, tmp_path):
    described = tmp_path / "doubt.yaml"
    described.write_text("nodes: {pillars: uniform, nowhere: uniform}\n")
    ran = run("sensitivity", "acceptability", models, "--distribution", described, "--samples", "500")
    assert ran.code == 2
    assert "nowhere" in ran.err
    described.write_text("nodes: {pillars: uniform}\nelse: equal\n")
    ran = run(
        "sensitivity", "acceptability", models, "--distribution", described, "--samples", "500", "--json"
    )
    weights = np.array(json.loads(ran.out)["weights"].popitem()[1])
    assert ran.code == 0
    assert weights > 0
