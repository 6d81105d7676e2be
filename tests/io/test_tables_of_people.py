"""Tables as analysts, committees, buyers, survey programs and papers write them."""

from io import StringIO

import openpyxl
import pytest

import see_mcda as sm
from tests.io.texts import asked, column_taken, reading_of, row_taken


def test_subtotals_of_regions_and_their_headings_are_no_candidates():
    reading = reading_of(
        "กลุ่ม,รายได้,สมาชิก\nภาคเหนือ,,\nก,10,5\nข,20,7\nรวมภาคเหนือ,30,12\nภาคใต้,,\nค,40,6\nง,15,9\n"
        "รวมภาคใต้,55,15\nรวมทั้งสิ้น,85,27"
    )
    assert reading.candidates == ("3", "4", "7", "8")
    assert not reading.questions


def test_words_right_below_a_total_are_a_note():
    reading = reading_of("name,a,b\nA,3,4\nB,5,1\nTotal,8,5\nAll figures are estimates,,")
    assert row_taken(reading, 5) == "note"
    assert row_taken(reading_of("name,a,b\nA,3,4\nB,5,1\nAll Saints,,"), 4) == "question"


def test_one_exact_total_of_a_name_is_asked_about():
    reading = reading_of("name,income,members\nA,10,5\nB,20,7\nTotal Farms,30,12")
    assert row_taken(reading, 4) == "question"


def test_signatures_below_a_table_are_notes():
    reading = reading_of("name,a,b\nA,3,4\nB,5,1\n,,\n,,Prepared by ........\n,,(Mr Smith)")
    assert [row_taken(reading, at) for at in (2, 3, 5, 6)] == ["candidate", "candidate", "note", "note"]


def test_a_row_that_is_partly_a_sum_and_partly_a_mean_is_a_candidate():
    reading = reading_of("name,a,b,c\nX,4,3,5\nY,3,4,2\nZ,5,2,3")
    assert reading.candidates == ("2", "3", "4")
    assert not reading.questions


@pytest.mark.parametrize(("best", "worst"), [("A+", "A-"), ("A*", "A−"), ("V+", "V-"), ("PIS", "NIS")])
def test_the_ideal_candidates_of_a_paper_are_not_ranked(best, worst):
    reading = reading_of(f"Alternative,C1,C2\nA,7,9\nA2,8,7\nA3,9,6\n{best},9,6\n{worst},7,9")
    assert reading.candidates == ("2", "3", "4")


def test_a_candidate_called_a_is_no_ideal():
    assert reading_of("name,C1,C2\nA,9,9\nB,8,7\nC,5,6").candidates == ("2", "3", "4")


@pytest.mark.parametrize("signs", [("S+", "S-"), ("Di+", "Di−"), ("d*", "d-")])
def test_distances_from_the_ideal_are_no_criteria(signs):
    rows = "".join(f"A{at},{at},{at * at % 5},0.{at}1,0.3{at}\n" for at in (2, 3, 1))
    reading = reading_of(f"name,C1,C2,{signs[0]},{signs[1]}\n{rows}")
    assert [column.header for column in reading.criteria] == ["C1", "C2"]


def test_value_added_tax_between_a_subtotal_and_a_total_is_asked_about():
    reading = reading_of(
        "Item,Acme,Beta\nEquipment,100,120\nTraining,25,23\nSubtotal,125,143\nVAT 7%,8.75,10.01\n"
        "Grand total,133.75,153.01"
    )
    assert row_taken(reading, 5) == "question"


def test_numbers_under_a_header_of_notes_are_asked_about():
    reading = reading_of("name,Preis,Note\nA,100,2\nB,120,1\nC,90,4")
    assert column_taken(reading, "Note") == "question"
    assert asked(reading_of("name,Preis,Note\nA,100,new\nB,120,\nC,90,old")) == {}


def test_years_are_the_names_where_there_are_no_others():
    reading = reading_of("ปี,ยอดขาย,ของเสีย\n2563,10,3\n2564,12,2\n2565,15,4")
    assert column_taken(reading, "ปี").startswith("name")


QUALTRICS = """\
StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,Q1,Q2
Start Date,End Date,Response Type,IP Address,Progress,Duration,Finished,Recorded,Response ID,Name,Impact
2024-05-01,2024-05-01,0,203.0.113.1,100,317,1,2024-05-01,R_a,Alpha,4
2024-05-02,2024-05-02,0,203.0.113.2,90,512,0,2024-05-02,R_b,Beta,5
"""


def test_what_a_survey_program_stores_is_neither_a_criterion_nor_a_name():
    reading = reading_of(QUALTRICS)
    assert [column.header for column in reading.criteria] == ["Q2"]
    assert column_taken(reading, "Q1").startswith("name")
    assert reading.candidates == ("3", "4")


def test_empty_columns_of_kobo_are_left_out():
    reading = reading_of(
        "group,Members,_id,_uuid,_validation_status,_tags\nA,12,31,a1,,\nB,20,32,b2,,\nC,7,33,c3,,"
    )
    assert [column.header for column in reading.criteria] == ["Members"]


