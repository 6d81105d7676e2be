"""The scores of several people: a sheet each, a row each, or a row for each of them and each candidate."""

import datetime
from io import BytesIO

import pytest
import xlsxwriter

import see_mcda as sm
from see_mcda.model.reading import ReadingError

SCORES = {
    "Anna": {"V1": [4, 3], "V2": [3, 5], "V3": [5, 2]},
    "Ben": {"V1": [2, 3], "V2": [5, 5], "V3": [3, 3]},
}
HEAD = ["Vendor", "Price", "Quality"]
MEANS = [[3, 3], [4, 5], [4, 2.5]]


def sheet_of(person: str, names: str = "V1 V2 V3") -> list:
    return [HEAD, *([name, *SCORES[person][name]] for name in names.split())]


def wide(header: str, *, first: list | None = None) -> list:
    pairs = [(name, at) for name in ("V1", "V2", "V3") for at in (0, 1)]
    heads = [header.format(candidate=f"Vendor {name}", criterion=HEAD[1 + at]) for name, at in pairs]
    rows = [[scores[name][at] for name, at in pairs] for scores in SCORES.values()]
    before = first or [["Timestamp", datetime.datetime(2024, 5, 1, 9), datetime.datetime(2024, 5, 2, 9)]]
    columns = list(zip(*before, strict=True))
    return [[*cells, *row] for cells, row in zip(columns, [heads, *rows], strict=True)]


def long(*, who: bool = True, **columns: list) -> list:
    rows = [
        [*([person] if who else []), name, *scores]
        for person, all in SCORES.items()
        for name, scores in all.items()
    ]
    head = [*(["Respondent"] if who else []), *HEAD]
    return [[*columns, *head], *([*more, *row] for *more, row in zip(*columns.values(), rows, strict=True))]


def workbook(**sheets: list) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return content.getvalue()


def read(content: bytes, **options) -> sm.Problem:
    return sm.read_problem(BytesIO(content), **options)


def questions(content: bytes, **options) -> tuple:
    with pytest.raises(ReadingError) as refused:
        read(content, **options)
    return refused.value.questions


def flags(content: bytes, **options) -> list[str]:
    return [choice.flag for question in questions(content, **options) for choice in question.choices]


def people(problem: sm.Problem) -> list[str]:
    return [cell.evidence["assessor"] for cell in problem.cells.values()]


def test_a_sheet_of_each_evaluator_is_the_score_of_an_assessor():
    problem = read(workbook(Cover=[["Selection"]], Anna=sheet_of("Anna"), Ben=sheet_of("Ben", "V3 V1 V2")))
    assert problem.values.tolist() == MEANS
    assert problem.cells[0, 0].assessors == (4, 2)
    assert problem.reading.assessors == problem.reading.read_sheets == ("Anna", "Ben")
    assert [sheet.name for sheet in problem.reading.left] == ["Cover"]
    assert "Read 2 sheets: the scores of 2 assessors (Anna, Ben): 3 candidates" in str(
        problem.reading.summary()[0]
    )


def test_one_of_the_sheets_is_read_alone():
    book = workbook(Anna=sheet_of("Anna"), Ben=sheet_of("Ben"))
    assert read(book, sheet="Ben").values.tolist() == list(SCORES["Ben"].values())
    assert read(book, respondents="none").values.tolist() == list(SCORES["Anna"].values())


def test_columns_of_the_sheets_are_matched_by_their_headers():
    turned = [["Vendor", "Quality", "Price"], *([name, b, a] for name, (a, b) in SCORES["Ben"].items())]
    assert read(workbook(Anna=sheet_of("Anna"), Ben=turned)).values.tolist() == MEANS


@pytest.mark.parametrize("name", ["Summary", "Both"])
def test_a_summary_sheet_is_left_out(name):
    means = [HEAD, *([vendor, *row] for vendor, row in zip(SCORES["Ben"], MEANS, strict=True))]
    summary = means if name == "Both" else sheet_of("Anna")
    problem = read(workbook(Anna=sheet_of("Anna"), Ben=sheet_of("Ben"), **{name: summary}))
    assert problem.values.tolist() == MEANS
    assert [sheet.name for sheet in problem.reading.left] == [name]


def test_a_candidate_that_one_person_did_not_score_keeps_the_scores_of_the_others():
    problem = read(workbook(Anna=sheet_of("Anna"), Ben=sheet_of("Ben", "V1 V3")))
    assert problem.cells[1, 0].assessors == (3,)
    assert people(problem).count("Anna") == 2
    assert "V2 is not on the sheets Ben" in " ".join(map(str, problem.reading.summary()))


