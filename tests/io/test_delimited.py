"""Delimited tables as people have them: encodings, signs, quotes, headers, and every fault at its cell."""

import io

import numpy as np
import pytest

import see_mcda as sm
from see_mcda.errors import FileError, InputError, ProblemError
from see_mcda.io import read_problem
from see_mcda.io.tables.candidates import FreshIds
from see_mcda.model.criteria import Criterion, Framework, Gate, Scale
from see_mcda.model.reading import ReadingError

TREE = Framework(
    Criterion(
        "farm",
        gates=[Gate("fair")],
        children=[
            Criterion(
                "care",
                {"en": "Care for soil", "th": "การดูแลดิน"},
                scale=Scale(
                    0,
                    4,
                    2,
                    3,
                    levels={0: {"en": "None at all"}, 3: {"en": "Most fields", "th": "แปลงส่วนใหญ่"}},
                ),
            ),
            Criterion("cost", {"en": "Cost", "th": "ต้นทุน"}, objective="min"),
            Criterion("share", {"en": "Share sold"}, scale=Scale(unit={"en": "%"})),
        ],
    )
)
SOUND = "id,care,cost,share\na,3,10,40\nb,1,5,60\n"


def read(text: str | bytes, framework: Framework | None = TREE, **options) -> sm.Problem:
    stream = io.BytesIO(text) if isinstance(text, bytes) else io.StringIO(text)
    return read_problem(stream, framework=framework, format="csv", **options)


def faults(text: str | bytes, framework: Framework | None = TREE, **options) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        read(text, framework, **options)
    return [(fault.code, fault.where and str(fault.where)) for fault in caught.value.faults]


