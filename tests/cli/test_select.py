"""``see-mcda select`` on a spreadsheet: constraints as options, and their columns as facts."""

import json

import pytest

CSV = """name,province,cost,good,kind
A,Nan,"1,200",4,fish
B,Nan,"2,500",9,fish
C,Phrae,800,5,weaving
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "candidates.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.mark.parametrize("unit", ["", " baht"])
def test_a_cost_and_a_province_are_facts_and_said_to_be(run, file, unit):
    file.write_text(
        CSV.replace('"1,200"', f'"1,200{unit}"')
        .replace('"2,500"', f'"2,500{unit}"')
        .replace("800", f"800{unit}"),
        "utf-8",
    )
    ran = run("select", file, "--budget", "cost <= 3,000", "--at-least", "province: 1 of each")
    assert ran.code == 0, ran.err
    assert "province, cost" in ran.out + ran.err
    assert "2,000 of 3,000 used, 1,000 left" in " ".join(ran.out.split())


def test_options_are_the_sentences_of_other_interfaces(run, file):
    options = {
        "--budget": "cost <= 9,000",
        "--number": "1",
        "--at-least": "kind: fish 1",
        "--at-most": "kind: fish 100 % of cost",
        "--exclude": "B because it is too dear",
        "--incompatible": "A,C",
        "--constraint": "at most 1 of: B, C",
    }
    ran = run("select", file, *(word for pair in options.items() for word in pair), "--json")
    assert ran.code == 0, ran.err
    document = json.loads(ran.out)
    assert document["arguments"]["constraints"] == [
        "cost <= 9,000",
        "exactly 1",
        "kind: fish at least 1",
        "kind: fish at most 100 % of cost",
        "exclude B because it is too dear",
        "incompatible: A,C",
        "at most 1 of: B, C",
    ]
    assert document["members"] == ["a"]


def test_constraints_that_conflict_are_named_in_a_line(run, file):
    ran = run("select", file, "--budget", "cost <= 1,000", "--must", "A", "--at-most", "2")
    assert ran.code != 0
    assert "(cost <= 1,000), (include A)" in ran.err


@pytest.mark.parametrize("command", ["select", "settled"])
def test_sentences_that_say_nothing_are_named_before_the_table_is_read_without_them(run, file, command):
    asked = ("--weights", "2", "--budget", "cost <= 1e400", "--at-least", "banana")
    ran = run(command, file, *asked)
    assert ran.code != 0
    assert "cost <= 1e400 is not a constraint" in ran.err
    assert "banana is not a constraint" in ran.err
    assert "weights are needed" not in ran.err
