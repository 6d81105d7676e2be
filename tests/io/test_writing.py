"""What is written reads back as the same problem, and no text becomes a formula."""

import csv
import io
import string
import zipfile

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import see_mcda as sm
from see_mcda.errors import FileError, ProblemError
from see_mcda.io import read_problem, table_bytes, write_problem, write_table
from see_mcda.model.cell import GATE_STATES, Cell
from see_mcda.model.classes import CandidateClass, Thresholds
from see_mcda.model.criteria import Criterion, Framework, Gate, Scale, ValueFunction
from see_mcda.model.problem import Problem

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\r\nx",
    "'=1",
    "''+",
    '=HYPERLINK("http://x")',
    "-",
    "＝1",
]
WORDS = st.one_of(
    st.sampled_from(
        [
            *FORMULAS,
            "null",
            "true",
            "12",
            "1.5",
            "'12",
            "x",
            "a;b",
            'say "x"',
            "a\nb",
            "ไทย",
            "'s",
            " x ",
            "-5",
            "n/a",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12),
).filter(lambda words: words.strip() and "_x" not in words and "\x00" not in words)
TEXTS = st.one_of(
    WORDS.map(sm.language.messages.as_text)
    if hasattr(sm, "words")
    else WORDS.map(lambda words: {"en": words}),
    st.dictionaries(st.sampled_from(["en", "th", "lo"]), WORDS, min_size=1),
)
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-5, 5).map(float),
    st.just(1.234),
    st.just(0.5),
)
IDS = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=6)
MAYBE = st.none() | TEXTS


@st.composite
def frameworks(draw) -> Framework:
    ids = draw(
        st.lists(
            IDS | st.sampled_from(["id", "name", "note", "gate", "x-y"]), min_size=4, max_size=7, unique=True
        )
    )
    gates = [Gate(f"g{i}", draw(MAYBE)) for i in range(draw(st.integers(0, 2)))]
    leaves = []
    for position, id in enumerate(ids[2:]):
        name = draw(MAYBE)
        kind = draw(st.sampled_from(["plain", "levels", "percent", "value"]))
        scale = value = intensity = None
        if kind == "levels":
            scale = Scale(0.0, 4.0, 2.0, 3.0, levels={0.0: {"en": f"low {position}"}, 2.5: draw(TEXTS)})
            intensity = {0.0: 0.0, 4.0: 1.0}
        elif kind == "percent":
            scale = Scale(unit={"en": "%"})
        elif kind == "value":
            value = ValueFunction([[0.0, 0.0], [1.234, 1.0], [1e6, 0.25]])
        leaves.append(
            Criterion(
                id,
                name,
                draw(MAYBE),
                draw(st.sampled_from(["max", "min"])) if kind != "levels" else "max",
                scale,
                value,
                intensity,
                draw(MAYBE),
            )
        )
    branch = Criterion(ids[0], draw(MAYBE), children=leaves[:1], gates=gates[1:])
    root = Criterion(ids[1], draw(MAYBE), children=[branch, *leaves[1:]], gates=gates[:1])
    return Framework.from_dict(
        Framework(
            root,
            root.name,
            draw(MAYBE),
            draw(MAYBE),
            draw(st.sampled_from([None, "minmax"])),
            None,
            classes=draw(classes(leaves, branch.id)),
        ).to_dict()
    )


@st.composite
def classes(draw, leaves: list[Criterion], branch: str) -> tuple[CandidateClass, ...]:
    """No classes, or up to four, of which each asks less than the one before."""
    asked = draw(st.lists(st.sampled_from(leaves), max_size=2, unique_by=lambda leaf: leaf.id))
    asking = []
    for at in range(draw(st.integers(0, 3))):
        profile = {leaf.id: 3.0 - leaf.sign * at / 2 for leaf in asked}
        thresholds = st.sampled_from([Thresholds(), Thresholds(0.0, 0.5), Thresholds(0.1, 0.5, 1.5)])
        asking.append(
            CandidateClass(
                f"c{at}",
                draw(MAYBE),
                draw(MAYBE),
                {branch: 0.75 - at / 10} | profile,
                draw(st.sampled_from([None, 0.5, 1.0])),
                {leaf.id: profile[leaf.id] - leaf.sign / 4 for leaf in asked if draw(st.booleans())},
                {leaf.id: draw(thresholds) for leaf in asked if draw(st.booleans())},
                0.5 - at / 10 if draw(st.booleans()) and (at == 0 or asking[-1].score) else None,
            )
        )
    return (*asking, CandidateClass("rest", draw(MAYBE), draw(MAYBE))) if asking else ()