def test_a_name_spelt_otherwise_on_one_sheet_is_refused_at_its_cell():
    other = [HEAD, ["V1", 2, 3], ["V2", 5, 5], ["Vee3", 3, 3]]
    with pytest.raises(ReadingError) as refused:
        read(workbook(Anna=sheet_of("Anna"), Ben=other))
    assert {str(fault.where) for fault in refused.value.faults} == {"Anna!A4", "Ben!A4"}


def test_sheets_that_may_be_no_people_are_asked_about():
    book = workbook(Y2023=sheet_of("Anna"), Y2024=sheet_of("Ben"))
    assert flags(book) == ["--respondents sheets", "--sheet Y2023", "--sheet Y2024"]
    assert read(book, respondents="sheets").values.tolist() == MEANS


def test_sheets_of_other_candidates_are_asked_about():
    other = [HEAD, ["W1", 2, 3], ["W2", 5, 5]]
    assert flags(workbook(A=sheet_of("Anna"), B=other)) == ["--sheet A", "--sheet B"]


def test_a_fault_on_the_sheet_of_a_person_is_at_its_cell():
    wrong = [*sheet_of("Ben")[:2], ["V2", "about 5", 5], ["V3", 3, 3]]
    with pytest.raises(sm.SeeMcdaError) as refused:
        read(workbook(Anna=sheet_of("Anna"), Ben=wrong))
    assert "Ben!B3" in {str(fault.where) for fault in refused.value.faults}


@pytest.mark.parametrize(
    ("header", "first"),
    [
        ("{candidate} [{criterion}]", "candidates-first"),
        ("{criterion} [{candidate}]", "criteria-first"),
        ("survey/{candidate}/{criterion}", "candidates-first"),
        ("{candidate}.{criterion}", "candidates-first"),
        ("Rate {candidate} - {criterion}", "candidates-first"),
        ("Q1. {candidate} [{criterion}]", "candidates-first"),
    ],
)
def test_a_row_of_each_respondent_is_the_scores_of_an_assessor(header, first):
    for options in ({}, {"respondents": first}):
        problem = read(workbook(Form=wide(header)), **options)
        assert problem.values.tolist() == MEANS
        assert [name["en"].removeprefix("Rate ") for name in problem.names] == [
            "Vendor V1",
            "Vendor V2",
            "Vendor V3",
        ]
        assert set(people(problem)) == {"r1; r2"}
        assert problem.places(1, 1).cell == "E2"


def test_respondents_keep_their_names():
    first = [["Start", 1, 2], ["Email address", "a@x.org", "b@x.org"], ["Your name", "Anna", "Ben"]]
    problem = read(workbook(Form=wide("{candidate} [{criterion}]", first=first)))
    assert problem.reading.assessors == ("Anna", "Ben")


def test_answers_of_which_nothing_shows_the_candidate_are_asked_about():
    rows = [[cell.replace("Vendor ", "") if isinstance(cell, str) else cell for cell in row]
            for row in wide("{candidate} [{criterion}]")]  # fmt: skip
    rows[0] = [str(cell).replace("Price", "X").replace("Quality", "Y") for cell in rows[0]]
    book = workbook(Form=rows)
    assert flags(book) == ["--respondents candidates-first", "--respondents criteria-first"]
    assert read(book, respondents="candidates-first").values.tolist() == MEANS
    assert read(book, respondents="criteria-first").values.T.tolist() == MEANS


def test_headers_of_units_or_years_are_no_answers():
    rows = [["Name", "Income [baht]", "Cost [baht]", "Jobs [people]"], ["A", 3, 4, 5], ["B", 4, 4, 3]]
    assert len(read(workbook(Sheet1=rows)).leaves) == 3
    rows = [["Name", "Income [2022]", "Income [2023]", "Cost [2022]", "Cost [2023]"], ["A", 3, 4, 5, 2],
            ["B", 4, 4, 3, 1]]  # fmt: skip
    assert len(read(workbook(Sheet1=rows)).leaves) == 4


def test_a_row_for_each_respondent_and_candidate_is_pooled():
    problem = read(workbook(Sheet1=long()))
    assert problem.values.tolist() == MEANS
    assert problem.reading.assessors == ("Anna", "Ben")
    assert problem.reading.pooled == 3
    assert [column.role for column in problem.reading.columns if column.header == "Respondent"] == [
        "assessor"
    ]
    coded = read(workbook(Sheet1=long(who=False, id=[f"r{at}" for at in range(6)])))
    assert coded.values.tolist() == MEANS
    assert coded.reading.assessors == ("r1", "r2")


def test_rows_of_one_candidate_that_may_be_no_answers_are_asked_about():
    for more in ({}, {"Year": [2023] * 3 + [2024] * 3}, {"Region": ["North"] * 3 + ["South"] * 3}):
        book = workbook(Sheet1=long(who=False, **more))
        assert flags(book) == ["--respondents rows", "--skip-row 5", "--skip-row 2"]
        assert read(book, respondents="rows", only=["Price", "Quality"]).values.tolist() == MEANS
    assert "Region" in str(questions(book)[0].notice())


