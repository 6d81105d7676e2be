"""Tables as analysts, committees, buyers, survey programs and papers write them."""

import pytest

from tests.io.texts import asked, column_taken, reading_of, row_taken


def test_subtotals_of_regions_and_their_headings_are_no_candidates():
    reading = reading_of(
        "กลุ่ม,รายได้,สมาชิก\nภาคเหนือ,,\nก,10,5\nข,20,7\nรวมภาคเหนือ,30,12\nภาคใต้,,\nค,40,6\nง,15,9\n"
        "รวมภาคใต้,55,15\nรวมทั้งสิ้น,85,27"
    )
    assert reading.candidates == ("3", "4", "7", "8")
    assert not reading.questions


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
