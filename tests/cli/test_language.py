"""Thai throughout: what people read comes from the catalogue, also help and faults."""

import ast
import re
from pathlib import Path

import pytest

import see_mcda
from see_mcda.language import messages as words
from see_mcda.language.line_breaking import width

TECHNICAL = {
    *("topsis", "ahp", "additive", "normalization", "scale", "ideal", "fixed", "see", "mcda", "yaml", "json"),
    *(
        "saaty",
        "neutral",
        "candidates",
        "scores",
        "agoston",
        "csato",
        "synthesis",
        "distributive",
        "mode",
        "source",
    ),
}


class Stub:
    """A catalogue in which every English word is one Thai letter."""

    @staticmethod
    def gettext(template: str) -> str:
        return re.sub(r"[A-Za-z]+(?![^{]*\})", "ก", template)

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def thai(monkeypatch):
    monkeypatch.setattr(words, "_catalogue", lambda _: Stub())


def left_in_english(text, *known):
    """The words of an answer that are neither names that people type nor technical."""
    text = re.sub(r"--[a-z-]+|\b[A-Z|]{2,}\b|\S*/\S*", " ", text)
    found = set(re.findall(r"[A-Za-z]{3,}", text))
    return found - TECHNICAL - set(re.findall(r"[A-Za-z]+", " ".join(known)))


def test_ranking_is_thai(run, models, thai):
    out = run("rank", models, "--weights", "ahp-judged", "--reference", "--lang", "th").out
    assert "สหกรณ์การเกษตรเขาคิชฌกูฏ จำกัด" in out
    assert not left_in_english(out, "environmental supply-chain social framework AHP")


@pytest.mark.slow
def test_comparison_is_thai(run, models, thai):
    out = run(
        "compare", models, "--weights", "equal", "social-led", "--method", "topsis", "ahp", "--lang", "th"
    ).out
    assert not left_in_english(out, "environmental supply-chain social framework")


def test_explanation_is_thai(run, models, thai):
    out = run("explain", models, "sampran", "moral-farmer", "--lang", "th").out
    assert not left_in_english(out, "sampran moral-farmer environmental supply-chain social framework")


@pytest.mark.parametrize(
    "table",
    [
        "r11-notes-below.xlsx",
        "r12-direction-row-words.xlsx",
        "r22-likert-words.xlsx",
        "s01-weights-row-above.xlsx",
        "s04-total-average-rows.xlsx",
        "s05-total-and-rank-columns.xlsx",
        "s08-transposed.xlsx",
        "s14-year-and-postcode.xlsx",
        "s18-minus-999.csv",
    ],
)
def test_reading_of_a_table_is_thai(run, thai, table):
    file = Path(__file__).parents[1] / "io" / "inputs" / table
    assert not left_in_english(run("read", file, "--lang", "th").out, "Sheet country growth inflation labour")


@pytest.mark.parametrize(
    ("page", "verbs"),
    [
        (
            "--help",
            "rank compare explain verify schema example read merge weights list sensitivity improve select "
            "equal-shares classify settled serve worker keys mcp",
        ),
        (
            "sensitivity --help",
            "crossovers score-crossovers flip acceptability rank-ranges agreement reversal variance"
            " worth-knowing pillar-map",
        ),
        ("list --help", "frameworks weightings methods"),
        ("weights --help", "show ahp best-worst swing rank-order objective group centre"),
    ],
)
def test_help_of_a_group_is_thai(run, thai, page, verbs):
    out = run(*page.split(), "--lang", "th").out
    told = "\n".join(line for line in out.splitlines() if "see-mcda" not in line)
    assert not left_in_english(told, verbs, "en th")


def test_help_of_a_command_is_thai(run, thai):
    out = run("--lang", "th", "rank", "--help").out
    meanings = [
        re.sub(r"^  \S+( \S+( …)?)?", "", line) for line in out.splitlines() if "see-mcda" not in line
    ]
    assert not left_in_english("\n".join(meanings), "equal")


@pytest.mark.parametrize("arguments", [("rank",), ("foo",), ("rank", "nofile"), ("weights", "ahp", "x y")])
def test_faults_are_thai(run, thai, arguments):
    ran = run(*arguments, "--lang", "th")
    assert ran.code == 2
    assert "ก" in ran.err


def test_language_is_that_of_the_environment_unless_said(run, monkeypatch):
    monkeypatch.setenv("SEE_MCDA_LANG", "th")
    thai_title = "กิจการต้นแบบธุรกิจฐานสังคม"
    assert thai_title in run("list", "frameworks").out
    assert thai_title not in run("list", "frameworks", "--lang", "en").out


def test_unknown_language_of_the_environment_is_told(run, monkeypatch):
    monkeypatch.setenv("SEE_MCDA_LANG", "fr")
    ran = run("list", "frameworks")
    assert ran.code == 2
    assert ran.err.startswith("SEE_MCDA_LANG: there is no language fr")


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("words_", ["rank", "compare", "explain"])
def test_no_line_is_wider_than_a_terminal(run, models, language, words_):
    out = run(words_, models, "--lang", language).out
    assert max(map(width, out.splitlines())) <= 80
    assert not {"│", "╭", "─"} & set(out)


@pytest.mark.slow
def test_no_message_hides_in_an_f_string_where_the_catalogue_is_not_extracted():
    hidden = []
    for path in Path(see_mcda.__file__).parent.rglob("*.py"):
        for outer in ast.walk(ast.parse(path.read_text())):
            if isinstance(outer, ast.JoinedStr):
                calls = (node for node in ast.walk(outer) if isinstance(node, ast.Call))
                names = {getattr(call.func, "id", None) for call in calls}
                hidden += [
                    f"{path.name}:{outer.lineno}"
                    for name in names & {"message", "translate", "notice", "refuse"}
                ]
    assert not hidden
