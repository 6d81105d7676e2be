"""The Python client: what it sends, how it reads answers, when it sends again."""

import asyncio
import json
import subprocess
import sys

import httpx2
import pytest

import see_mcda as sm
from see_mcda.analyses.acceptability.document import AcceptabilityModel
from see_mcda_api.client import AsyncClient, BadInput, Client, NoAnswer, Patience, TryLater
from see_mcda_api.decisions.schemas import DecisionModel

PROBLEM = {
    "framework": {"id": "two", "criteria": [{"id": "taste"}, {"id": "price", "objective": "min"}]},
    "candidates": [
        {"id": "tea", "scores": {"taste": 3, "price": 20}},
        {"id": "coffee", "scores": {"taste": 4, "price": 60}},
    ],
}
QUICK = Patience(repeats=2, first=0.001)
RUN = {
    "id": "r1",
    "decision": None,
    "version": None,
    "analysis": "acceptability",
    "state": "running",
    "done": 1,
    "total": 2,
    "seed": 0,
    "attempts": 1,
    "resumed_blocks": 0,
    "seconds": 0.1,
    "person": "local",
    "created": "2026-01-01T00:00:00Z",
    "started": None,
    "finished": None,
    "faults": [],
    "result": None,
    "events": "/v1/runs/r1/events",
}
DECISION = {
    "id": "d1",
    "title": {},
    "version": 3,
    "created": "2026-01-01T00:00:00Z",
    "changed": "2026-01-01T00:00:00Z",
    "changed_by": "local",
    "deleted": False,
    "problem": PROBLEM,
    "weightings": {},
}
ENDED = {**RUN, "state": "done", "done": 2}


class Service:
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        found = self.answers.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def client(self, **options):
        transport = httpx2.MockTransport(self)
        return Client("http://service", transport=transport, patience=QUICK, **options)


def engine(request):
    """Answer as the service does: by the engine."""
    body = json.loads(request.content)
    result = sm.rank(sm.read_problem(body.pop("problem")), body.pop("weights"), **body)
    return httpx2.Response(200, text=result.to_json())


def problem_document(status, **headers):
    fault = {"code": "x", "message": {"en": "too big", "th": "ใหญ่ไป"}, "where": "$.weights"}
    body = {"type": "urn:see-mcda:problem:x", "title": "X", "status": status, "faults": [fault]}
    return httpx2.Response(status, json=body, headers=headers)


def test_both_clients_return_the_engines_own_result():
    expected = sm.rank(sm.read_problem(PROBLEM), [2, 1]).model()
    with Client("http://service", transport=httpx2.MockTransport(engine)) as service:
        assert service.rank(PROBLEM, [2, 1]) == expected
        assert service.rank(sm.read_problem(PROBLEM), [2, 1]) == expected

    async def later():
        transport = httpx2.MockTransport(engine)
        async with AsyncClient("http://service", transport=transport) as service:
            return await service.rank(PROBLEM, [2, 1])

    assert asyncio.run(later()) == expected


def test_a_refusal_carries_every_fault_in_both_languages():
    service = Service(problem_document(422))
    with service.client() as client, pytest.raises(BadInput) as caught:
        client.sensitivity.flip(PROBLEM)
    assert caught.value.kind == "urn:see-mcda:problem:x"
    assert caught.value.lines("th") == ["$.weights: ใหญ่ไป"]
    assert service.asked[0].url.path == "/v1/sensitivity/flip"


def test_a_safe_call_is_sent_again_until_it_is_answered():
    done = httpx2.Response(200, json=RUN)
    service = Service(httpx2.ConnectError("away"), problem_document(503, **{"Retry-After": "0"}), done)
    with service.client() as client:
        assert client.runs.read("r1").done == 1
    assert len(service.asked) == 3