def costs(*cells: str, **options) -> list[float]:
    rows = "".join(f'c{i},3,"{cell}",40\n' for i, cell in enumerate(cells))
    return read(f"id,care,cost,share\n{rows}", **options).values[:, 1].tolist()


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND.replace(",", ";"),
        SOUND.replace(",", "\t"),
        SOUND.replace("\n", "\r\n"),
        SOUND.replace("\n", "\r"),
        "sep=;\r\n" + SOUND.replace(",", ";"),
        '"id","care","cost","share"\n"a","3","10","40"\n"b","1","5","60"\n',
        "id,care,cost,share,,\na,3,10,40,,\nb,1,5,60,,\n,,,,,\n\n",
        "\n\nid,care,cost,share\n\na,3,10,40\n\nb,1,5,60",
        "cost,share,id,care\n10,40,a,3\n5,60,b,1\n",
        "ID,Care for Soil,ต้นทุน,share_sold\na,3,10,40\nb,1,5,60\n",
        "id,การดูแลดิน,Cost,SHARE SOLD,x-remark\na,3,10,40,good\nb,1,5,60,=1+1\n",
        "Farms of 2024,,,\nid,care,cost,share\na,3,10,40\nb,1,5,60\n",
        "id;care;cost;share\na;3;10,0;40\nb;1;5,0;60\n",
        'id,care,cost,share\na,3,"10,0",40\nb,1,"5,0",60\n',
        "id,care,cost,share\na,๓,๑๐,๔๐\nb,๑,๕,๖๐\n",
        "id,care,cost,share\na,Most fields,10,40%\nb,1,5,60 %\n",
        "id,care,cost,share\na,แปลงส่วนใหญ่,10,ร้อยละ 40\nb,1,5,60\n",
        "id,care,cost,share\na,3 – Most fields,10,40\nb,1 - some remark,5,60\n",
    ],
)
def test_every_common_form_of_one_table_reads_the_same(text):
    problem = read(text)
    assert problem.candidates == ("a", "b")
    assert problem.values.tolist() == [[3, 10, 40], [1, 5, 60]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(encoding):
    text = "id,name,care,cost,share\na,สหกรณ์การเกษตร จำกัด GAP,3,10,40\n"
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert read(bom + text.encode(encoding)).names == ({"th": "สหกรณ์การเกษตร จำกัด GAP"},)


@pytest.mark.parametrize("name", ["Café", "Käse", "Señor", "Müller", "Straße", "Łódź"])
def test_western_text_is_not_taken_for_thai(name):
    content = f"id,name,care,cost,share\na,{name},3,10,40\n".encode("cp1252" if name != "Łódź" else "cp1250")
    assert faults(content) == [("encoding", None)]
    assert read(content, encoding="cp1252").values[0, 1] == 10


def test_an_encoding_that_does_not_exist_or_fit_is_refused():
    assert faults(SOUND.encode(), encoding="no-such") == [("encoding", None)]
    assert faults("ก".encode("cp874"), encoding="utf-8") == [("encoding", None)]
    assert faults(SOUND.encode("utf-16-le")) == [("encoding", None)]


@pytest.mark.parametrize("encoding", ["undefined", "punycode", "idna", "unicode-escape", "zlib", "\0"])
def test_an_encoding_of_something_else_than_files_is_refused(encoding):
    assert faults(SOUND.encode(), encoding=encoding) == [("encoding", None)]


@pytest.mark.parametrize(
    "encoding", ["latin-1", "cp1252", "cp874", "tis-620", "macroman", "shift_jis", "gb18030"]
)
def test_encodings_of_files_are_known_by_their_usual_names(encoding):
    assert read(SOUND.encode("ascii"), encoding=encoding).candidates == read(SOUND.encode()).candidates


@pytest.mark.parametrize("word", ["", " ", "-", "–", "N/A", "na", "NaN", "?", "..", "ไม่มีข้อมูล", "ไม่ทราบ"])
def test_words_for_missing_are_missing(word):
    assert np.isnan(costs(word, "5")[0])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("abc", "not-a-number"),
        ("none", "not-a-number"),
        ("3/4", "not-a-number"),
        ("1-2-2024", "date"),
        ("081-2345678", "telephone"),
        ("02-123-4567", "telephone"),
        ("0812345678", "telephone"),
        ("+66 81 234 5678", "telephone"),
        ("2567-01-15", "date"),
        ("12/3/2566", "date"),
        ("5-3", "interval-order"),
        ("120 คน", "unit"),
        ("฿1,200", "unit"),
        ("3, 4, 4", "not-a-number"),
        ("true", "not-a-number"),
        ("5²", "not-a-number"),
        ("#DIV/0!", "error-value"),
        ("#N/A", "error-value"),
        ("inf", "not-finite"),
        ("-Infinity", "not-finite"),
        ("1e999", "not-finite"),
        ("12%", "percent"),
        ("1.234", "two-readings"),
        ("1,234", "two-readings"),
        ("5..2", "interval-order"),
        ("1..9..5", "interval-order"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cell, code):
    assert faults(f'id,care,cost,share\na,3,7,40\nb,1,"{cell}",60\n') == [(code, "line 3, column cost")]


@pytest.mark.parametrize("cell", ["7", "-1", "0..5", "2|9"])
def test_a_score_beyond_the_levels_is_named(cell):
    assert faults(f"id,care,cost,share\na,{cell},7,40\n") == [("not-a-level", "line 2, column care")]


def test_a_level_whose_number_and_words_differ_is_refused():
    assert faults("id,care,cost,share\na,0 – Most fields,7,40\n") == [
        ("level-contradicts", "line 2, column care")
    ]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("2..4", (2, 4, None, ())),
        ("2–4", (2, 4, None, ())),
        ("2 - 4", (2, 4, None, ())),
        ("2 to 4", (2, 4, None, ())),
        ("๒ ถึง ๔", (2, 4, None, ())),
        ("-4..-2", (-4, -2, None, ())),
        ("1,5..2,5", (1.5, 2.5, None, ())),
        ("2..3..4", (2, 4, 3, ())),
        ("2–3–4", (2, 4, 3, ())),
        ("3|4|4", (3, 4, None, (3, 4, 4))),
        ("3; 4; 4", (3, 4, None, (3, 4, 4))),
        ("3|", (3, 3, None, (3,))),
    ],
)
def test_doubtful_scores_have_a_form_in_text(text, cell):
    found = read(f'id,care,cost,share\na,3,"{text}",40\n').cells[0, 1]
    assert (found.low, found.high, found.mode, found.assessors) == cell


def test_signs_are_settled_by_the_column_or_the_reader():
    assert costs("1.234", "2.5") == [1.234, 2.5]
    assert costs("1.234", "2,5") == [1234, 2.5]
    assert costs("1,234", "12,345", decimal=".") == [1234, 12345]
    assert costs("1,234", "12,345", decimal=",") == [1.234, 12.345]


