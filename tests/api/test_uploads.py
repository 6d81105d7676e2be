"""Problems in files: the same bytes as on the command line; whatever could do harm is refused in words."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx2
import pytest
import xlsxwriter
import yaml
from fastapi.testclient import TestClient
from processes import command

import see_mcda as sm
from see_mcda.io import write_problem
from see_mcda.io.options import ReadingOptions
from see_mcda_api.uploads.reading import Reading

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "see-models.yaml"
NAMES = ("see-models.yaml", "see-models.json", "see-models.csv", "see-models.tsv", "see-models.xlsx")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example in every form."""
    folder = tmp_path_factory.mktemp("files")
    problem = sm.read_problem(EXAMPLE)
    (folder / "see-models.yaml").write_bytes(EXAMPLE.read_bytes())
    for name in NAMES[1:]:
        write_problem(problem, folder / name)
    return folder


def sent(service: TestClient, content: bytes, name: str = "a.xlsx", **parts: Any) -> httpx2.Response:
    others = {key: (None, json.dumps(value), "application/json") for key, value in parts.items()}
    return service.post("/v1/rankings", files={"problem": (name, content), **others})


def code(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert "Traceback" not in answer.text
    return str(answer.json()["faults"][0]["code"])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_ranked_as_on_the_command_line(
    service: TestClient, files: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tabular = name.endswith((".csv", ".tsv"))
    extra = {"reading": {"framework": "see"}} if tabular else {}
    answer = sent(
        service,
        (files / name).read_bytes(),
        name,
        arguments={"weights": "social-led", "missing": "neutral"},
        **extra,
    )
    assert answer.status_code == 200, answer.text
    options = [
        "--weights",
        "social-led",
        "--missing",
        "neutral",
        *(["--framework", "see"] if tabular else []),
    ]
    monkeypatch.chdir(files)
    assert answer.content == command("rank", name, *options, "--json").printed


def test_weights_may_be_a_file_too(service: TestClient, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weighting = (files / "mine.yaml", "nodes: {pillars: {order: [[social], [economic, environmental]]}}")
    weighting[0].write_text(weighting[1], encoding="utf-8")
    answer = service.post(
        "/v1/rankings",
        files={
            "problem": ("see-models.xlsx", (files / "see-models.xlsx").read_bytes()),
            "weights": ("mine.yaml", weighting[1]),
            "arguments": (None, '{"missing": "neutral"}'),
        },
    )
    assert answer.status_code == 200, answer.text
    order = ["rank", "see-models.xlsx", "--weights", "mine.yaml", "--missing", "neutral", "--json"]
    monkeypatch.chdir(files)
    mine, theirs = answer.json(), json.loads(command(*order).printed)
    assert mine["weights"] == theirs["weights"]
    assert mine["candidates"] == theirs["candidates"]


@pytest.mark.parametrize(
    "place",
    [
        "problems",
        "comparisons",
        pytest.param("charts/ranking.svg", marks=pytest.mark.slow),
        pytest.param("weights/objective", marks=pytest.mark.slow),
    ],
)
def test_every_address_that_takes_a_problem_takes_a_file(
    service: TestClient, files: Path, place: str
) -> None:
    content = (files / "see-models.xlsx").read_bytes()
    arguments = {"rule": "std"} if place.startswith("weights") else {}
    answer = service.post(
        f"/v1/{place}",
        files={
            "problem": ("see-models.xlsx", content),
            "arguments": (
                None,
                json.dumps({**arguments, **({} if place == "problems" else {"missing": "neutral"})}),
            ),
        },
    )
    assert answer.status_code == 200, answer.text


def test_the_faults_of_a_table_have_their_sheet_and_cell(service: TestClient) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("scores")
        for row, cells in enumerate([["id", "price", "quality"], ["a", 1, "many"], ["b", 2, 3]]):
            sheet.write_row(row, 0, cells)
    answer = sent(service, stream.getvalue(), "mine.xlsx")
    assert answer.status_code == 422
    assert [fault["where"] for fault in answer.json()["faults"]] == ["mine.xlsx: scores!C2"]


def test_no_file_of_the_server_is_read_and_none_is_left(
    service: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "tree.yaml"
    secret.write_text("id: secret\ncriteria: [{id: a}]", encoding="utf-8")
    drop = tmp_path / "drop"
    drop.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(drop))
    document = f"framework: {secret}\ncandidates: [{{id: x, scores: {{a: 1}}}}]\n".encode()
    assert code(sent(service, document, "a.yaml")) == "file"
    assert code(sent(service, b"id,a\nx,1\n", "a.csv", reading={"framework": str(secret)})) == "file"
    assert code(sent(service, b"id,a\nx,1\n", str(secret))) != "secret"
    assert sent(service, b"id,a\nx,1\ny,2\n" + b"\n" * 3_000_000, "a.csv").status_code in (200, 413, 422)
    assert list(drop.iterdir()) == []


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook with some of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    return stream.getvalue()


def add(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: content})


def into(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: parts[name].replace(old, new)})


SHEET = "xl/worksheets/sheet1.xml"
LINKED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"'
    b' Target="file:///c:/secret.xlsx" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add("xl/vbaProject.bin"), "macros"),
        (add("xl/macrosheets/sheet1.xml"), "macros"),
        (into("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "macros"),
        (add("xl/externalLinks/externalLink1.xml"), "external-links"),
        (add("xl/worksheets/_rels/sheet1.xml.rels", LINKED % b"oleObject"), "external-links"),
        (into(SHEET, b"<sheetData>", b'<ddeLink ddeService="cmd"/><sheetData>'), "external-links"),
        (add("xl/connections.xml"), "external-links"),
        (add("xl/embeddings/oleObject1.bin"), "embedded"),
        (into(SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'), "entities"),
        (
            add("xl/theme/theme9.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")),
            "entities",
        ),
        (add("xl/media/zeros.png", bytes(20 * 2**20)), "zip-bomb"),
        (add("xl/media/zeros.png", bytes(150 * 2**20)), "too-large"),
        (lambda parts: parts.update({f"xl/media/{at}": b"" for at in range(1500)}), "workbook-parts"),
        (add("../../etc/passwd"), "workbook-parts"),
        (into(SHEET, b'r="A2"', b'r="XFD1048576"'), "too-large"),
        (lambda parts: parts.pop("xl/workbook.xml"), "format"),
        (lambda parts: parts.update({"xl/workbook.xml": b"<workbook"}), "workbook"),
    ],
)
def test_a_workbook_that_could_do_harm_is_refused(
    service: TestClient, files: Path, change: Callable[[dict[str, bytes]], None], expected: str
) -> None:
    content = (files / "see-models.xlsx").read_bytes()
    answer = sent(service, changed(content, change))
    assert answer.status_code == 422
    assert code(answer) == expected, answer.text


def test_hyperlinks_and_pictures_do_no_harm(service: TestClient, files: Path) -> None:
    content = changed(
        (files / "see-models.xlsx").read_bytes(),
        add("xl/worksheets/_rels/sheet1.xml.rels", LINKED % b"hyperlink"),
    )
    assert sent(service, content, arguments={"missing": "neutral"}).status_code == 200


def test_a_part_that_unpacks_to_more_than_it_promises_is_refused(service: TestClient, files: Path) -> None:
    stream = io.BytesIO((files / "see-models.xlsx").read_bytes())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/a.png", bytes(50 * 2**20))
        book.getinfo("xl/media/a.png").file_size = 100  # as the central directory will say
    assert code(sent(service, stream.getvalue())) == "zip-bomb"


def test_an_encrypted_part_is_told(service: TestClient, files: Path) -> None:
    content = bytearray((files / "see-models.xlsx").read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    assert code(sent(service, bytes(content))) == "password"


@pytest.mark.parametrize(
    ("name", "content", "status", "expected"),
    [
        ("a.xlsx", b"id,a\nx,1\n", 422, "other-content"),
        ("a.csv", b"PK\x03\x04rest", 422, "other-content"),
        ("a.yaml", b"\xd0\xcf\x11\xe0rest", 422, "old-workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", 422, "old-workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), 422, "password"),
        ("a.xlsm", b"PK\x03\x04rest", 422, "macros"),
        ("a.xlsx", b"PK\x03\x04rest", 422, "workbook"),
        ("a.exe", b"MZ", 415, "file-kind"),
        ("", b"id,a\nx,1\n", 415, "file-kind"),
        ("a.csv", b"", 422, "empty"),
        ("a.json", b'{"candidates": [], "candidates": []}', 422, "duplicate-key"),
        ("a.json", b'{"x": NaN}', 422, "not-finite"),
        ("a.json", b"[1]", 422, "wrong-type"),
        ("a.yaml", b"a: 1\na: 2\n", 422, "syntax"),
        ("a.yaml", b"a: .inf\n", 422, "not-finite"),
        ("a.yaml", b"&a [*a]", 422, "aliases"),
        ("a.yaml", b"[" * 100 + b"]" * 100, 422, "nesting"),
        ("a.yaml", b"!!python/object/apply:os.system [echo]", 422, "syntax"),
        ("a.csv", b"a," * 1_100_000, 422, "too-many-cells"),
        ("a.csv", b"\xff\x00\x01", 422, "encoding"),
    ],
)
def test_what_is_not_what_it_seems_is_refused(
    service: TestClient, name: str, content: bytes, status: int, expected: str
) -> None:
    answer = sent(service, content, name)
    assert (answer.status_code, code(answer)) == (status, expected), answer.text


def test_aliases_that_multiply_are_refused_at_once(service: TestClient) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 12)]
    content = "\n".join(lines).encode()
    assert yaml.safe_load(content)
    assert code(sent(service, content, "a.yaml")) == "aliases"


def test_a_form_has_known_parts_once(service: TestClient) -> None:
    assert code(service.post("/v1/rankings", files={"other": ("a.csv", b"x")})) == "part"
    assert code(service.post("/v1/rankings", files={"arguments": (None, "{}")})) == "part"
    twice = [("problem", ("a.csv", b"id,a\nx,1\n")), ("problem", ("b.csv", b"id,a\nx,1\n"))]
    assert code(service.post("/v1/rankings", files=twice)) == "part"
    headers = {"Content-Type": "multipart/form-data"}
    assert code(service.post("/v1/rankings", content=b"x", headers=headers)) == "multipart"
    headers = {"Content-Type": "multipart/form-data; boundary=a"}
    for content in (b"", b"x", b'--a\r\nContent-Disposition: form-data; name="problem"\r\n\r\nx'):
        assert service.post("/v1/rankings", content=content, headers=headers).status_code == 400
    wrong = sent(service, b"id,a\nx,1\n", "a.csv", arguments={"wieghts": 1}, reading={"sheets": 1})
    assert wrong.status_code == 422
    assert wrong.json()["faults"][0]["where"] == "reading.sheets"


@pytest.mark.slow
def test_damaged_workbooks_are_never_a_fault_of_the_service(service: TestClient, files: Path) -> None:
    content = (files / "see-models.xlsx").read_bytes()
    for at in range(0, len(content), max(1, len(content) // 60)):
        damaged = content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]
        assert sent(service, damaged).status_code in (200, 422), at
        assert sent(service, content[:at]).status_code == 422, at


def table(*rows: list[Any], name: str = "Sheet1") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for at, cells in enumerate(rows):
            sheet.write_row(at, 0, cells)
    return stream.getvalue()


WITH_TOTAL = table(["Vendor", "Cost", "Quality"], ["A", 10, 3], ["B", 14, 4], ["C", 9, 2], ["Total", 33, 9])
WITH_SENTINEL = b"country,growth,inflation\na,3,2\nb,4,-999\nc,5,3\nd,2,4\ne,3,2\n"


def read(service: TestClient, content: bytes, name: str = "mine.xlsx", **options: Any) -> httpx2.Response:
    reading = {"reading": (None, json.dumps(options), "application/json")} if options else {}
    return service.post("/v1/readings", files={"problem": (name, content), **reading})


def test_a_reading_says_what_each_row_and_column_is(service: TestClient) -> None:
    found = read(service, WITH_TOTAL, minimize=["Cost"]).json()
    assert (found["sheet"], found["candidates"]) == ("Sheet1", ["2", "3", "4"])
    assert [(row["at"], row["role"]) for row in found["rows"]] == [("1", "header"), ("5", "total")]
    assert [column["objective"] for column in found["columns"]] == [None, "min", "max"]
    assert found["questions"] == found["faults"] == []
    kept = read(service, WITH_TOTAL, keep_rows=[5]).json()
    assert kept["candidates"] == ["2", "3", "4", "5"]


def test_a_reading_has_its_questions_and_its_faults(service: TestClient) -> None:
    answer = read(service, WITH_SENTINEL, "a.csv")
    assert answer.status_code == 200
    [question] = answer.json()["questions"]
    assert "line 3" in question["where"]
    assert {option["option"] for option in question["options"]} == {"missing_values", "keep"}
    wrong = read(service, table(["id", "price"], ["a", 1], ["b", "1/x"], ["c", 4]), keep=["price"])
    assert wrong.status_code == 200
    assert [fault["where"] for fault in wrong.json()["faults"]] == ["mine.xlsx: Sheet1!B3"]
    assert len(wrong.json()["columns"]) == 2


def test_a_document_has_no_reading(service: TestClient) -> None:
    answer = read(service, EXAMPLE.read_bytes(), "see.yaml")
    assert (answer.status_code, code(answer)) == (422, "no-table")


def test_a_question_is_answered_by_the_option_that_it_offers(service: TestClient) -> None:
    answer = sent(service, WITH_SENTINEL, "a.csv")
    assert answer.status_code == 422
    [question] = answer.json()["questions"]
    assert {"id", "where", "message", "options"} <= question.keys()
    for option in question["options"]:
        how = {option["option"]: option["value"]}
        ranked = sent(service, WITH_SENTINEL, "a.csv", reading=how, arguments={"missing": "worst"})
        assert ranked.status_code == 200, ranked.text
        assert ranked.json()["reading"]["questions"] == []


def test_other_faults_have_no_questions(service: TestClient) -> None:
    assert "questions" not in sent(service, b"", "a.csv").json()


def test_a_checked_table_includes_its_reading(service: TestClient) -> None:
    answer = service.post("/v1/problems", files={"problem": ("a.xlsx", WITH_TOTAL)})
    assert [row["role"] for row in answer.json()["reading"]["rows"]] == ["header", "total"]


def test_every_option_of_reading_is_one_over_http() -> None:
    assert list(Reading.model_fields) == [each.name for each in fields(ReadingOptions)]


XMCDA = """<xmcda:XMCDA xmlns:xmcda="http://www.decision-deck.org/2021/XMCDA-4.0.0">
<alternatives><alternative id="a"/><alternative id="b"/></alternatives>
<criteria><criterion id="g"/></criteria>
<performanceTable><alternativePerformances><alternativeID>a</alternativeID><performance><criterionID>g
</criterionID><values><value><real>1</real></value></values></performance></alternativePerformances>
<alternativePerformances><alternativeID>b</alternativeID><performance><criterionID>g</criterionID><values>
<value><real>2</real></value></values></performance></alternativePerformances></performanceTable>
</xmcda:XMCDA>"""


def test_xmcda_is_read_and_entities_in_it_are_not(service: TestClient) -> None:
    answer = sent(service, XMCDA.encode(), "a.xml")
    assert [row["id"] for row in answer.json()["candidates"]] == ["b", "a"]
    declared = '<!DOCTYPE a [<!ENTITY b "c">]>' + XMCDA
    assert sent(service, declared.encode(), "a.xml").status_code == 422
    assert code(sent(service, b"<XMCDA>" + b"<a/>" * 1_000_001 + b"</XMCDA>", "a.xml")) == "too-many-cells"


def test_columns_that_constraints_name_are_facts_of_a_table(service: TestClient) -> None:
    answer = service.post(
        "/v1/selections",
        files={
            "problem": ("candidates.csv", b"name,cost,good\nA,5,4\nB,9,9\nC,2,5\nD,50,1\n"),
            "arguments": (None, '{"constraints": ["cost <= 8"]}'),
        },
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["leaves"] == ["good"]
    assert sorted(answer.json()["members"]) == ["a", "c"]
