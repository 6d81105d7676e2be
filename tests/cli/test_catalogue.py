"""``see-mcda list``, ``schema`` and ``example``."""

import json

import pytest

import see_mcda as sm
from see_mcda.cli import examples
from see_mcda.errors import FileError, refuse
from see_mcda.methods import methods
from see_mcda.schemas import NAMES


def test_every_method_is_listed_with_its_line(run):
    listed = json.loads(run("list", "methods", "--json").out)
    assert [method["name"] for method in listed] == list(methods())
    out = run("list", "methods").out
    assert all(name in out for name in methods())


def test_one_method_tells_its_source_and_needs(run):
    words = " ".join(run("list", "methods", "topsis").out.split())
    assert methods()["topsis"].source in words
    assert methods()["topsis"].needs in words


def test_weightings_and_frameworks_are_listed_by_name(run):
    assert all(name in run("list", "weightings").out for name in sm.weightings())
    assert all(name in run("list", "frameworks").out for name in sm.frameworks())


def test_one_weighting_gives_its_reasons(run):
    words = " ".join(run("list", "weightings", "social-led").out.split())
    assert "For a programme that asks first what changes in people's lives" in words


def test_framework_as_json_reads_back(run):
    document = json.loads(run("list", "frameworks", "see", "--json").out)
    assert sm.Framework.from_dict(document) == sm.read_framework("see")


@pytest.mark.parametrize("name", NAMES)
def test_schema_of_every_document(run, name):
    schema = json.loads(run("schema", name).out)
    assert schema["title"] == f"see-mcda/{name}/1"
    assert schema["type"] == "object"
    assert "properties" in schema


def test_schema_of_a_ranking_has_the_keys_of_a_ranking(run, models):
    schema = json.loads(run("schema", "ranking").out)
    assert set(json.loads(run("rank", models, "--json").out)) == set(schema["properties"]) - {"reading"}


def test_example_copies_problems_that_rank(run, tmp_path):
    ran = run("example", tmp_path / "new")
    assert ran.code == 0
    assert run("rank", tmp_path / "new" / "see-models.yaml").code == 0


def test_example_never_overwrites_and_writes_nothing_then(run, tmp_path):
    (tmp_path / "see-models.yaml").write_text("mine")
    ran = run("example", tmp_path)
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["see-models.yaml"]
    assert (tmp_path / "see-models.yaml").read_text() == "mine"
    assert run("example", tmp_path, "--force").code == 0
    assert (tmp_path / "see-models.yaml").read_text() != "mine"


@pytest.mark.parametrize("there", [True, False])
def test_example_that_fails_half_way_leaves_everything_as_it_was(tmp_path, monkeypatch, there):
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
        (folder / "a").write_bytes(b"old")
    real = examples.write_whole

    def failing(path, content):
        if path.name == "b":
            raise refuse(FileError, "unwritable", "no", str(path))
        real(path, content)

    monkeypatch.setattr(examples, "write_whole", failing)
    with pytest.raises(FileError):
        examples.write_all(folder, {"a": b"new", "b": b"new"}, force=True)
    assert folder.exists() == there
    if there:
        assert (folder / "a").read_bytes() == b"old"


def test_workbook_names_the_leaves_and_waits_for_candidates(run, tmp_path):
    assert run("example", tmp_path, "--xlsx").code == 0
    ran = run("rank", tmp_path / "see-mcda.xlsx")
    assert ran.code == 2
    assert len(ran.faults) == 1
    assert run("example", tmp_path, "--xlsx").code == 2


def test_workbook_for_another_framework(run, tmp_path):
    assert run("example", tmp_path, "--xlsx", "--framework", "see-indicators").code == 0
    assert (tmp_path / "see-mcda.xlsx").stat().st_size > 5_000