def test_progress_of_projects_stays_a_criterion():
    reading = reading_of("project,Progress,Status,Cost\nA,30,1,9\nB,60,2,4\nC,90,2,7")
    assert [column.header for column in reading.criteria] == ["Progress", "Status", "Cost"]


def test_the_name_after_the_e_mail_of_microsoft_forms_is_that_of_the_assessor():
    rows = [("anna", "Alpha", 4), ("anna", "Beta", 3), ("ben", "Alpha", 3), ("ben", "Beta", 5)]
    text = "ID,Start time,Completion time,Email,Name,Which bidder do you rate?,Quality\n"
    for at, (who, bidder, quality) in enumerate(rows, 1):
        text += f"{at},2024-05-0{at} 09:00,2024-05-0{at} 09:05,{who}@x.org,{who},{bidder},{quality}\n"
    reading = reading_of(text)
    assert reading.pooled == 2
    assert reading.assessors == ("anna", "ben")
    assert not reading.questions


NUMBERED = """\
No.,Criteria,Weight,A,B,C
1,Technical,70,,,
1.1,Quality,40,3,4,2
1.2,Design,30,4,3,5
2,Service,30,,,
2.1,Repairs,30,5,2,4
"""


def test_a_numbered_scorecard_with_headings_is_turned():
    reading = reading_of(NUMBERED)
    assert reading.turned
    assert [column.header for column in reading.criteria] == ["Quality", "Design", "Repairs"]
    assert dict(reading.weights or {}) == {"quality": 40, "design": 30, "repairs": 30}
    assert len(reading.candidates) == 3
    assert not reading.questions


def test_weights_of_a_scorecard_need_not_add_up():
    reading = reading_of("Criteria,Weight,A,B\nPrice,40,3,4\nQuality,60,5,2\nTotal,100,4.2,2.8")
    assert dict(reading.weights or {}) == {"price": 40, "quality": 60}
    assert [column.header for column in reading.criteria] == ["Price", "Quality"]


def test_weighted_scores_beside_scores_are_not_ranked():
    reading = reading_of(
        "Criteria,Weight,A score,A weighted,B score,B weighted\nPrice,50%,3,1.5,4,2\n"
        "Quality,30%,5,1.5,2,0.6\nSupport,20%,4,0.8,3,0.6"
    )
    assert reading.candidates == ("3", "5")


def test_the_header_of_the_names_below_those_of_the_columns_is_no_candidate():
    reading = reading_of(",income,cost\nname,,\nA,3,4\nB,5,1")
    assert row_taken(reading, 2) == "header"


SCORES = "name,Price,Quality,Service\nA,3,4,5\nB,5,2,1\nC,2,2,4"
COMPARISONS = ",Price,Quality,Service\nPrice,1,{a},2\nQuality,3,1,5\nService,{b},0.2,1\n"


@pytest.mark.parametrize(("a", "b"), [("0.333", "0.5"), ("1/3", "1/2")])
@pytest.mark.parametrize("below", ["", "Sum,4.5,1.533,8\n"])
def test_a_matrix_of_comparisons_is_not_ranked(a, b, below):
    with pytest.raises(sm.SeeMcdaError, match="see-mcda weights ahp"):
        sm.read_problem(StringIO(COMPARISONS.format(a=a, b=b) + below), format="csv")


def test_distances_between_places_are_no_comparisons():
    assert len(reading_of(",A,B,C\nA,1,30,20\nB,30,1,50\nC,20,50,1").candidates) == 3


def test_a_sheet_of_comparisons_beside_the_scores_is_left_alone(tmp_path):
    book = openpyxl.Workbook()
    for name, text in {"AHP": COMPARISONS.format(a=0.333, b=0.5), "Data": SCORES}.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([float(cell) if cell[:1].isdigit() else cell for cell in line.split(",")])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "both.xlsx")
    reading = sm.read_problem(tmp_path / "both.xlsx").reading
    assert reading is not None
    assert (reading.sheet, len(reading.candidates), reading.weights) == ("Data", 3, None)


@pytest.mark.parametrize("written", ["({}%)", "(weight {} %)", "[{}.0%]", "(น้ำหนัก: {}%)"])
def test_weights_in_the_headers_are_used(written):
    heads = [
        f"{name} {written.format(weight)}" for name, weight in [("Price", 50), ("Quality", 30), ("Time", 20)]
    ]
    reading = reading_of(f"Bidder,{','.join(heads)}\nA,60,80,70\nB,90,60,50\nC,70,75,90")
    assert list((reading.weights or {}).values()) == [50, 30, 20]
    assert "Used the weights in line 1." in [each.text("en") for each in reading.summary()]


@pytest.mark.parametrize("heads", ["Price (40%),Quality (30%),Time", "Price (40%),Quality (30%),Time (20%)"])
def test_percentages_in_headers_that_do_not_add_up_are_no_weights(heads):
    assert reading_of(f"Bidder,{heads}\nA,60,80,70\nB,90,60,50\nC,70,75,90").weights is None