def test_patience_ends_and_says_why():
    for answer, error in ((problem_document(429), TryLater), (httpx2.ConnectError("away"), NoAnswer)):
        service = Service(*[answer] * 3)
        with service.client() as client, pytest.raises(error):
            client.runs.read("r1")
        assert len(service.asked) == 3


def test_what_makes_something_is_sent_again_under_one_key():
    service = Service(httpx2.ReadError("broke"), httpx2.Response(202, json=RUN))
    with service.client() as client:
        client.runs.start("acceptability", PROBLEM, samples=10)
        service.answers.append(httpx2.Response(202, json=RUN))
        client.runs.start("acceptability", PROBLEM, samples=10)
    first, again, other = (request.headers["idempotency-key"] for request in service.asked)
    assert first == again != other


def test_what_would_find_itself_in_its_way_is_sent_once():
    seen = DecisionModel.model_validate(DECISION)
    for change in (lambda client: client.decisions.undo(seen), lambda client: client.decisions.delete(seen)):
        service = Service(httpx2.ReadError("broke"))
        with service.client() as client, pytest.raises(NoAnswer):
            change(client)
        [sent] = service.asked
        assert sent.headers["if-match"] == '"3"'


def test_waiting_listens_to_events_and_asks_where_they_break_off():
    events = f"event: progress\ndata: {json.dumps(RUN)}\n\n"
    stream = httpx2.Response(200, text=events, headers={"Content-Type": "text/event-stream"})
    service = Service(stream, httpx2.Response(200, json=ENDED))
    told = []
    with service.client() as client:
        assert client.runs.wait("r1", told.append).state == "done"
    assert [run.done for run in told] == [1, 2]
    assert service.asked[1].url.path == "/v1/runs/r1"


def test_the_result_of_a_run_is_in_the_model_of_its_analysis():
    result = sm.sensitivity.acceptability(sm.read_problem(PROBLEM), samples=50)
    with Service(httpx2.Response(200, text=result.to_json())).client() as client:
        found = client.runs.result("r1")
    assert isinstance(found, AcceptabilityModel)
    assert found == result.model()


def test_the_key_and_the_language_go_with_every_call():
    service = Service(httpx2.Response(200, json=RUN))
    with service.client(key="sm_x", language="th") as client:
        client.runs.read("a/b")
    assert service.asked[0].headers["authorization"] == "Bearer sm_x"
    assert service.asked[0].headers["accept-language"] == "th"
    assert service.asked[0].url.raw_path == b"/v1/runs/a%2Fb"


@pytest.mark.slow
def test_it_needs_neither_the_servers_framework_nor_its_database():
    look = "import sys, see_mcda_api.client; print(*{name.split('.')[0] for name in sys.modules})"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not {"fastapi", "starlette", "sqlalchemy", "alembic", "uvicorn"} & set(found.stdout.split())


def test_tables_are_read_and_merged_by_the_service(client):
    service = Client("http://localhost")
    service.http = client
    table = "name,cost,quality\nA,10,3\nB,14,4\nTotal,24,7\n"
    reading = service.read_table("prices.csv", table, minimize=["cost"])
    assert (reading.candidates, reading.questions, reading.faults) == (["2", "3"], [], [])
    assert [row.role for row in reading.rows] == ["header", "total"]
    candidates = [
        {"id": "tea", "scores": {"taste": 3}},
        {"id": "coffee", "scores": {"taste": 4, "price": 60}},
    ]
    decision = service.decisions.create({**PROBLEM, "candidates": candidates, "missing": "worst"})
    returned = ("back.csv", "id,price\ntea,25\n")
    preview = service.decisions.preview_merge(decision.id, *returned)
    assert [(each.candidate, each.new) for each in preview.changes] == [("tea", 25)]
    assert [warning.code for warning in preview.warnings] == ["lacking-criteria"]
    assert service.decisions.merge(decision, *returned).version == decision.version + 1
    assert service.decisions.read(decision.id).problem["candidates"][0]["scores"]["price"] == 25
