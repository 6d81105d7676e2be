"""What ``see-mcda db`` does to a database: carried over whole, copied, and people forgotten."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from processes import Said, command, in_process, key_of, migrate

from see_mcda_api.compute.arguments import PROBLEM

ANY = {"If-Match": "*"}
CELL = "/candidates/sampran/scores/market"


def db(*arguments: object) -> Said:
    return command("db", *arguments)


def decision(url: str, **headers: Any) -> tuple[str, list[Any]]:
    """Keep a decision with four changes; return its address and its history."""
    with TestClient(in_process(url, worker=False), base_url="http://localhost", headers=headers) as team:
        place = str(team.post("/v1/decisions", json={"problem": PROBLEM}).headers["Location"])
        team.put(place + CELL, json={"value": 1, "assessor": "anna"}, headers=ANY)
        team.patch(place, json={"problem": {"title": "รูปแบบ"}}, headers=ANY)
        team.post(f"{place}/undo", headers=ANY)
        team.post(f"{place}/runs", json={"analysis": "flip"})
        team.post(f"{place}/snapshots", json={"kind": "ranking"})
        return place, versions(team, place)


def versions(team: TestClient, place: str) -> list[Any]:
    newest = team.get(f"{place}/history").json()["items"]
    return [team.get(f"{place}/history/{change['version']}").json() for change in newest]


@pytest.mark.slow
def test_a_decision_is_carried_over_with_its_history(database_url: str, tmp_path: Path) -> None:
    place, history = decision(database_url)
    file, other = tmp_path / "decision.json", tmp_path / "other.sqlite"
    id = place.rpartition("/")[2]
    assert db("export", id, file, "--database", database_url).returncode == 0
    made = db("import", file, "--database", other, "--team", "local")
    assert (made.returncode, made.stdout.strip()) == (0, place)
    with TestClient(in_process(f"sqlite:///{other}", worker=False), base_url="http://localhost") as team:
        assert versions(team, place) == history
        assert team.get(place).headers["ETag"] == '"4"'
    twice = db("import", file, "--database", other)
    assert (twice.returncode, "already exists" in twice.stderr) == (2, True)
    nothing = db("export", "nobody", tmp_path / "none.json", "--database", database_url)
    assert (nothing.returncode, (tmp_path / "none.json").exists()) == (2, False)


@pytest.mark.slow
def test_the_file_that_a_decision_was_read_from_is_carried_over(sqlite_url: str, tmp_path: Path) -> None:
    table = "Name,cooperation,framework,supply-chain,market,fair-trade,economic,social,environmental\n"
    content = f"\ufeff{table}A,1,2,3,4,3,2,1,0\nB,2,2,2,2,2,2,2,2\n".encode()
    with TestClient(in_process(sqlite_url, worker=False), base_url="http://localhost") as team:
        sent = {"key": "k", "framework": "see"}
        place = team.post(
            "/new", data=sent, files={"file": ("คะแนน.csv", content)}, follow_redirects=False
        ).headers["location"]
    file, other = tmp_path / "decision.json", tmp_path / "other.sqlite"
    assert db("export", place.rpartition("/")[2], file, "--database", sqlite_url).returncode == 0
    assert db("import", file, "--database", other, "--team", "local").returncode == 0
    with TestClient(in_process(f"sqlite:///{other}", worker=False), base_url="http://localhost") as team:
        assert team.get(f"{place}/original").content == content
        assert team.get(place, headers={"Accept": "application/json"}).json()["original"] == "คะแนน.csv"


@pytest.mark.slow
def test_every_fault_of_a_document_is_told_and_nothing_is_kept(sqlite_url: str, tmp_path: Path) -> None:
    place, _ = decision(sqlite_url)
    file = tmp_path / "decision.json"
    db("export", place.rpartition("/")[2], file, "--database", sqlite_url)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["changes"][1]["version"] = 7
    document["changes"][2]["problem"]["candidates"][0]["scores"]["market"] = 99
    file.write_text(json.dumps(document), encoding="utf-8")
    refused = db("import", file, "--database", tmp_path / "new.sqlite")
    assert refused.returncode == 2
    assert "changes[1].version" in refused.stderr
    assert "changes[2].problem.candidates[0].scores.market" in refused.stderr
    with TestClient(
        in_process(f"sqlite:///{tmp_path / 'new.sqlite'}", worker=False), base_url="http://localhost"
    ) as team:
        assert team.get("/v1/decisions").json()["items"] == []


@pytest.mark.slow
def test_a_forgotten_person_is_nowhere_and_the_numbers_stay(database_url: str) -> None:
    header = key_of(database_url, "team", "anna")
    place, before = decision(database_url, **header)
    with TestClient(in_process(database_url, worker=False), base_url="http://localhost") as team:
        other = key_of(database_url, "team", "berta")
        told = db("forget-person", "anna", "--team", "team", "--database", database_url)
        assert told.returncode == 0, told.stderr
        pseudonym = told.stdout.split()[-1]
        assert pseudonym.startswith("person-")
        assert team.get(place, headers=header).status_code == 401
        team.headers.update(other)
        after = versions(team, place)
        assert json.loads(json.dumps(before).replace("anna", pseudonym)) == after
        for path in ("", "/runs", "/snapshots"):
            answer = team.get(place + path).text
            assert "anna" not in answer
            assert pseudonym in answer
    again = db("forget-person", "anna", "--team", "team", "--database", database_url)
    assert again.returncode == 2


ASSESSED = """\
framework: see
missing: neutral
candidates:
- id: a
  scores: {market: {value: 3, assessor: Anna Secretova}, social: {value: 2, assessor: Berta}}
