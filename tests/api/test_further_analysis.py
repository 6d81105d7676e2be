"""An analysis of another package: one package and one line of registry, and every interface has it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from processes import migrate

from see_mcda_api.compute.arguments import PROBLEM

FILES = {
    "tiny/__init__.py": """
from see_mcda.language.messages import message

QUESTION = message("How many candidates are there?")
BODY = {"weights": "equal", "step": 2}
""",
    "tiny/tiny.py": """
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from see_mcda.analyses.analysis import Analysis
from see_mcda.arguments import About, checked
from see_mcda.ranking.ranking import MethodOptions, MissingScores, OneMethod, OneWeighting, rank
from tiny.document import TinyModel


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Tiny(Analysis):
    name = "tiny"
    count: int

    def model(self):
        return TinyModel(**self.about(), count=self.count)


@checked
def tiny(
    problem,
    weights: OneWeighting = "equal",
    *,
    step: Annotated[int, Field(ge=1, le=9), About("number that a candidate counts for", metavar="N")] = 1,
    method: OneMethod = "topsis",
    missing: MissingScores = None,
    **options: MethodOptions,
):
    base = rank(problem, weights, method=method, missing=missing, **options)
    return Tiny(ranking=base, arguments={"step": step}, count=step * len(problem.candidates))
""",
    "tiny/document.py": """
from typing import Literal

from pydantic import Field

from see_mcda.results.documents import AnalysisModel


class TinyModel(AnalysisModel):
    schema_: Literal["see-mcda/tiny/1"] = Field(default="see-mcda/tiny/1", alias="schema")
    count: int
""",
    "tiny/report.py": """
from see_mcda.language.messages import message
from see_mcda.render.report import Column, Report, Section, Table


def report(tiny):
    count = message("There are {count}.", count=tiny.count)
    return Report(count, [Section([count])], Table([Column("count")], [[tiny.count]]), tiny.warnings)
""",
    "tiny/chart.py": """
import altair as alt


def draw(tiny, language="en"):
    return alt.Chart(alt.Data(values=[{"count": tiny.count}])).mark_bar().encode(x="count:Q")
""",
    "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
    "tiny-1.0.dist-info/entry_points.txt": "[see_mcda.analyses]\ntiny = tiny.tiny:tiny\n",
}
SERVICE = """
import json, sys, time
from inspect import signature

from fastapi.testclient import TestClient
from see_mcda_api.application import create_application
from see_mcda_api.client import Client
from see_mcda_api.mcp import tools
from see_mcda_api.settings import Settings

problem = json.load(open(sys.argv[2]))
body = {"problem": problem, "step": 2}
found = {}
with TestClient(create_application(Settings(database=sys.argv[1])), base_url="http://localhost") as http:
    post = lambda place, **more: http.post("/v1/" + place, json={**body, **more})
    found["json"] = post("sensitivity/tiny").json()["count"]
    found["csv"] = post("sensitivity/tiny.csv").text
    found["picture"] = post("charts/tiny.svg").text[:4]
    found["refused"] = [each["where"] for each in post("sensitivity/tiny", step=99).json()["faults"]]
    found["described"] = "TinyRequest" in http.get("/v1/openapi.json").text
    run = post("runs", analysis="tiny").json()
    while run["state"] in ("queued", "running"):
        time.sleep(0.05)
        run = http.get("/v1/runs/" + run["id"]).json()
    found["run"] = http.get(run["result"]).json()["count"]
    decision = http.post("/v1/decisions", json={"problem": problem}).json()["id"]
    kept = http.post(f"/v1/decisions/{decision}/sensitivity/tiny", json={"step": 3})
    found["decision"] = kept.json()["count"]
    client = Client("http://localhost")
    client.http = http
    result = client.sensitivity.tiny(problem, step=2)
    found["client"] = [type(result).__name__, result.count]
answer = tools.sensitivity(problem, "tiny", {"step": 2})
found["mcp"] = answer.structured_content["count"]
found["told"] = "tiny: weights, step" in str(signature(tools.sensitivity).parameters["arguments"])
print(json.dumps(found))
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM))
    return tmp_path


def run(place: Path, *arguments: str) -> str:
    found = subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place / "packages")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.mark.slow
def test_the_command_line_has_it(installed: Path) -> None:
    see_mcda = ("-c", "from see_mcda.cli import main; main()")
    assert "How many candidates are there?" in run(installed, *see_mcda, "sensitivity", "--help")
    asked = (*see_mcda, "sensitivity", "tiny", "problem.json")
    assert "There are 6." in run(installed, *asked, "--step", "3", "--chart", "tiny.svg")
    assert (installed / "tiny.svg").read_text().startswith("<svg")
    document = run(installed, *asked, "--json")
    assert json.loads(document)["count"] == 2
    (installed / "tiny.json").write_text(document)
    assert "same" in run(installed, *see_mcda, "verify", "tiny.json", "problem.json")
    assert json.loads(run(installed, *see_mcda, "schema", "tiny"))["title"] == "see-mcda/tiny/1"


@pytest.mark.slow
def test_the_service_the_client_and_the_tools_have_it(installed: Path) -> None:
    database = f"sqlite:///{installed / 'decisions.sqlite'}"
    migrate(database)
    assert json.loads(run(installed, "-c", SERVICE, database, "problem.json")) == {
        "json": 4,
        "csv": "\ufeffcount\r\n4\r\n",
        "picture": "<svg",
        "refused": ["step"],
        "described": True,
        "run": 4,
        "decision": 6,
        "client": ["TinyModel", 4],
        "mcp": 4,
        "told": True,
    }
