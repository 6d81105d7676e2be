"""XMCDA documents of the versions 2 and 4, read and written.

The numbers are those of "Six real cars", published in XMCDA 2.1 with the web services of J-MCDA
(https://github.com/oliviercailloux/jmcda-xmcda2-ws-examples, SixRealCars with criteriaValues.xml): facts that
are typed again here.
"""

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import FileError, ProblemError, WeightingError
from see_mcda.io.library import shipped

CARS = {
    "a01": ("Audi A3", [22080, 105, 11.4, 5.8, 119]),
    "a02": ("Audi A4", [28100, 160, 8.6, 9.6, 164]),
    "a03": ("BMW 118", [24650, 143, 9.0, 4.5, 119]),
    "a04": ("BMW 320", [32700, 177, 7.9, 6.7, 128]),
    "a05": ("Volvo C30", [22750, 136, 9.4, 7.6, 151]),
    "a06": ("Volvo S40", [27350, 180, 7.9, 8.4, 164]),
}
CRITERIA = {
    "c01": ("Price", "min", 0.4),
    "c02": ("Power", "max", 0.18),
    "c03": ("0-100", "min", 0.12),
    "c04": ("Consumption", "min", 0.21),
    "c05": ("CO2", "min", 0.09),
}
IDS = tuple(CRITERIA)
SPACES = {
    2: '<x:XMCDA xmlns:x="http://www.decision-deck.org/2009/XMCDA-2.1.0">{}</x:XMCDA>',
    4: '<xmcda xmlns="http://www.decision-deck.org/2021/XMCDA-4.0.0">{}</xmcda>',
}


def valued(version, *values):
    inner = "".join(f"<value>{value}</value>" for value in values)
    return inner if version == 2 else f"<values>{inner}</values>"


def table(version, cars, concept=""):
    rows = [
        f"<alternativePerformances><alternativeID>{car}</alternativeID>"
        + "".join(
            f"<performance><criterionID>{id}</criterionID>"
            f"{valued(version, f'<real>{value}</real>')}</performance>"
            for id, value in zip(IDS, values, strict=True)
        )
        + "</alternativePerformances>"
        for car, values in cars.items()
    ]
    return f'<performanceTable mcdaConcept="{concept}">{"".join(rows)}</performanceTable>'


def scale(direction):
    return (
        f"<scale><quantitative><preferenceDirection>{direction}</preferenceDirection></quantitative></scale>"
    )


def criteria(version):
    head = "".join(
        f'<criterion id="{id}" name="{name}">{scale(direction) if version == 2 else ""}</criterion>'
        for id, (name, direction, _) in CRITERIA.items()
    )
    scales = "".join(
        f"<criterionScales><criterionID>{id}</criterionID><scales>{scale(direction)}</scales></criterionScales>"
        for id, (_, direction, _) in CRITERIA.items()
    )
    return f"<criteria>{head}</criteria>" + (
        f"<criteriaScales>{scales}</criteriaScales>" if version == 4 else ""
    )


def weights(version, concept="Importance", values=None):
    tag = "criterionValue" if version == 2 else "criterionValues"
    each = "".join(
        f"<{tag}><criterionID>{id}</criterionID>{valued(version, f'<real>{weight}</real>')}</{tag}>"
        for id, weight in (values or {id: weight for id, (_, _, weight) in CRITERIA.items()}).items()
    )
    return f'<criteriaValues mcdaConcept="{concept}">{each}</criteriaValues>'


def alternatives(more=""):
    real = "".join(f'<alternative id="{id}" name="{name}"/>' for id, (name, _) in CARS.items())
    return f"<alternatives>{real}{more}</alternatives>"


def saved(tmp_path, version, *parts, name="cars.xml"):
    path = tmp_path / name
    path.write_text(SPACES[version].format("".join(parts)), encoding="utf-8")
    return path


VALUES = {car: values for car, (_, values) in CARS.items()}


@pytest.fixture(params=[2, 4])
def version(request):
    return request.param


@pytest.fixture
def cars(version, tmp_path):
    return saved(
        tmp_path, version, table(version, VALUES), criteria(version), weights(version), alternatives()
    )


