"""The README's commands and snippets, and the scripts in examples/, do what they say."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def run(*command: str, cwd: Path = PROJECT) -> str:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_of_the_readme_runs_from_top_to_bottom(monkeypatch, capsys):
    monkeypatch.chdir(PROJECT)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block, names)
    table = names["table"]
    assert names["sm"].rank(table, [2, 1], method="additive").ranks.tolist() == [2, 1, 3]
    assert "# array([2, 1, 3])" in README
    assert "สามพราน" in capsys.readouterr().out


@pytest.mark.parametrize("line", re.findall(r"^    \.venv/bin/(see-mcda .*)$", README, re.MULTILINE))
def test_the_three_things_to_try_work(line, tmp_path):
    command = line.split("#")[0].split()
    if "example" in command:
        run(*command, cwd=tmp_path)
        assert list(tmp_path.rglob("*.xlsx"))
    else:
        assert "Sampran" in run(*command) or "สามพราน" in run(*command)


def test_the_ranking_that_is_shown_is_the_one_of_the_command():
    shown = re.search(r"```text\n\$ (see-mcda [^\n]*)\n\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    assert shown[2] in run(*shown[1].split())


OWN_TABLE = re.findall(
    r"^    (see-mcda \w+ examples/enterprises-invented\.csv.*?)\s*(?:#.*)?$", README, re.MULTILINE
)


@pytest.mark.parametrize("line", OWN_TABLE)
def test_an_own_table_is_read_as_the_readme_says(line):
    command = shlex.split(line)
    if "read" in command:
        assert "5 candidates" in run(*command)
        return
    ranking = json.loads(run(*command, "--json"))
    assert sorted(ranking["weights"]) == ["cooperation-1-5", "cost-baht", "income-baht", "members"]
    first = "Rim Doi coffee growers" if "--weights" not in command else "Hat Sai fishers"
    names = [each["name"]["en"] for each in ranking["candidates"]]
    assert (names[0], len(names)) == (first, 5)


def test_the_weights_of_the_two_ways_are_the_same():
    assert len(OWN_TABLE) == 4
    one, other = (json.loads(run(*shlex.split(line), "--json"))["weights"] for line in OWN_TABLE[2:])
    assert one == other


def test_the_options_of_the_page_on_tables_exist():
    page = (PROJECT / "docs" / "tables.md").read_text("utf-8")
    offered = run("see-mcda", "rank", "--help")
    assert [option for option in re.findall(r"--[a-z-]+[a-z]", page) if option not in offered] == []


def test_make_run_tries_the_same_three():
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    tries = re.findall(r"^    \.venv/bin/(see-mcda .*?)\s*(?:#.*)?$", README, re.MULTILINE)
    assert len(tries) == 3
    assert all(f"$(BIN)/{each}" in makefile for each in tries)


def test_what_the_readme_counts_is_there():
    import see_mcda as sm  # noqa: PLC0415

    assert len(sm.methods.methods()) == 2 + 16
    assert len(sm.read_framework("see").leaves) == 8
    assert len(sm.read_framework("see-indicators").leaves) == 31


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("rank.py", "is rank 1"),
        ("rank.sh", "Verified"),
        ("models-of-2013.py", "under 24.3% of all weightings"),
    ],
)
def test_the_example_scripts_run(script, words):
    said = run(*([sys.executable] if script.endswith(".py") else ["sh"]), str(PROJECT / "examples" / script))
    assert words in said


@pytest.mark.parametrize("page", ["selecting.md", "selecting.th.md"])
def test_the_way_from_a_spreadsheet_to_a_list_works(page, tmp_path):
    words = (PROJECT / "docs" / page).read_text("utf-8")
    (tmp_path / "examples").symlink_to(PROJECT / "examples")
    commands = re.findall(r"^    (see-mcda .*)$", words, re.MULTILINE)
    told = [run(*shlex.split(command), cwd=tmp_path) for command in commands]
    assert len(told) == 11
    assert re.search("same result|ผลเดิม|เหมือนเดิม", told[-1])
    if page == "selecting.md":
        assert "would be in at a Grant (baht) of 210,000 or less" in " ".join(told[2].split())


def test_both_languages_of_the_way_have_the_same_commands():
    english, thai = (
        re.findall(r"^    (see-mcda .*)$", (PROJECT / "docs" / page).read_text("utf-8"), re.MULTILINE)
        for page in ("selecting.md", "selecting.th.md")
    )
    assert [f"{command} --lang th" for command in english] == thai