def test_a_percent_column_within_0_and_1_is_asked_about():
    text = "id,care,cost,share\na,3,10,0.12\nb,1,5,0.5\n"
    assert faults(text) == [("percent-or-fractions", "line 1, column share")]
    assert read(text, percent="fractions").values[:, 2].tolist() == [12, 50]
    assert read(text, percent="percent").values[:, 2].tolist() == [0.12, 0.5]
    assert read(text, percent={"share": "fractions"}).values[:, 2].tolist() == [12, 50]
    assert read(text.replace("0.12", "0").replace("0.5", "0")).values[:, 2].tolist() == [0, 0]
    assert read(text.replace("0.12", "0.12%").replace("0.5", "0.5%")).values[:, 2].tolist() == [0.12, 0.5]


def test_fractions_are_only_taken_where_they_are_asked_about():
    rates = read("id,care,cost,share\na,3,10,3\nb,1,5,0.5\n", percent="fractions")
    assert rates.values[:, 2].tolist() == [3, 0.5]


def test_a_number_below_1_without_a_sign_among_signed_ones_is_refused_at_its_cell():
    text = "id,care,cost,share\na,3,10,45%\nb,1,5,0.5\nc,1,5,12\nd,1,5,1\ne,1,5,0\n"
    assert faults(text) == [("percent-or-fraction", "line 3, column share")]
    assert read(text, percent="percent").values[:, 2].tolist() == [45, 0.5, 12, 1, 0]
    assert read(text.replace("0.5", "50%")).values[:, 2].tolist() == [45, 50, 12, 1, 0]


def test_fractions_beside_percentages_are_asked_about():
    text = "name,margin %,cost\nA,0.12,100\nB,20,200\nC,0.3,300\n"
    with pytest.raises(ProblemError) as error:
        read(text, framework=None)
    (fault,) = error.value.faults
    assert (fault.code, str(fault.where)) == ("percent-or-fractions", "line 1, column margin %")
    assert "0.12 a fraction (12%)" in fault.text()
    assert read(text, framework=None, percent="percent").values[:, 0].tolist() == [0.12, 20, 0.3]
    assert read(text, framework=None, percent="fractions").values[:, 0].tolist() == [12, 20, 30]
    rates = "name,inflation %,cost\nA,0.9,100\nB,3.2,200\nC,0,300\n"
    assert read(rates, framework=None, percent="fractions").values[:, 0].tolist() == [0.9, 3.2, 0]


def test_one_cell_without_a_sign_in_a_column_of_percentages_is_named():
    text = "name,margin,cost\nA,12%,100\nB,20%,200\nC,0.3,300\n"
    assert faults(text, framework=None) == [("percent-or-fraction", "line 4, column margin")]
    assert read(text, framework=None, percent="fractions").values[:, 0].tolist() == [12, 20, 30]


def test_another_column_shows_the_decimal_sign():
    text = 'name,income,cost\nA,"1,200,000","350,000"\nB,"800,000.50","150,000"\n'
    assert read(text, framework=None).values.tolist() == [[1_200_000, 350_000], [800_000.5, 150_000]]
    semicolons = "name;income;cost\nA;1.200.000;350.000\nB;800.000;150.000\n"
    assert read(semicolons, framework=None).values.tolist() == [[1_200_000, 350_000], [800_000, 150_000]]


@pytest.mark.parametrize("share", ["12", '"1,5"'])
def test_one_question_settles_the_decimal_sign_of_a_table(share):
    text = f'name,rate,income,cost,share\nA,1.5,"200,000","350,000",{share}\nB,2,"800,000","150,000",3\n'
    text = text if "," in share else text.replace(",1.5,", ",1,")
    assert faults(text, framework=None) == [("two-readings", "line 2, column income")]
    if "," not in share:
        assert read(text, framework=None, decimal=".").values[0].tolist() == [1, 200_000, 350_000, 12]