def test_a_document_is_read_with_its_names_and_directions(cars):
    problem = sm.read_problem(cars)
    assert problem.candidates == tuple(CARS)
    assert [name["en"] for name in problem.names] == [name for name, _ in CARS.values()]
    np.testing.assert_array_equal(problem.values, list(VALUES.values()))
    assert [leaf.objective for leaf in problem.framework.leaves] == [each[1] for each in CRITERIA.values()]
    assert [leaf.name["en"] for leaf in problem.framework.leaves] == [each[0] for each in CRITERIA.values()]
    assert problem.note["en"] == "The document has weights; give the file as --weights, too, to use them."
    with cars.open("rb") as stream:
        assert sm.read_problem(stream) == problem
    assert sm.read_problem(cars.rename(cars.with_suffix(".xmcda"))) == problem


def test_a_ranking_with_the_weights_of_the_document(cars):
    problem = sm.read_problem(cars)
    ranking = sm.rank(problem, sm.read_weights(cars, problem.framework), normalization="vector")
    assert ranking.weights.to_dict() == pytest.approx({id: each[2] for id, each in CRITERIA.items()})
    sign = np.array([1 if each[1] == "max" else -1 for each in CRITERIA.values()])
    scores = np.array(list(VALUES.values()))
    weighted = scores / np.linalg.norm(scores, axis=0) * [each[2] for each in CRITERIA.values()] * sign
    to_best, to_worst = (
        np.linalg.norm(weighted - end, axis=1) for end in (weighted.max(axis=0), weighted.min(axis=0))
    )
    np.testing.assert_allclose(ranking.scores, to_worst / (to_best + to_worst))
    assert sm.rank(problem, cars).ranks.tolist() == ranking.ranks.tolist()


def test_a_framework_takes_the_criteria_by_id_or_name(cars):
    named = sm.Framework.flat(["price", "power", "0-100", "consumption", "co2"], ["min", "max", *["min"] * 3])
    problem = sm.read_problem(cars, framework=named)
    np.testing.assert_array_equal(problem.values, list(VALUES.values()))
    assert sm.read_weights(cars, named).to_dict()["price"] == pytest.approx(0.4)
    other = sm.Framework.flat(["price", "seats"], ["min", "max"])
    with pytest.raises(ProblemError, match="no criterion is called c02"):
        sm.read_problem(cars, framework=other)


def test_alternatives_that_are_inactive_or_fictive_are_left_out(version, tmp_path):
    profiles = '<alternatives mcdaConcept="Fictive"><alternative id="pMG"/></alternatives>'
    more = (
        '<alternative id="sold"><active>false</active></alternative>'
        '<alternative id="ideal"><type>fictive</type></alternative>'
    )
    rows = {**VALUES, "pMG": [1] * 5, "sold": [2] * 5, "ideal": [3] * 5, "unlisted": [4] * 5}
    path = saved(tmp_path, version, alternatives(more), profiles, table(version, rows), criteria(version))
    problem = sm.read_problem(path)
    assert problem.candidates == tuple(CARS)
    assert "left out: pMG, sold, ideal, unlisted" in problem.note["en"]


def test_an_inactive_criterion_is_left_out_with_its_weight(version, tmp_path):
    head = criteria(version).replace('name="CO2">', 'name="CO2"><active>false</active>')
    path = saved(tmp_path, version, table(version, VALUES), head, weights(version))
    problem = sm.read_problem(path)
    assert problem.leaves == IDS[:4]
    assert "Inactive criteria were left out: c05" in problem.note["en"]
    assert sm.read_weights(path, problem.framework).values == pytest.approx(
        np.array([0.4, 0.18, 0.12, 0.21]) / 0.91
    )


def test_what_takes_no_part_is_named(version, tmp_path):
    inside = (
        criteria(version).replace("</criterion>", "<thresholds/></criterion>")
        if version == 2
        else criteria(4)
    )
    path = saved(tmp_path, version, table(version, VALUES), inside, "<categories/>", "<criteriaThresholds/>")
    note = sm.read_problem(path).note
    used = "categories, criteriaThresholds" + (", thresholds" if version == 2 else "")
    assert note["en"] == f"Parts of the XMCDA document that are not used: {used}."
    assert note["th"] != note["en"]


def test_directions_that_are_missing_are_named_and_can_be_given(version, tmp_path):
    path = saved(tmp_path, version, table(version, VALUES))
    assumed = sm.read_problem(path)
    assert assumed.note["en"] == (
        "Higher is better was assumed for c01, c02, c03, c04, c05, which have no direction."
    )
    given = sm.read_problem(path, minimize="c01,c03")
    assert [leaf.objective for leaf in given.framework.leaves] == ["min", "max", "min", "max", "max"]


def test_a_direction_is_not_turned(cars):
    assert sm.read_problem(cars, minimize="Price").leaves == IDS
    with pytest.raises(ProblemError, match="more of Power is better"):
        sm.read_problem(cars, minimize="Power")
    with pytest.raises(ProblemError, match="no criterion Colour"):
        sm.read_problem(cars, minimize="Colour")