@st.composite
def scores(draw, leaf: Criterion):
    number = st.floats(0, 4) if leaf.scale and leaf.scale.levels else NUMBERS
    if leaf.scale and leaf.scale.unit:
        number |= st.floats(0, 1)
    inner = number.filter(lambda x: abs(x) < 1e307)  # their sum is a number too
    plain = st.one_of(
        number,
        st.none(),
        st.lists(inner, min_size=1, max_size=3),
        st.tuples(inner, inner).map(sorted).map(lambda ends: {"low": ends[0], "high": ends[1]}),
        st.tuples(inner, inner, inner).map(sorted).map(lambda x: {"low": x[0], "mode": x[1], "high": x[2]}),
    )
    evidence = st.fixed_dictionaries(
        {"value": plain, "source": TEXTS},
        optional={
            "date": st.sampled_from(["2024-03-01", "May"]),
            "assessor": st.sampled_from(["Anna", "สมชาย"]),
        },
    )
    return draw(plain | evidence if draw(st.integers(0, 4)) == 0 else plain)


ATTRIBUTES = st.one_of(st.booleans(), st.integers(-(10**12), 10**12), st.floats(-1e9, 1e9), st.none(), TEXTS)


@st.composite
def problems(draw) -> Problem:
    framework = draw(frameworks())
    keys = draw(st.lists(st.sampled_from(["province", "cost", "a b", "x"]), max_size=2, unique=True))
    kinds = {
        key: draw(
            st.sampled_from(
                [TEXTS, ATTRIBUTES.filter(lambda value: not isinstance(value, dict) or len(value) == 1)]
            )
        )
        for key in keys
    }
    candidates = []
    for id in draw(st.lists(IDS, min_size=1, max_size=4, unique=True)):
        gates = {}
        for gate in framework.gates:
            state = draw(st.sampled_from(GATE_STATES))
            gates[gate.id] = {"state": state, "reason": draw(TEXTS)} if state == "fail" else state
        entry = {
            "id": id,
            "scores": {leaf.id: draw(scores(leaf)) for leaf in framework.leaves},
            "gates": gates,
            "attributes": {
                key: value for key in keys if (value := draw(kinds[key])) is not None or draw(st.booleans())
            },
        }
        for key in ("name", "note"):
            if (text := draw(MAYBE)) is not None:
                entry[key] = text
        candidates.append(entry)
    document = {
        "candidates": candidates,
        "missing": draw(st.sampled_from(["error", "worst"])),
        "require": {framework.leaves[0].id: 0.5} if draw(st.booleans()) else {},
    }
    for key in ("title", "note"):
        if (text := draw(MAYBE)) is not None:
            document[key] = text
    if len(candidates) > 1:
        document["comparisons"] = {framework.leaves[0].id: [[candidates[0]["id"], candidates[1]["id"], 3]]}
    return Problem.from_dict(document, framework)