- id: b
  scores: {market: 2}
"""


def test_a_forgotten_persons_name_is_in_no_uploaded_file(database_url: str, tmp_path: Path) -> None:
    """In none that names the person as an assessor, nor in one that the person made (its metadata)."""
    anna = key_of(database_url, "team", "Anna Secretova")
    berta = key_of(database_url, "team", "Berta")
    plain = ASSESSED.replace("Anna Secretova", "Carla")

    def upload(team: TestClient, content: str, header: dict[str, str]) -> str:
        sent = {"key": content, "framework": "see"}
        files = {"file": ("scores.yaml", content.encode())}
        answer = team.post("/new", data=sent, files=files, headers=header, follow_redirects=False)
        return str(answer.headers["location"])

    with TestClient(in_process(database_url, worker=False), base_url="http://localhost") as team:
        assessed, made, others = (
            upload(team, ASSESSED, berta),
            upload(team, plain, anna),
            upload(team, plain, berta),
        )
        told = db("forget-person", "Anna Secretova", "--team", "team", "--database", database_url)
        assert "uploaded files deleted: 2\n" in told.stdout
        states = {
            place: team.get(f"{place}/original", headers=berta).status_code
            for place in (assessed, made, others)
        }
    assert states == {assessed: 404, made: 404, others: 200}
    for place in (assessed, made):
        file = tmp_path / f"{place.rpartition('/')[2]}.json"
        assert db("export", file.stem, file, "--database", database_url).returncode == 0
        archive = json.loads(file.read_text(encoding="utf-8"))
        assert archive["original"] is None
        assert "Secretova" not in json.dumps(archive)


@pytest.mark.slow
def test_a_copy_is_whole_and_another_is_never_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    place, history = decision(sqlite_url)
    copy = tmp_path / "copy.sqlite"
    assert db("backup", copy, "--database", sqlite_url).returncode == 0
    assert db("backup", copy, "--database", sqlite_url).returncode == 2
    with TestClient(in_process(f"sqlite:///{copy}", worker=False), base_url="http://localhost") as team:
        assert versions(team, place) == history


def test_an_empty_place_is_made_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "new.sqlite"
    assert db("upgrade", "--database", file).returncode == 0
    migrate(f"sqlite:///{file}")


def test_a_database_of_a_newer_version_is_one_clear_line(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (["db", "upgrade"], ["worker"], ["serve", "--port", "0"]):
        told = command(*words, "--database", sqlite_url)
        assert (told.returncode, len(told.stderr.splitlines())) == (2, 1), told.stderr
        assert "newer version of see-mcda (revision 9999)" in told.stderr