ONE = (
    "<performanceTable><alternativePerformances><alternativeID>a</alternativeID>"
    "<performance><criterionID>c</criterionID>{}</performance></alternativePerformances></performanceTable>"
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<integer>3</integer>", 3),
        ("<real>1e-3</real>", 0.001),
        ("<rational><numerator>1</numerator><denominator>4</denominator></rational>", 0.25),
        ("<boolean>true</boolean>", 1),
        ("<NA/>", np.nan),
    ],
)
def test_kinds_of_values(version, value, expected, tmp_path):
    problem = sm.read_problem(saved(tmp_path, version, ONE.format(valued(version, value))))
    np.testing.assert_array_equal(problem.values, [[expected]])


def test_an_interval_and_several_values(version, tmp_path):
    ends = "<lowerBound><real>2</real></lowerBound><upperBound><integer>4</integer></upperBound>"
    body = ONE.format(valued(version, f"<interval>{ends}</interval>"))
    problem = sm.read_problem(saved(tmp_path, version, body))
    assert (problem.cells[0, 0].low, problem.cells[0, 0].high) == (2, 4)
    several = valued(version, "<real>3</real>", "<real>4</real>", "<real>4</real>")
    problem = sm.read_problem(saved(tmp_path, version, ONE.format(several)))
    assert problem.cells[0, 0].assessors == (3, 4, 4)


@pytest.mark.parametrize(
    "levels",
    [
        "<rankedLabel><label>poor</label><rank>0</rank></rankedLabel>"
        "<rankedLabel><label>good</label><rank>2</rank></rankedLabel>",
        "<valuedLabels><valuedLabel><label>poor</label><value><real>0</real></value></valuedLabel>"
        "<valuedLabel><label>good</label><value><real>2</real></value></valuedLabel></valuedLabels>",
    ],
)
def test_labels_are_the_levels_of_the_scale(version, levels, tmp_path):
    direction = "<preferenceDirection>max</preferenceDirection>"
    words = f"<scale id='s'><qualitative>{direction}{levels}</qualitative></scale>"
    head = (
        f'<criteria><criterion id="c">{words}</criterion></criteria>'
        if version == 2
        else '<criteria><criterion id="c"/></criteria><criteriaScales>'
        "<criterionScales><criterionID>c</criterionID><scales><scaleID>s</scaleID></scales></criterionScales>"
        f"<criterionScales><criterionID>d</criterionID><scales>{words}</scales></criterionScales></criteriaScales>"
    )
    problem = sm.read_problem(
        saved(tmp_path, version, head, ONE.format(valued(version, "<label>good</label>")))
    )
    np.testing.assert_array_equal(problem.values, [[2]])
    with pytest.raises(ProblemError, match=r"row a, column c: .*not a level"):
        sm.read_problem(saved(tmp_path, version, head, ONE.format(valued(version, "<label>bad</label>"))))


def test_faults_name_the_alternative_and_the_criterion(version, tmp_path):
    twice = ONE.format(valued(version, "<real>1</real>")).replace(
        "</performance>", "</performance><performance><criterionID>c</criterionID></performance>"
    )
    for body, words in (
        (twice, "row a, column c: c is given twice"),
        (ONE.format(valued(version, "<fuzzyNumber/>")), "row a, column c: this kind of value"),
        (ONE.format(valued(version, "<real>three</real>")), 'row a, column c: "three" is not a number'),
        (
            ONE.format(valued(version, "<interval><lowerBound><real>2</real></lowerBound></interval>")),
            "this kind",
        ),
        (ONE.format("") * 2, "2 performance tables"),
        ("", "0 performance tables"),
    ):
        with pytest.raises(ProblemError, match=words):
            sm.read_problem(saved(tmp_path, version, body))


def test_of_several_tables_the_real_one_is_read(version, tmp_path):
    path = saved(
        tmp_path, version, table(version, {"p": [1] * 5}, "profiles"), table(version, VALUES, "REAL")
    )
    assert sm.read_problem(path).candidates == tuple(CARS)


def test_ids_become_safe_and_stay_as_labels(tmp_path):
    body = table(4, {"Model_1": [1] * 5, "model-1": [2] * 5}).replace("c01", "C_1").replace("c02", "c-1")
    problem = sm.read_problem(saved(tmp_path, 4, body))
    assert problem.candidates == ("model-1-2", "model-1")
    assert problem.leaves[:2] == ("c-1", "c-1-2")
    assert problem.labels == ("Model_1", None)
    sm.write_problem(problem, tmp_path / "written.xml")
    assert sm.read_problem(tmp_path / "written.xml").labels == problem.labels