def test_a_person_who_scored_a_candidate_twice_is_asked_about():
    assert flags(workbook(Sheet1=[*long(), ["Anna", "V1", 1, 1]])) == [
        "--skip-row 8",
        "--skip-row 2",
        "--respondents rows",
    ]


def test_names_of_assessors_survive_in_a_document_and_a_workbook(tmp_path):
    problem = read(workbook(Anna=sheet_of("Anna"), Ben=sheet_of("Ben")))
    for ending in ("yaml", "xlsx"):
        sm.write_problem(problem, tmp_path / f"all.{ending}")
        again = sm.read_problem(tmp_path / f"all.{ending}")
        assert again.cells[0, 0].assessors == (4, 2)
        assert set(people(again)) == {"Anna; Ben"}


# --- what several sheets say beside the scores ------------------------------------------------------------


def with_row(person: str, *row: object, at: int = 4) -> list:
    return [*sheet_of(person)[:at], list(row), *sheet_of(person)[at:]]


def test_other_weights_on_another_sheet_are_asked_about():
    book = workbook(Anna=with_row("Anna", "Weight", 70, 30), Ben=with_row("Ben", "Weight", 20, 80))
    assert flags(book) == ["--weights-row 5", "--skip-row 5", "--sheet Anna", "--sheet Ben"]
    chosen = read(book, weights_row="5").reading
    assert chosen.weights == {"price": 70, "quality": 30}
    assert "on the sheets Anna, Ben differ; those on Anna are used" in chosen.text()
    assert read(book, skip_rows=["5"]).reading.weights is None
    assert read(book, sheet="Ben").reading.weights == {"price": 20, "quality": 80}


def test_weights_in_the_same_proportions_on_all_sheets_are_used():
    turned = [[row[0], row[2], row[1]] for row in with_row("Ben", "Weight", 0.7, 0.3)]
    problem = read(workbook(Anna=with_row("Anna", "Weight", 70, 30), Ben=turned))
    assert problem.reading.weights == {"price": 70, "quality": 30}


def test_weights_directions_and_units_on_one_sheet_only_are_used():
    rows = [["Unit", "baht", "points"], ["Type", "min", "max"]]
    ben = [HEAD, *rows, *with_row("Ben", "Weight", 20, 80)[1:]]
    problem = read(workbook(Anna=sheet_of("Anna"), Ben=ben))
    assert problem.values.tolist() == MEANS
    assert problem.reading.weights == {"price": 20, "quality": 80}
    assert str(problem.reading.weights_from) == "Ben!7:7"
    assert [(column.objective, column.unit) for column in problem.reading.criteria] == [
        ("min", "baht"),
        ("max", "points"),
    ]


def test_other_directions_on_another_sheet_are_asked_about():
    anna, ben = (
        with_row(name, "Type", *said, at=1)
        for name, said in (("Anna", ("min", "max")), ("Ben", ("max", "max")))
    )
    book = workbook(Anna=anna, Ben=ben)
    assert flags(book)[:2] == ["--minimize Price", "--maximize Price"]
    assert read(book, minimize=["Price"]).framework.leaves[0].objective == "min"


def test_other_units_on_another_sheet_are_asked_about():
    anna, ben = (
        with_row(name, "Unit", unit, "points", at=1) for name, unit in (("Anna", "baht"), ("Ben", "USD"))
    )
    book = workbook(Anna=anna, Ben=ben)
    assert flags(book)[:2] == ["--keep Price", "--skip Price"]
    assert read(book, keep=["Price"]).values.tolist() == MEANS


def test_gates_that_assessors_answer_differently_are_not_yet_checked_and_said_so():
    framework = sm.Framework.from_dict(
        {"id": "tree", "criteria": [{"id": "price"}, {"id": "quality"}], "gates": [{"id": "legal"}]}
    )
    head = ["name", "price", "quality", "gate:legal", "gate-reason:legal"]

    def answers(person: str, *answers: tuple) -> list:
        return [head, *([*row, *answer] for row, answer in zip(sheet_of(person)[1:], answers, strict=True))]

    anna = answers("Anna", ("pass", ""), ("fail", "no permit"), ("", ""))
    ben = answers("Ben", ("pass", ""), ("pass", ""), ("fail", "closed"))
    problem = read(workbook(Anna=anna, Ben=ben), framework=framework)
    assert problem.gates[:, 0].tolist() == [0, 1, 2]
    assert [reason["en"] for reason in problem.reasons.values()] == ["no permit", "closed"]
    assert "disagree, so this counts as not yet checked: gate legal of V2" in problem.reading.text()
