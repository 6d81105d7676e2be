"""What notebooks show of results: whole, inert, in both languages."""

import ast
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import see_mcda as sm

pytestmark = pytest.mark.slow

MODELS = Path(__file__).parents[2] / "examples" / "see-models.yaml"
VEGA = "application/vnd.vegalite.v6.json"


class Tags(HTMLParser):
    """The tags of a piece of HTML, and the text between them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self._open = set(), [], []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def problem():
    return sm.read_problem(MODELS)


def results(problem):
    yield sm.rank(problem, "social-led")
    yield sm.compare(problem, ["equal", "social-led"])
    yield sm.sensitivity.acceptability(problem, samples=200)
    yield sm.sensitivity.flip(problem)


@pytest.mark.parametrize("language", ["en", "th"])
def test_every_result_is_a_table_with_its_words_and_a_picture(problem, language, monkeypatch):
    monkeypatch.setenv("SEE_MCDA_LANG", language)
    for result in results(problem):
        bundle = result._repr_mimebundle_()
        found = Tags(bundle["text/html"])
        assert {"table", "th", "td", "img"} <= found.tags
        assert sm.language.messages.say(problem.note, language) in found.words, "illustrative data says so"
        assert json.loads(json.dumps(bundle[VEGA]))["$schema"].startswith("https://vega.github.io/")
        assert set(result._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
        assert "text/html" not in result._repr_mimebundle_(exclude=["text/html"])


def test_a_ranking_is_shown_in_words(problem, monkeypatch):
    monkeypatch.setenv("SEE_MCDA_LANG", "th")
    words = Tags(sm.rank(problem, "equal")._repr_html_()).words
    assert {"อันดับ", "ทางเลือก", "คะแนน", "ยังไม่ได้ตรวจ:", "ไม่ผ่าน จึงไม่ได้รับการจัดอันดับ:"} <= set(words)
    meanings = [each for each in words if each.startswith("* คือมีเงื่อนไข")]
    assert len(meanings) == 1


def test_names_are_no_markup():
    hostile = '</td><script>alert("1")</script>'
    document = {
        "framework": {"id": "one", "criteria": [{"id": "a"}, {"id": "b"}]},
        "title": hostile,
        "note": hostile,
        "candidates": [
            {"id": "x", "name": hostile, "scores": {"a": 1, "b": 2}},
            {"id": "y", "scores": {"a": 2, "b": 1}},
        ],
    }
    html = sm.rank(sm.read_problem(document))._repr_html_()
    assert "<script" not in html
    assert hostile in Tags(html).words


def test_a_long_table_is_cut_and_says_so():
    many = sm.Problem.from_arrays([[row, -row] for row in range(500)])
    html = sm.rank(many, method="additive")._repr_html_()
    assert html.count("<tr>") == 201
    assert "300 more rows are not shown" in html


def test_nothing_of_it_is_imported_before_it_is_asked_for():
    look = "import sys, see_mcda; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert not {"altair", "see_mcda.ranking.report", "IPython"} & set(found.split())


def test_shipped_notebook_shows_every_result():
    path = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            *before, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(before, []), str(path), "exec"), names)
            assert isinstance(last, ast.Expr)
            shown = eval(compile(ast.Expression(last.value), str(path), "eval"), names)
            assert "<table>" in shown._repr_mimebundle_()["text/html"]