def test_of_several_sets_of_values_the_weights_are_read(version, tmp_path):
    path = saved(
        tmp_path, version, weights(version, "veto", dict.fromkeys(IDS, 9)), weights(version, "weights")
    )
    framework = sm.Framework.flat(list(IDS), ["max"] * 5)
    assert sm.read_weights(path, framework).to_dict()["c01"] == pytest.approx(0.4)
    for parts in ([weights(version, "veto"), weights(version, "other")], [criteria(version)]):
        with pytest.raises(WeightingError, match="one set of criteriaValues"):
            sm.read_weights(saved(tmp_path, version, *parts), framework)
    path = saved(tmp_path, version, weights(version, values={**dict.fromkeys(IDS, 1), "c02": "much"}))
    with pytest.raises(WeightingError, match=r"column c02: .*not much"):
        sm.read_weights(path, framework)


def test_weights_inside_the_criteria(tmp_path):
    inside = "".join(
        f'<criterion id="{id}"><criterionValue><value><real>{at}</real></value></criterionValue></criterion>'
        for at, id in enumerate(IDS)
    )
    path = saved(tmp_path, 2, f"<criteria>{inside}</criteria>")
    found = sm.read_weights(path, sm.Framework.flat(list(IDS), ["max"] * 5))
    assert found.values == pytest.approx(np.arange(5) / 10)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "ha">]><xmcda>&a;</xmcda>', "DOCTYPE"),
        ('<!DOCTYPE xmcda SYSTEM "file:///etc/passwd"><xmcda/>', "DOCTYPE"),
        ("<xmcda><alternatives></xmcda>", "line 1, column 24: this is not XML: mismatched tag"),
        ("", "this is not XML: no element found"),
        ("<html/>", "not an XMCDA document: it begins with html"),
        ('<?xml version="1.0" encoding="no-such"?><xmcda/>', "this is not XML: unknown encoding"),
    ],
)
def test_other_documents_are_refused(content, words, tmp_path):
    path = tmp_path / "other.xml"
    path.write_text(content)
    with pytest.raises(FileError, match=words):
        sm.read_problem(path)


@pytest.mark.parametrize("written", ["2.2", "4"])
def test_a_problem_comes_back_from_its_document(written, cars, tmp_path):
    problem = sm.read_problem(cars)
    weighted = sm.read_weights(cars, problem.framework).to_dict()
    path = tmp_path / "written.xml"
    (said,) = sm.write_problem(problem, path, weighted, xmcda=written)
    assert "cannot hold framework" in str(said)
    assert sm.read_problem(path) == problem
    assert sm.read_weights(path, problem.framework).to_dict() == weighted
    assert path.read_text("utf-8").count("XMCDA-2.2.1" if written == "2.2" else "XMCDA-4.0.0") == 1


@pytest.mark.parametrize("written", ["2.2", "4"])
def test_what_a_document_holds_of_a_whole_problem(written, tmp_path):
    problem = sm.read_problem(shipped("examples") / "see-models.yaml")
    path = tmp_path / "see.xmcda"
    (said,) = sm.write_problem(problem, path, xmcda=written)
    assert ("assessors" in str(said)) == (written == "2.2")
    back = sm.read_problem(path)
    kept = [row for row, eligible in enumerate(problem.eligible) if eligible]
    assert back.candidates == tuple(problem.candidates[row] for row in kept)
    np.testing.assert_array_equal(back.values, problem.values[kept])
    assert {leaf.scale.max for leaf in back.framework.leaves} == {4}
    intervals = {cell.low for cell in problem.uncertain.values() if not cell.assessors and cell.mode is None}
    assert intervals <= {cell.low for cell in back.uncertain.values()}
    assessed = {cell.assessors for cell in problem.cells.values() if len(cell.assessors) > 1}
    assert assessed == {cell.assessors for cell in back.cells.values()} - {()} or written == "2.2"


def test_a_name_with_signs_that_xml_does_not_have_is_written_without_them(tmp_path):
    problem = sm.Problem.from_arrays([[1.0]], criteria=["c"], candidates=["a"]).replace(
        names=({"en": "a\x0b<b>"},)
    )
    sm.write_problem(problem, tmp_path / "x.xml")
    assert sm.read_problem(tmp_path / "x.xml").names == ({"en": "a<b>"},)