def _mixed(problem: Problem) -> bool:
    """Whether an attribute is a text in several languages here and something else there."""
    for key in {key for one in problem.attributes for key in one}:
        kinds = [one[key] for one in problem.attributes if key in one]
        texts = [value for value in kinds if isinstance(value, dict)]
        if any(
            len(text) > 1 or sm.language.messages.as_text(next(iter(text.values()))) != text for text in texts
        ) and len(texts) < len(kinds):
            return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["yaml", "json", "xlsx"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(problem=problems())
def test_a_written_problem_is_read_as_the_same(tmp_path, kind, problem):
    path = tmp_path / f"p.{kind}"
    try:
        write_problem(problem, path)
    except ProblemError:
        assert _mixed(problem)
        return
    again = read_problem(path)
    assert again == problem
    assert again.to_dict() == problem.to_dict()


@pytest.mark.parametrize("kind", ["csv", "tsv"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(problem=problems())
def test_a_written_table_is_read_as_the_same_scores_names_gates_and_attributes(tmp_path, kind, problem):
    path = tmp_path / f"p.{kind}"
    try:
        (told,) = write_problem(problem, path)
    except ProblemError:
        assert _mixed(problem)
        return
    again = read_problem(path, framework=problem.framework)
    bare = {at: Cell(cell.low, cell.high, cell.mode, cell.assessors) for at, cell in problem.cells.items()}
    kept = problem.replace(cells=bare, comparisons={}, missing="error", title=None, note=None, require={})
    assert again == kept
    assert ("evidence" in str(told)) == any(cell.evidence for cell in problem.cells.values())


@pytest.mark.parametrize("name", FORMULAS)
def test_no_text_is_a_formula_to_a_spreadsheet(tmp_path, name):
    problem = Problem.from_dict(
        {
            "framework": {"id": "t", "criteria": [{"id": "-x"}], "title": name},
            "candidates": [
                {"id": "-a", "name": name, "note": name, "attributes": {"k": name}, "scores": {"-x": -1.5}}
            ],
            "note": name,
        }
    )
    write_problem(problem, tmp_path / "p.csv")
    cells = list(csv.reader(io.StringIO((tmp_path / "p.csv").read_text("utf-8-sig"), newline="")))
    assert not [cell for row in cells for cell in row if cell[:1] in tuple("=+-@\t\r＝") and cell != "-1.5"]
    assert read_problem(tmp_path / "p.csv", framework=problem.framework).names[0] == {"en": name}
    write_problem(problem, tmp_path / "p.xlsx")
    with zipfile.ZipFile(tmp_path / "p.xlsx") as book:
        assert not any(
            b"<f>" in book.read(part) or b"<hyperlink" in book.read(part) for part in book.namelist()
        )
    assert read_problem(tmp_path / "p.xlsx") == problem


@pytest.mark.parametrize("kind", ["csv", "tsv", "xlsx"])
def test_a_table_of_results_keeps_numbers_as_numbers_and_text_as_text(tmp_path, kind):
    path = tmp_path / f"t.{kind}"
    write_table(
        ["=name", "score", "ok"],
        [["=1+1", 1.234, True], ["-x", -0.5, None], ["ไทย", float("nan"), False]],
        path,
    )
    if kind == "xlsx":
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)["table"].iter_rows()]
        assert rows == [
            ["=name", "score", "ok"],
            ["=1+1", 1.234, True],
            ["-x", -0.5, None],
            ["ไทย", None, False],
        ]
        assert openpyxl.load_workbook(path)["table"]["A2"].data_type == "s"
    else:
        rows = list(
            csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter="\t" if kind == "tsv" else ",")
        )
        assert rows == [
            ["'=name", "score", "ok"],
            ["'=1+1", "1.2340", "true"],
            ["'-x", "-0.5", ""],
            ["ไทย", "", "false"],
        ]
    assert table_bytes(["a"], [[1]], "csv") == b"\xef\xbb\xbfa\r\n1\r\n"


@pytest.mark.parametrize("text", ["_x0041_", "x\ufffe", "x" * 20_001])
def test_a_text_that_a_workbook_would_change_is_refused_and_nothing_is_written(tmp_path, text):
    problem = Problem.from_arrays([[1.0]]).replace(title={"en": text * (2 if len(text) > 20_000 else 1)})
    path = tmp_path / "p.xlsx"
    path.write_text("before")
    with pytest.raises(FileError) as caught:
        write_problem(problem, path)
    assert str(caught.value.faults[0].where) == f"{path}: notes!C2"
    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.xlsx"]


def test_an_unknown_end_of_name_is_refused(tmp_path):
    problem = Problem.from_arrays([[1.0]])
    with pytest.raises(FileError, match="must end in one of"):
        write_problem(problem, tmp_path / "p.docx")
    with pytest.raises(FileError, match="must end in one of"):
        write_table(["a"], [[1]], tmp_path / "t.yaml")


def test_an_attribute_of_two_kinds_has_no_column(tmp_path):
    problem = Problem.from_arrays([[1.0], [2.0]]).replace(
        attributes=({"k": {"en": "a", "th": "ก"}}, {"k": 3})
    )
    with pytest.raises(ProblemError) as caught:
        write_problem(problem, tmp_path / "p.csv")
    assert caught.value.faults[0].code == "mixed-attribute"
    assert not (tmp_path / "p.csv").exists()


def test_the_shipped_examples_survive_every_format(tmp_path):
    for name in ("see-models", "see-indicators"):
        problem = read_problem(sm.io.library.shipped("examples") / f"{name}.yaml")
        for kind in ("yaml", "json", "xlsx"):
            write_problem(problem, tmp_path / f"p.{kind}")
            assert read_problem(tmp_path / f"p.{kind}") == problem


def test_the_table_of_countries_reads_with_its_framework():
    folder = sm.io.library.shipped("examples")
    problem = read_problem(folder / "asem-sustainability.csv", framework="asem-framework.yaml")
    assert problem.shape == (51, 19)
    assert problem.values[0, 0] == 34.39499175
    assert not np.isnan(problem.values).any()