def test_all_faults_are_told_at_once():
    text = "id,care,cost,share,colour\na,9,x,0.2,red\nA b,1,2,0.3,blue\na,2,5,0.1,\n"
    assert sorted(faults(text)) == sorted(
        [
            ("duplicate-candidate", "line 4, column id"),
            ("not-a-number", "line 2, column cost"),
            ("percent-or-fractions", "line 1, column share"),
            ("not-a-level", "line 2, column care"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "empty-table", None),
        (" \n , \n", "empty-table", None),
        ("id,care,cost,share\n", "no-candidates", "line 1"),
        ("id,care,cost\na,3,4\n", "missing-column", "line 1"),
        ("id,care,cost,share,care\na,3,4,40,2\n", "duplicate-column", "line 1, column care"),
        (
            "id,care,cost,share,Care for soil\na,3,4,40,2\n",
            "duplicate-column",
            "line 1, column Care for soil",
        ),
        ("id,care,cost,share,gate:foul\na,3,4,40,pass\n", "unknown-gate", "line 1, column gate:foul"),
        ("id,care,cost,share,gate:fair\na,3,4,40,fail\n", "no-reason", "line 2, column gate:fair"),
        ("id,care,cost,share,gate:fair\na,3,4,40,yes\n", "bad-gate", "line 2, column gate:fair"),
        ("id,care,cost,share\na,3,4,40,7\n", "no-header", "line 2, column 5"),
        ("id,care,cost,share\na,3,1,5,40\n", "no-header", "line 2, column 5"),
        ("id,care,cost,share\n,3,4,40\n", "no-name", "line 2"),
        ("name,care,cost,share\nA,3,4,40\nA,2,4,40\n", "duplicate-name", "line 3, column name"),
        ("id,care,cost,share\na,3,4,40\na,2,4,40\n", "duplicate-candidate", "line 3, column id"),
        ('id,care,cost,share\na,3,"4,40\nb,3,4,40\n', "quotes", "line 2"),
        ('id,care,cost,share\na,3,"4" x,40\n', "quotes", "line 2"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_at_its_place(text, code, where):
    assert (code, where) in faults(text)


def test_a_branch_is_no_column():
    tree = Framework(
        Criterion("root", children=[Criterion("soil", children=[Criterion("care"), Criterion("rest")])])
    )
    assert ("not-a-leaf", "line 1, column soil") in faults("id,care,rest,soil\na,1,2,3\n", tree)


def test_a_name_of_two_leaves_heads_no_column():
    twin = Framework(
        Criterion("t", children=[Criterion("a", {"en": "Price"}), Criterion("b", {"en": "price"})])
    )
    assert faults("id,Price,b\nx,1,2\n", twin)[0] == ("ambiguous-column", "line 1, column Price")


def test_gates_are_read_in_both_languages_and_assessors_must_agree():
    text = (
        "id,care,cost,share,gate:fair,gate-reason_th:fair\n"
        "a,3,4,40,ผ่าน,\nb,3,4,40,ไม่ผ่าน,กดราคา\nc,3,4,40,,\nd,3,4,40,pass|fail,\n"
        "e,3,4,40,Not established,\nf,3,4,40,pass;ผ่าน,\n"
    )
    problem = read(text)
    assert problem.gates[:, 0].tolist() == [0, 2, 1, 1, 1, 0]
    assert problem.reasons == {(1, 0): {"th": "กดราคา"}}
    assert read(SOUND).gates[:, 0].tolist() == [1, 1]


def test_ids_are_made_of_names():
    text = "name,care,cost,share\nRice & Co,3,4,40\nสหกรณ์,3,4,40\nrice co,3,4,40\nÉcole,3,4,40\n"
    problem = read(text)
    assert problem.candidates == ("rice-co", "c2", "rice-co-2", "ecole")
    assert problem.names[1] == {"th": "สหกรณ์"}


@pytest.mark.parametrize(("first", "second"), [("a", ""), ("", "a"), ("", "")])
def test_a_name_twice_is_refused_unless_both_have_ids(first, second):
    text = "id,name,care,cost,share\n{},Rice,3,4,40\n{},Rice,3,4,40\n"
    assert faults(text.format(first, second)) == [("duplicate-name", "line 3, column name")]
    assert read(text.format("a", "b")).candidates == ("a", "b")


def test_names_notes_and_attributes_are_kept_by_language():
    text = (
        "id,name_en,name_th,note,attribute:province,attribute:members,attribute:coop,attribute:code,care,cost,share\n"
        "a,Rice,ข้าว,late,Nan,120,true,'007,3,4,40\n"
    )
    problem = read(text)
    assert problem.names == ({"en": "Rice", "th": "ข้าว"},)
    assert problem.notes == ({"en": "late"},)
    assert problem.attributes == (
        {"province": {"en": "Nan"}, "members": 120, "coop": True, "code": {"en": "'007"}},
    )


def test_a_leaf_may_be_called_as_another_column():
    tree = Framework(Criterion("root", children=[Criterion("name"), Criterion("id")]))
    problem = read("candidate:id,candidate:name,leaf:id,name\na,Ann,1,2\n", tree)
    assert problem.candidates == ("a",)
    assert problem.names == ({"en": "Ann"},)
    assert problem.values.tolist() == [[2, 1]]


def test_a_bare_table_makes_every_column_of_numbers_a_criterion():
    problem = read(
        "Pump,Price (baht),อัตราไหล,Loss %\nSolar,32 000,3.5,12%\nHand,4 000,0.8,3%\n",
        None,
        minimize=["price (baht)"],
    )
    assert problem.candidates == ("solar", "hand")
    assert problem.leaves == ("price-baht", "c2", "loss")
    assert [leaf.objective for leaf in problem.framework.leaves] == ["min", "max", "max"]
    assert problem.framework.leaves[1].name == {"th": "อัตราไหล"}
    assert problem.values.tolist() == [[32000, 3.5, 12], [4000, 0.8, 3]]


def test_a_bare_table_may_have_no_names():
    problem = read("x,y\n1,2\n3,4\n", None)
    assert problem.candidates == ("c1", "c2")
    assert problem.leaves == ("x", "y")
    assert read("x\n1\n3\n", None).values.tolist() == [[1], [3]]


@pytest.mark.parametrize("header", ["No.", "No", " NO ", "#", "nr", "ลำดับ", "ลำดับที่", "ที่"])
def test_a_column_of_row_numbers_is_no_criterion(header):
    problem = read(f"{header},Pump,x\n1,Solar,5\n2,Hand,6\n", None)
    assert problem.candidates == ("solar", "hand")
    assert problem.leaves == ("x",)
    assert read(f"Pump,{header},x\nSolar,๒,5\nHand,๑,6\n", None).leaves == ("x",)


def test_a_column_called_like_a_number_of_the_row_is_asked_about_if_it_has_gaps():
    text = "Pump,No,x\nSolar,1,5\nHand,3,6\n"
    with pytest.raises(ReadingError) as caught:
        read(text, None)
    assert [question.id for question in caught.value.questions] == ["column:2"]
    assert read(text, None, keep=["No"]).leaves == ("no", "x")
    assert read(text, None, skip=["No"]).leaves == ("x",)


@pytest.mark.parametrize("text", ["x,1,3\ny,2,2\nz,3,1\n", "1,3\n2,2\n", "1\n2\n", "x,12%,\ny,3%,5\n"])
def test_a_table_without_headers_does_not_lose_its_first_candidate(text):
    assert faults(text, None) == [("no-headers", "line 1")]


def test_years_are_headers_beside_a_header_that_is_known():
    assert read("name,2023,2024\nA,1,2\nB,3,4\n", None).leaves == ("2023", "2024")


def test_the_province_nan_is_text():
    problem = read("Province,x\nNan,1\nPhrae,2\n", None)
    assert problem.names == ({"en": "Nan"}, {"en": "Phrae"})
    assert read("Province,x\nNan,1\n", None).candidates == ("nan",)
    assert read("name,x,Province\nA,1,Nan\n", None).attributes == ({"Province": {"en": "Nan"}},)


@pytest.mark.parametrize(
    ("text", "minimize", "code", "where"),
    [
        ("name,x\nA,1\nB,abc\n", [], "not-a-number", "line 3, column x"),
        ("name,x,x\nA,1,1\n", [], "duplicate-column", "line 1, column x"),
        ("name,x,y\nA,1,\n", [], "empty-column", "line 1, column y"),
        ("name,colour\nA,red\n", [], "no-criteria", "line 1"),
        ("name,x\nA,1\n", ["y"], "unknown-node", "minimize"),
        ("name,x,gate:g\nA,1,pass\n", [], "unknown-gate", "line 1, column gate:g"),
        ("name,share %\nA,0.2\n", [], "percent-or-fractions", "line 1, column share %"),
        ("name,x\nA,12%\nB,3\n", [], "percent", "line 2, column x"),
    ],
)
def test_a_bare_table_that_cannot_be_read_is_refused(text, minimize, code, where):
    assert (code, where) in faults(text, None, minimize=minimize)


def test_minimise_belongs_to_bare_tables():
    assert faults(SOUND, minimize=["cost"]) == [("minimize", None)]


def test_faults_name_the_file_once(tmp_path):
    path = tmp_path / "farms.csv"
    path.write_text("id,care,cost,share,colour\na,9,x,,red\n", encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        read_problem(path, framework=TREE)
    places = sorted(str(fault.where) for fault in caught.value.faults)
    assert places == [f"{path}: line {line}, column {name}" for line, name in ((2, "care"), (2, "cost"))]


def test_missing_scores_are_named_by_line_when_they_are_needed(tmp_path):
    path = tmp_path / "farms.csv"
    path.write_text("id,care,cost,share\na,3,10,40\n\nb,,5,60\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_problem(path, framework=TREE).complete()
    assert [str(fault.where) for fault in caught.value.faults] == [f"{path}: line 4, column care"]


def test_a_line_is_counted_over_cells_of_several_lines():
    assert faults('id,note,care,cost,share\na,"one\ntwo",3,1,40\nb,,3,x,40\n') == [
        ("not-a-number", "line 4, column cost")
    ]


def test_huge_names_are_refused_not_swallowed():
    assert faults(f"id,name,care,cost,share\na,{'x' * 5_000_000},3,1,40\n") == [("too-long", "line 2")]
    assert faults(f"id,name,care,cost,share\na,{'x' * 5_000},3,1,40\n") == [
        ("too-long", "line 2, column name")
    ]


def test_ten_thousand_rows_are_read():
    rows = "".join(f"c{i},{i % 5},{i}.5,{i % 100}\n" for i in range(10_000))
    problem = read(f"id,care,cost,share\n{rows}")
    assert problem.shape == (10_000, 3)
    assert problem.values[9_999].tolist() == [4, 9999.5, 99]


def test_numbers_at_the_limits_of_floats_are_kept():
    assert costs("1e-300", "-1e300", "5e-324", "123456789012345678") == [
        1e-300,
        -1e300,
        5e-324,
        123456789012345678.0,
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest"])
def test_a_workbook_is_not_read_as_text(content):
    assert faults(content) == [("format", None)]


def test_a_file_that_is_not_there_is_one_line():
    with pytest.raises(FileError, match=r"^nowhere\.csv: the file does not exist$"):
        read_problem("nowhere.csv")


def test_leaves_called_by_numbers_are_told_from_their_scores():
    tree = Framework(Criterion("root", children=[Criterion("1"), Criterion("2"), Criterion("3")]))
    problem = read("id,1,2,3\n1,2,3,1\n2,3,1,2\n", tree)
    assert problem.candidates == ("1", "2")
    assert problem.values.tolist() == [[2, 3, 1], [3, 1, 2]]


def test_names_may_stand_above_or_below_the_ids():
    for heads in (
        "Id,Care for soil,Cost,Share sold\nid,care,cost,share\n",
        ",การดูแลดิน,ต้นทุน,\nid,care,cost,share\n",
    ):
        assert read(f"{heads}a,3,10,40\n").values.tolist() == [[3, 10, 40]]


def test_thai_letters_that_another_program_decomposed_are_known():
    tree = Framework(Criterion("root", children=[Criterion("weight", {"th": "น้ำหนัก"}), Criterion("x")]))
    decomposed = "น้ำหนัก".replace("\u0e33", "\u0e4d\u0e32")
    assert read(f"id,{decomposed},x\na,1,2\n", tree).values.tolist() == [[1, 2]]


def test_a_number_is_a_number_and_a_level_may_be_called_unknown():
    levels = {0: {"en": "Unknown"}, 2: {"en": "1"}}
    tree = Framework(
        Criterion("root", children=[Criterion("care", scale=Scale(0, 4, levels=levels)), Criterion("x")])
    )
    text = "id,care,x\na,unknown,1\nb,1,1\nc,2 – 1,1\nd,,1\n"
    np.testing.assert_array_equal(read(text, tree).values[:, 0], [0, 1, 2, np.nan])


def test_ids_of_one_repeated_name_are_made_in_a_few_steps_each():
    class Counting(set):
        looked = 0

        def __contains__(self, id):
            self.looked += 1
            return super().__contains__(id)

    taken = Counting()
    fresh = FreshIds(taken)
    made = [fresh.take("a") for _ in range(500)]
    assert made == ["a", *(f"a-{number}" for number in range(2, 501))]
    assert taken.looked <= 2 * len(made)