def values_of(text: str) -> list[list[float]]:
    return sm.read_problem(StringIO(text), format="csv").values.tolist()


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "໐໑໒໓໔໕໖໗໘໙", "၀၁၂၃၄၅၆၇၈၉", "០១២៣៤៥៦៧៨៩"])
def test_digits_of_other_scripts_are_numbers(digits):
    of = str.maketrans("0123456789", digits)
    rows = "\n".join(["الف,1200,4.5", "ب,980,5.25", "ج,1500,2.5"]).translate(of)
    assert values_of(f"name,a,b\n{rows}") == [[1200, 4.5], [980, 5.25], [1500, 2.5]]


def test_lakhs_are_read():
    text = 'name,turnover,staff\nA,"12,00,000",5\nB,"9,80,000",2\nC,"1,15,00,000",4'
    assert values_of(text) == [[1200000, 5], [980000, 2], [11500000, 4]]


def test_two_columns_of_one_header_are_refused_with_the_option():
    with pytest.raises(sm.SeeMcdaError, match="--skip 3"):
        values_of("name,Score,Score,Cost\nA,3,4,9\nB,4,2,5\nC,5,1,7")


def test_two_rows_of_headers_of_pandas_are_read():
    reading = reading_of(
        ",money,money,people,people\n,income,cost,members,trust\nname,,,,\nA,9,3,12,4\nB,7,2,15,5"
    )
    assert [column.header for column in reading.criteria] == ["income", "cost", "members", "trust"]
    assert reading.candidates == ("4", "5")


def test_subtotals_named_as_excel_names_them_are_left_out():
    reading = reading_of(
        "Region,Name,a,b\nNorth,A,10,5\nNorth,B,20,7\nNorth Total,,30,12\nSouth,C,40,6\nSouth,D,15,9\n"
        "South Total,,55,15\nGrand Total,,85,27"
    )
    assert reading.candidates == ("2", "3", "5", "6")
    assert not reading.questions


@pytest.mark.parametrize("label", ["ค่าเฉลี่ยประเทศ", "National average"])
def test_an_average_of_others_than_the_candidates_is_asked_about(label):
    assert row_taken(reading_of(f"name,a,b\nA,3,4\nB,5,1\nC,2,2\n{label},3.1,2.2"), 5) == "question"


def test_two_rows_of_the_best_and_the_worst_scores_are_asked_about():
    table = "name,C1,C2,C3\nA,7,9,8\nB,8,7,7\nC,9,6,9\nสูงส่ง,9,9,9\nต่ำต้อย,7,6,{}"
    assert [row_taken(reading_of(table.format(7)), at) for at in (5, 6)] == ["question", "question"]
    assert not reading_of(table.format(8)).questions


@pytest.mark.parametrize(("results", "values"), [("D+,D-,CC", ".1,.2,.6"), ("Phi+,Phi-,Phi", ".5,.2,.3")])
def test_results_beside_distances_and_flows_are_no_criteria(results, values):
    reading = reading_of(f"name,C1,C2,{results}\nA,3,4,{values}\nB,5,1,.3,.1,.25\nC,2,2,.2,.2,.5")
    assert [column.header for column in reading.criteria] == ["C1", "C2"]


def test_the_results_of_vikor_are_asked_about():
    reading = reading_of("name,C1,C2,S,R,Q\nA,3,4,.1,.2,.6\nB,5,1,.3,.1,.25\nC,2,2,.2,.4,.5")
    assert [column_taken(reading, header) for header in "SRQ"] == ["question"] * 3
    assert not reading_of("name,P,Q\nA,3,4\nB,5,1\nC,2,2").questions


@pytest.mark.parametrize("shares", [("50", "30", "20"), ("0.5", "0.3", "0.2")])
def test_a_column_of_shares_of_another_is_asked_about(shares):
    rows = "".join(
        f"{name},{sold},{share}\n" for name, sold, share in zip("ABC", (55, 33, 22), shares, strict=True)
    )
    reading = reading_of(f"name,sales,part\n{rows}")
    assert column_taken(reading, "part") == "question"
    assert column_taken(reading, "sales") == "criterion"


@pytest.mark.parametrize("heads", ["ราคา 40%,คุณภาพ 60%", "ราคา (น้ำหนัก 40),คุณภาพ (น้ำหนัก 60)"])
def test_weights_at_the_end_of_headers_are_used(heads):
    reading = reading_of(f"ผู้เสนอราคา,{heads}\nA,60,80\nB,90,60\nC,70,75")
    assert list((reading.weights or {}).values()) == [40, 60]


def test_the_upper_half_of_a_matrix_of_comparisons_is_not_ranked():
    with pytest.raises(sm.SeeMcdaError, match="see-mcda weights ahp"):
        values_of(",Price,Quality,Service\nPrice,1,3,5\nQuality,,1,2\nService,,,1\n")


def test_an_empty_column_of_e_mail_addresses_is_left_out():
    reading = reading_of("Respondent ID,Email Address,group,Quality\n114,,A,4\n115,,B,5\n116,,C,2")
    assert [column.header for column in reading.criteria] == ["Quality"]
