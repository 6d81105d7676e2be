"""Reading documents: paths, streams and dicts; the framework's whereabouts; faults that name the file."""

import io
import json
import math

import pytest
import yaml

import see_mcda as sm
from see_mcda.errors import FileError, InputError, MissingScoresError, UnknownNameError
from see_mcda.io import read_problem
from see_mcda.io.files import dump_document, load_document

TREE = {"id": "t", "criteria": [{"id": "x"}, {"id": "y", "objective": "min"}]}
DOCUMENT = {"framework": TREE, "candidates": [{"id": "a", "scores": {"x": 1, "y": 2}}]}
YAML = "framework: tree.yaml\ncandidates:\n  - {id: a, scores: {x: 1, y: null}}\n"


def test_one_problem_comes_from_a_dict_a_stream_or_a_path(tmp_path):
    text = json.dumps(DOCUMENT)
    (tmp_path / "p.json").write_text(text)
    (tmp_path / "p.yaml").write_text(text)
    wanted = read_problem(DOCUMENT)
    for source in (
        tmp_path / "p.json",
        str(tmp_path / "p.yaml"),
        io.StringIO(text),
        io.BytesIO(text.encode()),
    ):
        assert read_problem(source) == wanted
    with (tmp_path / "p.json").open("rb") as stream:
        assert read_problem(stream) == wanted


def test_the_content_of_a_stream_is_recognised():
    assert read_problem(io.StringIO("x,y\n1,2\n")).shape == (1, 2)
    assert (
        read_problem(io.BytesIO(b"framework: see\ncandidates:\n- {id: a, scores: {}}\n")).framework.id
        == "see"
    )
    stream = io.BytesIO()
    stream.write(sm.io.template_workbook())
    stream.seek(0)
    assert read_problem(stream).shape == (10, 8)


def test_a_framework_file_is_looked_for_beside_the_problem(tmp_path):
    (tmp_path / "tree.yaml").write_text(json.dumps(TREE))
    (tmp_path / "p.yaml").write_text(YAML)
    problem = read_problem(tmp_path / "p.yaml")
    assert problem.leaves == ("x", "y")
    with pytest.raises(MissingScoresError) as caught:
        problem.complete()
    assert str(caught.value.faults[0].where) == f"{tmp_path / 'p.yaml'}: candidates[0].scores.y"


def test_the_framework_that_is_asked_for_takes_the_place_of_the_documents():
    other = {"id": "u", "criteria": [{"id": "y"}, {"id": "x"}]}
    assert read_problem(DOCUMENT, framework=other).leaves == ("y", "x")
    assert read_problem(DOCUMENT, framework=sm.Framework.from_dict(other)).framework.id == "u"


@pytest.mark.parametrize(
    ("text", "error", "where"),
    [
        ("framework: [", FileError, "p.yaml: line 2"),
        ("framework: nowhere\ncandidates: [{id: a, scores: {}}]", UnknownNameError, "p.yaml"),
        ("framework: nowhere.yaml\ncandidates: [{id: a, scores: {}}]", FileError, "p.yaml"),
        (
            "framework: see\ncandidates: [{id: a, scores: {x: 1}}]",
            InputError,
            "p.yaml: candidates[0].scores.x",
        ),
        (
            "framework: see\ncandidates: [{id: a, scores: {market: .nan}}]",
            InputError,
            "p.yaml: candidates[0].scores.market",
        ),
        (
            "framework: see\ncandidates: [{id: a, scores: {}, colour: red}]",
            InputError,
            "p.yaml: candidates[0].colour",
        ),
        ("candidates: [{id: a, scores: {}}]", InputError, "p.yaml: framework"),
        ("- 1", InputError, "p.yaml"),
        ("", InputError, "p.yaml"),
    ],
)
def test_a_fault_in_a_document_names_the_file(tmp_path, text, error, where):
    path = tmp_path / "p.yaml"
    path.write_text(text)
    with pytest.raises(error) as caught:
        read_problem(path)
    assert all(str(fault.where).startswith(str(tmp_path / where)) for fault in caught.value.faults), str(
        caught.value
    )


def test_minimise_is_not_for_documents(tmp_path):
    (tmp_path / "p.json").write_text(json.dumps(DOCUMENT))
    with pytest.raises(InputError):
        read_problem(tmp_path / "p.json", minimize="x")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12:30", "12:30"),
        ("190:20:30.15", "190:20:30.15"),
        ("010", 10),
        ("-010", -10),
        ("0o10", 8),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("y", "y"),
        ("True", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2025-02-14", "2025-02-14"),
        ("1e3", 1000.0),
        ("+.5", 0.5),
        ("12e03", 12000.0),
        ("-.inf", -math.inf),
        (".NaN", math.nan),
        ("=", "="),
        ("'12'", "12"),
        ("!!int 010", 10),
        ("!!str 010", "010"),
    ],
)
def test_plain_yaml_means_what_the_core_schema_of_yaml_1_2_says(written, read):
    found = load_document(f"x: {written}\n", "yaml")["x"]
    assert type(found) is type(read)
    assert found == pytest.approx(read, nan_ok=True) if isinstance(read, float) else found == read


@pytest.mark.parametrize(
    "value",
    ["12:30", "010", "0o10", "1e3", "1.5e10", "NO", "y", "on", "null", "~", "", "2025-02-14", "0x1f", "<<",
     "=", "1_000", ".5", ".inf", "-", "a: b", "ก", 8, 750, 0.1, 1e20, 1e-300, True, False, None],
)  # fmt: skip
def test_what_is_written_is_read_back_by_either_version_of_yaml(value):
    text = dump_document({"x": value}, "yaml")
    for found in (load_document(text, "yaml"), yaml.safe_load(text)):
        assert found == {"x": value}
        assert type(found["x"]) is type(value)
